"""Where each card stands: a layered layout, computed beforehand and the same on every machine.

Plans are lanes from top to bottom, kinds of statement are columns from left to right. A column
with many cards is broken into several, filled row by row, so that a card's height on the page
still follows its place in the order. Within a column cards stand near what they are linked to.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from math import log

CARD = (212, 52)
PITCH = (252, 64)
GROUP_GAP = 36
LANE_GAP = 190
ASPECT = 1.25
"""Width to height that a map is aimed at: that of the space it has on a desktop screen."""


@dataclass(frozen=True, slots=True)
class Item:
    """A card to place; items come in document order."""

    id: str
    lane: int
    column: int


@dataclass(frozen=True, slots=True)
class Place:
    """The middle of a card, and its rank within its lane and column."""

    x: int
    y: int
    rank: int


@dataclass(frozen=True, slots=True)
class Box:
    """A lane's or a column's extent; for columns only left and right are meant."""

    key: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Layout:
    places: Mapping[str, Place]
    lanes: tuple[Box, ...]
    columns: tuple[Box, ...]


Cells = dict[tuple[int, int], list[str]]


def layered(items: Sequence[Item], links: Iterable[tuple[str, str]]) -> Layout:
    """Places for all items; the same items and links give the same places."""
    cells: Cells = defaultdict(list)
    for item in items:
        cells[item.lane, item.column].append(item.id)
    cells = _ordered(cells, _neighbours(links))
    breadth = _breadth(cells, _best_rows(cells))
    rows = {
        lane: max(-(-len(ids) // breadth[c]) for (at, c), ids in cells.items() if at == lane)
        for lane in sorted({lane for lane, _ in cells})
    }
    lanes, columns = _lane_boxes(rows), _column_boxes(breadth)
    return Layout(_places(cells, lanes, columns), lanes, columns)


def _neighbours(links: Iterable[tuple[str, str]]) -> Mapping[str, list[str]]:
    near: dict[str, list[str]] = defaultdict(list)
    for a, b in links:
        near[a].append(b)
        near[b].append(a)
    return near


def _ordered(cells: Cells, near: Mapping[str, list[str]]) -> Cells:
    """Each column sorted by the mean place of its neighbours (the barycentre heuristic).

    What people look for by its number, and what stands above it, keeps the document's order.
    """
    rank: dict[str, float] = {}
    for ids in cells.values():
        rank.update((i, (n + 0.5) / len(ids)) for n, i in enumerate(ids))
    done = dict(cells)
    for _ in range(3):
        for cell in sorted(c for c in done if c[1] not in _ANCHORED):
            ids = sorted(done[cell], key=lambda i: (_mean(i, near, rank), rank[i]))
            done[cell] = ids
            rank.update((i, (n + 0.5) / len(ids)) for n, i in enumerate(ids))
    return done


_ANCHORED = (0, 2, 4)


def _mean(item: str, near: Mapping[str, list[str]], rank: Mapping[str, float]) -> float:
    found = [rank[n] for n in near.get(item, ()) if n in rank]
    return round(sum(found) / len(found), 9) if found else rank[item]


def _best_rows(cells: Cells) -> int:
    """The number of rows at which a lane is broken for the map to come nearest to `ASPECT`."""

    def unfit(rows: int) -> float:
        width, height = _size(cells, rows)
        return abs(log(width / height / ASPECT))

    tallest = max((len(ids) for ids in cells.values()), default=1)
    return min(range(min(6, tallest), tallest + 1), key=unfit)


def _breadth(cells: Cells, rows: int) -> dict[int, int]:
    """Column -> how many cards stand side by side in it."""
    breadth: dict[int, int] = {}
    for (_, column), ids in sorted(cells.items(), key=lambda c: c[0][1]):
        breadth[column] = max(breadth.get(column, 1), -(-len(ids) // rows))
    return breadth


def _size(cells: Cells, rows: int) -> tuple[int, int]:
    breadth = _breadth(cells, rows)
    height: dict[int, int] = {}
    for (lane, column), ids in cells.items():
        height[lane] = max(height.get(lane, 0), -(-len(ids) // breadth[column]))
    wide = sum(breadth.values()) * PITCH[0] + len(breadth) * GROUP_GAP
    return wide or 1, sum(h * PITCH[1] + LANE_GAP for h in height.values()) or 1


def _lane_boxes(rows: Mapping[int, int]) -> tuple[Box, ...]:
    heights = [n * PITCH[1] for n in rows.values()]
    tops = accumulate((h + LANE_GAP for h in heights[:-1]), initial=0)
    return tuple(Box(k, t, t + h) for k, t, h in zip(rows, tops, heights, strict=False))


def _column_boxes(breadth: Mapping[int, int]) -> tuple[Box, ...]:
    widths = [n * PITCH[0] for n in breadth.values()]
    lefts = accumulate((w + GROUP_GAP for w in widths[:-1]), initial=0)
    return tuple(Box(k, x, x + w) for k, x, w in zip(breadth, lefts, widths, strict=False))


def _places(cells: Cells, lanes: Iterable[Box], columns: Iterable[Box]) -> dict[str, Place]:
    lane_of, column_of = {b.key: b for b in lanes}, {b.key: b for b in columns}
    places = {}
    for (lane, column), ids in sorted(cells.items()):
        across, down = column_of[column], lane_of[lane]
        broad = (across.end - across.start) // PITCH[0]
        used = min(broad, len(ids))
        step = (down.end - down.start) / -(-len(ids) // broad)
        left = across.start + (across.end - across.start - used * PITCH[0]) / 2
        for n, item in enumerate(ids):
            x = left + (n % broad + 0.5) * PITCH[0]
            places[item] = Place(round(x), round(down.start + (n // broad + 0.5) * step), n)
    return places
