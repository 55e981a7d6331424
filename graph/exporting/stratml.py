"""StratML: one plan as a strategic plan (Part 1) or as a performance plan or report (Part 2).

What is stated or curated is written, what is derived is not. The mapping is in `docs/stratml.md`.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, cast

from graph.exporting.content import Content, in_xml
from graph.exporting.outline import LOOSE, outline
from graph.fields import data_fields
from graph.model import (
    Action,
    Council,
    Element,
    Milestone,
    Mission,
    Node,
    Partner,
    PlanGraph,
    Principle,
    ReportedActivity,
    Target,
    Vision,
)
from graph.stratml import (
    CORE,
    GOALS,
    HELD,
    NO_UNIT,
    NOTED,
    OBJECTIVES,
    PERFORMANCE,
    ROLES,
    STAGES,
    STAKEHOLDERS,
    TIMING,
    TYPES,
    identifier,
    words,
)

if TYPE_CHECKING:
    from lxml.etree import _Element

_WRITTEN = {
    "text", "number", "label", "title", "council", "period_start", "period_end", "not_before",
    "due_by", "when", "value", "confidence", "reason", "unread", "tags",
}  # fmt: skip
"""Fields with an element of their own, and those that tell of the reading and not of the plan."""


def performance(content: Content) -> bytes:
    """Part 2, which holds measures, milestones, dates and who leads."""
    return _written(content.graphs[0], part=2)


def core(content: Content) -> bytes:
    """Part 1: goals and objectives with their stakeholders, without measures."""
    return _written(content.graphs[0], part=1)


def _written(graph: PlanGraph, part: int) -> bytes:
    from lxml import etree

    root = _Writer(graph, part).document()
    etree.indent(root, " ")
    data: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8")
    return data + b"\n"


def _line(text: str) -> str:
    return " ".join(in_xml(text).split())


class _Writer:
    """Writes the elements of one plan; `part` is that of the standard."""

    def __init__(self, graph: PlanGraph, part: int) -> None:
        self.part, self.plan = part, graph.publication
        self.plan_id, self.o = graph.plan, outline(graph)

    def document(self) -> "_Element":
        from lxml import etree

        space = PERFORMANCE if self.part == 2 else CORE
        name = "PerformancePlanOrReport" if self.part == 2 else "StrategicPlan"
        spaces = cast("dict[str, str]", {None: space})
        root = etree.Element(f"{{{space}}}{name}", nsmap=spaces)
        if self.part == 2:
            root.set("Type", TYPES.get(self.plan.kind, "Strategic_Plan"))
        _put(root, "Name", self.plan.title)
        self._other(root, self.plan)
        core = _put(root, "StrategicPlanCore")
        self._organization(core)
        for kind in (Vision, Mission):
            self._statement(core, kind)
        for node in self._of(Principle):
            value = _put(core, "Value")
            _named(value, node, described=True)
        self._goals(core)
        self._administration(root)
        return root

    def _of(self, kind: type[Element]) -> list[Element]:
        return [n for n in self.o.nodes.values() if isinstance(n, kind)]

    def _statement(self, core: "_Element", kind: type[Element]) -> None:
        """The vision or mission: of several a line each."""
        if found := self._of(kind):
            at = _put(core, kind.__name__)
            _put(at, "Description", lines=[n.text for n in found])
            _put(at, "Identifier", identifier(kind.__name__, found[0].id))

    def _organization(self, core: "_Element") -> None:
        councils = [n for n in self.o.nodes.values() if isinstance(n, Council)]
        partners = self.o.partners(self.plan_id)
        if not (self.plan.council or councils or partners):
            return
        at = _put(core, "Organization")
        _put(at, "Name", next((c.canonical for c in councils), self.plan.council))
        _put(at, "Identifier", next((c.gss for c in councils), None))
        self._stakeholders(at, partners)

    def _goals(self, core: "_Element") -> None:
        """The plan itself where statements hang on it, themes and priorities, and what is loose."""
        goals = [n for n in self.o.nodes.values() if type(n).__name__ in GOALS]
        if self._objectives(self.plan_id):
            self._goal(core, self.plan, self.plan.title)
        for node in goals:
            self._goal(core, node, "")
        if self._objectives(LOOSE) or not len(core.findall("{*}Goal")):
            at = _put(core, "Goal")
            _put(at, "Name", "Under no priority")
            _put(at, "Description", "")
            _put(at, "Identifier", identifier(LOOSE, self.plan_id))
            self._held(at, LOOSE)

    def _objectives(self, home: str) -> list[Node]:
        """What is written under a goal: the rest is a line, or has a place of its own."""
        classes = OBJECTIVES if self.part == 1 else (*OBJECTIVES, *STAGES)
        return [n for n in self.o.below[home] if type(n).__name__ in classes]

    def _goal(self, core: "_Element", node: Node, title: str) -> None:
        at = _put(core, "Goal")
        if isinstance(node, Element):
            _named(at, node)
        else:
            _put(at, "Name", title)
            _put(at, "Description", "")
        _put(at, "Identifier", identifier(type(node).__name__, node.id))
        _put(at, "SequenceIndicator", getattr(node, "number", None))
        self._stakeholders(at, self.o.partners(node.id) if isinstance(node, Element) else {})
        if isinstance(node, Element):
            self._other(at, node)
        self._held(at, node.id)

    def _held(self, goal: "_Element", home: str) -> None:
        for node in self.o.below[home]:
            if type(node).__name__ in OBJECTIVES:
                self._objective(goal, node)
        held = [n for n in self.o.below[home] if type(n).__name__ in STAGES]
        if held and self.part == 2:
            at = _put(goal, "Objective")
            _put(at, "Name", "Measures and results")
            _put(
                at,
                "Identifier",
                identifier(HELD, home if home != LOOSE else f"{LOOSE}/{self.plan_id}"),
            )
            self._indicators(at, held)

    def _objective(self, goal: "_Element", node: Node) -> None:
        assert isinstance(node, Element)
        at = _put(goal, "Objective")
        _named(at, node, described=True)
        _put(at, "Identifier", identifier(type(node).__name__, node.id))
        _put(at, "SequenceIndicator", node.number)
        self._stakeholders(at, self.o.partners(node.id))
        self._other(at, node)
        if self.part == 2:
            if isinstance(node, Action):
                self._timing(at, node)
            self._indicators(at, self.o.below[node.id])

    def _timing(self, objective: "_Element", action: Action) -> None:
        if not (action.when or action.not_before or action.due_by):
            return
        at = _put(objective, "PerformanceIndicator", PerformanceIndicatorType="Qualitative")
        _put(at, "MeasurementDimension", "Completion")
        _put(at, "UnitOfMeasurement", "date")
        _put(at, "Identifier", identifier(TIMING, action.id))
        target = _put(_put(at, "MeasurementInstance"), "TargetResult")
        _dated(target, action.not_before, action.due_by)
        if action.when:
            _put(target, "Description", lines=action.when)

    def _indicators(self, objective: "_Element", nodes: Iterable[Node]) -> None:
        for node in nodes:
            if isinstance(node, Element) and type(node).__name__ in STAGES:
                self._indicator(objective, node)

    def _indicator(self, objective: "_Element", node: Element) -> None:
        kind = type(node).__name__
        targets = [t for t in self.o.below[node.id] if isinstance(t, Target)]
        counted = any(t.amount is not None for t in targets)
        at = _put(objective, "PerformanceIndicator", ValueChainStage=STAGES[kind],
                  PerformanceIndicatorType=("Qualitative", "Quantitative")[counted])  # fmt: skip
        _put(at, "SequenceIndicator", node.number)
        _put(at, "MeasurementDimension", node.text)
        _put(at, "UnitOfMeasurement", next((t.unit for t in targets if t.unit), NO_UNIT))
        _put(at, "Identifier", identifier(kind, node.id))
        for target in targets:
            _target(_put(at, "MeasurementInstance"), target)
        if isinstance(node, Milestone) and (node.value or node.not_before or node.due_by):
            result = _put(_put(at, "MeasurementInstance"), "TargetResult")
            _dated(result, node.not_before, node.due_by)
            _put(result, "Description", node.value)
        if isinstance(node, ReportedActivity) and node.when:
            result = _put(_put(at, "MeasurementInstance"), "ActualResult")
            _put(result, "Description", lines=node.when)
        label = [f"label: {node.label}"] if node.label else []
        self._other(at, node, label)

    def _stakeholders(self, at: "_Element", partners: Mapping[str, Sequence[str]]) -> None:
        for partner, keys in partners.items():
            node = self.o.nodes[partner]
            assert isinstance(node, Partner)
            holder = _put(at, "Stakeholder", StakeholderTypeType=STAKEHOLDERS[node.kind])
            _put(holder, "Name", node.canonical)
            _put(holder, "Description", node.name if node.name != node.canonical else None)
            for key in keys if self.part == 2 else ():
                role = _put(holder, "Role")
                _put(role, "Name", ROLES[key])
                _put(role, "Description", node.kind)
                _put(role, "RoleType", "Performer")

    def _other(self, at: "_Element", node: Node, first: Sequence[str] = ()) -> None:
        """What StratML has no element for, a line each."""
        found = [*first, *_fields(node), *self._notes(node.id), *self._links(node.id)]
        if found:
            _put(at, "OtherInformation", lines=found)

    def _notes(self, of: str) -> Iterator[str]:
        homes = (of, LOOSE) if of == self.plan_id else (of,)
        for node in (n for home in homes for n in self.o.below[home]):
            if isinstance(node, Element) and (begins := NOTED.get(type(node).__name__)):
                yield f"{begins}: {node.text}"

    def _links(self, of: str) -> Iterator[str]:
        """Relationships that no nesting tells, by the identifier of what they lead to."""
        held = (*GOALS, *OBJECTIVES, *STAGES)
        for e in self.o.edges:
            target = type(self.o.nodes[e.target]).__name__
            if e.source == of and target in held and not self.o.nested(e):
                yield f"{words(e.key)}: {identifier(target, e.target)}"

    def _administration(self, root: "_Element") -> None:
        if self.plan.period_start or self.plan.period_end:
            at = _put(root, "AdministrativeInformation")
            _dated(at, self.plan.period_start, self.plan.period_end)


def _put(parent: "_Element", name: str, text: str | None = "", lines: Iterable[str] | None = None,
         **attributes: str) -> "_Element":  # fmt: skip
    """An element below `parent`; without one where its text is None."""
    from lxml import etree

    space = etree.QName(parent).namespace
    made = etree.Element(f"{{{space}}}{name}", attributes)
    if lines is not None:
        made.text = "\n".join(map(_line, lines))
    elif text:
        made.text = _line(text)
    if text is not None or lines is not None:
        parent.append(made)
    return made


def _named(at: "_Element", node: Element, described: bool = False) -> None:
    """Name and description: of a statement with a heading of its own the heading is the name."""
    if node.label:
        _put(at, "Name", node.label)
        _put(at, "Description", node.text)
    elif described:
        _put(at, "Description", node.text)
    else:
        _put(at, "Name", node.text)
        _put(at, "Description", "")


def _dated(at: "_Element", first: date | None, last: date | None) -> None:
    _put(at, "StartDate", first.isoformat() if first else None)
    _put(at, "EndDate", last.isoformat() if last else None)


def _target(instance: "_Element", target: Target) -> None:
    at = _put(instance, "TargetResult")
    _dated(at, None, target.due_by)
    _put(at, "NumberOfUnits", None if target.amount is None else f"{target.amount:f}")
    if target.direction or target.comparator:
        described = _put(at, "Descriptor")
        _put(described, "DescriptorName", target.direction)
        _put(described, "DescriptorValue", target.comparator)
    _put(at, "Description", target.text)
    if target.baseline:
        before = _put(instance, "ActualResult")
        _put(before, "Description", target.baseline)


def _fields(node: Node) -> Iterator[str]:
    """The fields that StratML has no element for, a line each."""
    for name, _ in data_fields(type(node)):
        value = getattr(node, name)
        if name in _WRITTEN or value is None:
            continue
        for one in value if isinstance(value, tuple) else (value,):
            yield f"{words(name)}: {one}"
