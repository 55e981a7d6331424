"""Overlaps: statements of two plans that are about the same matter, with the reasons why.

Candidates are the nearest in meaning and topics. A pair's score is the mean of two probabilities,
that a careful reader calls the two related and that she calls them the same matter, learned from
judged pairs. A pair without a reason that stands in the quotes themselves is no overlap.
"""

import hashlib
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

import ontology
from graph.compare import candidates, reasons
from graph.compare.features import FEATURES, Prepared, features, prepared
from graph.compare.statement import Statement, statements
from graph.compare.weights import Weights, weights
from graph.corpus import Choices, Corpus
from graph.findings import ACROSS, Findings, Overlap, link

if TYPE_CHECKING:
    from graph.compare.features import Numbers, Rows
    from graph.model import Edge

METHOD = "overlaps"
VERSION = f"{METHOD}-2"
LEAST = 0.1
GRADES = ("related", "same")


def find(corpus: Corpus) -> Findings:
    """The overlaps of each two plans among their statements' nearest, and what people accepted."""
    learned = weights()
    every = [s for g in sorted(corpus.graphs, key=lambda g: g.plan) for s in statements(g)]
    data = prepared(every, learned)
    first, second = _with_accepted(every, corpus.choices, *candidates.candidates(data))
    scores = _scores(data, first, second, learned)
    nodes: list[Overlap] = []
    edges: list[Edge] = []
    for i, j, strength in zip(first.tolist(), second.tolist(), scores.tolist(), strict=True):
        a, b = every[i], every[j]
        status = corpus.choices.status(a.id, b.id)
        if status == "rejected" or (strength < LEAST and not status):
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
    pairs = set(zip(first.tolist(), second.tolist(), strict=True))
    for ends in choices.accepted:
        if all(end in at for end in ends):
            i, j = sorted(at[end] for end in ends)
            pairs.add((i, j))
    rows = np.array(sorted(pairs), np.int64).reshape(-1, 2)
    return rows[:, 0], rows[:, 1]


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
        id=overlap_id(a.id, b.id), basis="derived", kind=a.level,
        score=Decimal(f"{strength:.2f}"), reasons=tuple(sorted(shared)),
        evidence=tuple(sorted(f"{_label(r)}: {words}" for r, words in shared.items())),
        method=VERSION, status=status or "proposed",
    )  # fmt: skip


def _decided(status: str) -> Mapping[str, str]:
    """The reason of a pair that nothing speaks for but a person's word."""
    return {"decided": "accepted"} if status else {}


def _label(reason: str) -> str:
    return ontology.concepts("compare")[f"vocab/reason/{reason}"].label.lower()


def overlap_id(first: str, second: str) -> str:
    """The id of the overlap of two statements, whichever is named first."""
    ends = "\n".join(sorted((first, second)))
    return f"{ACROSS}/overlap/{hashlib.sha256(ends.encode()).hexdigest()[:16]}"
