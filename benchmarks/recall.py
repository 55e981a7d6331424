"""Which overlaps comparing lists, of those that scoring every pair of statements would list."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from benchmarks.generate import SHARED, shared_phrase
from graph.compare import reasons
from graph.compare.features import features, prepared
from graph.compare.overlaps import LEAST, STRONGEST, score
from graph.compare.statement import Statement, statements
from graph.compare.weights import weights
from graph.workspace import Workspace

SAMPLE = 100
"""Planted pairs whose statements are scored with all others."""


def found(workspace: Path) -> dict[str, float]:
    """How many overlaps of planted statements are listed, of those that scoring all pairs lists."""
    every = [s for s in statements_of(workspace) if s.level == "statement"]
    data, learned = prepared(every, weights()), weights()
    plans = np.array([s.plan for s in every])
    planted, wanted = _planted(every), set()
    for i in [end for pair in planted[:SAMPLE] for end in pair]:
        others = np.flatnonzero(plans != plans[i])
        pairs = np.full(len(others), i), others
        scores = score(features(data, *pairs), learned, "statement")
        best = others[np.argsort(-scores, kind="stable")[: min(STRONGEST, (scores >= LEAST).sum())]]
        wanted |= {(i, j) for j in best.tolist() if reasons.shared(every[i], every[j], learned)}
    there = overlaps_of(workspace)
    hits = {pair for pair in wanted if frozenset(every[e].id for e in pair) in there}
    both = {p for p in planted[:SAMPLE] if p in wanted or p[::-1] in wanted}
    listed = {p for p in both if frozenset(every[e].id for e in p) in there}
    return {"recall": len(hits) / len(wanted), "planted": len(both),
            "recall of planted": len(listed) / len(both)}  # fmt: skip


def statements_of(workspace: Path) -> list[Statement]:
    """The statements of all plans."""
    ws = Workspace.open(workspace)
    return [s for r in ws.plans() for s in statements(ws.graph(r.id))]


def overlaps_of(workspace: Path) -> set[frozenset[str]]:
    """The two statements of each overlap."""
    ends: dict[bytes, list[str]] = {}
    with (workspace / "across" / "graph.nq").open("rb") as file:
        for line in file:
            overlap, relation, target, *_ = line.split(b" ", 3)
            if b"/overlap/" in overlap and relation.endswith((b"#first>", b"#second>")):
                name = target.decode().partition("/id/")[2].removesuffix(">")
                ends.setdefault(overlap, []).append(name)
    return set(map(frozenset, ends.values()))


def _planted(every: Sequence[Statement]) -> list[tuple[int, int]]:
    """The pairs of statements that were planted in other words, by their numbers."""
    of: dict[int, list[int]] = {}
    for i, s in enumerate(every):
        of.setdefault(int(s.plan.rsplit("-", 1)[1]), []).append(i)

    def at(pair: int, which: int, wording: int) -> int:
        said = shared_phrase(pair, which, wording)
        return next(i for i in of[10 * pair + wording] if every[i].text.startswith(said))

    return [(at(p, w, 0), at(p, w, 1)) for p in range(1, len(of) // 10) for w in range(SHARED)]
