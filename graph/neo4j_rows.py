"""The property graph as Neo4j holds it: names from closed lists, values of its types, statements.

Labels and relationship types cannot be parameters, so they come from the model only; every value
is a parameter.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from graph.fields import Field, data_fields
from graph.findings import FINDING_RELATIONS, FINDING_TYPES
from graph.model import NODE_TYPES, RELATIONS, Node
from graph.property_graph import CONCEPTS, CypherRows, Row

RECORD = "PlanRecord"
"""Label of the node that says which revision of a plan is there; it is written last."""

OWN = tuple(NODE_TYPES)
CONCEPT_LABELS = tuple(label for _, label in CONCEPTS.values())
LABELS = (*OWN, *FINDING_TYPES, "SourceDocument", "TextSpan", *CONCEPT_LABELS, RECORD)
TYPES = tuple(dict.fromkeys(
    (*RELATIONS, "QUOTED_FROM", "FROM_SOURCE", *(key for key, _ in CONCEPTS.values()))
))  # fmt: skip
WITH_TEXT = tuple(
    name for name, kind in NODE_TYPES.items() if "text" in (n for n, _ in data_fields(kind))
)

_NAME = re.compile(r"[A-Z][A-Za-z0-9_]{0,63}")
_KNOWN = frozenset((*LABELS, *TYPES, *FINDING_RELATIONS, "BROADER"))
_EXACT = "Exact"
BATCH = 5_000


def name(word: str) -> str:
    """A label or relationship type that may stand in a statement: one of our own."""
    assert word in _KNOWN, word
    assert _NAME.fullmatch(word), word
    return word


def either(words: Iterable[str]) -> str:
    return "|".join(name(w) for w in words)


def batches(rows: Sequence[Row]) -> Iterator[Sequence[Row]]:
    """Rows in portions that fit into one message."""
    for start in range(0, len(rows), BATCH):
        yield rows[start : start + BATCH]


def merge_nodes(label: str) -> str:
    """Adds or changes nodes; properties that others gave them stay."""
    return f"UNWIND $rows AS row MERGE (n:{name(label)} {{uri: row.uri}}) SET n += row"


def create_nodes(label: str) -> str:
    """Adds nodes; one that is there already is an error."""
    return f"UNWIND $rows AS row CREATE (n:{name(label)}) SET n = row"


def join(key: str, source: str, target: str, verb: str = "CREATE") -> str:
    """Joins nodes of two labels, which their unique `uri` finds."""
    assert verb in ("CREATE", "MERGE")
    return (
        f"UNWIND $rows AS row MATCH (a:{name(source)} {{uri: row.source}})"
        f" MATCH (b:{name(target)} {{uri: row.target}})"
        f" {verb} (a)-[r:{name(key)}]->(b) SET r = row.properties"
    )


def of_plan(label: str, clause: str) -> str:
    """A query over the nodes of `$plan` with one label."""
    return f"MATCH (n:{name(label)} {{planUri: $plan}}) {clause}"


def number_of(value: float) -> Decimal:
    """The decimal that a stored number stands for.

    >>> number_of(5.0), number_of(0.1)
    (Decimal('5'), Decimal('0.1'))
    """
    return Decimal(int(value)) if value == int(value) else Decimal(repr(value))


def _decimal(key: str, value: Decimal) -> Row:
    """A number for queries, and its digits where the number alone would lose some."""
    stored = float(value)
    kept = str(number_of(stored)) == str(value)
    return {key: stored, key + _EXACT: None if kept else str(value)}


def stored_node(row: Row) -> Row:
    """A node's row in types that Neo4j has."""
    out: Row = {}
    for key, value in row.items():
        if isinstance(value, Decimal):
            out |= _decimal(key, value)
        else:
            out[key] = list(value) if isinstance(value, tuple) else value
    return out


def stored_link(row: Row) -> Row:
    properties = {k: v for k, v in row.items() if k not in ("source", "target") and v != ""}
    return {"source": row["source"], "target": row["target"], "properties": properties}


def _restored(field: Field, found: Mapping[str, Any]) -> Any:
    value = found[field.json]
    match field.shape:
        case "decimal":
            exact = found.get(field.json + _EXACT)
            return Decimal(exact) if exact else number_of(value)
        case "date":
            return value.to_native()
        case "strings" | "lines" | "concepts":
            return tuple(value)
        case _:
            return value


def restored_node(label: str, found: Mapping[str, Any]) -> Row:
    """A node's row as `from_cypher` takes it; what others added is left out."""
    row: Row = {"uri": found["uri"], "basis": found["basis"]}
    for _, field in data_fields(_kind(label)):
        if found.get(field.json) is not None:
            row[field.json] = _restored(field, found)
    return row


def _kind(label: str) -> type[Node]:
    return NODE_TYPES[label]


def is_own(row: Row, plan: str) -> bool:
    """Whether a node is the plan's alone, and not one that several plans share."""
    return bool(row["uri"] == plan or row["uri"].startswith(plan + "/"))


def stored(rows: CypherRows, plan: str) -> CypherRows:
    """All rows of a plan in Neo4j's types; what plans share is not marked as this plan's."""
    nodes = {label: [stored_node(r) for r in found] for label, found in rows.nodes.items()}
    for found in nodes.values():
        for row in found:
            if "planUri" in row and not is_own(row, plan):
                del row["planUri"]
    edges = {ends: [stored_link(r) for r in found] for ends, found in rows.edges.items()}
    return replace(rows, nodes=nodes, edges=edges)
