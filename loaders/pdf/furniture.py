"""Running heads, feet and page numbers of a PDF."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from loaders.pdf.columns import row_of
from loaders.pdf.flow import Line, lines
from loaders.pdf.page import Page, Word
from loaders.pdf.ruled import grids

_ZONE = 0.15
"""The share of a page's height, at either end, where heads and feet stand."""
_PAGE_NUMBER = re.compile(
    r"[-\u2013|\s]*(?:page|p\.?)?\s*(?:\d{1,4}|[ivxl]+)(?:\s*(?:of|/)\s*\d+)?[-\u2013|\s]*",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Edge:
    """A line near the top or the bottom of a page."""

    line: Line
    key: tuple[str, bool, int]


def _edges(page: Page) -> tuple[list[_Edge], list[_Edge]]:
    """Lines in the zones of heads and feet, from the outside in."""
    zone = _ZONE * page.height
    ruled = [g for g in grids(page) if g.bottom - g.top > zone]
    body = [w for w in page.words if not any(g.holds(w) for g in ruled)]
    found = lines(body, page.number)
    top = [n for n in found if n.base < zone]
    foot = [n for n in found if n.base > page.height - zone]
    return [_edge(n, True) for n in top], [_edge(n, False) for n in reversed(foot)]


def _edge(line: Line, top: bool) -> _Edge:
    return _Edge(line, (re.sub(r"\d+", "#", line.text), top, round(line.base / 6)))


def bodies(pages: Sequence[Page]) -> Iterator[list[Word]]:
    """The words of each page without running heads, feet and page numbers.

    A line is one when it stands alike on three pages, or on half of a short document's; what
    would leave its page empty is none.
    """
    edges = [_edges(page) for page in pages]
    seen = Counter(e.key for sides in edges for side in sides for e in side)
    for page, sides in zip(pages, edges, strict=True):
        dropped = {w for side in sides for e in _furniture(side, seen, len(pages))
                   for w in e.line.words}  # fmt: skip
        kept = [w for w in page.words if w not in dropped]
        yield kept or list(page.words)


def _furniture(
    side: Sequence[_Edge], seen: Counter[tuple[str, bool, int]], pages: int
) -> list[_Edge]:
    """The outer lines that repeat, but not those that stand close to the text."""
    least = 3 if pages > 4 else max(2, (pages + 1) // 2)
    out: list[_Edge] = []
    for edge in side:
        text, top, at = edge.key
        times = sum(seen[text, top, near] for near in (at - 1, at, at + 1))
        if times < least and not (_PAGE_NUMBER.fullmatch(edge.line.text) and not top):
            break
        out.append(edge)
    while out and _is_body(out[-1].line, side[len(out) : len(out) + 1]):
        out.pop()
    return out


def _is_body(line: Line, inner: Sequence[_Edge]) -> bool:
    """Whether a line stands as close to the next inner one as lines of text or table rows do."""
    least = 3.2 if len(row_of(line).pieces) > 2 else 1.6
    return bool(inner) and abs(inner[0].line.base - line.base) < least * line.size
