"""The local web app in a real Chromium: what a person does, for everyone, and inert to attacks."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from browser import Visit, assert_for_everyone, launch, violations
from hostile_plan import HOSTILE, hostile_plan
from sample import sample
from served import Served, serving
from workspaces import fill

from graph.deciding import chosen
from graph.workspace import Workspace

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Playwright

PLAN = """# Northmoor Education Plan 2025 to 2027

## Priority 1: Attendance

- Visit each school by July 2026 (Head of Inclusion)
- Train every governor
"""


@pytest.fixture(scope="module")
def local(playwright: "Playwright") -> "Iterator[Browser]":
    """A browser that reaches this machine and no other."""
    browser = launch(playwright, "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1")
    yield browser
    browser.close()


@dataclass
class Reader:
    """Somebody at the browser: what she opened, and what went wrong."""

    served: Served
    browser: "Browser"
    visits: list[Visit] = field(default_factory=list)

    def opens(self, path: str = "", **options: object) -> Visit:
        context = self.browser.new_context(**options)  # type: ignore[arg-type]
        visit = Visit(context.new_page(), self.served.url + path)
        visit.page.set_default_timeout(120_000)
        visit.listen()
        self.visits.append(visit)
        visit.page.goto(visit.address)
        return visit

    def leaves(self) -> None:
        """At the end nothing has failed and nobody else was asked."""
        for visit in self.visits:
            visit.page.context.close()
            assert not visit.faults, visit.faults
            others = [r for r in visit.requests if not r.startswith((self.served.url, "data:"))]
            assert not others


@pytest.fixture
def reader(served: Served, local: "Browser") -> Iterator[Reader]:
    one = Reader(served, local)
    yield one
    one.leaves()


@pytest.fixture
def own(tmp_path: Path, local: "Browser") -> Iterator[Reader]:
    """A reader of a workspace that she may change."""
    fill(tmp_path / "ws", [sample("north-plan"), sample("south-plan", "Another", "South")])
    with serving(tmp_path / "ws") as running:
        one = Reader(running, local)
        yield one
        one.leaves()


PAGES = (
    "", "search.html?q=school", "compare?first=north-plan&second=south-plan", "save", "upload",
    "cypher", "sparql-console",
)  # fmt: skip


@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_for_everyone(reader: Reader, path: str) -> None:
    at = reader.opens(path, viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
    assert at.page.locator("h1").count() == 1
    if path == "sparql-console":
        at.page.evaluate("document.getElementById('yasgui').remove()")
    assert_for_everyone(at)


def test_a_reader_searches_and_reads_the_words_in_their_document(reader: Reader) -> None:
    at = reader.opens()
    at.page.fill("input[name=q]", "school")
    at.page.keyboard.press("Enter")
    at.page.wait_for_url("**/search.html?q=school")
    assert at.page.locator(".results mark").first.inner_text().lower() == "school"
    at.page.click(".results a >> nth=0")
    at.page.wait_for_url("**/source-*.html#s*")
    assert at.page.locator(":target").count() == 1


def overlaps(at: Visit) -> int:
    """How many the page says that there are."""
    return int(at.text(".facts").split()[0].replace(",", ""))


@pytest.mark.parametrize("scripts", [True, False])
def test_a_reader_decides_on_an_overlap_and_takes_it_back(
    own: Reader, tmp_path: Path, scripts: bool
) -> None:
    at = own.opens("compare", java_script_enabled=scripts)
    at.page.select_option("[name=first]", "north-plan")
    at.page.select_option("[name=second]", "south-plan")
    at.page.click("main form >> button")
    count = overlaps(at)
    assert count
    first = at.page.locator(".pairs > li").first
    first.locator("[name=because]").fill("one is for staff")
    first.get_by_role("button", name="Reject").click()
    assert "Rejected" in at.text("[role=status]")
    assert overlaps(at) == count - 1
    (taken,) = chosen(Workspace.open(tmp_path / "ws"))
    assert (taken.verdict, taken.because) == ("reject", "one is for staff")
    at.page.get_by_role("button", name="Undo").click()
    assert overlaps(at) == count
    assert chosen(Workspace.open(tmp_path / "ws")) == ()


def test_a_reader_uploads_decides_and_adds(own: Reader, tmp_path: Path) -> None:
    (tmp_path / "northmoor.md").write_text(PLAN)
    at = own.opens("upload")
    at.page.set_input_files("input[type=file]", tmp_path / "northmoor.md")
    at.page.get_by_role("button", name="Upload and preview").click()
    at.page.wait_for_url("**/preview-*")
    assert violations(at.page) == []
    text = at.page.locator("b").get_by_text("Train every governor", exact=True)
    row = at.page.locator(".queue > li", has=text)
    row.get_by_role("button", name="Reject").click()
    assert row.locator(".tag").inner_text() == "rejected"
    row.get_by_role("button", name="Undo").click()
    row.get_by_text("Correct").first.click()
    row.get_by_label("Text").fill("Train all governors")
    row.get_by_role("button", name="Correct").click()
    at.page.get_by_role("button", name="Add to the workspace").click()
    at.page.get_by_role("link", name="northmoor", exact=True).click()
    at.page.wait_for_url("**/plan-northmoor.html")
    said = " ".join(at.page.locator(".tree").all_text_contents())
    assert "Train all governors" in said
    assert "Train every governor" not in said


def test_a_reader_asks_in_cypher(reader: Reader) -> None:
    at = reader.opens("cypher")
    at.page.fill("textarea", "MATCH (p:Plan) RETURN p.title AS title ORDER BY title")
    at.page.get_by_role("button", name="Run").click()
    assert at.page.locator("tbody td").all_inner_texts() == ["A plan", "Another"]
    at.page.fill("textarea", "MATCH (p:Plan) DELETE p")
    at.page.get_by_role("button", name="Run").click()
    assert "DELETE at line 1" in at.text("[role=alert]")


def test_yasgui_asks_in_sparql(reader: Reader) -> None:
    at = reader.opens("sparql-console")
    at.page.wait_for_selector("html[data-drawn]")
    query = "PREFIX dct: <http://purl.org/dc/terms/> SELECT ?t { ?p dct:title ?t } ORDER BY ?t"
    at.page.evaluate("q => document.querySelector('.CodeMirror').CodeMirror.setValue(q)", query)
    at.page.click(".yasqe_queryButton")
    at.page.wait_for_selector(".yasr table tbody tr")
    assert "Another" in at.text(".yasr table tbody")
    asked = [r for r in at.requests if r.startswith(f"{reader.served.url}sparql")]
    assert any(not r.endswith("-console") for r in asked)


def test_hostile_words_do_not_run(tmp_path: Path, local: "Browser") -> None:
    workspace = Workspace.create(tmp_path / "ws")
    with workspace.writer() as writer:
        for plan in ("bad", "worse"):
            writer.put(*hostile_plan(plan, storable=True))
    document = tmp_path / "x.md"
    document.write_text(f"# {HOSTILE[0]}\n\n## Priority 1: Reading\n\n- Visit {HOSTILE[1]}\n")
    with serving(workspace.path) as running:
        one = Reader(running, local)
        for path in ("", "compare?first=bad&second=worse", "save", "search.html?q=window",
                     "search.html?q=%22%3E%3Cimg%20src=x%20onerror=alert(1)%3E"):  # fmt: skip
            at = one.opens(path)
            assert at.page.evaluate("window.__xss") is None
            assert at.page.locator("main img, header img, main script").count() == 0
        at = one.opens("upload")
        at.page.set_input_files(
            "input[type=file]",
            {"name": f"{HOSTILE[0]}.md", "mimeType": "text/markdown",
             "buffer": document.read_bytes()},
        )  # fmt: skip
        at.page.get_by_role("button", name="Upload and preview").click()
        at.page.wait_for_url("**/preview-*")
        assert HOSTILE[1] in (at.page.locator("main").text_content() or "")
        assert at.page.evaluate("window.__xss") is None
        at = one.opens("cypher")
        at.page.fill("textarea", "MATCH (a:Action) RETURN a.text")
        at.page.get_by_role("button", name="Run").click()
        assert HOSTILE[0] in at.page.locator("tbody td").all_inner_texts()
        assert at.page.evaluate("window.__xss") is None
        one.leaves()


def test_a_page_of_another_site_cannot_decide(own: Reader, tmp_path: Path) -> None:
    """The form of our own page, sent from a page of another origin, changes nothing."""
    ours = own.opens("compare?first=north-plan&second=south-plan")
    form = ours.page.locator("form.verdict").first.evaluate("form => form.outerHTML")
    evil = own.browser.new_page()
    evil.set_content(form.replace('action="decide"', f'action="{own.served.url}decide"'))
    with evil.expect_response("**/decide") as sent:
        evil.get_by_role("button", name="Reject").click()
    assert sent.value.status == 403
    assert chosen(Workspace.open(tmp_path / "ws")) == ()
    ours.page.get_by_role("button", name="Reject").first.click()
    assert len(chosen(Workspace.open(tmp_path / "ws"))) == 1
    evil.close()
