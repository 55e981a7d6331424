"""Links from a plan to other plans, which may or may not be there."""

from pathlib import Path

from sample import sample
from workspaces import fill

from graph.names import ID
from graph.query import cypher, sparql

NEXT = "MATCH (a)-[:REPLACES]->(b) RETURN a.id, b.id"


def test_a_link_to_a_plan_that_is_there_can_be_followed(tmp_path: Path) -> None:
    workspace = fill(tmp_path / "ws", [sample("plan-after"), sample("plan-before")])
    assert ("plan-after", "plan-before") in cypher(workspace, NEXT).rows
    rows = sparql(workspace, "SELECT ?a ?b { ?a xp:replaces ?b } ORDER BY ?a").rows
    assert (f"{ID}plan-after", f"{ID}plan-before") in rows
