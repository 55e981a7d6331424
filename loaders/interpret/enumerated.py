"""Where a plan names what it counts or lists: headings, lines, or items with text beside them."""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise, takewhile

from loaders.document import Block, Table
from loaders.interpret.below import items_below, opened, ranked, siblings
from loaders.interpret.counts import Count, bare, counts, given
from loaders.interpret.leadins import announces
from loaders.interpret.lexicon import plain
from loaders.interpret.looks import (
    LOOKED_AT,
    MOST,
    Line,
    Lines,
    Named,
    Names,
    indexed,
    is_item,
    marked,
    named_as_such,
)
from loaders.interpret.place import label_of, number_of
from loaders.interpret.prose import acts, promises, wishes
from loaders.interpret.repeated import names_in, recurring, until_again
from loaders.interpret.segment import sentences
from loaders.slices import Slice, join


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
    names = recurring(lines, i, told) if told else siblings(lines, i, count)
    if names and ((told and count.role) or _planned(lines.all, list(names))):
        return _told(lines.all, {i: count.sentence}, told, names)
    if i + 1 < len(lines.all) and is_item(lines.all[i + 1]) and (made := _of_items(lines, i + 1)):
        return made
    if names := items_below(lines.all, i, count):
        return marked(lines.all, names, described=True)
    found = list(ranked(lines.all[i : i + 1 + count.number]))
    if len(found) != count.number:
        return None
    apart = {i + j: name for j, name in found}
    if len(apart) == count.number and i not in apart:
        return marked(lines.all, apart)
    return _told(lines.all, {}, [name for _, name in found], {})


def _of_sentence(lines: Lines, i: int) -> tuple[list[Line], Named] | None:
    """The lines with the names that a sentence lists and lines below repeat."""
    block = lines.all[i]
    assert isinstance(block, Block)
    for sentence in sentences(block.text) if re.search("[,;]", block.text.text) else ():
        told = names_in(lines, sentence)
        names = recurring(lines, i, told, alone=True) if told else {}
        if _planned(lines.all, list(names)):
            return _told(lines.all, {i: sentence}, told, names)
    return None


def _of_items(lines: Lines, i: int) -> tuple[list[Line], Named] | None:
    """The lines with the names that the items of a list are or begin with and lines repeat."""
    if i and (is_item(lines.all[i - 1]) or _of_others(lines.all[i - 1])):
        return None
    items = takewhile(is_item, lines.all[i : i + LOOKED_AT])
    run = list(until_again([b for b in items if isinstance(b, Block)]))
    begun = opened([number_of(b)[1] for b in run])
    told = begun or [name for b in run if (name := bare(number_of(b)[1]))]
    names = recurring(lines, i + len(run) - 1, told, alone=True)
    if not _planned(lines.all, list(names)):
        return None
    if begun:
        return marked(lines.all, dict(enumerate(begun, start=i)) | names, described=True)
    return _told(lines.all, {i + j: b.text for j, b in enumerate(run)}, told, names)


def _of_others(line: Line) -> bool:
    """Whether a line says that a list is one of actions, measures or principles."""
    if not isinstance(line, Block):
        return False
    found = label_of(line)
    role = found.role if found else announces(line.text.text)
    makes = role.makes if role and not role.numbered_as else None
    return makes not in (None, "Priority", "Theme")


def _told(
    lines: Sequence[Line], said: Names, told: Sequence[Slice], names: Names
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


def _planned(lines: Sequence[Line], found: Sequence[int]) -> bool:
    """Whether there are names, and text that plans below most of them."""
    edges = pairwise([*found, len(lines)])
    below = (lines[a + 1 : min(b, a + LOOKED_AT)] for a, b in edges)
    return bool(found) and sum(any(map(_plans, part)) for part in below) >= MOST * len(found)


def _plans(line: Line) -> bool:
    if isinstance(line, Table):
        return True
    found, text = label_of(line), line.text.text
    labels = found is not None and found.role.makes is not None
    return labels or acts(text.removeprefix("To ")) or wishes(text) or bool(promises(line.text))
