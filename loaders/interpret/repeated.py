"""Names that a list or sentence gives and lines below repeat."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import takewhile

from loaders.document import Block
from loaders.interpret.lexicon import cue, plain
from loaders.interpret.looks import LOOKED_AT, MOST, Line, Lines, Names, first_letters
from loaders.interpret.place import number_of
from loaders.slices import Slice

_BESIDE = re.compile(
    r"\s*[:\u2013\u2014-]\s+|\s*(?=[A-Z])"
    rf"|\s+(?=(?:{'|'.join(sorted(cue('stands-for')))})\b)"
)
"""What parts a name from the text that it runs into; a converter may leave nothing."""

_JOINT = re.compile(r"\s*;\s*(?:and\s+)?|\s*,\s+(?:and\s+)?|\s+and\s+")
_LEAST = 3
_WORDS = 6


def names_in(lines: Lines, sentence: Slice) -> list[Slice]:
    """The names at the end of a sentence, three or more, most of them titles: "a, b and c"."""
    first, *others = list(sentence.strip(".:").split(_JOINT)) or [sentence]
    named = list(takewhile(lambda n: plain(n.text) in lines.short, reversed(others)))[::-1]
    before = first if len(named) == len(others) else others[-len(named) - 1]
    starts = [m.start() for m in re.finditer(r"(?<!\S)\S", before.text)][-_WORDS:]
    ends = (before.cut(at) for at in starts)
    names = [*(n for n in ends if plain(n.text) in lines.short)][:1] + named
    titles = sum(plain(n.text) in lines.titles for n in names)
    return names if len(names) >= _LEAST and titles >= MOST * len(names) else []


def recurring(lines: Lines, i: int, names: Sequence[Slice], alone: bool = False) -> Names:
    """Where lines below are or begin with the names, in their order: most of them, two or more.

    `alone`: nothing else stands on the lines.
    """
    found: Names = {}
    at = i
    for name in names:
        places = lines.words.get(first_letters(name), ())
        after = bisect_right(places, at)
        near = places[after : after + LOOKED_AT]
        begin = next((j for j in near if _begins(lines.all, j, name, alone)), None)
        if begin is not None:
            block, at = lines.all[begin], begin
            assert isinstance(block, Block)
            found[begin] = number_of(block)[1].cut(0, len(name))
    return found if len(found) >= max(2, MOST * len(names)) else {}


def _begins(lines: Sequence[Line], i: int, name: Slice, alone: bool) -> bool:
    """Whether a line is a name with text below it, or runs from the name into text."""
    block, after = lines[i], lines[i + 1] if i + 1 < len(lines) else None
    assert isinstance(block, Block)
    text = number_of(block)[1].text
    if text[: len(name)].casefold() != name.text.casefold():
        return False
    rest = text[len(name) :]
    if not rest.strip(":. "):
        return after is not None and not (block.kind == "item" and _same_kind(block, after))
    return not alone and block.kind == "paragraph" and _BESIDE.match(rest) is not None


def _same_kind(block: Block, after: Line) -> bool:
    """Whether a line goes on the list of an item: a bullet does not after a number or letter."""
    if not isinstance(after, Block) or (after.kind, after.level) != (block.kind, block.level):
        return False
    return block.code.isalnum() == after.code.isalnum()


def until_again(items: Iterable[Block]) -> Iterator[Block]:
    """The items before one that repeats another."""
    seen: set[str] = set()
    for item in items:
        if (text := plain(item.text.text)) in seen:
            return
        seen.add(text)
        yield item
