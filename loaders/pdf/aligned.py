"""Tables of a PDF page that only the alignment of their columns shows."""

import re
import statistics
from collections.abc import Iterator, Sequence
from itertools import pairwise

from loaders.pdf.columns import ROW, Band, Row, Span, column_of, cut
from loaders.pdf.draft import DraftCell, DraftTable, covering
from loaders.pdf.flow import Leading, Region, fits, lines, step
from loaders.pdf.page import Page


def trimmed(band: Band, usual: Leading) -> tuple[list[Row], list[Row]]:
    """The table's rows, and those after it that only happen to leave its gutters free."""
    last = max(i for i, r in enumerate(band.rows) if len(r.pieces) > 1)
    end = last + 1
    for before, row in pairwise(band.rows[last:]):
        later = column_of(band.gutters, row.spans[0])[0] > 0
        same = before.line and row.line and (later or before.line.bold == row.line.bold)
        close = row.base - before.base <= ROW * step(row.size, usual)
        if not (same and close and abs(before.size - row.size) < 0.6):
            break
        end += 1
    return band.rows[:end], band.rows[end:]


def aligned(band: Band, page: Page, usual: Leading) -> DraftTable:
    """A table without rules between its columns; drawn lines between rows part them."""
    gutters = band.gutters
    rights = [max((s[1] for r in band.rows for s in r.spans
                   if column_of(gutters, s) == (i, i)), default=band.cover[i][1])
              for i in range(len(band.cover))]  # fmt: skip
    rows = [_cells(group, gutters, rights, page.number) for group in _groups(band, page, usual)]
    lefts = tuple(a for a, _ in band.cover)
    return DraftTable(tuple(rows), (*lefts, band.cover[-1][1]), page.number, ruled=False)


def _groups(band: Band, page: Page, usual: Leading) -> Iterator[list[Row]]:
    """The lines of each row."""
    ruled = _row_rules(band, page)
    group: list[Row] = []
    for i, row in enumerate(band.rows):
        if group and _begins(band, i, group, ruled, usual):
            yield group
            group = []
        group.append(row)
    yield group


def _row_rules(band: Band, page: Page) -> list[float]:
    left, right = band.cover[0][0], band.cover[-1][1]
    across = 0.6 * (right - left)
    return sorted(
        r.y0 for r in page.rules if r.horizontal and min(r.x1, right) - max(r.x0, left) > across
    )


def _begins(band: Band, i: int, group: Sequence[Row], ruled: Sequence[float],
            usual: Leading) -> bool:  # fmt: skip
    """Whether a line begins a new row of the table."""
    row, before = band.rows[i], band.rows[i - 1]
    inside = [y for y in ruled if band.rows[0].base < y < band.rows[-1].base]
    if any(before.base - 1 < y < row.base for y in inside):
        return True
    if len(inside) > 3:
        return False
    first = cut(row, band.gutters, 0)
    wide = row.base - before.base > ROW * step(row.size, usual)
    if wide:
        new = len(row.pieces) > 1 and row.base - before.base > 0.85 * _row_step(band, usual)
        return first is not None or new or _leads(band, i, usual)
    if first is None or len(row.pieces) < 2:
        return False
    above = [c for r in group if (c := cut(r, band.gutters, 0))]
    if not above or not above[-1].line or not first.line:
        return False
    number = re.fullmatch(r"\d{1,2}(?:\.\d{1,2}){0,3}\.?", first.line.words[0].text)
    return bool(number) or fits(above[-1].line, first.line, band.cover[0][1])


def _row_step(band: Band, usual: Leading) -> float:
    """The usual distance before a row that has a first cell."""
    steps = [
        row.base - before.base
        for before, row in pairwise(band.rows)
        if row.base - before.base > ROW * step(row.size, usual) and cut(row, band.gutters, 0)
    ]
    return statistics.median(steps) if steps else 0.0


def _leads(band: Band, i: int, usual: Leading) -> bool:
    """Whether lines without a first cell stand above the rest of their row, which has one."""
    for before, row in pairwise(band.rows[i:]):
        if row.base - before.base > ROW * step(row.size, usual):
            return False
        if cut(row, band.gutters, 0):
            return True
    return False


def _cells(group: Sequence[Row], gutters: Sequence[Span], rights: Sequence[float],
           page: int) -> tuple[DraftCell, ...]:  # fmt: skip
    """The cells of a row; one that a piece of text spans takes in the columns it crosses."""
    spans = [column_of(gutters, s) for r in group for s in r.spans]
    crossed = {c for a, b in spans for c in range(a, b)}
    out: list[DraftCell] = []
    start = 0
    for column in range(len(rights)):
        if column in crossed:
            continue
        words = [w for r in group for p, s in zip(r.pieces, r.spans, strict=True)
                 if start <= column_of(gutters, s)[0] <= column for w in p]  # fmt: skip
        text = tuple(lines(words, page))
        left = min((n.x0 for n in text), default=0.0)
        own = [n.x1 for n in text]
        right = max(own) if len(own) > 3 else max([rights[column], *own])
        out += covering(Region(text, right, left), column - start + 1)
        start = column + 1
    return tuple(out)
