"""Every page in a real browser: opens from disk, is for everyone, says what the questions say."""

import itertools
import json
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from browser import Open, Visit, assert_for_everyone, violations
from hostile_plan import HOSTILE, hostile_plan
from hypothesis import given
from hypothesis import strategies as st

import ontology
from graph import questions
from graph.choices import parse
from graph.errors import CrossplanError, UsageError
from graph.model import Edge, PlanGraph, Unread
from graph.workspace import Workspace
from visualisations import chosen, coverage, partners, views
from visualisations.content import Reader
from visualisations.plans import Plans
from visualisations.sankey import Flow, picture
from visualisations.site import MARK, write
from visualisations.source import Mark, lines
from visualisations.views import VIEWS
from visualisations.wording import differences

Make = Callable[..., str]


COMPARED = ("changes", "progress", "conflicts")
"""Pages that need versions of a plan, a report on it, or a plan above it."""


def made(workspace: Workspace, name: str, *plans: str, day: str | None = None) -> str:
    """A page of these plans, or of as many as it takes."""
    some = plans or tuple(r.id for r in workspace.plans())[: VIEWS[name].most or None]
    return views.page(Plans.of(workspace, some), name, day).decode()


@pytest.fixture(scope="session")
def page(five_plans: Workspace, some_versions: Workspace) -> Make:
    """The pages of the example plans, or of versions where a page needs them, each made once."""
    done: dict[tuple[str, ...], str] = {}

    def make(*call: str) -> str:
        if call not in done:
            done[call] = made(some_versions if call[0] in COMPARED else five_plans, *call)
        return done[call]

    return make


BETWEEN = ("REPLACES", "REPORTS_ON_PLAN", "UNDER_PLAN")


@pytest.fixture(scope="session")
def bad_plans(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """Two plans made of attacks, alike enough to overlap, the second a version of the first."""
    workspace = Workspace.create(tmp_path_factory.mktemp("bad") / "ws")
    with workspace.writer() as writer:
        for plan in ("bad", "worse"):
            graph, text = hostile_plan(plan, storable=True)
            above = [Edge(source="worse", key=k, target="bad") for k in BETWEEN if plan == "worse"]
            edges = [*graph.edges, *above]
            writer.put(PlanGraph.of(plan, graph.source, graph.nodes, edges), text)
    return workspace


# --- every page --------------------------------------------------------------------------------


SHORT = ("themes-southampton", "progress-report-morecambe-bay")
"""Plans that are enough for pages on which the checks of five would take long."""


def brief(page: Make, name: str) -> str:
    some = (
        SHORT[: VIEWS[name].most or None] if name not in ("partners", "targets", *COMPARED) else ()
    )
    return page(name, *some)


@pytest.mark.parametrize("name", VIEWS)
def test_a_page_is_for_everyone(visit: Open, page: Make, name: str) -> None:
    at = visit(brief(page, name), viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
    assert at.page.title().startswith(VIEWS[name].title)
    assert at.page.locator("h1").count() == 1
    assert_for_everyone(at)


@pytest.mark.parametrize("name", VIEWS)
def test_a_page_says_it_all_without_scripts(visit: Open, page: Make, name: str) -> None:
    at = visit(brief(page, name), java_script_enabled=False)
    assert at.page.locator("h1").is_visible()
    assert at.page.locator("td, article, blockquote").locator("visible=true").count()
    assert not at.page.locator(".js-only:visible").count()


@pytest.mark.parametrize("name", VIEWS)
def test_hostile_words_are_shown_and_do_not_run(
    visit: Open, bad_plans: Workspace, name: str
) -> None:
    at = visit(made(bad_plans, name))
    at.page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    for selector in ("mark[data-of]", "main button:enabled:visible", "tbody a"):
        for n in range(min(3, at.page.locator(selector).count())):
            at.page.locator(selector).nth(n).click(no_wait_after=True)
    at.settle()
    assert at.page.evaluate("window.__xss") is None
    assert at.page.locator("main img, table img, header img").count() == 0
    assert HOSTILE[0] in (at.page.locator("body").text_content() or "")
    at.page.set_viewport_size({"width": 640, "height": 900})
    assert at.page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_nothing_outside_is_named_by_any_page(page: Make) -> None:
    for name in VIEWS:
        markup = re.sub(
            r"(<script[^>]*>).*?</script>", r"\1</script>", brief(page, name), flags=re.DOTALL
        )
        assert not re.findall(r"\b(?:src|href|action|srcset|data)=[\"'](?!#)", markup)
        assert "sourceMappingURL" not in brief(page, name)


def test_two_builds_are_identical_whatever_the_hash_seed(
    five_plans: Workspace, some_versions: Workspace
) -> None:
    code = (
        "import sys, hashlib; sys.path[:0] = ['.', 'tests']; import test_pages as t;"
        "from graph.workspace import Workspace; from pathlib import Path;"
        "wss = [Workspace.open(Path(p)) for p in sys.argv[1:]];"
        "page = lambda *call: t.made(wss[call[0] in t.COMPARED], *call);"
        "print([hashlib.sha256(t.brief(page, n).encode()).hexdigest() for n in t.VIEWS])"
    )
    root = Path(__file__).parent.parent
    found = {
        subprocess.run(
            [sys.executable, "-c", code, five_plans.path, some_versions.path], check=True,
            capture_output=True, text=True, cwd=root,
            env={"PYTHONPATH": str(root), "PYTHONHASHSEED": seed},
        ).stdout
        for seed in ("1", "2")
    }  # fmt: skip
    assert len(found) == 1


def test_a_page_of_no_plan_is_refused(tmp_path: Path) -> None:
    empty = Workspace.create(tmp_path / "ws")
    for name in VIEWS:
        with pytest.raises(UsageError, match="holds no plan"):
            views.page(Plans.of(empty), name)


# --- a part of the map -------------------------------------------------------------------------


def test_the_map_of_a_topic_holds_all_about_it_and_what_leads_there(five_plans: Workspace) -> None:
    plans = Plans.of(five_plans)
    shown, label = chosen.of_topic(plans, "attendance")
    wanted = {s.id for s in plans.content.statements if "topic/attendance" in s.topics}
    assert label == "School attendance"
    assert wanted <= {s.id for s in shown.statements}
    assert len(shown.statements) < len(plans.content.statements) / 3
    led = {k.target for k in shown.links}
    assert all(s.key in led for s in shown.statements if s.type == "Action")


def test_the_map_of_a_partner_holds_all_that_names_it(
    five_plans: Workspace, two_plans: Workspace
) -> None:
    plans = Plans.of(five_plans)
    row = next(r for r in questions.ask(five_plans, "shared-partners").rows)
    shown, label = chosen.of_partner(plans, str(row[0]))
    body = next(b for b in partners.bodies(plans) if b.row["body"] == row[0])
    assert label == row[0]
    assert {n.statement.key for n in body.named} <= {s.key for s in shown.statements}
    said: list[str] = []
    html = views.page(plans, "network", partner=label, say=said.append).decode()
    assert f"<title>Map: {label}" in html
    with pytest.raises(UsageError, match="no partner 'zzz'"):
        chosen.of_partner(plans, "zzz")
    with pytest.raises(UsageError, match="about"):
        chosen.of_topic(Plans.of(two_plans), "phonics")
    with pytest.raises(UsageError, match="the map takes a topic"):
        views.page(plans, "flow", topic="attendance")


def test_what_a_page_leaves_out_is_on_it_and_told(
    five_plans: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("visualisations.overlaps.MOST", 7)
    monkeypatch.setattr("visualisations.network.COMFORTABLE", 100)
    said: list[str] = []
    for name in ("overlaps", "network"):
        html = views.page(Plans.of(five_plans), name, say=said.append).decode()
        assert said[-1] in unescape(html)
    assert said[0].startswith("This page shows the strongest 7 of ")
    cards = len(Plans.of(five_plans).content.statements)
    assert said[1].startswith(f"This map is large: {cards} cards")


# --- the source --------------------------------------------------------------------------------


def test_pieces_are_the_text_and_bear_the_innermost_mark() -> None:
    text = "one two three\nfour five"
    marks = [
        Mark(4, 18, "Action", "a"),
        Mark(8, 13, "Partner", "p"),
        Mark(19, 23, "not understood"),
    ]
    found = list(lines(text, marks))
    assert [["".join(p.text for p in line.pieces)] for line in found] == [
        ["one two three"], ["four five"],
    ]  # fmt: skip
    assert [(p.text, p.type, p.keys) for line in found for p in line.pieces] == [
        ("one ", "", ()), ("two ", "Action", ("a",)), ("three", "Partner", ("p", "a")),
        ("four", "Action", ("a",)), (" ", "", ()), ("five", "not understood", ()),
    ]  # fmt: skip


def test_a_page_of_the_document_begins_where_the_reader_says() -> None:
    found = list(lines("a\nb\nc\n", [], [(0, 1), (4, 2)]))
    assert [line.page for line in found] == [1, 0, 2]
    assert [Reader("a\nb\nc\n", [(0, 1), (4, 2)]).page(at) for at in (0, 3, 4)] == [1, 1, 2]


def test_the_source_shows_the_whole_text_and_marks_what_was_read(
    visit: Open, five_plans: Workspace, page: Make
) -> None:
    plan = "ofsted-action-plan-portsmouth"
    at = visit(page("source", plan))
    text = five_plans.text(plan)
    shown = at.page.evaluate(
        """() => [...document.querySelectorAll('.line')].map(line => {
             const copy = line.cloneNode(true);
             copy.querySelectorAll('.vh').forEach(e => e.remove());
             return copy.textContent; })"""
    )
    assert shown == text.splitlines()
    graph = five_plans.graph(plan)
    ids = set(at.page.evaluate("[...document.querySelectorAll('.line [id]')].map(e => e.id)"))
    assert ids >= {f"s{s.start}-{s.end}" for n in graph.nodes for s in n.spans}
    assert graph.of_type(Unread)
    unread = at.page.locator("mark.unread").all_text_contents()
    reading = five_plans.record(plan).reading
    assert "".join(unread).split() == "".join(text[a:b] for a, b in reading.unread).split()


def test_an_address_into_the_source_shows_what_was_made_of_it(
    visit: Open, five_plans: Workspace, page: Make
) -> None:
    plan = "ofsted-action-plan-portsmouth"
    action = five_plans.graph(plan).by_id[f"{plan}/action/2.1"]
    at = visit(page("source", plan), f"#s{action.spans[0].start}-{action.spans[0].end}")
    assert "Action 2.1" in at.text("#details")
    chosen = "".join(at.page.locator("mark.chosen").all_text_contents())
    assert chosen == action.spans[0].quote
    at.page.click("#next")
    assert "not understood" in at.text("#details")
    at.page.uncheck("input[value=Partner]")
    assert at.page.locator("mark[data-type=Partner]:not(.off)").count() == 0


# --- overlaps ----------------------------------------------------------------------------------


def data_of(html: str) -> Any:
    (found,) = re.findall(r'<script type="application/json" id="data">(.*?)</script>', html)
    return json.loads(found)


def test_the_overlaps_are_the_rows_of_the_question(
    visit: Open, five_plans: Workspace, page: Make
) -> None:
    table = questions.ask(five_plans, "overlaps")
    data = data_of(page("overlaps"))
    said = data["statements"]
    rows = [
        (data["ids"][a["plan"]], a["type"], a["text"], data["ids"][b["plan"]], b["type"],
         b["text"], p["score"], p["why"], p["evidence"])
        for p in data["pairs"]
        for a, b in [(said[p["a"]], said[p["b"]])]
    ]  # fmt: skip
    assert rows == [tuple(row) for row in table.rows]
    at = visit(page("overlaps"))
    assert at.text("#status").startswith(f"{len(rows):,} of {len(rows):,} overlaps")
    assert at.page.locator("#pairs > li").count() == 20
    first = at.page.locator("#pairs > li").first
    a = said[data["pairs"][0]["a"]]
    assert first.locator("mark").first.text_content() == a["quotes"][0]["exact"]


def test_the_page_of_chosen_plans_holds_their_overlaps_alone(five_plans: Workspace) -> None:
    two = ("themes-southampton", "progress-report-morecambe-bay")
    rows = [r for r in questions.ask(five_plans, "overlaps").rows if {r[0], r[3]} == set(two)]
    assert len(data_of(made(five_plans, "overlaps", *two))["pairs"]) == len(rows) > 0


def test_filters_leave_what_fits_and_stand_in_the_address(
    visit: Open, five_plans: Workspace, page: Make
) -> None:
    plan = "education-strategy-herefordshire"
    wanted = questions.ask(five_plans, "overlaps", {"plan": plan, "reason": "same-indicator"})
    at = visit(page("overlaps"), f"#a={plan}&reason=same-indicator")
    assert at.text("#status").startswith(f"{len(wanted.rows)} of")
    at.page.fill("[name=q]", "zzzz")
    at.settle()
    assert at.text("#status") == "No overlap fits these filters."
    assert "q=zzzz" in at.page.url
    at.page.click("#all")
    assert "#" not in at.page.url


@pytest.mark.parametrize("topic", ["attendance", "attendance-behaviour", "neet"])
def test_a_topic_on_the_page_is_that_of_the_question(
    visit: Open, five_plans: Workspace, page: Make, site: Path, topic: str
) -> None:
    wanted = len(questions.ask(five_plans, "overlaps", {"topic": topic}).rows)
    at = visit(page("overlaps"), f"#topic=topic%2F{topic}")
    assert at.text("#status").startswith(f"{wanted} of")
    said = (site / f"topic-{topic}.html").read_text("utf-8")
    assert f"Overlaps on this topic ({wanted})" in said
    assert said.count('<li class="two">') == 3


def test_decisions_are_made_with_the_keyboard_and_saved_as_a_file_that_is_read(
    visit: Open, page: Make
) -> None:
    at = visit(page("overlaps"))
    assert at.page.is_disabled("#save")
    for n, (button, because) in enumerate((("Accept", ""), ("Reject", 'for "staff"\\ only'))):
        card = at.page.locator("#pairs > li").nth(n)
        card.get_by_role("button", name=button).focus()
        at.page.keyboard.press("Enter")
        assert card.get_by_role("button", name=button).get_attribute("aria-pressed") == "true"
        at.page.keyboard.press("Tab")
        if button == "Accept":
            at.page.keyboard.press("Tab")
        at.page.keyboard.type(because)
    with at.page.expect_download() as download:
        at.page.get_by_role("button", name="Save 2 decisions").press("Enter")
    found = parse(Path(download.value.path()).read_bytes(), "decisions.toml")
    pairs, said = (data_of(page("overlaps"))[key] for key in ("pairs", "statements"))
    by_verdict = {c.verdict: c for c in found}
    for verdict, pair in zip(("accept", "reject"), pairs, strict=False):
        choice = by_verdict[verdict]
        assert (choice.first, choice.second) == (said[pair["a"]]["id"], said[pair["b"]]["id"])
    assert by_verdict["reject"].because == 'for "staff"\\ only'


def test_one_plan_has_no_overlaps_to_show(five_plans: Workspace) -> None:
    with pytest.raises(UsageError, match="overlaps compares plans"):
        made(five_plans, "overlaps", "themes-southampton")


# --- versions, reports, conflicts --------------------------------------------------------------


@given(
    st.lists(st.sampled_from(["a", "b", "15%", ".", "£5m", "L’a"]), max_size=9).map(" ".join),
    st.lists(st.sampled_from(["a", "b", "17%", ",", "£5m", "-"]), max_size=9).map(" ".join),
)
def test_pieces_of_two_wordings_are_the_wordings_and_the_same_where_not_marked(
    one: str, other: str
) -> None:
    sides = differences(one, other)
    assert tuple("".join(text for text, _ in side) for side in sides) == (one, other)
    kept = ["".join(t for t, differs in side if not differs).split() for side in sides]
    assert kept[0] == kept[1]


def test_wordings_are_marked_word_by_word() -> None:
    assert differences("falls to 15% by July", "falls to 17% by July") == (
        (("falls to ", False), ("15%", True), (" by July", False)),
        (("falls to ", False), ("17%", True), (" by July", False)),
    )
    assert differences("", "new") == ((), (("new", True),))
    assert differences("same", "same") == ((("same", False),), (("same", False),))


@pytest.mark.parametrize("name", COMPARED)
def test_findings_are_the_rows_of_the_question(
    visit: Open, some_versions: Workspace, page: Make, name: str
) -> None:
    table = questions.ask(some_versions, name)
    at = visit(page(name), viewport={"width": 1280, "height": 900})
    kind, first = table.columns.index("kind"), table.columns.index("text")
    shown = at.page.locator(".finding").all()
    assert sorted(f.get_attribute("data-kind") or "" for f in shown) == sorted(
        r[kind] for r in table.rows
    )
    words = Counter(
        "".join(f.locator(".side").first.locator("blockquote").all_text_contents()) for f in shown
    )
    assert words == Counter(r[first] or "" for r in table.rows)
    assert at.text("#status") == f"{len(table.rows)} of {len(table.rows)} rows"
    cells = at.page.locator(".sums td a").all_text_contents()
    assert sum(map(int, cells)) == len(table.rows)


def test_what_changed_is_marked_and_found_with_the_keyboard(visit: Open, page: Make) -> None:
    at = visit(page("changes"))
    assert not at.page.locator(".quiet li").first.is_visible()
    at.page.locator(".sums a[href*=garsdale][href*=reworded]").first.focus()
    at.page.keyboard.press("Enter")
    at.settle()
    found = at.page.locator(".finding:visible")
    assert found.count() == 1
    assert found.locator("del").all_text_contents() == ["all childminders", "gain"]
    assert found.locator("ins").all_text_contents() == ["every childminder"]
    at.page.focus("#filters [name=kind]")
    at.page.keyboard.press("k")
    at.settle()
    assert "kind=kept" in at.page.url
    kept = at.page.locator(".quiet li[data-plan*=garsdale]")
    assert at.page.locator(".finding:visible").count() == kept.count() > 0
    at.page.fill("[name=q]", "zzz")
    at.settle()
    assert at.text("#status").startswith("0 of")
    assert not at.page.locator(".of-pair h2:visible").count()
    at.page.get_by_role("button", name="Show all").press("Enter")
    assert "#" not in at.page.url


def test_what_a_report_says_is_marked_where_it_earned_the_verdict(page: Make) -> None:
    html = page("progress")
    assert "This action will <mark>not be taken forward</mark> because" in html
    assert "<bdi>October 2024</bdi>" in html


def test_pages_that_nothing_fills_are_refused_and_left_out_of_the_site(
    five_plans: Workspace, site: Path
) -> None:
    with pytest.raises(UsageError, match="changes needs two versions of a plan"):
        made(five_plans, "changes")
    assert not [name for name in COMPARED if (site / f"{name}.html").exists()]


def test_the_site_of_versions_leads_to_what_changed(
    some_versions: Workspace, tmp_path: Path
) -> None:
    write(Plans.of(some_versions), tmp_path / "site")
    pages = {p.name: p.read_text("utf-8") for p in (tmp_path / "site").glob("*.html")}
    rows = questions.ask(some_versions, "changes", {"plan": "garsdale-2024"}).rows
    for name in COMPARED:
        assert f'<a href="{name}.html">' in pages["index.html"]
    link = 'changes.html#plan=garsdale-2024">Statements compared with another version'
    assert f"{link} ({len(rows)})" in pages["plan-garsdale-2024.html"]
    assert 'href="source-garsdale-2021.html#s' in pages["changes.html"]


# --- topics by plans ---------------------------------------------------------------------------


def test_sentences_behind_a_cell_are_as_many_as_the_question_counts(
    five_plans: Workspace, page: Make
) -> None:
    data = data_of(page("coverage"))
    labels = {c.id: c.label for c in ontology.concepts("topics").values()}
    said = Counter(
        (labels[topic], data["ids"][one["plan"]], one["column"])
        for one in data["said"]
        for topic in one["of"]
        if topic in labels
    )
    table = questions.ask(five_plans, "coverage", {"topics": "all"})
    for row in table.rows:
        found = dict(zip(table.columns, row, strict=True))
        for column in (*coverage.KINDS, "unread"):
            assert said[found["topic"], found["plan"], column] == found[column], (row, column)
    assert said.total() > 500


def test_silent_is_told_from_not_read_and_mentioned_from_done() -> None:
    def cell(share: float = 0, **counts: int) -> tuple[str, int]:
        row = dict.fromkeys((*coverage.KINDS, "led", "unread"), 0) | {"plan": "p", **counts}
        found = coverage.cell_of(row, share)
        return found.level, found.count

    assert cell() == ("silent", 0)
    assert cell(share=0.2) == ("not read", 0)
    assert cell(unread=1) == ("not read", 0)
    assert cell(vision=1) == ("mentions", 1)
    assert cell(action=2, priority=3) == ("acts", 2)


def test_a_cell_opens_its_sentences_with_the_keyboard(visit: Open, page: Make) -> None:
    at = visit(page("coverage"))
    assert not at.page.locator("#sentences").is_visible()
    cell = at.page.locator("tr:has(th:text('Attendance, behaviour')) td a").nth(1)
    cell.focus()
    at.page.keyboard.press("Enter")
    assert at.text("#sentences-title").startswith("Attendance, behaviour and exclusion: Portsmouth")
    assert at.page.evaluate("document.activeElement.id") == "sentences-title"
    assert "Ensure parents meet their responsibilities" in at.text("#said")
    assert violations(at.page) == []


# --- the timeline ------------------------------------------------------------------------------


@pytest.mark.parametrize("day", ["2016-09-30", "2024-01-01"])
def test_states_on_a_day_are_those_of_the_question(
    visit: Open, five_plans: Workspace, page: Make, day: str
) -> None:
    rows = questions.ask(five_plans, "timeline", {"on_day": day})
    wanted = Counter(row[rows.columns.index("state")] for row in rows.rows)
    states = "Array.from(document.querySelectorAll('tbody tr'), row => row.dataset.state)"
    first = visit(made(five_plans, "timeline", day=day))
    assert Counter(first.page.evaluate(states)) == wanted
    at = visit(page("timeline"), name="chosen.html")
    assert not at.page.locator("[data-state=overdue]").count()
    at.page.fill("[name=day]", day)
    at.settle()
    assert Counter(at.page.evaluate(states)) == wanted


# --- flow, partners, targets -------------------------------------------------------------------


@given(
    st.lists(
        st.tuples(st.integers(0, 5), st.integers(0, 5), st.integers(1, 9)), min_size=1, max_size=12
    )
)
def test_bands_fill_their_boxes_and_nothing_lies_on_anything_else(
    links: list[tuple[int, int, int]],
) -> None:
    amounts = {(f"0/{a}", f"1/{b}"): float(n) for a, b, n in links}
    flows = [Flow(a, b, n) for (a, b), n in amounts.items()]
    columns = [sorted({f.source for f in flows}), sorted({f.target for f in flows})]
    drawn = picture(columns, flows)
    assert drawn == picture(columns, list(reversed(flows)))
    for column in (0, 1):
        boxes = sorted((b for b in drawn.boxes if b.column == column), key=lambda b: b.y)
        assert all(a.y + a.height <= b.y + 0.2 for a, b in itertools.pairwise(boxes))
        assert boxes[-1].y + boxes[-1].height <= drawn.height
    for box in drawn.boxes:
        ends = [f.amount for f in flows if box.node in (f.source, f.target)]
        assert box.amount == sum(ends)


def test_the_flow_of_several_plans_counts_what_coverage_counts(
    five_plans: Workspace, page: Make
) -> None:
    table = questions.ask(five_plans, "coverage")
    wanted = sum(sum(row[table.columns.index(k)] for k in coverage.KINDS) for row in table.rows)
    cells = re.findall(r"</td><td>(\d+)</td></tr>", page("flow"))
    assert sum(map(int, cells)) == 2 * wanted


def test_the_flow_of_one_plan_leads_from_theme_to_measure(page: Make) -> None:
    html = page("flow", "ofsted-action-plan-portsmouth")
    for name in ("Theme", "Priority", "Action", "Partner", "Measure"):
        assert f">{name}</text>" in html


def test_bodies_are_the_rows_of_the_question_with_all_their_statements(
    five_plans: Workspace,
) -> None:
    rows = questions.ask(five_plans, "shared-partners")
    found = partners.bodies(Plans.of(five_plans))
    assert [tuple(b.row.values()) for b in found] == list(rows.rows)
    for body in found:
        assert len({n.statement.key for n in body.named}) == body.row["statements"]
        assert len({n.statement.plan for n in body.named}) == body.row["plans"]


def test_the_targets_are_the_rows_of_the_question(five_plans: Workspace, page: Make) -> None:
    rows = questions.ask(five_plans, "targets-compared").rows
    assert page("targets").count('<th scope="row"') == len(rows) > 0


# --- the site ----------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def site(five_plans: Workspace, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("a site & more") / "ŵ #1"
    write(Plans.of(five_plans), folder)
    return folder


def test_every_link_of_the_site_leads_somewhere(site: Path) -> None:
    pages = {p.name: p.read_text("utf-8") for p in site.glob("*.html")}
    ids = {name: set(re.findall(r'\bid="([^"]+)"', html)) for name, html in pages.items()}
    assert len(pages) > 50
    for name, html in pages.items():
        markup = re.sub(r"<script.*?</script>", "", html, flags=re.DOTALL)
        for link in re.findall(r'href="([^"]+)"', markup):
            file, _, place = unescape(link).partition("#")
            assert file in pages or not file, (name, link)
            if re.fullmatch(r"s\d+-\d+", place):
                assert place in ids[file or name], (name, link)


def test_a_councillor_finds_what_two_councils_want_with_the_keyboard_alone(
    site: Path, chromium: Any
) -> None:
    context = chromium.new_context(offline=True)
    at = Visit(context.new_page(), (site / "index.html").as_uri())
    at.listen()
    at.page.goto(at.address)
    at.page.wait_for_selector("html[data-drawn]")
    assert violations(at.page) == []
    at.page.focus("[name=q]")
    at.page.keyboard.type("attendance")
    at.page.keyboard.press("Enter")
    at.page.wait_for_url("**/search.html#*")
    at.page.wait_for_selector("#found a")
    assert violations(at.page) == []
    for _ in range(8):
        if at.page.evaluate("document.activeElement.textContent") == "School attendance":
            break
        at.page.keyboard.press("Tab")
    at.page.keyboard.press("Enter")
    at.page.wait_for_url("**/topic-attendance.html")
    assert violations(at.page) == []
    at.page.get_by_role("link", name=re.compile("Overlaps on this topic")).press("Enter")
    at.page.wait_for_selector("#pairs > li")
    assert at.page.locator("#pairs mark").count() >= 2
    at.page.locator("#pairs .where a").first.press("Enter")
    at.page.wait_for_url("**/source-*")
    at.page.wait_for_selector("mark.chosen")
    plan = at.page.url.split("source-")[1].split(".html")[0]
    at.page.goto((site / f"plan-{plan}.html").as_uri())
    assert violations(at.page) == []
    context.close()
    assert at.faults == []
    assert all(r.startswith(site.as_uri()) for r in at.requests)


def test_a_site_is_the_same_twice_and_replaces_only_a_site(
    site: Path, five_plans: Workspace, tmp_path: Path
) -> None:
    plans = Plans.of(five_plans)
    with pytest.raises(UsageError, match="holds a site already; --force replaces it"):
        write(plans, site)
    mine = tmp_path / "mine"
    mine.mkdir()
    (mine / "letter.txt").write_text("keep me")
    with pytest.raises(UsageError, match="holds something else"):
        write(plans, mine, force=True)
    before = {p.name: p.read_bytes() for p in site.iterdir()}
    write(plans, site, force=True)
    assert {p.name: p.read_bytes() for p in site.iterdir()} == before
    assert [p.name for p in mine.iterdir()] == ["letter.txt"]


def test_a_site_that_fails_leaves_what_was_there(
    five_plans: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def half(*_: object) -> Iterator[tuple[str, str]]:
        yield "index.html", "new"
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("visualisations.site.pages", half)
    folder = tmp_path / "site"
    folder.mkdir()
    (folder / MARK).write_text("")
    (folder / "index.html").write_text("old")
    with pytest.raises(CrossplanError, match="No space left"):
        write(Plans.of(five_plans), folder, force=True)
    assert (folder / "index.html").read_text() == "old"
    assert [p.name for p in tmp_path.iterdir()] == ["site"]


def test_a_plan_alone_has_a_site_without_comparisons(five_plans: Workspace, tmp_path: Path) -> None:
    write(Plans.of(five_plans, ["themes-southampton"]), tmp_path / "site")
    names = {p.name for p in (tmp_path / "site").iterdir()}
    assert "overlaps.html" not in names
    assert {"index.html", "network.html", "plan-themes-southampton.html"} <= names
