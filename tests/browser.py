"""A real Chromium for the tests of pages: cut off from every network, and strict about faults."""

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, Playwright

FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND",
)  # fmt: skip
AXE = Path(__file__).parent.parent / ".tools" / "axe" / "axe.min.js"


def missing(what: str) -> NoReturn:
    """Skips with the reason; a run that must be complete (CI is set) fails instead."""
    (pytest.fail if os.environ.get("CI") else pytest.skip)(what)
    raise AssertionError


@dataclass
class Visit:
    """A page that was opened, with all that it asked for and complained of."""

    page: "Page"
    address: str
    requests: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    def listen(self) -> None:
        self.page.on("request", lambda r: self.requests.append(r.url))
        self.page.on("pageerror", lambda e: self.faults.append(str(e)))
        self.page.on(
            "console",
            lambda m: self.faults.append(m.text) if m.type in ("error", "warning") else None,
        )

    def text(self, selector: str) -> str:
        return self.page.locator(selector).inner_text()

    def settle(self) -> None:
        self.page.wait_for_timeout(350)


Open = Callable[..., Visit]


@pytest.fixture(scope="session")
def playwright() -> "Iterator[Playwright]":
    from playwright.sync_api import sync_playwright

    with sync_playwright() as running:
        yield running


def launch(playwright: "Playwright", *flags: str) -> "Browser":
    path = os.environ.get("CHROMIUM") or shutil.which("chromium")
    if not path:
        missing("no Chromium: install it (Debian: apt-get install chromium) or set CHROMIUM")
    return playwright.chromium.launch(executable_path=path, args=[*FLAGS, *flags])


@pytest.fixture(scope="session")
def chromium(playwright: "Playwright") -> "Iterator[Browser]":
    browser = launch(playwright)
    yield browser
    browser.close()


@pytest.fixture
def visit(chromium: "Browser", tmp_path: Path) -> Iterator[Open]:
    """Writes a page to a file and opens it; at the end no request and no fault may stand."""
    visits: list[Visit] = []

    def open_page(
        html: str, fragment: str = "", *, name: str = "page.html", browser: Any = None,
        **options: Any,
    ) -> Visit:  # fmt: skip
        file = tmp_path / name
        file.parent.mkdir(exist_ok=True, parents=True)
        file.write_text(html, encoding="utf-8", newline="")
        context = (browser or chromium).new_context(offline=True, **options)
        one = Visit(context.new_page(), file.as_uri() + fragment)
        one.listen()
        visits.append(one)
        one.page.goto(one.address)
        if options.get("java_script_enabled", True):
            one.page.wait_for_selector("html[data-drawn]", timeout=20_000)
        return one

    yield open_page
    for one in visits:
        one.page.context.close()
        assert {r.split("#")[0] for r in one.requests} == {one.address.split("#")[0]}, one.requests
        assert not one.faults, one.faults


def violations(page: "Page") -> list[str]:
    """What axe-core finds against WCAG 2.2 AA and good practice."""
    if not AXE.exists():
        missing("no axe-core: run tests/tools/fetch_axe.sh")
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("axe.run()")
    return [
        f"{v['id']}: {node['target']} {node.get('failureSummary', '')}"
        for v in found["violations"]
        for node in v["nodes"]
    ]


def small_targets(at: Visit) -> list[str]:
    """What on a page is less than 24 pixels wide or high and yet to be hit."""
    found: list[str] = at.page.evaluate(
        """() => [...document.querySelectorAll('button, select, [type=search], .option, summary')]
             .filter(e => e.offsetParent)
             .map(e => [e.textContent.trim(), e.getBoundingClientRect()])
             .filter(([, r]) => r.height < 24 || r.width < 24).map(([t]) => t)"""
    )
    return found


def assert_for_everyone(at: Visit) -> None:
    """In light and on a desk, in dark and on a phone: axe finds nothing, all of it can be hit."""
    assert violations(at.page) == []
    at.page.emulate_media(color_scheme="dark")
    at.page.set_viewport_size({"width": 320, "height": 640})
    assert at.page.evaluate("document.documentElement.scrollWidth") <= 320
    assert small_targets(at) == []
    assert violations(at.page) == []
