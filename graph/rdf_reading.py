"""RDF read back: the quads that `graph.rdf` wrote as a plan graph, or as findings."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import cache, cached_property
from typing import Any, cast

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
)
from graph.names import BASE, GRAPH, ID, VOCAB, XP, property_of
from graph.rdf import iri

Ends = tuple[str, str, str]
"""A relationship: the IRI it starts from, its type, the IRI it ends at."""


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


@cache
def _basis_of(graph_name: str) -> tuple[str, Basis, str]:
    parts = graph_name.removeprefix(GRAPH).split("/")
    return parts[0], cast(Basis, parts[1]), parts[2] if len(parts) > 2 else ""


@cache
def _fields(kind: type[Node]) -> Mapping[str, list[tuple[str, Field]]]:
    """The fields of a kind of node by the IRI of their property."""
    found: dict[str, list[tuple[str, Field]]] = defaultdict(list)
    for name, field in data_fields(kind):
        found[_iri(field.prop)].append((name, field))
    return found


@cache
def _iri(name: str) -> str:
    return iri(name).value


def _each_once(found: Sequence[tuple[Any, str]]) -> list[Any]:
    """The objects that graphs give a property, without doubles."""
    if len(found) == 1:
        return [found[0][0]]
    return list(dict.fromkeys(o for o, _ in found))


class _Facts:
    """What quads say: by subject and property the objects, each with the graph that says so."""

    def __init__(self, quads: Iterable[ox.Quad]) -> None:
        self.of: dict[str, dict[str, list[tuple[Any, str]]]] = {}
        self.graphs: set[str] = set()
        self._spans: dict[str, Span] = {}
        about, said = "", dict[str, list[tuple[Any, str]]]()
        for q in quads:
            s, g = q.subject.value, q.graph_name.value  # type: ignore[union-attr]
            if s != about:
                about, said = s, self.of.setdefault(s, {})
            said.setdefault(q.predicate.value, []).append((q.object, g))
            self.graphs.add(g)

    def objects(self, s: str, p: str) -> list[Any]:
        """The objects of a property, each once."""
        return _each_once(self.of.get(s, {}).get(_iri(p), ()))

    def span(self, s: str) -> Span:
        if s not in self._spans:
            selectors = (o.value for o in self.objects(s, "oa:hasSelector"))
            quote, position = sorted(selectors, reverse=True)
            start, end = (int(self.objects(position, p)[0].value) for p in ("oa:start", "oa:end"))
            self._spans[s] = Span(start, end, self.objects(quote, "oa:exact")[0].value)
        return self._spans[s]

    def spans(self, s: str) -> tuple[Span, ...]:
        return tuple(sorted(self.span(o.value) for o in self.objects(s, "prov:wasQuotedFrom")))

    @cached_property
    def instances(self) -> Mapping[str, list[str]]:
        """The subjects of each class."""
        found: dict[str, list[str]] = defaultdict(list)
        for s in self.of:
            for kind in self.objects(s, "rdf:type"):
                found[kind.value].append(s)
        return found

    def node(self, s: str, kind: type[Node], **more: Any) -> Node:
        """The node of this kind, with the fields that it has and some more."""
        fields, said = _fields(kind), self.of[s]  # type: ignore[arg-type]
        values = {
            name: _value(field, _each_once(said[p]))
            for p in said.keys() & fields.keys()
            for name, field in fields[p]
        }
        basis = self.objects(s, "xp:basis")[0].value.removeprefix(VOCAB + "basis/")
        return kind(id=s.removeprefix(ID), basis=basis, **values, **more)

    def edges(self, relations: Iterable[str], links: Mapping[Ends, Span]) -> Iterator[Edge]:
        """The relationships of these types, with the words that support each, if any do."""
        keys = {XP + property_of(k): k for k in relations}
        for s, properties in self.of.items():
            for p in properties.keys() & keys.keys():
                for o, graph_name in properties[p]:
                    _, basis, rule = _basis_of(graph_name)
                    yield Edge(
                        source=s.removeprefix(ID), key=keys[p], target=o.value.removeprefix(ID),
                        basis=basis, rule=rule, span=links.get((s, keys[p], o.value)),
                    )  # fmt: skip


def read_unquoted(
    quads: Iterable[ox.Quad], types: Mapping[str, type[Node]], relations: Iterable[str]
) -> tuple[list[Node], list[Edge]]:
    """The nodes and links that `graph.rdf.unquoted` wrote."""
    facts = _Facts(quads)
    kinds = {iri("xp:" + name): kind for name, kind in types.items()}
    nodes = [facts.node(s, kinds[facts.objects(s, "rdf:type")[0]]) for s in facts.of]
    return nodes, list(facts.edges(relations, {}))


def from_rdf(quads: Iterable[ox.Quad]) -> PlanGraph:
    """The plan graph that `to_rdf` wrote; other triples about the same things are ignored."""
    facts = _Facts(quads)
    (plan,) = {_basis_of(g)[0] for g in facts.graphs}
    (doc,) = facts.objects(ID + plan, "prov:hadPrimarySource")
    name, digest = (facts.objects(doc.value, p)[0] for p in ("dct:identifier", "xp:sha256"))
    tags: dict[str, list[Tag]] = defaultdict(list)
    for s in facts.instances[_iri("xp:Tag")]:
        concept, of, target = (
            facts.objects(s, p)[0].value for p in ("oa:hasBody", "xp:tagOf", "oa:hasTarget")
        )
        tags[of].append(Tag(concept.removeprefix(BASE), facts.span(target)))
    links: dict[Ends, Span] = {}
    for s in facts.instances[_iri("xp:Link")]:
        source, key, target = (
            facts.objects(s, p)[0].value for p in ("xp:linkFrom", "xp:linkType", "xp:linkTo")
        )
        links[source, key, target] = facts.spans(s)[0]
    nodes = []
    for s, kind in _kinds(facts).items():
        more = {"tags": tuple(sorted(tags[s]))} if issubclass(kind, Element) else {}
        nodes.append(facts.node(s, kind, spans=facts.spans(s), **more))
    edges = facts.edges((k for k in RELATIONS if k != "IN_PLAN"), links)
    return PlanGraph.of(plan, Source(name.value, digest.value), nodes, edges)


def _kinds(facts: _Facts) -> dict[str, type[Node]]:
    """Each node with its class; a partner may have that of a programme as well."""
    found: dict[str, type[Node]] = {}
    for name, kind in NODE_TYPES.items():
        for s in facts.instances[_iri("xp:" + name)]:
            if s not in found or kind is Partner:
                found[s] = kind
    return found
