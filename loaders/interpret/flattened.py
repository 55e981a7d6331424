"""Tables that lost their cells: a column title a line, then a line or more for each cell."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import takewhile

from loaders.document import Block, Cell, Table
from loaders.interpret.dates import timing
from loaders.interpret.header import column_roles
from loaders.interpret.lexicon import Role
from loaders.interpret.looks import Line, lines_from
from loaders.interpret.place import dated_heading

_LEAST, _MOST = 4, 12
_NAMED = 3
_WIDEST = 8
_WORDS = 8
_FIGURE = re.compile(r"[\u00a3$<>+-]?\s?\d[\d.,]*\s*%?(?:\s*\(.*\))?")
_CODE = re.compile(r"(\d{1,2}\.\d{1,2})\.?\s+(?=\S)")


def unflattened(blocks: Sequence[Line]) -> list[Line]:
    """The blocks with such tables as tables again; a table needs four columns and two rows."""
    out: list[Line] = []
    at = 0
    while at < len(blocks):
        line = blocks[at]
        if isinstance(line, Table):
            one = all(len(row) == 1 for row in line.rows)
            out += _rows_again(line) if one else [_below_header(line)]
            at += 1
            continue
        table, size = _table(blocks, at)
        out.append(table or line)
        at += size
    return out


def _rows_again(cells: Table) -> Sequence[Line]:
    """A table of a cell a row as one of several columns, with its title as lines above it.

    As wide as the first row whose cells all are titles of columns; below, one column has no gaps.
    """
    for width in range(_NAMED, _WIDEST + 1):
        cut = [cells.rows[i : i + width] for i in range(0, len(cells.rows), width)]
        rows = [tuple(cell for (cell,) in row) for row in cut]
        above = list(takewhile(lambda row: not any(c.blocks for c in row[1:]), rows[:2]))
        header, *below = rows[len(above) :] or [()]
        full = any(all(c.blocks for c in column) for column in zip(*below, strict=False))
        if full and all(c.blocks for c in header) and column_roles(header):
            return [
                *(b for row in above for b in row[0].blocks),
                Table((header, *below), cells.page),
            ]
    return [cells] if len(cells.rows) < _LEAST else [b for (c,) in cells.rows for b in c.blocks]


def _below_header(table: Table) -> Table:
    """A table whose rows below the titles of its columns hold a cell each, with its rows again."""
    header, *rows = table.rows
    width = len(header)
    narrow = all(not any(c.blocks for c in row[1:]) and len(row) < width for row in rows)
    if not (narrow and _NAMED <= width <= len(rows) and column_roles(header)):
        return table
    cells = [row[0] for row in rows] + [_cell()] * (-len(rows) % width)
    return Table((header, *(tuple(cells[i : i + width]) for i in range(0, len(cells), width))),
                 table.page)  # fmt: skip


def _table(blocks: Sequence[Line], at: int) -> tuple[Table | None, int]:
    """The table whose column titles begin here, and how many blocks it takes."""
    titles = [b for b in takewhile(_title, blocks[at : at + _MOST]) if isinstance(b, Block)]
    columns = column_roles(tuple(map(_cell, titles))) if len(titles) >= _LEAST else None
    if not columns or len(columns) < _NAMED or min(columns) > 1:
        return None, 1
    least = max(columns) + 1
    for width in range(max(least, _LEAST), min(least + 1, len(titles)) + 1):
        below = _lines(blocks, at + width, titles[0].text.text)
        rows = max(list(_equal(below, width)), list(_coded(below, width, columns)), key=len)
        if len(rows) > 1:
            header = tuple(map(_cell, titles[:width]))
            taken = sum(len(c.blocks) for row in rows for c in row)
            return Table((header, *rows), titles[0].page), width + taken
    return None, 1


def _title(line: Line) -> bool:
    text = line.text.text if isinstance(line, Block) else ""
    return bool(text) and len(text.split()) <= _WORDS and text[0].isalpha() and text[-1] not in ".;"


def _cell(*blocks: Block) -> Cell:
    return Cell(blocks)


def _lines(blocks: Sequence[Line], at: int, title: str) -> list[Block]:
    """The lines from here to the next heading, table or title of the first column."""
    below: list[Block] = []
    for line in lines_from(blocks, at):
        if not isinstance(line, Block) or line.kind == "heading" or line.text.text == title:
            break
        below.append(line)
    return below


def _equal(lines: Sequence[Block], width: int) -> Iterator[tuple[Cell, ...]]:
    """Rows of a line a cell, as long as they are like the first: figures and dates in their places.

    The first column is of words, another of figures or dates.
    """
    kinds = [_kind(line.text.text) for line in lines[:width]]
    if len(kinds) < width or kinds[0] or not any(kinds):
        return
    for start in range(0, len(lines) - width + 1, width):
        row = lines[start : start + width]
        alike = [k for b, k in zip(row, kinds, strict=True) if _kind(b.text.text) == k]
        if _kind(row[0].text.text) or len(alike) < width - 1 or not any(alike):
            return
        yield tuple(map(_cell, row))


def _kind(text: str) -> str:
    if _FIGURE.fullmatch(text):
        return "figure"
    dated = len(text.split()) <= _WORDS and timing(text)
    return "date" if dated and (dated.due_by or dated.recurrence) else ""


def _coded(
    lines: Sequence[Block], width: int, columns: dict[int, Role]
) -> Iterator[tuple[Cell, ...]]:
    """Rows that begin with a code and end in a date, as long as nothing stands between them.

    One line each stands in the columns after the second one with words, the rest in that one; an
    item with a whole number before a code stands in the first column, above several rows.
    """
    action = next((i for i, r in columns.items() if r.makes == "Action"), None)
    when = next((i for i, r in columns.items() if r.name == "when"), None)
    if action not in (0, 1) or when != width - 1:
        return
    at, last = 0, width - action - 2
    while at < len(lines):
        above = [lines[at]] if action and lines[at].numbered else []
        start = at + len(above)
        later = enumerate(lines_from(lines, start), start)
        ends = (i for i, b in later if dated_heading(b.text))
        end = next(ends, start)
        row = lines[start : end + 1]
        codes = [_CODE.match(b.text.text) for b in row]
        if len(row) < last + 2 or codes[0] is None or any(codes[1:]):
            return
        text = row[0].text.cut(codes[0].end())
        middle, single = row[1 : len(row) - last], row[len(row) - last :]
        first = [_cell(*above)] if action else []
        begun = replace(row[0], text=text, marker=codes[0][1])
        yield (*first, _cell(begun), _cell(*middle), *map(_cell, single))
        at = end + 1
