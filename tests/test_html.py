"""Web pages: the content of a page, and nothing of what stands around it."""

from collections.abc import Callable
from pathlib import Path

import pytest
import render_html
from hypothesis import given
from hypothesis import strategies as st
from refusals import assert_read_or_refused

from graph.errors import LimitError
from graph.model import PlanGraph
from loaders import extract, read, webpage
from loaders.document import Block, Document, Table
from loaders.grid import MAX_CELLS
from loaders.htmltree import MAX_ELEMENTS, Page
from loaders.markup import clean
from loaders.source import Source
from loaders.tags import tags

PLANS = sorted((Path(__file__).parent.parent / "examples" / "plans").glob("*.txt"))
LOOKS = (render_html.with_main, render_html.without_main, render_html.careless)


def page(source: str) -> Document:
    return webpage.read(Source("page.html", "0" * 64, b"", source))


def shown(source: str) -> list[tuple[str, int, str, str]]:
    """Kind, level, marker and text of each block outside tables."""
    return [(b.kind, b.level, b.marker, b.text.text) for b in page(source).blocks
            if isinstance(b, Block)]  # fmt: skip


def texts(source: str) -> list[str]:
    return [b.text.text for b in page(source).leaves()]


def table(source: str) -> list[list[list[str]]]:
    (found,) = (b for b in page(source).blocks if isinstance(b, Table))
    return [[[b.text.text for b in c.blocks] for c in row] for row in found.rows]


def statements(graph: PlanGraph) -> set[tuple[str, ...]]:
    nodes = {n.id: (type(n).__name__, getattr(n, "text", None) or getattr(n, "name", ""))
             for n in graph}  # fmt: skip
    edges = {(e.key, *nodes[e.source], *nodes[e.target]) for e in graph.edges}
    return {*nodes.values(), *edges}


@pytest.mark.parametrize("draw", LOOKS, ids=lambda f: f.__name__)
@pytest.mark.parametrize("path", PLANS, ids=lambda p: p.stem)
def test_a_plan_says_the_same_on_a_page(
    path: Path, draw: Callable[[Document], str], tmp_path: Path
) -> None:
    drawn = tmp_path / f"{path.stem}.html"
    drawn.write_text(draw(read(path)), encoding="utf-8")
    expected, found = (statements(extract(p)[1]) for p in (path, drawn))
    assert 2 * len(expected & found) / (len(expected) + len(found)) >= 0.97


# ---------------------------------------------------------------- what is content


@pytest.mark.parametrize(
    "around",
    [
        "<nav><a href='/a'>Bins</a></nav>",
        "<header><a href='/'>Example Council</a></header>",
        "<footer><p>Example Council, Town Hall</p></footer>",
        "<aside><h2>More</h2><a href='/a'>One</a> <a href='/b'>Two</a></aside>",
        "<div class='cookie-banner'><p>We use cookies.</p><button>Accept</button></div>",
        "<div id='siteBreadcrumbs'>Home &gt; Schools</div>",
        "<div role='navigation'>Schools</div>",
        "<div class='site-footer-wrapper'>Town Hall</div>",
        "<div role=contentinfo>Contact us</div>",
        "<form><label>Search <input></label><button>Go</button></form>",
        "<ul><li><a href='#a'>Aim 1</a></li><li><a href='#b'>Aim 2</a></li></ul>",
        "<h2>See also</h2><ul><li><a href=/a>a</a><li><a href=/b>b</a><li><a href=/c>c</a></ul>",
        "<p class='visually-hidden'>Opens in a new tab</p>",
        "<p hidden>Error</p><p style='display: none'>Error</p>",
        "<p>Last updated: 3 May 2024</p><p>Back to top</p><p>\u00a9 Example Council 2024</p>",
        "<script>var a = '<p>x</p>';</script><style>p > b {}</style><template><p>x</p></template>",
        "<svg><title>Logo</title><text>Logo</text></svg>",
        "<select><option>One<option>Two</select><iframe src=/x>x</iframe>",
        "<!-- <p>draft</p> --><![endif]><?xml version='1.0'?>",
    ],
)  # fmt: skip
def test_what_surrounds_the_content_is_left_out(around: str) -> None:
    content = "<h1>Plan</h1><p>We will open a reading room in each of our schools by May 2030.</p>"
    expected = texts(content)
    assert texts(around + content) == texts(content + around) == expected
    assert texts(f"{around}<main>{content}</main>{around}") == expected


@pytest.mark.parametrize(
    "kept",
    [
        "<div class='no-sidebar has-menu'><p>Kept</p></div>",
        "<form id='aspnetForm'><h1>Kept</h1></form>",
        "<div class='card-header'>Kept</div>",
        "<div id='p2' class='accordion-panel' hidden><p>Kept</p></div>",
        "<ul><li><a href='/a'>Kept</a> by all</li></ul>",
        "<p>Kept <a href='/a'></a></p>",
        "<section id='feedback'><p>Kept</p></section>",
        "<div class='alert alert-info'><p>Kept<sup><a href='#n1'>1</a></sup></p></div>",
        "<article><header><h2>Kept</h2></header></article>",
    ],
)
def test_content_that_looks_like_furniture_stays(kept: str) -> None:
    rest = "<p>We will open a reading room in each of our schools by May 2030, and train.</p>" * 2
    assert any(t.startswith("Kept") for t in texts(kept + rest))


def test_notes_say_what_was_left_out() -> None:
    found = page("<nav>Menu one</nav><footer>Foot</footer><p>Text of a plan</p>")
    assert found.notes == ("left out of the page: 1 footer, 1 menu",)


def test_a_title_above_the_main_part_is_kept() -> None:
    assert texts("<header><h1>Plan 2030</h1></header><main><p>Text.</p></main>") == [
        "Plan 2030", "Text.",
    ]  # fmt: skip


# ---------------------------------------------------------------- blocks


def test_headings_lists_and_breaks() -> None:
    source = """<h2>Aims&nbsp;&amp; means</h2><p><b>Bold</b> <strong>line</strong></p>
    one<br>two<ol start="3"><li>three<ul><li>deep</ul><li value=7><p>seven</p><p>more</p></ol>
    <dl><dt>Lead<dd>Head of Inclusion</dl><div role=heading aria-level=4>Low</div>
    <pre>1. last</pre>"""
    assert shown(source) == [
        ("heading", 2, "", "Aims & means"), ("paragraph", 0, "", "Bold line"),
        ("paragraph", 0, "", "one"), ("paragraph", 0, "", "two"),
        ("item", 1, "3.", "three"), ("item", 2, "\u2022", "deep"), ("item", 1, "7.", "seven"),
        ("item", 1, "", "more"), ("paragraph", 0, "", "Lead"),
        ("paragraph", 0, "", "Head of Inclusion"), ("heading", 4, "", "Low"),
        ("item", 1, "1.", "last"),
    ]  # fmt: skip


def test_what_is_all_bold_is_marked() -> None:
    source = ("<p><b>Aim</b></p><p><b>Aim</b> of</p><p style='font-weight:700'>Aim</p>"
              "<dl><dt>Lead</dl><p><span style='font-weight: bold'>Aim</span></p>")  # fmt: skip
    assert [b.bold for b in page(source).leaves()] == [True, False, True, True, True]


@pytest.mark.parametrize(
    "folded",
    [
        "<details><summary>Aim 1</summary><p>Means</p></details>",
        "<button aria-expanded=false aria-controls=a>Aim 1</button><div id=a hidden>Means</div>",
        "<h3><button aria-expanded=true>Aim 1</button></h3><div>Means</div>",
        "<p role=tablist><a role=tab id=t>Aim 1</a></p><p role=tabpanel aria-labelledby=t>Means",
    ],
)
def test_what_unfolds_is_a_heading_and_its_content(folded: str) -> None:
    rest = "<p>This is the text that comes below on the page, and it is long enough.</p>"
    assert shown(f"<h2>Aims</h2>{folded}{rest}")[:3] == [
        ("heading", 2, "", "Aims"), ("heading", 3, "", "Aim 1"), ("paragraph", 0, "", "Means"),
    ]  # fmt: skip


def test_spans_of_cells_keep_columns_and_rows() -> None:
    source = """<table><caption>Actions</caption><thead><tr><th colspan=3>Aim 1</th></tr>
    <tr><th>No<th>What<th>Who</thead><tr><td>1<td>Read<br>Write<td rowspan=2>Head<tr><td>2<td>Count
    </table>"""
    assert table(source) == [
        [["Aim 1"], [], []], [["No"], ["What"], ["Who"]],
        [["1"], ["Read", "Write"], ["Head"]], [["2"], ["Count"], ["Head"]],
    ]  # fmt: skip
    (found,) = (b for b in page(source).blocks if isinstance(b, Table))
    assert [c.width for c in found.rows[0]] == [3, 1, 1]
    assert [c.merged for c in found.rows[3]] == [False, False, True]
    assert texts(source).count("Head") == 1


def test_a_table_in_a_cell_gives_it_its_text_and_one_for_layout_is_none() -> None:
    inner = "<table><tr><td>a<td>b</table>"
    assert table(f"<table><tr><td>1<td>{inner}</td><td>3</table>") == [[["1"], ["a", "b"], ["3"]]]
    assert shown("<table><tr><td><h1>Plan</h1><p>Text</p><td>Side</table>")[0][3] == "Plan"
    assert table(f"<table role=presentation><tr><td>{inner}<td>x</table>") == [[["a"], ["b"]]]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("<p>x<p>y</div></i>z", ["x", "yz"]),
        ("<table><tr><td>a</div></li>b<td>c</table>d", ["ab", "c", "d"]),
        ("<ul><li>a<table><tr><td>x<td>y</table><li>b</ul>", ["a", "x", "y", "b"]),
        ("</td></table><p>a", ["a"]),
        ("<p title='x > y' a=\"<b>\">a &lt; b < c &so; &#x80;", ["a < b < c &so; \u20ac"]),
        ("<p>a<script>if (a < b) {}</script>b", ["ab"]),
        ("<p>a <!-- never closed", ["a <!-- never closed"]),
        ("<p>5<sup>th</sup> **May** [x](y)", ["5th **May** [x](y)"]),
    ],
)  # fmt: skip
def test_broken_pages_are_read_as_browsers_read_them(source: str, expected: list[str]) -> None:
    assert texts(source) == expected


# ---------------------------------------------------------------- characters


@pytest.mark.parametrize(
    ("declared", "coding", "note"),
    [
        ("utf-8", "cp1252", "read as Windows-1252"),
        ("'iso-8859-1'", "cp1252", "read as Windows-1252"),
        ("windows-1252", "utf-8", None),
        ("koi8-r", "utf-16", None),
    ],
)
def test_bytes_say_more_of_their_coding_than_a_declaration(
    declared: str, coding: str, note: str | None, tmp_path: Path
) -> None:
    path = tmp_path / "page.html"
    said = f"<meta charset={declared}><p>\u00a35m \u2013 caf\u00e9"
    path.write_bytes(said.encode(coding))
    found = read(path)
    assert [str(b.text) for b in found.leaves()] == ["\u00a35m \u2013 caf\u00e9"]
    assert found.notes[:1] == ((note,) if note else ())


def test_a_declared_coding_counts_where_bytes_do_not_say(tmp_path: Path) -> None:
    path = tmp_path / "page.htm"
    path.write_bytes("<meta charset=windows-1250><p>Szko\u0142a".encode("windows-1250"))
    assert [str(b.text) for b in read(path).leaves()] == ["Szko\u0142a"]


# ---------------------------------------------------------------- promises

TAGS = [
    "<p>", "</p>", "<ul>", "<li>", "</ul>", "<ol>", "<table>", "<tr>", "<td>", "</td>", "</table>",
    "<td rowspan=2 colspan=2>", "<b>", "</b>", "<br>", "<h2>", "</h2>", "<div>", "</div>", "<nav>",
    "<main>", "</main>", "<button aria-expanded>", "<summary>", "<dt>", "<span class=sr-only>",
    "<script>", "</script>", "<!--", "-->", "<p title='", "one", "Two.", " ", "&amp;", "\u00ad",
    "<div role=tabpanel aria-labelledby=t>", "<a role=tab id=t href=#x>", "</a>", "<",
]  # fmt: skip


@given(st.lists(st.sampled_from(TAGS), max_size=60).map("".join) | st.text(max_size=100))
def test_every_block_is_what_its_places_say(source: str) -> None:
    for block in page(source).leaves():
        spans = block.text.spans(source)
        assert all(source[s.start : s.end] == s.quote for s in spans)
        again = "".join(clean(s.quote, marks=False).text for s in spans)
        assert "".join(again.split()) == "".join(block.text.text.split()) != ""


@given(st.binary(max_size=300) | st.lists(st.sampled_from(TAGS)).map("".join).map(str.encode))
def test_any_bytes_are_read_or_refused_in_a_sentence(
    tmp_path_factory: pytest.TempPathFactory, data: bytes
) -> None:
    assert_read_or_refused(tmp_path_factory.getbasetemp() / "any.html", data)


@given(st.lists(st.sampled_from(TAGS), max_size=60).map("".join))
def test_every_element_ends_after_what_it_holds(source: str) -> None:
    found = Page(source)
    for e in found.elements[1:]:
        above = found.elements[e.parent]
        assert above.first < e.first < e.last < above.last


@pytest.mark.parametrize("name", ["div", "b", "ul"])
def test_text_at_any_depth_is_found(name: str) -> None:
    assert texts(f"<{name}>" * 100_000 + "deep") == ["deep"]


@pytest.mark.parametrize("n", [10_000, 20_000])
def test_events_grow_with_tags_and_no_faster(n: int) -> None:
    for part in ("<p>x", "<li><div>x", "<table><tr><td>x", "<b></i>x", "<h1></p>x"):
        found = Page(part * n)
        opened = part.count("<") - part.count("</")
        assert len(found.elements) == 1 + n * opened
        assert len(found.events) == 2 + n * (2 * opened + 1)


@pytest.mark.parametrize(
    "part", ["<", "<!", "<!--", '<a ="', "<a ='<a =\"", "<script>", "&#", "<a x=1 "]
)
def test_what_never_ends_is_scanned_once(part: str) -> None:
    """Their work grows with their length alone: else these would take minutes."""
    assert len(list(tags(part * 100_000))) <= 100_000


def test_a_tag_with_very_many_attributes() -> None:
    many = " ".join(f"a{n}='{n}'" for n in range(200_000))
    assert texts(f"<p {many} class='cookie'>gone</p><p>kept for all to read</p>") == [
        "kept for all to read"
    ]


@pytest.mark.parametrize(
    "source",
    ["<table><tr>" + "<td>x" * 1_000_000, "<table><tr>" + "<td rowspan=60000 colspan=100>x" * 99
     + "<tr><td>" * 500, "<p>" * (MAX_ELEMENTS + 1)],
    ids=["cells", "spans", "elements"],
)  # fmt: skip
def test_pages_beyond_measure_are_refused(source: str) -> None:
    with pytest.raises(LimitError, match=r"page\.html: has .* than \d+,000 .*save the part"):
        page(source)
    assert MAX_CELLS <= MAX_ELEMENTS
