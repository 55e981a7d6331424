"""Each integrity shape and each quality check fires on its own fault, and on nothing sound."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from rdflib import FOAF, ORG, RDF, SKOS, Graph, Literal, Namespace, URIRef

import ontology
from graph import rdf
from graph.errors import CrossplanError
from graph.model import (
    RELATIONS,
    Action,
    Council,
    Edge,
    Element,
    ExitStrategy,
    ImpactStatement,
    Measure,
    Milestone,
    Node,
    Objective,
    Partner,
    Plan,
    PlanGraph,
    Priority,
    Programme,
    Source,
    Span,
    Tag,
    Target,
    Theme,
    merge,
)  # fmt: skip
from graph.names import property_of
from graph.shapes import Finding, ShapeSet, findings, to_rdflib, validate

XP = Namespace(rdf.PREFIXES["xp"])
OA = Namespace(rdf.PREFIXES["oa"])
DCT = Namespace(rdf.PREFIXES["dct"])
PROV = Namespace(rdf.PREFIXES["prov"])
ID = Namespace("https://w3id.org/crossplan/id/")
TOPIC = Namespace("https://w3id.org/crossplan/topic/")
VOCAB = Namespace("https://w3id.org/crossplan/vocab/")
SH = Namespace("http://www.w3.org/ns/shacl#")

COUNCIL, DOCUMENT = ID["council/E06000044"], ID["doc/" + "0" * 64]

WORDS = "Raise attendance for boys. HSI meets schools each term. Absence falls below 5%."


def span(words: str) -> Span:
    start = WORDS.index(words)
    return Span(start, start + len(words), words)


def sound(plan: str = "east-plan") -> PlanGraph:
    """A plan that fits every shape and lacks nothing that the audit asks for."""

    def tag(concept: str, words: str) -> Tag:
        return Tag(concept, span(words))

    raising, meeting, falling = map(span, ("Raise attendance", "HSI meets schools", "Absence"))
    ids = {k: f"{plan}/{k}/1" for k in (
        "theme", "priority", "objective", "action", "milestone", "measure", "target", "impact",
        "exit", "partner", "programme",
    )}  # fmt: skip
    nodes: list[Node] = [
        Plan(id=plan, title="A plan", kind="action plan", council="East Council"),
        Council(id="council/E06000044", canonical="East", gss="E06000044", basis="curated"),
        Theme(id=ids["theme"], text="Attendance", spans=(raising,)),
        Priority(id=ids["priority"], text="Raise attendance", number="1", spans=(raising, falling),
                 tags=(tag("topic/attendance", "attendance"),
                       tag("vocab/population/boys", "boys"))),
        Objective(id=ids["objective"], text="Absence falls", spans=(falling,)),
        Action(id=ids["action"], text="Meet schools", spans=(meeting,), when=("each term",),
               due_by=date(2016, 9, 30), recurrence="termly"),
        Milestone(id=ids["milestone"], text="First meeting", value="one", spans=(meeting,)),
        Measure(id=ids["measure"], text="Absence", kind="target", direction="decrease",
                spans=(falling,), tags=(tag("vocab/indicator/overall-absence", "Absence"),)),
        Target(id=ids["target"], text="below 5%", value="5%", amount=Decimal(5), unit="percent",
               benchmarks=("national-average",), phases=("primary",), due_by=date(2018, 9, 30),
               spans=(span("below 5%"),)),
        ImpactStatement(id=ids["impact"], text="Absence falls", impact_kind="intended",
                        spans=(falling,)),
        ExitStrategy(id=ids["exit"], text="Schools go on meeting", spans=(meeting,)),
        Partner(id=ids["partner"], name="HSI", canonical="Head of School Improvement", kind="role",
                spans=(span("HSI"),)),
        Partner(id=f"{plan}/partner/2", name="DfE", canonical="Department for Education",
                kind="organisation", body="department-for-education", spans=(span("schools"),)),
        Programme(id=ids["programme"], name="Termly", canonical="Termly"),
    ]  # fmt: skip
    links = [
        (plan, "PLAN_OF", "council/E06000044"), ("theme", "LINKED_PRIORITY", "priority"),
        ("priority", "HAS_OBJECTIVE", "objective"), ("priority", "HAS_ACTION", "action"),
        ("theme", "HAS_IMPACT", "impact"), ("priority", "HAS_EXIT_STRATEGY", "exit"),
        ("priority", "MEASURED_BY", "measure"), ("action", "MEASURED_BY", "measure"),
        ("measure", "HAS_TARGET", "target"), ("action", "HAS_MILESTONE", "milestone"),
        ("action", "USES_PROGRAMME", "programme"), ("action", "REFERS_TO", "objective"),
    ]  # fmt: skip
    edges = [Edge(source=ids.get(a, a), key=k, target=ids.get(b, b)) for a, k, b in links]
    led = Edge(source=ids["action"], key="LED_BY", target=ids["partner"], span=span("HSI"))
    return PlanGraph.of(plan, Source("plan.txt", "0" * 64), nodes, [*edges, led])


def as_rdf(graph: PlanGraph) -> Graph:
    return to_rdflib(rdf.to_nquads(graph))


def part(name: str, plan: str = "east-plan") -> URIRef:
    return ID[f"{plan}/{name}/1"]


def a_span(g: Graph) -> URIRef:
    return min(s for s in g.subjects(RDF.type, XP.TextSpan) if isinstance(s, URIRef))


def a_selector(g: Graph, ending: str) -> URIRef:
    return URIRef(f"{a_span(g)}/{ending}")


def shorten(g: Graph) -> None:
    quote = a_selector(g, "quote")
    g.set((quote, OA.exact, Literal(str(g.value(quote, OA.exact))[:-1])))


def empty_target(g: Graph) -> None:
    for p in (XP.valueText, XP.targetValue, XP.unit, XP.benchmark, XP.direction):
        g.remove((part("target"), p, None))


def cross_plans(g: Graph, start: URIRef) -> None:
    for triple in as_rdf(sound("west-plan")):
        g.add(triple)
    g.add((start, XP.hasAction, part("action", "west-plan")))


def person(g: Graph) -> None:
    g.add((part("partner"), RDF.type, FOAF.Person))


def second_label(g: Graph) -> None:
    g.add((TOPIC.attendance, SKOS.prefLabel, Literal("Turning up", lang="en")))


def repeat_label(g: Graph) -> None:
    g.add((TOPIC.attendance, SKOS.altLabel, Literal("School attendance", lang="en")))


def astray(link: URIRef) -> "Break":
    return lambda g: g.add((part("target"), link, ID["nothing"]))


Break = Callable[[Graph], object]

BROKEN: Mapping[str, Mapping[str, Break]] = {
    "I1": {
        "two texts": lambda g: g.add((part("action"), XP.text, Literal("Another text"))),
        "no plan": lambda g: g.remove((part("exit"), XP.inPlan, None)),
        "a guess": lambda g: g.set((part("action"), XP.basis, VOCAB["basis/guess"])),
    },
    "I2": {
        "no span": lambda g: g.remove((part("action"), PROV.wasQuotedFrom, None)),
        "no span of a target": lambda g: g.remove((part("target"), PROV.wasQuotedFrom, None)),
    },
    "I3": {
        "no selector": lambda g: g.remove((None, OA.hasSelector, a_selector(g, "position"))),
        "end before start": lambda g: g.set((a_selector(g, "position"), OA.end, Literal(0))),
        "empty quote": lambda g: g.set((a_selector(g, "quote"), OA.exact, Literal(""))),
        "no source": lambda g: g.remove((a_span(g), OA.hasSource, None)),
    },
    "I4": {"quote shortened": shorten},
    "I5": {
        "short hash": lambda g: g.set((DOCUMENT, XP.sha256, Literal("ABC"))),
        "no name": lambda g: g.remove((DOCUMENT, DCT.identifier, None)),
    },
    "I6": {
        "no title": lambda g: g.remove((ID["east-plan"], DCT.title, None)),
        "unknown kind": lambda g: g.set((ID["east-plan"], XP.kind, Literal("leaflet"))),
        "no source": lambda g: g.remove((ID["east-plan"], PROV.hadPrimarySource, None)),
    },
    "I7": {
        "a digit short": lambda g: g.set((COUNCIL, DCT.identifier, Literal("E0600044"))),
        "no area": lambda g: g.remove((COUNCIL, XP.place, None)),
    },
    "I8": {
        f"{key} astray": astray(XP[property_of(key)])
        for key in RELATIONS
        if key not in ("IN_PLAN", "PLAN_OF")
    },
    "I9": {
        "link to another plan": lambda g: cross_plans(g, part("priority")),
        "link of the plan itself": lambda g: cross_plans(g, ID["east-plan"]),
    },
    "I10": {"orphan action": lambda g: g.remove((None, XP.hasAction, part("action")))},
    "I11": {"orphan milestone": lambda g: g.remove((None, XP.hasMilestone, part("milestone")))},
    "I12": {
        "words for a date": lambda g: g.set((part("target"), XP.dueBy, Literal("Sept 2018"))),
        "nothing to reach": empty_target,
        "no measure": lambda g: g.remove((None, XP.hasTarget, part("target"))),
    },
    "I13": {"no unit": lambda g: g.remove((part("target"), XP.unit, None))},
    "I14": {
        "a foreign topic": lambda g: g.add((part("action"), XP.topic, TOPIC["fishing"])),
        "a foreign phase": lambda g: g.add((part("target"), XP.phase, TOPIC["attendance"])),
        "a foreign body": lambda g: g.add((part("partner"), XP.identifiedAs, VOCAB["body/none"])),
    },
    "I15": {
        "a person": person,
        "no second class": lambda g: g.remove((part("partner"), RDF.type, ORG.Post)),
        "unknown kind": lambda g: g.set((part("partner"), XP.kind, Literal("friend"))),
    },
    "I16": {"hoped for": lambda g: g.set((part("impact"), XP.impactKind, Literal("hoped")))},
    "I17": {
        "two preferred labels": second_label,
        "a label twice": repeat_label,
    },
}  # fmt: skip
"""Shape -> ways to break a sound graph so that it fires."""


def without(*properties: URIRef) -> Break:
    def remove(g: Graph) -> None:
        for p in properties:
            g.remove((None, p, None))

    return remove


LACKING: Mapping[str, Break] = {
    "A1": without(XP.ledBy),
    "A2": without(XP.timingText, XP.dueBy, XP.notBefore),
    "A3": lambda g: (
        g.remove((part("action"), XP.measuredBy, None)),
        without(XP.hasMilestone)(g),
    ),
    "A4": without(XP.hasTarget),
    "A5": without(XP.dueBy),
    "A6": without(XP.valueText, XP.targetValue, XP.benchmark),
    "A7": lambda g: g.remove((part("priority"), XP.measuredBy, None)),
    "A8": without(XP.hasAction),
    "A9": without(XP.hasExitStrategy),
    "A10": without(XP.planOf, XP.councilName),
    "A11": without(XP.hasMilestone),
    "A12": without(XP.usesIndicator),
    "A13": lambda g: g.add((part("action"), XP.anomaly, Literal("HIS read as HSI"))),
}
"""Check -> a way to make a plan lack what it asks for."""


def ids_in(name: ShapeSet) -> set[str]:
    shapes = Graph().parse(data=ontology.text(name), format="turtle")
    kinds = (SH.NodeShape, SH.PropertyShape)
    named = {s for kind in kinds for s in shapes.subjects(RDF.type, kind) if isinstance(s, URIRef)}
    return {str(s).rpartition("#")[2].partition("-")[0] for s in named}


def checks(found: list[Finding]) -> set[str]:
    return {f.check for f in found}


def test_a_sound_plan_fits_every_shape_and_passes_every_check() -> None:
    quads = rdf.to_nquads(sound())
    assert validate(quads) == []
    assert validate(quads, "audit") == []


def test_there_are_seventeen_shapes_and_thirteen_checks_and_a_case_for_each() -> None:
    assert ids_in("shapes") == {f"I{n}" for n in range(1, 18)} == set(BROKEN)
    assert ids_in("audit") == {f"A{n}" for n in range(1, 14)} == set(LACKING)


@pytest.mark.parametrize(
    ("shape", "fault"), [(shape, fault) for shape, faults in BROKEN.items() for fault in faults]
)
def test_a_shape_fires_on_a_broken_copy(shape: str, fault: str) -> None:
    graph = as_rdf(sound())
    BROKEN[shape][fault](graph)
    found = validate(graph)
    assert shape in checks(found)
    assert all(f.severity == "Violation" and f.message.endswith(".") for f in found)


@pytest.mark.parametrize("shape", BROKEN)
def test_a_single_fault_fires_no_other_shape(shape: str) -> None:
    graph = as_rdf(sound())
    next(iter(BROKEN[shape].values()))(graph)
    assert checks(validate(graph)) == {shape}


@pytest.mark.parametrize("check", LACKING)
def test_a_check_fires_on_what_a_plan_lacks(check: str) -> None:
    graph = as_rdf(sound())
    LACKING[check](graph)
    found = [f for f in validate(graph, "audit") if f.check == check]
    assert len(found) == 1
    assert found[0].severity in ("Warning", "Info")
    assert found[0].focus.startswith(str(ID))


def test_a_check_counts_each_node_that_lacks_something() -> None:
    graph = sound()
    more = [Action(id=f"east-plan/action/{n}", text=f"Act {n}") for n in (2, 3)]
    edges = [Edge(source="east-plan/priority/1", key="HAS_ACTION", target=a.id) for a in more]
    wide = merge(graph, replace(graph, nodes=tuple(more), edges=tuple(edges)))
    found = validate(rdf.to_nquads(wide), "audit")
    assert {f.focus for f in found if f.check == "A1"} == {str(ID[a.id]) for a in more}


def test_findings_come_in_one_order_and_name_the_wrong_value() -> None:
    graph = as_rdf(sound())
    shorten(graph)
    BROKEN["I5"]["short hash"](graph)
    found = validate(graph)
    assert found == sorted(found) == validate(graph)
    assert [(f.check, f.value) for f in found] == [("I4", str(a_span(graph))), ("I5", "ABC")]


def test_validate_leaves_the_graph_of_its_caller_as_it_was() -> None:
    graph = as_rdf(sound())
    before = set(graph)
    validate(graph)
    assert set(graph) == before


def test_quads_bytes_and_graphs_are_judged_alike() -> None:
    broken = replace(sound(), edges=())
    quads = rdf.to_rdf(broken)
    assert validate(quads) == validate(rdf.to_nquads(broken)) == validate(as_rdf(broken)) != []


def test_shapes_that_pyshacl_refuses_are_said_in_one_sentence() -> None:
    text = ontology.text("shapes").replace("?value WHERE {", "?value WHERE { VALUES ?x { 1 }")
    with pytest.raises(CrossplanError, match=r"shapes could not be run: .*VALUES"):
        findings(as_rdf(sound()), Graph().parse(data=text, format="turtle"))


@pytest.mark.parametrize("key", sorted(set(RELATIONS) - {"IN_PLAN", "PLAN_OF"}))
def test_a_link_from_each_allowed_class_to_each_fits(key: str) -> None:
    graph, link = as_rdf(sound()), XP[property_of(key)]
    for source, target in ((a, b) for a in RELATIONS[key][0] for b in RELATIONS[key][1]):
        ends = ID[f"east-plan/a-{source}"], ID[f"east-plan/b-{target}"]
        for end, kind in zip(ends, (source, target), strict=True):
            graph.add((end, RDF.type, XP[kind]))
            graph.add((end, XP.inPlan, ID["east-plan"]))
        graph.add((ends[0], link, ends[1]))
    assert [f for f in validate(graph) if f.check == "I8"] == []


def test_every_statement_class_is_under_the_shapes_for_statements() -> None:
    shapes = Graph().parse(data=ontology.text("shapes"), format="turtle")
    elements = {XP[c.__name__] for c in Element.__subclasses__()}
    targets = set(shapes.objects(URIRef("https://w3id.org/crossplan/shapes#I1"), SH.targetClass))
    assert targets == elements
    assert set(shapes.objects(URIRef("https://w3id.org/crossplan/shapes#I2"), SH.targetClass)) == {
        *elements, XP.Target,
    }  # fmt: skip
