"""Columns of a PDF page: stretches of its width that rows of text leave free together."""

import re
import statistics
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from loaders.pdf.draft import DraftTable
from loaders.pdf.flow import NUMBER, Leading, Line, step
from loaders.pdf.page import Page, Word

_GAP = 0.8
"""Ems between two words that may stand in different columns."""
ROW = 1.35
"""How much more than the leading parts two rows."""

Span = tuple[float, float]


@dataclass(slots=True)
class Row:
    """A line or a ruled table, as the columns of a page see it: the stretches it covers."""

    pieces: list[tuple[Word, ...]]
    spans: list[Span]
    top: float
    base: float
    size: float
    line: Line | None = None
    grid: DraftTable | None = None


@dataclass(slots=True)
class Band:
    """Rows one below the other that leave the same stretches of the page's width free."""

    rows: list[Row] = field(default_factory=list)
    cover: list[Span] = field(default_factory=list)

    @property
    def gutters(self) -> list[Span]:
        return [(a[1], b[0]) for a, b in pairwise(self.cover)]


def row_of(line: Line) -> Row:
    pieces: list[list[Word]] = []
    for word in line.words:
        last = pieces[-1] if pieces else None
        if last and (word.x0 - max(w.x1 for w in last) < _GAP * line.size or _opens(last)):
            last.append(word)
        else:
            pieces.append([word])
    spans = [(p[0].x0, max(w.x1 for w in p)) for p in pieces]
    return Row([tuple(p) for p in pieces], spans, line.base - line.size, line.base, line.size, line)


def _opens(piece: Sequence[Word]) -> bool:
    """Whether a piece is no more than the bullet before its text."""
    text = piece[0].text
    return len(piece) == 1 and not text[0].isalnum() and Line((piece[0],) * 2, 0).marker


def _covered(spans: Sequence[Span], least: float) -> list[Span]:
    out: list[Span] = []
    for a, b in sorted(spans):
        if out and a - out[-1][1] < least:
            out[-1] = (out[-1][0], max(out[-1][1], b))
        else:
            out.append((a, b))
    return out


def bands(rows: Sequence[Row], usual: Leading) -> Iterator[Band]:
    """Cuts the rows where one crosses the free stretches that those before it left."""
    band = Band()
    for row in rows:
        cover = _covered([*band.cover, *row.spans], 0.7 * (row.size or 10))
        before, after, own = len(band.cover) - 1, len(cover) - 1, len(row.spans) - 1
        apart = bool(band.rows) and row.base - band.rows[-1].base > ROW * step(row.size, usual)
        if band.rows and (
            (before == 0 and own > 0)
            or (before > 0 and (after < before or (own > after and apart)))
            or (before == 0 and after > 0)
        ):
            yield band
            band, cover = Band(), row.spans
        band.rows.append(row)
        band.cover = list(cover)
    if band.rows:
        yield band


def _fits_with(few: Sequence[Span], many: Sequence[Span]) -> bool:
    return all(any(min(b, d) - max(a, c) > 2 for c, d in many) for a, b in few)


def together(bands: Iterator[Band]) -> Iterator[Band]:
    """Bands that follow each other and leave some stretch of the page free together are one."""
    held: Band | None = None
    for band in bands:
        cover = _common(held, band) if held and held.gutters else None
        if held and cover:
            held = Band([*held.rows, *band.rows], cover)
            continue
        if held:
            yield held
        held = band
    if held:
        yield held


def _common(held: Band, band: Band) -> list[Span] | None:
    """The columns of two bands as one, or None where they do not fit together."""
    if not band.gutters:
        left = _covered([*held.cover, *band.cover], 1.0)
        return held.cover if len(left) > 1 else None
    few, many = sorted((held, band), key=lambda b: len(b.gutters))
    if not _fits_with(few.gutters, many.gutters):
        return None
    if len(few.cover) < len(many.cover):
        return many.cover
    return [(min(a[0], b[0]), max(a[1], b[1]))
            for a, b in zip(few.cover, many.cover, strict=True)]  # fmt: skip


def divided(band: Band, usual: Leading) -> Iterator[Band]:
    """A band, cut where a line alone begins something with much fewer columns."""
    for i, (before, row) in enumerate(pairwise(band.rows if len(band.cover) > 2 else []), 1):
        rest = band.rows[i + 1 :]
        alone = len(row.pieces) == 1 and column_of(band.gutters, row.spans[0])[0] == 0
        wide = row.base - before.base > ROW * step(row.size, usual)
        if rest and alone and wide and max(len(r.pieces) for r in rest) * 2 <= len(band.cover):
            yield Band(band.rows[:i], band.cover)
            yield from together(bands(band.rows[i:], usual))
            return
    yield band


def column_of(gutters: Sequence[Span], span: Span) -> tuple[int, int]:
    """First and last column of a stretch, by where the columns begin."""
    return sum(b <= span[0] + 1 for _, b in gutters), sum(b < span[1] - 1 for _, b in gutters)


# --- what columns hold ----------------------------------------------------------------------


def cut(row: Row, gutters: Sequence[Span], column: int) -> Row | None:
    """The part of a row that stands in a column."""
    if row.grid:
        return row if column_of(gutters, row.spans[0])[0] == column else None
    at = [i for i, s in enumerate(row.spans) if column_of(gutters, s)[0] == column]
    if not at or not row.line:
        return None
    words = tuple(w for i in at for w in row.pieces[i])
    return replace(row, pieces=[row.pieces[i] for i in at], spans=[row.spans[i] for i in at],
                   line=Line(words, row.line.page))  # fmt: skip


def _texts(band: Band, column: int) -> list[str]:
    return [r.line.text for row in band.rows
            if (r := cut(row, band.gutters, column)) and r.line]  # fmt: skip


def is_list(band: Band) -> bool:
    """Two columns of which one holds only item numbers, or only the pages of a contents list."""
    if len(band.cover) != 2 or any(r.grid for r in band.rows):
        return False
    first, last = _texts(band, 0), _texts(band, 1)
    numbered = all(NUMBER.fullmatch(t) or re.fullmatch(r"\d{1,2}(?:\.\d{1,2}){0,3}\.?", t)
                   for t in first)  # fmt: skip
    return numbered or all(re.fullmatch(r"\d{1,3}|[ivx]+", t) for t in last)


def is_prose(band: Band, page: Page, usual: Leading) -> bool:
    """Whether columns are read one after the other: their paragraphs do not begin side by side.

    Two columns that part the page in its middle are text unless nearly all begin together.
    """
    if any(r.grid for r in band.rows):
        return True
    columns = [[c for r in band.rows if (c := cut(r, band.gutters, i))]
               for i in range(len(band.cover))]  # fmt: skip
    starts = [_starts(rows, usual) for rows in columns]
    together = [
        sum(any(abs(y - z) < 2 for other in starts if other is not own for z in other)
            for y in own) / len(own)
        for own in starts
    ]  # fmt: skip
    if len(columns) == 2:
        middle = sum(band.gutters[0]) / 2
        text = (band.cover[0][0] + band.cover[-1][1]) / 2
        centred = abs(middle - text) < 0.05 * page.width
        if centred:
            return min(together) < 0.75 or min(map(len, starts)) < 3
    return min(together) < 0.5 and all(_is_full(rows) for rows in columns)


def _starts(rows: Sequence[Row], usual: Leading) -> list[float]:
    """Where a column's paragraphs begin, as far as gaps tell."""
    return [rows[0].base, *(b.base for a, b in pairwise(rows)
                            if b.base - a.base > 1.2 * step(b.size, usual))]  # fmt: skip


def _is_full(rows: Sequence[Row]) -> bool:
    """Whether most lines of a column reach its right edge and hold several words."""
    ends = [max(s[1] for s in r.spans) for r in rows]
    start, right = min(r.spans[0][0] for r in rows), max(ends)
    full = sum(e > right - 0.2 * (right - start) for e in ends)
    words = statistics.median(sum(len(p) for p in r.pieces) for r in rows)
    return len(rows) > 3 and full >= 0.55 * len(rows) and words >= 4
