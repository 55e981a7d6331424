"""Answers as tables: nothing in a cell steers a terminal, a page or a spreadsheet."""

import csv
import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from graph.errors import UsageError
from graph.tables import FORMATS, Table, render, to_csv, to_text, visible

CELLS = st.one_of(
    st.none(), st.booleans(), st.integers(-9, 10**9), st.text(max_size=20),
    st.lists(st.text(min_size=1, max_size=5), max_size=3),
)  # fmt: skip
TABLES = st.builds(
    Table, st.just(("a", "b")), st.lists(st.tuples(CELLS, CELLS), max_size=4).map(tuple)
)
HOSTILE = "\x1b]52;c;x\x07 \x9b31m \u202e over \r back"


@given(TABLES)
def test_json_gives_back_what_went_in(table: Table) -> None:
    rows = [dict(zip(table.columns, row, strict=True)) for row in table.rows]
    whole = json.loads(render(table, "json"))
    assert whole == {"columns": ["a", "b"], "rows": rows, "truncated": False}
    assert [json.loads(line) for line in render(table, "ndjson").split("\n")[:-1]] == rows


@given(TABLES)
def test_csv_has_a_cell_for_each_value_and_no_formula(table: Table) -> None:
    lines = list(csv.reader(io.StringIO(to_csv(table), newline="")))
    assert [len(line) for line in lines] == [2] * (len(table.rows) + 1)
    for line, row in zip(lines[1:], table.rows, strict=True):
        for text, value in zip(line, row, strict=True):
            assert isinstance(value, int) or not text.startswith(tuple("=+-@\t\r\n＝＋－＠"))


@given(TABLES)
def test_markdown_has_one_row_for_each(table: Table) -> None:
    html = MarkdownIt("commonmark").enable("table").render(render(table, "md"))
    assert html.count("<tr>") == len(table.rows) + 1
    assert "<a " not in html


@given(TABLES)
def test_nothing_steers_the_terminal(table: Table) -> None:
    for form in ("table", "md", "json", "ndjson"):
        text = render(table, form)
        assert all(c == "\n" or c.isprintable() or c == visible(c) for c in text)


@pytest.mark.parametrize("form", ["table", "md", "json", "ndjson"])
def test_escapes_are_written_out(form: str) -> None:
    text = render(Table(("a",), ((HOSTILE,),)), form)
    assert not set("\x1b\x07\x9b\u202e\r") & set(text)
    assert "over" in text


def test_a_formula_is_text_for_a_spreadsheet() -> None:
    table = Table(("x",), (("=HYPERLINK(1)",), ("-1",), (-1,), (["+1", "b"],)))
    assert to_csv(table) == "x\r\n'=HYPERLINK(1)\r\n'-1\r\n-1\r\n\"'+1\nb\"\r\n"
    assert "\r\n=HYPERLINK(1)" in to_csv(table, raw=True)


def test_a_table_for_reading() -> None:
    table = Table(("plan", "n"), (("north", 2), ("south [red]x[/red]", 10), (None, True)))
    lines = to_text(table, 60).splitlines()
    assert any(line.split() == ["south", "[red]x[/red]", "10"] for line in lines)
    assert max(map(len, to_text(table, 20).splitlines())) <= 20


def test_an_empty_answer_still_names_its_columns() -> None:
    for form in FORMATS:
        shown = render(Table(("plan",), ()), form)
        assert "plan" in shown or form == "ndjson"


def test_unknown_format() -> None:
    with pytest.raises(UsageError, match="table, json"):
        render(Table((), ()), "xml")


def test_rows_too_wide_to_be_read_become_blocks() -> None:
    words = "one two three four five six seven"
    table = Table(tuple("abcdefgh"), ((words, None, words, "\x1b[2J", words, words, words, 7),))
    lines = to_text(table, 60).splitlines()
    assert lines[0].startswith("1 ─")
    assert [line.split()[0] for line in lines[1:]] == list("acdefgh")
    assert "\x1b" not in "".join(lines)
    assert to_text(Table(("a", "b"), ((words, 7),)), 60).startswith("a")
