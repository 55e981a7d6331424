"""Every projection of a plan graph is without loss."""

import networkx as nx
import pyoxigraph as ox
from graphs import plan_graphs
from hypothesis import given
from rdflib import Dataset

from graph.model import NODE_TYPES, RELATIONS, Edge, Plan, PlanGraph, Priority, Source, Theme, merge
from graph.names import property_of, relationship_of
from graph.property_graph import (
    dumps,
    from_cypher,
    from_networkx,
    from_node_link,
    to_cypher,
    to_networkx,
    to_node_link,
)
from graph.rdf import to_nquads, to_rdf
from graph.rdf_reading import from_rdf


@given(plan_graphs())
def test_rdf_and_back(graph: PlanGraph) -> None:
    assert from_rdf(to_rdf(graph)) == graph
    quads = ox.parse(to_nquads(graph), format=ox.RdfFormat.N_QUADS)
    assert from_rdf(quads) == graph


@given(plan_graphs())
def test_rdf_has_no_blank_node_and_rdflib_reads_as_many_quads(graph: PlanGraph) -> None:
    data = to_nquads(graph)
    assert b"_:" not in data.replace(b'"', b"").split(b"\n")[0][:2]
    assert not any(isinstance(q.subject, ox.BlankNode) for q in to_rdf(graph))
    dataset = Dataset()
    dataset.parse(data=data.decode(), format="nquads")
    assert len(list(dataset.quads())) == len(to_rdf(graph))


@given(plan_graphs())
def test_node_link_and_networkx_and_back(graph: PlanGraph) -> None:
    assert from_node_link(to_node_link(graph, "1")) == graph
    made = to_networkx(graph)
    assert isinstance(made, nx.MultiDiGraph)
    assert from_networkx(made) == graph


@given(plan_graphs())
def test_cypher_rows_and_back(graph: PlanGraph) -> None:
    assert from_cypher(to_cypher(graph)) == graph


@given(plan_graphs())
def test_equal_graphs_are_equal_bytes(graph: PlanGraph) -> None:
    again = PlanGraph.of(graph.plan, graph.source, reversed(graph.nodes), reversed(graph.edges))
    assert again == graph
    assert to_nquads(again) == to_nquads(graph)
    assert dumps(to_node_link(again, "1")) == dumps(to_node_link(graph, "1"))


def test_what_is_stated_wins_over_the_same_derived() -> None:
    source = Source("x", "0" * 64)
    nodes = [Plan(id="p", title="t", kind="strategy"), Theme(id="p/t", text="a b"),
             Priority(id="p/p", text="c d")]  # fmt: skip
    stated = Edge(source="p/t", key="LINKED_PRIORITY", target="p/p")
    derived = Edge(source="p/t", key="LINKED_PRIORITY", target="p/p", basis="derived", rule="R1")
    both = merge(
        PlanGraph.of("p", source, nodes, [derived]), PlanGraph.of("p", source, [], [stated])
    )
    assert both.edges == (stated,)


def test_names_of_relationships_and_properties_are_inverse() -> None:
    for key in (*RELATIONS, "ABOUT", "USES_INDICATOR"):
        assert relationship_of(property_of(key)) == key


def test_relations_name_known_types() -> None:
    for sources, targets in RELATIONS.values():
        assert {*sources, *targets} <= set(NODE_TYPES)
