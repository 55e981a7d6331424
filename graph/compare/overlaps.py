"""Overlaps: statements of two plans that are about the same matter, with the reasons why.

Candidates are the nearest in meaning and topics. A pair's score is the mean of two probabilities,
that a careful reader calls the two related and that she calls them the same matter, learned from
judged pairs. A pair without a reason that stands in the quotes themselves is no overlap.
"""

import hashlib
from collections.abc import Iterator
from decimal import Decimal
from typing import TYPE_CHECKING

import ontology
from graph.compare import candidates, reasons
from graph.compare.features import FEATURES, features, prepared
from graph.compare.statement import Statement, statements
from graph.compare.weights import Weights, weights
from graph.corpus import Corpus
from graph.findings import ACROSS, Findings, Overlap, link
from graph.model import Edge, PlanGraph

if TYPE_CHECKING:
    from graph.compare.features import Rows

VERSION = "overlaps-1"
LEAST = 0.1
GRADES = ("related", "same")


def find(corpus: Corpus) -> Findings:
    """The overlaps of each two plans among their statements' nearest."""
    learned = weights()
    every = [s for g in sorted(corpus.graphs, key=lambda g: g.plan) for s in statements(g)]
    data = prepared(every, learned)
    first, second = candidates.candidates(data)
    rows = features(data, first, second)
    nodes: list[Overlap] = []
    edges: list[Edge] = []
    for level in sorted({s.level for s in every}):
        scores = score(rows, learned, level)
        for i, j, strength in zip(first.tolist(), second.tolist(), scores.tolist(), strict=True):
            if strength < LEAST or every[i].level != level:
                continue
            if (overlap := _overlap(every[i], every[j], strength, learned)) is not None:
                nodes.append(overlap)
                edges += _links(overlap, every[i], every[j])
    return Findings.of(nodes, edges)


def score(rows: "Rows", learned: Weights, level: str) -> "Rows":
    """From 0 to 1, for each row of features: the mean of the two probabilities."""
    import numpy as np

    total: Rows = np.zeros(len(rows), np.float32)
    for grade in GRADES:
        model = learned.models[level][grade]
        factors = np.array([model[name] for name in FEATURES], np.float32)
        total += 1 / (1 + np.exp(-(rows @ factors + np.float32(model["base"])))).astype(np.float32)
    return (total / len(GRADES)).astype(np.float32)


def _overlap(a: Statement, b: Statement, strength: float, learned: Weights) -> Overlap | None:
    shared = reasons.shared(a, b, learned)
    if not shared:
        return None
    return Overlap(
        id=overlap_id(a.id, b.id), basis="derived", kind=a.level,
        score=Decimal(f"{strength:.2f}"), reasons=tuple(sorted(shared)),
        evidence=tuple(sorted(f"{_label(r)}: {words}" for r, words in shared.items())),
        method=VERSION,
    )  # fmt: skip


def _label(reason: str) -> str:
    return ontology.concepts("compare")[f"vocab/reason/{reason}"].label.lower()


def _links(overlap: Overlap, a: Statement, b: Statement) -> Iterator[Edge]:
    yield link(overlap, "FIRST", a.id, "overlaps")
    yield link(overlap, "SECOND", b.id, "overlaps")


def overlap_id(first: str, second: str) -> str:
    """The id of the overlap of two statements, whichever is named first."""
    ends = "\n".join(sorted((first, second)))
    return f"{ACROSS}/overlap/{hashlib.sha256(ends.encode()).hexdigest()[:16]}"
