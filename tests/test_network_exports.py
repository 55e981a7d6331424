"""GraphML and GEXF hold the graph: what reads them sees the same nodes and edges."""

import io
import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import networkx as nx
import pytest
from gexf_rules import read
from graphs import plan_graphs
from hypothesis import given, settings
from java import java
from lxml import etree
from sample import graphs

from graph.exporting import export
from graph.exporting.content import in_xml
from graph.exporting.gexf import LOOKS
from graph.model import NODE_TYPES, PlanGraph
from graph.property_graph import to_node_link
from graph.workspace import Workspace
from visualisations import theme

Edges = set[tuple[str, str, str]]


def wanted(plans: Sequence[PlanGraph]) -> tuple[dict[str, str], Edges]:
    """The type of each node by id, and the relationships, as the graphs have them."""
    parts = [to_node_link(g, "") for g in plans]
    edges = {(e["source"], e["target"], e["key"]) for p in parts for e in p["edges"]}
    nodes = {end: "" for s, t, _ in edges for end in (s, t)}
    return nodes | {n["id"]: n["type"] for p in parts for n in p["nodes"]}, edges


def held(found: Any) -> tuple[dict[str, str], Edges]:
    """The same of what networkx read."""
    edges = Counter((s, t, d["relation"]) for s, t, d in found.edges(data=True))
    assert set(edges.values()) <= {1}
    return {n: d.get("type", "") for n, d in found.nodes(data=True)}, set(edges)


def check(plans: Sequence[PlanGraph]) -> None:
    ours = wanted(plans)
    data = export(plans, "graphml"), export(plans, "gexf")
    assert held(nx.read_graphml(io.BytesIO(data[0]), force_multigraph=True)) == ours
    assert held(nx.read_gexf(io.BytesIO(data[1]), version="1.3")) == ours
    ids = [e.get("id") for e in etree.fromstring(data[0]).iter("{*}edge")]
    assert len(set(ids)) == len(ours[1]), "Gephi takes edges of one id for one"
    strict = read(data[1])
    assert {n: v.get("type", "") for n, v in strict.nodes.items()} == ours[0]
    assert set(strict.edges) == ours[1]


@given(plan_graphs())
@settings(max_examples=40)
def test_one_plan(graph: PlanGraph) -> None:
    check([graph])
    strict = read(export([graph], "gexf"))
    for row in to_node_link(graph, "")["nodes"]:
        values = strict.nodes[row["id"]]
        assert values.get("text") == (in_xml(row["text"]) if "text" in row else None)
        assert values.get("quoteStart") == row.get("start")
        assert values.get("heading") == (in_xml(row["label"]) if "label" in row else None)


@given(graphs())
@settings(max_examples=40)
def test_several_plans(plans: list[PlanGraph]) -> None:
    check(plans)


def test_the_example_plans(five_plans: Workspace) -> None:
    plans = [five_plans.graph(r.id) for r in five_plans.plans()]
    check(plans)
    strict = read(export(plans, "gexf"))
    assert len(set(strict.colours.values())) >= 5
    confidence = [v["confidence"] for v in strict.nodes.values() if "confidence" in v]
    assert len(confidence) > 300
    assert all(0 <= c <= 1 for c in confidence)


def test_gephi_sees_the_same_nodes_and_edges(five_plans: Workspace, tmp_path: Path) -> None:
    plans = [five_plans.graph(r.id) for r in five_plans.plans()]
    files = [tmp_path / f"plans.{form}" for form in ("gexf", "graphml")]
    for path in files:
        path.write_bytes(export(plans, path.suffix[1:]))
    script = Path(__file__).parent / "gephi" / "read.groovy"
    said = java("gephi", "groovy.ui.GroovyMain", script, *files)
    nodes, edges = wanted(plans)
    for line in said.stdout.splitlines():
        found = json.loads(line)
        assert {n: v or "" for n, v in found["nodes"].items()} == nodes
        assert sorted(map(tuple, found["edges"])) == sorted(edges)
        assert not found["issues"]
    assert said.stdout.count("\n") == len(files), said.stderr


@pytest.mark.parametrize("kind", [k for k in NODE_TYPES if k != "Unread"])
def test_colours_are_those_of_the_pages(kind: str) -> None:
    assert LOOKS[kind][0] == theme.FAMILIES[theme.LOOKS[kind].family][0]
