"""Writes a document's blocks as a workbook: lines in the first column, tables beside each other."""

from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet

from loaders.document import Block, Cell, Document, Table


def line(block: Block) -> str:
    marker = block.marker or ("\u2022" if block.kind == "item" else "")
    return f"{marker} {block.text.text}".strip()


def render(document: Document, path: Path) -> Path:
    book = Workbook()
    sheet = book.worksheets[0]
    row = 1
    for block in document.blocks:
        if isinstance(block, Table):
            row = _table(sheet, row + 1, block) + 1
        else:
            row = _line(sheet, row, block)
    book.save(path)
    return path


def _line(sheet: Worksheet, row: int, block: Block) -> int:
    cell = sheet.cell(row, 1, line(block))
    cell.font = Font(bold=block.kind == "heading")
    return row + 1


def _table(sheet: Worksheet, row: int, table: Table) -> int:
    for cells in table.rows:
        for column, cell in enumerate(cells, start=1):
            sheet.cell(row, column, _text(cell))
        row += 1
    return row


def _text(cell: Cell) -> str:
    return "\n".join(line(b) for b in cell.blocks)
