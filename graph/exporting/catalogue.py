"""DCAT: a workspace as a catalogue of plans, for portals of open data.

DCAT and not RO-Crate: portals of councils harvest it, and it asks for no date of publication, which
no plan here is sure to tell.
"""

from typing import TYPE_CHECKING
from urllib.parse import quote

from graph.exporting.content import Content
from graph.model import Council, PlanGraph
from graph.names import BASE, GRAPH, ID

if TYPE_CHECKING:
    from graph.exporting.turtle import Statements

PREFIXES = {
    "base": BASE,
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "graph": GRAPH,
    "id": ID,
    "ons": "http://statistics.data.gov.uk/id/statistical-geography/",
    "prov": "http://www.w3.org/ns/prov#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "spdx": "http://spdx.org/rdf/terms#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
TITLE = "Councils' education plans, read by crossplan"


def write(content: Content) -> bytes:
    """The catalogue as Turtle: each plan with publisher, period, topics and document."""
    from graph.exporting.turtle import Statements

    made = Statements(PREFIXES)
    catalogue = made.iri("id:catalogue")
    made.add(catalogue, "rdf:type", made.iri("dcat:Catalog"))
    made.add(catalogue, "dct:title", TITLE)
    made.add(catalogue, "dct:description", f"{len(content.graphs)} plans as one knowledge graph, "
             "every statement traced to its words.")  # fmt: skip
    for graph in content.graphs:
        made.add(catalogue, "dcat:dataset", made.iri(f"graph:{graph.plan}"))
        _dataset(made, graph)
        _document(made, graph)
    return made.written()


def _dataset(made: "Statements", graph: PlanGraph) -> None:
    at, plan = made.iri(f"graph:{graph.plan}"), graph.publication
    made.add(at, "rdf:type", made.iri("dcat:Dataset"))
    made.add(at, "dct:title", plan.title)
    made.add(at, "dct:identifier", graph.plan)
    made.add(at, "dct:subject", made.iri(f"id:{graph.plan}"))
    made.add(at, "dct:type", plan.kind)
    made.add(at, "dcat:distribution", made.iri(f"graph:{graph.plan}/distribution"))
    topics = {t.concept for n in graph.nodes for t in getattr(n, "tags", ())}
    made.add(at, "dcat:theme", *(made.iri(f"base:{t}") for t in topics if t.startswith("topic/")))
    if graph.council:
        publisher = made.iri(f"graph:{graph.plan}/publisher")
        made.add(at, "dct:publisher", publisher)
        made.add(publisher, "rdf:type", made.iri("foaf:Organization"))
        made.add(publisher, "foaf:name", graph.council)
    for council in graph.of_type(Council):
        made.add(at, "dct:spatial", made.iri(f"ons:{quote(council.gss, safe='')}"))
    if plan.period_start or plan.period_end:
        period = made.iri(f"graph:{graph.plan}/period")
        made.add(at, "dct:temporal", period)
        made.add(period, "rdf:type", made.iri("dct:PeriodOfTime"))
        made.add(period, "dcat:startDate", plan.period_start)
        made.add(period, "dcat:endDate", plan.period_end)


def _document(made: "Statements", graph: PlanGraph) -> None:
    """What the data were read from, and the file that holds it by its hash."""
    at, checksum = (made.iri(f"graph:{graph.plan}/{n}") for n in ("distribution", "checksum"))
    made.add(at, "rdf:type", made.iri("dcat:Distribution"))
    made.add(at, "dct:title", graph.source.name)
    made.add(at, "prov:wasDerivedFrom", made.iri(f"id:doc/{graph.source.sha256}"))
    made.add(at, "spdx:checksum", checksum)
    made.add(checksum, "rdf:type", made.iri("spdx:Checksum"))
    made.add(checksum, "spdx:algorithm", made.iri("spdx:checksumAlgorithm_sha256"))
    made.add(checksum, "spdx:checksumValue", graph.source.sha256)
