"""Where a plan names what it counts: headings, lines or paragraphs after "We have four anchors"."""

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice, pairwise

from loaders.document import Block, Table
from loaders.interpret.counts import Count, counts, given
from loaders.interpret.lexicon import Role, label_like, plain, roles
from loaders.interpret.place import (
    BOLD_LEVEL,
    DIVISION,
    dated_heading,
    label_of,
    names_document,
    number_of,
)
from loaders.interpret.prose import acts, promises, wishes
from loaders.slices import Slice, join

Line = Block | Table
Named = Mapping[int, tuple[Role, str | None, int]]
_Shape = tuple[str, int]

_BESIDE = re.compile(r"\s*[:\u2013\u2014-]\s+|\s*(?=[A-Z])|\s+(?=(?:means|is about|is where)\b)")
"""What parts a name from the text that it runs into; a converter may leave nothing."""

_LETTERED = re.compile(r"[A-H][.)]\s+(?=[A-Z])")
_NEAR = 4
_LOOKED_AT = 40
_MOST = 0.6


@dataclass(frozen=True, slots=True)
class _Lines:
    """The lines, with the places of each look, and of lines that begin with a word."""

    all: Sequence[Line]
    shapes: Sequence[_Shape | None]
    looks: Mapping[_Shape, Sequence[int]]
    words: Mapping[str, Sequence[int]]


def enumerated(lines: Sequence[Line]) -> tuple[list[Line], Named]:
    """The lines with the names of what is counted as headings, and where those begin.

    Nothing where lines name priorities or themes as such.
    """
    return (list(lines), {}) if named_as_such(lines) else _found(_indexed(lines))


def named_as_such(lines: Sequence[Line]) -> bool:
    """Whether lines say of themselves that they name priorities or themes."""
    found = [f for b in lines if isinstance(b, Block) and (f := label_of(b))]
    priorities = [f for f in found if f.role.makes == "Priority"]
    numbered = any(f.number and (f.role.makes in ("Priority", "Theme") or f.role.numbered_as)
                   for f in found)  # fmt: skip
    return numbered or len(priorities) > 1 or any(f.rest for f in priorities)


def _indexed(lines: Sequence[Line]) -> _Lines:
    shapes = [_shape(line) for line in lines]
    looks: dict[_Shape, list[int]] = defaultdict(list)
    words: dict[str, list[int]] = defaultdict(list)
    for i, (line, shape) in enumerate(zip(lines, shapes, strict=True)):
        if shape:
            looks[shape].append(i)
        if isinstance(line, Block):
            words[_first(number_of(line)[1])].append(i)
    return _Lines(lines, shapes, looks, words)


def _first(text: Slice) -> str:
    """What the first word begins with: a converter may have glued the next to it."""
    return text.text[:3].casefold()


def _found(lines: _Lines) -> tuple[list[Line], Named]:
    """The lines, with the names of the first count that has some.

    Names that only the sentence gives stand at the end, where there is nothing below them.
    """
    for i, block in enumerate(lines.all):
        if not isinstance(block, Block) or block.kind == "item":
            continue
        for count in counts(block.text):
            told = given(count)
            names = _recurring(lines, i, told) if told else _siblings(lines, i, count)
            if told and names and count.known:
                again = {plain(name.text) for name in names.values()}
                alone = [replace(block, text=n) for n in told if plain(n.text) not in again]
                whole = [*lines.all, *alone]
                whole[i] = replace(block, text=_without(block.text, count.sentence))
                ends = enumerate((b.text for b in alone), start=len(lines.all))
                return marked(whole, {**names, **dict(ends)})
            if names and _planned(lines.all, list(names)):
                return marked(lines.all, names)
    return list(lines.all), {}


def _without(text: Slice, sentence: Slice) -> Slice:
    at = text.starts.index(sentence.start)
    return join([text.cut(0, at), text.cut(at + len(sentence))])


def _recurring(lines: _Lines, i: int, names: Sequence[Slice]) -> dict[int, Slice]:
    """Where lines below begin with the names, in their order: most of them, two or more."""
    found: dict[int, Slice] = {}
    at = i
    for name in names:
        places = lines.words.get(_first(name), ())
        after = islice(places, bisect_right(places, at), None)
        near = islice(after, _LOOKED_AT)
        if (begin := next((j for j in near if _begins(lines.all, j, name)), None)) is not None:
            block, at = lines.all[begin], begin
            assert isinstance(block, Block)
            found[begin] = number_of(block)[1].cut(0, len(name))
    return found if len(found) >= max(2, _MOST * len(names)) else {}


def _begins(lines: Sequence[Line], i: int, name: Slice) -> bool:
    """Whether a line is a name with text below it, or runs from the name into text."""
    block, after = lines[i], lines[i + 1] if i + 1 < len(lines) else None
    assert isinstance(block, Block)
    text = number_of(block)[1].text
    if text[: len(name)].casefold() != name.text.casefold():
        return False
    rest = text[len(name) :]
    if not rest.strip(":. "):
        return after is not None and not (block.kind == "item" and _same_kind(block, after))
    return block.kind == "paragraph" and _BESIDE.match(rest) is not None


def _same_kind(block: Block, after: Line) -> bool:
    return isinstance(after, Block) and (after.kind, after.level) == (block.kind, block.level)


def _shape(line: Line) -> _Shape | None:
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
    return ("letter" if _LETTERED.match(text) else "bold" if line.bold else "line", 0)


def _siblings(lines: _Lines, i: int, count: Count) -> dict[int, Slice]:
    """As many lines of one look as are counted, the first near the count, each with text below.

    Numbered ones may be fewer, as in an extract; plain lines must not be more.
    """
    near = range(i + 1, min(i + 1 + _NEAR, len(lines.all)))
    first, shape = next(((j, s) for j in near if (s := lines.shapes[j])), (0, None))
    if shape is None:
        return {}
    places = lines.looks[shape]
    after: Iterator[int] = islice(places, bisect_right(places, first - 1), None)
    if shape[0] in ("number", "letter"):
        after = _in_turn(lines.all, islice(after, _LOOKED_AT))
    found = list(islice(after, count.number + (shape[0] == "line")))
    apart = all(b > a + 1 for a, b in pairwise([*found, len(lines.all)]))
    enough = len(found) == count.number or (shape[0] == "number" and len(found) > 1)
    return {j: _name(lines.all[j]) for j in found} if apart and enough else {}


def _in_turn(lines: Sequence[Line], found: Iterable[int]) -> Iterator[int]:
    """The places whose number or letter is the next one."""
    turn = 1
    for j in found:
        block = lines[j]
        assert isinstance(block, Block)
        if (number_of(block)[0] or str(ord(block.text.text[0]) - ord("A") + 1)) == str(turn):
            turn += 1
            yield j


def _name(line: Line) -> Slice:
    assert isinstance(line, Block)
    text = number_of(line)[1]
    lettered = _LETTERED.match(text.text)
    return text.cut(lettered.end()) if lettered else text


def _planned(lines: Sequence[Line], found: Sequence[int]) -> bool:
    """Whether text that plans stands below most of the names."""
    below = (
        islice(lines, a + 1, min(b, a + _LOOKED_AT)) for a, b in pairwise([*found, len(lines)])
    )
    return sum(any(map(_plans, section)) for section in below) >= _MOST * len(found)


def _plans(line: Line) -> bool:
    if isinstance(line, Table):
        return True
    found, text = label_of(line), line.text.text
    labels = found is not None and found.role.makes is not None
    return labels or acts(text.removeprefix("To ")) or wishes(text) or bool(promises(line.text))


def marked(lines: Sequence[Line], found: Mapping[int, Slice]) -> tuple[list[Line], Named]:
    """The lines with a heading for each name, and the text that it ran into below it."""
    out: list[Line] = []
    named: dict[int, tuple[Role, str | None, int]] = {}
    for i, line in enumerate(lines):
        if i not in found or not isinstance(line, Block):
            out += [line] if isinstance(line, Table) or line.text.text else []
            continue
        name, (number, text) = found[i], number_of(line)
        named[name.start] = (roles()["priority"], number, 0)
        level = line.level if line.kind == "heading" else BOLD_LEVEL
        out.append(replace(line, kind="heading", level=level, text=name, marker=""))
        at = text.starts.index(name.start) + len(name)
        rest = text.cut(at).strip(":;.,\u2013\u2014- ")
        if plain(rest.text):
            whole = text.cut(text.starts.index(rest.start))
            out.append(Block("paragraph", whole, page=line.page))
    return out, named
