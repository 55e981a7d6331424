"""The graph of a plan held against the shapes of `ontology/`: integrity and quality.

Shapes are RDF data, `shapes.ttl` for what must hold and `audit.ttl` for what a plan leaves
unsaid; this module only runs pySHACL on them and puts its report into plain values.
"""

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Literal

import ontology
from graph.errors import CrossplanError
from graph.names import BASE

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pyoxigraph as ox
    from rdflib import Graph
    from rdflib.term import Node as Term

ShapeSet = Literal["shapes", "audit"]
_SH = "http://www.w3.org/ns/shacl#"


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """A shape that a node does not fit.

    `check` is its id, such as I4 or A1; `severity` is Violation, Warning or Info; `focus` is the
    node's IRI and `value` the term that is wrong, or empty where something is missing.
    """

    check: str
    severity: str
    focus: str
    message: str
    value: str = ""


def _term(term: "ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple") -> "Term":
    import pyoxigraph as ox
    from rdflib import BNode, Literal, URIRef

    if isinstance(term, ox.NamedNode):
        return URIRef(term.value)
    if isinstance(term, ox.BlankNode):
        return BNode(term.value)
    assert isinstance(term, ox.Literal)
    if term.language:
        return Literal(term.value, lang=term.language)
    plain = term.datatype.value.endswith("#string")
    return Literal(term.value, datatype=None if plain else URIRef(term.datatype.value))


def to_rdflib(triples: "bytes | Iterable[ox.Quad | ox.Triple]") -> "Graph":
    """N-Quads, or quads of any graph, as one graph without names."""
    import pyoxigraph as ox
    from rdflib import Graph

    if isinstance(triples, bytes):
        triples = ox.parse(triples, format=ox.RdfFormat.N_QUADS)
    graph = Graph()
    for t in triples:
        graph.add((_term(t.subject), _term(t.predicate), _term(t.object)))
    return graph


@cache
def _turtle(name: str) -> "Graph":
    import pyoxigraph as ox

    return to_rdflib(ox.parse(ontology.text(name), format=ox.RdfFormat.TURTLE))


def _add_concepts(data: "Graph") -> None:
    """Adds what the vocabulary says of the concepts that the data names, and of no others."""
    named = {o for o in data.objects() if str(o).startswith((BASE + "topic/", BASE + "vocab/"))}
    for name in ("topics", "vocab", *ontology.added()):
        for concept in named:
            for triple in _turtle(name).triples((concept, None, None)):
                data.add(triple)


def _shape(shapes: "Graph", source: "Term") -> "Term":
    """The named shape that a constraint belongs to."""
    from rdflib import URIRef

    while not isinstance(source, URIRef):
        source = next(iter(shapes.subjects(None, source)))
    return source


def _finding(report: "Graph", result: "Term", shapes: "Graph") -> Finding:
    from rdflib import Namespace

    sh = Namespace(_SH)
    said = {str(p).removeprefix(_SH): o for p, o in report.predicate_objects(result)}
    shape = _shape(shapes, said["sourceShape"])
    message = shapes.value(said["sourceShape"], sh.message) or shapes.value(shape, sh.message)
    return Finding(
        check=str(shape).rpartition("#")[2].partition("-")[0],
        severity=str(said["resultSeverity"]).removeprefix(_SH),
        focus=str(said["focusNode"]),
        message=str(message),
        value=str(said.get("value", "")),
    )


def validate(
    triples: "bytes | Iterable[ox.Quad | ox.Triple] | Graph", which: ShapeSet = "shapes"
) -> list[Finding]:
    """What does not fit the integrity shapes or the quality checks, in a fixed order.

    `triples` is one plan's graph as N-Quads, quads or an rdflib graph; the names of its named
    graphs are left aside.
    """
    from rdflib import Graph

    data = Graph() + triples if isinstance(triples, Graph) else to_rdflib(triples)
    _add_concepts(data)
    return findings(data, _turtle(which))


def findings(data: "Graph", shapes: "Graph") -> list[Finding]:
    """What of the data does not fit the shapes; `data` must hold the concepts that it names."""
    from rdflib import Namespace

    said = report(data, shapes)
    results = said.subjects(Namespace(_SH).resultSeverity)
    return sorted({_finding(said, r, shapes) for r in results})


def report(data: "Graph", shapes: "Graph") -> "Graph":
    """The validation report of SHACL on the data; shapes that cannot be run raise."""
    from pyshacl import validate as shacl
    from rdflib import Graph

    _, report, said = shacl(data, shacl_graph=shapes, inplace=True, inference="none")
    if not isinstance(report, Graph):
        raise CrossplanError(f"the shapes could not be run: {' '.join(said.split())}")
    return report
