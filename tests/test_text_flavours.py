"""Plain text and Markdown as people, converters and printers write them."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from refusals import assert_read_or_refused
from render_text import LOOKS

from graph.errors import LimitError
from graph.model import PlanGraph
from loaders import extract, read, text
from loaders.document import Block, Document, Table
from loaders.markup import clean
from loaders.source import MAX_CHARACTERS, Source

PLANS = sorted((Path(__file__).parent.parent / "examples" / "plans").glob("*.txt"))


def document(source: str) -> Document:
    return text.read(Source("plan.md", "0" * 64, b"", source))


def shown(source: str) -> list[tuple[str, int, str]]:
    """Kind, level and text of each block; a table is its rows of cells of texts."""
    return [
        (b.kind, b.level, b.text.text) if isinstance(b, Block) else ("table", 0, cells(b))
        for b in document(source).blocks
    ]  # fmt: skip


def cells(table: Table) -> str:
    """Rows parted by lines, cells by pipes, blocks by slashes."""
    return "\n".join(
        "|".join(" / ".join(b.text.text for b in c.blocks) for c in row) for row in table.rows
    )


def statements(graph: PlanGraph) -> set[tuple[str, ...]]:
    """Every statement by its type and words, and every edge by those of its ends."""
    nodes = {n.id: (type(n).__name__, getattr(n, "text", None) or getattr(n, "name", ""))
             for n in graph}  # fmt: skip
    edges = {(e.key, *nodes[e.source], *nodes[e.target]) for e in graph.edges}
    return {*nodes.values(), *edges}


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("path", PLANS, ids=lambda p: p.stem)
def test_a_plan_says_the_same_in_every_flavour(path: Path, look: str, tmp_path: Path) -> None:
    draw, ending = LOOKS[look]
    drawn = tmp_path / (path.stem + ending)
    drawn.write_text(draw(read(path)), encoding="utf-8")
    expected, found = (statements(extract(p)[1]) for p in (path, drawn))
    assert 2 * len(expected & found) / (len(expected) + len(found)) >= 0.97


# ---------------------------------------------------------------- Markdown


def test_metadata_comments_code_and_link_targets_are_left_out() -> None:
    source = (
        "---\ntitle: 'A plan for schools'\ntags: [a, b]\n---\n<!-- for\neditors --> Our vision\n"
        '```mermaid\ngraph TD\n```\n\nSee [the site][1] and note[^2].\n\n[1]: https://x.org "X"\n'
        "[^2]: Said in 2024.\n\n***\n"
    )
    assert shown(source) == [
        ("heading", 1, "A plan for schools"), ("paragraph", 0, "Our vision"),
        ("paragraph", 0, "See the site and note."), ("paragraph", 0, "Said in 2024."),
    ]  # fmt: skip
    assert "metadata" in document(source).notes[0]


def test_a_title_of_the_text_is_not_said_twice() -> None:
    assert shown("---\ntitle: A plan\n---\n# A plan\n") == [("heading", 1, "A plan")]


def test_headings_may_be_underlined_or_closed() -> None:
    source = "Our plan\n========\n\nOur aims\n---\nText of it.\n\n## Next ##\n\nA full stop.\n---\n"
    assert shown(source) == [
        ("heading", 1, "Our plan"), ("heading", 2, "Our aims"), ("paragraph", 0, "Text of it."),
        ("heading", 2, "Next"), ("paragraph", 0, "A full stop."),
    ]  # fmt: skip


def test_lines_all_in_bold_are_marked_as_such() -> None:
    blocks = document("**Priority 1**\n\n**Lead** and **means**\n\n__Aims__\n").blocks
    assert [b.bold for b in blocks if isinstance(b, Block)] == [True, False, True]


def test_items_are_as_deep_as_their_indents_say() -> None:
    source = "- a\n  - b\n    * c\n  - d\n1. e\n   1) f\n      - g\n- h\n"
    assert [(level, t) for _, level, t in shown(source)] == [
        (1, "a"), (2, "b"), (3, "c"), (2, "d"), (1, "e"), (2, "f"), (3, "g"), (1, "h"),
    ]  # fmt: skip


def test_a_mark_alone_on_its_line_belongs_to_the_text_on_the_next() -> None:
    source = "Aims\n-\nRead\n-\n-\nLend books\n2.\nWrite\n\u2022\n\nLast words\n-\n"
    found = [(b.kind, b.text.text) for b in document(source).blocks if isinstance(b, Block)]
    assert found == [
        ("paragraph", "Aims"), ("item", "Read"), ("item", "Lend books"), ("item", "Write"),
        ("paragraph", "\u2022"), ("paragraph", "Last words"),
    ]  # fmt: skip


def test_a_row_may_end_with_a_bar_on_a_line_of_its_own() -> None:
    source = "Read |\n- Books\n- Songs\n|\nCount\n*New |\n- Blocks\n- Beads\n|\nWho | else\n"
    table, *more = document(source).blocks
    assert isinstance(table, Table)
    assert cells(table) == "Read|Books / Songs\nCount / New|Blocks / Beads\nWho|else"
    assert not more


def test_quotations_lose_their_marks_and_keep_their_words() -> None:
    source = "> # Aims\n> - Read\n>   more\n> > Deep\n"
    assert [t for _, _, t in shown(source)] == ["Aims", "Read more", "Deep"]


def test_a_grave_accent_between_letters_is_no_mark() -> None:
    assert shown("Each child`s plan and `code` of O`Neil`s School")[0][2] == (
        "Each child`s plan and code of O`Neil`s School"
    )


def test_lines_that_point_to_other_pages_are_left_out() -> None:
    source = "Our aims - click here\n\nLend books\n\nYou might also like\n\nYou are on page 1of 5\n"
    assert [t for _, _, t in shown(source)] == ["Lend books"]


def test_escapes_are_what_they_stand_for() -> None:
    assert shown(r"\*Not bold\* and 5\% \[sic\] \# \\ A\&B") == [
        ("paragraph", 0, r"*Not bold* and 5% [sic] # \ A&B")
    ]


@pytest.mark.parametrize(
    ("source", "rows"),
    [
        ("|A|B|\n|:-|-:|\n|1|2|\n", "A|B\n1|2"),
        ("A | B\n--- | ---\n1 | 2\n3 |\n", "A|B\n1|2\n3|"),
        ("| A | B |\n|---|---|\n| one<br>two | 2 |\n", "A|B\none / two|2"),
        ("| A | B |\n|---|---|\n| 1 |\n| 2 | b\\|c |\n", "A|B\n1\n2|b|c"),
        ("| A | B |\n|---|---|\n| first\n- item\n- other | 2 |\n| 3 | 4 |\n",
         "A|B\nfirst / item / other|2\n3|4"),
        ("| A | B |\n|---|---|\n| 1 | 2 |\n\n| A | B |\n|---|---|\n| 3 | 4 |\n",
         "A|B\n1|2\nA|B\n3|4"),
        ("+---+-----+\n| A | B   |\n+===+=====+\n| 1 | two |\n|   | and |\n+---+-----+\n",
         "A|B\n1|two and"),
        ("A\tB\n1\t2\n\t3\n", "A|B\n1|2\n|3"),
    ],
)  # fmt: skip
def test_tables_drawn_with_pipes_and_tabs(source: str, rows: str) -> None:
    assert shown(source) == [("table", 0, rows)]


def test_lines_that_begin_with_a_tab_are_no_table() -> None:
    assert [k for k, _, _ in shown("\tOne paragraph.\n\t\u2022 an item\n")] == ["paragraph", "item"]


# ---------------------------------------------------------------- plain text

WRAPPED = """\
Attendance and belonging

We want every child in Fairport to come to school each day, and to find there the
people who know them. Schools will tell us what they need, and we will say what we
can do about it.

Priorities
    \u2022 Keep a register of children who are missing education and share it with
      schools once in every half term
    \u2022 Train two mentors in each school
Lead officer
Head of Inclusion
"""


def test_wrapped_lines_are_joined_and_labels_are_not() -> None:
    assert [t for _, _, t in shown(WRAPPED)] == [
        "Attendance and belonging",
        " ".join(line.strip() for line in WRAPPED.split("\n")[2:5]),
        "Priorities",
        " ".join(line.strip(" \u2022") for line in WRAPPED.split("\n")[7:9]),
        "Train two mentors in each school",
        "Lead officer",
        "Head of Inclusion",
    ]


def test_lines_of_a_text_that_is_not_wrapped_stay_apart() -> None:
    source = "Our aims\nMore reading\nbetter attendance\nLead officer\nHead of Inclusion\n"
    assert len(shown(source)) == 5


def test_pages_lose_their_heads_and_numbers_and_blocks_keep_their_page() -> None:
    pages = [f"Fairport plan\n\nAim {n}\n\nDo {n}.\n\nEnd\n\n     Page {n} of 4\n"
             for n in (1, 2, 3, 4)]  # fmt: skip
    found = document("\f".join(pages))
    assert [(b.text.text, b.page) for b in found.leaves() if b.text.text != "End"] == [
        said for n in (1, 2, 3, 4) for said in ((f"Aim {n}", n), (f"Do {n}.", n))
    ]
    assert found.notes == ("left out 12 running heads and page numbers",)


DRAWN = """\
Action plan

No    Action                        Lead officer     By when

1.1   Open a reading room in        Head of          May 2030
      every primary school          Libraries

1.2   Train mentors                 Head of
                                    Inclusion        Ongoing

We will look at this plan again in a year.
"""


def test_columns_of_blanks_are_a_table() -> None:
    _, table, after = shown(DRAWN)
    assert table[2] == (
        "No|Action|Lead officer|By when\n"
        "1.1|Open a reading room in every primary school|Head of Libraries|May 2030\n"
        "1.2|Train mentors|Head of Inclusion|Ongoing"
    )
    assert after == ("paragraph", 0, "We will look at this plan again in a year.")


def test_a_row_may_begin_below_a_cell_that_holds_for_it_too() -> None:
    found = shown("""Priority      Action                    Lead           When

People and    Launch a mentoring        Head of        May 2031
wellbeing     scheme                    People

              Hold exit interviews      Director       June 2031

Estates       Replace the boilers       Chief          July 2031
                                        Officer
""")
    ((_, _, table),) = found
    assert table.splitlines() == [
        "Priority|Action|Lead|When",
        "People and wellbeing|Launch a mentoring scheme|Head of People|May 2031",
        "|Hold exit interviews|Director|June 2031",
        "Estates|Replace the boilers|Chief Officer|July 2031",
    ]


def test_two_blanks_between_sentences_are_no_table() -> None:
    source = "One is here.  Two is there.\nThree comes.  Four goes.\nFive sits.  Six stands.\n" * 2
    assert all(kind == "paragraph" for kind, _, _ in shown(source))


def test_a_list_of_contents_is_left_out() -> None:
    source = "1 Vision ........ 3\n2 Priorities . . . . . . 4\n3 Actions .......... 12\n\nVision\n"
    assert shown(source) == [("paragraph", 0, "Vision")]


# ---------------------------------------------------------------- characters

SAID = "Priorities\n\n1. \u201cCaf\u00e9s\u201d for \u00a35m \u2013 now\n"


@pytest.mark.parametrize(
    "data",
    [
        SAID.encode("utf-8-sig"), SAID.encode("cp1252"), SAID.encode("utf-16"),
        SAID.encode("utf-16-le"), SAID.encode("utf-16-be"),
        b"\xfe\xff" + SAID.encode("utf-16-be"), SAID.replace("\n", "\r").encode(),
    ],
)  # fmt: skip
def test_every_usual_coding_reads_the_same(data: bytes, tmp_path: Path) -> None:
    path = tmp_path / "plan.txt"
    path.write_bytes(data)
    assert [str(b.text) for b in read(path).leaves()] == [
        "Priorities", "\u201cCaf\u00e9s\u201d for \u00a35m \u2013 now",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "line",
    ["\u062e\u0637\u0629 \u0627\u0644\u062a\u0639\u0644\u064a\u0645 2030", "Cynllun addysg \u0175",
     "\u6559\u80b2\u8a08\u753b", "Plan \U0001f3eb na rok"],
)  # fmt: skip
def test_other_scripts_are_read_as_they_stand(line: str) -> None:
    assert [t for _, _, t in shown(f"# {line}\n\n- {line}\n")] == [line, line]


def test_a_web_page_under_another_name_is_read_as_one() -> None:
    found = document("<!DOCTYPE html><nav>Menu</nav><h1>Plan</h1><p>Text</p>")
    assert [b.text.text for b in found.leaves()] == ["Plan", "Text"]
    assert "read as the web page that it is" in found.notes


# ---------------------------------------------------------------- promises

MARKS = st.text(st.sampled_from("ab A1.|\t\n\r\f#*_-=+>`~[]()<!/&;:\\\u2022\"'"), max_size=300)


def bare(said: str) -> str:
    return "".join(said.split())


@given(MARKS | st.text(max_size=200))
def test_every_block_is_what_its_places_say(source: str) -> None:
    for block in document(source).leaves():
        spans = block.text.spans(source)
        assert block.text.text == block.text.text.strip() != ""
        assert all(source[s.start : s.end] == s.quote for s in spans)
        assert [c for c, a in zip(block.text.text, block.text.starts, strict=True)
                if c not in (" ", source[a]) and source[a] not in "&\\"] == []  # fmt: skip


LINES = ["Our aims are", "many and", "- one", "2. Two", "| a | b |", "# Head", "> said",
         "A   B   C", "", "x**y**", "caf\u00e9 &amp; co"]  # fmt: skip


@given(st.lists(st.sampled_from(LINES), max_size=30))
def test_places_read_again_give_the_same_words(parts: list[str]) -> None:
    source = "\n".join(parts)
    for block in document(source).leaves():
        again = " ".join(clean(s.quote).text for s in block.text.spans(source))
        assert bare(again) == bare(block.text.text)


@given(st.binary(max_size=400) | st.text(max_size=200).map(str.encode) | MARKS.map(str.encode))
def test_any_bytes_are_read_or_refused_in_a_sentence(
    tmp_path_factory: pytest.TempPathFactory, data: bytes
) -> None:
    assert_read_or_refused(tmp_path_factory.getbasetemp() / "any.md", data)


def test_more_text_than_any_plan_is_refused() -> None:
    with pytest.raises(LimitError, match=r"plan\.md: has 4,000,001 characters"):
        document("x" * (MAX_CHARACTERS + 1))


@pytest.mark.parametrize("part", ["> ", "- | = ", "_a", "[", "<!--", "\\", "a  ", "`", ". "])
def test_lines_of_nothing_but_marks_end(part: str) -> None:
    """Their work grows with their length alone: else these lines would take minutes."""
    assert len(document(part * 20_000 + "x").blocks) <= 1
