"""From the words of a PDF region to paragraphs, items and headings."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import pairwise

from loaders.markup import BULLET
from loaders.pdf.page import Word

NUMBER = re.compile(r"\(?(?:\d{1,2}|[a-zA-Z]|[ivx]{1,4})[.)]")
BULLETS = re.compile(rf"(?:{BULLET}|[\uf000-\uf0ff\u2022\u27a2\u2794\u2713\u2714\u25ba\u25b6])")
STUCK = re.compile(r"([\u2022\u25aa\u25a0\u25cf\uf0b7\uf0a7\uf0d8])(?=\w)")
_DASHES = ("-", "\u2013", "\u2014")
_ENDED = (".", "!", "?", ":", ";")
_OPEN = re.compile(
    r"\b(?:an?|the|and|or|of|to|in|on|at|by|for|from|with|our|their|its|which|that|as)$|[,&]$",
    re.IGNORECASE,
)
"""What no statement ends with."""
_BLANK = 0.28
"""The width of a blank in ems."""
GAP = 1.15
"""How much more than the leading parts two paragraphs."""


@dataclass(frozen=True, slots=True)
class Line:
    """Words on one baseline."""

    words: tuple[Word, ...]
    page: int

    @property
    def x0(self) -> float:
        return self.words[0].x0

    @property
    def x1(self) -> float:
        return max(w.x1 for w in self.words)

    @property
    def base(self) -> float:
        return self.words[0].base

    @property
    def size(self) -> float:
        return max(w.size for w in self.words)

    @property
    def text(self) -> str:
        return " ".join(w.text for w in self.words)

    @property
    def bold(self) -> bool:
        return all(w.bold for w in self.words if any(c.isalnum() for c in w.text))

    @property
    def marker(self) -> bool:
        """Whether the line opens with a bullet or an item's number."""
        first = self.words[0].text
        if len(self.words) == 1:
            return bool(STUCK.match(first))
        lone_o = first == "o" and self.words[1].text[0].isupper()
        return bool(BULLETS.fullmatch(first) or NUMBER.fullmatch(first) or STUCK.match(first)
                    or lone_o)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Region:
    """Lines that are read from top to bottom, and how far to the right they may reach."""

    lines: tuple[Line, ...]
    right: float
    left: float = 0.0


@dataclass(slots=True)
class Draft:
    """A block in the making: its lines, and its depth where it is a list item."""

    lines: list[Line]
    depth: int = 0
    left: float = 0.0
    right: float = 0.0
    text_x: float = field(init=False)

    def __post_init__(self) -> None:
        first = self.lines[0]
        self.text_x = first.words[1].x0 if self.depth and len(first.words) > 1 else first.x0

    @property
    def page(self) -> int:
        return self.lines[0].page

    @property
    def size(self) -> float:
        return Counter(
            {s: sum(len(w.text) for n in self.lines for w in n.words if w.size == s)
             for s in {w.size for n in self.lines for w in n.words}}
        ).most_common(1)[0][0]  # fmt: skip

    @property
    def bold(self) -> bool:
        return all(line.bold for line in self.lines)

    @property
    def text(self) -> str:
        return " ".join(line.text for line in self.lines)


def lines(words: Iterable[Word], page: int) -> list[Line]:
    """Words by baseline from the top, each line from the left; sideways words are a line a run."""
    out: list[list[Word]] = []
    sideways = [w for w in words if not w.upright]
    for word in sorted((w for w in words if w.upright), key=lambda w: (w.base, w.x0)):
        last = out[-1] if out else None
        if last and abs(word.base - last[0].base) <= 0.35 * min(word.size, last[0].size):
            last.append(word)
        else:
            out.append([word])
    made = [Line(tuple(sorted(row, key=lambda w: w.x0)), page) for row in out]
    return [*made, *([Line(tuple(sideways), page)] if sideways else [])]


# --- leading -------------------------------------------------------------------------------


def fits(last: Line, after: Line, right: float) -> bool:
    """Whether the next line's first word had room on the line before: then that line ended.

    A dash is measured with the word after it.
    """
    first = after.words[0]
    word = after.words[1] if first.text in _DASHES and len(after.words) > 1 else first
    return last.x1 + _BLANK * last.size + (word.x1 - first.x0) < right - 0.25 * last.size


Leading = Mapping[int, float]
"""Font size, rounded -> distance of baselines in ems; key 0 is that of the whole document."""


def leading(regions: Iterable[Region]) -> Leading:
    """The usual distance of lines, from lines that go on because they were full."""
    seen: dict[int, Counter[float]] = defaultdict(Counter)
    for region in regions:
        for a, b in pairwise(region.lines):
            step = (b.base - a.base) / a.size
            if abs(a.size - b.size) < 0.6 and 0.8 < step < 2.4 and not fits(a, b, region.right):
                seen[round(a.size)][round(step * 20) / 20] += 1
                seen[0][round(step * 20) / 20] += 1
    return {0: 1.2} | {size: _usual(steps) for size, steps in seen.items()
                       if size == 0 or steps.total() > 4}  # fmt: skip


def _usual(steps: Counter[float]) -> float:
    """The commonest distance; a wide one only where there are many lines and hardly any close."""
    close = Counter({s: n for s, n in steps.items() if s <= 1.6})
    if close.total() * 10 >= steps.total():
        return close.most_common(1)[0][0]
    return steps.most_common(1)[0][0] if steps.total() > 9 else 1.2


def step(size: float, usual: Leading) -> float:
    """The distance of baselines in points for a font size."""
    return size * usual.get(round(size), usual[0])


# --- paragraphs ----------------------------------------------------------------------------


def _goes_on(draft: Draft, line: Line, region: Region, usual: Leading) -> bool:
    """Whether a line belongs to the block that the lines before it began."""
    last = draft.lines[-1]
    distance = line.base - last.base
    room = fits(last, line, region.right)
    ended = last.text.endswith(_ENDED)
    if abs(line.size - last.size) > max(0.6, 0.08 * last.size):
        return False
    if not 0.3 * line.size < distance <= GAP * step(line.size, usual) + 0.5:
        return False
    if line.marker and (room or ended or not _inside_sentence(draft, line)):
        return False
    if line.bold != last.bold and (room or ended):
        return False
    if draft.bold and not line.bold and not room and len(draft.lines) == 1:
        return line.text[0].islower()
    if room:
        return not ended and (inside(line.text) or bool(_OPEN.search(last.text)))
    return _aligned(draft, line, ended)


def _inside_sentence(draft: Draft, line: Line) -> bool:
    """Whether what looks like a marker is a part of the sentence, as in "Year / 6."."""
    first = line.words[0].text
    sentence = bool(NUMBER.fullmatch(first) or first in _DASHES)
    return sentence and abs(line.x0 - draft.text_x) < 0.3 * line.size and not (
        draft.depth and abs(line.x0 - draft.lines[0].x0) < 2
    )  # fmt: skip


def _aligned(draft: Draft, line: Line, ended: bool) -> bool:
    first = draft.lines[0]
    em = line.size
    if draft.depth and line.x0 < draft.text_x - 0.5 * em:
        return not ended or line.text[0].islower() or abs(line.x0 - first.x0) < 0.3 * em
    if len(draft.lines) > 1 and line.x0 > draft.lines[-1].x0 + 0.8 * em:
        return not ended
    return True


class Depths:
    """Depth of list items by how far they are indented, until ordinary text comes again."""

    def __init__(self) -> None:
        self.open: list[float] = []

    def of(self, x: float) -> int:
        while self.open and self.open[-1] > x + 3:
            self.open.pop()
        if not self.open or x > self.open[-1] + 3:
            self.open.append(x)
        return len(self.open)

    def close(self, x: float) -> None:
        if self.open and x <= self.open[0] + 3:
            self.open = []


def drafts(region: Region, usual: Leading, depths: Depths | None = None) -> list[Draft]:
    """The blocks of a region."""
    depths = depths or Depths()
    out: list[Draft] = []
    for line in region.lines:
        if out and _goes_on(out[-1], line, region, usual):
            out[-1].lines.append(line)
            continue
        if line.marker:
            depth = depths.of(line.x0 - region.left)
        else:
            depth = 0
            depths.close(line.x0 - region.left)
        out.append(Draft([line], depth, region.left, region.right))
    return out


def runs_over(before: Draft, after: Draft) -> bool:
    """Whether a block that ends a column or page goes on in the block that begins the next."""
    last, line = before.lines[-1], after.lines[0]
    listed = line.marker and not (line.words[0].text in _DASHES and not before.depth)
    return (
        not listed
        and abs(last.size - line.size) < 0.6
        and last.bold == line.bold
        and not last.text.endswith(_ENDED)
        and (
            inside(line.text) or bool(_OPEN.search(last.text)) or not fits(last, line, before.right)
        )
    )


def inside(text: str) -> bool:
    """Whether a text cannot begin a sentence."""
    return text[0].islower() or text[0] in "(,;" or text.startswith(_DASHES)
