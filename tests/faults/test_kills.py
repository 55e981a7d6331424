"""Killed at random points, again and again: no plan is half there, and the next run completes."""

import shutil
import subprocess
import time
from collections.abc import Mapping
from pathlib import Path
from random import Random

import pytest
from tools import PLAN, ROOT, command, load, put, snapshot, sound

from graph.query import cypher, sparql
from graph.workspace import Workspace

NAMES = "abcdef"


def edition(folder: Path, names: str, words: str) -> Path:
    folder.mkdir()
    for name in names:
        bullets = "".join(f"- {words} {n} for all\n" for n in range(10))
        put(folder, f"plan-{name}.txt", f"{PLAN.replace('A plan', f'Plan {name}')}{bullets}")
    return folder


def statements(path: Path) -> Mapping[str, bytes]:
    workspace = Workspace.open(path)
    return {r.id: workspace.nquads(r.id) for r in workspace.plans()}


def killed(args: list[str], after: float) -> bool:
    """Whether the command was still at it when it was killed."""
    child = subprocess.Popen(args, cwd=ROOT, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    time.sleep(after)
    child.kill()
    return child.wait() != 0


def assert_whole(
    path: Path, store: str, one: Mapping[str, bytes], other: Mapping[str, bytes]
) -> None:
    """Every plan is as in one edition or as in the other, and the store holds what is there."""
    workspace, found = Workspace.open(path), statements(path)
    assert all(data in (one.get(plan), other.get(plan)) for plan, data in found.items())
    assert set(one) <= set(found) <= set(other)
    assert all(workspace.text(plan) for plan in found)
    assert sound(workspace)
    if store == "oxigraph":
        table = sparql(workspace, "SELECT (COUNT(*) AS ?n) { ?p a xp:Plan }")
    else:
        table = cypher(workspace, "MATCH (p:Plan) RETURN count(*)")
    assert table.rows == ((len(found),),)


@pytest.mark.parametrize("store", ["oxigraph", "ladybug"])
def test_killed_at_random(store: str, tmp_path: Path, kills: int) -> None:
    """Killed while plans are replaced and added, or while the index for Cypher is made."""
    old, new = (
        edition(tmp_path / "old", NAMES[:3], "Visit"),
        edition(tmp_path / "new", NAMES, "Call"),
    )
    start, told = tmp_path / "start", tmp_path / "told"
    load(start, *sorted(old.iterdir()))
    shutil.copytree(start, told, symlinks=True)
    args = ["load", str(new)] if store == "oxigraph" else ["cypher", "MATCH (p:Plan) RETURN p.id"]
    began = time.monotonic()
    subprocess.run(command(*args, "-w", told), cwd=ROOT, check=True, capture_output=True)
    lasts = time.monotonic() - began
    one, other = statements(start), statements(told)
    at_it = 0
    for kill in range(kills):
        ws = Path(shutil.copytree(start, tmp_path / f"ws{kill}", symlinks=True))
        at_it += killed(command(*args, "-w", ws), Random(kill).uniform(0.1, 1.0) * lasts)  # noqa: S311
        assert_whole(ws, store, one, other)
        subprocess.run(command(*args, "-w", ws), cwd=ROOT, check=True, capture_output=True)
        assert snapshot(ws) == snapshot(told)
        assert len(list((ws / "index").glob("[0-9]*"))) <= 2
        shutil.rmtree(ws)
    assert at_it
    print(f"{store}: {kills} kills, {at_it} while at it, of a run of {lasts:.2f} s")
