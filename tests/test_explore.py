"""Everything at once: drawn on request, and a sentence with the map where it would be slow."""

import json
import re
from pathlib import Path
from typing import Any

from browser import Open, Visit, launch, violations
from hypothesis import given
from hypothesis import strategies as st

import visualisations
from graph.workspace import Workspace
from visualisations import views
from visualisations.layout import Item
from visualisations.plans import Plans
from visualisations.rings import discs

SIGMA = Path(visualisations.__path__[0]) / "sigma"


def made(workspace: Workspace) -> str:
    return views.page(Plans.of(workspace), "explore").decode()


def without_drivers_words(at: Visit) -> None:
    """What the software renderer says of its own speed is no fault of the page."""
    at.faults[:] = [fault for fault in at.faults if "GL Driver Message" not in fault]


def dots(at: Visit) -> int:
    """How many statements sigma was given."""
    return int(at.page.evaluate("crossplan.everything.graph.order"))


def test_without_a_graphics_card_it_says_so_and_shows_the_map(
    visit: Open, two_plans: Workspace
) -> None:
    at = visit(made(two_plans))
    assert "draws without a graphics card (by SwiftShader)" in at.text("#verdict")
    assert not at.page.locator("#whole").is_visible()
    assert at.page.locator("#map canvas").is_visible()
    assert violations(at.page) == []


def test_without_webgl_it_says_so_and_offers_nothing(
    visit: Open, two_plans: Workspace, playwright: Any
) -> None:
    browser = launch(playwright, "--disable-3d-apis")
    at = visit(made(two_plans), browser=browser)
    assert "WebGL is switched off or missing" in at.text("#verdict")
    assert not at.page.locator("#anyway").is_visible()
    assert at.page.locator("#map canvas").is_visible()
    at.page.context.close()
    browser.close()


def test_everything_is_drawn_when_wanted_and_found_with_the_keyboard(
    visit: Open, five_plans: Workspace
) -> None:
    plans = Plans.of(five_plans)
    at = visit(made(five_plans), reduced_motion="reduce", viewport={"width": 1280, "height": 900})
    at.page.focus("#anyway")
    at.page.keyboard.press("Enter")
    at.page.wait_for_selector("#whole:not([hidden]) canvas")
    assert dots(at) == len(plans.content.statements)
    assert at.page.evaluate("document.activeElement.id") == "explore-title"
    at.page.focus("#explore-filters [name=q]")
    at.page.keyboard.type("attendance")
    at.settle()
    wanted = [
        s for s in plans.content.statements if "attendance" in f"{s.number} {s.text}"[:240].lower()
    ]
    assert at.text("#count") == f"{len(wanted)} of {dots(at)} statements"
    at.page.locator("#list button").first.press("Enter")
    assert "linked statement" in at.text("#count")
    assert at.page.evaluate("document.activeElement.tagName") == "H3"
    assert violations(at.page) == []
    at.page.set_viewport_size({"width": 320, "height": 640})
    assert at.page.evaluate("document.documentElement.scrollWidth") <= 320
    without_drivers_words(at)


def test_where_frames_are_slow_it_is_taken_back(visit: Open, two_plans: Workspace) -> None:
    policy = re.compile('<meta http-equiv="Content-Security-Policy"[^>]*>')
    slow = made(two_plans).replace("SOFTWARE.exec(name)", "null").replace("SLOW = 100", "SLOW = -1")
    at = visit(policy.sub("", slow))
    at.page.wait_for_function("document.getElementById('verdict').textContent.includes('takes')")
    assert re.search(r"because a frame of it takes \d+ milliseconds here", at.text("#verdict"))
    assert not at.page.locator("#whole").is_visible()
    without_drivers_words(at)


def test_the_bundle_is_of_the_locked_versions_with_their_licences() -> None:
    lock = json.loads((SIGMA / "package-lock.json").read_text("utf-8"))["packages"]
    told = (SIGMA / "LICENCES.txt").read_text("utf-8")
    for name, version in json.loads((SIGMA / "package.json").read_text())["dependencies"].items():
        assert lock[f"node_modules/{name}"]["version"] == version
    bundled = re.findall(r"^(\S+) ([\d.]+) \((\S+)\)$", told, flags=re.MULTILINE)
    assert {name for name, *_ in bundled} >= {"sigma", "graphology"}
    for name, version, licence in bundled:
        assert (lock[f"node_modules/{name}"]["version"], licence) == (version, "MIT")
    assert told.count("Permission is hereby granted") == len(bundled)


@given(
    st.lists(st.tuples(st.integers(0, 3), st.integers(0, 8)), min_size=1, max_size=30),
    st.lists(st.tuples(st.integers(0, 29), st.integers(0, 29)), max_size=40),
)
def test_discs_of_plans_lie_apart(
    found: list[tuple[int, int]], ends: list[tuple[int, int]]
) -> None:
    items = [Item(f"n{n}", lane, column) for n, (lane, column) in enumerate(found)]
    links = [(f"n{a}", f"n{b}") for a, b in ends if max(a, b) < len(items)]
    places = discs(items, links)
    assert places.keys() == {i.id for i in items}
    boxes = [
        [places[i.id] for i in items if i.lane == lane] for lane in sorted({i.lane for i in items})
    ]
    spans = [
        (min(x for x, _ in b), max(x for x, _ in b), min(y for _, y in b), max(y for _, y in b))
        for b in boxes
    ]
    for n, (a, b, c, d) in enumerate(spans):
        assert all(b < e or f < a or d < g or h < c for e, f, g, h in spans[:n])
