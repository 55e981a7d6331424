"""A plan says the same however it is laid out, and so it is read the same."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from styles import COLUMNS, LABELS, PRIORITIES, Style, markdown, page, plain

import ontology
from graph.model import Element, Node
from loaders import extract

Said = tuple[set[tuple[str, str]], set[tuple[str, str, str]]]
WRITERS: dict[str, Callable[[Style], str]] = {".md": markdown, ".txt": plain, ".html": page}
FEW = settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
TABLE, LISTS = Style(), Style(table=False)


def _named(node: Node) -> str:
    named = node.text if isinstance(node, Element) else getattr(node, "canonical", "")
    return str(named).casefold()


def said(folder: Path, style: Style, ending: str) -> Said:
    """The statements by type and text, and the links between them; case does not matter."""
    path = folder / f"plan{ending}"
    path.write_text(WRITERS[ending](style), encoding="utf-8")
    document, graph = extract(path)
    for node in graph:
        assert all(document.text[s.start : s.end] == s.quote for s in node.spans)
    named = {n.id: _named(n) for n in graph}
    return (
        {(type(n).__name__, named[n.id]) for n in graph if isinstance(n, Element)},
        {(named[e.source], e.key, named[e.target]) for e in graph.edges},
    )


def same(folder: Path, style: Style, ending: str) -> None:
    """The style is read as the plainest one of the same shape is."""
    statements, links = said(folder, style, ending)
    plainest, linked = said(folder, TABLE if style.table else LISTS, ending)
    text = WRITERS[ending](style)
    assert statements == plainest, text
    assert links == linked, text


def labels(*roles: str) -> st.SearchStrategy[dict[str, str]]:
    """Other wordings of the same roles."""
    return st.fixed_dictionaries(
        {r: st.sampled_from(ontology.concepts("roles")[f"role/{r}"].labels) for r in roles}
    ).map(lambda chosen: {**LABELS, **chosen})


ORDERS = st.permutations(COLUMNS).map(tuple) | st.permutations(COLUMNS[1:]).map(tuple)
TITLES = labels(*COLUMNS, "objective")
BULLETS = st.sampled_from(
    ["-", "*", "+", "•", "●", "▪", "◦", "‣", "–", "o", "{n}.", "{n})", "({n})", "({a})", "{a})",
     "{i}.", "({i})"]
)  # fmt: skip
HEADINGS = st.sampled_from(
    ["{label} {n}: {text}", "{label} {n} - {text}", "{label} {n} – {text}", "{label} {n}. {text}",
     "{label} {n} – {text}", "{label} {n}) {text}"]
)  # fmt: skip
NUMBERS = st.sampled_from([("1", "2"), ("One", "Two"), ("A", "B"), ("I", "II"), ("4", "5")])
PRIORITY = st.sampled_from(
    [w for w in ontology.concepts("roles")["role/priority"].labels if not w.endswith("s")]
)


@pytest.mark.parametrize("ending", WRITERS)
@pytest.mark.parametrize("style", [TABLE, LISTS], ids=["table", "lists"])
def test_the_plainest_way_is_read_in_full(style: Style, ending: str, tmp_path: Path) -> None:
    statements, links = said(tmp_path, style, ending)
    for text, objective, rows in PRIORITIES:
        heading = text.casefold()
        assert ("Priority", heading) in statements
        assert (heading, "HAS_OBJECTIVE", objective.casefold()) in links
        for action, lead, _, measure in rows:
            assert (heading, "HAS_ACTION", action.casefold()) in links
            assert ("Measure", measure.casefold()) in statements
            assert not style.table or (action.casefold(), "LED_BY", lead.casefold()) in links
    assert len(statements - {s for s in statements if s[0] == "Target"}) == 2 + 2 + 5 + 5


@pytest.mark.parametrize("ending", WRITERS)
@FEW
@given(order=ORDERS)
def test_columns_in_any_order(ending: str, order: tuple[str, ...], tmp_path: Path) -> None:
    same(tmp_path, replace(TABLE, order=order), ending)


@pytest.mark.parametrize("style", [TABLE, LISTS], ids=["table", "lists"])
@FEW
@given(chosen=TITLES, label=st.sampled_from(["{}", "{}:", "**{}**", "**{}:**"]))
def test_any_wording_of_the_lexicon(
    style: Style, chosen: dict[str, str], label: str, tmp_path: Path
) -> None:
    same(tmp_path, replace(style, labels=chosen, label=label), ".md")


@pytest.mark.parametrize("ending", [".md", ".txt"])
@FEW
@given(bullet=BULLETS)
def test_any_bullet(ending: str, bullet: str, tmp_path: Path) -> None:
    same(tmp_path, replace(LISTS, bullet=bullet), ending)


@pytest.mark.parametrize("style", [TABLE, LISTS], ids=["table", "lists"])
@FEW
@given(
    heading=HEADINGS, numbers=NUMBERS, upper=st.booleans(), label=PRIORITY,
    ending=st.sampled_from([".md", ".txt", ".html"]),
)  # fmt: skip
@example(heading="{label} {n}: {text}", numbers=("4", "5"), upper=True, label="goal", ending=".txt")
def test_any_numbering_and_case_of_headings(
    style: Style, heading: str, numbers: tuple[str, ...], upper: bool, label: str, ending: str,
    tmp_path: Path,
) -> None:  # fmt: skip
    named = {**LABELS, "priority": label}
    same(tmp_path, replace(style, heading=heading, numbers=numbers, upper=upper, labels=named),
         ending)  # fmt: skip


@pytest.mark.parametrize("ending", [".md", ".txt"])
@FEW
@given(order=ORDERS, cut=st.integers(1, 2), again=st.booleans(), split=st.booleans())
@example(order=("action", "number", "lead", "when", "measure"), cut=1, again=False, split=True)
def test_a_page_ends_inside_a_table(
    ending: str, order: tuple[str, ...], cut: int, again: bool, split: bool, tmp_path: Path
) -> None:
    same(tmp_path, replace(TABLE, order=order, cut=cut, again=again, split=split), ending)


@FEW
@given(order=ORDERS, pages=st.just(0) | st.integers(8, 40), cut=st.integers(0, 2))
@example(order=("lead", "measure", "when", "action"), pages=26, cut=2)
@example(order=("action", "lead", "when", "measure"), pages=12, cut=0)
@example(order=COLUMNS, pages=11, cut=2)
def test_tables_drawn_with_blanks(
    order: tuple[str, ...], pages: int, cut: int, tmp_path: Path
) -> None:
    same(tmp_path, replace(TABLE, drawn=True, order=order, pages=pages, cut=cut), ".txt")


@FEW
@given(width=st.integers(60, 100), bullet=BULLETS)
@example(width=80, bullet="o")
def test_lines_wrapped_at_any_width(width: int, bullet: str, tmp_path: Path) -> None:
    same(tmp_path, replace(LISTS, width=width, bullet=bullet), ".txt")


@pytest.mark.parametrize("style", [TABLE, LISTS], ids=["table", "lists"])
@FEW
@given(pages=st.integers(8, 20), width=st.none() | st.integers(60, 100))
@example(pages=10, width=80)
@example(pages=13, width=60)
@example(pages=15, width=90)
@example(pages=16, width=None)
def test_running_heads_and_page_numbers(
    style: Style, pages: int, width: int | None, tmp_path: Path
) -> None:
    same(tmp_path, replace(style, pages=pages, width=width), ".txt")


@pytest.mark.parametrize("style", [TABLE, LISTS], ids=["table", "lists"])
@FEW
@given(order=ORDERS, upper=st.booleans())
def test_menus_banners_and_footers(
    style: Style, order: tuple[str, ...], upper: bool, tmp_path: Path
) -> None:
    same(tmp_path, replace(style, order=order, upper=upper, framed=True), ".html")
