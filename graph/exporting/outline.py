"""A plan as an outline: what hangs on what, in document order, without what is derived."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from graph.compare.outline import HOLDS
from graph.model import Edge, Element, Node, PlanGraph, Target

LOOSE = "Loose"
"""The home of what hangs on nothing."""

_DOWN = {*HOLDS, "HAS_TARGET"} - {"LINKED_PRIORITY"}
_UP = ("REPORTS_ON",)


@dataclass(frozen=True)
class Outline:
    """Nodes by id in document order; `home` is what a statement hangs on, of several the first."""

    nodes: Mapping[str, Node]
    edges: Sequence[Edge]
    home: Mapping[str, str]
    below: Mapping[str, Sequence[Node]]

    def partners(self, of: str) -> dict[str, list[str]]:
        """Those who lead a statement or the plan or take part, each with how."""
        found: dict[str, list[str]] = defaultdict(list)
        for e in self.edges:
            if e.source == of and e.key in ("LED_BY", "WITH_PARTNER"):
                found[e.target].append(e.key)
        return found

    def nested(self, e: Edge) -> bool:
        """Whether an edge is that by which one of its ends hangs on the other."""
        return (e.key in _DOWN and self.home[e.target] == e.source) or (
            e.key in _UP and self.home[e.source] == e.target
        )


def outline(graph: PlanGraph) -> Outline:
    """The outline of what is stated or curated about a plan."""
    kept = [n for n in graph.nodes if n.basis != "derived" or n.id == graph.plan]
    nodes = {n.id: n for n in sorted(kept, key=_place)}
    edges = [
        e for e in graph.edges
        if e.basis != "derived" and e.source in nodes and e.target in nodes
    ]  # fmt: skip
    ends = [(e.target, e.source) for e in edges if e.key in _DOWN]
    ends += [(e.source, e.target) for e in edges if e.key in _UP]
    home = dict(reversed(ends))
    below: dict[str, list[Node]] = defaultdict(list)
    for node in nodes.values():
        if isinstance(node, Element | Target):
            below[home.get(node.id, LOOSE)].append(node)
    return Outline(nodes, edges, home, below)


def _place(node: Node) -> tuple[bool, int, str]:
    """Where a node stands in its document; those that no words support come last."""
    return (not node.spans, node.spans[0].start if node.spans else 0, node.id)
