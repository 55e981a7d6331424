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
    """The first and the last lines of a page that are not blank."""
    filled = [x for x in page if not x.blank]
    return filled[:_EDGE], filled[-_EDGE:]


def _furniture(found: Sequence[Line]) -> Iterator[Line]:
    """Page numbers, and what stands at the edge of most pages, or of those on one side."""
    pages: dict[int, list[Line]] = {}
    for line in found:
        pages.setdefault(line.page or 0, []).append(line)
    edges = [_edges(page) for page in pages.values()]
    count = len(edges)
    often = max(2, count - 1) if count < 5 else max(3, count * 2 // 5)
    for side, foot in ((0, False), (1, True)):
        shapes = Counter(s for e in edges for s in {_shape(x, foot) for x in e[side]})
        for edge in edges:
            outer = edge[side][-2:] if foot else edge[side][:2]
            yield from (x for x in edge[side] if shapes[_shape(x, foot)] >= often)
            yield from (x for x in outer if count > 1 and _NUMBER.fullmatch(x.text.strip()))


def without_furniture(found: Iterable[Line]) -> tuple[list[Line], int]:
    """The lines without running heads and page numbers, and how many of those there were."""
    kept = list(found)
    dropped = [x for x in kept if _PAGE_OF.fullmatch(x.text)]
    dropped = dropped if len(dropped) > 1 else []
    if any(x.page and x.page > 1 for x in kept):
        dropped += _furniture(kept)
    gone = {x.start for x in dropped}
    return [x for x in kept if x.start not in gone or x.blank], len(gone)
