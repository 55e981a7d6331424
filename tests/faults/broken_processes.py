"""Faults of the process, the disk and the machine while crossplan works."""

import os
import resource
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest
from sample import sample
from tools import PLAN, ROOT, command, load, put, run, snapshot, sound
from workspaces import fill

from graph.errors import DamagedError, StoreError
from graph.query import sparql
from graph.workspace import Workspace

EVERY = "SELECT (COUNT(*) AS ?n) { ?p a xp:Plan }"


def many(folder: Path, count: int) -> list[Path]:
    folder.mkdir(exist_ok=True)
    return [put(folder, f"plan-{n:03}.txt", PLAN.replace("schools", f"school number {n}"))
            for n in range(count)]  # fmt: skip


def orphans_of_a_killed_build(folder: Path) -> None:
    """What an index that never came to its end left behind goes with the next that does."""
    ws = fill(folder / "ws", [sample()])
    orphan = ws.path / "index" / "7" / "oxigraph"
    orphan.mkdir(parents=True)
    (orphan / "bulk-000001.sst").write_bytes(b"\0" * 100_000)
    (ws.path / "plans" / "half").mkdir()
    (ws.path / "plans" / "half" / "graph.nq.next").write_bytes(b"<a> <b> ")
    (ws.path / "texts" / f"{'0' * 64}.txt").write_text("of a plan that never came")
    (ws.path / "unfinished").touch()
    with ws.writer() as writer:
        writer.remove("north-plan")
    assert not orphan.exists()
    assert [str(p) for name in ("plans", "texts") for p in (ws.path / name).iterdir()] == []


def acknowledged_or_not(folder: Path) -> None:
    """Killed between the commit and the answer: the plan is there and again is a no-op."""
    path = put(folder, "plan.txt")
    code = "import os, graph.index as i; i.publish = lambda _: os._exit(9); import cli; cli.main()"
    args = [sys.executable, "-c", code, "load", str(path), "-w", str(folder / "ws")]
    done = subprocess.run(args, check=False, cwd=ROOT, capture_output=True)
    assert done.returncode == 9
    before = snapshot(folder / "ws")
    assert load(folder / "ws", path)["plan.txt"].outcome == "unchanged"
    assert snapshot(folder / "ws") == before
    assert sparql(Workspace.open(folder / "ws"), EVERY).rows == ((1,),)


def no_space_left(folder: Path) -> None:
    """However little may be written: said in a sentence, and what was there stays whole."""
    ws = fill(folder / "ws", [sample()])
    before, plan = snapshot(ws.path), put(folder, "plan.txt", PLAN * 20)
    codes = set()
    for size in (0, 100, 1_000, 3_000, 10_000, 100_000):
        done = subprocess.run(
            command("load", plan, "-w", ws.path), capture_output=True, text=True, check=False,
            cwd=ROOT, preexec_fn=lambda n=size: resource.setrlimit(resource.RLIMIT_FSIZE, (n, n)),
        )  # fmt: skip
        assert "Traceback" not in done.stderr, (size, done.stderr)
        assert done.returncode in (0, 4), (size, done.stderr)
        codes.add(done.returncode)
        kept = snapshot(ws.path)
        assert {k: v for k, v in kept.items() if k in before} == before
        assert sound(ws)
        assert sparql(ws, EVERY).rows == ((len(ws.plans()),),)
    assert 4 in codes
    assert load(ws.path, plan)["plan.txt"].outcome in ("added", "unchanged")
    _full_disk(folder, plan)


def in_namespace(script: str, *args: Path) -> "subprocess.CompletedProcess[str] | None":
    """A script with mounts of its own, which end with it; None where the system forbids that."""
    call = ["unshare", "-rm", "bash", "-c"]
    try:
        subprocess.run([*call, "mount -t tmpfs none /mnt"], check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError):
        return None
    where = {**os.environ, "PYTHONPATH": str(ROOT), "CP": f"{sys.executable} -m crossplan"}
    done = subprocess.run([*call, script, "-", *map(str, args)], capture_output=True, text=True,
                          check=False, env=where, cwd=ROOT)  # fmt: skip
    assert "Traceback" not in done.stderr
    return done


FULL = """
mount -t tmpfs -o size=40m none "$1" && cp -r "$2" "$1/ws" || exit 99
head -c 100m /dev/zero > "$1/fill" 2>/dev/null
$CP load "$3" -w "$1/ws"; echo "load $?"
$CP plans -w "$1/ws" -f csv | wc -l
$CP verify -w "$1/ws" 2>&1 >/dev/null; echo "verify $?"
rm "$1/fill"
$CP load "$3" -w "$1/ws"; echo "again $?"
$CP sparql 'SELECT (COUNT(*) AS ?n) { ?p a xp:Plan }' -w "$1/ws" -f csv | tail -1
"""


def _full_disk(folder: Path, plan: Path) -> None:
    (folder / "disk").mkdir()
    fill(folder / "other", [sample()])
    done = in_namespace(FULL, folder / "disk", folder / "other", plan)
    if done is None:
        pytest.skip("no disk of our own can be mounted here; a limit on file size was tried")
    said = done.stdout.split()
    assert said[:3] == ["load", "4", "2"], done
    assert said[-3:] == ["again", "0", "2"], done
    assert said[-5:-3] == ["verify", "0"], done
    assert "No space left on device" in done.stderr


READ_ONLY = """
mount -t tmpfs none "$1" && cp -r "$2" "$1/ws" && mount -o remount,ro "$1" || exit 99
$CP load "$3" -w "$1/ws"; echo "load $?"
$CP load "$3" -w "$1/new"; echo "load $?"
$CP sparql 'ASK { ?p a xp:Plan }' -w "$1/ws" -f csv | tail -1
$CP export -f nq -o "$1/x.nq" -w "$1/ws"; echo "export $?"
"""


def read_only(folder: Path) -> None:
    (folder / "disk").mkdir()
    ws = fill(folder / "ws", [sample()])
    done = in_namespace(READ_ONLY, folder / "disk", ws.path, put(folder, "plan.txt"))
    if done is None:
        pytest.skip("no disk of our own can be mounted here")
    assert done.stdout.split() == ["load", "4", "load", "4", "true", "export", "1"], done
    assert done.stderr.count("Read-only file system") == 3
    assert done.stderr.count(str(folder / "disk")) >= 3


def stopped(folder: Path, sign: signal.Signals, code: int) -> None:
    """One sentence with how far it came, a code of its own, a whole workspace."""
    files = many(folder / "in", 200)
    child = subprocess.Popen(
        command("load", folder / "in", "-w", folder / "ws"), stderr=subprocess.PIPE, text=True,
        cwd=ROOT,
        # A shell in the background hands down that interrupts are ignored.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
    )  # fmt: skip
    assert child.stderr
    child.stderr.readline()
    child.send_signal(sign)
    *_, last = child.stderr.read().splitlines()
    assert (child.wait(60), last.split(";")[0]) == (code, "interrupted")
    told = int(last.split()[1])
    assert last == f"interrupted; {told} of 200 documents loaded"
    ws = Workspace.open(folder / "ws")
    assert told <= len(ws.plans()) < len(files)
    assert sound(ws)
    assert sparql(ws, EVERY).rows == ((len(ws.plans()),),)
    assert {d.outcome for d in load(ws.path, *files).values()} == {"added", "unchanged"}


def interrupted(folder: Path) -> None:
    stopped(folder, signal.SIGINT, 130)


def terminated(folder: Path) -> None:
    stopped(folder, signal.SIGTERM, 143)


def strange_folders(folder: Path) -> None:
    """A file where the workspace should be, garbage in its index, another format."""
    plan = put(folder, "plan.txt")
    done = run("load", plan, "-w", plan)
    assert (done.returncode, "something else" in done.stderr) == (2, True)
    ws = fill(folder / "ws", [sample()])
    current = (ws.path / "index" / "current").resolve() / "oxigraph"
    for name in ("CURRENT", "LOCK", "IDENTITY"):
        (current / name).write_bytes(b"garbage\n")
    assert sparql(ws, EVERY).rows == ((1,),)
    (ws.path / "index" / "current").unlink()
    (ws.path / "index" / "current").symlink_to("nowhere")
    assert sparql(ws, EVERY).rows == ((1,),)
    (ws.path / "workspace.json").write_bytes(b"\xff\xfe")
    assert run("plans", "-w", ws.path).returncode == 6


def damage_of_every_file(folder: Path) -> None:
    """A byte turned over or an end cut off in any file: found, or of no consequence."""
    ws = fill(folder / "ws", [sample(), sample("south-plan", "Another", "South")])
    before = {r.id: (ws.graph(r.id), ws.text(r.id)) for r in ws.plans()}
    for path in sorted(p for p in ws.path.rglob("*") if p.is_file()):
        whole = path.read_bytes()
        for damaged in (whole[: len(whole) // 2], _turned(whole), b""):
            path.write_bytes(damaged)
            try:
                found = {r.id: (ws.graph(r.id), ws.text(r.id)) for r in ws.plans()}
                Workspace.open(ws.path)
            except DamagedError:
                continue
            finally:
                path.write_bytes(whole)
            assert found == before or _is_said(path, ws), path


def _turned(data: bytes) -> bytes:
    at = len(data) // 2
    return data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :] if data else data


def _is_said(path: Path, ws: Workspace) -> bool:
    """Titles and file names in a manifest are no statements: they are for people to read."""
    return path.name == "manifest.json" and path.is_relative_to(ws.path / "plans")


def output_is_whole_or_old(folder: Path) -> None:
    ws = fill(folder / "ws", [sample()])
    target = put(folder, "plans.csv", "what was there")
    code = "import os; os.fsync = lambda _: os._exit(9); import cli; cli.main()"
    args = [sys.executable, "-c", code, "export", "-o", str(target), "-w", str(ws.path)]
    assert subprocess.run(args, check=False, cwd=ROOT).returncode == 9
    assert target.read_text() == "what was there"
    assert run("export", "-o", target, "-w", ws.path).returncode == 0
    assert target.read_text().startswith("plan,id")


SURROUNDINGS: Sequence[dict[str, str]] = (
    {},
    {"LC_ALL": "C", "LANG": "C", "PYTHONHASHSEED": "1"},
    {"TZ": "Pacific/Kiritimati", "LC_ALL": "POSIX", "TERM": "dumb"},
    {"TZ": "America/Los_Angeles", "PYTHONUTF8": "0", "COLUMNS": "20", "NO_COLOR": "1"},
    {"HOME": "/nonexistent", "TERM": "xterm-256color", "FORCE_COLOR": "1", "PYTHONHASHSEED": "2"},
)


def surroundings(folder: Path) -> None:
    """Clock, language, home and terminal change nothing of what is written."""
    plan = put(folder, "plan.txt", PLAN.replace("school", "école – £5m"))
    said = set()
    for n, more in enumerate(SURROUNDINGS):
        ws = folder / str(n)
        done = run("load", plan, "-w", ws, **more)
        assert done.returncode == 0, done.stderr
        out = [
            run(*c, "-w", ws, **more).stdout
            for c in (("export", "-f", "nq"), ("plans", "-f", "csv"))
        ]
        said.add((done.stderr, *out, tuple(snapshot(ws).items())))
    assert len(said) == 1
    bare = subprocess.run(
        command("plans", "-w", folder / "0"), env={"PYTHONPATH": str(ROOT)}, check=False,
        capture_output=True, text=True, cwd=ROOT,
    )  # fmt: skip
    assert bare.returncode == 0, bare.stderr
    call = f"{' '.join(command('plans', '-w', folder / '0'))} >&-"
    closed = subprocess.run(
        ["bash", "-c", call], capture_output=True, text=True, check=False, cwd=ROOT
    )
    assert "Traceback" not in closed.stderr


def two_writers(folder: Path) -> None:
    ws = fill(folder / "ws", [sample()])
    with ws.writer(), pytest.raises(StoreError, match=f"process {os.getpid()}"), ws.writer():
        pass
    done = None
    with ws.writer():
        done = run("load", put(folder, "plan.txt"), "-w", ws.path)
    assert (done.returncode, "being written by process" in done.stderr) == (4, True)
