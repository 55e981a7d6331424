"""Ruled tables of a PDF page: the boxes that its rules enclose, and which of them are one cell."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from loaders.pdf.page import Page, Word
from loaders.pdf.rules import Rule

_SNAP = 3.0
"""Points within which two rules are one."""
_REACH = 10.0
"""Points that a rule must go on beyond the last crossing one to show an open side."""


@dataclass(frozen=True, slots=True)
class Box:
    """A cell of a grid: the columns and rows that it takes, end exclusive."""

    column: int
    row: int
    to_column: int
    to_row: int


@dataclass(frozen=True, slots=True)
class Grid:
    """A ruled table: column and row edges, and its cells.

    `open_above` and `open_below` tell that no rule closes it there, as at the end of a page.
    """

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    boxes: tuple[Box, ...]
    open_above: bool = False
    open_below: bool = False

    @property
    def x0(self) -> float:
        return self.xs[0]

    @property
    def x1(self) -> float:
        return self.xs[-1]

    @property
    def top(self) -> float:
        return self.ys[0]

    @property
    def bottom(self) -> float:
        return self.ys[-1]

    @property
    def places(self) -> dict[tuple[int, int], Box]:
        """Column and row -> the cell that takes them."""
        return {
            (c, r): box
            for box in self.boxes
            for c in range(box.column, box.to_column)
            for r in range(box.row, box.to_row)
        }

    def holds(self, word: Word) -> bool:
        """Whether the middle of a word is inside."""
        y = word.base - 0.3 * word.size
        x = (word.x0 + word.x1) / 2
        return self.x0 - 1 < x < self.x1 + 1 and self.top - 1 < y < self.bottom + 1


def snapped(values: Iterable[float]) -> list[float]:
    """Ascending values; those within the snapping distance of the one before are one."""
    out: list[list[float]] = []
    for v in sorted(values):
        if out and v - out[-1][-1] <= _SNAP:
            out[-1].append(v)
        else:
            out.append([v])
    return [sum(group) / len(group) for group in out]


Line = tuple[float, float, float]
"""A rule by its place across (y of a horizontal one) and its two ends."""


def merged(lines: Iterable[Line]) -> list[Line]:
    """Rules on one line that touch become one rule, so that dashes and cell sides do."""
    ordered = sorted(lines)
    groups: list[list[Line]] = []
    for line in ordered:
        if groups and line[0] - groups[-1][-1][0] <= _SNAP:
            groups[-1].append(line)
        else:
            groups.append([line])
    out = []
    for group in groups:
        at = sum(g[0] for g in group) / len(group)
        ends = sorted((g[1], g[2]) for g in group)
        start, end = ends[0]
        for a, b in ends[1:]:
            if a > end + _SNAP:
                out.append((at, start, end))
                start, end = a, b
            end = max(end, b)
        out.append((at, start, end))
    return [line for line in out if line[2] - line[1] > _SNAP]


def _split(rules: Sequence[Rule]) -> tuple[list[Line], list[Line]]:
    level = merged(((r.y0 + r.y1) / 2, r.x0, r.x1) for r in rules if r.horizontal)
    plumb = merged(((r.x0 + r.x1) / 2, r.y0, r.y1) for r in rules if not r.horizontal)
    return level, plumb


def _crossing(
    level: Sequence[Line], plumb: Sequence[Line]
) -> Iterator[tuple[list[Line], list[Line]]]:
    """The rules in groups that hang together by crossing or touching."""
    owner = list(range(len(level) + len(plumb)))

    def root(i: int) -> int:
        while owner[i] != i:
            owner[i] = owner[owner[i]]
            i = owner[i]
        return i

    for i, (y, x0, x1) in enumerate(level):
        for j, (x, y0, y1) in enumerate(plumb, len(level)):
            if x0 - _SNAP <= x <= x1 + _SNAP and y0 - _SNAP <= y <= y1 + _SNAP:
                owner[root(i)] = root(j)
    groups: dict[int, tuple[list[Line], list[Line]]] = defaultdict(lambda: ([], []))
    for i, line in enumerate([*level, *plumb]):
        groups[root(i)][i >= len(level)].append(line)
    yield from groups.values()


def _edges(across: Sequence[Line], along: Sequence[Line]) -> tuple[list[float], bool, bool]:
    """Where rules stand, with the open sides that the crossing rules reach beyond them."""
    edges = snapped(line[0] for line in across)
    first, last = min(line[1] for line in along), max(line[2] for line in along)
    before, after = first < edges[0] - _REACH, last > edges[-1] + _REACH
    return [*([first] if before else []), *edges, *([last] if after else [])], before, after


def _covers(lines: Sequence[Line], at: float, middle: float) -> bool:
    return any(abs(p - at) <= _SNAP and a - _SNAP <= middle <= b + _SNAP for p, a, b in lines)


def _grid(level: Sequence[Line], plumb: Sequence[Line]) -> Grid | None:
    if not level or not plumb:
        return None
    xs, _, _ = _edges(plumb, level)
    ys, above, below = _edges(level, plumb)
    columns, rows = len(xs) - 1, len(ys) - 1
    if columns < 1 or rows < 1 or columns * rows < 2 or columns * rows > 100_000:
        return None
    sides = [[_covers(plumb, x, (a + b) / 2) for a, b in pairwise(ys)] for x in xs[1:-1]]
    floors = [[_covers(level, y, (a + b) / 2) for a, b in pairwise(xs)] for y in ys[1:-1]]
    boxes = tuple(_boxes(columns, rows, sides, floors))
    return Grid(tuple(xs), tuple(ys), boxes, above, below) if len(boxes) > 1 else None


def _boxes(columns: int, rows: int, sides: list[list[bool]],
           floors: list[list[bool]]) -> Iterator[Box]:  # fmt: skip
    """Cells row by row; each takes in what no rule parts from it, to the right and below."""
    taken: set[tuple[int, int]] = set()
    for row in range(rows):
        for column in range(columns):
            if (column, row) in taken:
                continue
            right = column + 1
            while right < columns and not sides[right - 1][row] and (right, row) not in taken:
                right += 1
            below = row + 1
            while below < rows and not any(floors[below - 1][c] for c in range(column, right)):
                below += 1
            taken.update((c, r) for c in range(column, right) for r in range(row, below))
            yield Box(column, row, right, below)


def grids(page: Page) -> list[Grid]:
    """The ruled tables of a page from the top; a frame around other grids is none."""
    groups = _stacked(page, list(_crossing(*_split(page.rules))))
    found = [g for level, plumb in groups if (g := _grid(level, plumb))]
    found.sort(key=lambda g: (g.top, g.x0))
    filled = [g for g in found if sum(g.holds(w) for w in page.words) > 1]
    return [g for g in filled if not any(_within(g, other) for other in filled)]


Group = tuple[list[Line], list[Line]]


def _stacked(page: Page, groups: list[Group]) -> Iterator[Group]:
    """Groups with the same columns as one where only rows of those columns stand between them.

    So are the rows of a table of which only every other is shaded.
    """
    held: Group | None = None
    whole = [g for g in groups if len(snapped(p[0] for p in g[1])) > 2]
    yield from (g for g in groups if g not in whole)
    for group in sorted(whole, key=lambda g: min(p[1] for p in g[1])):
        if held and _same_columns(held, group) and _only_rows(page, held, group):
            held = ([*held[0], *group[0]], [*held[1], *group[1]])
            continue
        if held:
            yield held
        held = group
    if held:
        yield held


def _same_columns(a: Group, b: Group) -> bool:
    left, right = (snapped(p[0] for p in g[1]) for g in (a, b))
    return len(left) == len(right) and all(
        abs(x - y) <= _SNAP for x, y in zip(left, right, strict=True)
    )


def _only_rows(page: Page, above: Group, below: Group) -> bool:
    """Whether the words between two groups leave their columns' edges free and fill several."""
    xs = snapped(p[0] for p in above[1])
    top, bottom = max(p[2] for p in above[1]), min(p[1] for p in below[1])
    between = [w for w in page.words if top < w.base - 0.3 * w.size < bottom]
    columns = {_place(xs, (w.x0 + w.x1) / 2) for w in between}
    crossed = any(w.x0 < x - 1 and w.x1 > x + 1 for w in between for x in xs)
    return bottom > top - _SNAP and not crossed and (2 * len(columns) > len(xs) - 1)


def _within(inner: Grid, outer: Grid) -> bool:
    return (
        inner is not outer and inner.x0 >= outer.x0 - 1 and inner.x1 <= outer.x1 + 1
        and inner.top >= outer.top - 1 and inner.bottom <= outer.bottom + 1
        and (inner.xs, inner.ys) != (outer.xs, outer.ys)
    )  # fmt: skip


def parted(grid: Grid, words: Sequence[Word]) -> Grid:
    """The grid with cells parted where no rule stands but their text leaves a column's edge free.

    Shading of every other row, or rules below rows only, leave such cells.
    """
    if all(box.to_column - box.column == 1 for box in grid.boxes):
        return grid
    held = contents(grid, words)
    boxes = [one for box in grid.boxes for one in _parted(box, grid.xs, held[box])]
    return replace(grid, boxes=tuple(boxes))


def _parted(box: Box, xs: Sequence[float], words: Sequence[Word]) -> Iterator[Box]:
    start = box.column
    for column in range(box.column + 1, box.to_column):
        x = xs[column]
        left = [w.x1 for w in words if w.x0 < x and w.x0 >= xs[start]]
        right = [w.x0 for w in words if w.x0 >= x]
        if left and right and max(left) < x + 0.5 and min(right) - max(left) > 4:
            yield replace(box, column=start, to_column=column)
            start = column
    yield replace(box, column=start)


def contents(grid: Grid, words: Iterable[Word]) -> dict[Box, list[Word]]:
    """The words in each cell."""
    at = grid.places
    out: dict[Box, list[Word]] = {box: [] for box in grid.boxes}
    for word in words:
        column = _place(grid.xs, (word.x0 + min(word.x1, word.x0 + 12)) / 2)
        row = _place(grid.ys, word.base - 0.3 * word.size)
        out[at[column, row]].append(word)
    return out


def _place(edges: Sequence[float], at: float) -> int:
    inside = sum(edge <= at for edge in edges[1:-1])
    return min(inside, len(edges) - 2)
