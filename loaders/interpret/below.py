"""What stands below a count: lines of one look, items with names, sentences that rank."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise, takewhile

from loaders.document import Block
from loaders.interpret.counts import Count
from loaders.interpret.lexicon import cue
from loaders.interpret.looks import LOOKED_AT, OPENED, Line, Lines, Names, is_item, name_of
from loaders.interpret.place import number_of
from loaders.interpret.segment import sentences
from loaders.slices import Slice

_RANKED = re.compile(
    rf"(?:the|our)\s+(?:{'|'.join(sorted(cue('rank')))})(?:\s+\w+){{0,2}}\s+(?:is|will be)\s+",
    re.IGNORECASE,
)
"""What opens a sentence that names one of what is counted: "Our second priority is"."""

_NEAR = 4
_FEW = 8
_ENOUGH = 0.8


def siblings(lines: Lines, i: int, count: Count) -> Names:
    """As many lines of one look as are counted, the first near the count, each with text below.

    One in five may be lost, more of numbered ones; plain lines must not be more than the count.
    """
    near = range(i + 1, min(i + 1 + _NEAR, len(lines.all)))
    first, shape = next(((j, s) for j in near if (s := lines.shapes[j])), (0, None))
    if shape is None:
        return {}
    places = lines.looks[shape]
    begin, most = bisect_left(places, first), count.number + (shape[0] == "line")
    found = list(places[begin : begin + most])
    if shape[0] in ("number", "letter"):
        found = list(_in_turn(lines.all, places[begin : begin + LOOKED_AT]))[:most]
    apart = all(b > a + 1 for a, b in pairwise([*found, len(lines.all)]))
    least = 2 if shape[0] == "number" else _ENOUGH * count.number
    enough = least <= len(found) <= count.number
    return {j: name_of(lines.all[j]) for j in found} if apart and enough else {}


def _in_turn(lines: Sequence[Line], found: Iterable[int]) -> Iterator[int]:
    """The places whose number or letter is the next one."""
    turn = 1
    for j in found:
        block = lines[j]
        assert isinstance(block, Block)
        if (number_of(block)[0] or str(ord(block.text.text[0]) - ord("A") + 1)) == str(turn):
            turn += 1
            yield j


def items_below(lines: Sequence[Line], i: int, count: Count) -> Names:
    """As many items as are counted, right below: each with a name of its own, or all of a role.

    Lines with names of their own are items too.
    """
    block = lines[i]
    assert isinstance(block, Block)
    if not block.text.text.endswith(count.sentence.text):
        return {}
    below = [b for b in lines[i + 1 : i + 2 + count.number] if isinstance(b, Block)]
    run = list(takewhile(is_item, below))
    if apart := _names_over_bullets(lines, i, count):
        return apart
    leads = count.sentence.text.endswith(":")
    texts = [number_of(b)[1] for b in run or takewhile(_described, below if leads else ())]
    if len(texts) != count.number:
        return {}
    heads = run and count.role is not None and count.role.makes in (None, "Priority")
    return dict(enumerate(opened(texts) or (texts if heads else ()), start=i + 1))


def _names_over_bullets(lines: Sequence[Line], i: int, count: Count) -> Names:
    """As many numbered items as are counted, names of a few words, some with bullets below them."""
    near = lines[i + 1 : i + 1 + LOOKED_AT]
    items = [(j, b) for j, b in enumerate(takewhile(is_item, near), i + 1) if isinstance(b, Block)]
    found = {j: b for j, b in items if b.numbered}
    counted = [b.code for b in found.values()] == [str(n + 1) for n in range(count.number)]
    short = all(len(b.text.text.split()) <= _FEW for b in found.values())
    return (
        {j: b.text for j, b in found.items()}
        if counted and short and len(items) > len(found)
        else {}
    )


def ranked(lines: Sequence[Line]) -> Iterator[tuple[int, Slice]]:
    """What sentences such as "The first is ..." name, each with the place of its line."""
    for j, line in enumerate(lines):
        for sentence in sentences(line.text) if isinstance(line, Block) else ():
            if m := _RANKED.match(sentence.text):
                yield j, sentence.cut(m.end()).strip(".")


def _described(block: Block) -> bool:
    opens = OPENED.match(block.text.text) is not None
    return block.kind == "paragraph" and opens


def opened(texts: Sequence[Slice]) -> list[Slice]:
    """The names that open items, where all have one."""
    names = [t.cut(0, m.end()) for t in texts if (m := OPENED.match(t.text))]
    return names if len(names) == len(texts) else []
