"""A document as it was read: its text, each extracted span marked, and what was not understood."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from graph.model import PlanGraph, Unread
from visualisations.content import Content, Quote, Reader, Statement, as_json
from visualisations.page import Frame, render
from visualisations.plans import Plans
from visualisations.theme import LOOKS

UNREAD = "not understood"
UNTOLD = "Which passages were not understood is not known of this plan: load its document again."


@dataclass(frozen=True, slots=True)
class Mark:
    """Characters start to end bear a statement, or were not understood where `key` is empty."""

    start: int
    end: int
    type: str
    key: str = ""


@dataclass(frozen=True, slots=True)
class Piece:
    """Text under the same marks: the innermost gives its look, `begins` are those that start."""

    start: int
    text: str
    type: str = ""
    keys: tuple[str, ...] = ()
    begins: tuple[Mark, ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the document; `page` is given where a page begins."""

    number: int
    pieces: tuple[Piece, ...]
    page: int = 0


def page(plans: Plans, frame: Frame, title: str) -> str:
    """One HTML file that shows the whole text of the one plan."""
    (graph,), (record,) = plans.graphs, plans.records
    shown, text = plans.content, plans.texts[record.id]
    reader = Reader(text, record.reading.pages)
    marks = list(_marks(shown, graph))
    passages = [
        Quote("", text[a:b], "", reader.line(a), a, b, reader.page(a))
        for a, b in record.reading.unread
    ]
    marks += [Mark(q.start, q.end, UNREAD) for q in passages]
    found = [s for s in shown.statements if s.quotes]
    told = bool(record.reading.characters)
    return render(
        "source", frame, f"{title}: {shown.plans[0].name}",
        lines=list(lines(text, marks, record.reading.pages)), passages=passages, statements=found,
        counts=Counter(s.type for s in found), percents=record.percents,
        told=told, notices=() if told else (UNTOLD,), data=_data(found, passages, frame),
    )  # fmt: skip


def _marks(shown: Content, graph: PlanGraph) -> Iterator[Mark]:
    """A mark for each quote, for the words of its own that a link has, and for topics unread."""
    at = {s.id: s for s in shown.statements}
    places = {(q.start, q.end, s.id) for s in shown.statements for q in s.quotes}
    for edge in graph.edges:
        if edge.span and edge.target in at:
            places.add((edge.span.start, edge.span.end, edge.target))
    for start, end, node in sorted(places):
        yield Mark(start, end, at[node].type, at[node].key)
    for words in graph.of_type(Unread):
        yield from (Mark(s.start, s.end, UNREAD) for s in words.spans)


def lines(
    text: str, marks: Sequence[Mark], pages: Iterable[tuple[int, int]] = ()
) -> Iterator[Line]:
    """The text as marked lines, whose pieces joined are the text without its line ends."""
    begin = dict(pages)
    starts = sorted(begin)
    at = 0
    for number, line in enumerate(text.splitlines(keepends=True), 1):
        end = at + len(line)
        new = bisect_left(starts, at)
        opened = begin[starts[new]] if new < len(starts) and starts[new] < end else 0
        near = [m for m in marks if m.start < end and m.end > at]
        yield Line(number, tuple(_pieces(text, at, at + len(line.rstrip("\r\n")), near)), opened)
        at = end


def _pieces(text: str, start: int, end: int, marks: Sequence[Mark]) -> Iterator[Piece]:
    cuts = {start, end} | {p for m in marks for p in (m.start, m.end) if start < p < end}
    for a, b in pairwise(sorted(cuts)):
        over = sorted((m for m in marks if m.start <= a and m.end >= b), key=_length)
        keys = tuple(dict.fromkeys(m.key for m in over if m.key))
        begins = tuple(m for m in over if m.start == a)
        yield Piece(a, text[a:b], over[0].type if over else "", keys, begins)


def _length(mark: Mark) -> tuple[int, int, str, str]:
    return (mark.end - mark.start, mark.start, mark.type, mark.key)


def _data(found: Iterable[Statement], passages: Iterable[Quote], frame: Frame) -> dict[str, object]:
    """What the page's script knows of the statements."""
    return {
        "statements": {s.key: as_json(s) for s in found},
        "labels": {t: look.label for t, look in LOOKS.items()},
        "unread": [(q.start, q.end) for q in passages],
        "map": frame.link("network.html"),
    }  # fmt: skip
