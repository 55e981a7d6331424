"""Overlaps: statements of two plans that are about the same matter, with the reasons why.

Candidates are the nearest in meaning, topics and words. A pair's score is the mean of two
probabilities, that a careful reader calls the two related and that she calls them the same matter,
learned from judged pairs. A pair without a reason that stands in the quotes themselves is no
overlap. Among many statements only the strongest of each are kept, else what all plans say in like
words would fill the graph.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

import ontology
from graph.compare import candidates, reasons
from graph.compare.features import FEATURES, Prepared, features, prepared
from graph.compare.statement import Statement, statements
from graph.compare.weights import Weights, weights
from graph.corpus import Choices, Corpus
from graph.findings import Findings, Overlap, finding_id, link

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from graph.compare.features import Numbers, Rows
    from graph.model import Edge

    Truths = NDArray[np.bool_]

METHOD = "overlaps"
VERSION = f"{METHOD}-3"
LEAST = 0.1
MANY, STRONGEST = 3_000, 10
"""Among more statements of a level than these many, how many overlaps each of them keeps."""
GRADES = ("related", "same")


def find(corpus: Corpus) -> Findings:
    """The overlaps of each two plans among their statements' nearest, and what people accepted."""
    learned = weights()
    every = [s for g in sorted(corpus.graphs, key=lambda g: g.plan) for s in statements(g)]
    data = prepared(every, learned)
    first, second = _with_accepted(every, corpus.choices, *candidates.candidates(data))
    scores = _scores(data, first, second, learned)
    kept = (scores >= LEAST) & _strongest(data, first, second, scores)
    nodes: list[Overlap] = []
    edges: list[Edge] = []
    pairs = zip(first.tolist(), second.tolist(), scores.tolist(), kept.tolist(), strict=True)
    for i, j, strength, strong in pairs:
        a, b = every[i], every[j]
        status = corpus.choices.status(a.id, b.id)
        if status == "rejected" or not (strong or status):
            continue
        if shared := reasons.shared(a, b, learned) or _decided(status):
            overlap = _overlap(a, b, strength, shared, status)
            nodes.append(overlap)
            edges += (link(overlap, "FIRST", a.id, METHOD), link(overlap, "SECOND", b.id, METHOD))
    return Findings.of(nodes, edges)


def _with_accepted(
    every: Sequence[Statement], choices: Choices, first: "Numbers", second: "Numbers"
) -> tuple["Numbers", "Numbers"]:
    """The candidates and the pairs that people accepted, each once and in order."""
    import numpy as np

    at = {s.id: i for i, s in enumerate(every)}
    known = [sorted(at[e] for e in ends) for ends in choices.accepted if at.keys() >= set(ends)]
    accepted = np.array(known, np.int64).reshape(-1, 2)
    rows = np.unique(np.concatenate([np.column_stack([first, second]), accepted]), axis=0)
    return rows[:, 0], rows[:, 1]


def _strongest(data: Prepared, first: "Numbers", second: "Numbers", scores: "Rows") -> "Truths":
    """Whether each pair is among the strongest of one of its statements, or these are not many."""
    import numpy as np

    levels, of = np.unique([s.level for s in data.statements], return_inverse=True)
    few = np.bincount(of, minlength=len(levels)) <= MANY
    kept: Truths = few[of[first]] if len(first) else np.zeros(0, bool)
    ends = np.concatenate([first, second])
    order = np.lexsort((np.tile(-scores, 2), ends))
    starts = np.searchsorted(ends[order], ends[order])
    kept[order[np.arange(len(order)) - starts < STRONGEST] % max(len(first), 1)] = True
    return kept


def _scores(data: Prepared, first: "Numbers", second: "Numbers", learned: Weights) -> "Rows":
    """The score of each pair by the weights of the first one's level."""
    import numpy as np

    rows = features(data, first, second)
    levels = np.array([s.level for s in data.statements])[first]
    out: Rows = np.zeros(len(first), np.float32)
    for level in sorted(set(levels.tolist())):
        at = levels == level
        out[at] = score(rows[at], learned, level)
    return out


def score(rows: "Rows", learned: Weights, level: str) -> "Rows":
    """From 0 to 1, for each row of features: the mean of the two probabilities."""
    import numpy as np

    total: Rows = np.zeros(len(rows), np.float32)
    for grade in GRADES:
        model = learned.models[level][grade]
        factors = np.array([model[name] for name in FEATURES], np.float32)
        total += 1 / (1 + np.exp(-(rows @ factors + np.float32(model["base"])))).astype(np.float32)
    return (total / len(GRADES)).astype(np.float32)


def _overlap(
    a: Statement, b: Statement, strength: float, shared: Mapping[str, str], status: str
) -> Overlap:
    return Overlap(
        id=finding_id("overlap", *sorted((a.id, b.id))), basis="derived", kind=a.level,
        score=Decimal(f"{strength:.2f}"), reasons=tuple(sorted(shared)),
        evidence=tuple(sorted(f"{_label(r)}: {words}" for r, words in shared.items())),
        method=VERSION, status=status or "proposed",
    )  # fmt: skip


def _decided(status: str) -> Mapping[str, str]:
    """The reason of a pair that nothing speaks for but a person's word."""
    return {"decided": "accepted"} if status else {}


def _label(reason: str) -> str:
    return ontology.concepts("compare")[f"vocab/reason/{reason}"].label.lower()
