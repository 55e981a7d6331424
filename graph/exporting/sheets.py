"""Excel workbooks of plain tables: text stays text, and the same tables give the same bytes."""

import io
import re
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from graph.exporting.content import in_xml
from graph.tables import begins_formula

if TYPE_CHECKING:
    from openpyxl.cell import Cell
    from openpyxl.workbook import Workbook

Row = Sequence[Any]
LONGEST = 32_767
"""Characters that a cell can hold."""

_TIMES = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table with a header; `columns` are titles with widths in characters."""

    name: str
    columns: Mapping[str, int]
    rows: Sequence[Row]


def written(sheets: Sequence[Sheet]) -> bytes:
    """The workbook: headers stay in view and filter, texts wrap."""
    from openpyxl import Workbook

    book = Workbook()
    del book["Sheet"]
    for sheet in sheets:
        _add(book, sheet)
    out = io.BytesIO()
    book.save(out)
    return _undated(out.getvalue())


def _add(book: "Workbook", sheet: Sheet) -> None:
    from openpyxl.styles import Alignment, Font, PatternFill

    made = book.create_sheet(sheet.name)
    font, fill = Font(bold=True, color="FFFFFF"), PatternFill("solid", fgColor="1B1F23")
    top = Alignment(wrap_text=True, vertical="top")
    for at, (title, width) in enumerate(sheet.columns.items(), start=1):
        cell = made.cell(1, at, title)
        cell.font, cell.fill = font, fill
        made.column_dimensions[cell.column_letter].width = width
    for line, row in enumerate(sheet.rows, start=2):
        for at, value in enumerate(row, start=1):
            cell = made.cell(line, at)
            cell.alignment = top
            _fill(cell, value)
    made.freeze_panes = "A2"
    made.auto_filter.ref = made.dimensions


def _fill(cell: "Cell", value: Any) -> None:
    """Gives a cell its value; what looks like a formula is none."""
    if isinstance(value, str):
        text = in_xml(value).replace("\r", "\n")
        cell.value = text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"
        if begins_formula(text):
            cell.data_type = "s"
            cell.quotePrefix = True
    else:
        cell.value = value
        if isinstance(value, date):
            cell.number_format = "yyyy-mm-dd"
        elif isinstance(value, float):
            cell.number_format = "0.00"


def _undated(data: bytes) -> bytes:
    """The package without the time at which it was written."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as given, zipfile.ZipFile(out, "w") as made:
        for name in given.namelist():
            part = given.read(name)
            if name == "docProps/core.xml":
                part = _TIMES.sub(rb"\g<1>2000-01-01T00:00:00Z", part)
            made.writestr(zipfile.ZipInfo(name), part, zipfile.ZIP_DEFLATED)
    return out.getvalue()
