"""Answers to named questions are kept for as long as what they were read from is the same."""

from pathlib import Path

import pytest
from sample import sample, text_of
from workspaces import fill

from graph import query
from graph.questions import ask
from graph.tables import Table
from graph.workspace import Workspace


@pytest.fixture
def ws(tmp_path: Path) -> Workspace:
    return fill(tmp_path / "ws", [sample(p) for p in ("north-plan", "south-plan", "west-plan")])


@pytest.fixture
def no_store(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """From now on no store answers anything."""

    def refused(*_: object) -> Table:
        raise AssertionError("a store was asked")

    monkeypatch.setattr(query, "_run", refused)
    return monkeypatch


def answers(ws: Workspace) -> list[Path]:
    return sorted((ws.path / "index" / "current" / "answers").iterdir())


def test_the_same_question_is_read_once(ws: Workspace, request: pytest.FixtureRequest) -> None:
    first = ask(ws, "due", {"by": "2018-12-31"})
    other = ask(ws, "leads", {"plan": "north-plan"})
    request.getfixturevalue("no_store")
    assert ask(ws, "due", {"by": "2018-12-31"}) == first
    assert ask(ws, "leads", {"plan": "north-plan"}) == other
    with pytest.raises(AssertionError, match="a store was asked"):
        ask(ws, "due", {"by": "2017-12-31"})


def test_a_changed_plan_is_read_anew(ws: Workspace) -> None:
    before = ask(ws, "completeness")
    with ws.writer() as writer:
        writer.put(sample("south-plan", extra=2), text_of("south-plan"))
    after = ask(ws, "completeness")
    assert before.rows != after.rows
    assert {r[0]: r[1] for r in after.rows}["south-plan"] == 4


def test_a_damaged_answer_is_made_again(ws: Workspace) -> None:
    first = ask(ws, "areas")
    (kept,) = answers(ws)
    kept.write_bytes(kept.read_bytes()[:-2])
    assert ask(ws, "areas") == first
