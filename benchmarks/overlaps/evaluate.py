"""How well overlaps are ranked on judged pairs, beside simple rankings of the same pairs.

    python -m benchmarks.overlaps.evaluate [PAIRS.jsonl] [--held-out]

With `--held-out` the weights are learned from pairs of other plans only: what a plan that nobody
has judged can expect. A pair that the product does not list counts as its weakest. `chosen` says
how a pair came to be judged: near a statement, at random, or listed among the first hundred; the
last favour what listed them, so a second table leaves them out.

`blind.jsonl` holds the first fifty of crossplan and the first fifty of TF-IDF among all pairs of
statements of the example plans, shuffled and graded by a reader who did not know whose they were
and had learned the standard from pairs that another had graded. That reader gave grade 2 to 65 % of
crossplan's and to 38 % of those of TF-IDF, grade 1 or more to all and to 69 %.
"""

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from benchmarks.overlaps import train
from graph.compare import features as f
from graph.compare.overlaps import score

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Numbers = NDArray[Any]

K = 10
TOP = 50
EXAMPLES = {p.stem for p in (train.ROOT / "examples" / "plans").iterdir()}


def ndcg(grades: "Numbers", scores: "Numbers") -> float:
    """Normalised discounted cumulative gain of the first ten, with gains 2^grade - 1."""
    order = np.argsort(-scores, kind="stable")[:K]
    discount = 1 / np.log2(np.arange(2, K + 2))

    def gain(some: "Numbers") -> float:
        return float(((2.0**some - 1) * discount[: len(some)]).sum())

    best = gain(np.sort(grades)[::-1][:K])
    return gain(grades[order]) / best if best else 0.0


def average_precision(wanted: "Numbers", scores: "Numbers") -> float:
    """The mean of the precisions at each wanted pair."""
    hits = wanted[np.argsort(-scores, kind="stable")]
    precision = np.cumsum(hits) / np.arange(1, len(hits) + 1)
    return float(precision[hits].mean()) if hits.any() else 0.0


def figures(grades: "Numbers", scores: "Numbers") -> tuple[float, float, float, float]:
    """nDCG@10, average precision of grade 1 and more, precision at 50 of grade 1 and of grade 2."""
    top = grades[np.argsort(-scores, kind="stable")[:TOP]]
    related = average_precision(grades >= 1, scores)
    return ndcg(grades, scores), related, float((top >= 1).mean()), float((top >= 2).mean())


def rankings(
    data: f.Prepared, pairs: Sequence[train.Judged], learned: Any, level: str
) -> dict[str, "Numbers"]:
    """A score for each pair by each way of ranking."""
    rows = train.rows_of(data, pairs)
    found = {"crossplan": score(rows, learned, level)}
    return found | {
        name: rows[:, f.FEATURES.index(name)] for name in ("words", "meaning", "topics")
    }


def main(arguments: Sequence[str]) -> None:
    """Prints a table for each level."""
    files = [Path(a) for a in arguments if not a.startswith("--")]
    held_out = "--held-out" in arguments
    found = train.read()
    start = train.base(found)
    data = f.prepared(found, start)
    own = train.judged(train.HERE / "pairs.jsonl", found)
    other = [p for p in own if p[0]["a_plan"] not in EXAMPLES]
    models = train.learn(data, other if held_out else own)
    pairs = train.judged(files[0], found) if files else own
    pairs = [p for p in pairs if p[0]["a_plan"] in EXAMPLES]
    learned = train.with_models(start, models)
    for level in train.LEVELS:
        some = [p for p in pairs if p[0]["level"] == level]
        neutral = [p for p in some if p[0].get("chosen") != "listed"]
        for told, pool in (("", some), (" without listed ones", neutral)):
            if not pool or (told and len(pool) == len(some)):
                continue
            grades = np.array([p[0]["grade"] for p in pool])
            print(f"{level}{told}: {len(pool)} pairs, {np.mean(grades >= 1):.0%} related")
            for name, scores in rankings(data, pool, learned, level).items():
                print(json.dumps({name: [round(x, 3) for x in figures(grades, scores)]}))


if __name__ == "__main__":
    main(sys.argv[1:])
