"""StratML out, valid; in; and out and in again without losing what it can hold."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from graphs import LINE
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from sample import graphs, sample
from stratml_content import faults

import crossplan
from graph import checks
from graph.errors import CrossplanError, UsageError
from graph.exporting import export, export_folder
from graph.exporting.outline import LOOSE, Outline, outline
from graph.model import (
    Action,
    Council,
    Element,
    ImpactStatement,
    Measure,
    Node,
    Objective,
    Partner,
    PlanGraph,
    Priority,
    Subaction,
    Target,
)
from graph.workspace import Workspace
from loaders import extract

EXAMPLES = sorted((Path(__file__).parent.parent / "examples" / "plans").glob("*.txt"))
FORMS = ("stratml", "stratml1")
KEPT = ("text", "number", "label", "kind", "impact_kind", "status", "when", "not_before", "due_by",
        "recurrence", "value", "direction", "anomalies")  # fmt: skip
PLAIN = {"Vision", "Mission", "Principle", "Risk", "ExitStrategy"}
"""Classes of which StratML holds the words alone."""
LED = {"Plan", "ProgressReport", "Theme", "Priority", "Objective", "IntendedOutcome", "Action"}
"""Classes whose partners StratML can hold."""


def again(graph: PlanGraph, form: str = "stratml") -> PlanGraph:
    """The graph that is read from a plan's StratML."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"{graph.plan}.xml"
        path.write_bytes(export([graph], form))
        return extract(path)[1]


def line(value: Any) -> Any:
    if isinstance(value, tuple):
        return tuple(map(line, value))
    return " ".join(value.split()) if isinstance(value, str) else value


def said(node: Node) -> tuple[Any, ...]:
    """What StratML can hold of a statement."""
    kind = type(node).__name__
    if isinstance(node, Target):
        held = (node.text, node.amount, node.unit, node.due_by, node.direction or "reach",
                node.comparator, node.baseline)  # fmt: skip
        return (kind, *map(line, held))
    if isinstance(node, Partner):
        return (kind, line(node.canonical), line(node.name), node.kind)
    names = KEPT[:1] if kind in PLAIN else KEPT
    held = {n: line(getattr(node, n)) for n in names if getattr(node, n, None)}
    return (kind, *sorted((k, v) for k, v in held.items() if k != "label" or v != held["text"]))


def holdable(graph: PlanGraph) -> Counter[Any]:
    """All of a graph that the mapping promises to keep, however often it is there."""
    o, plan = outline(graph), graph.publication
    council = next((n for n in o.nodes.values() if isinstance(n, Council)), None)
    name = council.canonical if council else plan.council
    head = (type(plan).__name__, line(plan.title), plan.kind, line(name), plan.period_text,
            plan.period_start, plan.period_end, council and council.gss)  # fmt: skip
    placed = [n for n in o.nodes.values() if isinstance(n, Element) or n.id in o.home]
    nodes = [said(n) for n in placed if isinstance(n, Element | Target)]
    loose = {said(n): ("Action", *said(n)[1:]) for n in o.below[LOOSE] if isinstance(n, Subaction)}
    nodes = [loose.get(n, n) for n in nodes]
    return Counter([head, *nodes, *_edges(o)])


def _edges(o: Outline) -> Iterator[tuple[Any, ...]]:
    for e in o.edges:
        ends = o.nodes[e.source], o.nodes[e.target]
        kinds = [type(n).__name__ for n in ends]
        if e.key in ("LED_BY", "WITH_PARTNER"):
            held = kinds[0] in LED
        else:
            held = isinstance(ends[1], Element | Target) and not PLAIN & {kinds[0]}
        if held:
            named = [said(n) if isinstance(n, Element | Target | Partner) else () for n in ends]
            yield (e.key, *named)


@st.composite
def worded(draw: st.DrawFn) -> PlanGraph:
    """A plan of which any part may be missing, with any words."""
    graph = draw(graphs())[0]
    nodes = [replace(n, text=draw(LINE)) if isinstance(n, Element) else n for n in graph.nodes]
    return PlanGraph.of(graph.plan, graph.source, nodes, graph.edges)


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda p: p.stem)
def test_the_example_plans_are_valid_and_come_back(path: Path) -> None:
    _, graph = extract(path)
    for form in FORMS:
        assert faults(export([graph], form)) == []
    back = again(graph)
    assert holdable(back) == holdable(graph)
    statements = [{n.id for n in g if isinstance(n, Element | Target)} for g in (graph, back)]
    assert statements[0] == statements[1]


@given(worded())
@settings(max_examples=60)
def test_any_plan_is_valid_and_comes_back(graph: PlanGraph) -> None:
    data = [export([graph], form) for form in FORMS]
    assert [faults(d) for d in data] == [[], []]
    if any(isinstance(n, Element) and n.basis != "derived" for n in graph):
        assert holdable(again(graph)) == holdable(graph)


def test_part_1_keeps_goals_and_objectives() -> None:
    _, graph = extract(EXAMPLES[0])
    back = again(graph, "stratml1")
    for kind in (Priority, Objective, Action):
        assert [n.text for n in back.of_type(kind)] == [n.text for n in graph.of_type(kind)]
    assert not back.of_type(Measure)


def test_what_is_derived_is_not_written(five_plans: Workspace) -> None:
    plan = five_plans.resolve("herefordshire").id
    data = crossplan.exported(five_plans, "stratml", [plan])
    derived = [n for n in five_plans.graph(plan) if n.basis == "derived"]
    assert derived
    assert faults(data) == []
    assert not [n.id for n in derived if n.id.replace("/", "_").encode() in data]


def test_what_comes_back_is_sound(five_plans: Workspace, tmp_path: Path) -> None:
    """Quotes are where they say, the shapes hold, and the plans are as complete as they were."""
    crossplan.exported_folder(five_plans, "stratml", tmp_path / "out")
    done = list(crossplan.load([tmp_path / "out"], tmp_path / "ws"))
    assert [d.outcome for d in done] == ["added"] * 5
    back = Workspace.open(tmp_path / "ws")
    for check in (checks.verify, checks.validate):
        assert [f for one in check(back, None) for f in one.findings] == []
    assert crossplan.ask("completeness", back) == crossplan.ask("completeness", five_plans)


def test_one_plan_a_file(two_plans: Workspace, tmp_path: Path) -> None:
    both = [two_plans.graph(r.id) for r in two_plans.plans()]
    with pytest.raises(UsageError, match="one plan a file: name it with --plan, or a folder"):
        export(both, "stratml")
    assert set(export_folder(both, "stratml")) == {"north-plan.xml", "south-plan.xml"}
    folder = tmp_path / "out"
    assert crossplan.exported_folder(two_plans, "stratml", folder) == 2
    assert faults((folder / "north-plan.xml").read_bytes()) == []
    with pytest.raises(UsageError, match="holds something else"):
        crossplan.exported_folder(two_plans, "stratml", folder)


FOREIGN = """<?xml version="1.0" encoding="UTF-8"?>
<?xml-stylesheet type="text/xsl" href="part2stratml.xsl"?>
<p:PerformancePlanOrReport xmlns:p="http://www.stratml.net/PerformancePlanOrReport"
  Type="Performance_Report">
 <p:Name>Learning Report</p:Name>
 <p:StrategicPlanCore>
  <p:Organization><p:Name>Northfold Council</p:Name><p:Identifier>_1</p:Identifier>
  </p:Organization>
  <p:Vision><p:Description>Every child learns</p:Description></p:Vision>
  <p:Value><p:Name>Openness</p:Name><p:Description>We publish.</p:Description></p:Value>
  <p:Goal><p:Name>Attendance</p:Name><p:Description>Raise school attendance</p:Description>
   <p:Identifier>_2</p:Identifier><p:SequenceIndicator>1</p:SequenceIndicator>
   <p:OtherInformation>kind: unkind</p:OtherInformation>
   <p:Objective><p:Name>Visits</p:Name><p:Description>Visit each school</p:Description>
    <p:Identifier>_3</p:Identifier>
    <p:Stakeholder StakeholderTypeType="Person"><p:Name>Jo Bloggs</p:Name></p:Stakeholder>
    <p:Stakeholder StakeholderTypeType="Organization"><p:Name>Northfold Trust</p:Name>
     <p:Role><p:Name>Visitor</p:Name><p:RoleType>Performer</p:RoleType></p:Role></p:Stakeholder>
    <p:PerformanceIndicator><p:MeasurementDimension>Absence rate</p:MeasurementDimension>
     <p:UnitOfMeasurement>percent</p:UnitOfMeasurement>
     <p:MeasurementInstance>
      <p:TargetResult><p:EndDate>2027-07-31</p:EndDate><p:NumberOfUnits>5</p:NumberOfUnits>
      </p:TargetResult>
      <p:ActualResult><p:NumberOfUnits>6.1</p:NumberOfUnits></p:ActualResult>
     </p:MeasurementInstance></p:PerformanceIndicator>
   </p:Objective>
   <p:Objective><p:Description>Every pupil belongs</p:Description></p:Objective>
  </p:Goal>
 </p:StrategicPlanCore>
 <p:AdministrativeInformation><p:StartDate>2026-09-01</p:StartDate><p:EndDate></p:EndDate>
 </p:AdministrativeInformation>
</p:PerformancePlanOrReport>
"""


def test_files_of_others_are_read(tmp_path: Path) -> None:
    (tmp_path / "report.xml").write_text(FOREIGN)
    document, graph = extract(tmp_path / "report.xml")
    (goal,), (action,), (aim,) = (graph.of_type(k) for k in (Priority, Action, Objective))
    (measure,), (target,), (result,) = (
        graph.of_type(k) for k in (Measure, Target, ImpactStatement)
    )
    assert (goal.label, goal.text, goal.number) == ("Attendance", "Raise school attendance", "1")
    assert [t.concept for t in goal.tags] == ["topic/attendance"]
    assert (action.label, action.text, aim.text) == (
        "Visits", "Visit each school", "Every pupil belongs",
    )  # fmt: skip
    assert (measure.text, str(target.amount), target.unit) == ("Absence rate", "5", "percent")
    assert (str(target.due_by), result.text) == ("2027-07-31", "6.1 percent")
    assert [p.canonical for p in graph.of_type(Partner)] == ["Northfold Trust"]
    about = graph.publication
    assert (type(about).__name__, about.council) == ("ProgressReport", "Northfold Council")
    assert (str(about.period_start), about.period_end) == ("2026-09-01", None)
    links = {(e.source, e.key, e.target) for e in graph.edges}
    assert {(goal.id, "HAS_ACTION", action.id), (action.id, "MEASURED_BY", measure.id)} <= links
    assert (goal.id, "HAS_IMPACT", result.id) in links
    for span in (s for n in graph for s in n.spans):
        assert document.text[span.start : span.end] == span.quote


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("<html/>", "is XML and no StratML: its root is html"),
        ("<StrategicPlan", "is no valid XML"),
        (" ", "is empty"),
        ('<!DOCTYPE x [<!ENTITY e "e">]><StrategicPlan>&e;</StrategicPlan>', "has a DOCTYPE"),
        ("<StrategicPlan><StrategicPlanCore/></StrategicPlan>", "holds no goal"),
        ("<StrategicPlan>" + "<a>" * 300 + "</a>" * 300 + "</StrategicPlan>", "no valid XML"),
    ],
)
def test_what_is_no_plan_is_said(text: str, told: str, tmp_path: Path) -> None:
    (tmp_path / "plan.xml").write_text(text)
    with pytest.raises(CrossplanError, match=told):
        extract(tmp_path / "plan.xml")


def test_forged_values_stay_out(tmp_path: Path) -> None:
    """A file that claims to be ours cannot put what no field may hold into the graph."""
    root = etree.fromstring(export([sample()], "stratml"))
    for node in root.iter("{*}OtherInformation"):
        node.text = "kind: <b>\nstatus: x\nmeasured by: xp_No_1\nrecurrence: a b> .\ndue by: soon"
    for node in root.iter("{*}DescriptorName"):
        node.text = "up and> away"
    for node in root.iter("{*}NumberOfUnits"):
        node.text = "NaN"
    for role in root.iter("{*}Role"):
        role[1].text = "villain"
    (tmp_path / "plan.xml").write_bytes(etree.tostring(root))
    results = list(crossplan.load([tmp_path / "plan.xml"], tmp_path / "ws"))
    assert [r.outcome for r in results] == ["added"]
    graph = Workspace.open(tmp_path / "ws").graph("plan")
    assert {n.kind for n in graph.of_type(Partner)} == {"organisation"}
    assert not [n for n in graph.of_type(Action) if n.recurrence]


def test_the_checker_finds_faults() -> None:
    """Each change makes a document invalid; the published schemas agree where they are here."""
    data = export([sample()], "stratml").decode()
    changes = (
        ("<Description/>", ""), ('Type="', 'Sort="'), ("Performer", "Villain"), ("2016-09-30", "x"),
        ("<Name>A plan</Name>", ""), ("<Goal>", "<Goal><Value/>"), ("xp_Theme", "1/2"),
    )  # fmt: skip
    assert faults(data.encode()) == []
    for old, new in changes:
        assert old in data
        assert faults(data.replace(old, new, 1).encode()), old
