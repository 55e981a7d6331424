"""The filled cells of sheets laid out as blocks: titles, lines and tables."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from graph.errors import CrossplanError
from loaders.compose import Composer
from loaders.document import Block, Cell, Document, Row, Table
from loaders.source import Source

_DEFAULT_TITLE = re.compile(r"(?:sheet|tabelle|feuil|table|worksheet)\s*\d*", re.IGNORECASE)
_TITLES = 3
"""At most so many lines above a table are its titles, where an empty row parts them from it."""


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


def laid_out(path: Path, source: Source, sheets: Sequence[Sheet],
             notes: tuple[str, ...]) -> Document:  # fmt: skip
    """The document of these sheets; a CrossplanError where they are empty."""
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
