"""What hangs on what: the relationships by which a statement belongs to another, made anew.

Statements hang on headings, actions or the plan. When a person gives one another class or another
parent, its relationships must fit the classes that they join; what cannot stay where it was goes
up to the next that can have it.
"""

from collections import defaultdict
from collections.abc import Container, Iterator, Mapping
from dataclasses import replace

from graph.errors import UsageError
from graph.model import RELATIONS, Edge, Node, PlanGraph
from loaders.decisions.decision import STATEMENTS

_REPORTS = "REPORTS_ON"
_KEYS = {
    targets[0]: key
    for key, (_, targets) in RELATIONS.items()
    if len(targets) == 1 and targets[0] in STATEMENTS and key != _REPORTS
}
"""Class of a statement -> the relationship from what it hangs on."""

_LOOSE = ("LINKED_PRIORITY", _REPORTS)
"""Relationships without which a statement can stand."""

HOLDING = frozenset({*_KEYS.values(), "HAS_TARGET"} - {*_LOOSE})
"""Relationships whose target is nothing without its source."""


def hang(edge: Edge) -> tuple[str, str] | None:
    """Parent and child, if the relationship is one of belonging."""
    if edge.key == _REPORTS:
        return edge.target, edge.source
    return (edge.source, edge.target) if edge.key in _KEYS.values() else None


def _fits(edge: Edge, nodes: Mapping[str, Node]) -> bool:
    ends = (type(nodes[edge.source]).__name__, type(nodes[edge.target]).__name__)
    return all(end in allowed for end, allowed in zip(ends, RELATIONS[edge.key], strict=True))


def _link(parent: str, child: str, nodes: Mapping[str, Node]) -> Edge | None:
    """The relationship by which a statement hangs on a node, if it can."""
    kind = type(nodes[child]).__name__
    edge = None
    if kind == "ReportedActivity":
        edge = Edge(source=child, key=_REPORTS, target=parent, basis="curated")
    elif kind in _KEYS:
        edge = Edge(source=parent, key=_KEYS[kind], target=child, basis="curated")
    return edge if edge and _fits(edge, nodes) else None


class Hanging:
    """The relationships of a graph after its nodes became `nodes` and got the parents `moved`.

    Those of statements that are `leaving` need not fit.
    """

    def __init__(self, graph: PlanGraph, nodes: Mapping[str, Node], moved: Mapping[str, str],
                 leaving: Container[str] = ()) -> None:  # fmt: skip
        self.graph, self.nodes, self.moved, self.leaving = graph, nodes, moved, leaving
        self.above: dict[str, list[str]] = defaultdict(list)
        for edge in graph.edges:
            if pair := hang(edge):
                self.above[pair[1]].append(pair[0])
        self.above |= {child: [parent] for child, parent in moved.items()}
        self.retyped = {i for i, n in nodes.items() if type(n) is not type(graph.by_id[i])}
        self.touched = {*self.retyped, *moved}

    def edges(self) -> list[Edge]:
        """Every relationship that stays, and those that take the place of others."""
        out = [new for edge in self.graph.edges for new in self._anew(edge)]
        kept = {(e.source, e.key, e.target) for e in out}
        for child, parent in self.moved.items():
            new = _link(parent, child, self.nodes)
            if new is None:
                raise UsageError(self._cannot(child, parent))
            out += [new] if (new.source, new.key, new.target) not in kept else []
        homeless = self.retyped - {*self.moved} - {c for c, up in self.above.items() if up}
        return [*out, *(e for child in sorted(homeless) for e in self._up(child, []))]

    def _anew(self, edge: Edge) -> Iterator[Edge]:
        """What becomes of a relationship: it stays, goes, or others take its place."""
        pair = hang(edge)
        parent, child = pair or ("", "")
        elsewhere = child in self.moved and parent != self.moved[child]
        untouched = edge.source not in self.touched and edge.target not in self.touched
        if untouched or child in self.leaving or (not elsewhere and _fits(edge, self.nodes)):
            yield edge
        elif pair and child not in self.moved:
            yield from self._up(child, [parent], edge)

    def _up(self, child: str, parents: list[str], old: Edge | None = None) -> Iterator[Edge]:
        """Hangs a statement on these, or on the nearest above that can have it."""
        at, seen = list(parents), set(parents)
        while True:
            found = [e for p in at if (e := _link(p, child, self.nodes))]
            if found:
                yield from (replace(e, span=old.span if old else None) for e in found)
                return
            if at == [self.graph.plan]:
                break
            ups = dict.fromkeys(up for p in at for up in self.above.get(p, ()))
            at = [up for up in ups if up not in seen] or [self.graph.plan]
            seen |= {*at}
        if _KEYS.get(type(self.nodes[child]).__name__) in HOLDING:
            raise UsageError(self._cannot(child, parents[0] if parents else self.graph.plan))

    def _cannot(self, child: str, parent: str) -> str:
        kind, above = (type(self.nodes[i]).__name__ for i in (child, parent))
        key = _KEYS.get(kind, _REPORTS if kind == "ReportedActivity" else "")
        allowed = RELATIONS[key][key == _REPORTS] if key else ()
        if not allowed:
            return f"{child} is a {kind}, which belongs to the plan and has no other parent"
        return (
            f"{child} is a {kind} and cannot hang on {parent}, a {above}; give it a parent that is"
            f" a {' or '.join(allowed)}, another type, or reject it"
        )
