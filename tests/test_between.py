"""Links from a plan to other plans, which may or may not be there."""

from pathlib import Path

import pytest
from sample import sample
from workspaces import fill

from graph.names import ID
from graph.query import cypher, sparql
from graph.questions import ask
from graph.workspace import Workspace

NEXT = "MATCH (a)-[:REPLACES]->(b) RETURN a.id, b.id"


def test_a_link_to_a_plan_that_is_there_can_be_followed(tmp_path: Path) -> None:
    workspace = fill(tmp_path / "ws", [sample("plan-after"), sample("plan-before")])
    assert ("plan-after", "plan-before") in cypher(workspace, NEXT).rows
    rows = sparql(workspace, "SELECT ?a ?b { ?a xp:replaces ?b } ORDER BY ?a").rows
    assert (f"{ID}plan-after", f"{ID}plan-before") in rows


def test_a_workspace_named_from_here_is_compared(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(tmp_path / "ws", [sample("plan-after"), sample("plan-before")])
    monkeypatch.chdir(tmp_path)
    assert ask(Workspace.open(Path("ws")), "changes").rows
