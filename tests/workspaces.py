"""Workspaces that several tests read and none changes."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from sample import sample, text_of

import crossplan
from graph.model import PlanGraph
from graph.workspace import Workspace

LETTERS = {
    "themes-southampton.txt": "T",
    "strategic-education-plan-southampton.txt": "S",
    "education-strategy-herefordshire.txt": "H",
    "ofsted-action-plan-portsmouth.txt": "P",
    "progress-report-morecambe-bay.txt": "M",
}


def fill(path: Path, graphs: Sequence[PlanGraph]) -> Workspace:
    """A new workspace with hand-made graphs."""
    workspace = Workspace.create(path)
    with workspace.writer() as writer:
        for graph in graphs:
            writer.put(graph, text_of(graph.plan))
    return workspace


@pytest.fixture(scope="session")
def two_plans(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """Two small plans made by hand."""
    graphs = [sample("north-plan"), sample("south-plan", "Another", "South")]
    return fill(tmp_path_factory.mktemp("two") / "ws", graphs)


@pytest.fixture(scope="session")
def five_plans(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """The example plans with their manifest."""
    path = tmp_path_factory.mktemp("five") / "ws"
    done = list(crossplan.load([], path, crossplan.examples()))
    assert {d.outcome for d in done} == {"added"}, [d.reason for d in done]
    return Workspace.open(path)


def letters(workspace: Workspace) -> dict[str, str]:
    """The letter of each example plan by its id."""
    return {r.id: LETTERS[r.sources[0]] for r in workspace.plans()}
