"""Where partners stand in the network of all plans, written to their nodes in a Neo4j.

Community Edition has no centrality of its own. The properties are derived and belong to no plan:
pushing leaves them, pulling passes them over.
"""

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from graph.centrality import bodies, network, places
from graph.names import ID
from graph.neo4j_rows import batches, name
from graph.neo4j_server import Server, connected
from graph.workspace import Workspace

if TYPE_CHECKING:
    from neo4j import ManagedTransaction as Transaction

METHOD = "networkx: betweenness_centrality, louvain_communities"


def write(workspace: Workspace, server: Server) -> int:
    """Sets degree, betweenness and community of partners; returns how many nodes that changed."""
    from graph.across import findings

    graphs, found = [workspace.graph(r.id) for r in workspace.plans()], findings(workspace)
    body = bodies(graphs, found)
    place = places(network(graphs, body))
    rows = [{"uri": ID + one, "said": asdict(place[body.get(one, one)]) | {"centrality": METHOD}}
            for one in sorted({*body, *body.values()})]  # fmt: skip
    with connected(server) as connection, connection.session() as session:
        return sum(
            session.execute_write(_set, label, list(part))
            for label in ("Partner", "Organisation")
            for part in batches(rows)
        )


def _set(tx: "Transaction", label: str, rows: list[Any]) -> int:
    query = (
        f"UNWIND $rows AS row MATCH (n:{name(label)} {{uri: row.uri}})"
        " WHERE coalesce(n {.degree, .betweenness, .community, .centrality} <> row.said, true)"
        " SET n += row.said RETURN count(n)"
    )
    return int(tx.run(query, rows=rows).values()[0][0])
