"""Readers for spreadsheets: Excel workbooks and files of separated values."""

import csv
import io
import re
import struct
import warnings
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from graph.errors import CrossplanError, LimitError
from loaders.compose import Composer
from loaders.document import Block, Cell, Document, Row, Table
from loaders.office import STRICT, Office, open_office
from loaders.source import Source, open_text

if TYPE_CHECKING:
    from openpyxl.workbook import Workbook

MAX_CELLS = 2_000_000
MAX_FILLED = 200_000

_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September",
           "October", "November", "December")  # fmt: skip
_DEFAULT_TITLE = re.compile(r"(?:sheet|tabelle|feuil|table|worksheet)\s*\d*", re.IGNORECASE)
_TITLES = 3
"""At most so many lines above a table are its titles, where an empty row parts them from it."""
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_MERGED = re.compile(rb"<(?:\w+:)?mergeCell\s[^>]*?ref=[\"']([A-Z]{1,3})(\d+):([A-Z]{1,3})(\d+)")
_DAMAGED = (KeyError, ValueError, TypeError, AttributeError, IndexError, OverflowError,
            SyntaxError, EOFError, OSError, RuntimeError, zipfile.BadZipFile, zlib.error,
            struct.error)  # fmt: skip


@dataclass
class Sheet:
    """The filled cells of a sheet by row and column, and the ranges that are merged."""

    title: str
    cells: dict[int, dict[int, str]] = field(default_factory=dict)
    bold: set[int] = field(default_factory=set)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)

    def put(self, row: int, column: int, text: str) -> None:
        if text.strip():
            self.cells.setdefault(row, {})[column] = text.strip()

    def lower_parts(self) -> Iterator[tuple[int, int, int]]:
        """Row and column that a merged cell above reaches down to, and the row it begins in."""
        last = max(self.cells, default=0)
        for top, left, bottom, _ in self.merged:
            if left in self.cells.get(top, {}):
                yield from ((row, left, top) for row in range(top + 1, min(bottom, last) + 1))


# ------------------------------------------------------------ values as Excel shows them


def shown(value: Any, form: str) -> str:
    """A value as text, in the number format of its cell.

    >>> shown(date(2026, 9, 30), "dd/mm/yyyy"), shown(date(2026, 9, 1), "mmm-yy")
    ('30 September 2026', 'September 2026')
    >>> shown(0.855, "0.0%"), shown(5000, "\u00a3#,##0"), shown(1.1, "General")
    ('85.5%', '\u00a35,000', '1.1')
    """
    if value is None:
        return ""
    if isinstance(value, datetime | date):
        return _date(value, form)
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, int | float):
        return _amount(value, form)
    return f"{value:%H:%M}" if isinstance(value, time) else str(value)


def _date(day: date, form: str) -> str:
    letters = set(re.sub(r'"[^"]*"|\[[^\]]*\]|\\.', "", form).casefold())
    month = f"{_MONTHS[day.month - 1]} {day.year}"
    if "d" in letters or not letters & {"m", "y"}:
        return f"{day.day} {month}"
    return month if "m" in letters else str(day.year)


def _amount(value: float, form: str) -> str:
    if value != value or value in (float("inf"), float("-inf")):
        return ""
    shape = form.split(";")[0]
    m = re.search(r"[0#?](?:\.([0#?]+))?", shape.replace(",", ""))
    places = len(m[1] or "") if m else None
    if "%" in shape:
        return f"{value * 100:.{places or 0}f}%"
    if places is None or shape.casefold() == "general" or not re.search(r"0", shape):
        return f"{value:.10g}"
    sign = next((s for s in "\u00a3\u20ac$" if s in shape), "")
    return f"{sign}{value:{',' if ',' in shape else ''}.{places}f}"


# ------------------------------------------------------------ workbooks


def read_workbook(path: Path) -> Document:
    """Every visible sheet of a workbook: its title as a heading, its rows as tables."""
    office = open_office(path, "Excel workbook")
    sheets, left = _sheets(office)
    return _document(path, office.source, sheets, (*office.notes, *left))


def _sheets(office: Office) -> tuple[list[Sheet], tuple[str, ...]]:
    from openpyxl import load_workbook

    if STRICT in (office.data(office.main) or b""):
        raise CrossplanError(f"{office.path}: is in the Strict form of Open XML; open it in Excel "
                             "and save it as Excel Workbook (.xlsx)")  # fmt: skip
    sheets: list[Sheet] = []
    left: list[str] = []
    errors: Counter[str] = Counter()
    try:
        with warnings.catch_warnings(action="ignore"):  # of charts, styles and the like
            book = load_workbook(io.BytesIO(office.source.data), read_only=True, data_only=True)
            for title, state, part in _listed(office):
                if state != "visible":
                    left.append(f"left out: the hidden sheet {title!r}")
                else:
                    sheets.append(_sheet(office, book, title, part, errors))
    except _DAMAGED as e:
        raise CrossplanError(
            f"{office.path}: is damaged ({e}); open it in Excel, save it again and load that"
        ) from e
    if errors:
        left.append(f"left out: {errors.total()} cells with an error such as {min(errors)}")
    return sheets, tuple(left)


def _listed(office: Office) -> Iterator[tuple[str, str, str]]:
    """Title, state and part of each worksheet, in order."""
    root, relations = office.xml(office.main), office.relations(office.main)
    for node in root.iter("{*}sheet") if root is not None else ():
        at = relations.get(str(node.get(_RELATION)))
        if at and at.kind == "worksheet":
            yield str(node.get("name", "")), str(node.get("state", "visible")), at.part


def _sheet(office: Office, book: "Workbook", title: str, part: str, errors: Counter[str]) -> Sheet:
    from openpyxl.worksheet._read_only import ReadOnlyWorksheet

    sheet = Sheet(title)
    data = office.data(part) or b""
    work = book[title]
    assert isinstance(work, ReadOnlyWorksheet)
    work.reset_dimensions()
    seen = filled = 0
    for row in work.iter_rows():
        seen += len(row) + 1
        cells = [cell for cell in row if cell.value is not None]
        for cell in cells:
            if cell.data_type == "e":
                errors[str(cell.value)] += 1
                continue
            form = "" if isinstance(cell.value, str) else cell.number_format or ""
            sheet.put(cell.row, cell.column, shown(cell.value, form))
        filled += len(cells)
        if len(cells) == 1 and cells[0].font is not None and cells[0].font.b:
            sheet.bold.add(cells[0].row)
        _within(office.path, title, seen, filled)
    for a, top, b, bottom in _MERGED.findall(data):
        sheet.merged.append((int(top), _column(a), int(bottom), _column(b)))
    _within(office.path, title, 0, sum(1 for _ in islice(sheet.lower_parts(), MAX_FILLED + 1)))
    return sheet


def _within(path: Path, title: str, seen: int, filled: int) -> None:
    if seen > MAX_CELLS or filled > MAX_FILLED:
        what, limit = ("cells with text", MAX_FILLED) if filled > MAX_FILLED else (
            "cells", MAX_CELLS)  # fmt: skip
        raise LimitError(f"{path}: sheet {title!r} has more than {limit:,} {what}; keep the rows "
                         "of the plan and delete what is below and beside them")  # fmt: skip


def _column(letters: bytes) -> int:
    n = 0
    for letter in letters:
        n = n * 26 + letter - ord("A") + 1
    return n


# ------------------------------------------------------------ separated values


def read_csv(path: Path) -> Document:
    """The rows of a file of separated values; the separator is the one that parts them evenly."""
    source = open_text(path)
    text = source.text
    separator = None
    if m := re.match(r"sep=(.)\r?\n", text, re.IGNORECASE):
        separator, text = m[1], text[m.end() :]
    sheet = Sheet("")
    filled = 0
    try:
        for number, row in enumerate(_rows(text, separator or _separator(text)), start=1):
            for column, value in enumerate(row, start=1):
                sheet.put(number, column, value)
                filled += bool(value)
            _within(path, path.name, 0, filled)
    except csv.Error as e:
        raise CrossplanError(
            f"{path}: row {number + 1} cannot be read ({e}); look for a quotation mark that is "
            "not closed"
        ) from e
    return _document(path, source, [sheet], ())


def _rows(text: str, separator: str) -> Iterator[list[str]]:
    return csv.reader(io.StringIO(text, newline=""), delimiter=separator, skipinitialspace=True)


def _separator(text: str) -> str:
    """The separator with which most of the first rows have one and the same number of cells."""

    def evenness(separator: str) -> tuple[int, int]:
        try:
            rows = [row for row in islice(_rows(text, separator), 200) if any(row)]
        except csv.Error:
            return 0, 0
        widths = Counter(len(row) for row in rows if len(row) > 1)
        width, count = widths.most_common(1)[0] if widths else (0, 0)
        return count, width

    return max(",;\t|", key=evenness)


# ------------------------------------------------------------ blocks


def _document(path: Path, source: Source, sheets: Sequence[Sheet],
              notes: tuple[str, ...]) -> Document:  # fmt: skip
    composer = Composer()
    blocks: list[Block | Table] = []
    for sheet in sheets:
        if sheet.cells:
            blocks += _sheet_blocks(composer, sheet)
    if not blocks:
        raise CrossplanError(f"{path}: has no text in any sheet that is not hidden")
    return composer.document(source, blocks, notes)


def _sheet_blocks(composer: Composer, sheet: Sheet) -> Iterator[Block | Table]:
    if sheet.title and not _DEFAULT_TITLE.fullmatch(sheet.title.strip()):
        yield from _block(composer, sheet.title, heading=1)
    regions = list(_regions(sheet))
    for rows in regions:
        titles = len(rows) <= _TITLES and rows is not regions[-1]
        above, table = _parted(sheet, rows)
        for row in above:
            yield from _lines(composer, _alone(sheet, row), heading=True)
        columns = {c for row in table for c in sheet.cells[row]}
        if len(columns) == 1:
            for row in table:
                yield from _lines(composer, _alone(sheet, row), heading=titles or row in sheet.bold)
        elif table:
            yield _table(composer, sheet, table, sorted(columns))


def _regions(sheet: Sheet) -> Iterator[list[int]]:
    """Rows that belong together: a new region begins after an empty row, with a title or with
    cells in columns that the region before does not have."""
    region: list[int] = []
    columns: set[int] = set()
    for row in sorted(sheet.cells):
        here = sheet.cells[row]
        new = len(here) == 1 or not here.keys() <= columns
        if region and row - region[-1] > 1 and new and not (columns and _down(sheet, row)):
            yield region
            region, columns = [], set()
        region.append(row)
        columns |= here.keys()
    if region:
        yield region


def _alone(sheet: Sheet, row: int) -> str:
    """The text of a row of one cell."""
    return next(iter(sheet.cells[row].values()))


def _down(sheet: Sheet, row: int) -> bool:
    """Whether a cell merged over rows reaches into this row."""
    return any(top < row <= bottom for top, _, bottom, _ in sheet.merged)


def _parted(sheet: Sheet, rows: list[int]) -> tuple[list[int], list[int]]:
    """The titles above a table, and its rows.

    Where the table is divided by rows of one cell, the last such row above it divides it too.
    """
    alone = [len(sheet.cells[row]) == 1 for row in rows]
    first = alone.index(False) if False in alone else 0
    if first and any(alone[first:]) and len(set(rows[first - 1 : first + 1])) == 2:
        first -= 1
    return rows[:first], rows[first:]


def _table(composer: Composer, sheet: Sheet, rows: list[int], columns: list[int]) -> Table:
    down = {(row, column): top for row, column, top in sheet.lower_parts()}
    wide = {(top, left): right for top, left, _, right in sheet.merged}
    made: dict[tuple[int, int], Cell] = {}
    out: list[Row] = []
    for row in rows:
        for column in columns:
            top = made.get((down.get((row, column), 0), column))
            if top:
                made[row, column] = Cell(top.blocks, top.width, merged=True)
                continue
            text = sheet.cells[row].get(column, "")
            last = wide.get((row, column), column)
            width = max(sum(column <= c <= last for c in columns), 1)
            made[row, column] = Cell(tuple(_lines(composer, text, end="\t")), width)
        composer.put("", "\n")
        out.append(tuple(made[row, column] for column in columns))
    composer.put("", "\n")
    return Table(tuple(out))


def _lines(composer: Composer, text: str, heading: bool = False, end: str = "\n\n"
           ) -> Iterator[Block]:  # fmt: skip
    """The lines of a cell as blocks; a short one may be a heading."""
    lines = [line for line in text.splitlines() if line.strip()]
    for line in lines:
        short = len(line.split()) <= 14 and line.strip()[-1] not in ".;,"
        after = end if line is lines[-1] else "\n"
        yield from _block(composer, line, 2 if heading and short else 0, after)


def _block(composer: Composer, text: str, heading: int, after: str = "\n\n") -> Iterator[Block]:
    made = composer.block("heading" if heading else "paragraph", text, heading, after=after)
    if made:
        yield made
