"""Reading on a Dask cluster of processes: the workspace of a local load, or one sentence."""

import asyncio
import logging
import os
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import dask
import pytest
from click.testing import CliRunner
from distributed import Client, LocalCluster
from hypothesis import given
from hypothesis import strategies as st
from tools import PLAN, ROOT, command, put, snapshot, sound

import crossplan
from cli import app
from graph.errors import CrossplanError
from graph.workspace import Workspace
from loaders import cluster as reading
from loaders.pool import in_order

EXAMPLES = ROOT / "examples"
DECISION = """[[decision]]
plan = "themes-southampton"
verdict = "reject"
statement = "action/scope-of-available-provision"
"""
DAMAGED = b"%PDF-1.7\n1 0 obj\n<</Type/Catalog"


def local(workers: int) -> LocalCluster:
    return LocalCluster(n_workers=workers, threads_per_worker=1, processes=True, host="127.0.0.1",
                        dashboard_address="127.0.0.1:0", silence_logs=logging.CRITICAL)  # fmt: skip


@pytest.fixture(scope="module", autouse=True)
def patience() -> Iterator[None]:
    with dask.config.set({"distributed.comm.timeouts.connect": "3s"}):
        yield


@pytest.fixture(scope="module")
def dasks() -> Iterator[LocalCluster]:
    with local(2) as cluster:
        yield cluster


@pytest.fixture
def many(tmp_path: Path) -> list[Path]:
    """Plans of which each takes a moment."""
    actions = "".join(f"- Visit school {n} by July 2030 (Lead: Head {n})\n" for n in range(15))
    (tmp_path / "many").mkdir()
    return [
        put(tmp_path / "many", f"plan-{n}.md", PLAN.replace("A plan", f"Plan {n}") + actions)
        for n in range(20)
    ]


def test_what_is_read_on_a_cluster_is_what_is_read_here(
    dasks: LocalCluster, tmp_path: Path
) -> None:
    """With a manifest and decisions, which travel, and with what cannot be read."""
    folder = Path(shutil.copytree(EXAMPLES, tmp_path / "plans"))
    put(folder, "decisions.toml", DECISION)
    bad = [
        put(folder, "damaged.pdf", DAMAGED), put(folder, "empty.txt", ""), folder / "none.txt",
        put(folder, "old.doc", "x"), put(folder, "nul.txt", b"\0\1\2" * 99), tmp_path / "plugin",
        put(folder, os.fsdecode(b"caf\xe9.md")), put(folder, "bomb.csv", "a,b\n" * 200_000),
    ]  # fmt: skip
    (tmp_path / "plugin").mkdir()
    found = crossplan.files_of([folder / "plans"]) + bad
    given = {"manifest": folder / "plans.toml", "replace": False}
    there = list(crossplan.load(found, tmp_path / "there", dask=dasks.scheduler_address, **given))
    here = list(crossplan.load(found, tmp_path / "here", jobs=2, **given))
    assert there == here
    assert sum(done.decided for done in there) == 1
    assert {done.outcome for done in there} == {"added", "failed"}
    assert snapshot(tmp_path / "there") == snapshot(tmp_path / "here")


def test_a_killed_worker_costs_only_time(
    dasks: LocalCluster, tmp_path: Path, many: list[Path]
) -> None:
    results = crossplan.load(many, tmp_path / "ws", dask=dasks.scheduler_address)
    outcomes = [next(results).outcome]
    with Client(dasks, set_as_default=False) as client:
        os.kill(next(iter(client.run(os.getpid).values())), signal.SIGKILL)
    outcomes += [done.outcome for done in results]
    assert outcomes == ["added"] * len(many)
    list(crossplan.load(many, tmp_path / "local", jobs=2))
    assert snapshot(tmp_path / "local") == snapshot(tmp_path / "ws")


def test_a_document_that_kills_workers_fails_alone(
    dasks: LocalCluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Were it to break out of its box: the scheduler counts the workers that it took along."""
    monkeypatch.setattr(dasks.scheduler, "allowed_failures", 1)
    monkeypatch.setattr(reading, "read_one", deadly)
    files = [put(tmp_path, "deadly.md"), put(tmp_path, "good.md")]
    done = list(crossplan.load(files, tmp_path / "ws", dask=dasks.scheduler_address))
    assert [d.outcome for d in done] == ["failed", "added"]
    assert done[0].reason == "each worker that was to read it ended"


def deadly(name: str, *rest: object, read: Callable[..., object] = reading.read_one) -> object:
    if name == "deadly.md":
        os.kill(os.getpid(), signal.SIGKILL)
    return read(name, *rest)


def refused(address: str, workspace: Path, plan: Path) -> tuple[int, str]:
    """The exit code and what was said, after which nothing is there."""
    args = ["load", str(plan), "--dask", address, "-w", str(workspace)]
    result = CliRunner().invoke(app, args)
    assert not workspace.exists()
    assert result.stdout == ""
    assert result.stderr.count("\n") == 1
    return result.exit_code, result.stderr


@pytest.mark.parametrize("address", ["here", "tcp://127.0.0.1", "tcp://x:99999", "http://x:1",
                                     "tcp://[::1:8786"])  # fmt: skip
def test_no_address(address: str, tmp_path: Path) -> None:
    code, said = refused(address, tmp_path / "ws", put(tmp_path, "plan.md"))
    assert code == 2
    assert "no address of a Dask scheduler" in said


def test_a_scheduler_that_is_not_there_or_never_answers(tmp_path: Path) -> None:
    plan = put(tmp_path, "plan.md")
    with socket.create_server(("127.0.0.1", 0)) as silent:
        address = "127.0.0.1:{1}".format(*silent.getsockname())
        hung = refused(f"tcp://{address}", tmp_path / "ws", plan)
        unsure = refused(f"tls://{address}", tmp_path / "ws", plan)
    gone = refused(f"tcp://{address}", tmp_path / "ws", plan)
    assert [code for code, _ in (hung, unsure, gone)] == [1, 1, 1]
    assert "nothing was said within 3 s" in hung[1]
    assert "needs certificates" in unsure[1]
    assert "no Dask scheduler answers" in gone[1]


def test_dask_is_not_installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    code, said = refused("tcp://127.0.0.1:1", tmp_path / "ws", put(tmp_path, "plan.md"))
    assert code == 1
    assert "pip install 'crossplan[dask]'" in said


@pytest.mark.parametrize(
    ("what", "told"),
    [("loaders.cluster.version", "not 9; install"), ("ontology.digest", "another vocabulary")],
)
@pytest.mark.parametrize("joins", ["first", "later"])
def test_a_worker_that_would_read_otherwise(
    what: str, told: str, joins: str, dasks: LocalCluster, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setattr(what, lambda: "9")
    if joins == "later":
        monkeypatch.setattr(Client, "run", lambda *_, **__: {})
    code, said = refused(dasks.scheduler_address, tmp_path / "ws", put(tmp_path, "plan.md"))
    assert code == 1
    assert told in said


def test_a_cluster_that_goes_away_leaves_whole_plans(tmp_path: Path, many: list[Path]) -> None:
    workspace = tmp_path / "ws"
    with local(1) as cluster:
        results = crossplan.load(many, workspace, dask=cluster.scheduler_address)
        next(results)
        cluster.scale(0)
        with pytest.raises(CrossplanError, match="no worker is at the Dask scheduler"):
            list(results)
        cluster.scale(1)
        results = crossplan.load(many, workspace, dask=cluster.scheduler_address)
        next(results)
    with pytest.raises(CrossplanError, match=r"the Dask scheduler at .* is gone"):
        list(results)
    assert sound(Workspace.open(workspace))
    again = {done.outcome for done in crossplan.load(many, workspace)}
    assert again == {"added", "unchanged"}


def test_interrupted(dasks: LocalCluster, tmp_path: Path, many: list[Path]) -> None:
    args = command("load", *many, "--dask", dasks.scheduler_address, "-w", tmp_path / "ws")
    with subprocess.Popen(args, cwd=ROOT, stderr=subprocess.PIPE, text=True) as child:
        assert child.stderr
        child.stderr.readline()
        child.send_signal(signal.SIGINT)
        *_, last = child.stderr.read().splitlines()
        assert child.wait() == 130
    assert last.startswith("interrupted; ")
    assert last.endswith(f" of {len(many)} documents loaded")
    assert sound(Workspace.open(tmp_path / "ws"))


def test_inside_a_loop_as_a_notebook_has(dasks: LocalCluster, tmp_path: Path) -> None:
    async def cell() -> list[crossplan.Loaded]:
        plan = put(tmp_path, "plan.md")
        return list(crossplan.load([plan], tmp_path / "ws", dask=dasks.scheduler_address))

    with ThreadPoolExecutor(1) as beside:
        found = beside.submit(asyncio.run, cell()).result()
    assert [done.outcome for done in found] == ["added"]


@given(st.integers(0, 60), st.integers(1, 5))
def test_few_documents_are_ahead_of_the_one_that_is_taken(files: int, count: int) -> None:
    ahead, most = 0, 0

    def begin(_: Path) -> Callable[[], CrossplanError]:
        nonlocal ahead, most
        ahead += 1
        most = max(most, ahead)
        return CrossplanError

    names = [Path(str(n)) for n in range(files)]
    for n, (file, _) in enumerate(in_order(names, begin, count)):
        assert file == names[n]
        ahead -= 1
    assert ahead == 0
    assert most <= 5 * count
