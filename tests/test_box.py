"""The box: a document is read in a child process that is bounded in every way."""

import os
import socket
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from render_docx import render as render_docx
from render_pdf import render as render_pdf
from render_xlsx import render as render_xlsx

import loaders
from graph.errors import CrossplanError, LimitError, UsageError
from graph.sandbox import child_environment
from loaders import child
from loaders.box import Box, Limits
from loaders.decisions.decision import Decision
from loaders.facts import Facts

PLANS = Path(__file__).parent.parent / "examples" / "plans"
SMALL = PLANS / "themes-southampton.txt"
RENDERERS = {".docx": render_docx, ".pdf": render_pdf, ".xlsx": render_xlsx}


@pytest.mark.parametrize("ending", RENDERERS)
def test_a_box_changes_nothing(ending: str, tmp_path: Path) -> None:
    made = RENDERERS[ending](loaders.read(SMALL), tmp_path / f"plan{ending}")
    facts = Facts(council="Southampton", gss="E06000045")
    here = loaders.account(made, facts)
    with Box() as box:
        there = box.account(made, facts)
    assert there == replace(here, document=replace(here.document, blocks=()))


def test_decisions_reach_the_box() -> None:
    graph = loaders.account(SMALL).graph
    action = next(n for n in graph if type(n).__name__ == "Action")
    statement = action.id.removeprefix(f"{graph.plan}/")
    reject = Decision(plan=graph.plan, verdict="reject", statement=statement)
    with Box() as box:
        found = box.account(SMALL, decisions=[reject])
        assert found.decided == 1
        assert action.id not in found.graph.by_id
        wrong = replace(reject, statement="nothing/like/it", quote="never said")
        with pytest.raises(UsageError, match="no statement"):
            box.account(SMALL, decisions=[wrong])


def test_a_document_that_is_refused_does_not_end_the_box(tmp_path: Path) -> None:
    with Box() as box:
        box.account(SMALL)
        with pytest.raises(CrossplanError, match=r"^.*none\.txt: there is no such file$"):
            box.account(tmp_path / "none.txt")
        assert box.account(SMALL).graph == loaders.account(SMALL).graph


@pytest.mark.parametrize(
    ("limits", "says"),
    [
        (Limits(seconds=0.01), r"was not read within 0\.01 s"),
        (Limits(memory=2_000_000), "memory"),
        (Limits(output=1_000), "says more than"),
    ],
)
def test_limits_are_said_and_the_next_document_is_read(
    limits: Limits, says: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Box(limits) as box:
        with pytest.raises(LimitError, match=f"themes-southampton.txt: .*{says}"):
            box.account(SMALL)
        monkeypatch.setattr(box, "_limits", Limits())
        assert box.account(SMALL).graph.plan


CHILDREN = {
    "dies": "exit 3",
    "is killed": "kill -9 $$",
    "says nothing and stays": "sleep 60",
    "says what is no JSON": "echo boo; sleep 60",
    "says another thing": "echo '{\"graph\": 1}'; sleep 60",
    "names a class of its own": 'echo \'{"error": "exec", "told": "x"}\'; sleep 60',
    "never ends its line": "cat /dev/zero",
}


@pytest.mark.parametrize("what", CHILDREN)
def test_a_child_that_was_taken_over_cannot_hang_or_break_its_parent(
    what: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    script = tmp_path / "python"
    script.write_text(f"#!/bin/sh\n{CHILDREN[what]}\n")
    script.chmod(0o700)
    monkeypatch.setattr(sys, "executable", str(script))
    with Box(Limits(seconds=2, output=1 << 24)) as box, pytest.raises(LimitError, match="themes"):
        box.account(SMALL)


def test_a_fault_of_ours_is_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError("secret words of the document")

    monkeypatch.setattr(child, "account", broken)
    request = {"path": "plan.txt", "facts": {}, "decisions": []}
    told = child.answer(request)["fault"]
    assert told.startswith("ZeroDivisionError in ")
    assert "secret" not in told


SPY = """
import loaders, os, socket, sys
def account(path, *_):
    found = []
    try:
        path.with_name("written").write_text("x")
    except OSError as problem:
        found.append("no file")
    try:
        socket.create_connection(("127.0.0.1", int(path.read_text())), timeout=2)
    except OSError:
        found.append("no network")
    found += sorted(os.environ)
    raise loaders.CrossplanError(" ".join(found))
loaders.account = account
"""


def test_the_box_holds_in_what_it_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The child begins with a spy for its reader, which tries what a hostile document would."""
    site = tmp_path / "site"
    site.mkdir()
    (site / "sitecustomize.py").write_text(SPY)
    with socket.create_server(("127.0.0.1", 0)) as server:
        (tmp_path / "plan.txt").write_text(str(server.getsockname()[1]))
        given = child_environment()
        given["PYTHONPATH"] += f"{os.pathsep}{site}"
        monkeypatch.setenv("NEO4J_PASSWORD", "secret")
        monkeypatch.setattr("graph.child.child_environment", lambda: given)
        with Box() as box, pytest.raises(CrossplanError) as said:
            box.account(tmp_path / "plan.txt")
    assert "no file" in str(said.value)
    assert "PASSWORD" not in str(said.value)
    assert (tmp_path / "written").read_text() == ""
    if "no network" not in str(said.value):
        pytest.skip("this system lets no process leave the network")


def test_a_folder_cannot_bring_its_own_modules(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A document lies where anybody may put a file that is named like a module."""
    for name in ("json.py", "loaders.py", "traceback.py"):
        (tmp_path / name).write_text(f"open({str(tmp_path / 'ran')!r}, 'w')")
    plan = tmp_path / "plan.txt"
    plan.write_bytes(SMALL.read_bytes())
    monkeypatch.chdir(tmp_path)
    with Box() as box:
        box.account(Path("plan.txt"))
    assert not (tmp_path / "ran").exists()
