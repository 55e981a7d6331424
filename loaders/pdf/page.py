"""The words and rules of a PDF page, as PDFium gives them, in the direction most text runs."""

import ctypes
import math
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from loaders.pdf.rules import Rule, drawn
from loaders.pdf.turn import Box, Point, turned, turns_of

MAX_CHARACTERS = 200_000

_LETTERS = str.maketrans(
    {
        "\ufb00": "ff", "\ufb01": "fi", "\ufb02": "fl", "\ufb03": "ffi", "\ufb04": "ffl",
        "\ufb05": "st", "\ufb06": "st", "\x02": "-", "\ufffe": "-", "\u2010": "-", "\u2011": "-",
    }
    | dict.fromkeys((*range(2), *range(3, 9), *range(14, 32), *range(127, 160), 0xFFFF))
    | dict.fromkeys((0xFEFF, 0x200B, 0x200C, 0x200D))
)  # fmt: skip


class PageFault(Exception):  # noqa: N818
    """A page that goes beyond a limit."""


@dataclass(frozen=True, slots=True)
class Word:
    """Characters without a blank; `base` is the baseline, measured from the top of the page."""

    text: str
    x0: float
    x1: float
    base: float
    size: float
    bold: bool = False
    upright: bool = True


@dataclass(frozen=True, slots=True)
class Page:
    """A page by its words and rules; `pictures` is how many images it shows."""

    number: int
    width: float
    height: float
    words: tuple[Word, ...]
    rules: tuple[Rule, ...] = ()
    pictures: int = 0
    slanted: int = 0
    marks: int = 0


@dataclass(slots=True)
class _Run:
    """The look of a run of characters, and where its first one stands."""

    size: float
    bold: bool
    along: Point
    origin: Point


@dataclass(slots=True)
class _Raw:
    """A word in the page's own coordinates: its first character's origin and its two ends."""

    text: str
    first: tuple[float, float, float, float]
    last: tuple[float, float, float, float]
    run: _Run


@dataclass(slots=True)
class _Begun:
    """A word under way: its first and last character's index, and the run it began in."""

    text: str
    first: int
    last: int
    run: _Run


class Text:
    """Reads the characters of a page as words."""

    def __init__(self, page: Any) -> None:
        from pypdfium2 import raw

        self.raw = raw
        self.page = page
        self.text = page.get_textpage()
        self.count = raw.FPDFText_CountChars(self.text)
        if self.count > MAX_CHARACTERS:
            raise PageFault(
                f"has {self.count:,} characters, more than the limit of {MAX_CHARACTERS:,}; "
                "leave the page out"
            )
        self._doubles = [ctypes.c_double() for _ in range(4)]
        self._matrix = raw.FS_MATRIX()
        self._name = ctypes.create_string_buffer(128)
        self.marks = 0

    def box(self, i: int) -> tuple[float, float, float, float]:
        """Left, right, bottom and top of a character."""
        left, right, bottom, top = self._doubles
        self.raw.FPDFText_GetCharBox(self.text, i, left, right, bottom, top)
        return left.value, right.value, bottom.value, top.value

    def origin(self, i: int) -> Point:
        """Where a character stands on its baseline."""
        x, y, *_ = self._doubles
        self.raw.FPDFText_GetCharOrigin(self.text, i, x, y)
        return x.value, y.value

    def run(self, i: int, shown: Any) -> _Run:
        m = self._matrix
        self.raw.FPDFText_GetMatrix(self.text, i, m)
        size = self.raw.FPDFText_GetFontSize(self.text, i) * math.hypot(m.c, m.d)
        return _Run(size or 1.0, self._bold(i, shown), (m.a, m.b), self.origin(i))

    def _bold(self, i: int, shown: Any) -> bool:
        flags = ctypes.c_int()
        self.raw.FPDFText_GetFontInfo(self.text, i, self._name, 128, flags)
        name = self._name.value.decode("utf-8", "replace").lower()
        stroked = shown and self.raw.FPDFTextObj_GetTextRenderMode(shown) == 2
        named = any(w in name for w in ("bold", "black", "heavy", "demi"))
        return bool(named or stroked or flags.value & 1 << 18)

    def words(self) -> Iterator[_Raw]:
        """Words in the order of the content stream; a jump inside the stream ends a word."""
        word: _Begun | None = None
        run, before = None, None
        for i in range(self.count):
            c = chr(self.raw.FPDFText_GetUnicode(self.text, i) % 0x110000)
            if c.isspace():
                if word:
                    yield self._ended(word)
                word = None
                continue
            shown = self.raw.FPDFText_GetTextObject(self.text, i)
            address = ctypes.cast(shown, ctypes.c_void_p).value
            new = run is None or address != before
            if run is None or new:
                run, before = self.run(i, shown), address
            if word and self._is_mark(c, run, word):
                self.marks += new
                continue
            if word and new and self._jumps(run, word):
                yield self._ended(word)
                word = None
            if word is None:
                word = _Begun("", i, i, replace(run, origin=self.origin(i)))
            word.text += c
            word.last = i
        if word:
            yield self._ended(word)

    def _ended(self, word: _Begun) -> _Raw:
        return _Raw(word.text, self.box(word.first), self.box(word.last), word.run)

    def _jumps(self, run: _Run, word: _Begun) -> bool:
        """Whether a run stands apart from the word before it, on another line or after a gap."""
        turns = turns_of(word.run.along)
        x, y = turned(run.origin, turns)
        home = turned(word.run.origin, turns)[1]
        left, right, bottom, top = self.box(word.last)
        end = max(turned(p, turns)[0] for p in ((left, bottom), (right, top)))
        size = max(run.size, word.run.size)
        return abs(y - home) > 0.55 * size or not -size < x - end < 0.25 * size

    @staticmethod
    def _is_mark(c: str, run: _Run, word: _Begun) -> bool:
        """A raised small digit after a word points to a footnote."""
        if not c.isdigit() or run.size >= 0.8 * word.run.size or word.text[-1].isdigit():
            return False
        turns = turns_of(word.run.along)
        raised = turned(word.run.origin, turns)[1] - turned(run.origin, turns)[1]
        return raised > 0.15 * word.run.size


def read_page(page: Any, number: int) -> Page:
    """The page as seen by a reader who holds it so that most words are upright."""
    text = Text(page)
    raw_words = list(text.words())
    box = page.get_cropbox()
    counts = Counter(turns_of(w.run.along) for w in raw_words)
    counts.pop(None, None)
    turns = counts.most_common(1)[0][0] if counts else page.get_rotation() // 90
    words = [_word(w, turns, box) for w in raw_words if turns_of(w.run.along) is not None]
    width, height = turned((box[2], box[1]), turns, box)
    width = max(width, turned((box[0], box[3]), turns, box)[0])
    height = max(height, turned((box[0], box[3]), turns, box)[1])
    inside = [w for w in words if w.text and -2 < w.x0 < width + 2 and 0 <= w.base <= height + 2]
    shapes = drawn(page, turns, box)
    found = sorted(_once(inside), key=lambda w: w.base)
    bullets = [b for spot in shapes.spots if (b := _bullet(spot, found))]
    return Page(
        number, width, height, (*_once(inside), *bullets), tuple(shapes.rules), shapes.pictures,
        len(raw_words) - len(words), text.marks,
    )  # fmt: skip


def _bullet(spot: Rule, words: Sequence[Word]) -> Word | None:
    """A spot as the bullet of the word right of it, where no word stands close on its left."""
    middle = (spot.y0 + spot.y1) / 2
    line = [w for w in words[bisect_left(words, middle, key=lambda w: w.base) :][:200]
            if 0.05 * w.size < w.base - middle < 0.65 * w.size and w.upright]  # fmt: skip
    right = [w for w in line if 0 < w.x0 - spot.x1 < 3 * w.size]
    if not right or any(0 <= spot.x0 - w.x1 < 1.5 * w.size for w in line):
        return None
    word = min(right, key=lambda w: w.x0)
    return Word("\u2022", spot.x0, spot.x1, word.base, word.size)


def _clean(text: str) -> str:
    """Letters as they are written; a sign of a symbol font that stands alone is a bullet."""
    if len(text) == 1 and "\uf000" <= text <= "\uf0ff":
        return "\u2022"
    whole = text.translate(_LETTERS)
    return whole.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "ignore")


def _word(w: _Raw, turns: int | None, box: Box) -> Word:
    corners = [
        turned((x, y), turns, box)
        for left, right, bottom, top in (w.first, w.last)
        for x, y in ((left, bottom), (right, top))
    ]
    upright = turns_of(w.run.along) == turns
    base = turned(w.run.origin, turns, box)[1] if upright else max(y for _, y in corners)
    return Word(
        _clean(w.text), min(x for x, _ in corners), max(x for x, _ in corners),
        base, w.run.size, w.run.bold, upright,
    )  # fmt: skip


def _once(words: list[Word]) -> Iterator[Word]:
    """Without words printed twice on the same spot to look bold."""
    seen: set[tuple[str, int, int]] = set()
    for w in words:
        key = (w.text, round(w.x0 / 2), round(w.base / 2))
        if key not in seen:
            seen.add(key)
            yield w
