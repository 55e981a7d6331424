"""Lines of a text, the pages they stand on, and what pages print at their edges."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

_LINE = re.compile(r"[^\n\r\f\v\u2028\u2029]*")
_END = re.compile(r"\r\n|[\n\r\v\u2028\u2029]|\f")
_NUMBER = re.compile(
    r"[-\u2013|\[ ]*(?:page\s*)?\d{1,4}(?:\s*(?:of|/)\s*\d{1,4})?[-\u2013|\] ]*", re.IGNORECASE
)
_PAGE_OF = re.compile(r"\s*page\s+\d{1,4}\s+of\s+\d{1,4}\s*", re.IGNORECASE)
_EDGE = 3


@dataclass(frozen=True, slots=True)
class Line:
    """A line without its end; `start` and `end` are its place in the source.

    `level` is that of a heading where the next line underlines it; `page` is None where the text
    has no page breaks.
    """

    start: int
    end: int
    text: str
    page: int | None = None
    level: int = 0

    @property
    def blank(self) -> bool:
        return not self.text.strip()

    @property
    def indent(self) -> int:
        kept = self.text.lstrip()
        return len(self.text[: len(self.text) - len(kept)].expandtabs(4))

    @property
    def right(self) -> int:
        """The column in which it ends."""
        return len(self.text.expandtabs(4).rstrip())


def lines(source: str) -> Iterator[Line]:
    """The lines of a text; a form feed ends a page."""
    at, page, paged = 0, 1, "\f" in source
    while at <= len(source):
        m = _LINE.match(source, at)
        assert m
        yield Line(at, m.end(), m.group(), page if paged else None)
        ended = _END.match(source, m.end())
        if ended is None:
            return
        page += ended.group() == "\f"
        at = ended.end()


def _shape(line: Line, foot: bool) -> str:
    """What a line says but for the number of its page.

    At the head of a page a number counts as that only beside the word, or before the text: plans
    often begin a page with a numbered priority.
    """
    said = " ".join(line.text.split()).casefold()
    if not (foot or said[:1].isdigit() or "page" in said):
        return said
    return re.sub(
        r"(?<![\d.])\d{1,4}(?![\d.])", lambda m: f"{int(m[0]) - (line.page or 0):+d}", said
    )


def _edges(page: Sequence[Line]) -> tuple[list[Line], list[Line]]:
    """The first and the last lines of a page that are not blank, the outermost first."""
    filled = [x for x in page if not x.blank]
    return filled[:_EDGE], filled[: -_EDGE - 1 : -1]


def _furniture(found: Sequence[Line]) -> Iterator[Line]:
    """Page numbers, and what stands at one place at the edge of most pages, or of one side's.

    What stands within pages too is a label of the text, and a line with cells is a row: both come
    to stand at the edges of some pages.
    """
    pages: dict[int, list[Line]] = {}
    for line in found:
        pages.setdefault(line.page or 0, []).append(line)
    edges = [_edges(page) for page in pages.values()]
    outer = {x.start for e in edges for side in e for x in side}
    inner = [x for x in found if not (x.blank or x.start in outer)]
    for side, foot in ((0, False), (1, True)):
        said = [[x for x in e[side] if not _is_number(x)] for e in edges]
        stands: dict[tuple[int, str], set[int]] = {}
        for page, texts in enumerate(said):
            for n, line in enumerate(texts):
                if "\t" not in line.text.strip():
                    stands.setdefault((n, _shape(line, foot)), set()).add(page)
        heads = {s for (n, s), on in stands.items() if _repeats(n, on, len(edges))}
        heads -= {_shape(x, foot) for x in inner}
        yield from (x for texts in said for x in texts if _shape(x, foot) in heads)
        yield from _counting(x for e in edges for x in e[side][:2] if _is_number(x))


def _repeats(n: int, on: set[int], count: int) -> bool:
    """Whether the n-th line from the edge of these pages is one that all pages print.

    Of few pages only the first may lack it, and only where it is the outermost line.
    """
    if count >= 5:
        return len(on) >= max(3, count * 2 // 5)
    return len(on) > 1 and on >= set(range(0 if n else 1, count))


def _is_number(line: Line) -> bool:
    return _NUMBER.fullmatch(line.text.strip()) is not None


def _counting(numbers: Iterable[Line]) -> Iterator[Line]:
    """The numbers that count the pages; another one at an edge is the end of a sentence."""
    found = list(numbers)
    by = Counter(map(_ahead, found))
    yield from (x for x in found if by[_ahead(x)] > 1)


def _ahead(line: Line) -> int:
    """By how much the number that a line gives is ahead of its page."""
    number = re.search(r"\d+", line.text)
    return int(number[0]) - (line.page or 0) if number else 0


def without_furniture(found: Iterable[Line]) -> tuple[list[Line], int]:
    """The lines without running heads and page numbers, and how many of those there were."""
    kept = list(found)
    dropped = [x for x in kept if _PAGE_OF.fullmatch(x.text)]
    dropped = dropped if len(dropped) > 1 else []
    if any(x.page and x.page > 1 for x in kept):
        dropped += _furniture(kept)
    gone = {x.start for x in dropped}
    return [x for x in kept if x.start not in gone or x.blank], len(gone)
