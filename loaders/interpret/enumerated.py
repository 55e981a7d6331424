"""Where a plan names what it counts or lists: headings, lines, or items with text beside them."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import islice, pairwise, takewhile

from loaders.document import Block, Table
from loaders.interpret.counts import Count, bare, counts, given
from loaders.interpret.leadins import announces
from loaders.interpret.lexicon import cue, plain
from loaders.interpret.looks import (
    OPENED,
    Line,
    Lines,
    Named,
    first_letters,
    indexed,
    marked,
    name_of,
    named_as_such,
)
from loaders.interpret.place import label_of, number_of
from loaders.interpret.prose import acts, promises, wishes
from loaders.interpret.segment import sentences
from loaders.slices import Slice, join

_BESIDE = re.compile(r"\s*[:\u2013\u2014-]\s+|\s*(?=[A-Z])|\s+(?=(?:means|is about|is where)\b)")
"""What parts a name from the text that it runs into; a converter may leave nothing."""

_RANKED = re.compile(
    rf"(?:the|our)\s+(?:{'|'.join(sorted(cue('rank')))})(?:\s+\w+){{0,2}}\s+(?:is|will be)\s+",
    re.IGNORECASE,
)
"""What opens a sentence that names one of what is counted: "Our second priority is"."""

_JOINT = re.compile(r"\s*;\s*(?:and\s+)?|\s*,\s+(?:and\s+)?|\s+and\s+")
_LEAST = 3
_WORDS = 6
_NEAR = 4
_LOOKED_AT = 40
_MOST = 0.6
_ENOUGH = 0.8

_Names = dict[int, Slice]


def enumerated(lines: Sequence[Line]) -> tuple[list[Line], Named]:
    """The lines with the names of what is counted or listed as headings, and where those begin.

    Nothing where lines name priorities or themes as such.
    """
    return (list(lines), {}) if named_as_such(lines) else _first(indexed(lines))


def _first(lines: Lines) -> tuple[list[Line], Named]:
    """The lines, with the names of the first count or list that has some."""
    for i, block in enumerate(lines.all):
        if not isinstance(block, Block):
            continue
        if made := _of_items(lines, i) if block.kind == "item" else _of_sentence(lines, i):
            return made
        for count in counts(block.text) if block.kind != "item" else ():
            if made := _of_count(lines, i, count):
                return made
    return list(lines.all), {}


def _of_count(lines: Lines, i: int, count: Count) -> tuple[list[Line], Named] | None:
    """The lines with the names that a count gives or that stand below it."""
    told = given(count)
    names = _recurring(lines, i, told) if told else _siblings(lines, i, count)
    if names and ((told and count.role) or _planned(lines.all, list(names))):
        return _told(lines.all, {i: count.sentence}, told, names)
    if i + 1 < len(lines.all) and _item(lines.all[i + 1]) and (made := _of_items(lines, i + 1)):
        return made
    if names := _items(lines.all, i, count):
        return marked(lines.all, names, described=True)
    ranked = list(_ranked(lines.all[i : i + 1 + count.number]))
    if len(ranked) != count.number:
        return None
    apart = {i + j: name for j, name in ranked}
    if len(apart) == count.number and i not in apart:
        return marked(lines.all, apart)
    return _told(lines.all, {}, [name for _, name in ranked], {})


def _of_sentence(lines: Lines, i: int) -> tuple[list[Line], Named] | None:
    """The lines with the names that a sentence lists and lines below repeat."""
    block = lines.all[i]
    assert isinstance(block, Block)
    for sentence in sentences(block.text) if re.search("[,;]", block.text.text) else ():
        told = _in_sentence(lines, sentence)
        names = _recurring(lines, i, told, alone=True) if told else {}
        if _planned(lines.all, list(names)):
            return _told(lines.all, {i: sentence}, told, names)
    return None


def _of_items(lines: Lines, i: int) -> tuple[list[Line], Named] | None:
    """The lines with the names that the items of a list are or begin with and lines repeat."""
    if i and (_item(lines.all[i - 1]) or _of_others(lines.all[i - 1])):
        return None
    items = takewhile(_item, islice(lines.all, i, i + _LOOKED_AT))
    run = list(_until_again([b for b in items if isinstance(b, Block)]))
    opened = _opened([number_of(b)[1] for b in run])
    told = opened or [name for b in run if (name := bare(number_of(b)[1]))]
    names = _recurring(lines, i + len(run) - 1, told, alone=True)
    if not _planned(lines.all, list(names)):
        return None
    if opened:
        return marked(lines.all, dict(enumerate(opened, start=i)) | names, described=True)
    return _told(lines.all, {i + j: b.text for j, b in enumerate(run)}, told, names)


def _until_again(items: Iterable[Block]) -> Iterator[Block]:
    """The items before one that repeats another."""
    seen: set[str] = set()
    for item in items:
        if (text := plain(item.text.text)) in seen:
            return
        seen.add(text)
        yield item


def _of_others(line: Line) -> bool:
    """Whether a line says that a list is one of actions, measures or principles."""
    if not isinstance(line, Block):
        return False
    found = label_of(line)
    role = found.role if found else announces(line.text.text)
    makes = role.makes if role and not role.numbered_as else None
    return makes not in (None, "Priority", "Theme")


def _told(
    lines: Sequence[Line], said: _Names, told: Sequence[Slice], names: _Names
) -> tuple[list[Line], Named]:
    """The lines without what was `said` on some to list the names, where they are `told` so.

    Names that stand nowhere else stand at the end, where there is nothing below them.
    """
    again = {plain(name.text) for name in names.values()}
    alone = [Block("paragraph", n) for n in told if plain(n.text) not in again]
    whole = [_without(b, said[i]) if told and i in said and isinstance(b, Block) else b
             for i, b in enumerate([*lines, *alone])]  # fmt: skip
    ends = enumerate((b.text for b in alone), start=len(lines))
    return marked(whole, {**names, **dict(ends)})


def _without(block: Block, said: Slice) -> Block:
    at = block.text.starts.index(said.start)
    rest = join([block.text.cut(0, at), block.text.cut(at + len(said))])
    return replace(block, text=rest)


def _in_sentence(lines: Lines, sentence: Slice) -> list[Slice]:
    """The names at the end of a sentence, three or more, most of them titles: "a, b and c"."""
    first, *others = list(sentence.strip(".:").split(_JOINT)) or [sentence]
    named = list(takewhile(lambda n: plain(n.text) in lines.short, reversed(others)))[::-1]
    before = first if len(named) == len(others) else others[-len(named) - 1]
    starts = [m.start() for m in re.finditer(r"(?<!\S)\S", before.text)][-_WORDS:]
    ends = (before.cut(at) for at in starts)
    names = [*(n for n in ends if plain(n.text) in lines.short)][:1] + named
    titles = sum(plain(n.text) in lines.titles for n in names)
    return names if len(names) >= _LEAST and titles >= _MOST * len(names) else []


def _recurring(lines: Lines, i: int, names: Sequence[Slice], alone: bool = False) -> _Names:
    """Where lines below are or begin with the names, in their order: most of them, two or more.

    `alone`: nothing else stands on the lines.
    """
    found: _Names = {}
    at = i
    for name in names:
        places = lines.words.get(first_letters(name), ())
        after = islice(places, bisect_right(places, at), None)
        near = islice(after, _LOOKED_AT)
        begin = next((j for j in near if _begins(lines.all, j, name, alone)), None)
        if begin is not None:
            block, at = lines.all[begin], begin
            assert isinstance(block, Block)
            found[begin] = number_of(block)[1].cut(0, len(name))
    return found if len(found) >= max(2, _MOST * len(names)) else {}


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


def _siblings(lines: Lines, i: int, count: Count) -> _Names:
    """As many lines of one look as are counted, the first near the count, each with text below.

    One in five may be lost, more of numbered ones; plain lines must not be more than the count.
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


def _items(lines: Sequence[Line], i: int, count: Count) -> _Names:
    """As many items as are counted, right below: each with a name of its own, or all of a role.

    Lines with names of their own are items too.
    """
    block = lines[i]
    assert isinstance(block, Block)
    if not block.text.text.endswith(count.sentence.text):
        return {}
    below = [b for b in lines[i + 1 : i + 2 + count.number] if isinstance(b, Block)]
    run = list(takewhile(_item, below))
    leads = count.sentence.text.endswith(":")
    texts = [number_of(b)[1] for b in run or takewhile(_described, below if leads else ())]
    if len(texts) != count.number:
        return {}
    heads = run and count.role is not None and count.role.makes in (None, "Priority")
    return dict(enumerate(_opened(texts) or (texts if heads else ()), start=i + 1))


def _ranked(lines: Sequence[Line]) -> Iterator[tuple[int, Slice]]:
    """What sentences such as "The first is ..." name, each with the place of its line."""
    for j, line in enumerate(lines):
        for sentence in sentences(line.text) if isinstance(line, Block) else ():
            if m := _RANKED.match(sentence.text):
                yield j, sentence.cut(m.end()).strip(".")


def _described(block: Block) -> bool:
    opens = OPENED.match(block.text.text) is not None
    return block.kind == "paragraph" and opens


def _opened(texts: Sequence[Slice]) -> list[Slice]:
    """The names that open items, where all have one."""
    names = [t.cut(0, m.end()) for t in texts if (m := OPENED.match(t.text))]
    return names if len(names) == len(texts) else []


def _item(line: Line) -> bool:
    return isinstance(line, Block) and line.kind == "item"


def _planned(lines: Sequence[Line], found: Sequence[int]) -> bool:
    """Whether there are names, and text that plans below most of them."""
    edges = pairwise([*found, len(lines)])
    below = (islice(lines, a + 1, min(b, a + _LOOKED_AT)) for a, b in edges)
    return bool(found) and sum(any(map(_plans, part)) for part in below) >= _MOST * len(found)


def _plans(line: Line) -> bool:
    if isinstance(line, Table):
        return True
    found, text = label_of(line), line.text.text
    labels = found is not None and found.role.makes is not None
    return labels or acts(text.removeprefix("To ")) or wishes(text) or bool(promises(line.text))
