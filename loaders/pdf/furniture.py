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


Key = tuple[str, bool, int]
"""The words of a line, whether it is a head, and its height."""


@dataclass(frozen=True, slots=True)
class _Edge:
    """A line of a page from an end inwards; `outside` is true in the zone of heads and feet."""

    line: Line
    top: bool
    outside: bool

    @property
    def texts(self) -> set[str]:
        """The line as it stands, and with each of its numbers counted from the page's own."""
        text = self.line.text
        return {text} | {
            f"{text[: m.start()]}#{int(m.group()) - self.line.page}{text[m.end() :]}"
            for m in re.finditer(r"\b\d{1,4}\b", text)
        }

    @property
    def keys(self) -> set[Key]:
        return {(text, self.top, round(self.line.base / 6)) for text in self.texts}


def _edges(page: Page) -> tuple[list[_Edge], list[_Edge]]:
    """Lines in the zones of heads and feet, from the outside in, and the first beyond."""
    zone = _ZONE * page.height
    ruled = [g for g in grids(page) if g.bottom - g.top > zone]
    found = lines([w for w in page.words if not any(g.holds(w) for g in ruled)], page.number)
    found.sort(key=lambda n: n.base)
    top = sum(n.base < zone for n in found) + 1
    foot = sum(n.base > page.height - zone for n in found) + 1
    return (
        [_Edge(n, True, n.base < zone) for n in found[:top]],
        [_Edge(n, False, n.base > page.height - zone) for n in reversed(found[-foot:])],
    )


def bodies(pages: Sequence[Page]) -> Iterator[list[Word]]:
    """The words of each page without running heads, feet and page numbers.

    A line is one when it stands alike on three pages, or on half of a short document's; what
    would leave its page empty is none.
    """
    edges = [_edges(page) for page in pages]
    seen = Counter(k for sides in edges for side in sides for e in side for k in e.keys)
    for page, sides in zip(pages, edges, strict=True):
        dropped = {w for side in sides for e in _furniture(side, seen, len(pages))
                   for w in e.line.words}  # fmt: skip
        kept = [w for w in page.words if w not in dropped]
        yield kept or list(page.words)


def _furniture(side: Sequence[_Edge], seen: Counter[Key], pages: int) -> list[_Edge]:
    """The outer lines that repeat, but not those that stand close to the text."""
    least = 3 if pages > 4 else max(2, (pages + 1) // 2)
    out: list[_Edge] = []
    for edge in side:
        times = max(sum(seen[t, top, at + m] for m in (-1, 0, 1)) for t, top, at in edge.keys)
        numbered = _PAGE_NUMBER.fullmatch(edge.line.text) and not edge.top
        if not edge.outside or (times < least and not numbered):
            break
        out.append(edge)
    while out and _is_body(out[-1].line, side[len(out) : len(out) + 1]):
        out.pop()
    return out


def _is_body(line: Line, inner: Sequence[_Edge]) -> bool:
    """Whether a line stands as close to the next inner one as lines of text or table rows do."""
    least = 3.2 if len(row_of(line).pieces) > 2 else 1.6
    return bool(inner) and abs(inner[0].line.base - line.base) < least * line.size
