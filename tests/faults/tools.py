"""What the checks of faults share: a small plan, and what a load made of files."""

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import crossplan
from graph.checks import validate, verify
from graph.model import PlanGraph
from graph.workspace import Workspace

ROOT = Path(__file__).parent.parent.parent
WORDS = "Visit each school"
PLAN = f"# A plan for schools\n\n## Priority 1: Attendance\n\n- {WORDS} by July 2030\n"
Loads = dict[str, crossplan.Loaded]


def put(folder: Path, name: str, data: str | bytes = PLAN) -> Path:
    path = folder / name
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return path


def load(workspace: Path, *paths: Path) -> Loads:
    """What became of each file, by its name."""
    return {done.path.name: done for done in crossplan.load(paths, workspace)}


def read(folder: Path, path: Path) -> PlanGraph:
    """The graph of a file that went through a workspace, which is sound after it."""
    (done,) = load(folder / "ws", path).values()
    assert done.outcome in ("added", "replaced", "unchanged"), done.reason
    workspace = Workspace.open(folder / "ws")
    assert sound(workspace)
    return workspace.graph(done.plan)


def refused(folder: Path, path: Path) -> str:
    """The one sentence that says why a file was not loaded."""
    (done,) = load(folder / "refused", path).values()
    assert done.outcome == "failed"
    assert done.reason
    assert "\n" not in done.reason
    assert not (folder / "refused").exists()
    return done.reason


def sound(workspace: Workspace) -> bool:
    """Whether `verify` and `validate` find nothing."""
    return not any(c.findings for check in (verify, validate) for c in check(workspace))


def texts(graph: PlanGraph) -> set[str]:
    return {str(getattr(node, "text", "")) for node in graph}


def command(*args: str | Path) -> list[str]:
    return [sys.executable, "-m", "crossplan", *map(str, args)]


def run(*args: str | Path, **more: str) -> subprocess.CompletedProcess[str]:
    """A command of crossplan in a process of its own, with more in its environment."""
    return subprocess.run(
        command(*args), capture_output=True, text=True, check=False, cwd=ROOT, timeout=120,
        env={**os.environ, "PYTHONPATH": str(ROOT), **more},
    )  # fmt: skip


def snapshot(folder: Path) -> Mapping[str, bytes]:
    """The files of record of a workspace and their bytes."""
    found = {str(p.relative_to(folder)): p for p in folder.rglob("*") if p.is_file()}
    return {
        name: p.read_bytes()
        for name, p in found.items()
        if name.split("/")[0] not in ("index", "lock", "unfinished")
    }
