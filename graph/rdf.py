"""RDF: a plan graph as quads and back, without loss and without blank nodes.

What is stated, curated and derived about a plan stands in named graphs of their own
(`.../graph/PLAN/stated`, `/curated`, `/derived`, `/derived/R3`), so that the name of the graph
is the basis of each link. Quotes follow the Web Annotation model: an element was quoted from a
text span with a quote selector and a position selector.
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, cast
from urllib.parse import quote

import pyoxigraph as ox

from graph.fields import Field, data_fields
from graph.model import (
    NODE_TYPES,
    RELATIONS,
    Basis,
    Edge,
    Element,
    Node,
    Partner,
    PlanGraph,
    Source,
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


def _value(field: Field, terms: list[Any]) -> Any:
    values = sorted(t.value for t in terms)
    match field.shape:
        case "strings":
            return tuple(values)
        case "lines":
            return tuple(values[0].split("\n"))
        case "date":
            return date.fromisoformat(values[0])
        case "decimal":
            return Decimal(values[0])
        case "concept":
            return values[0].removeprefix(BASE + field.scheme)
        case "concepts":
            return tuple(v.removeprefix(BASE + field.scheme) for v in values)
        case _:
            return values[0]


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


def read_unquoted(
    quads: Iterable[ox.Quad], types: Mapping[str, type[Node]], relations: Iterable[str]
) -> tuple[list[Node], list[Edge]]:
    """The nodes and links that `unquoted` wrote."""
    keys = {XP + property_of(k): k for k in relations}
    found: dict[str, dict[str, list[Any]]] = defaultdict(lambda: defaultdict(list))
    edges = []
    for q in quads:
        s, p, o = q.subject.value, q.predicate.value, q.object  # type: ignore[union-attr]
        if p in keys:
            _, basis, rule = _basis_of(q.graph_name.value)  # type: ignore[union-attr]
            ends = s.removeprefix(ID), o.value.removeprefix(ID)  # type: ignore[union-attr]
            edges.append(Edge(source=ends[0], key=keys[p], target=ends[1], basis=basis, rule=rule))
        else:
            found[s][p].append(o)
    nodes = []
    for s, facts in found.items():
        kind = types[facts[iri("rdf:type").value][0].value.removeprefix(XP)]
        values: dict[str, Any] = {
            name: _value(field, facts[iri(field.prop).value])
            for name, field in data_fields(kind)
            if iri(field.prop).value in facts
        }
        basis = facts[iri("xp:basis").value][0].value.removeprefix(VOCAB + "basis/")
        nodes.append(kind(id=s.removeprefix(ID), basis=basis, **values))
    return nodes, edges


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


_Index = dict[str, dict[str, list[tuple[Any, Basis, str]]]]


def _basis_of(graph_name: str) -> tuple[str, Basis, str]:
    parts = graph_name.removeprefix(GRAPH).split("/")
    return parts[0], cast(Basis, parts[1]), parts[2] if len(parts) > 2 else ""


def from_rdf(quads: Iterable[ox.Quad]) -> PlanGraph:
    """The plan graph that `to_rdf` wrote; other triples about the same things are ignored."""
    index: _Index = defaultdict(lambda: defaultdict(list))
    plans = set()
    for q in quads:
        plan, basis, rule = _basis_of(q.graph_name.value)  # type: ignore[union-attr]
        plans.add(plan)
        index[q.subject.value][q.predicate.value].append((q.object, basis, rule))  # type: ignore
    (plan,) = plans

    def objects(s: str, p: str) -> list[Any]:
        return list(dict.fromkeys(o for o, _, _ in index[s].get(iri(p).value, [])))

    def span(s: str) -> Span:
        quote, position = sorted((o.value for o in objects(s, "oa:hasSelector")), reverse=True)
        start, end = (int(objects(position, p)[0].value) for p in ("oa:start", "oa:end"))
        return Span(start, end, objects(quote, "oa:exact")[0].value)

    def spans(s: str) -> tuple[Span, ...]:
        return tuple(sorted(span(o.value) for o in objects(s, "prov:wasQuotedFrom")))

    (doc,) = {o.value for o in objects(ID + plan, "prov:hadPrimarySource")}
    source = Source(objects(doc, "dct:identifier")[0].value, objects(doc, "xp:sha256")[0].value)
    classes = {iri("xp:" + name).value: kind for name, kind in NODE_TYPES.items()}
    types, tags, links, nodes = {}, defaultdict(list), {}, []
    for s in index:
        for o in objects(s, "rdf:type"):
            if o.value in classes and (s not in types or o.value != iri("xp:Programme").value):
                types[s] = classes[o.value]
            elif o.value == iri("xp:Tag").value:
                concept = objects(s, "oa:hasBody")[0].value.removeprefix(BASE)
                of = objects(s, "xp:tagOf")[0].value
                tags[of].append(Tag(concept, span(objects(s, "oa:hasTarget")[0].value)))
            elif o.value == iri("xp:Link").value:
                ends = [objects(s, p)[0].value for p in ("xp:linkFrom", "xp:linkType", "xp:linkTo")]
                links[tuple(ends)] = spans(s)[0]
    partner = iri("xp:Partner").value
    for s in index:
        if any(o.value == partner for o in objects(s, "rdf:type")):
            types[s] = Partner
    for s, kind in types.items():
        values: dict[str, Any] = {
            name: _value(field, objects(s, field.prop))
            for name, field in data_fields(kind)
            if objects(s, field.prop)
        }
        if issubclass(kind, Element):
            values["tags"] = tuple(sorted(tags[s]))
        basis = objects(s, "xp:basis")[0].value.removeprefix(VOCAB + "basis/")
        nodes.append(kind(id=s.removeprefix(ID), basis=basis, spans=spans(s), **values))
    keys = {XP + property_of(k): k for k in RELATIONS if k != "IN_PLAN"}
    edges = [
        Edge(
            source=s.removeprefix(ID), key=keys[p], target=o.value.removeprefix(ID),
            basis=edge_basis, rule=rule, span=links.get((s, keys[p], o.value)),
        )
        for s, properties in index.items()
        for p, found in properties.items() if p in keys
        for o, edge_basis, rule in found
    ]  # fmt: skip
    return PlanGraph.of(plan, source, nodes, edges)
