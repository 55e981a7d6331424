"""What one transaction writes into Neo4j: a plan anew, a plan out, the vocabulary.

Each function is given the driver's transaction and may be run again by it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from graph.model import BETWEEN_PLANS, RELATIONS
from graph.names import BASE, ID
from graph.neo4j_rows import (
    CONCEPT_LABELS,
    OWN,
    RECORD,
    TYPES,
    batches,
    create_nodes,
    either,
    is_own,
    join,
    merge_nodes,
    name,
    of_plan,
)
from graph.property_graph import CypherRows, Row

if TYPE_CHECKING:
    from neo4j import ManagedTransaction as Transaction
    from neo4j import ResultSummary, Session

VOCABULARY = BASE + "record/vocabulary"


def record_uri(plan: str) -> str:
    return f"{BASE}record/plan/{plan}"


def _run(tx: "Transaction", query: str, **values: Any) -> int:
    """Runs one statement; the number of its writes."""
    return _count(tx.run(query, values).consume())


def _count(summary: "ResultSummary") -> int:
    count = summary.counters
    return (
        count.nodes_created + count.nodes_deleted + count.properties_set
        + count.relationships_created + count.relationships_deleted
    )  # fmt: skip


def rows_of(tx: "Transaction | Session", /, query: str, **values: Any) -> list[list[Any]]:
    return tx.run(query, values).values()


@dataclass(slots=True)
class _Writing:
    """A transaction with the number of its writes."""

    tx: "Transaction"
    writes: int = 0

    def run(self, query: str, **values: Any) -> None:
        self.writes += _run(self.tx, query, **values)

    def each(self, query: str, rows: Sequence[Row], **values: Any) -> None:
        for part in batches(rows):
            self.run(query, rows=part, **values)


def add(tx: "Transaction", plan: str, rows: CypherRows, said: Mapping[str, Any]) -> int:
    """A plan of which nothing is there; raises ConstraintError if anything is."""
    writing = _Writing(tx)
    writing.run(f"CREATE (r:{RECORD} {{uri: $uri}})", uri=said["uri"])
    document = [r["uri"] for r in rows.nodes["SourceDocument"]]
    query = "MATCH (d:SourceDocument) WHERE d.uri IN $uris RETURN d.uri"
    of_document = () if rows_of(tx, query, uris=document) else ("SourceDocument", "TextSpan")
    for label, found in rows.nodes.items():
        own = [r for r in found if label in of_document or is_own(r, plan)]
        others = [] if len(own) == len(found) else [r for r in found if r not in own]
        writing.each(create_nodes(label), [_without_nulls(r) for r in own])
        writing.each(merge_nodes(label), others)
    _finish(writing, rows, said)
    return writing.writes


def replace(tx: "Transaction", plan: str, rows: CypherRows, said: Mapping[str, Any]) -> int:
    """One plan's nodes and links instead of those it had; others' links to nodes that stay, stay.

    Taking the revision off the record first locks it: a second writer of this plan waits.
    """
    writing = _Writing(tx)
    writing.run(f"MERGE (r:{RECORD} {{uri: $uri}}) REMOVE r.revision", uri=said["uri"])
    new = {(label, row["uri"]) for label, found in rows.nodes.items() for row in found}
    shared = _clear(writing, plan, new)
    for label, found in rows.nodes.items():
        writing.each(merge_nodes(label), found)
    _finish(writing, rows, said)
    _drop_unused(writing, shared - set(said["shared"]), said["uri"])
    return writing.writes


def _finish(writing: _Writing, rows: CypherRows, said: Mapping[str, Any]) -> None:
    """The links of nodes that are there, then the record."""
    for (key, source, target), found in rows.edges.items():
        if key in BETWEEN_PLANS:
            continue
        if target in CONCEPT_LABELS:
            concepts = sorted({r["target"] for r in found})
            query = f"UNWIND $uris AS uri MERGE (:{name(target)} {{uri: uri}})"
            writing.run(query, uris=concepts)
        writing.each(join(key, source, target), found)
    writing.run(f"MATCH (r:{RECORD} {{uri: $uri}}) SET r += $said", uri=said["uri"],
                said=dict(said))  # fmt: skip


def between_plans(rows: CypherRows) -> list[str]:
    """A plan's links to other plans, for its record: key, basis, rule and uri with tabs between."""
    return sorted({
        "\t".join((key, r["properties"]["basis"], r["properties"].get("rule", ""), r["target"]))
        for (key, _, _), found in rows.edges.items() if key in BETWEEN_PLANS
        for r in found
    })  # fmt: skip


def read_between(plan: str, entries: Iterable[str]) -> dict[tuple[str, str, str], list[Row]]:
    """The links that `between_plans` wrote, as rows by key."""
    found: dict[tuple[str, str, str], list[Row]] = {(k, "", ""): [] for k in BETWEEN_PLANS}
    for entry in entries:
        key, basis, rule, target = entry.split("\t")
        row = {"source": plan, "target": target, "basis": basis, "rule": rule}
        found[key, "", ""].append(row)
    return found


def link_plans(tx: "Transaction") -> int:
    """Joins plans to the other plans that their records name, where both are there."""
    writing = _Writing(tx)
    for key in BETWEEN_PLANS:
        sources, targets = (either(kinds) for kinds in RELATIONS[key])
        writing.run(
            f"MATCH (r:{RECORD}) UNWIND r.between AS entry WITH r, split(entry, '\t') AS said"
            f" WHERE said[0] = $key MATCH (a:{sources} {{uri: r.planUri}})"
            f" MATCH (b:{targets} {{uri: said[3]}}) MERGE (a)-[l:{name(key)}]->(b)"
            " ON CREATE SET l.basis = said[1]",
            key=key,
        )  # fmt: skip
    return writing.writes


def _without_nulls(row: Row) -> Row:
    """A row for a new node; for an old one a null takes the property away."""
    return {k: v for k, v in row.items() if v is not None}


def remove(tx: "Transaction", plan: str) -> int:
    writing, uri = _Writing(tx), record_uri(plan.removeprefix(ID))
    _drop_unused(writing, _clear(writing, plan, set()), uri)
    writing.run(f"MATCH (r:{RECORD} {{uri: $uri}}) DETACH DELETE r", uri=uri)
    return writing.writes


def _clear(writing: _Writing, plan: str, new: set[tuple[str, str]]) -> set[str]:
    """Deletes the plan's own links, which all say their basis, and nodes that it has no more.

    What it shared with other plans is left, and returned as label and uri.
    """
    tx, shared = writing.tx, set[str]()
    query = f"MATCH (r:{RECORD} {{planUri: $plan}}) UNWIND r.shared AS entry RETURN entry"
    shared.update(entry for (entry,) in rows_of(tx, query, plan=plan))
    for label in OWN:
        found = rows_of(tx, of_plan(label, "RETURN n.uri"), plan=plan)
        uris = {uri for (uri,) in found if uri and is_own({"uri": uri}, plan)}
        if not uris:
            continue
        sources = of_plan(label, "MATCH (n)-[:QUOTED_FROM|FROM_SOURCE]->(s)"
                                 " RETURN DISTINCT labels(s)[0], s.uri")  # fmt: skip
        shared.update(f"{kind} {uri}" for kind, uri in rows_of(tx, sources, plan=plan))
        links = f"MATCH (n)-[r:{either(TYPES)}]->() WHERE r.basis IS NOT NULL DELETE r"
        writing.run(of_plan(label, links), plan=plan)
        stale = sorted(uri for uri in uris if (label, uri) not in new)
        delete = f"UNWIND $rows AS row MATCH (n:{name(label)} {{uri: row.uri}}) DETACH DELETE n"
        writing.each(delete, [{"uri": uri} for uri in stale])
    return shared


def _drop_unused(writing: _Writing, entries: set[str], record: str) -> None:
    """Deletes what a plan shared and no plan holds any more."""
    by_label: dict[str, list[Row]] = {}
    for entry in sorted(entries):
        label, _, uri = entry.partition(" ")
        by_label.setdefault(label, []).append({"uri": uri})
    for label, rows in by_label.items():
        unused = (
            f"NOT EXISTS {{ MATCH (o:{RECORD}) WHERE o.uri <> $record"
            f" AND '{name(label)} ' + n.uri IN o.shared }}"
            if label in OWN
            else "NOT EXISTS { ()-[:QUOTED_FROM|FROM_SOURCE]->(n) }"
        )
        query = (
            f"UNWIND $rows AS row MATCH (n:{name(label)} {{uri: row.uri}})"
            f" WHERE {unused} DETACH DELETE n"
        )
        writing.each(query, rows, record=record)


def replace_vocabulary(
    tx: "Transaction", nodes: Mapping[str, Any], broader: list[Any], revision: str
) -> int:
    """A concept that is no more stays as long as a plan points to it."""
    writing = _Writing(tx)
    writing.run(f"MERGE (r:{RECORD} {{uri: $uri}}) REMOVE r.revision", uri=VOCABULARY)
    writing.run("MATCH (:Topic)-[r:BROADER]->(:Topic) DELETE r")
    for label, rows in nodes.items():
        query = (
            f"MATCH (n:{name(label)}) WHERE n.uri STARTS WITH $base AND NOT n.uri IN $uris"
            " AND NOT EXISTS { (n)<--() } DELETE n"
        )
        writing.run(query, base=BASE, uris=[r["uri"] for r in rows])
        writing.each(merge_nodes(label), rows)
    links = [row | {"properties": {}} for row in broader]
    writing.each(join("BROADER", "Topic", "Topic"), links)
    writing.run(f"MATCH (r:{RECORD} {{uri: $uri}}) SET r.revision = $revision",
                uri=VOCABULARY, revision=revision)  # fmt: skip
    return writing.writes
