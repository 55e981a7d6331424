"""Flows between columns as a picture whose heights say how much; the same for the same flows."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

BOX, GAP, WIDTH = 14, 8, 190
"""Width of a box, least gap below it, room for its label."""
COLUMN, WIDER, FEW = 300, 440, 3
"""From one column to the next, if there are many or at most this few."""
LEAST = 14.0


@dataclass(frozen=True, slots=True)
class Flow:
    """`amount` goes from one node to another in a later column."""

    source: str
    target: str
    amount: float


@dataclass(frozen=True, slots=True)
class Box:
    """A node where it is drawn."""

    node: str
    column: int
    x: float
    y: float
    height: float
    amount: float


@dataclass(frozen=True, slots=True)
class Band:
    """A flow where it is drawn: the path of its middle and its width."""

    flow: Flow
    path: str
    width: float


@dataclass(frozen=True, slots=True)
class Picture:
    """Boxes and bands within width and height; columns are `apart` units apart."""

    boxes: tuple[Box, ...]
    bands: tuple[Band, ...]
    width: int
    height: int
    apart: int


def picture(columns: Sequence[Sequence[str]], flows: Sequence[Flow], tall: int = 560) -> Picture:
    """The nodes of each column, ordered by what they are linked to, with their flows."""
    into, out = _sums(flows)
    amount = {n: max(into.get(n, 0), out.get(n, 0)) for names in columns for n in names}
    scale = tall / max((sum(amount[n] for n in names) for names in columns if names), default=1)
    heights = {n: max(a * scale, 2) for n, a in amount.items()}
    used = [sum(max(heights[n], LEAST) for n in names) for names in columns]
    bottom = max((h + GAP * len(names) for h, names in zip(used, columns, strict=True)), default=0)
    apart = COLUMN if len(columns) > FEW else WIDER
    places: dict[str, Box] = {}
    for at, names in enumerate(_ordered(columns, flows)):
        y, gap = 0.0, (bottom - used[at]) / max(len(names), 1)
        for n in names:
            places[n] = Box(n, at, at * apart, round(y, 1), round(heights[n], 1), amount[n])
            y += max(heights[n], LEAST) + gap
    bands = tuple(_bands(places, flows, scale))
    wide = (len(columns) - 1) * apart + BOX + WIDTH
    return Picture(tuple(places.values()), bands, wide, round(bottom) + 4, apart)


def _sums(flows: Iterable[Flow]) -> tuple[Mapping[str, float], Mapping[str, float]]:
    into: dict[str, float] = defaultdict(float)
    out: dict[str, float] = defaultdict(float)
    for flow in flows:
        out[flow.source] += flow.amount
        into[flow.target] += flow.amount
    return into, out


def _ordered(columns: Sequence[Sequence[str]], flows: Sequence[Flow]) -> list[list[str]]:
    """Each column but the first by the mean place of what flows into its nodes."""
    sources: dict[str, list[str]] = defaultdict(list)
    for flow in flows:
        sources[flow.target].append(flow.source)
    rank: dict[str, float] = {}
    done = []
    for names in columns:
        near = {n: [rank[s] for s in sources[n] if s in rank] for n in names}
        order = sorted(
            enumerate(names),
            key=lambda p: (_mean(near[p[1]]), p[0]),
        )
        done.append([name for _, name in order] if rank else list(names))
        rank.update((n, (i + 0.5) / len(names)) for i, n in enumerate(done[-1]))
    return done


def _mean(ranks: Sequence[float]) -> float:
    """Rounded, so that it does not hang on the order in which flows come."""
    return round(sum(ranks) / len(ranks), 9) if ranks else 1.0


def _bands(places: Mapping[str, Box], flows: Sequence[Flow], scale: float) -> Iterable[Band]:
    left: dict[str, float] = defaultdict(float)
    right: dict[str, float] = defaultdict(float)
    for flow in sorted(flows, key=lambda f: (places[f.source].y, places[f.target].y, f.target)):
        a, b, width = places[flow.source], places[flow.target], flow.amount * scale
        y1, y2 = a.y + right[a.node] + width / 2, b.y + left[b.node] + width / 2
        right[a.node] += width
        left[b.node] += width
        x1, x2 = a.x + BOX, b.x
        middle = (x1 + x2) / 2
        path = f"M{x1:g} {y1:.1f}C{middle:g} {y1:.1f} {middle:g} {y2:.1f} {x2:g} {y2:.1f}"
        yield Band(flow, path, round(max(width, 1), 1))
