"""The Cypher script: what it writes comes out of a database as it went in."""

import random

from neo4j import GraphDatabase
from servers import Neo4j

from graph import neo4j_store
from graph.exporting import export
from graph.exporting.cypher import literal
from graph.workspace import Workspace

APART = "PlanRecord|Overlap|Organisation|PossibleMatch|SharedRole|Citation"
"""Labels of what only a push brings: its own books, and the findings across plans."""
WHOLE = f"""MATCH (n) WHERE n.uri IS NOT NULL AND NOT n:{APART}
OPTIONAL MATCH (n)-[r]->(m) WHERE m.uri IS NOT NULL AND NOT m:{APART}
RETURN labels(n), properties(n), type(r), properties(r), m.uri"""
TRICKY = [*"\\u027'\"`\n\r{;\u2028\x1b\x85😀a", "$rows", "//"]


def held(neo4j: Neo4j) -> list[str]:
    rows = neo4j.read(WHOLE)
    for row in rows:
        assert isinstance(row[1], dict)
        row[1].pop("workspace", None)
    return sorted(repr([sorted(c.items()) if isinstance(c, dict) else c for c in r]) for r in rows)


def run(neo4j: Neo4j, script: bytes, last: int = 0) -> None:
    """Runs the statements of a script, or the last of them."""
    lines = script.decode().rstrip("\n").split("\n")
    assert {line[-1] for line in lines[1:]} == {";"}
    user = ("neo4j", neo4j.password)
    with GraphDatabase.driver(neo4j.server.uri, auth=user) as driver, driver.session() as session:
        for line in lines[1:][-last:]:
            session.run(line.removesuffix(";")).consume()


def test_neo4j_holds_what_a_push_brings(neo4j: Neo4j, two_plans: Workspace) -> None:
    list(neo4j_store.push(two_plans, neo4j.server))
    pushed = held(neo4j)
    neo4j.empty()
    script = export([two_plans.graph(r.id) for r in two_plans.plans()], "cypher")
    for last in (0, 20):
        run(neo4j, script, last)
        assert held(neo4j) == pushed
    assert len(pushed) > 50


def test_neo4j_reads_every_literal_as_it_was(neo4j: Neo4j) -> None:
    some = random.Random(0)  # noqa: S311
    wanted = ["".join(some.choices(TRICKY, k=some.randrange(1, 9))) for _ in range(500)]
    assert neo4j.read(f"RETURN {literal(wanted)}") == [[wanted]]
