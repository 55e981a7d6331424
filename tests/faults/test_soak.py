"""After any loads, replacements and removals the workspace is what it would be if made afresh."""

import resource
from pathlib import Path
from random import Random

import pytest
from tools import PLAN, put, snapshot, sound

from graph.derive import derive
from graph.query import sparql
from graph.workspace import Workspace
from loaders.box import Box

PLANS, EDITIONS = 8, 3
SETTLED = 80
"""Loads after which every plan was in and out of the workspace and its files have their size."""
ALL = "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }"


def size(folder: Path) -> int:
    """Bytes of files, those that two versions of an index share counted once."""
    files = {p.lstat().st_ino: p.lstat().st_size for p in folder.rglob("*") if p.is_file()}
    return sum(files.values())


def resident() -> int:
    """Bytes of memory that this process holds now."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize()


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="memory is read from /proc")
def test_soak(tmp_path: Path, loads: int) -> None:
    call = "- Call each parent of year {} by May 2031\n"
    made = {
        (n, edition): put(
            tmp_path,
            f"plan-{n}-{edition}.txt",
            PLAN.replace("A plan", f"Plan {n}") + call.format(edition) * (n + 1),
        )
        for n in range(PLANS)
        for edition in range(EDITIONS)
    }
    workspace, chance = Workspace.create(tmp_path / "ws"), Random(loads)  # noqa: S311
    held: dict[int, int] = {}
    memory, files = [], []
    with Box() as box:

        def put_into(target: Workspace, n: int, edition: int) -> None:
            from loaders.facts import Facts

            found = box.account(made[n, edition], Facts(id=f"plan-{n}"))
            with target.writer() as writer:
                writer.put(derive(found.graph), found.document.text, replace=True)

        for _ in range(loads):
            n, edition = chance.randrange(PLANS), chance.randrange(EDITIONS)
            if n in held and chance.random() < 0.4:
                with workspace.writer() as writer:
                    writer.remove(f"plan-{n}")
                del held[n]
            else:
                put_into(workspace, n, edition)
                held[n] = edition
            memory.append(resident())
            files.append(size(workspace.path))
        fresh = Workspace.create(tmp_path / "fresh")
        for n, edition in sorted(held.items()):
            put_into(fresh, n, edition)
    assert snapshot(workspace.path) == snapshot(fresh.path)
    assert sparql(workspace, ALL).rows == sparql(fresh, ALL).rows
    assert sound(workspace)
    early, late = max(memory[:SETTLED]), max(memory)
    assert late < 1.25 * early + 30_000_000
    small, large = max(files[:SETTLED]), max(files)
    assert large < 1.25 * small
    assert files[-1] < 2 * size(fresh.path)
    sizes = f"{small:,} bytes of files early, {large:,} at most, {size(fresh.path):,} afresh"
    print(f"{loads} loads: {early >> 20} MB early, {late >> 20} MB at most; {sizes}")
