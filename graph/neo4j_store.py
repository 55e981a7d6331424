"""Plans in a Neo4j: each whole or not at all, only what changed, and nobody else's nodes.

A plan is written in one transaction that ends with its record, a node `PlanRecord` which names
the revision of its statements. A push that was broken off is taken up by the next: plans whose
record is there are left alone. A record says which workspace pushed its plan, and a plan goes
when it is gone from that workspace.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from graph.errors import StoreError
from graph.model import PlanGraph
from graph.names import BASE, ID
from graph.neo4j_rows import (
    CONCEPT_LABELS,
    OWN,
    RECORD,
    TYPES,
    batches,
    create_links,
    either,
    is_own,
    merge_nodes,
    name,
    of_plan,
    restored_node,
    stored,
)
from graph.neo4j_schema import ensure
from graph.neo4j_server import Connection, Server, connected
from graph.property_graph import CypherRows, from_cypher, to_cypher
from graph.record import PlanRecord, sha256
from graph.workspace import Workspace

if TYPE_CHECKING:
    from neo4j import ManagedTransaction as Transaction
    from neo4j import Session

FORMAT = 1
"""Raised when the same statements would be written as another property graph."""

VOCABULARY = BASE + "record/vocabulary"
Outcome = Literal["added", "replaced", "unchanged", "removed"]


@dataclass(frozen=True, slots=True)
class Pushed:
    """What became of one plan, and how many nodes, links and properties were written for it."""

    plan: str
    outcome: Outcome
    writes: int = 0


@dataclass(frozen=True, slots=True)
class Pulled:
    """A plan as the database has it; `changed` if it was edited there since it was pushed."""

    graph: PlanGraph
    text: str
    changed: bool


def push(workspace: Workspace, server: Server) -> Iterator[Pushed]:
    """Makes the database hold the workspace's plans; yields each plan as soon as it is there."""
    records, ours = workspace.plans(), workspace.identity()
    with connected(server) as connection, connection.session() as session:
        ensure(session)
        _push_vocabulary(session)
        there = _records(session)
        done = 0
        try:
            for record in records:
                yield _push(session, workspace, record, there.get(record.id, {}), ours)
                done += 1
            for plan in sorted(_gone(there, {r.id for r in records}, ours)):
                yield Pushed(plan, "removed", _written(session, _remove, ID + plan))
        except StoreError as problem:
            raise StoreError(
                f"{problem}; {done} of {len(records)} plans are there, push again for the rest"
            ) from problem


def _gone(there: Mapping[str, Mapping[str, Any]], here: set[str], ours: str) -> set[str]:
    return {plan for plan, said in there.items() if said["workspace"] == ours} - here


def _push(
    session: "Session", workspace: Workspace, record: PlanRecord, old: Mapping[str, Any], ours: str
) -> Pushed:
    if _is_current(record, old):
        return Pushed(record.id, "unchanged")
    plan = ID + record.id
    rows = stored(to_cypher(workspace.graph(record.id)), plan)
    said = {
        "uri": record_uri(record.id), "id": record.id, "planUri": plan, "format": FORMAT,
        "revision": record.graph_sha256, "textSha256": record.text_sha256, "workspace": ours,
        "title": record.title, "source": record.sources[0], "crossplan": record.crossplan,
        "text": workspace.text(record.id), "shared": _shared(rows, plan),
    }  # fmt: skip
    writes = _written(session, _replace, plan, rows, said)
    return Pushed(record.id, "replaced" if old else "added", writes)


def _is_current(record: PlanRecord, said: Mapping[str, Any]) -> bool:
    wanted = (record.graph_sha256, record.text_sha256, FORMAT)
    return wanted == (said.get("revision"), said.get("textSha256"), said.get("format"))


def record_uri(plan: str) -> str:
    return f"{BASE}record/plan/{plan}"


def _shared(rows: CypherRows, plan: str) -> list[str]:
    """Nodes that the plan holds and does not own, as label and uri."""
    return [
        f"{label} {row['uri']}"
        for label, found in rows.nodes.items()
        if label in OWN
        for row in found
        if not is_own(row, plan)
    ]


def _written(session: "Session", work: Any, *arguments: Any) -> int:
    """Runs a writing transaction; one whose commit got lost on the way is simply run again."""
    from neo4j.exceptions import IncompleteCommit

    try:
        return int(session.execute_write(work, *arguments))
    except IncompleteCommit:
        return int(session.execute_write(work, *arguments))


def _run(tx: "Transaction", query: str, **values: Any) -> int:
    """Runs one statement; the number of its writes."""
    count = tx.run(query, values).consume().counters  # type: ignore[arg-type]
    return (
        count.nodes_created + count.nodes_deleted + count.properties_set
        + count.relationships_created + count.relationships_deleted
    )  # fmt: skip


def _rows(tx: "Transaction | Session", query: str, **values: Any) -> list[list[Any]]:
    return tx.run(query, values).values()  # type: ignore[arg-type]


def _replace(tx: "Transaction", plan: str, rows: CypherRows, said: Mapping[str, Any]) -> int:
    """One plan's nodes and links instead of those it had; others' links to nodes that stay, stay.

    Taking the revision off the record first locks it: a second writer of this plan waits.
    """
    writes = _run(tx, f"MERGE (r:{RECORD} {{uri: $uri}}) REMOVE r.revision", uri=said["uri"])
    before = _clear_links(tx, plan)
    new = {(label, row["uri"]) for label, found in rows.nodes.items() for row in found}
    writes += before.writes
    for label in OWN:
        stale = [{"uri": u} for kind, u in before.nodes - new if kind == label]
        writes += _delete(tx, label, stale)
    for label, found in rows.nodes.items():
        for part in batches(found):
            writes += _run(tx, merge_nodes(label), rows=part)
    for ends, found in rows.edges.items():
        writes += _link(tx, ends, found)
    writes += _drop_unused(tx, before.shared, said["uri"], set(said["shared"]))
    return writes + _run(tx, f"MATCH (r:{RECORD} {{uri: $uri}}) SET r += $said", uri=said["uri"],
                         said=dict(said))  # fmt: skip


def _remove(tx: "Transaction", plan: str) -> int:
    uri = record_uri(plan.removeprefix(ID))
    before = _clear_links(tx, plan)
    writes = before.writes
    for label in OWN:
        writes += _delete(tx, label, [{"uri": u} for kind, u in before.nodes if kind == label])
    writes += _drop_unused(tx, before.shared, uri, set())
    return writes + _run(tx, f"MATCH (r:{RECORD} {{uri: $uri}}) DETACH DELETE r", uri=uri)


@dataclass(frozen=True, slots=True)
class _Before:
    """What the database had of a plan: its nodes, what it shared, and what clearing wrote."""

    nodes: set[tuple[str, str]]
    shared: set[str]
    writes: int


def _clear_links(tx: "Transaction", plan: str) -> _Before:
    """Deletes the plan's own links, which all say their basis; its nodes wait to be compared."""
    found = _rows(tx, of_plan("RETURN 'LABEL' AS label, n.uri AS uri"), plan=plan)
    nodes = {(label, uri) for label, uri in found if uri and is_own({"uri": uri}, plan)}
    labels = sorted({label for label, _ in nodes})
    record = _rows(tx, f"MATCH (r:{RECORD} {{planUri: $plan}}) RETURN r.shared", plan=plan)
    shared = {entry for (entries,) in record for entry in entries or ()}
    if not labels:
        return _Before(nodes, shared, 0)
    used = _rows(tx, _distinct(of_plan(
        f"MATCH (n)-[:QUOTED_FROM|FROM_SOURCE]->(s:TextSpan|SourceDocument)"
        " RETURN labels(s)[0] AS kind, s.uri AS uri", labels
    )), plan=plan)  # fmt: skip
    writes = sum(
        _run(tx, of_plan(f"MATCH (n)-[r:{either(TYPES)}]->() WHERE r.basis IS NOT NULL DELETE r",
                         [label]), plan=plan)
        for label in labels
    )  # fmt: skip
    return _Before(nodes, shared | {f"{kind} {uri}" for kind, uri in used}, writes)


def _distinct(query: str) -> str:
    return f"CALL () {{ {query} }} RETURN DISTINCT kind, uri"


def _delete(tx: "Transaction", label: str, rows: list[dict[str, str]]) -> int:
    query = f"UNWIND $rows AS row MATCH (n:{name(label)} {{uri: row.uri}}) DETACH DELETE n"
    return sum(_run(tx, query, rows=part) for part in batches(rows))


def _drop_unused(tx: "Transaction", before: set[str], record: str, kept: set[str]) -> int:
    """Deletes what the plan shared with nobody and does not hold any more."""
    writes = 0
    by_label: dict[str, list[dict[str, str]]] = {}
    for entry in sorted(before - kept):
        label, _, uri = entry.partition(" ")
        by_label.setdefault(label, []).append({"uri": uri})
    for label, rows in by_label.items():
        free = (
            f"NOT EXISTS {{ MATCH (o:{RECORD}) WHERE o.uri <> $record"
            f" AND '{name(label)} ' + n.uri IN o.shared }}"
            if label in OWN
            else "NOT EXISTS { ()-[:QUOTED_FROM|FROM_SOURCE]->(n) }"
        )
        query = (
            f"UNWIND $rows AS row MATCH (n:{name(label)} {{uri: row.uri}})"
            f" WHERE {free} DETACH DELETE n"
        )
        writes += sum(_run(tx, query, rows=part, record=record) for part in batches(rows))
    return writes


def _link(tx: "Transaction", ends: tuple[str, str, str], rows: list[dict[str, Any]]) -> int:
    """Creates links; a concept that the vocabulary does not know gets a node of its own."""
    key, source, target = ends
    writes = 0
    for part in batches(rows):
        if target in CONCEPT_LABELS:
            uris = [{"uri": uri} for uri in sorted({r["target"] for r in part})]
            writes += _run(tx, merge_nodes(target), rows=uris)
        count = tx.run(create_links(key, source, target), rows=part).consume().counters  # type: ignore[arg-type]
        if count.relationships_created != len(part):
            raise StoreError(f"{len(part) - count.relationships_created} {key} links of a plan"
                             " have no end in the database")  # fmt: skip
        writes += count.relationships_created + count.properties_set
    return writes


def _push_vocabulary(session: "Session") -> int:
    """The concepts that plans point to, once for all plans, and again when they changed."""
    from graph.ladybug_index import concept_rows

    nodes, broader = concept_rows()
    revision = sha256(repr((FORMAT, nodes, broader)).encode())
    query = f"MATCH (r:{RECORD} {{uri: $uri}}) RETURN r.revision"
    if _rows(session, query, uri=VOCABULARY) == [[revision]]:
        return 0
    return _written(session, _replace_vocabulary, nodes, broader, revision)


def _replace_vocabulary(
    tx: "Transaction", nodes: Mapping[str, Any], broader: list[Any], revision: str
) -> int:
    """A concept that is no more stays as long as a plan points to it."""
    writes = _run(tx, f"MERGE (r:{RECORD} {{uri: $uri}}) REMOVE r.revision", uri=VOCABULARY)
    writes += _run(tx, "MATCH (:Topic)-[r:BROADER]->(:Topic) DELETE r")
    for label, rows in nodes.items():
        uris = [r["uri"] for r in rows]
        writes += _run(tx, f"MATCH (n:{name(label)}) WHERE n.uri STARTS WITH $base"
                           " AND NOT n.uri IN $uris AND NOT EXISTS { (n)<--() } DELETE n",
                       base=BASE, uris=uris)  # fmt: skip
        writes += _run(tx, merge_nodes(label), rows=rows)
    links = [row | {"properties": {}} for row in broader]
    writes += _run(tx, create_links("BROADER", "Topic", "Topic"), rows=links)
    return writes + _run(tx, f"MATCH (r:{RECORD} {{uri: $uri}}) SET r.revision = $revision",
                         uri=VOCABULARY, revision=revision)  # fmt: skip


def _records(session: "Session") -> dict[str, Mapping[str, Any]]:
    """What the database says of each plan, without its text."""
    query = (
        f"MATCH (r:{RECORD}) WHERE r.id IS NOT NULL RETURN r {{.id, .revision, .textSha256,"
        " .format, .workspace, .source, .shared, .planUri} ORDER BY r.id"
    )
    return {said["id"]: said for (said,) in session.execute_read(_rows, query)}


def pull(server: Server) -> Iterator[Pulled]:
    """Every plan that crossplan pushed into the database, from whichever workspace."""
    with connected(server) as connection:
        yield from _pull(connection)


def _pull(connection: Connection) -> Iterator[Pulled]:
    from graph.rdf import to_nquads

    with connection.session("READ") as session:
        for said in _records(session).values():
            if said["revision"] is None:
                continue
            graph, text = session.execute_read(_read, said)
            yield Pulled(graph, text, sha256(to_nquads(graph)) != said["revision"])


def _read(tx: "Transaction", said: Mapping[str, Any]) -> tuple[PlanGraph, str]:
    """One plan's graph out of its nodes and links, and its text."""
    plan = said["planUri"]
    ((text,),) = _rows(tx, f"MATCH (r:{RECORD} {{uri: $uri}}) RETURN r.text",
                       uri=record_uri(said["id"]))  # fmt: skip
    nodes: dict[str, list[Any]] = {}
    for label, found in _rows(tx, of_plan("RETURN 'LABEL' AS label, properties(n) AS found"), plan=plan):
        nodes.setdefault(label, []).append(restored_node(label, found))
    for entry in said["shared"] or ():
        label, _, uri = entry.partition(" ")
        query = f"MATCH (n:{name(label)} {{uri: $uri}}) RETURN properties(n)"
        nodes.setdefault(label, []).extend(
            restored_node(label, found) for (found,) in _rows(tx, query, uri=uri)
        )
    query = of_plan(
        f"MATCH (n)-[r:{either(TYPES)}]->(m) WHERE r.basis IS NOT NULL AND m.uri IS NOT NULL"
        " RETURN type(r) AS key, properties(r) AS found, n.uri AS source, properties(m) AS target"
    )
    edges: dict[tuple[str, str, str], list[Any]] = {}
    spans: dict[str, Any] = {}
    for key, properties, source, target in _rows(tx, query, plan=plan):
        ends = {"source": source, "target": target["uri"]}
        edges.setdefault((key, "", ""), []).append(properties | ends)
        if key == "QUOTED_FROM":
            spans[target["uri"]] = target
        if key == "FROM_SOURCE":
            nodes["SourceDocument"] = [{"name": said["source"], "sha256": target["sha256"]}]
    nodes["TextSpan"] = list(spans.values())
    return from_cypher(CypherRows(nodes, edges)), text


