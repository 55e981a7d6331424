"""The property graph: a plan graph as networkx, node-link JSON and rows for Cypher stores."""

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from graph.fields import FIELDS, data_fields, from_plain, to_plain
from graph.findings import Findings
from graph.model import (
    BETWEEN_PLANS,
    NODE_TYPES,
    RELATIONS,
    Basis,
    Edge,
    Element,
    Milestone,
    Node,
    Partner,
    PlanGraph,
    Source,
    Span,
    Tag,
)  # fmt: skip
from graph.names import BASE, ID, VOCAB

if TYPE_CHECKING:
    import networkx as nx

Row = dict[str, Any]


def span_row(span: Span) -> Row:
    return {"start": span.start, "end": span.end, "quote": span.quote}


def node_row(node: Node) -> Row:
    """A node as JSON holds it; the first span is its own, the others are under `alsoAt`."""
    row: Row = {"id": node.id, "type": type(node).__name__}
    for name, field in data_fields(type(node)):
        value = getattr(node, name)
        if value is not None and value != ():
            row[field.json] = to_plain(field, value)
    if isinstance(node, Milestone):
        row |= _folded_target(node)
    if node.spans:
        row |= span_row(node.spans[0])
    if len(node.spans) > 1:
        row["alsoAt"] = [span_row(s) for s in node.spans[1:]]
    if isinstance(node, Element) and node.tags:
        row["tags"] = [{"concept": t.concept, **span_row(t.span)} for t in node.tags]
    return row | {"basis": node.basis}


def _folded_target(node: Milestone) -> Row:
    """A milestone's value and date once more, for tools that take it as a measure."""
    reached = node.due_by or node.not_before
    row = {"target_value": node.value, "target_date": reached.isoformat() if reached else None}
    return {k: v for k, v in row.items() if v is not None}


def _span(row: Row) -> Span:
    return Span(row["start"], row["end"], row["quote"])


def node_from_row(row: Row) -> Node:
    kind = NODE_TYPES[row["type"]]
    values: Row = {
        name: from_plain(field, row[field.json])
        for name, field in data_fields(kind)
        if row.get(field.json) is not None
    }
    if issubclass(kind, Element):
        values["tags"] = tuple(Tag(t["concept"], _span(t)) for t in row.get("tags", ()))
    own = (_span(row),) if "start" in row else ()
    spans = own + tuple(_span(s) for s in row.get("alsoAt", ()))
    return kind(id=row["id"], basis=row["basis"], spans=spans, **values)


def edge_row(edge: Edge) -> Row:
    row: Row = {"source": edge.source, "target": edge.target, "key": edge.key, "basis": edge.basis}
    if edge.rule:
        row["rule"] = edge.rule
    return row | (span_row(edge.span) if edge.span else {})


def _edge(row: Row) -> Edge:
    return Edge(
        source=row["source"], key=row["key"], target=row["target"], basis=row["basis"],
        rule=row.get("rule", ""), span=_span(row) if "start" in row else None,
    )  # fmt: skip


def in_plan(graph: PlanGraph) -> Iterator[Edge]:
    """The edges that say of each element which plan it is in."""
    for node in graph.nodes:
        if isinstance(node, Element):
            yield Edge(source=node.id, key="IN_PLAN", target=graph.plan, basis=node.basis)


def to_node_link(graph: PlanGraph, version: str) -> Row:
    """networkx node-link form, the contract of `crossplan extract --format json`."""
    edges = sorted([*graph.edges, *in_plan(graph)], key=lambda e: (e.source, e.key, e.target))
    return {
        "directed": True,
        "multigraph": True,
        "graph": {
            "plan": graph.plan, "source": graph.source.name, "sha256": graph.source.sha256,
            "crossplan": version,
        },
        "nodes": [node_row(n) for n in graph.nodes],
        "edges": [edge_row(e) for e in edges],
    }  # fmt: skip


def from_node_link(data: Row) -> PlanGraph:
    """The plan graph of such data; a node without a type is another plan, known by id alone."""
    meta = data["graph"]
    return PlanGraph.of(
        meta["plan"], Source(meta["source"], meta["sha256"]),
        (node_from_row(n) for n in data["nodes"] if "type" in n),
        (_edge(e) for e in data["edges"] if e["key"] != "IN_PLAN"),
    )  # fmt: skip


def to_networkx(graph: PlanGraph) -> "nx.MultiDiGraph[str]":
    """The graph for networkx: node attributes as in JSON, edges keyed by relationship type."""
    import networkx as nx

    return cast("nx.MultiDiGraph[str]", nx.node_link_graph(to_node_link(graph, ""), edges="edges"))


def from_networkx(graph: "nx.MultiDiGraph[str]") -> PlanGraph:
    import networkx as nx

    return from_node_link(nx.node_link_data(graph, edges="edges"))


@dataclass(frozen=True, slots=True)
class CypherRows:
    """Rows to create: nodes by label, relationships by (type, label from, label to).

    Every node row has `uri`; every relationship row has `source` and `target`, the two uris.
    """

    nodes: dict[str, list[Row]]
    edges: dict[tuple[str, str, str], list[Row]]


CONCEPTS = {
    "topic/": ("ABOUT", "Topic"),
    "vocab/indicator/": ("USES_INDICATOR", "Indicator"),
    "vocab/population/": ("FOR_POPULATION", "Population"),
    "vocab/phase/": ("IN_PHASE", "Phase"),
    "vocab/body/": ("IDENTIFIED_AS", "Body"),
}
"""Start of a concept -> the relationship type that leads to it and the label of its node."""


def _plain_row(node: Node) -> Row:
    row: Row = {"uri": ID + node.id, "id": node.id, "type": type(node).__name__}
    row["basis"] = node.basis
    for name, field in data_fields(type(node)):
        value = getattr(node, name)
        row[field.json] = None if value == () else value
    return row


def findings_rows(findings: Findings, label: Mapping[str, str]) -> CypherRows:
    """Rows of findings; `label` is the label of each node, by uri, that they may point at."""
    nodes: dict[str, list[Row]] = defaultdict(list)
    edges: dict[tuple[str, str, str], list[Row]] = defaultdict(list)
    kinds = {n.id: type(n).__name__ for n in findings.nodes}
    for node in findings.nodes:
        nodes[kinds[node.id]].append(_plain_row(node))
    for e in findings.edges:
        if target := label.get(ID + e.target):
            row = {"source": ID + e.source, "target": ID + e.target, "basis": e.basis}
            edges[e.key, kinds[e.source], target].append(row | {"rule": e.rule})
    return CypherRows(dict(nodes), dict(edges))


def to_cypher(graph: PlanGraph) -> CypherRows:
    """Rows of the property graph; tags end at concept nodes that the vocabulary provides.

    A link to another plan is there once for each label that the other plan may have.
    """
    nodes: dict[str, list[Row]] = defaultdict(list)
    edges: dict[tuple[str, str, str], list[Row]] = defaultdict(list)
    label = {n.id: type(n).__name__ for n in graph.nodes}
    text_spans: dict[str, Row] = {}
    doc = f"{ID}doc/{graph.source.sha256}"
    nodes["SourceDocument"].append(
        {"uri": doc, "name": graph.source.name, "sha256": graph.source.sha256}
    )
    for node in graph.nodes:
        uri, kind = ID + node.id, type(node).__name__
        nodes[kind].append(_plain_row(node) | {"planUri": ID + graph.plan})
        if node.id == graph.plan:
            edges["FROM_SOURCE", kind, "SourceDocument"].append(
                {"source": uri, "target": doc, "basis": "stated"}
            )
        for order, span in enumerate(node.spans):
            edges["QUOTED_FROM", kind, "TextSpan"].append(
                {"source": uri, "target": _text_span(text_spans, graph, doc, span),
                 "basis": node.basis, "position": order}
            )  # fmt: skip
        for tag in getattr(node, "tags", ()):
            key, target = next(v for k, v in CONCEPTS.items() if tag.concept.startswith(k))
            edges[key, kind, target].append(
                {"source": uri, "target": BASE + tag.concept, "basis": node.basis}
                | span_row(tag.span)
            )
        if isinstance(node, Partner) and node.body:
            edges["IDENTIFIED_AS", kind, "Body"].append(
                {"source": uri, "target": f"{VOCAB}body/{node.body}", "basis": node.basis}
            )
    nodes["TextSpan"] = list(text_spans.values())
    for edge in [*graph.edges, *in_plan(graph)]:
        ends = [label[edge.target]] if edge.target in label else []
        if edge.key in BETWEEN_PLANS:
            ends = list(RELATIONS[edge.key][1])
        if edge.source not in label:
            continue
        row = {"source": ID + edge.source, "target": ID + edge.target, "basis": edge.basis}
        row |= {"rule": edge.rule} | (span_row(edge.span) if edge.span else {})
        for end in ends:
            edges[edge.key, label[edge.source], end].append(row)
    return CypherRows(dict(nodes), dict(edges))


def _text_span(found: dict[str, Row], graph: PlanGraph, doc: str, span: Span) -> str:
    uri = f"{ID}span/{graph.source.sha256[:16]}/{span.start}-{span.end}"
    row = {"uri": uri, "exact": span.quote, "start": span.start, "end": span.end, "source": doc}
    found.setdefault(uri, row)
    return uri


def from_cypher(rows: CypherRows) -> PlanGraph:
    """The plan graph that `to_cypher` wrote, from one plan's rows in any order."""

    def local(uri: str) -> str:
        return uri.removeprefix(ID)

    (document,) = rows.nodes["SourceDocument"]
    text_spans = {
        r["uri"]: Span(r["start"], r["end"], r["exact"]) for r in rows.nodes.get("TextSpan", ())
    }
    spans: dict[str, list[tuple[int, Span]]] = defaultdict(list)
    tags: dict[str, list[Tag]] = defaultdict(list)
    edges = []
    plan = ""
    concept_keys = {key for key, _ in CONCEPTS.values()} - {"IDENTIFIED_AS"}
    for (key, _, _), found in rows.edges.items():
        for r in found:
            if key == "FROM_SOURCE":
                plan = local(r["source"])
            elif key == "QUOTED_FROM":
                spans[r["source"]].append((r["position"], text_spans[r["target"]]))
            elif key in concept_keys:
                tags[r["source"]].append(Tag(r["target"].removeprefix(BASE), _span(r)))
            elif key not in ("IN_PLAN", "IDENTIFIED_AS"):
                span = _span(r) if r.get("start") is not None else None
                edges.append(
                    Edge(source=local(r["source"]), key=key, target=local(r["target"]),
                         basis=cast(Basis, r["basis"]), rule=r.get("rule") or "", span=span)
                )  # fmt: skip
    nodes = []
    for kind_name, found in rows.nodes.items():
        kind = NODE_TYPES.get(kind_name)
        for r in found if kind else ():
            assert kind is not None
            values = {
                name: r[field.json] for name, field in data_fields(kind)
                if r.get(field.json) is not None
            }  # fmt: skip
            if issubclass(kind, Element):
                values["tags"] = tuple(sorted(tags[r["uri"]]))
            own = tuple(s for _, s in sorted(spans[r["uri"]]))
            nodes.append(kind(id=local(r["uri"]), basis=r["basis"], spans=own, **values))
    return PlanGraph.of(plan, Source(document["name"], document["sha256"]), nodes, edges)


def dumps(data: Any) -> str:
    """JSON with the same bytes for the same data, readable and in UTF-8."""
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"


__all__ = [
    "CONCEPTS", "FIELDS", "CypherRows", "dumps", "from_cypher", "from_networkx", "from_node_link",
    "in_plan", "node_row", "to_cypher", "to_networkx", "to_node_link",
]  # fmt: skip
