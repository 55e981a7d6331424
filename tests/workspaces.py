"""Workspaces that several tests read and none changes."""

import json
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
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


VERSIONS = Path(__file__).parent / "versions"


@dataclass(frozen=True)
class Case:
    """Made-up plans that belong together, and what is known to differ between them.

    `entries` are their tables of a manifest, each with the `text` of its file.
    """

    name: str
    entries: list[dict[str, str]]
    known: Mapping[str, list[list[str]]]

    @property
    def plans(self) -> set[str]:
        return {e["id"] for e in self.entries}


def cases() -> list[Case]:
    """The cases in tests/versions."""
    found = []
    for path in sorted(VERSIONS.glob("*.toml")):
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        found.append(Case(path.stem, data.pop("plan"), data))
    return found


def _loaded(folder: Path, some: Sequence[Case]) -> Workspace:
    """The plans of some cases in a workspace, read through a manifest as a person would."""
    lines = []
    for entry in (e for c in some for e in c.entries):
        (folder / entry["file"]).write_text(entry["text"].lstrip("\n"), encoding="utf-8")
        said = (f"{k} = {json.dumps(v)}" for k, v in entry.items() if k != "text")
        lines += ["[[plan]]", *said]
    (folder / "plans.toml").write_text("\n".join(lines), encoding="utf-8")
    done = list(crossplan.load([], folder / "ws", folder / "plans.toml"))
    assert {d.outcome for d in done} == {"added"}, [d.reason for d in done]
    return Workspace.open(folder / "ws")


@pytest.fixture(scope="session")
def all_versions(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """The plans of all cases in tests/versions."""
    return _loaded(tmp_path_factory.mktemp("all"), cases())


@pytest.fixture(scope="session")
def some_versions(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """Versions of two plans, one with the plan above them, and a plan with a report on it."""
    names = ("brockwell-attendance", "garsdale-early-years", "harbourne-report")
    some = [c for c in cases() if c.name in names]
    return _loaded(tmp_path_factory.mktemp("some"), some)


def letters(workspace: Workspace) -> dict[str, str]:
    """The letter of each example plan by its id."""
    return {r.id: LETTERS[r.sources[0]] for r in workspace.plans()}
