"""Who stands in the middle of the partners of several plans: degree, betweenness, communities.

Two bodies are joined where one statement names both. Betweenness is that of Brandes (2001), from
a sample of bodies where there are many (Brandes and Pich, 2007); communities are those of the
Louvain method (Blondel and others, 2008).
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

from graph.findings import Findings
from graph.model import Partner, PlanGraph

if TYPE_CHECKING:
    import networkx as nx

EXACT = 500
"""Bodies up to which betweenness is exact; beyond, paths from as many of them are counted."""

NAMING = ("LED_BY", "WITH_PARTNER", "MENTIONS")
DIGITS = 6


@dataclass(frozen=True, slots=True)
class Place:
    """Where a body stands: bodies it is named with, share of shortest paths over it, community.

    Communities are numbered from 1, the largest first.
    """

    degree: int
    betweenness: float
    community: int


def bodies(graphs: Iterable[PlanGraph], findings: Findings) -> dict[str, str]:
    """Each partner with the body that it is: an organisation of several plans, or itself."""
    found = {p.id: p.id for g in graphs for p in g.of_type(Partner)}
    found |= {e.target: e.source for e in findings.edges if e.key == "NAMED_AS"}
    return found


def network(graphs: Iterable[PlanGraph], body: Mapping[str, str]) -> "nx.Graph[str]":
    """Bodies joined by the statements that name both; `weight` counts these."""
    import networkx as nx

    named: dict[str, set[str]] = defaultdict(set)
    for graph in graphs:
        for edge in graph.edges:
            if edge.key in NAMING:
                named[edge.source].add(body[edge.target])
    joined: nx.Graph[str] = nx.Graph()
    joined.add_nodes_from(sorted(set(body.values())))
    for statement in sorted(named):
        for one, other in combinations(sorted(named[statement]), 2):
            weight = joined.edges[one, other]["weight"] if joined.has_edge(one, other) else 0
            joined.add_edge(one, other, weight=weight + 1)
    return joined


def places(joined: "nx.Graph[str]") -> dict[str, Place]:
    """Where each body of a network stands: the same for the same network."""
    import networkx as nx

    sample = EXACT if len(joined) > EXACT else None
    between = nx.betweenness_centrality(joined, k=sample, seed=1)
    parts = nx.community.louvain_communities(joined, weight="weight", seed=1)
    ordered = sorted(map(sorted, parts), key=lambda part: (-len(part), part))
    community = {one: n for n, part in enumerate(ordered, 1) for one in part}
    return {
        one: Place(joined.degree(one), round(between[one], DIGITS), community[one])
        for one in joined
    }
