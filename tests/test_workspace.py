"""The workspace: plans whole or not at all, whatever happens to the process."""

import json
import os
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from sample import sample, text_of
from workspaces import fill

import graph
from graph import index
from graph.errors import CrossplanError, DamagedError, StoreError, UsageError
from graph.model import Council, Plan, PlanGraph
from graph.query import cypher, sparql
from graph.rdf import to_nquads
from graph.workspace import Workspace

COUNT = "SELECT (COUNT(*) AS ?n) { ?p a xp:Plan }"


def files_of(workspace: Workspace) -> dict[str, bytes]:
    """The files of record and their bytes."""
    found = [p for p in workspace.path.rglob("*") if p.is_file()]
    state = {"index", "lock", "unfinished"}
    kept = [p for p in found if not state & set(p.relative_to(workspace.path).parts)]
    return {str(p.relative_to(workspace.path)): p.read_bytes() for p in kept}


def retitled(whole: PlanGraph, title: str) -> PlanGraph:
    nodes = [replace(n, title=title) if isinstance(n, Plan) else n for n in whole]
    return PlanGraph.of(whole.plan, whole.source, nodes, whole.edges)


@pytest.fixture
def ws(tmp_path: Path) -> Workspace:
    return fill(tmp_path / "ws", [sample("north-plan"), sample("south-plan", "Another", "South")])


def test_what_goes_in_comes_out(ws: Workspace) -> None:
    assert [(r.id, r.title, r.council) for r in ws.plans()] == [
        ("north-plan", "A plan", "North"),
        ("south-plan", "Another", "South"),
    ]
    assert ws.graph("north-plan") == sample("north-plan")
    assert ws.text("north-plan") == text_of("north-plan")
    assert sum(ws.record("north-plan").quads.values()) == ws.nquads("north-plan").count(b"\n")


def test_again_changes_no_byte(ws: Workspace, tmp_path: Path) -> None:
    before = files_of(ws)
    with ws.writer() as writer:
        assert writer.put(sample("north-plan"), text_of("north-plan")) == "unchanged"
    assert files_of(ws) == before
    other = fill(tmp_path / "other", [sample("south-plan", "Another", "South"), sample()])
    assert files_of(other) == before


def test_one_document_under_two_names(ws: Workspace) -> None:
    again = sample("north-plan")
    again = replace(again, source=replace(again.source, name="copy.txt"))
    with ws.writer() as writer:
        assert writer.put(again, text_of("north-plan")) == "unchanged"
    assert ws.record("north-plan").sources == ("north-plan.txt", "copy.txt")
    assert ws.nquads("north-plan") == to_nquads(sample("north-plan"))


def test_replace_and_remove(ws: Workspace) -> None:
    before = files_of(ws)
    with ws.writer() as writer:
        assert writer.put(sample("third"), text_of("third")) == "added"
        assert writer.put(retitled(sample("third"), "New"), text_of("third")) == "replaced"
    assert sparql(ws, COUNT).rows == ((3,),)
    with ws.writer() as writer:
        writer.remove("third")
    assert files_of(ws) == before
    assert sparql(ws, COUNT).rows == ((2,),)
    assert cypher(ws, "MATCH (p:Plan) RETURN count(*)").rows == ((2,),)


def test_an_id_that_another_publication_has(ws: Workspace) -> None:
    other = sample("north-plan", "Other", "Elsewhere")
    other = replace(other, source=replace(other.source, name="other.txt", sha256="0" * 64))
    before = files_of(ws)
    with ws.writer() as writer:
        with pytest.raises(CrossplanError, match="already belongs to 'A plan'"):
            writer.put(other, text_of("north-plan"))
        assert files_of(ws) == before
        assert writer.put(other, text_of("north-plan"), replace=True) == "replaced"


def test_two_plans_without_a_council_are_not_one_for_that(tmp_path: Path) -> None:
    def without_council(title: str, name: str) -> PlanGraph:
        made = sample("a", title)
        nodes = [replace(n, council=None) if isinstance(n, Plan) else n
                 for n in made if not isinstance(n, Council)]  # fmt: skip
        edges = [e for e in made.edges if e.key != "PLAN_OF"]
        source = replace(made.source, name=name, sha256=f"{len(title):064d}")
        return PlanGraph.of("a", source, nodes, edges)

    ws = fill(tmp_path / "ws", [without_council("One", "one.txt")])
    with ws.writer() as writer, pytest.raises(CrossplanError, match="already belongs to 'One'"):
        writer.put(without_council("Another", "a.txt"), text_of("a"))


@pytest.mark.parametrize("plan", ["../up", "a/b", "", "CON:", ".hidden", "a\nb", "x" * 101])
def test_an_id_is_never_a_path(plan: str, ws: Workspace) -> None:
    before = files_of(ws)
    with pytest.raises(UsageError, match="cannot be a plan's id"), ws.writer() as writer:
        writer.put(sample(plan), text_of(plan))
    assert files_of(ws) == before


def test_names_of_plans(ws: Workspace) -> None:
    assert ws.resolve("north-plan").id == ws.resolve("nor").id == "north-plan"
    assert ws.resolve("another").id == "south-plan"
    with pytest.raises(UsageError, match="could be any of these plans: north-plan, south-plan"):
        ws.resolve("plan")
    with pytest.raises(UsageError, match="there is north-plan"):
        ws.resolve("nroth-plan")


def test_folders_that_are_no_workspace(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="crossplan load"):
        Workspace.open(tmp_path)
    (tmp_path / "mine.txt").write_text("keep")
    with pytest.raises(UsageError, match="something else"):
        Workspace.create(tmp_path)
    with pytest.raises(UsageError, match="something else"):
        Workspace.create(tmp_path / "mine.txt")
    (tmp_path / "workspace.json").write_text('{"crossplan-workspace": 99}')
    with pytest.raises(DamagedError, match="newer crossplan"):
        Workspace.open(tmp_path)
    (tmp_path / "workspace.json").write_text("[]")
    with pytest.raises(DamagedError, match="cannot be read"):
        Workspace.open(tmp_path)


def child(code: str, *args: str) -> subprocess.Popen[str]:
    home, tests = Path(graph.__file__).parent.parent, Path(__file__).parent
    paths = os.pathsep.join([str(home), str(tests)])
    return subprocess.Popen(
        [sys.executable, "-c", code, *args], text=True, cwd=home,
        env={**os.environ, "PYTHONPATH": paths}, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
    )  # fmt: skip


def test_a_second_writer_is_told_who_writes(ws: Workspace) -> None:
    code = """
import sys; from pathlib import Path; from graph.workspace import Workspace
with Workspace.open(Path(sys.argv[1])).writer():
    print("in", flush=True); input()
"""
    with child(code, str(ws.path)) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "in\n"
        with pytest.raises(StoreError, match=f"process {other.pid} on "), ws.writer():
            pass
        assert sparql(ws, COUNT).rows == ((2,),), "readers do not wait"
        other.kill()
    with ws.writer() as writer:
        writer.remove("south-plan")


KILLED_AT = """
import os, sys; from pathlib import Path
import graph.files, graph.workspace as w; from sample import sample, text_of
steps = int(sys.argv[2]); names = "replace", "unlink", "mkdir", "touch"
real = {n: getattr(Path, n) for n in names}
def counted(name):
    def step(self, *a, **k):
        global steps
        steps -= 1
        if steps < 0: os._exit(9)
        return real[name](self, *a, **k)
    return step
for name in real: setattr(Path, name, counted(name))
with w.Workspace.open(Path(sys.argv[1])).writer() as writer:
    writer.put(sample("north-plan", "A plan", "North", 1), text_of("north-plan"))
    writer.put(sample("third"), text_of("third"))
    writer.remove("south-plan")
"""


def test_killed_at_any_step_every_plan_is_whole(tmp_path: Path) -> None:
    """The writer is ended before its n-th change of a file name, for every n."""
    start = fill(tmp_path / "start", [sample(), sample("south-plan", "Another", "South")])
    told = files_of(fill(tmp_path / "told", [sample(extra=1), sample("third")]))
    for steps in range(60):
        ws = Workspace(shutil.copytree(start.path, tmp_path / str(steps), symlinks=True))
        with child(KILLED_AT, str(ws.path), str(steps)) as writer:
            code = writer.wait()
        found = {r.id: ws.graph(r.id) for r in ws.plans()}
        assert found["north-plan"] in (sample(), sample(extra=1))
        assert found.get("third", sample("third")) == sample("third")
        assert all(ws.text(r) == text_of(r) for r in found)
        assert sparql(ws, COUNT).rows == ((len(found),),)
        with ws.writer() as again:
            again.put(sample(extra=1), text_of("north-plan"))
            again.put(sample("third"), text_of("third"))
            if "south-plan" in found:
                again.remove("south-plan")
        assert files_of(ws) == told
        if code == 0:
            return
    pytest.fail("the writer never came to its end")


def test_damage_is_found(ws: Workspace) -> None:
    nquads = ws.path / "plans" / "north-plan" / "graph.nq"
    whole = nquads.read_bytes()
    nquads.write_bytes(whole[:-100])
    with pytest.raises(DamagedError, match=r"load north-plan.txt again"):
        ws.graph("north-plan")
    nquads.write_bytes(whole)
    (text,) = [p for p in (ws.path / "texts").iterdir() if b"north" in p.read_bytes()]
    text.write_bytes(b"another text")
    with pytest.raises(DamagedError, match="the text of north-plan"):
        ws.text("north-plan")
    (ws.path / "plans" / "north-plan" / "manifest.json").write_text("{}")
    with pytest.raises(DamagedError, match="not a plan's manifest"):
        ws.plans()


def published(ws: Workspace) -> Path:
    return (ws.path / "index" / "current").resolve()


def test_an_index_that_is_not_what_it_was_is_made_again(ws: Workspace) -> None:
    first = published(ws)
    for path in sorted((first / "oxigraph").glob("*.sst"))[:1]:
        path.write_bytes(path.read_bytes()[:-1])
    assert sparql(ws, COUNT).rows == ((2,),)
    assert published(ws) != first
    cypher(ws, "MATCH (p:Plan) RETURN count(*)")
    (published(ws) / "ladybug").write_bytes(b"")
    assert cypher(ws, "MATCH (p:Plan) RETURN count(*)").rows == ((2,),)


def test_an_index_behind_its_plans_is_made_again(ws: Workspace) -> None:
    before = published(ws)
    stamp = json.loads((before / "oxigraph.json").read_bytes())
    with ws.writer() as writer:
        writer.remove("south-plan")
    link = ws.path / "index" / "current"
    link.unlink()
    link.symlink_to(before.name)
    assert stamp["stamp"] != index.stamp_of(ws)
    assert sparql(ws, COUNT).rows == ((1,),)


def test_a_reader_keeps_the_version_that_it_opened(ws: Workspace) -> None:
    with index.published(ws, "oxigraph") as place:
        with ws.writer() as writer:
            writer.remove("south-plan")
        assert place.is_dir()
        assert published(ws) != place.parent


def test_a_workspace_that_may_only_be_read_still_answers(ws: Workspace) -> None:
    with ws.writer(), pytest.raises(StoreError), ws.writer():
        pass
    index_folder = ws.path / "index"
    index_folder.rename(ws.path / "moved")
    (ws.path / "index").write_text("in the way")
    assert sparql(ws, COUNT).rows == ((2,),)


def test_two_runs_of_export_give_the_same_bytes(ws: Workspace) -> None:
    code = """
import sys; from pathlib import Path
from graph.exporting import export; from graph.workspace import Workspace
ws = Workspace.open(Path(sys.argv[1]))
sys.stdout.write(export([ws.graph(r.id) for r in ws.plans()], "nq").decode())
"""
    found = set()
    for seed in ("1", "2"):
        os.environ["PYTHONHASHSEED"] = seed
        with child(code, str(ws.path)) as run:
            found.add(run.communicate()[0])
    del os.environ["PYTHONHASHSEED"]
    assert len(found) == 1
    assert found.pop() == "".join(
        sorted((ws.nquads("north-plan") + ws.nquads("south-plan")).decode().splitlines(True))
    )
