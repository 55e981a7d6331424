"""The map in a real browser: what it shows is what the graph holds, and nothing else runs."""

import csv
import io
import json
import re
import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import quote as quoted

import networkx as nx
import pytest
from browser import Open, Visit, launch, small_targets, violations
from hostile_plan import HOSTILE, hostile_plan
from sample import sample, text_of

import loaders
from benchmarks.pages import plan as big_plan
from graph.derive import derive
from graph.errors import UsageError
from graph.model import (
    NODE_TYPES,
    RELATIONS,
    Action,
    Edge,
    Node,
    Plan,
    PlanGraph,
    Priority,
    Source,
    Span,
    Theme,
)  # fmt: skip
from graph.property_graph import in_plan
from visualisations import theme
from visualisations.content import Reader, content
from visualisations.network import MOST
from visualisations.network import page as network_page
from visualisations.page import Frame


def two() -> tuple[list[PlanGraph], dict[str, str]]:
    graphs = [sample("north-plan", "North’s £5m plan – Llŷr", extra=3),
              sample("south-plan", "South’s plan", "South")]  # fmt: skip
    return graphs, {g.plan: text_of(g.plan) for g in graphs}


def page(
    graphs: Sequence[PlanGraph], texts: Mapping[str, str], *, title: str, version: str,
    day: str | None = None,
) -> str:  # fmt: skip
    shown = content(graphs, texts)
    return network_page(shown, Frame(version, shown.plans, day), title)


def build(**options: Any) -> str:
    graphs, texts = two()
    return page(graphs, texts, title="Two plans", version="0.0.0", **options)


def drawn_graph(graphs: list[PlanGraph]) -> "nx.MultiDiGraph[str]":
    """What the map draws when nothing is chosen, said again without the page's own code."""
    drawn: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for graph in graphs:
        drawn.add_nodes_from(n.id for n in graph.nodes)
        reached = {e.target for e in graph.edges}
        roots = [e for e in in_plan(graph) if e.source not in reached]
        derived = {n.id for n in graph.nodes if n.basis == "derived"}
        for e in (*graph.edges, *roots):
            if e.target not in graph.by_id:
                continue
            if e.basis != "derived" or {e.source, e.target} & derived:
                drawn.add_edge(e.source, e.target, key=e.key)
    return drawn


def shown_ids(at: Visit) -> set[str]:
    """What the table shows, by the ids that its links lead to."""
    ids: list[str] = at.page.evaluate(
        """() => [...document.querySelectorAll('tbody tr:not(.filtered) a')]
              .map(a => new URLSearchParams(a.hash.slice(1)).get('node'))"""
    )
    return set(ids)


def click_card(at: Visit, node: str) -> None:
    """A real click where the card is drawn."""
    spot = at.page.evaluate(
        """(id) => {
          const data = JSON.parse(document.getElementById('data').textContent);
          const key = data.statements.find(s => s.id === id).key;
          const {x, y} = crossplan.network.canvasToDOM(crossplan.network.getPosition(key));
          const box = document.getElementById('map').getBoundingClientRect();
          return [box.left + x, box.top + y];
        }""",
        node,
    )
    at.page.mouse.click(*spot)
    chosen = "id => new URLSearchParams(location.hash.slice(1)).get('node') === id"
    at.page.wait_for_function(chosen, arg=node)


def saved(at: Visit, kind: str) -> bytes:
    with at.page.expect_download() as download:
        at.page.select_option("#save", kind)
    return Path(download.value.path()).read_bytes()


# --- bytes, without a browser ------------------------------------------------------------------


def test_every_type_and_relation_has_its_look_and_words() -> None:
    assert set(theme.LOOKS) == set(NODE_TYPES) - {"Unread"}
    assert set(theme.RELATION_WORDS) == set(RELATIONS) - {"LEFT_UNREAD"} | {"IN_PLAN", "ABOUT"}
    assert len({look.path for look in theme.LOOKS.values()}) == len(theme.LOOKS)


def luminance(colour: str) -> float:
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("side", [0, 1])
@pytest.mark.parametrize("family", theme.FAMILIES)
def test_colours_stand_out_from_the_background(family: str, side: int) -> None:
    both = sorted(map(luminance, (theme.FAMILIES[family][side], theme.BACKGROUND[side])))
    assert (both[1] + 0.05) / (both[0] + 0.05) >= 3


def test_the_day_is_said_only_if_given() -> None:
    assert "as on 2024-02-03" in build(day="2024-02-03")
    assert "as on" not in build()


def test_too_much_is_refused_with_what_to_do() -> None:
    with pytest.raises(
        UsageError, match=r"3,\d{3} statements .* takes 3,000: choose .* overview; .* Big \(3,"
    ):
        page([big_plan(MOST + 100)], {}, title="Big", version="0")


def test_nothing_is_refused() -> None:
    with pytest.raises(UsageError, match="nothing to draw"):
        page([], {}, title="None", version="0")


def test_quotes_are_shown_in_their_context_with_their_line() -> None:
    quote = Reader("one\ntwo three four\nfive").quote(Span(8, 13, "three"))
    assert (quote.before, quote.exact, quote.after, quote.line) == (
        "one\ntwo ", "three", " four\nfive", 2,
    )  # fmt: skip


def test_a_text_that_does_not_hold_the_quote_gives_no_context() -> None:
    assert Reader("another text").quote(Span(3, 8, "three")) == Reader("").quote(
        Span(3, 8, "three")
    )


def test_a_statement_that_nothing_leads_to_hangs_on_its_plan() -> None:
    graphs, texts = two()
    shown = content(graphs, texts)
    ids = {s.key: s.id for s in shown.statements}
    roots = {ids[link.source] for link in shown.links if link.type == "IN_PLAN"}
    assert roots == {"north-plan/theme/1", "south-plan/theme/1"}


# --- the page opens ----------------------------------------------------------------------------


def is_drawn(at: Visit) -> bool:
    """Has the canvas more than one colour?"""
    return bool(
        at.page.evaluate(
            """() => { const c = document.querySelector('#map canvas');
              const all = c.getContext('2d').getImageData(0, 0, c.width, c.height).data;
              return new Set(new Uint32Array(all.buffer)).size > 10; }"""
        )
    )


def test_it_opens_from_disk_and_draws(visit: Open) -> None:
    at = visit(build())
    assert is_drawn(at)
    graphs, _ = two()
    drawn = drawn_graph(graphs)
    assert at.text("#status").startswith(
        f"{drawn.number_of_nodes()} of {drawn.number_of_nodes()} statements "
        f"and {drawn.number_of_edges()} of"
    )
    assert at.page.title() == "Two plans – crossplan"
    assert "Llŷr" in at.page.content()


def test_it_opens_from_any_path(visit: Open) -> None:
    assert is_drawn(visit(build(), name="a b#c%20 ŵ/päge 1.html"))


def test_it_draws_without_webgl(visit: Open, playwright: Any) -> None:
    browser = launch(playwright, "--disable-3d-apis")
    assert is_drawn(visit(build(), browser=browser))
    browser.close()


def test_without_scripts_the_table_says_it_all(visit: Open) -> None:
    at = visit(build(), java_script_enabled=False)
    graphs, _ = two()
    assert at.page.locator("tbody tr").count() == drawn_graph(graphs).number_of_nodes()
    assert at.page.locator("tbody tr").last.is_visible()
    assert "table below" in at.text("noscript")
    assert not at.page.locator("#filters").is_visible()
    at.page.locator("tbody summary").first.click()
    assert at.page.locator("tbody details").first.get_attribute("open") is not None


def test_the_legend_counts_what_the_graph_holds(visit: Open) -> None:
    graphs, _ = two()
    nodes = {n.id: n for g in graphs for n in g.nodes}
    expected = Counter(type(n).__name__ for n in nodes.values())
    at = visit(build())
    found = {
        name: int(at.text(f'[data-count="type:{name}"]'))
        for name in NODE_TYPES
        if at.page.locator(f'[data-count="type:{name}"]').count()
    }
    assert found == expected


# --- reading a statement -----------------------------------------------------------------------


def every_quote() -> list[tuple[str, str]]:
    graphs, _ = two()
    return [(n.id, n.spans[0].quote) for g in graphs for n in g.nodes if n.spans]


def test_a_click_on_a_card_shows_exactly_its_quote(visit: Open) -> None:
    at = visit(build(), reduced_motion="reduce")
    for node, quote in every_quote():
        click_card(at, node)
        assert at.page.locator("#details mark").first.text_content() == quote
        around = at.page.locator("#details blockquote").first.text_content() or ""
        assert quote in around
        assert len(around) > len(quote)
        at.page.click("#details button:has-text('Close')")
        at.page.click("#fit")


def test_a_click_on_empty_space_clears(visit: Open) -> None:
    at = visit(build(), "#node=north-plan%2Faction%2F1")
    assert at.text("#panel-title") == "Action 1.1"
    box = at.page.locator("#map").bounding_box()
    assert box
    at.page.mouse.click(box["x"] + 6, box["y"] + 35)
    at.settle()
    assert at.text("#panel-title") == "Details"


def test_details_say_dates_owner_faults_and_topics(visit: Open) -> None:
    at = visit(build(), "#node=north-plan%2Faction%2F1")
    details = at.text("#details")
    for words in ("by Sept 2016", "2016-09-30", "a fault", "Department for Education", "led by",
                  "north-plan.txt, line 2, characters"):  # fmt: skip
        assert words in details
    at.page.click("#details [data-node='north-plan/partner/1']")
    assert at.text("#panel-title") == "Partner"
    assert at.page.evaluate("document.activeElement.id") == "panel-title"
    at.page.goto(at.address.split("#")[0] + "#node=north-plan%2Ftheme%2F1")
    at.page.click("#details button:has-text('School attendance')")
    assert shown_ids(at) == {
        f"{p}-plan/{n}/1" for p in ("north", "south") for n in ("theme", "priority")
    }


def test_the_keyboard_leads_from_the_table_to_the_details_and_back(visit: Open) -> None:
    at = visit(build())
    at.page.keyboard.press("Tab")
    assert "Skip to the map" in at.page.evaluate("document.activeElement.textContent")
    at.page.keyboard.press("Tab")
    at.page.keyboard.press("Enter")
    for _ in range(2):
        at.page.keyboard.press("Tab")
    row = at.page.evaluate("document.activeElement.textContent")
    at.page.keyboard.press("Enter")
    assert at.page.evaluate("document.activeElement.id") == "panel-title"
    assert row in at.text("#details")
    at.page.keyboard.press("Escape")
    assert at.page.evaluate("document.activeElement.textContent") == row
    assert at.text("#panel-title") == "Details"


def test_arrow_keys_still_scroll_the_page(visit: Open) -> None:
    at = visit(build(), viewport={"width": 900, "height": 400})
    at.page.focus("#map-title")
    before = at.page.evaluate("scrollY")
    for _ in range(8):
        at.page.keyboard.press("ArrowDown")
    at.settle()
    assert at.page.evaluate("scrollY") > before


# --- filters, search, address ------------------------------------------------------------------


def test_a_plan_is_hidden_and_shown(visit: Open) -> None:
    at = visit(build())
    all_of_it = shown_ids(at)
    at.page.uncheck("input[name=plan][value='1']")
    assert shown_ids(at) == {i for i in all_of_it if not i.startswith("south-plan")}
    assert "hide=plan%3A1" in at.page.url
    assert at.text('[data-count="type:Theme"]') == "1"
    at.page.click("#reset")
    assert shown_ids(at) == all_of_it


def test_types_filter_and_all_off_says_so(visit: Open) -> None:
    at = visit(build())
    at.page.uncheck("input[name=type][value=Partner]")
    assert not {i for i in shown_ids(at) if "/partner/" in i}
    for box in at.page.locator("input[name=type]").all():
        box.uncheck()
    assert at.page.locator("#empty").is_visible()
    assert at.text("#status").startswith("0 of")


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("department", {"north-plan/partner/1", "south-plan/partner/1"}),
        ("LLYR", {"north-plan"}),
        ("matters", {"north-plan", "south-plan"}),
        ("zzz", set()),
    ],
    ids=["label", "without accents", "in a quote", "none"],
)
def test_search(visit: Open, words: str, found: set[str]) -> None:
    at = visit(build())
    at.page.fill("#search", words)
    at.settle()
    assert shown_ids(at) == found


def test_only_stated_leaves_out_what_was_worked_out(visit: Open) -> None:
    at = visit(build())
    drawn = int(re.findall(r"and (\d+) of", at.text("#status"))[0])
    at.page.select_option("#basis", "all")
    assert f"and {drawn + 2} of {drawn + 2} links" in at.text("#status")
    at.page.select_option("#basis", "stated")
    assert f"and {drawn} of {drawn + 2} links" in at.text("#status")


@pytest.mark.parametrize("steps", ["1", "2", "3"])
def test_the_neighbourhood_is_that_of_networkx(visit: Open, steps: str) -> None:
    graphs, _ = two()
    graph = drawn_graph(graphs).to_undirected()
    start = "north-plan/action/2"
    at = visit(build(), f"#node=north-plan%2Faction%2F2&steps={steps}&only=1")
    assert shown_ids(at) == set(nx.ego_graph(graph, start, radius=int(steps)))


def test_the_whole_chain_is_all_before_and_after(visit: Open) -> None:
    graphs, _ = two()
    graph = nx.DiGraph(drawn_graph(graphs))
    start = "north-plan/action/2"
    at = visit(build(), "#node=north-plan%2Faction%2F2&steps=chain&only=1")
    assert shown_ids(at) == {start} | nx.ancestors(graph, start) | nx.descendants(graph, start)


def test_an_address_brings_back_the_view(visit: Open) -> None:
    at = visit(build(), "#node=north-plan%2Faction%2F1&steps=2&q=peer&hide=type%3APartner")
    assert at.text("#panel-title") == "Action 1.1"
    assert at.page.input_value("#search") == "peer"
    assert at.page.input_value("#steps") == "2"
    assert not at.page.is_checked("input[value=Partner]")


def test_back_and_forward_go_through_chosen_cards(visit: Open) -> None:
    at = visit(build())
    for node in ("north-plan/action/1", "south-plan/theme/1"):
        at.page.click(f"tbody a[href='#node={node}']")
    assert at.text("#panel-title") == "Theme 1"
    at.page.go_back()
    assert at.text("#panel-title") == "Action 1.1"
    at.page.go_back()
    assert at.text("#panel-title") == "Details"
    at.page.go_forward()
    assert at.text("#panel-title") == "Action 1.1"


@pytest.mark.parametrize("ends", [("theme/1", "partner/1"), ("target/1", "action/2")])
def test_a_path_is_as_short_as_that_of_networkx_and_a_list_of_sentences(
    visit: Open, ends: tuple[str, str]
) -> None:
    graphs, _ = two()
    start, end = (f"north-plan/{part}" for part in ends)
    way = nx.shortest_path(drawn_graph(graphs).to_undirected(), start, end)
    at = visit(build(), f"#basis=stated&from={quoted(start, '')}&node={quoted(end, '')}&only=1")
    steps = at.page.locator(".path li")
    assert steps.count() == len(way) - 1
    assert steps.locator("button").last.get_attribute("data-node") == end
    assert shown_ids(at) >= {start, end}
    assert len(shown_ids(at)) == len(way)
    assert f"a path of {len(way) - 1} links from" in at.text("#status")


def test_a_path_is_found_with_the_keyboard_alone(visit: Open) -> None:
    at = visit(build())
    at.page.focus("tbody a[href='#node=north-plan/theme/1']")
    at.page.keyboard.press("Enter")
    at.page.get_by_role("button", name="Find a path from here").press("Enter")
    assert "choose where it leads" in at.text("#details")
    assert at.page.evaluate("document.activeElement.id") == "panel-title"
    at.page.focus("tbody a[href='#node=north-plan/action/1']")
    at.page.keyboard.press("Enter")
    assert "Path from Theme" in at.text("#details")
    assert violations(at.page) == []
    assert "from=north-plan" in at.page.url
    at.page.get_by_role("button", name="End the path").press("Enter")
    assert "from=" not in at.page.url
    assert at.text("#panel-title") == "Action 1.1"


def test_where_no_path_leads_is_said(visit: Open) -> None:
    hidden = "hide=type%3APartner%2Ctype%3ACouncil"
    at = visit(build(), "#from=north-plan%2Ftheme%2F1&node=south-plan%2Ftheme%2F1&" + hidden)
    assert "no path from Theme" in at.text("#details")
    assert "no path from Theme" in at.text("#status")


def test_councils_lie_apart_on_request(visit: Open, tmp_path: Path) -> None:
    at = visit(build())
    at.page.select_option("#by", "council")
    assert "by=council" in at.page.url
    file = tmp_path / "apart.gexf"
    file.write_bytes(saved(at, "gexf"))
    tree = ET.parse(file)  # noqa: S314
    across: dict[str, list[float]] = {"north-plan": [], "south-plan": []}
    for node in tree.iter("{http://www.gexf.net/1.2draft}node"):
        place = node.find("{http://www.gexf.net/1.2draft/viz}position")
        assert place is not None
        if (plan := str(node.get("id")).split("/")[0]) in across:
            across[plan].append(float(place.get("x") or 0))
    assert max(across["north-plan"]) < min(across["south-plan"])
    assert violations(at.page) == []


def test_an_unknown_address_is_said_and_breaks_nothing(visit: Open) -> None:
    at = visit(build(), "#node=%3Cimg%20src%3Dx%3E&topic=none&steps=99&basis=x&hide=y")
    assert "nothing with this name" in at.text("#details")
    assert is_drawn(at)


def test_zoom_has_buttons(visit: Open) -> None:
    at = visit(build(), reduced_motion="reduce")
    before = at.page.evaluate("crossplan.network.getScale()")
    at.page.click("#zoom-in")
    assert at.page.evaluate("crossplan.network.getScale()") > before
    at.page.click("#fit")
    assert at.page.evaluate("crossplan.network.getScale()") == pytest.approx(before)


# --- nothing but our own runs ------------------------------------------------------------------


def test_hostile_texts_are_shown_and_do_not_run(visit: Open) -> None:
    graph, text = hostile_plan()
    at = visit(page([graph], {"bad": text}, title=HOSTILE[0], version=HOSTILE[0], day=HOSTILE[1]))
    assert at.text("h1") == HOSTILE[0]
    for node in graph.nodes:
        at.page.evaluate("id => { location.hash = new URLSearchParams({node: id}) }", node.id)
        at.page.wait_for_timeout(20)
        if node.spans:
            assert at.page.locator("#details mark").first.text_content() == node.spans[
                0
            ].quote.replace("\0", "\0")
    at.page.evaluate("location.hash = ''")
    at.page.click("#fit")
    box = at.page.locator("#map").bounding_box()
    assert box
    for part in range(1, 10):
        at.page.mouse.move(box["x"] + box["width"] * part / 10, box["y"] + box["height"] / 2)
    at.page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    at.settle()
    assert at.page.evaluate("window.__xss") is None
    assert at.page.locator("#map-title").is_visible()
    assert at.page.locator("tbody img, #details img, h1 img, header img").count() == 0
    assert at.page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_an_injected_script_is_refused(visit: Open) -> None:
    inject = "<script>window.__xss = 1</script><img src=x onerror='window.__xss = 2'></body>"
    at = visit(build().replace("</body>", inject))
    at.settle()
    assert at.page.evaluate("window.__xss") is None
    refused = [f for f in at.faults if "Content Security Policy" in f]
    assert len(refused) >= 2
    at.faults.clear()
    at.requests[:] = [r for r in at.requests if r.endswith(".html")]


def test_nothing_can_be_fetched(visit: Open) -> None:
    at = visit(build())
    answer = at.page.evaluate("fetch('https://example.org/').then(() => 'sent', () => 'refused')")
    assert answer == "refused"
    assert any("Content Security Policy" in f for f in at.faults)
    at.faults.clear()


# --- saving what is shown ----------------------------------------------------------------------


@pytest.fixture
def north(visit: Open) -> Visit:
    return visit(build(), "#hide=plan%3A1&basis=all")


def test_saved_tables_hold_the_rows_shown(north: Visit) -> None:
    rows = list(csv.DictReader(io.StringIO(saved(north, "csv").decode("utf-8-sig"))))
    assert {r["id"] for r in rows} == shown_ids(north)
    links = list(csv.DictReader(io.StringIO(saved(north, "links").decode("utf-8-sig"))))
    assert ("north-plan/action/1", "LED_BY") in {(r["source"], r["type"]) for r in links}
    assert {r["basis"] for r in links} >= {"stated", "derived"}


def test_saved_graphs_are_read_by_networkx(north: Visit, tmp_path: Path) -> None:
    counts = re.findall(r"(\d+) of", north.text("#status"))
    for kind, read in (("graphml", nx.read_graphml), ("gexf", nx.read_gexf)):
        file = tmp_path / f"map.{kind}"
        file.write_bytes(saved(north, kind))
        graph = read(file)
        assert set(graph) == shown_ids(north)
        assert [str(graph.number_of_nodes()), str(graph.number_of_edges())] == counts


def test_saved_drawing_has_a_card_for_each_statement(north: Visit) -> None:
    root = ET.fromstring(saved(north, "svg"))  # noqa: S314
    cards = root.findall(".//{http://www.w3.org/2000/svg}g[@class='card']")
    assert len(cards) == len(shown_ids(north))
    said = {t.text for t in root.iter("{http://www.w3.org/2000/svg}text")}
    assert said >= {"Two plans", "Theme", "Action", "North: North’s £5m plan – Llŷr"}


def test_saved_picture_is_a_picture(north: Visit) -> None:
    data = saved(north, "png")
    assert data.startswith(b"\x89PNG")
    assert int.from_bytes(data[16:20]) > 1000
    assert len(data) > 20_000


def test_hostile_texts_are_saved_safely(visit: Open, tmp_path: Path) -> None:
    graph, text = hostile_plan()
    at = visit(page([graph], {"bad": text}, title=HOSTILE[1], version="0"))
    rows = list(csv.DictReader(io.StringIO(saved(at, "csv").decode("utf-8-sig"), newline="")))
    assert len(rows) == len(graph.nodes)
    assert not [v for r in rows for v in r.values() if v.startswith(("=", "+", "-", "@"))]
    assert ET.fromstring(saved(at, "svg")) is not None  # noqa: S314
    for kind, read in (("graphml", nx.read_graphml), ("gexf", nx.read_gexf)):
        file = tmp_path / kind
        file.write_bytes(saved(at, kind))
        assert read(file).number_of_nodes() == len(graph.nodes)


# --- for everyone ------------------------------------------------------------------------------

STATES = {
    "at first": "", "a card chosen": "#node=north-plan%2Faction%2F1",
    "only these": "#node=north-plan%2Faction%2F1&steps=2&only=1", "nothing found": "#q=zzzzzz",
    "unknown": "#node=none",
}  # fmt: skip


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("fragment", STATES.values(), ids=STATES)
def test_axe_finds_nothing(visit: Open, fragment: str, scheme: str) -> None:
    at = visit(build(), fragment, color_scheme=scheme)
    at.page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    assert violations(at.page) == []


def test_axe_finds_nothing_on_a_phone(visit: Open) -> None:
    size = {"width": 320, "height": 640}
    at = visit(build(), "#node=north-plan%2Faction%2F1", viewport=size, has_touch=True)
    assert violations(at.page) == []


@pytest.mark.parametrize("fragment", STATES.values(), ids=STATES)
def test_a_narrow_screen_does_not_scroll_sideways(visit: Open, fragment: str) -> None:
    at = visit(build(), fragment, viewport={"width": 320, "height": 640})
    at.page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    assert at.page.evaluate("document.documentElement.scrollWidth") <= 320


def test_targets_are_large_enough_to_hit(visit: Open) -> None:
    at = visit(build(), "#node=north-plan%2Faction%2F1")
    assert small_targets(at) == []


def test_print_shows_every_row_and_no_controls(visit: Open) -> None:
    at = visit(page([big_plan(900)], {}, title="Big", version="0"))
    hidden = at.page.locator("tbody tr:visible").count()
    assert hidden == 200
    at.page.emulate_media(media="print")
    assert at.page.locator("tbody tr:visible").count() == len(big_plan(900).nodes)
    assert not at.page.locator("#filters").is_visible()


def test_more_rows_on_request(visit: Open) -> None:
    at = visit(page([big_plan(600)], {}, title="Big", version="0"))
    at.page.click("#more")
    assert at.page.locator("tbody tr:visible").count() == len(big_plan(600).nodes)


# --- the example plans -------------------------------------------------------------------------


@pytest.fixture(scope="module")
def examples() -> tuple[list[PlanGraph], dict[str, str]]:
    graphs, texts = [], {}
    for path in sorted((Path(__file__).parent.parent / "examples" / "plans").glob("*.txt")):
        document, graph = loaders.extract(path)
        graphs.append(derive(graph))
        texts[graph.plan] = document.text
    return graphs, texts


Examples = tuple[list[PlanGraph], dict[str, str]]


def test_every_quote_of_the_examples_stands_in_its_context(examples: Examples) -> None:
    shown = content(*examples)
    texts = list(examples[1].values())
    for s in shown.statements:
        for q in s.quotes:
            assert q.before + q.exact + q.after in texts[s.plan]
            assert texts[s.plan].split("\n")[q.line - 1].find(q.exact.split("\n")[0]) >= 0
    assert sum(len(s.quotes) for s in shown.statements) > 400


def test_the_examples_are_one_map(visit: Open, examples: Examples) -> None:
    html = page(*examples, title="Five plans", version="0")
    assert len(html.encode()) < 3_000_000
    at = visit(html, viewport={"width": 1400, "height": 900}, reduced_motion="reduce")
    assert is_drawn(at)
    for graph in examples[0]:
        action = next(n for n in graph.of_type(Action) if n.spans)
        click_card(at, action.id)
        assert at.page.locator("#details mark").first.text_content() == action.spans[0].quote
        at.page.click("#details button:has-text('Close')")
        at.page.click("#fit")
    assert violations(at.page) == []


# --- odd graphs --------------------------------------------------------------------------------


def odd(nodes: list[Node], edges: list[Edge]) -> PlanGraph:
    plan = Plan(id="odd", title="Odd", kind="strategy", period_end=date(2020, 1, 1))
    return PlanGraph.of("odd", Source("odd.txt", "0" * 64), [plan, *nodes], edges)


ODD = {
    "one node": odd([], []),
    "a loop": odd([Theme(id="odd/a", text="A")],
                  [Edge(source="odd/a", key="REFERS_TO", target="odd/a")]),
    "a cycle and parallel edges": odd(
        [Theme(id="odd/a", text="A"), Priority(id="odd/b", text="B")],
        [Edge(source="odd/a", key="LINKED_PRIORITY", target="odd/b"),
         Edge(source="odd/a", key="REFERS_TO", target="odd/b"),
         Edge(source="odd/b", key="REFERS_TO", target="odd/a")]),
    "an edge that leads nowhere": odd([], [Edge(source="odd", key="PLAN_OF", target="council/x")]),
    "empty text": odd([Theme(id="odd/a", text="")], []),
    "derived only": odd([Theme(id="odd/a", text="A", basis="derived")], []),
}  # fmt: skip


@pytest.mark.parametrize("graph", ODD.values(), ids=ODD)
def test_odd_graphs_are_drawn(visit: Open, graph: PlanGraph) -> None:
    at = visit(page([graph], {}, title="Odd", version="0"), "#node=odd%2Fa&steps=3")
    assert is_drawn(at)
    data = json.loads(at.page.locator("#data").text_content() or "")
    assert len(data["statements"]) == len(graph.nodes)


def test_a_large_map_says_that_it_is_large(visit: Open) -> None:
    at = visit(page([big_plan(1200)], {}, title="Big", version="0"))
    assert "This map is large" in at.text("header")
    assert is_drawn(at)
