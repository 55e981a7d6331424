"""Where partners stand in the network of all plans."""

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sample import sample

from graph import centrality
from graph.across import findings
from graph.centrality import bodies, network, places
from graph.findings import NO_FINDINGS, Findings
from graph.model import Action, Edge, Partner, Plan, PlanGraph, Source
from graph.workspace import Workspace

few_nodes = st.integers(0, 12)
links = st.lists(st.tuples(few_nodes, few_nodes), max_size=30)


def plan(name: str, *named_together: str) -> PlanGraph:
    """A plan of which each action names the partners that a word's letters stand for."""
    letters = sorted(set("".join(named_together)))
    nodes = [Plan(id=name, title=name, kind="strategy")]
    nodes += [Partner(id=f"{name}/partner/{c}", name=c, canonical=c, kind="role") for c in letters]
    edges = []
    for n, word in enumerate(named_together):
        nodes.append(Action(id=f"{name}/action/{n}", text=word))
        edges += [Edge(source=f"{name}/action/{n}", key="WITH_PARTNER",
                       target=f"{name}/partner/{c}") for c in word]  # fmt: skip
    return PlanGraph.of(name, Source(name, name), nodes, edges)


def test_who_joins_two_circles_is_between_them() -> None:
    graph = plan("p", "abc", "cde", "de")
    found = places(network([graph], bodies([graph], NO_FINDINGS)))
    middle = found["p/partner/c"]
    assert middle.degree == 4
    assert middle.betweenness == max(place.betweenness for place in found.values()) > 0
    assert found["p/partner/d"].community == found["p/partner/e"].community


def test_an_organisation_stands_for_the_partners_that_it_is() -> None:
    graphs = [plan("p", "ab"), plan("q", "bc")]
    named = [Edge(source="_across/organisation/b", key="NAMED_AS", target=f"{p}/partner/b")
             for p in "pq"]  # fmt: skip
    joined = network(graphs, bodies(graphs, Findings.of([], named)))
    assert set(joined) == {"p/partner/a", "q/partner/c", "_across/organisation/b"}
    assert places(joined)["_across/organisation/b"].degree == 2


def test_statements_that_name_the_same_two_count(two_plans: Workspace) -> None:
    graph = plan("p", "ab", "ab", "a")
    joined = network([graph], bodies([graph], NO_FINDINGS))
    assert joined.edges["p/partner/a", "p/partner/b"]["weight"] == 2
    assert not places(network([], {}))
    graphs = [two_plans.graph(r.id) for r in two_plans.plans()]
    assert places(network(graphs, bodies(graphs, findings(two_plans))))


@given(links)
def test_places_are_those_of_networkx_and_always_the_same(pairs: list[tuple[int, int]]) -> None:
    joined = nx.Graph()
    joined.add_edges_from((str(a), str(b), {"weight": 1}) for a, b in pairs if a != b)
    found = places(joined)
    assert {n: p.degree for n, p in found.items()} == dict(joined.degree())
    assert places(joined) == found
    shuffled = nx.Graph()
    shuffled.add_nodes_from(sorted(joined, reverse=True))
    shuffled.add_edges_from(joined.edges(data=True))
    assert {n: p.betweenness for n, p in places(shuffled).items()} == {
        n: p.betweenness for n, p in found.items()
    }


def test_many_bodies_are_sampled_with_the_same_outcome(monkeypatch: pytest.MonkeyPatch) -> None:
    wheel = nx.relabel_nodes(nx.wheel_graph(30), str)
    nx.set_edge_attributes(wheel, 1, "weight")
    exact = places(wheel)
    monkeypatch.setattr(centrality, "EXACT", 10)
    assert places(wheel) == places(wheel) != exact
    assert max(places(wheel), key=lambda one: places(wheel)[one].betweenness) == "0"


def test_the_sample_plan_has_places() -> None:
    graph = sample("north-plan")
    assert set(places(network([graph], bodies([graph], NO_FINDINGS)))) == {
        p.id for p in graph.of_type(Partner)
    }
