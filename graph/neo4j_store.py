"""Plans in a Neo4j: each whole or not at all, only what changed, and nobody else's nodes.

A plan is written in one transaction that ends with its record, a node `PlanRecord` which names
the revision of its statements. A push that was broken off is taken up by the next: plans whose
record is there are left alone. A record says which workspace pushed its plan, and a plan goes
when it is gone from that workspace.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from functools import partial
from itertools import chain, islice
from typing import TYPE_CHECKING, Any, Literal

from graph import neo4j_findings
from graph.ahead import ahead, side_by_side
from graph.errors import StoreError
from graph.model import PlanGraph
from graph.names import ID
from graph.neo4j_rows import (
    OWN,
    RECORD,
    TYPES,
    either,
    is_own,
    name,
    of_plan,
    restored_node,
    stored,
)
from graph.neo4j_schema import ensure, ensure_full_text
from graph.neo4j_server import Connection, Server, connected, told
from graph.neo4j_write import (
    VOCABULARY,
    add,
    between_plans,
    link_plans,
    read_between,
    record_uri,
    remove,
    replace,
    replace_vocabulary,
    rows_of,
)
from graph.property_graph import CypherRows, Row, from_cypher, to_cypher
from graph.record import PlanRecord, Reading, sha256
from graph.workspace import Workspace

if TYPE_CHECKING:
    from neo4j import ManagedTransaction as Transaction
    from neo4j import Session

FORMAT = 2
"""Raised when the same statements would be written as another property graph."""

SESSIONS = 2
"""How many new plans are written at once; a server works for each session on one core."""

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
    reading: Reading


def push(workspace: Workspace, server: Server) -> Iterator[Pushed]:
    """Makes the database hold the workspace's plans; yields each plan as soon as it is there.

    New plans are written side by side. What takes something out is done alone: whether another
    plan holds it still is only known when none is being written.
    """
    records, ours = workspace.plans(), workspace.identity()
    with connected(server) as connection, connection.session() as session:
        ensure(session)
        _push_vocabulary(session)
        there = _records(session)
        current = [r.id for r in records if _is_current(r, there.get(r.id, {}))]
        yield from (Pushed(plan, "unchanged") for plan in current)
        other = there.keys() - set(current)
        old = [r for r in records if r.id in other]
        new = [r for r in records if r.id not in there]
        ready = ahead(partial(_plan, workspace, ours), [*old, *new])
        replaced = (_replaced(session, plan) for plan in islice(ready, len(old)))
        added = side_by_side(partial(_added, connection), ready, SESSIONS)
        yield from _counted(server, chain(replaced, added), len(current), len(records))
        for plan in sorted(_gone(there, {r.id for r in records}, ours)):
            yield Pushed(plan, "removed", _written(session, remove, ID + plan))
        _written(session, link_plans)
        with told(server):
            neo4j_findings.push(session, workspace, ours)
            ensure_full_text(session)


def _counted(server: Server, pushed: Iterator[Pushed], before: int, total: int) -> Iterator[Pushed]:
    """Says in an error how far it went; what was being written meanwhile may be there too."""
    done = before
    try:
        with told(server):
            for plan in pushed:
                done += 1
                yield plan
    except StoreError as problem:
        raise StoreError(
            f"{problem}; at least {done} of {total} plans are there, push again for the rest"
        ) from problem


def _gone(there: Mapping[str, Mapping[str, Any]], here: set[str], ours: str) -> set[str]:
    return {plan for plan, said in there.items() if said["workspace"] == ours} - here


@dataclass(frozen=True, slots=True)
class _Plan:
    """A plan as it is written: the node of its record, and all its rows."""

    uri: str
    rows: CypherRows
    said: Mapping[str, Any]


def _plan(workspace: Workspace, ours: str, record: PlanRecord) -> _Plan:
    plan = ID + record.id
    rows = stored(to_cypher(workspace.graph(record.id)), plan)
    said = {
        "uri": record_uri(record.id), "id": record.id, "planUri": plan, "format": FORMAT,
        "revision": record.graph_sha256, "textSha256": record.text_sha256, "workspace": ours,
        "title": record.title, "council": record.council, "reading": _reading(record),
        "source": record.sources[0], "crossplan": record.crossplan,
        "text": workspace.text(record.id), "shared": _shared(rows, plan),
        "between": between_plans(rows),
    }  # fmt: skip
    return _Plan(plan, rows, said)


def _added(connection: Connection, plan: _Plan) -> Pushed:
    from neo4j.exceptions import ConstraintError

    values = (plan.uri, plan.rows, plan.said)
    with connection.session() as session:
        try:
            writes = _written(session, add, *values)
        except ConstraintError:
            writes = _written(session, replace, *values)
    return Pushed(plan.said["id"], "added", writes)


def _replaced(session: "Session", plan: _Plan) -> Pushed:
    writes = _written(session, replace, plan.uri, plan.rows, plan.said)
    return Pushed(plan.said["id"], "replaced", writes)


def _is_current(record: PlanRecord, said: Mapping[str, Any]) -> bool:
    wanted = (record.graph_sha256, record.text_sha256, _reading(record), FORMAT)
    return wanted == tuple(said.get(k) for k in ("revision", "textSha256", "reading", "format"))


def _reading(record: PlanRecord) -> str:
    """What became of the text, as the manifest tells it; Neo4j holds no mappings."""
    return json.dumps(asdict(record.reading), sort_keys=True)


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


def _push_vocabulary(session: "Session") -> int:
    """The concepts that plans point to, once for all plans, and again when they changed."""
    from graph.ladybug_index import concept_rows

    nodes, broader = concept_rows()
    revision = sha256(repr((FORMAT, nodes, broader)).encode())
    query = f"MATCH (r:{RECORD} {{uri: $uri}}) RETURN r.revision"
    if rows_of(session, query, uri=VOCABULARY) == [[revision]]:
        return 0
    return _written(session, replace_vocabulary, nodes, broader, revision)


def _records(session: "Session") -> dict[str, Mapping[str, Any]]:
    """What the database says of each plan, without its text."""
    query = (
        f"MATCH (r:{RECORD}) WHERE r.id IS NOT NULL RETURN r {{.id, .revision, .textSha256,"
        " .reading, .format, .workspace, .source, .shared, .between, .planUri} ORDER BY r.id"
    )
    return {said["id"]: said for (said,) in session.execute_read(rows_of, query)}


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
            changed = sha256(to_nquads(graph)) != said["revision"]
            yield Pulled(graph, text, changed, Reading.of(json.loads(said["reading"])))


def _read(tx: "Transaction", said: Mapping[str, Any]) -> tuple[PlanGraph, str]:
    """One plan's graph out of its nodes and links, and its text."""
    plan = said["planUri"]
    ((text,),) = rows_of(tx, f"MATCH (r:{RECORD} {{uri: $uri}}) RETURN r.text",
                       uri=record_uri(said["id"]))  # fmt: skip
    nodes: dict[str, list[Row]] = {}
    edges: dict[tuple[str, str, str], list[Row]] = {}
    spans: dict[str, Row] = {}
    links = (
        f"MATCH (n)-[r:{either(TYPES)}]->(m) WHERE r.basis IS NOT NULL AND m.uri IS NOT NULL"
        " RETURN type(r), properties(r), n.uri, properties(m)"
    )
    for label in OWN:
        found = rows_of(tx, of_plan(label, "RETURN properties(n)"), plan=plan)
        nodes[label] = [restored_node(label, properties) for (properties,) in found]
        for key, properties, source, target in rows_of(tx, of_plan(label, links), plan=plan):
            ends = {"source": source, "target": target["uri"]}
            edges.setdefault((key, "", ""), []).append(properties | ends)
            if key == "QUOTED_FROM":
                spans[target["uri"]] = target
            if key == "FROM_SOURCE":
                nodes["SourceDocument"] = [{"name": said["source"], "sha256": target["sha256"]}]
    for entry in said["shared"] or ():
        label, _, uri = entry.partition(" ")
        query = f"MATCH (n:{name(label)} {{uri: $uri}}) RETURN properties(n)"
        nodes[label] += [restored_node(label, f) for (f,) in rows_of(tx, query, uri=uri)]
    edges |= read_between(plan, said["between"] or ())
    nodes["TextSpan"] = list(spans.values())
    return from_cypher(CypherRows(nodes, edges)), text
