"""The Data Cube of targets and the DCAT catalogue: well-formed by their own rules."""

import pytest
from hypothesis import given, settings
from rdflib import DCAT, DCTERMS, RDF, RDFS, Graph, Namespace, URIRef
from rdflib.namespace import QB
from sample import graphs

from graph.exporting import export
from graph.model import Council, PlanGraph, Target
from graph.names import GRAPH, ID
from graph.workspace import Workspace

MEASURE = URIRef("http://purl.org/linked-data/sdmx/2009/measure#obsValue")
SPDX = Namespace("http://spdx.org/rdf/terms#")
PART = "?structure qb:component ?part . ?part {kind} ?property"
RULES = {
    "one data set for each observation (IC-1)":
        "?o a qb:Observation . FILTER NOT EXISTS { ?o qb:dataSet ?s }",
    "one structure for each data set (IC-2)":
        "?s a qb:DataSet . FILTER NOT EXISTS { ?s qb:structure ?d }",
    "a structure has a measure (IC-3)":
        "?d a qb:DataStructureDefinition . FILTER NOT EXISTS { ?d qb:component/qb:measure ?m }",
    "a dimension has a range (IC-4)":
        "?d a qb:DimensionProperty . FILTER NOT EXISTS { ?d rdfs:range ?r }",
    "every dimension in every observation (IC-11)":
        "?o qb:dataSet/qb:structure/qb:component/qb:dimension ?d . FILTER NOT EXISTS { ?o ?d ?v }",
    "no two observations at one point (IC-12)":
        "?a cube:plan ?p ; cube:target ?t . ?b cube:plan ?p ; cube:target ?t . FILTER(?a != ?b)",
    "every measure in every observation (IC-14)":
        "?o qb:dataSet/qb:structure/qb:component/qb:measure ?m . FILTER NOT EXISTS { ?o ?m ?v }",
    "what an observation says is in the structure":
        "?o a qb:Observation ; ?p ?v . FILTER(?p NOT IN (rdf:type, rdfs:label, qb:dataSet))"
        " FILTER NOT EXISTS { ?o qb:dataSet/qb:structure/qb:component/"
        "(qb:dimension|qb:measure|qb:attribute) ?p }",
}  # fmt: skip
"""The integrity constraints of the W3C's recommendation that bear on such a cube."""


def cube(plans: list[PlanGraph]) -> Graph:
    return Graph().parse(data=export(plans, "qb"), format="turtle")


def broken(graph: Graph) -> list[str]:
    return [name for name, rule in RULES.items() if graph.query(f"ASK {{ {rule} }}").askAnswer]


@given(graphs())
@settings(max_examples=30)
def test_any_plans_make_a_cube_without_faults(plans: list[PlanGraph]) -> None:
    made = cube(plans)
    assert broken(made) == []
    targets = [t for g in plans for t in g.of_type(Target) if t.amount is not None]
    assert len(set(made.subjects(RDF.type, QB.Observation))) == len(targets)


@pytest.mark.parametrize("name", RULES)
def test_each_rule_finds_its_fault(name: str, two_plans: Workspace) -> None:
    made = cube([two_plans.graph(r.id) for r in two_plans.plans()])
    first, second = sorted(made.subjects(RDF.type, QB.Observation), key=str)
    target, plan = (URIRef(f"https://w3id.org/crossplan/cube#{n}") for n in ("target", "plan"))
    changes = {
        "IC-1)": lambda: made.remove((first, QB.dataSet, None)),
        "IC-2)": lambda: made.remove((None, QB.structure, None)),
        "IC-3)": lambda: made.remove((None, QB.measure, None)),
        "IC-4)": lambda: made.remove((target, RDFS.range, None)),
        "IC-11": lambda: made.remove((first, target, None)),
        "IC-12": lambda: [made.set((second, p, made.value(first, p))) for p in (plan, target)],
        "IC-14": lambda: made.remove((first, MEASURE, None)),
        "ture": lambda: made.add((first, DCTERMS.title, made.value(first, target))),
    }  # fmt: skip
    next(change for key, change in changes.items() if key in name[-6:])()
    assert name in broken(made)


def test_the_example_targets(five_plans: Workspace) -> None:
    made = cube([five_plans.graph(r.id) for r in five_plans.plans()])
    rows = made.query(
        "SELECT ?v ?u WHERE { ?o a qb:Observation ; sdmx-measure:obsValue ?v ;"
        " sdmx-attribute:unitMeasure ?u }"
    )
    found = {(str(r[0]), str(r[1])) for r in rows}  # type: ignore[index]
    assert {("249", "places"), ("816", "places"), ("5", "percent")} <= found


def test_a_catalogue_with_every_plan(five_plans: Workspace) -> None:
    plans = [five_plans.graph(r.id) for r in five_plans.plans()]
    made = Graph().parse(data=export(plans, "dcat"), format="turtle")
    (catalogue,) = made.subjects(RDF.type, DCAT.Catalog)
    assert set(made.objects(catalogue, DCAT.dataset)) == {URIRef(GRAPH + g.plan) for g in plans}
    for graph in plans:
        data = URIRef(GRAPH + graph.plan)
        assert str(made.value(data, DCTERMS.title)) == graph.publication.title
        assert made.value(data, DCTERMS.subject) == URIRef(ID + graph.plan)
        (held,) = made.objects(data, DCAT.distribution)
        checksum = made.value(held, SPDX.checksum)
        assert str(made.value(checksum, SPDX.checksumValue)) == graph.source.sha256
        places = {str(p).rsplit("/", 1)[1] for p in made.objects(data, DCTERMS.spatial)}
        assert places == {c.gss for c in graph.of_type(Council)}
        assert list(made.objects(data, DCAT.theme))
