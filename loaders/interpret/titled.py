"""Titles over promises in prose as headings, for plans that name no priority as such."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import takewhile

from loaders.document import Block
from loaders.interpret.lexicon import plain
from loaders.interpret.looks import LOOKED_AT, MOST, OPENED, Line, marked, name_of, shape
from loaders.interpret.prose import promises
from loaders.interpret.series import Series
from loaders.slices import Slice


def over_promises(found: Series) -> Series | None:
    """The blocks with plain lines as headings where a paragraph with a promise stands below each.

    What such a line says after a name and a colon is an objective. None for fewer than two, where
    lines recur, and where most lines of that look have no promise below them.
    """
    lines = found.blocks
    titles = [i for i, line in enumerate(lines) if shape(line) == ("line", 0)]
    over = [i for i in titles if any(map(_promises, _below(lines, i)))]
    names = {i: _name(name_of(lines[i])) for i in over}
    told = [i for i in titles if any(True for _ in _below(lines, i))]
    alike = len({plain(n.text) for n in names.values()}) < len(names)
    if len(names) < 2 or alike or len(names) < MOST * len(told):
        return None
    blocks, named = marked(lines, names, described=True)
    return replace(found, blocks=blocks, counted={**found.counted, **named})


def _name(text: Slice) -> Slice:
    opened = OPENED.match(text.text)
    return text.cut(0, opened.end()) if opened else text


def _below(lines: Sequence[Line], i: int) -> Iterator[Line]:
    """The paragraphs right below a line."""
    after = lines[i + 1 : i + 1 + LOOKED_AT]
    return takewhile(
        lambda b: isinstance(b, Block) and b.kind == "paragraph" and not shape(b), after
    )


def _promises(line: Line) -> bool:
    return isinstance(line, Block) and bool(promises(line.text))
