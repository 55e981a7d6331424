"""The briefing paper: true to its questions, the same in every format, safe with any words."""

import io
import re
from pathlib import Path

import docx
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from lxml import html
from planted import NORTH, THREE, planted

import crossplan
from cli import app
from graph.errors import UsageError
from graph.workspace import Workspace
from visualisations.brief import brief
from visualisations.paper import WRITERS, Grid, Pair, Paper, Said, Section

EVIL = "<script>alert(1)</script> **bold** | cell [x](javascript:y) `code` \x1b[31m \uffff"


@pytest.fixture(scope="module")
def portsmouth(five_plans: Workspace) -> Paper:
    (own,) = [r.id for r in five_plans.plans() if r.council == "Portsmouth City Council"]
    return brief(five_plans, [own], "Portsmouth City Council")


@pytest.fixture(scope="module")
def three(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    return planted(tmp_path_factory.mktemp("three"), THREE)


def section(paper: Paper, title: str) -> Section:
    (found,) = [s for s in paper.sections if s.title == title]
    return found


def test_the_paper_says_where_a_council_stands(portsmouth: Paper) -> None:
    grid = section(portsmouth, "Where we stand").grid
    assert grid
    standing = {row[0]: row[1:] for row in grid.rows}
    assert len(standing) == 9
    assert standing["Safeguarding and child safety"][0] == "silent"
    attendance = standing["Attendance, behaviour and exclusion"]
    assert attendance[:2] == ("4 actions, 4 with a lead, 4 with a measure", "3 of 4")


def test_overlaps_show_five_pairs_of_our_words_and_theirs(
    portsmouth: Paper, five_plans: Workspace
) -> None:
    pairs = section(portsmouth, "Overlaps to act on").pairs
    assert len(pairs) == 5
    texts = {r.council or r.title: set(_words(five_plans, r.id)) for r in five_plans.plans()}
    for pair in pairs:
        assert pair.first.who == "Portsmouth City Council" != pair.second.who
        assert pair.first.text in texts[pair.first.who]
        assert pair.second.text in texts[pair.second.who]
        assert pair.reasons
    said = [s.text for p in pairs for s in (p.first, p.second)]
    assert len(set(said)) == 10


def _words(workspace: Workspace, plan: str) -> list[str]:
    return [n.text for n in workspace.graph(plan) if hasattr(n, "text")]


def test_gaps_and_what_is_lacking_are_those_of_the_plan(three: Workspace) -> None:
    paper = brief(three, ["south"], "South Council")
    gaps = section(paper, "Gaps").grid
    assert gaps
    assert {(row[0], row[1]) for row in gaps.rows} >= {
        ("School attendance", "only mentioned"), ("Persistent absence", "silent")
    }  # fmt: skip
    lacks = section(paper, "What our plans lack").grid
    assert lacks
    assert ("“We will double the number of apprenticeships by 2021”") in {r[2] for r in lacks.rows}


def test_a_council_with_two_plans_has_no_gap_that_one_of_them_fills(tmp_path: Path) -> None:
    more = "# South Council Attendance Plan 2024\n\n## Priority 1: Attendance\n\n- We will visit every pupil with persistent absence\n"  # noqa: E501
    ws = planted(tmp_path, THREE | {"south-attendance": more})
    both = [r.id for r in ws.plans() if r.council == "South Council"]
    assert len(both) == 2
    gaps = section(brief(ws, both, "South Council"), "Gaps").grid
    assert gaps
    assert not {"School attendance", "Persistent absence"} & {row[0] for row in gaps.rows}


@pytest.mark.parametrize("ending", WRITERS)
def test_the_same_data_give_the_same_bytes(ending: str, three: Workspace) -> None:
    first, second = (crossplan.paper(three, "north", ending=ending) for _ in range(2))
    assert first == second


def test_every_format_has_every_heading(portsmouth: Paper) -> None:
    titles = [portsmouth.title, *(s.title for s in portsmouth.sections)]
    page = html.fromstring(WRITERS[".html"](portsmouth).decode())
    assert [h.text for h in page.iter("h1", "h2")] == titles
    lines = WRITERS[".md"](portsmouth).decode().splitlines()
    assert [x.lstrip("# ") for x in lines if x.startswith(("# ", "## "))] == titles
    word = docx.Document(io.BytesIO(WRITERS[".docx"](portsmouth)))
    styles = ("Title", "Heading 1")
    assert [p.text for p in word.paragraphs if p.style and p.style.name in styles] == titles


def test_it_is_about_two_pages(portsmouth: Paper) -> None:
    assert 500 < len(WRITERS[".md"](portsmouth).decode().split()) < 1_300


def evil(text: str) -> Paper:
    pair = Pair(text, Said(text, text), Said(text, text), (text,))
    grid = Grid(("One", "Two"), ((text, text),))
    return Paper(text, (text,), (Section(text, text, (pair,), grid),), text, "0")


@given(st.text() | st.just(EVIL))
def test_no_words_of_a_plan_are_markup(text: str) -> None:
    page = html.fromstring(WRITERS[".html"](evil(text)).decode())
    assert not list(page.iter("script", "img", "a", "iframe"))
    assert len(list(page.iter("td"))) == 2
    lines = WRITERS[".md"](evil(text)).decode().split("\n")
    (row,) = [x for x in lines[lines.index("| --- | --- |") + 1 :] if x.startswith("|")]
    assert len(row.replace("\\\\", "").replace("\\|", "").split("|")) == 4
    assert not re.search(r"(?<!\\)<script", "\n".join(lines))


def test_word_holds_any_words() -> None:
    word = docx.Document(io.BytesIO(WRITERS[".docx"](evil(EVIL))))
    assert word.tables[0].rows[1].cells[0].text.startswith("<script>alert(1)</script> **bold**")


@pytest.mark.parametrize(
    ("council", "names", "ending", "says"),
    [
        ("Nroth", (), ".md", "no council 'Nroth'; there is "),
        (None, ("nowhere",), ".md", "no plan 'nowhere'"),
        (None, (), ".md", "name a council or plans"),
        ("north", ("south",), ".md", "name a council or plans"),
        ("north", (), ".pdf", "a paper ends in .md, .html, .docx, not '.pdf'"),
    ],
)
def test_wrong_use_is_said(
    council: str | None, names: tuple[str, ...], ending: str, says: str, three: Workspace
) -> None:
    with pytest.raises(UsageError, match=says):
        crossplan.paper(three, council, names, ending)


def test_a_paper_needs_plans_of_others(tmp_path: Path) -> None:
    alone = planted(tmp_path, {"north": NORTH})
    with pytest.raises(UsageError, match="a comparison needs two plans"):
        crossplan.paper(alone, "north")


def test_the_command_writes_the_file(three: Workspace, tmp_path: Path) -> None:
    file = tmp_path / "paper.md"
    call = ["brief", "--council", "north", "-w", str(three.path), "-o", str(file)]
    done = CliRunner().invoke(app, call)
    assert done.exit_code == 0, done.output
    assert file.read_bytes() == crossplan.paper(three, "north")
