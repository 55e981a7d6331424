"""Learns `graph/compare/weights.json` from plans and from pairs that were judged by hand.

    python -m benchmarks.overlaps.train

How telling a word or topic is comes from the plans of examples/ and tests/plans; the weights of a
pair's features come from `pairs.jsonl` by logistic regression, one for each level and grade. The
same files give the same weights.
"""

import json
import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

import crossplan
from graph.compare import features as f
from graph.compare.statement import Statement, statements, stem
from graph.compare.weights import Weights

if TYPE_CHECKING:
    from numpy.typing import NDArray

ROOT = Path(__file__).resolve().parent.parent.parent
HERE = Path(__file__).resolve().parent
OUT = ROOT / "graph" / "compare" / "weights.json"
COMMON = 2
DIGITS = 4
RIDGE = 10.0
STEPS = 30
LEVELS = ("priority", "statement")
GRADES = {"related": 1, "same": 2}

Judged = tuple[dict[str, Any], int, int]
"""A judged pair with the numbers of its statements."""


@cache
def read() -> tuple[Statement, ...]:
    """The statements of all plans that are learned from."""
    folders = ROOT / "examples" / "plans", ROOT / "tests" / "plans"
    files = sorted(p for d in folders for p in d.iterdir() if p.suffix != ".json")
    return tuple(s for p in files for s in statements(crossplan.extract(p)))


def telling(found: Sequence[Statement]) -> tuple[dict[str, float], dict[str, float], float]:
    """Inverse document frequency from 0 to 1 of stems, of topics with all narrower, of the rest."""
    words, topics = Counter[str](), Counter[str]()
    for s in found:
        words.update({stem(w) for w in s.words})
        topics.update({up for t in s.topics for up in f.closure(t)})
    n = len(found) + 1

    def weight(count: float) -> float:
        return round(math.log(n / count) / math.log(n), DIGITS)

    empty = (HERE / "stopwords.txt").read_text("utf-8").split()
    of_words = {w: weight(k + 0.5) for w, k in sorted(words.items()) if k > 1}
    of_topics = {t: weight(k + 1) for t, k in sorted(topics.items())}
    return of_words | dict.fromkeys(map(stem, empty), 0.0), of_topics, weight(1.5)


def base(found: Sequence[Statement]) -> Weights:
    """The weights of words and topics, and what all texts have in common; no model yet."""
    words, topics, unknown = telling(found)
    raw = f.text_vectors(found, Weights(words, topics, unknown, (), (), {}))
    mean = raw.mean(0)
    common = np.linalg.svd(raw - mean, full_matrices=False)[2][:COMMON]
    rows = [tuple(round(float(x), 5) for x in row) for row in (mean, *common)]
    return Weights(words, topics, unknown, rows[0], tuple(rows[1:]), {})


def judged(path: Path, found: Sequence[Statement]) -> list[Judged]:
    """The judged pairs whose statements are read from the plans."""
    at = {_key(s.plan, s.text): i for i, s in enumerate(found)}
    out = []
    for line in path.read_text("utf-8").splitlines():
        pair = json.loads(line)
        first, second = (at.get(_key(pair[f"{x}_plan"], pair[f"{x}_text"])) for x in "ab")
        if first is not None and second is not None:
            out.append((pair, first, second))
    return out


def _key(plan: str, text: str) -> tuple[str, str]:
    return plan, re.sub(r"[^a-z0-9]+", " ", text.lower()).strip()


def rows_of(data: f.Prepared, pairs: Sequence[Judged]) -> "NDArray[np.float32]":
    """The features of judged pairs."""
    first, second = (np.array([p[k] for p in pairs], np.int64) for k in (1, 2))
    return f.features(data, first, second)


def regression(rows: "NDArray[Any]", wanted: "NDArray[Any]") -> dict[str, float]:
    """Logistic regression with a ridge, by Newton's method; weights for features as they are."""
    mean, scale = rows.mean(0), rows.std(0) + 1e-9
    z = np.column_stack([(rows - mean) / scale, np.ones(len(rows))])
    ridge = np.diag([RIDGE] * len(f.FEATURES) + [0.0])
    b = np.zeros(z.shape[1])
    for _ in range(STEPS):
        p = 1 / (1 + np.exp(-z @ b))
        curve = (z * (p * (1 - p))[:, None]).T @ z + ridge
        b -= np.linalg.solve(curve, z.T @ (p - wanted) + ridge @ b)
    plain = b[:-1] / scale
    values = [b[-1] - plain @ mean, *plain]
    return {n: round(float(v), DIGITS) for n, v in zip(("base", *f.FEATURES), values, strict=True)}


def learn(
    data: f.Prepared, pairs: Sequence[Judged]
) -> Mapping[str, Mapping[str, dict[str, float]]]:
    """The weights of each feature by level and grade."""
    out = {}
    for level in LEVELS:
        some = [p for p in pairs if p[0]["level"] == level]
        rows, grades = rows_of(data, some).astype(float), np.array([p[0]["grade"] for p in some])
        out[level] = {n: regression(rows, (grades >= least) * 1.0) for n, least in GRADES.items()}
    return out


def with_models(start: Weights, models: Mapping[str, Mapping[str, dict[str, float]]]) -> Weights:
    """The weights with what was learned."""
    return replace(start, models=models)


def main() -> None:
    """Writes the weights anew."""
    found = read()
    start = base(found)
    models = learn(f.prepared(found, start), judged(HERE / "pairs.jsonl", found))
    OUT.write_text(
        json.dumps(asdict(with_models(start, models)), ensure_ascii=False, indent=0) + "\n", "utf-8"
    )


if __name__ == "__main__":
    main()
