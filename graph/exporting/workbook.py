"""An Excel workbook for committees: a sheet each for plans, priorities, actions and so on."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from graph.exporting.content import Content
from graph.exporting.outline import Outline, outline
from graph.exporting.sheets import Row, Sheet, written
from graph.findings import Overlap
from graph.model import (
    Action,
    Edge,
    Element,
    Measure,
    Milestone,
    Node,
    Partner,
    PlanGraph,
    Priority,
    Target,
    Theme,
)


@dataclass(frozen=True)
class _Plan:
    """A plan with what its rows look up."""

    graph: PlanGraph
    outline: Outline

    @cached_property
    def title(self) -> str:
        return self.graph.publication.title

    @cached_property
    def edges(self) -> Mapping[tuple[str, str], list[Edge]]:
        found: dict[tuple[str, str], list[Edge]] = defaultdict(list)
        for e in self.graph.edges:
            found[e.source, e.key].append(e)
        return found

    @cached_property
    def themes(self) -> Mapping[str, list[str]]:
        """The texts of the themes over each priority."""
        found: dict[str, list[str]] = defaultdict(list)
        for e in self.graph.edges:
            if e.key == "LINKED_PRIORITY":
                found[e.target].append(_text(self.graph.by_id[e.source]))
        return found

    def of(self, kind: type[Element]) -> Iterator[Element]:
        return (n for n in self.outline.nodes.values() if isinstance(n, kind))

    def names(self, of: str, *keys: str, derived: bool = False) -> str:
        """What a node is linked to, a line each: what is derived, or what is not."""
        ends = [
            e.target for key in keys for e in self.edges[of, key]
            if (e.basis == "derived") == derived and e.target in self.graph.by_id
        ]  # fmt: skip
        return "\n".join(dict.fromkeys(_text(self.graph.by_id[end]) for end in ends))

    def above(self, node: Element, *kinds: type[Node]) -> str:
        """The nearest of these classes that a statement hangs on."""
        at = self.outline.home.get(node.id)
        while at is not None:
            if isinstance(self.outline.nodes[at], kinds):
                return _text(self.outline.nodes[at])
            at = self.outline.home.get(at)
        return ""

    def theme(self, node: Element) -> str:
        """The themes of a priority, or of the one that a statement hangs on."""
        at = node.id if isinstance(node, Priority) else self.outline.home.get(node.id, "")
        return self.above(node, Theme) or "\n".join(self.themes[at])

    def place(self, node: Node) -> tuple[str, str]:
        """The quote, and where it stands."""
        if not node.spans:
            return "", ""
        first = node.spans[0]
        return first.quote, f"{self.graph.source.name}, characters {first.start} to {first.end}"


def _text(node: Node) -> str:
    for name in ("text", "canonical", "title"):
        if value := getattr(node, name, None):
            return str(value)
    return node.id


def _plans(plan: _Plan) -> Iterator[Row]:
    about = plan.graph.publication
    unread = None if about.unread is None else float(about.unread)
    yield (about.title, about.kind, plan.graph.council, about.period_text, about.period_start,
           about.period_end, sum(1 for _ in plan.of(Element)), unread, plan.graph.source.name,
           about.id)  # fmt: skip


def _priorities(plan: _Plan) -> Iterator[Row]:
    for node in plan.of(Priority):
        held = Counter(type(n).__name__ for n in plan.outline.below[node.id])
        yield (plan.title, plan.theme(node), node.number, node.text,
               plan.names(node.id, "HAS_OBJECTIVE", "HAS_OUTCOME"), held["Action"],
               held["Measure"], plan.names(node.id, "LED_BY"), *plan.place(node))  # fmt: skip


def _actions(plan: _Plan) -> Iterator[Row]:
    for node in plan.of(Action):
        assert isinstance(node, Action)
        below = plan.outline.below[node.id]
        milestones = "\n".join(n.text for n in below if isinstance(n, Milestone))
        yield (plan.title, plan.theme(node), plan.above(node, Priority), node.number, node.text,
               plan.names(node.id, "LED_BY"), plan.names(node.id, "LED_BY", derived=True),
               plan.names(node.id, "WITH_PARTNER"), "\n".join(node.when), node.due_by, milestones,
               plan.names(node.id, "MEASURED_BY"),
               plan.names(node.id, "MEASURED_BY", derived=True), *plan.place(node))  # fmt: skip


def _measures(plan: _Plan) -> Iterator[Row]:
    for node in plan.of(Measure):
        assert isinstance(node, Measure)
        targets = [t for t in plan.outline.below[node.id] if isinstance(t, Target)]
        head = plan.title, plan.above(node, Priority), plan.above(node, Action), node.text
        levels = [_level(t) for t in targets] or [(node.direction, *[None] * 5)]
        yield from ((*head, node.kind, *level, *plan.place(node)) for level in levels)


def _level(target: Target) -> Row:
    amount = None if target.amount is None else float(target.amount)
    return (target.direction, target.value, amount, target.unit, target.comparator,
            target.due_by)  # fmt: skip


def _partners(plan: _Plan) -> Iterator[Row]:
    parts = Counter((e.target, e.key) for e in plan.outline.edges)
    for node in plan.outline.nodes.values():
        if isinstance(node, Partner):
            counts = (parts[node.id, key] for key in ("LED_BY", "WITH_PARTNER", "MENTIONS"))
            yield (plan.title, node.canonical, node.kind, node.name, *counts, *plan.place(node))


SHEETS: Mapping[str, tuple[Callable[[_Plan], Iterator[Row]], Mapping[str, int]]] = {
    "Plans": (_plans, {"plan": 50, "kind": 14, "council": 26, "period": 14, "from": 12, "to": 12,
                       "statements": 12, "not understood": 15, "file": 40, "id": 40}),
    "Priorities": (_priorities, {"plan": 30, "theme": 30, "number": 9, "priority": 50,
                                 "objectives and outcomes": 60, "actions": 9, "measures": 10,
                                 "lead": 30, "quote": 60, "place": 40}),
    "Actions": (_actions, {"plan": 30, "theme": 30, "priority": 30, "number": 9, "action": 60,
                           "lead": 30, "lead of its priority": 30, "partners": 30, "when": 20,
                           "due": 12, "milestones": 50, "measures": 50,
                           "measures of its priority": 50, "quote": 60, "place": 40}),
    "Measures": (_measures, {"plan": 30, "priority": 30, "action": 40, "measure": 60, "kind": 17,
                             "direction": 11, "target": 14, "amount": 10, "unit": 18,
                             "comparator": 24, "due": 12, "quote": 60, "place": 40}),
    "Partners": (_partners, {"plan": 30, "partner": 50, "kind": 14, "as printed": 40, "leads": 8,
                             "takes part": 11, "is named": 10, "quote": 40, "place": 40}),
}  # fmt: skip
"""Sheet -> the rows of a plan, and its columns with their widths in characters."""

OVERLAPS: Mapping[str, int] = {
    "score": 8, "plan": 30, "statement": 60, "other plan": 30, "other statement": 60, "why": 60,
    "status": 11,
}  # fmt: skip


def _overlaps(content: Content) -> Iterator[Row]:
    """The pairs of statements about one matter, the strongest first."""
    from graph.across import findings

    assert content.workspace
    nodes = {n.id: (g.publication.title, _text(n)) for g in content.graphs for n in g.nodes}
    found = findings(content.workspace)
    ends = {(e.source, e.key): e.target for e in found.edges if e.key in ("FIRST", "SECOND")}
    overlaps = [n for n in found.nodes if isinstance(n, Overlap)]
    for node in sorted(overlaps, key=lambda n: (-n.score, n.id)):
        first, second = (nodes.get(ends[node.id, key]) for key in ("FIRST", "SECOND"))
        if first and second:
            yield (float(node.score), *first, *second, "\n".join(node.evidence), node.status)


def write(content: Content) -> bytes:
    """The workbook; overlaps are in it where the plans are from a workspace."""
    plans = [_Plan(g, outline(g)) for g in content.graphs]
    sheets = [
        Sheet(name, columns, [row for plan in plans for row in rows(plan)])
        for name, (rows, columns) in SHEETS.items()
    ]
    if content.workspace:
        sheets.append(Sheet("Overlaps", OVERLAPS, list(_overlaps(content))))
    return written(sheets)
