"""How a PDF page is laid out: columns of text, ruled tables, and tables by alignment alone."""

from collections.abc import Iterator, Sequence

from loaders.pdf.aligned import aligned, trimmed
from loaders.pdf.columns import Band, Row, bands, cut, divided, is_list, is_prose, row_of, together
from loaders.pdf.draft import DraftCell, DraftTable, Part, covering
from loaders.pdf.flow import Leading, Line, Region, lines
from loaders.pdf.page import Page, Word
from loaders.pdf.ruled import Grid, contents, grids, parted


def parts(page: Page, words: Sequence[Word], usual: Leading) -> list[Part]:
    """The regions and tables of a page in reading order; `words` are those of its body."""
    tables = grids(page)
    outside = [w for w in words if not any(g.holds(w) for g in tables)]
    rows = [row_of(line) for line in lines(outside, page.number)]
    rows += [_grid_row(g, words, page.number) for g in tables]
    rows.sort(key=lambda r: r.top)
    out: list[Part] = []
    for band in together(bands(rows, usual)):
        for one in divided(band, usual):
            out += _read(one, page, usual)
    return list(_merged(out))


def _grid_row(grid: Grid, words: Sequence[Word], page: int) -> Row:
    table = _ruled(grid, [w for w in words if grid.holds(w)], page)
    return Row([], [(grid.x0, grid.x1)], grid.top, grid.bottom, 0.0, grid=table)


def _ruled(grid: Grid, words: Sequence[Word], page: int) -> DraftTable:
    """A ruled table; column i is cell i of each row, those that another covers are empty."""
    grid = parted(grid, words)
    held = contents(grid, words)
    rows: list[list[DraftCell]] = [[] for _ in grid.ys[1:]]
    at = grid.places
    for r in range(len(rows)):
        column = 0
        while column < len(grid.xs) - 1:
            over = at[column, r]
            box = over if (over.row, over.column) == (r, column) else None
            text = lines(held[over], page) if box else []
            left, right = grid.xs[over.column], grid.xs[over.to_column]
            pad = max(1.0, min((n.x0 for n in text), default=left) - left)
            right = max([right - pad, *(n.x1 for n in text)])
            width = over.to_column - column
            rows[r] += covering(Region(tuple(text), right, left), width, box is None)
            column = over.to_column
    kept = tuple(tuple(row) for row in rows if any(c.region.lines for c in row))
    return DraftTable(kept, grid.xs, page, True, grid.open_above, grid.open_below)


def _read(band: Band, page: Page, usual: Leading) -> Iterator[Part]:
    """A band as plain text, as columns of text or as a table."""
    beside = sum(len(r.spans) > 1 for r in band.rows)
    few = beside < (2 if len(band.cover) > 2 else 3) and not any(r.grid for r in band.rows)
    if few or not band.gutters or is_list(band):
        yield from _plain(band.rows)
    elif is_prose(band, page, usual):
        for column in range(len(band.cover)):
            rows = [r for row in band.rows if (r := cut(row, band.gutters, column))]
            yield from _plain(rows)
    else:
        kept, rest = trimmed(band, usual)
        yield aligned(Band(kept, band.cover), page, usual)
        yield from _plain(rest)


def _plain(rows: Sequence[Row]) -> Iterator[Part]:
    """Rows from top to bottom, ruled tables between them."""
    flow: list[Line] = []
    for row in rows:
        if row.line:
            flow.append(row.line)
        elif row.grid:
            if flow:
                yield _region(flow)
            yield row.grid
            flow = []
    if flow:
        yield _region(flow)


def _region(flow: Sequence[Line]) -> Region:
    return Region(tuple(flow), max(n.x1 for n in flow), min(n.x0 for n in flow))


def _merged(found: Sequence[Part]) -> Iterator[Part]:
    """Regions that follow each other at one left edge are one, so that paragraphs hold together."""
    held: Part | None = None
    for part in found:
        if isinstance(held, Region) and isinstance(part, Region) and (
            held.lines[-1].base < part.lines[0].base and abs(held.left - part.left) < 3
        ):  # fmt: skip
            held = Region((*held.lines, *part.lines), max(held.right, part.right), held.left)
            continue
        if held is not None:
            yield held
        held = part
    if held is not None:
        yield held
