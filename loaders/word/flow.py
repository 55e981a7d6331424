"""What a Word file says in reading order: paragraphs, and tables as grids."""

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Para:
    """A paragraph: `level` is that of its heading style, `depth` and `marker` are of its list."""

    text: str
    level: int = 0
    depth: int = 0
    marker: str = ""
    bold: bool = False
    size: float = 0.0
    page: int | None = None


@dataclass(frozen=True, slots=True)
class GridCell:
    """A cell over `width` columns; `merged` marks the lower part of one that spans rows."""

    flow: "tuple[Para | Grid, ...]" = ()
    width: int = 1
    merged: bool = False


@dataclass(frozen=True, slots=True)
class Grid:
    """A table with every row as wide as its grid: a wide cell is followed by empty ones."""

    rows: tuple[tuple[GridCell, ...], ...]
    page: int | None = None


Flow = tuple[Para | Grid, ...]


def _letters(flow: Flow) -> int:
    return sum(
        len(p.text) if isinstance(p, Para) else sum(_letters(c.flow) for r in p.rows for c in r)
        for p in flow
    )


def is_frame(grid: Grid) -> bool:
    """Whether a table is a frame: it has one cell, or most of its text is in tables inside it."""
    cells = [c for row in grid.rows for c in row if not c.merged]
    if sum(bool(c.flow) for c in cells) <= 1:
        return len(grid.rows) == 1 or any(isinstance(p, Grid) for c in cells for p in c.flow)
    inside = sum(_letters((p,)) for c in cells for p in c.flow if isinstance(p, Grid))
    return inside * 2 > sum(_letters(c.flow) for c in cells)


def unfolded(grid: Grid) -> Iterator[Para | Grid]:
    """What stands in the cells of a table, cell by cell."""
    for row in grid.rows:
        for cell in row:
            if not cell.merged:
                yield from cell.flow
