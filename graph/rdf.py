"""RDF: a plan graph as quads, without loss and without blank nodes; back by `graph.rdf_reading`.

What is stated, curated and derived about a plan stands in named graphs of their own
(`.../graph/PLAN/stated`, `/curated`, `/derived`, `/derived/R3`), so that the name of the graph
is the basis of each link. Quotes follow the Web Annotation model: an element was quoted from a
text span with a quote selector and a position selector.
"""

import hashlib
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any, cast
from urllib.parse import quote

import pyoxigraph as ox

from graph.fields import Field, data_fields
from graph.model import (
    Edge,
    Element,
    Node,
    Partner,
    PlanGraph,
    Span,
    Tag,
    Theme,
)  # fmt: skip
from graph.names import BASE, GRAPH, ID, VOCAB, XP, property_of

PREFIXES = {
    "xp": XP,
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "dct": "http://purl.org/dc/terms/",
    "prov": "http://www.w3.org/ns/prov#",
    "oa": "http://www.w3.org/ns/oa#",
    "org": "http://www.w3.org/ns/org#",
    "schema": "https://schema.org/",
}

PARTNER_CLASS = {
    "organisation": "org:Organization",
    "role": "org:Post",
    "group": "xp:StakeholderGroup",
    "programme": "xp:Programme",
    "school": "schema:School",
    "partnership": "xp:Partnership",
}
"""The second class of a partner by its kind."""

TAG_PROPERTY = {
    "topic/": "xp:topic",
    "vocab/indicator/": "xp:usesIndicator",
    "vocab/population/": "xp:population",
    "vocab/phase/": "xp:phase",
}
"""Start of a tag's concept -> the property that links the element to it."""

ONS = "http://statistics.data.gov.uk/id/statistical-geography/"


@cache
def iri(name: str) -> ox.NamedNode:
    """A prefixed name as a node.

    >>> iri("xp:text").value
    'https://w3id.org/crossplan/ns#text'
    """
    prefix, local = name.split(":", 1)
    return ox.NamedNode(PREFIXES[prefix] + local)


_TYPE = iri("rdf:type")
_XSD = {n: iri("xsd:" + n) for n in ("date", "decimal", "integer", "anyURI")}


def plan_graph(plan: str, basis: str, rule: str = "") -> ox.NamedNode:
    """The named graph that holds what has this basis (and rule) about a plan."""
    return ox.NamedNode(f"{GRAPH}{plan}/{basis}" + (f"/{rule}" if rule else ""))


def _literals(field: Field, value: Any) -> Iterator[ox.Literal | ox.NamedNode]:
    match field.shape:
        case "strings":
            yield from (ox.Literal(v) for v in value)
        case "lines":
            yield ox.Literal("\n".join(value))
        case "date":
            yield ox.Literal(value.isoformat(), datatype=_XSD["date"])
        case "decimal":
            yield ox.Literal(str(value), datatype=_XSD["decimal"])
        case "concept":
            yield ox.NamedNode(BASE + field.scheme + value)
        case "concepts":
            yield from (ox.NamedNode(BASE + field.scheme + v) for v in value)
        case _:
            yield ox.Literal(value)


def node_iri(local: str) -> ox.NamedNode:
    return ox.NamedNode(ID + local)


def _described(node: Node, g: ox.NamedNode) -> Iterator[ox.Quad]:
    """A node's class, basis and fields."""
    s = node_iri(node.id)
    yield ox.Quad(s, iri("rdf:type"), iri("xp:" + type(node).__name__), g)
    yield ox.Quad(s, iri("xp:basis"), ox.NamedNode(VOCAB + "basis/" + node.basis), g)
    for name, field in data_fields(type(node)):
        value = getattr(node, name)
        if value is not None and value != ():
            for term in _literals(field, value):
                yield ox.Quad(s, iri(field.prop), term, g)


def unquoted(plan: str, nodes: Iterable[Node], edges: Iterable[Edge]) -> list[ox.Quad]:
    """Quads of nodes that no words of one document support, each in the graph of its links."""
    kept = list(edges)
    rules = {e.source: e.rule for e in kept}
    quads = [
        q for n in nodes for q in _described(n, plan_graph(plan, n.basis, rules.get(n.id, "")))
    ]
    quads += [
        ox.Quad(node_iri(e.source), iri("xp:" + property_of(e.key)), node_iri(e.target),
                plan_graph(plan, e.basis, e.rule))
        for e in kept
    ]  # fmt: skip
    return quads


class _Writer:
    """Collects the quads of one graph."""

    def __init__(self, graph: PlanGraph) -> None:
        self.plan, self.source = graph.plan, graph.source
        self.doc = node_iri(f"doc/{graph.source.sha256}")
        self.quads: set[ox.Quad] = set()

    def add(self, s: ox.NamedNode, p: str, o: ox.NamedNode | ox.Literal, g: ox.NamedNode) -> None:
        self.quads.add(ox.Quad(s, iri(p), o, g))

    def span(self, span: Span, g: ox.NamedNode) -> ox.NamedNode:
        s = node_iri(f"span/{self.source.sha256[:16]}/{span.start}-{span.end}")
        quote, position = ox.NamedNode(s.value + "/quote"), ox.NamedNode(s.value + "/position")
        self.add(s, "rdf:type", iri("xp:TextSpan"), g)
        self.add(s, "oa:hasSource", self.doc, g)
        self.add(s, "oa:hasSelector", quote, g)
        self.add(s, "oa:hasSelector", position, g)
        self.add(quote, "rdf:type", iri("oa:TextQuoteSelector"), g)
        self.add(quote, "oa:exact", ox.Literal(span.quote), g)
        self.add(position, "rdf:type", iri("oa:TextPositionSelector"), g)
        self.add(position, "oa:start", ox.Literal(str(span.start), datatype=_XSD["integer"]), g)
        self.add(position, "oa:end", ox.Literal(str(span.end), datatype=_XSD["integer"]), g)
        return s

    def document(self) -> None:
        g = plan_graph(self.plan, "stated")
        self.add(self.doc, "rdf:type", iri("xp:SourceDocument"), g)
        self.add(self.doc, "dct:identifier", ox.Literal(self.source.name), g)
        self.add(self.doc, "xp:sha256", ox.Literal(self.source.sha256), g)
        self.add(node_iri(self.plan), "prov:hadPrimarySource", self.doc, g)

    def node(self, node: Node) -> None:
        s, g = node_iri(node.id), plan_graph(self.plan, node.basis)
        self.quads.update(_described(node, g))
        for span in node.spans:
            self.add(s, "prov:wasQuotedFrom", self.span(span, g), g)
        if isinstance(node, Element):
            self.add(s, "xp:inPlan", node_iri(self.plan), g)
            for tag in node.tags:
                self.tag(node.id, tag, g)
        if isinstance(node, Theme) and node.kind == "area-for-improvement":
            self.add(s, "rdf:type", iri("xp:AreaForImprovement"), g)
        if isinstance(node, Partner):
            self.add(s, "rdf:type", iri(PARTNER_CLASS[node.kind]), g)
        if type(node).__name__ == "Council":
            self.add(s, "xp:place", ox.NamedNode(ONS + quote(node.gss, safe="")), g)  # type: ignore[attr-defined]

    def tag(self, element: str, tag: Tag, g: ox.NamedNode) -> None:
        scheme = next(k for k in TAG_PROPERTY if tag.concept.startswith(k))
        concept = ox.NamedNode(BASE + tag.concept)
        self.add(node_iri(element), TAG_PROPERTY[scheme], concept, g)
        slug = tag.concept.replace("/", "-")
        t = node_iri(f"{element}/tag/{slug}-{tag.span.start}")
        self.add(t, "rdf:type", iri("xp:Tag"), g)
        self.add(t, "xp:tagOf", node_iri(element), g)
        self.add(t, "oa:hasBody", concept, g)
        self.add(t, "oa:hasTarget", self.span(tag.span, g), g)

    def edge(self, edge: Edge) -> None:
        g = plan_graph(self.plan, edge.basis, edge.rule)
        s, t = node_iri(edge.source), node_iri(edge.target)
        self.add(s, "xp:" + property_of(edge.key), t, g)
        if edge.span:
            ends = f"{edge.source} {edge.key} {edge.target}".encode()
            link = node_iri(f"{self.plan}/link/{hashlib.sha256(ends).hexdigest()[:16]}")
            self.add(link, "rdf:type", iri("xp:Link"), g)
            self.add(link, "xp:linkFrom", s, g)
            self.add(link, "xp:linkType", ox.Literal(edge.key), g)
            self.add(link, "xp:linkTo", t, g)
            self.add(link, "prov:wasQuotedFrom", self.span(edge.span, g), g)


def to_rdf(graph: PlanGraph) -> list[ox.Quad]:
    """The graph as quads, sorted by their N-Quads form."""
    writer = _Writer(graph)
    writer.document()
    for node in graph.nodes:
        writer.node(node)
    for edge in graph.edges:
        writer.edge(edge)
    return sorted(writer.quads, key=str)


def to_nquads(graph: PlanGraph) -> bytes:
    """The graph as sorted N-Quads: the same bytes for the same graph."""
    return serialised(to_rdf(graph))


def serialised(quads: Iterable[ox.Quad]) -> bytes:
    """Quads as sorted N-Quads."""
    data = ox.serialize(quads, format=ox.RdfFormat.N_QUADS)
    return b"".join(sorted(cast(bytes, data).splitlines(keepends=True)))
