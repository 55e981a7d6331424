"""Where each dot stands when everything is drawn: a plan in the middle, what it says in rings.

Each plan has a disc of its own; a statement lies as many rings out as it is links away from its
plan, beside what leads to it. The same statements and links give the same places.
"""

from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from math import ceil, cos, pi, sin, sqrt

from visualisations.layout import Item

RING, DOT = 60, 7
"""Least distance between rings, and room for a dot on the outermost."""

Tree = Mapping[str, Sequence[str]]


def discs(items: Sequence[Item], links: Iterable[tuple[str, str]]) -> dict[str, tuple[int, int]]:
    """The place of each dot."""
    near: dict[str, list[str]] = defaultdict(list)
    for a, b in links:
        near[a].append(b)
        near[b].append(a)
    lanes: dict[int, list[str]] = defaultdict(list)
    for item in sorted(items, key=lambda i: i.column):
        lanes[item.lane].append(item.id)
    found = [list(_disc(lanes[lane], near)) for lane in sorted(lanes)]
    reach = max((max(abs(x), abs(y)) for disc in found for _, x, y in disc), default=0)
    apart, across = 2 * reach + 2 * RING, ceil(sqrt(len(found)))
    return {
        name: (round(x + n % across * apart), round(y + n // across * apart))
        for n, disc in enumerate(found)
        for name, x, y in disc
    }


def _disc(ids: Sequence[str], near: Tree) -> Iterator[tuple[str, float, float]]:
    """The dots of a plan around its first; each has a share of its ring as wide as its leaves."""
    below, depth = _tree(ids, near)
    leaves: dict[str, int] = {}
    for name in reversed(depth):
        leaves[name] = sum(leaves[child] for child in below[name]) or 1
    deepest = max(depth.values())
    apart = max(RING, leaves[ids[0]] * DOT / (2 * pi * max(deepest, 1)))
    begin = {ids[0]: 0.0}
    for name, rings in depth.items():
        angle = begin[name]
        turn = 2 * pi * (angle + leaves[name] / 2) / leaves[ids[0]]
        yield name, rings * apart * cos(turn), rings * apart * sin(turn)
        for child in below[name]:
            begin[child] = angle
            angle += leaves[child]


def _tree(ids: Sequence[str], near: Tree) -> tuple[Tree, dict[str, int]]:
    """What hangs on what, and how far out, in order; what is linked to nothing hangs on the first.

    Nearest first, so that the parent of each comes before it.
    """
    here, first = set(ids), ids[0]
    below: dict[str, list[str]] = defaultdict(list)
    depth = {first: 0}
    for start in ids:
        if start not in depth:
            below[first].append(start)
            depth[start] = 1
        waiting = deque([start])
        while waiting:
            at = waiting.popleft()
            for other in near[at]:
                if other in here and other not in depth:
                    below[at].append(other)
                    depth[other] = depth[at] + 1
                    waiting.append(other)
    return below, depth
