"""Readers for spreadsheets: Excel workbooks and files of separated values."""

import csv
import io
import re
import struct
import warnings
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from graph.errors import CrossplanError, LimitError
from loaders.document import Document
from loaders.office import STRICT, Office, open_office
from loaders.sheets.layout import Sheet, laid_out
from loaders.sheets.values import shown
from loaders.source import open_text

if TYPE_CHECKING:
    from openpyxl.workbook import Workbook

MAX_CELLS = 2_000_000
MAX_FILLED = 200_000

_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_MERGED = re.compile(rb"<(?:\w+:)?mergeCell\s[^>]*?ref=[\"']([A-Z]{1,3})(\d+):([A-Z]{1,3})(\d+)")
_DAMAGED = (KeyError, ValueError, TypeError, AttributeError, IndexError, OverflowError,
            SyntaxError, EOFError, OSError, RuntimeError, zipfile.BadZipFile, zlib.error,
            struct.error)  # fmt: skip


def read_workbook(path: Path) -> Document:
    """Every visible sheet of a workbook: its title as a heading, its rows as tables."""
    office = open_office(path, "Excel workbook")
    sheets, left = _sheets(office)
    return laid_out(path, office.source, sheets, (*office.notes, *left))


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
    return laid_out(path, source, [sheet], ())


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
