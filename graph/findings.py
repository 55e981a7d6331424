"""What only several plans together show: nodes that put statements of different plans side by side.

A finding points at statements by `FIRST` and `SECOND` and is always derived or curated. Findings
stand in named graphs of their own, `.../graph/_across/derived/METHOD`, which no plan's id can be.
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from graph.model import NODE_TYPES, Edge, Element, Node, edge_order

if TYPE_CHECKING:
    import pyoxigraph as ox

ACROSS = "_across"
_CHUNK = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Overlap(Node):
    """Two plans say something about the same matter.

    `kind` is priority or statement, `score` from 0 to 1, `reasons` concepts of the code list,
    `evidence` what is shared for each reason in words; `status` is proposed, or what a person
    decided: accepted.
    """

    kind: str
    score: Decimal
    reasons: tuple[str, ...]
    evidence: tuple[str, ...]
    method: str
    status: str = "proposed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Organisation(Node):
    """A body that several partners of one plan or more are.

    `evidence` says of each way to write its name how it comes to be this name, and why all are one;
    `status` is resolved, or what a person decided: accepted.
    """

    canonical: str
    kind: str
    evidence: tuple[str, ...]
    method: str
    status: str = "resolved"


@dataclass(frozen=True, slots=True, kw_only=True)
class PossibleMatch(Node):
    """Partners that may be one body and are kept apart until a person decides."""

    evidence: tuple[str, ...]
    method: str
    status: str = "proposed"


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedRole(Node):
    """A post of one name that several plans know, each its own council's: never one body."""

    canonical: str
    evidence: tuple[str, ...]
    method: str
    status: str = "same role"


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation(Node):
    """A plan that is here is the document which another plan names."""

    evidence: tuple[str, ...]
    method: str
    status: str = "resolved"


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison(Node):
    """What became of a statement of one plan in another; one of the two may be missing.

    `before` and `after` are words of the two plans, `status` is proposed where nobody said that
    the two plans belong together, else accepted.
    """

    kind: str
    before: str | None = None
    after: str | None = None
    evidence: tuple[str, ...] = ()
    method: str
    status: str = "proposed"


class Change(Comparison):
    """From one version of a plan to the next; `kind` is kept, reworded, dropped and so on."""

    __slots__ = ()


class Progress(Comparison):
    """What a report says of a plan's statement; `kind` is a concept of the code list."""

    __slots__ = ()


class Conflict(Comparison):
    """Two targets that cannot both hold, in one plan or in a plan and the one above it."""

    __slots__ = ()


FINDING_TYPES: Mapping[str, type[Node]] = {
    t.__name__: t
    for t in (
        Overlap,
        Organisation,
        PossibleMatch,
        SharedRole,
        Citation,
        Change,
        Progress,
        Conflict,
    )
}


_STATEMENTS = tuple(n for n, kind in NODE_TYPES.items() if issubclass(kind, Element))

_COMPARED = ("Change", "Progress", "Conflict")
_PAIRS = ("Overlap", *_COMPARED)

FINDING_RELATIONS: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "FIRST": (_PAIRS, _STATEMENTS),
    "SECOND": (_PAIRS, _STATEMENTS),
    "FIRST_PLAN": (_COMPARED, ("Plan", "ProgressReport")),
    "SECOND_PLAN": (_COMPARED, ("Plan", "ProgressReport")),
    "NAMED_AS": (("Organisation",), ("Partner",)),
    "CANDIDATE": (("PossibleMatch",), ("Partner",)),
    "HELD_AS": (("SharedRole",), ("Partner",)),
    "CITED": (("Citation",), ("CitedDocument",)),
    "CITED_PLAN": (("Citation",), ("Plan", "ProgressReport")),
}
"""Relationship type -> (findings that it starts from, types that it may end at)."""


@dataclass(frozen=True)
class Findings:
    """Findings of any methods with their links, sorted and without doubles."""

    nodes: tuple[Node, ...] = ()
    edges: tuple[Edge, ...] = ()

    @staticmethod
    def of(nodes: Iterable[Node], edges: Iterable[Edge]) -> "Findings":
        by_id = {n.id: n for n in nodes}
        kept = {(e.source, e.key, e.target): e for e in edges}
        return Findings(
            tuple(by_id[i] for i in sorted(by_id)), tuple(sorted(kept.values(), key=edge_order))
        )


NO_FINDINGS = Findings()


def joined(parts: Iterable[Findings]) -> Findings:
    """All findings of several methods."""
    every = list(parts)
    return Findings.of((n for p in every for n in p.nodes), (e for p in every for e in p.edges))


def link(finding: Node, key: str, target: str, method: str) -> Edge:
    """The relationship from a finding to what it is about."""
    return Edge(source=finding.id, key=key, target=target, basis=finding.basis, rule=method)


def finding_id(kind: str, *parts: str) -> str:
    """The id of a finding of a kind: the same for the same parts in the same order."""
    digest = hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]
    return f"{ACROSS}/{kind}/{digest}"


def to_nquads(findings: Findings) -> bytes:
    """The findings as sorted N-Quads: the same bytes for the same findings."""
    return b"".join(nquads(findings))


def nquads(findings: Findings) -> Iterator[bytes]:
    """The parts of `to_nquads` in order, so that never all of them need be held."""
    from graph.rdf import serialised, unquoted

    links: dict[str, list[Edge]] = defaultdict(list)
    for edge in findings.edges:
        links[edge.source].append(edge)
    nodes = sorted(findings.nodes, key=lambda n: f"{n.id}>".encode())
    for at in range(0, len(nodes), _CHUNK):
        part = nodes[at : at + _CHUNK]
        edges = [e for n in part for e in links.pop(n.id, ())]
        yield serialised(unquoted(ACROSS, part, edges))
    assert not links, "each link of a finding has its finding"


def from_quads(quads: "Iterable[ox.Quad]") -> Findings:
    """The findings that `to_nquads` wrote."""
    from graph.rdf_reading import read_unquoted

    return Findings.of(*read_unquoted(quads, FINDING_TYPES, FINDING_RELATIONS))
