"""Clean text that knows where each of its characters stood in the source."""

import itertools
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from graph.model import Span


@dataclass(frozen=True, slots=True)
class Slice:
    """Clean text; character i was read from source characters `starts[i]` to `ends[i]`.

    `breaks` are positions in the clean text where a part from elsewhere in the source begins,
    as when a table row goes on after the end of a page.
    """

    text: str
    starts: tuple[int, ...] = field(repr=False)
    ends: tuple[int, ...] = field(repr=False)
    breaks: tuple[int, ...] = ()

    def __len__(self) -> int:
        return len(self.text)

    def __str__(self) -> str:
        return self.text

    @property
    def start(self) -> int:
        return self.starts[0]

    @property
    def end(self) -> int:
        return self.ends[-1]

    def cut(self, start: int, end: int | None = None) -> "Slice":
        """Characters start to end, without white space at either side."""
        end = len(self.text) if end is None else end
        while start < end and self.text[start].isspace():
            start += 1
        while end > start and self.text[end - 1].isspace():
            end -= 1
        breaks = tuple(b - start for b in self.breaks if start < b < end)
        return Slice(self.text[start:end], self.starts[start:end], self.ends[start:end], breaks)

    def strip(self, chars: str) -> "Slice":
        """Without these characters, or white space, at either side."""
        kept = self.text.strip(chars + " \t\n")
        at = self.text.find(kept) if kept else 0
        return self.cut(at, at + len(kept))

    def split(self, pattern: str | re.Pattern[str]) -> Iterator["Slice"]:
        """The non-empty parts between matches."""
        at = 0
        for m in re.finditer(pattern, self.text):
            if part := self.cut(at, m.start()):
                yield part
            at = m.end()
        if part := self.cut(at):
            yield part

    def at(self, positions: Iterable[int]) -> list["Slice"]:
        """The parts that begin at these positions; the first begins at 0."""
        edges = [0, *positions, len(self.text)]
        parts = [self.cut(a, b) for a, b in itertools.pairwise(edges)]
        return [p for p in parts if p]

    def spans(self, source: str) -> tuple[Span, ...]:
        """The stretches of the source that the text was read from."""
        out = []
        edges = [0, *self.breaks, len(self.text)]
        for a, b in itertools.pairwise(edges):
            part = self.cut(a, b)
            if part:
                out.append(Span(part.start, part.end, source[part.start : part.end]))
        return tuple(out)


def join(parts: Iterable[Slice], apart: bool = False) -> Slice:
    """One slice of several with a blank between; `apart` keeps their spans separate."""
    text = ""
    starts: list[int] = []
    ends: list[int] = []
    breaks: list[int] = []
    for part in parts:
        if text:
            text += " "
            starts.append(ends[-1])
            ends.append(ends[-1])
            if apart:
                breaks.append(len(text))
        breaks += [b + len(text) for b in part.breaks]
        text += part.text
        starts += part.starts
        ends += part.ends
    return Slice(text, tuple(starts), tuple(ends), tuple(breaks))
