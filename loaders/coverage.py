"""What became of every character of a document: nothing is lost in silence."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from graph.model import PlanGraph
from graph.record import Reading
from graph.tables import Table, Value
from loaders.document import Document
from loaders.slices import Slice

EXTRACTED, CONTEXT, FURNITURE, UNREAD = "extracted", "context", "furniture", "not understood"
CLASSES = (EXTRACTED, CONTEXT, FURNITURE, UNREAD)
MUCH = 0.1
"""The share not understood above which what a plan does not say may only not have been read."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch that was not understood, with the page where there is one."""

    start: int
    end: int
    text: str
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Coverage:
    """Characters of each class, white space left out; the passages that were not understood.

    `pages` holds the start and the number of each page, where the document has pages.
    """

    characters: Mapping[str, int]
    unread: tuple[Passage, ...]
    pages: tuple[tuple[int, int], ...] = ()

    def share(self, name: str) -> float:
        """The part of the document's characters in a class, from 0 to 1."""
        total = sum(self.characters.values())
        return self.characters[name] / total if total else 0.0

    @property
    def reading(self) -> Reading:
        """What a workspace keeps of it."""
        unread = tuple((p.start, p.end) for p in self.unread)
        return Reading(self.characters, unread, self.pages)

    @property
    def much_unread(self) -> bool:
        return self.share(UNREAD) > MUCH


def _mark(kinds: bytearray, stretches: Iterable[tuple[int, int]], kind: str) -> None:
    code = CLASSES.index(kind)
    for start, end in stretches:
        kinds[start:end] = bytes([code]) * (end - start)


def coverage(document: Document, graph: PlanGraph, unread: Sequence[Slice]) -> Coverage:
    """The class of every character.

    Extracted is what a statement or its timing, owner or label was read from; furniture is what
    the reader left out of every block; the rest is context, but for the `unread` passages.
    """
    kinds = bytearray([CLASSES.index(FURNITURE)]) * len(document.text)
    places = [(s.start, s.end) for b in document.leaves() for s in b.text.spans(document.text)]
    _mark(kinds, places, CONTEXT)
    missed = [(s.start, s.end) for u in unread for s in u.spans(document.text)]
    _mark(kinds, missed, UNREAD)
    spans = [s for n in graph.nodes for s in n.spans]
    spans += [e.span for e in graph.edges if e.span]
    _mark(kinds, ((s.start, s.end) for s in spans), EXTRACTED)
    ink = [k for k, c in zip(kinds, document.text, strict=True) if not c.isspace()]
    counts = {name: ink.count(code) for code, name in enumerate(CLASSES)}
    pages = tuple(_pages(document))
    return Coverage(counts, tuple(_passages(document, kinds, pages)), pages)


def _pages(document: Document) -> Iterator[tuple[int, int]]:
    """Where the text of each page begins; a block that goes on counts to the page of its start."""
    last = 0
    for start, page in sorted(
        (b.text.start, b.page) for b in document.leaves() if b.text and b.page
    ):
        if page > last:
            yield start, page
            last = page


def _passages(
    document: Document, kinds: bytearray, pages: Sequence[tuple[int, int]]
) -> Iterator[Passage]:
    at = 0
    for kind, run in groupby(kinds):
        end = at + len(list(run))
        text = " ".join(document.text[at:end].split())
        if CLASSES[kind] == UNREAD and text:
            before = bisect_right(pages, at, key=lambda p: p[0])
            page = pages[before - 1][1] if before else 0
            yield Passage(at, end, text, page or None)
        at = end


def explained(found: Coverage) -> Table:
    """A row for each class, then one for each passage not understood, with its place."""
    columns = ("class", "percent", "characters", "page", "start", "end", "text")
    total = sum(found.characters.values())

    def row(name: str, count: int, *place: int | str | None) -> tuple[Value, ...]:
        return (name, round(100 * count / total, 1) if total else 0.0, count, *place)

    rows = [row(name, count, None, None, None, None) for name, count in found.characters.items()]
    for p in found.unread:
        ink = sum(not c.isspace() for c in p.text)
        rows.append(row(UNREAD, ink, p.page, p.start, p.end, p.text))
    return Table(columns, tuple(rows))
