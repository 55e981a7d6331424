"""Constraints and indexes.

Constraints are made before the first node: two writers then never make one twice. Full text is
made last, which indexes a first push at once and not word by word.
"""

from typing import TYPE_CHECKING

from graph.errors import StoreError
from graph.neo4j_rows import LABELS, OWN, WITH_TEXT, either, name

if TYPE_CHECKING:
    from neo4j import Session

FULL_TEXT = "crossplan_text"


def ensure(session: "Session") -> None:
    """Makes what is missing: `uri` unique for each label, nodes by plan."""
    unique, indexes = _unique(session), _indexes(session)
    for label in LABELS:
        if label not in unique:
            session.run(
                f"CREATE CONSTRAINT crossplan_{label.lower()}_uri IF NOT EXISTS"
                f" FOR (n:{name(label)}) REQUIRE n.uri IS UNIQUE"
            ).consume()
    for label in OWN:
        if f"crossplan_{label.lower()}_plan" not in indexes:
            session.run(
                f"CREATE INDEX crossplan_{label.lower()}_plan IF NOT EXISTS"
                f" FOR (n:{name(label)}) ON (n.planUri)"
            ).consume()
    if missing := set(LABELS) - _unique(session):
        raise StoreError(
            f"the database keeps no uniqueness of uri for {', '.join(sorted(missing))};"
            " create the constraints as a user who may"
        )


def ensure_full_text(session: "Session") -> None:
    """Makes the index of words over `text`, if it is missing."""
    if FULL_TEXT not in _indexes(session):
        session.run(
            f"CREATE FULLTEXT INDEX {FULL_TEXT} IF NOT EXISTS"
            f" FOR (n:{either(WITH_TEXT)}) ON EACH [n.text]"
        ).consume()


def _unique(session: "Session") -> set[str]:
    """The labels whose `uri` is unique, by whatever constraint."""
    found = session.run(
        "SHOW CONSTRAINTS YIELD type, entityType, labelsOrTypes, properties"
        " WHERE entityType = 'NODE' AND properties = ['uri']"
        " AND type IN ['UNIQUENESS', 'NODE_KEY', 'NODE_PROPERTY_UNIQUENESS']"
        " RETURN labelsOrTypes[0] AS label"
    )
    return {record["label"] for record in found}


def _indexes(session: "Session") -> set[str]:
    return {r["name"] for r in session.run("SHOW INDEXES YIELD name RETURN name")}
