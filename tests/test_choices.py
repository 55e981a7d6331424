"""What people decide across plans: the file, what its names mean, and what holds of it."""

import json
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st
from sample import sample
from workspaces import fill

from cli import app
from graph import choices
from graph.across import compare, stamp
from graph.choices import Choice, parse, to_toml
from graph.corpus import NO_CHOICES, Choices
from graph.deciding import chosen
from graph.errors import UsageError
from graph.model import Partner, PlanGraph
from graph.questions import ask
from graph.resolve_choices import resolved
from graph.workspace import Workspace

ONE, OTHER = "north-plan/action/1", "south-plan/action/1"
TEXT = st.text(st.characters(exclude_categories=("Cs",)), min_size=1).filter(str.strip)
LINE = TEXT.map(lambda t: " ".join(t.split()))
VERDICTS = st.sampled_from(["accept", "reject"])


def school(plan: str, number: int, name: str, canonical: str | None = None) -> Partner:
    return Partner(
        id=f"{plan}/partner/{number}", name=name, canonical=canonical or name, kind="school"
    )


def plans() -> list[PlanGraph]:
    north, south = sample("north-plan"), sample("south-plan", "Another", "South")
    schools = [school("north-plan", 2, "Ashdown HS", "Ashdown High School"),
               school("north-plan", 3, "Ashdown High", "Ashdown High School")]  # fmt: skip
    more = [school("south-plan", 2, "Ashdown High School"), school("south-plan", 3, "Westend")]
    return [
        replace(north, nodes=(*north.nodes, *schools)),
        replace(south, nodes=(*south.nodes, *more)),
    ]


def overlap(first: str = ONE, second: str = OTHER, verdict: str = "accept", **more: str) -> Choice:
    return Choice(kind="overlap", first=first, second=second, verdict=verdict, **more)


def same(first: str, second: str, verdict: str = "accept") -> Choice:
    return Choice(kind="same", first=first, second=second, verdict=verdict)


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    return fill(tmp_path_factory.mktemp("prepared") / "ws", plans())


@pytest.fixture
def ws(prepared: Workspace, tmp_path: Path) -> Workspace:
    """A workspace of its own with the two plans."""
    return Workspace(Path(shutil.copytree(prepared.path, tmp_path / "ws", symlinks=True)))


# --- the file --------------------------------------------------------------------------------


overlaps = st.builds(overlap, LINE, LINE, VERDICTS, first_quote=LINE, because=LINE)


@given(st.lists(overlaps | st.builds(same, LINE, LINE, VERDICTS), max_size=4))
def test_the_file_says_what_was_chosen(chosen: list[Choice]) -> None:
    def order(found: tuple[Choice, ...] | list[Choice]) -> list[str]:
        return sorted(map(repr, (replace(c, told="") for c in found)))

    data = to_toml(chosen)
    assert order(parse(data, "file")) == order(chosen)
    assert to_toml(parse(data, "file")) == to_toml(sorted(chosen, key=repr, reverse=True))


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[[overlap", "is not a TOML file"),
        ("\xff", "is not a TOML file"),
        ("[[merge]]", "unknown key 'merge'"),
        ("overlap = 3", "each decision is a"),
        ('[[overlap]]\nfirst = "a"\nsecond = "b"', "overlap 1 has no verdict"),
        ('[[same]]\nfirst = "a"\nverdict = "accept"', "same 1 has no second"),
        ('[[same]]\nfirst = "a"\nsecond = "b"\nverdict = "maybe"', "it is accept or reject"),
        ('[[same]]\nfirst = ""\nsecond = "b"\nverdict = "accept"', "must be a text"),
        ('[[same]]\nfrist = "a"', "unknown key 'frist'"),
    ],
)
def test_a_file_that_is_wrong_is_refused(text: str, says: str) -> None:
    with pytest.raises(UsageError, match=says):
        parse(text.encode("latin-1"), "decisions.toml")


# --- what they are on ------------------------------------------------------------------------


def test_an_overlap_is_on_a_pair_whichever_is_named_first() -> None:
    found = resolved([overlap(OTHER, ONE, because="one project")], plans())
    assert found.accepted == {(ONE, OTHER): "one project"}
    assert found.status(ONE, OTHER) == found.status(OTHER, ONE) == "accepted"
    assert found.status(ONE, "south-plan/action/bare") == ""
    assert resolved([overlap(verdict="reject")], plans()).status(ONE, OTHER) == "rejected"


def test_words_find_a_statement_that_has_another_id_now() -> None:
    found = resolved([overlap("north-plan/theme/9", first_quote="Attendance")], [
        replace(g, nodes=tuple(n for n in g if "priority" not in n.id and "measure" not in n.id))
        for g in plans()
    ])  # fmt: skip
    assert found.status("north-plan/theme/1", OTHER) == "accepted"


def test_a_name_means_every_partner_that_is_called_so() -> None:
    (word,) = resolved([same("ashdown  HS", "Ashdown High School", "reject")], plans()).same
    assert (word.first, word.accepted) == ({"north-plan/partner/2"}, False)
    assert word.second == {"north-plan/partner/2", "north-plan/partner/3", "south-plan/partner/2"}


@pytest.mark.parametrize(
    ("chosen", "says"),
    [
        ([overlap("west-plan/action/1")], "no plan 'west-plan' is loaded"),
        ([overlap("north-plan/action/17")], "no statement of north-plan .* nearest is north-plan"),
        ([overlap("north-plan/partner/1")], "no statement of north-plan"),
        ([overlap(ONE, "north-plan/action/bare")], "two statements of one plan"),
        ([overlap(), overlap(OTHER, ONE, "reject")], "contradicts"),
        ([same("Ashdown Hgh", "Ashdown High")], "no plan names; the nearest is Ashdown High"),
        ([same("Westend", "Westend")], "one partner twice"),
        ([same("Ashdown HS", "Ashdown High"), same("Ashdown High", "Ashdown HS", "reject")],
         "contradicts"),
        ([same("Ashdown HS", "Westend"), same("Westend", "south-plan/partner/2"),
          same("Ashdown HS", "south-plan/partner/2", "reject")], "contradicts"),
    ],
)  # fmt: skip
def test_what_is_not_there_or_contradicts_another_is_refused(
    chosen: list[Choice], says: str
) -> None:
    with pytest.raises(UsageError, match=says):
        resolved(chosen, plans())


def test_nothing_decided_is_no_choice() -> None:
    assert resolved([], plans()) == NO_CHOICES == Choices()


# --- in a workspace --------------------------------------------------------------------------


def test_findings_are_made_anew_when_a_decision_changes(ws: Workspace) -> None:
    compare(ws)
    before = stamp(ws)
    (ws.path / choices.NAME).write_bytes(to_toml([overlap()]))
    assert stamp(ws) != before
    assert compare(ws)
    assert not compare(ws)


def test_a_wrong_file_stops_the_comparison_and_changes_nothing(ws: Workspace) -> None:
    compare(ws)
    before = (ws.path / "across" / "graph.nq").read_bytes()
    (ws.path / choices.NAME).write_bytes(to_toml([overlap("west-plan/action/1")]))
    with pytest.raises(UsageError, match="overlap 1"):
        compare(ws)
    assert (ws.path / "across" / "graph.nq").read_bytes() == before


# --- the command line ------------------------------------------------------------------------


def run(ws: Workspace, *args: str) -> Result:
    return CliRunner().invoke(app, ["decide", *args, "-w", str(ws.path)], prog_name="crossplan")


def decided(ws: Workspace) -> list[tuple[str, str, str, str]]:
    return [(c.kind, c.verdict, c.first, c.second) for c in chosen(ws)]


def test_an_overlap_is_accepted_changed_listed_and_taken_back(ws: Workspace) -> None:
    done = run(ws, "overlap", "north-plan/action/1", OTHER, "--accept", "--because", "one\nproject")
    assert done.exit_code == 0, done.stderr
    (choice,) = chosen(ws)
    assert (choice.first_quote, choice.because) == ("Peer challenge", "one project")
    assert run(ws, "overlap", OTHER, ONE, "--reject").exit_code == 0
    assert decided(ws) == [("overlap", "reject", OTHER, ONE)]
    listed = CliRunner().invoke(app, ["decide", "--list", "-f", "json", "-w", str(ws.path)])
    assert json.loads(listed.stdout)["rows"] == [
        {"about": "overlap", "verdict": "reject", "first": OTHER, "second": ONE, "because": None}
    ]
    assert run(ws, "overlap", ONE, OTHER, "--undo").exit_code == 0
    assert decided(ws) == []


def test_names_become_one_in_the_answer(ws: Workspace) -> None:
    def variants() -> list[tuple[Any, ...]]:
        return [row[:3] for row in ask(ws, "partner-variants").rows]

    before = variants()
    assert run(ws, "same", "Westend", "Ashdown HS", "--accept").exit_code == 0
    assert [r for r in variants() if r not in before] == [
        ("accepted", "Ashdown High School",
         ["Ashdown High", "Ashdown High School", "Ashdown HS", "Westend"])
    ]  # fmt: skip
    assert run(ws, "same", "ashdown hs", "WESTEND", "--undo").exit_code == 0
    assert variants() == before


def test_what_was_decided_on_a_plan_that_is_gone_can_be_taken_back(ws: Workspace) -> None:
    run(ws, "overlap", ONE, OTHER, "--accept")
    with ws.writer() as writer:
        writer.remove("south-plan")
    with pytest.raises(UsageError, match="no plan 'south-plan' is loaded"):
        compare(ws)
    assert run(ws, "overlap", ONE, OTHER, "--undo").exit_code == 0
    compare(ws)


@pytest.mark.parametrize(
    ("args", "says"),
    [
        (("overlap", ONE, OTHER), "--accept, --reject or --undo"),
        (("overlap", ONE, "west-plan/action/1", "--accept"), "no node"),
        (("overlap", ONE, "north-plan/action/bare", "--accept"), "two statements of one plan"),
        (("overlap", ONE, "south-plan/partner/1", "--accept"), "is a Partner and no statement"),
        (("overlap", ONE, "action/bare", "--accept"), "could be any of these"),
        (("same", "Ashdon HS", "Westend", "--accept"), "the nearest is Ashdown HS"),
        (("same", "Westend", "Ashdown High School", "--reject"), "contradicts"),
        (("same", "Westend", "Westend", "--reject"), "one partner twice"),
        (("same", "Westend", "DfE", "--undo"), "no decision on"),
        (("same", "DfE", "Westend", "--undo", "--because", "so"), "not for --undo"),
    ],
)
def test_a_decision_that_cannot_be_taken_changes_nothing(
    args: tuple[str, ...], says: str, ws: Workspace
) -> None:
    assert run(ws, "same", "Ashdown HS", "south-plan/partner/3", "--accept").exit_code == 0
    before = (ws.path / choices.NAME).read_bytes()
    done = run(ws, *args)
    assert done.exit_code == 2
    assert says in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert (ws.path / choices.NAME).read_bytes() == before


def test_the_workspace_may_stand_before_the_kind_of_decision(ws: Workspace) -> None:
    args = ["decide", "-w", str(ws.path), "same", "Ashdown HS", "Westend", "--reject"]
    assert CliRunner().invoke(app, args).exit_code == 0
    assert decided(ws) == [("same", "reject", "Ashdown HS", "Westend")]
