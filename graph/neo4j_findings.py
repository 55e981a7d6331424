"""Findings across plans in a Neo4j: those of one workspace, all of them anew when one changed.

They follow from plans that are there already, so a push that was broken off here leaves plans
whole: the record of the findings loses its revision first and gets the new one last.
"""

from typing import TYPE_CHECKING

from graph.findings import FINDING_TYPES
from graph.names import BASE, ID
from graph.neo4j_rows import RECORD, batches, join, merge_nodes, name, stored_link, stored_node
from graph.neo4j_write import rows_of
from graph.property_graph import findings_rows
from graph.record import sha256

if TYPE_CHECKING:
    from neo4j import ManagedTransaction as Transaction
    from neo4j import Session

    from graph.property_graph import CypherRows, Row
    from graph.workspace import Workspace

FORMAT = 1


def push(session: "Session", workspace: "Workspace", ours: str) -> None:
    """Makes the database hold the findings of a workspace whose plans are there."""
    from graph.across import compare, current

    compare(workspace)
    revision = sha256(b"%d " % FORMAT + current(workspace))
    query = f"MATCH (r:{RECORD} {{uri: $uri}}) RETURN r.revision"
    uri = f"{BASE}record/across/{ours}"
    if rows_of(session, query, uri=uri) == [[revision]]:
        return
    _run(session, f"MERGE (r:{RECORD} {{uri: $uri}}) REMOVE r.revision", uri=uri)
    _remove(session, ours)
    _add(session, _rows(workspace), ours)
    _run(session, f"MATCH (r:{RECORD} {{uri: $uri}}) SET r.revision = $revision",
         uri=uri, revision=revision)  # fmt: skip


def _rows(workspace: "Workspace") -> "CypherRows":
    from graph.across import findings

    label = {
        ID + node.id: type(node).__name__
        for record in workspace.plans()
        for node in workspace.graph(record.id)
    }
    return findings_rows(findings(workspace), label)


def _remove(session: "Session", ours: str) -> None:
    for label in FINDING_TYPES:
        some = f"MATCH (n:{name(label)} {{workspace: $ours}}) WITH n LIMIT 5000 DETACH DELETE n"
        while _run(session, some, ours=ours):
            pass


def _add(session: "Session", rows: "CypherRows", ours: str) -> None:
    for label, found in rows.nodes.items():
        _each(
            session,
            merge_nodes(label) + ", n.workspace = $ours",
            [stored_node(r) for r in found],
            ours=ours,
        )
    for (key, source, target), found in rows.edges.items():
        _each(session, join(key, source, target, "MERGE"), [stored_link(r) for r in found])


def _each(session: "Session", query: str, rows: list["Row"], **values: object) -> None:
    for part in batches(rows):
        _run(session, query, rows=part, **values)


def _run(session: "Session", query: str, **values: object) -> int:
    """Runs one statement in a transaction of its own; the number of nodes that it deleted."""

    def work(tx: "Transaction") -> int:
        return tx.run(query, values).consume().counters.nodes_deleted

    return session.execute_write(work)
