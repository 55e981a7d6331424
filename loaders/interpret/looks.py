"""How lines look that could be names, and the lines of a plan once some are known for names."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from loaders.document import Block, Table
from loaders.interpret.lexicon import Role, label_like, plain, roles
from loaders.interpret.place import (
    BOLD_LEVEL,
    DIVISION,
    dated_heading,
    label_of,
    names_document,
    number_of,
)
from loaders.slices import Slice

Line = Block | Table
L = TypeVar("L", Block, Line)
Shape = tuple[str, int]
Names = dict[int, Slice]
"""Names by the places of their lines."""

Named = Mapping[int, tuple[Role, str | None, int]]
"""Where labelled text begins in the source: its role, its number, and where its words begin."""

OPENED = re.compile(r"[^:.\u2013\u2014]{2,40}?(?=[:.]\s+\S|\s[\u2013\u2014-]\s+\S)")
"""The name that opens an item: "Reading. Every pupil reads aloud"."""

LOOKED_AT = 40
"""How far below a line what belongs to it is looked for."""

MOST = 0.6
LETTERED = re.compile(r"[A-H][.)]\s+(?=[A-Z])")


@dataclass(frozen=True, slots=True)
class Lines:
    """The lines with the look of each, and the places of each look and of first letters.

    `titles` are the lines that have a look, `short` those and all labels.
    """

    all: Sequence[Line]
    shapes: Sequence[Shape | None]
    looks: Mapping[Shape, Sequence[int]]
    titles: frozenset[str]
    short: frozenset[str]
    words: Mapping[str, Sequence[int]]


def is_item(line: Line) -> bool:
    return isinstance(line, Block) and line.kind == "item"


def lines_from(lines: Sequence[L], at: int) -> Iterator[L]:
    """The lines from a place on, where to copy all of them each time would be quadratic."""
    return (lines[i] for i in range(at, len(lines)))


def indexed(lines: Sequence[Line]) -> Lines:
    shapes = [shape(line) for line in lines]
    looks: dict[Shape, list[int]] = defaultdict(list)
    words: dict[str, list[int]] = defaultdict(list)
    titles, short = set(), set()
    for i, (line, look) in enumerate(zip(lines, shapes, strict=True)):
        if look:
            looks[look].append(i)
            titles.add(plain(name_of(line).text))
        if isinstance(line, Block):
            short |= {plain(line.text.text)} if label_like(line.text.text) else set()
            words[first_letters(number_of(line)[1])].append(i)
    return Lines(lines, shapes, looks, frozenset(titles), frozenset(short | titles), words)


def first_letters(text: Slice) -> str:
    """What the first word begins with: a converter may have glued the next to it."""
    return text.text[:3].casefold()


def shape(line: Line) -> Shape | None:
    """How a line looks that could be a name; None for others."""
    if not isinstance(line, Block):
        return None
    text = line.text.text
    number, rest = number_of(line)
    named = label_like(rest.text) and not (label_of(line) or names_document(rest.text))
    if not named or text.endswith(":") or DIVISION.match(text) or dated_heading(line.text):
        return None
    if line.kind == "heading":
        return ("heading", line.level)
    if number and number.isdigit():
        return ("number", 0)
    if line.kind == "item":
        return None
    return ("letter" if LETTERED.match(text) else "bold" if line.bold else "line", 0)


def name_of(line: Line) -> Slice:
    """The text of a line without the number or letter before it."""
    assert isinstance(line, Block)
    text = number_of(line)[1]
    lettered = LETTERED.match(text.text)
    return text.cut(lettered.end()) if lettered else text


def named_as_such(lines: Sequence[Line]) -> bool:
    """Whether lines say of themselves that they name priorities or themes."""
    found = [f for b in lines if isinstance(b, Block) and (f := label_of(b))]
    numbered = any(f.number and (f.role.heads or f.role.numbered_as)
                   for f in found)  # fmt: skip
    return numbered or sum(f.role.makes == "Priority" for f in found) > 1


def marked(
    lines: Sequence[Line], found: Names, described: bool = False
) -> tuple[list[Line], Named]:
    """The lines with a heading for each name, and the text that it ran into below it.

    `described`: what stands beside a name is its objective.
    """
    out: list[Line] = []
    named: dict[int, tuple[Role, str | None, int]] = {}
    numbers: dict[str, str | None] = {}
    for i, line in enumerate(lines):
        if i not in found or not isinstance(line, Block):
            out += [line] if isinstance(line, Table) or line.text.text else []
            continue
        name, text, (number, _) = found[i], line.text, number_of(line)
        number = numbers.setdefault(plain(name.text), number)
        named[name.start] = (roles()["priority"], number, 0)
        level = line.level if line.kind == "heading" else BOLD_LEVEL
        out.append(replace(line, kind="heading", level=level, text=name, marker=""))
        rest = text.cut(text.starts.index(name.start) + len(name)).strip(":;.,\u2013\u2014- ")
        if plain(rest.text):
            whole = text.cut(text.starts.index(rest.start))
            out.append(Block("paragraph", whole, page=line.page))
            if described:
                named[whole.start] = (roles()["objective"], None, 0)
    return out, named
