"""Workbooks and files of separated values: every sheet, its tables wherever they begin."""

import csv
import re
from contextlib import suppress
from datetime import date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from zipfile import ZipFile

import pytest
import render_xlsx
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet
from refusals import said
from same import agreement

from graph.errors import CrossplanError, LimitError
from graph.model import Action, Measure, Partner, Priority
from loaders import extract, read
from loaders.document import Block, Document, Table
from loaders.sheets.values import shown

EXAMPLES = sorted((Path(__file__).parent.parent / "examples" / "plans").glob("*.txt"))
HEADER = ["No", "Action", "Lead", "By when"]
ROWS = [
    [1.1, "Visit each school in the city", "Head of Inclusion", date(2027, 3, 31)],
    [1.2, "Train every governor", "Clerk to Governors", date(2026, 9, 1)],
]


def filled(sheet: Worksheet, rows: list[list[Any]], row: int = 1, column: int = 1) -> Worksheet:
    for i, values in enumerate(rows, start=row):
        for j, value in enumerate(values, start=column):
            sheet.cell(i, j).value = value
    return sheet


def saved(book: Workbook, folder: Path, name: str = "plan.xlsx") -> Path:
    book.save(folder / name)
    return folder / name


def log(folder: Path, rows: list[list[Any]], row: int = 1, column: int = 1) -> Document:
    book = Workbook()
    filled(book.worksheets[0], rows, row, column)
    return read(saved(book, folder))


def tables(document: Document) -> list[list[list[str]]]:
    return [[[c.text for c in row] for row in t.rows] for t in document.blocks
            if isinstance(t, Table)]  # fmt: skip


def lines(document: Document) -> list[tuple[str, str]]:
    return [(b.kind, b.text.text) for b in document.blocks if isinstance(b, Block)]


def csv_file(folder: Path, data: str | bytes) -> Path:
    path = folder / "plan.csv"
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return path


# ------------------------------------------------------------ workbooks


def test_a_log_with_titles_above_its_header(tmp_path: Path) -> None:
    rows: list[list[Any]] = [["Action log 2026-27"], ["Updated each term by the board."], []]
    found = log(tmp_path, [*rows, HEADER, *ROWS], row=2, column=3)
    assert lines(found) == [
        ("heading", "Action log 2026-27"), ("paragraph", "Updated each term by the board."),
    ]  # fmt: skip
    assert tables(found) == [[
        HEADER,
        ["1.1", "Visit each school in the city", "Head of Inclusion", "31 March 2027"],
        ["1.2", "Train every governor", "Clerk to Governors", "1 September 2026"],
    ]]  # fmt: skip


def test_every_visible_sheet_under_its_title(tmp_path: Path) -> None:
    book = Workbook()
    filled(book.worksheets[0], [HEADER, ROWS[0]]).title = "Attendance"
    filled(book.create_sheet("Inclusion"), [HEADER, ROWS[1]])
    filled(book.create_sheet("Lists"), [["Red"], ["Green"]]).sheet_state = "hidden"
    book.create_sheet("Empty")
    found = read(saved(book, tmp_path))
    assert lines(found) == [("heading", "Attendance"), ("heading", "Inclusion")]
    assert len(tables(found)) == 2
    assert found.notes == ("left out: the hidden sheet 'Lists'",)


def test_empty_rows_and_columns_are_dropped_and_the_table_stays_one(tmp_path: Path) -> None:
    spaced = [[r[0], None, *r[1:]] for r in (HEADER, *ROWS)]
    found = log(tmp_path, [spaced[0], [], spaced[1], [], [], spaced[2]])
    (table,) = tables(found)
    assert [len(row) for row in table] == [4, 4, 4]


def test_two_tables_below_each_other(tmp_path: Path) -> None:
    rows: list[list[Any]] = [HEADER, *ROWS, [], ["Key"], ["Red", "Late"], ["Green", "Done"]]
    found = log(tmp_path, rows)
    assert [len(t) for t in tables(found)] == [3, 2]
    assert lines(found) == [("heading", "Key")]


def test_a_sheet_of_lines_is_no_table(tmp_path: Path) -> None:
    book = Workbook()
    sheet = filled(book.worksheets[0], [["Actions"], ["\u2022 Visit each school"], ["Then rest."]])
    sheet["A1"].font = Font(bold=True)
    assert lines(read(saved(book, tmp_path))) == [
        ("heading", "Actions"), ("item", "Visit each school"), ("paragraph", "Then rest."),
    ]  # fmt: skip


def test_merged_cells(tmp_path: Path) -> None:
    book = Workbook()
    sheet = filled(book.worksheets[0], [["Priority 1: Attendance"], HEADER, *ROWS])
    sheet["C4"] = None
    sheet.merge_cells("A1:D1")
    sheet.merge_cells("C3:C4")
    found = read(saved(book, tmp_path))
    (table,) = (t for t in found.blocks if isinstance(t, Table))
    leads = [row[2] for row in table.rows]
    assert [(c.text, c.merged) for c in leads[1:]] == [
        ("Head of Inclusion", False), ("Head of Inclusion", True),
    ]  # fmt: skip
    assert found.text.count("Head of Inclusion") == 1


def test_rows_that_divide_a_table_are_rows_of_it(tmp_path: Path) -> None:
    rows: list[list[Any]] = [
        ["Education plan"], ["Attendance"], HEADER, ROWS[0], ["Inclusion"], HEADER, ROWS[1],
    ]  # fmt: skip
    found = log(tmp_path, rows)
    assert lines(found) == [("heading", "Education plan")]
    (table,) = tables(found)
    assert [row[0] for row in table] == ["Attendance", "No", "1.1", "Inclusion", "No", "1.2"]


def test_lines_in_a_cell_are_blocks(tmp_path: Path) -> None:
    found = log(tmp_path, [HEADER, [1, "We will:\n- visit schools\n- train governors", "A", "B"]])
    (table,) = (t for t in found.blocks if isinstance(t, Table))
    assert [(b.kind, b.marker, b.text.text) for b in table.rows[1][1].blocks] == [
        ("paragraph", "", "We will:"), ("item", "-", "visit schools"),
        ("item", "-", "train governors"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("value", "form", "text"),
    [
        (datetime(2026, 9, 30), "yyyy-mm-dd h:mm", "30 September 2026"),  # noqa: DTZ001
        (date(2026, 9, 30), "General", "30 September 2026"),
        (date(2026, 9, 1), '[$-809]mmmm yyyy"d"', "September 2026"),
        (date(2026, 1, 1), "yyyy", "2026"),
        (0.5, "0%", "50%"),
        (1.1, "0.00", "1.10"),
        (12_500, "#,##0", "12,500"),
        (3, "General", "3"),
        (0.1 + 0.2, "General", "0.3"),
        (float("nan"), "0", ""),
        (True, "General", "Yes"),
        (None, "General", ""),
        (" text ", "@", " text "),
    ],
)
def test_values_are_as_excel_shows_them(value: object, form: str, text: str) -> None:
    assert shown(value, form) == text


@given(st.floats() | st.integers() | st.dates() | st.datetimes(), st.text(max_size=20))
def test_any_value_has_a_text(value: object, form: str) -> None:
    assert isinstance(shown(value, form), str)


def test_cells_with_an_error_are_counted(tmp_path: Path) -> None:
    found = log(tmp_path, [HEADER, [1, "Visit schools", "#REF!", "#N/A"]])
    assert tables(found)[0][1] == ["1", "Visit schools", "", ""]
    assert "2 cells with an error" in found.notes[0]


def test_what_a_log_states(tmp_path: Path) -> None:
    book = Workbook()
    sheet = filled(book.worksheets[0], [
        ["Northborough Council education action plan 2026-29"], [],
        ["Responsible", "Priority", "Steps", "Timescale", "KPI"],
        ["Head of Inclusion", "Attendance", "Visit each school each term", date(2027, 7, 31),
         "Persistent absence below 15% by July 2027"],
        [None, None, "Write to the parents of absent pupils", date(2026, 12, 1), None],
        ["Clerk to Governors", "Leadership", "Train every governor", date(2028, 3, 31), None],
    ])  # fmt: skip
    sheet.merge_cells("A4:A5")
    sheet.merge_cells("B4:B5")
    _, graph = extract(saved(book, tmp_path))
    actions = {n.text: n for n in graph if isinstance(n, Action)}
    assert [str(n.due_by) for n in actions.values()] == ["2028-03-31", "2027-07-31", "2026-12-01"]
    assert {n.text for n in graph if isinstance(n, Priority)} == {"Attendance", "Leadership"}
    assert len([n for n in graph if isinstance(n, Measure)]) == 1
    names = {n.id: n.name for n in graph if isinstance(n, Partner)}
    led = {e.source: names[e.target] for e in graph.edges if e.key == "LED_BY"}
    assert [led[n.id] for n in actions.values()] == [
        "Clerk to Governors", "Head of Inclusion", "Head of Inclusion",
    ]  # fmt: skip


@pytest.mark.parametrize("plan", EXAMPLES, ids=lambda p: p.stem)
def test_a_plan_in_a_workbook_says_what_its_text_says(plan: Path, tmp_path: Path) -> None:
    made = render_xlsx.render(read(plan), tmp_path / f"{plan.stem}.xlsx")
    assert agreement(plan, made) >= 0.97


# ------------------------------------------------------------ separated values


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_the_separator_is_found(separator: str, tmp_path: Path) -> None:
    rows = [
        ["No", "Action", "Lead"],
        ["1", '"Visit, then; write"', "Clerk"],
        ["2", "Train", "A, B"],
    ]
    quoted = [[c if separator not in c else f'"{c.strip(chr(34))}"' for c in r] for r in rows]
    found = read(csv_file(tmp_path, "\r\n".join(separator.join(r) for r in quoted)))
    assert tables(found) == [
        [["No", "Action", "Lead"], ["1", "Visit, then; write", "Clerk"], ["2", "Train", "A, B"]]
    ]


def test_the_separator_that_excel_names(tmp_path: Path) -> None:
    assert tables(read(csv_file(tmp_path, "sep=;\r\nNo;Action\r\n1;Visit, now"))) == [
        [["No", "Action"], ["1", "Visit, now"]]
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_character_sets(encoding: str, tmp_path: Path) -> None:
    found = read(csv_file(tmp_path, "No,Cost\r\n1,\u00a35m \u2013 \u00a36m\r\n".encode(encoding)))
    assert tables(found) == [[["No", "Cost"], ["1", "\u00a35m \u2013 \u00a36m"]]]


def test_titles_and_line_breaks_in_separated_values(tmp_path: Path) -> None:
    text = 'Action log,,\n,,\nNo,Action,Lead\n1,"Visit schools\n\u2022 all of them",Clerk\n'
    found = read(csv_file(tmp_path, text))
    assert lines(found) == [("heading", "Action log")]
    assert tables(found)[0][1] == ["1", "Visit schools all of them", "Clerk"]


@given(st.lists(st.lists(st.text("ab1 .,;\u00e9", max_size=8), min_size=3, max_size=3), min_size=2))
def test_no_cell_is_lost(rows: list[list[str]]) -> None:
    rows = [["No", "Action", "Lead"], *rows]
    with TemporaryDirectory() as folder:
        path = Path(folder) / "plan.csv"
        with path.open("w", newline="", encoding="utf-8") as f:
            csv.writer(f).writerows(rows)
        found = read(path).text
    assert "".join(found.split()) == "".join("".join(c for r in rows for c in r).split())


# ------------------------------------------------------------ what cannot be read


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"%PDF-1.7", "PDF"), (b"a,b\n1,2\n", "not an Excel"), (b"", "empty"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "encrypted"),
    ],
)  # fmt: skip
def test_content_that_is_not_what_the_ending_says(data: bytes, words: str, tmp_path: Path) -> None:
    path = tmp_path / "plan.xlsx"
    path.write_bytes(data)
    assert words in said(path).replace("not a Excel", "not an Excel")


def test_a_file_cut_short_or_damaged_anywhere(tmp_path: Path) -> None:
    book = Workbook()
    filled(book.worksheets[0], [HEADER, *ROWS])
    path = saved(book, tmp_path)
    whole = path.read_bytes()
    path.write_bytes(whole[:-30])
    assert "damaged or cut short" in said(path)
    for at in range(0, len(whole), 53):
        path.write_bytes(whole[:at] + bytes([whole[at] ^ 0xFF]) + whole[at + 1 :])
        with suppress(CrossplanError):
            read(path)


def with_rows(folder: Path, xml: str) -> Path:
    """A workbook whose one sheet holds this, written past what a library would write."""
    book, path = Workbook(), folder / "large.xlsx"
    book.worksheets[0].title = "Log"
    with ZipFile(saved(book, folder)) as old, ZipFile(path, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name.endswith("sheet1.xml"):
                data = re.sub(rb"<sheetData(?: */>|>.*</sheetData>)", xml.encode(), data)
            new.writestr(name, data)
    return path


def test_a_million_cells(tmp_path: Path) -> None:
    row = "<row>" + "<c><v>1</v></c>" * 1_000 + "</row>"
    with pytest.raises(LimitError, match="'Log'"):
        read(with_rows(tmp_path, f"<sheetData>{row * 1_000}</sheetData>"))
    with pytest.raises(LimitError):
        read(csv_file(tmp_path, ("1," * 999 + "1\n") * 1_000))


def test_a_cell_at_the_far_corner_costs_little(tmp_path: Path) -> None:
    cell = '<c r="{}" t="inlineStr"><is><t>{}</t></is></c>'.format
    rows = (
        f"<row r='1'>{cell('A1', 'Title')}</row><row r='1048576'>{cell('XFD1048576', 'end')}</row>"
    )
    found = read(with_rows(tmp_path, f"<sheetData>{rows}</sheetData>"))
    assert found.text.split() == ["Log", "Title", "end"]


def test_a_merged_range_as_high_as_a_sheet(tmp_path: Path) -> None:
    cell = '<c r="{}" t="inlineStr"><is><t>{}</t></is></c>'.format
    rows = f"<row r='1'>{cell('A1', 'Title')}</row><row r='1048576'>{cell('B1048576', 'end')}</row>"
    ranges = '<mergeCells><mergeCell ref="A1:A1048576"/></mergeCells>'
    with pytest.raises(LimitError):
        read(with_rows(tmp_path, f"<sheetData>{rows}</sheetData>{ranges}"))


def test_the_strict_form_is_said(tmp_path: Path) -> None:
    path = tmp_path / "strict.xlsx"
    with ZipFile(saved(Workbook(), tmp_path)) as old, ZipFile(path, "w") as new:
        for name in old.namelist():
            plain = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
            strict = b"http://purl.oclc.org/ooxml/spreadsheetml/main"
            new.writestr(name, old.read(name).replace(plain, strict))
    assert "Strict" in said(path)


def test_no_text_is_said(tmp_path: Path) -> None:
    assert "no text" in said(saved(Workbook(), tmp_path))


def test_a_quotation_mark_that_is_not_closed(tmp_path: Path) -> None:
    path = csv_file(tmp_path, 'No,Action\n1,"Visit schools\n' + "2,Train\n" * 30_000)
    assert "quotation mark" in said(path)


def test_a_workbook_with_macros(tmp_path: Path) -> None:
    book = Workbook()
    filled(book.worksheets[0], [HEADER, *ROWS])
    path = saved(book, tmp_path)
    with ZipFile(path, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"\0")
    assert read(path.rename(tmp_path / "plan.xlsm")).notes == ("macros ignored",)
