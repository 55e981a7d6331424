"""What two statements have in common, as numbers: one row a pair, one column a feature.

Topics count by how telling they are, and a broader one that both come under counts less the
further it is: the weighted Jaccard of two sets of concepts with their ancestors.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import ontology
from graph.compare import meaning
from graph.compare.statement import CODES, Statement, stem
from graph.compare.weights import Weights

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Rows = NDArray[np.float32]
    Numbers = NDArray[np.int64]

FEATURES = (
    "meaning", "meaning-above", "topics", "best-topic", "all-topics", "best-of-all", "exact-topic",
    "no-topic", *(f"same-{kind}" for kind in CODES), "other-phase", "same-partner", "words",
    "words-of-shorter", "most-telling-word", "word-pair", "words-above", "same-type", "short",
    "topic-and-meaning", "topic-above-and-meaning", "topic-and-population", "topic-and-mechanism",
    "topic-and-indicator",
)  # fmt: skip
STEP = 0.5
SHORT = 5
CHUNK = 20_000


@cache
def closure(topic: str) -> Mapping[str, float]:
    """A topic and all broader ones, with 1 for itself and half as much for each step up."""
    found = {topic: 1.0}
    queue = [topic]
    while queue:
        at = queue.pop()
        concept = ontology.concepts("topics").get(at)
        for above in concept.broader if concept else ():
            if found.get(above, 0.0) < found[at] * STEP:
                found[above] = found[at] * STEP
                queue.append(above)
    return found


@dataclass(frozen=True, eq=False)
class Prepared:
    """Statements with their vectors and sets: what pairs of them are computed from."""

    statements: Sequence[Statement]
    own: "Rows"
    every: "Rows"
    telling: "Rows"
    meaning: "Rows"
    with_above: "Rows"
    words: Sequence[Mapping[str, float]]
    above: Sequence[Mapping[str, float]]
    pairs: Sequence[frozenset[tuple[str, str]]]


def prepared(statements: Sequence[Statement], weights: Weights) -> Prepared:
    """Everything about each statement that does not depend on another."""
    import numpy as np

    topics = sorted(t for t in ontology.concepts("topics") if t.startswith("topic/"))
    column = {t: i for i, t in enumerate(topics)}

    def rows(parts: Sequence[tuple[Mapping[str, str], float]], out: "Rows") -> None:
        for found, factor in parts:
            for topic in found:
                for above, strength in closure(topic).items():
                    if (at := column.get(above)) is not None:
                        out[at] = max(out[at], strength * factor)

    own = np.zeros((len(statements), len(topics)), np.float32)
    every = np.zeros_like(own)
    for i, s in enumerate(statements):
        rows([(s.topics, 1.0)], own[i])
        rows([(s.topics, 1.0), (s.inherited, STEP)], every[i])
    text = [_telling(s.words, weights) for s in statements]
    both = [_telling(s.words + s.above, weights) for s in statements]
    mean, common = weights.mean, weights.common
    return Prepared(
        statements, own, every,
        np.array([weights.topic(t) for t in topics], np.float32),
        meaning.centred(meaning.vectors(text), mean, common),
        meaning.centred(meaning.vectors(both), mean, common),
        [_stemmed(t) for t in text], [_stemmed(t) for t in both],
        [_pairs(s.words, weights) for s in statements],
    )  # fmt: skip


def text_vectors(statements: Sequence[Statement], weights: Weights) -> "Rows":
    """The plain vectors of the statements' own words."""
    return meaning.vectors([_telling(s.words, weights) for s in statements])


def _telling(words: Sequence[str], weights: Weights) -> dict[str, float]:
    return {w: weights.word(stem(w)) for w in words if weights.word(stem(w)) > 0}


def _stemmed(words: Mapping[str, float]) -> dict[str, float]:
    return {stem(w): weight for w, weight in words.items()}


def _pairs(words: Sequence[str], weights: Weights) -> frozenset[tuple[str, str]]:
    kept = [stem(w) for w in words if weights.word(stem(w)) > 0]
    return frozenset(pairwise(kept))


def features(data: Prepared, first: "Numbers", second: "Numbers") -> "Rows":
    """One row of `FEATURES` for each pair of statements, given by their numbers."""
    import numpy as np

    out = np.empty((len(first), len(FEATURES)), np.float32)
    for at in range(0, len(first), CHUNK):
        part = slice(at, at + CHUNK)
        out[part] = _chunk(data, first[part], second[part])
    return out


def _chunk(data: Prepared, first: "Numbers", second: "Numbers") -> "Rows":
    import numpy as np

    column: dict[str, Any] = {}
    for name, best, rows in (
        ("topics", "best-topic", data.own), ("all-topics", "best-of-all", data.every),
    ):  # fmt: skip
        shared = np.minimum(rows[first], rows[second]) * data.telling
        union = (np.maximum(rows[first], rows[second]) * data.telling).sum(axis=1)
        column[name] = shared.sum(axis=1) / np.where(union == 0, 1, union)
        column[best] = shared.max(axis=1)
    column["exact-topic"] = ((data.own[first] == 1) & (data.own[second] == 1)).any(axis=1)
    column["no-topic"] = ~(data.own[first].any(axis=1) & data.own[second].any(axis=1))
    column["meaning"] = (data.meaning[first] * data.meaning[second]).sum(axis=1)
    column["meaning-above"] = (data.with_above[first] * data.with_above[second]).sum(axis=1)
    _add_sets(column, data, first, second)
    for name, a, b in (
        ("topic-and-meaning", "best-topic", "meaning"),
        ("topic-above-and-meaning", "best-of-all", "meaning-above"),
        ("topic-and-population", "best-topic", "same-population"),
        ("topic-and-mechanism", "best-topic", "same-mechanism"),
        ("topic-and-indicator", "best-topic", "same-indicator"),
    ):
        column[name] = column[a] * np.maximum(column[b], 0)
    return np.column_stack([column[name] for name in FEATURES]).astype(np.float32)


def _add_sets(column: dict[str, Any], data: Prepared, first: "Numbers", second: "Numbers") -> None:
    """The features that come from sets of words and codes, pair by pair."""
    import numpy as np

    names = (
        *(f"same-{kind}" for kind in CODES), "other-phase", "same-partner", "words",
        "words-of-shorter", "most-telling-word", "word-pair", "words-above", "same-type", "short",
    )  # fmt: skip
    values = np.zeros((len(first), len(names)), np.float32)
    for row, i, j in zip(values, first.tolist(), second.tolist(), strict=True):
        a, b = data.statements[i], data.statements[j]
        same = [not a.codes[k].keys().isdisjoint(b.codes[k]) for k in CODES]
        phases = a.codes["phase"], b.codes["phase"]
        row[:] = (
            *same, bool(phases[0] and phases[1]) and not same[CODES.index("phase")],
            not a.partners.keys().isdisjoint(b.partners),
            *_shared(data.words[i], data.words[j]),
            not data.pairs[i].isdisjoint(data.pairs[j]),
            _shared(data.above[i], data.above[j])[0],
            a.type == b.type,
            min(len(data.words[i]), len(data.words[j])) < SHORT,
        )  # fmt: skip
    column |= dict(zip(names, values.T, strict=True))


def _shared(a: Mapping[str, float], b: Mapping[str, float]) -> tuple[float, float, float]:
    """The weight of shared words: of all, of those of the shorter text, and the largest one."""
    common = [a[w] for w in a.keys() & b.keys()]
    if not common:
        return 0.0, 0.0, 0.0
    weight, of_a, of_b = sum(common), sum(a.values()), sum(b.values())
    return weight / (of_a + of_b - weight), weight / min(of_a, of_b), max(common)
