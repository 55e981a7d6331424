"""Where each card stands when councils lie apart: a block for each, the same on every machine.

Within a block cards follow each other down and then across, each after what leads to it, so that
what hangs together stands together; blocks fill rows from left to right.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import ceil, sqrt

from visualisations.layout import ASPECT, LANE_GAP, PITCH, Item

EDGE = 40
"""From the cards of a block to the next block beside it, twice."""


@dataclass(frozen=True, slots=True)
class Block:
    """A block's extent; `key` is the lane of its items."""

    key: int
    left: int
    right: int
    start: int
    end: int


def clustered(
    items: Sequence[Item], links: Iterable[tuple[str, str]]
) -> tuple[Mapping[str, tuple[int, int]], tuple[Block, ...]]:
    """The middle of each card, and the blocks; the same items and links give the same places."""
    below: dict[str, list[str]] = defaultdict(list)
    for source, target in links:
        below[source].append(target)
    blocks: dict[int, list[str]] = defaultdict(list)
    rank = {item.id: n for n, item in enumerate(sorted(items, key=lambda i: i.column))}
    for item in sorted(items, key=lambda i: rank[i.id]):
        blocks[item.lane].append(item.id)
    for ids in below.values():
        ids.sort(key=rank.__getitem__)
    orders = {lane: list(_in_turn(blocks[lane], below)) for lane in sorted(blocks)}
    rows = {lane: max(1, round(sqrt(len(ids) * PITCH[0] / PITCH[1] / ASPECT)))
            for lane, ids in orders.items()}  # fmt: skip
    places: dict[str, tuple[int, int]] = {}
    boxes = tuple(_boxes(orders, rows))
    for box in boxes:
        for n, card in enumerate(orders[box.key]):
            across, down = divmod(n, rows[box.key])
            places[card] = (box.left + round((across + 0.5) * PITCH[0]),
                            box.start + round((down + 0.5) * PITCH[1]))  # fmt: skip
    return places, boxes


def _in_turn(ids: Sequence[str], below: Mapping[str, Sequence[str]]) -> Iterator[str]:
    """Each once, what it leads to right after it."""
    here, seen = set(ids), set[str]()
    for first in ids:
        waiting = [first]
        while waiting:
            if (item := waiting.pop()) in here and item not in seen:
                seen.add(item)
                yield item
                waiting += reversed(below.get(item, ()))


def _boxes(orders: Mapping[int, Sequence[str]], rows: Mapping[int, int]) -> Iterator[Block]:
    """Blocks side by side in rows of about the shape that a map is aimed at."""
    across = ceil(sqrt(len(orders)))
    left = top = lowest = 0
    for n, (lane, ids) in enumerate(orders.items()):
        if n % across == 0 and n:
            left, top = 0, lowest + LANE_GAP
        wide = ceil(len(ids) / rows[lane]) * PITCH[0]
        high = min(rows[lane], len(ids)) * PITCH[1]
        yield Block(lane, left, left + wide, top, top + high)
        left, lowest = left + wide + 2 * EDGE, max(lowest, top + high)
