"""The targets that have a value as an RDF Data Cube, for tools of statistics.

An observation is a target of a plan. What not every target says (indicator, unit, date, population,
phase) is an attribute, as a dimension must have a value in every observation.
"""

from typing import TYPE_CHECKING

from graph.exporting.content import Content
from graph.model import Element, PlanGraph, Target
from graph.names import BASE, ID, VOCAB

if TYPE_CHECKING:
    from graph.exporting.turtle import Statements

CUBE = BASE + "cube#"
PREFIXES = {
    "base": BASE,
    "cube": CUBE,
    "id": ID,
    "qb": "http://purl.org/linked-data/cube#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "sdmx-attribute": "http://purl.org/linked-data/sdmx/2009/attribute#",
    "sdmx-measure": "http://purl.org/linked-data/sdmx/2009/measure#",
    "vocab": VOCAB,
    "xp": BASE + "ns#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
DIMENSIONS = {"plan": "rdfs:Resource", "target": "xp:Target"}
MEASURE = "sdmx-measure:obsValue"
ATTRIBUTES = {
    "sdmx-attribute:unitMeasure": "unit of measure",
    "cube:indicator": "indicator",
    "cube:by": "date by which it is to be reached",
    "cube:direction": "direction",
    "cube:population": "population",
    "cube:phase": "phase of education",
}


def write(content: Content) -> bytes:
    """The structure, one data set and its observations as Turtle."""
    from graph.exporting.turtle import Statements

    made = Statements(PREFIXES)
    _structure(made)
    for graph in content.graphs:
        measures = {e.target: graph.by_id[e.source] for e in graph.edges if e.key == "HAS_TARGET"}
        for target in graph.of_type(Target):
            if target.amount is not None:
                _observation(made, graph, target)
                if isinstance(measure := measures.get(target.id), Element):
                    _indicators(made, target, measure)
    return made.written()


def _structure(made: "Statements") -> None:
    data, structure = made.iri("cube:targets"), made.iri("cube:structure")
    made.add(data, "rdf:type", made.iri("qb:DataSet"))
    made.add(data, "rdfs:label", "Targets of councils' education plans that have a value")
    made.add(data, "qb:structure", structure)
    made.add(structure, "rdf:type", made.iri("qb:DataStructureDefinition"))
    for name, reach in DIMENSIONS.items():
        dimension, part = made.iri(f"cube:{name}"), made.iri(f"cube:component-{name}")
        made.add(dimension, "rdf:type", made.iri("qb:DimensionProperty"), made.iri("rdf:Property"))
        made.add(dimension, "rdfs:label", name)
        made.add(dimension, "rdfs:range", made.iri(reach))
        made.add(structure, "qb:component", part)
        made.add(part, "qb:dimension", dimension)
    made.add(made.iri(MEASURE), "rdf:type", made.iri("qb:MeasureProperty"))
    part = made.iri("cube:component-value")
    made.add(structure, "qb:component", part)
    made.add(part, "qb:measure", made.iri(MEASURE))
    for name, label in ATTRIBUTES.items():
        attribute, part = made.iri(name), made.iri(f"cube:component-{name.partition(':')[2]}")
        made.add(attribute, "rdf:type", made.iri("qb:AttributeProperty"))
        made.add(attribute, "rdfs:label", label)
        made.add(structure, "qb:component", part)
        made.add(part, "qb:attribute", attribute)


def _observation(made: "Statements", graph: PlanGraph, target: Target) -> None:
    at = made.iri(f"id:{target.id}/observation")
    made.add(at, "rdf:type", made.iri("qb:Observation"))
    made.add(at, "qb:dataSet", made.iri("cube:targets"))
    made.add(at, "rdfs:label", target.text)
    made.add(at, "cube:plan", made.iri(f"id:{graph.plan}"))
    made.add(at, "cube:target", made.iri(f"id:{target.id}"))
    made.add(at, MEASURE, target.amount)
    made.add(at, "sdmx-attribute:unitMeasure", target.unit)
    made.add(at, "cube:by", target.due_by)
    if target.direction:
        made.add(at, "cube:direction", made.iri(f"vocab:direction/{target.direction}"))
    made.add(
        at, "cube:population", *(made.iri(f"vocab:population/{p}") for p in target.populations)
    )
    made.add(at, "cube:phase", *(made.iri(f"vocab:phase/{p}") for p in target.phases))


def _indicators(made: "Statements", target: Target, measure: Element) -> None:
    """The indicators of the measure that the target is one of."""
    used = (t.concept for t in measure.tags if t.concept.startswith("vocab/indicator/"))
    at = made.iri(f"id:{target.id}/observation")
    made.add(at, "cube:indicator", *(made.iri(f"base:{concept}") for concept in used))
