"""Headings and numbered items that the lists and labels below them explain."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise, takewhile

from loaders.document import Block
from loaders.interpret.looks import Line, lines_from
from loaders.interpret.place import label_of, number_of
from loaders.interpret.prose import acts, commits, wishes

_MOST = 3 / 5
_FEW = 6
_SKIPPED = 2
"""How many sentences may stand between a heading and its list."""


def over_actions(lines: Sequence[Line], keys: Sequence[str]) -> frozenset[int]:
    """The places of headings with actions in a list below; those with a mark in `keys` are none.

    Of parts that count up, each over such headings, it is the parts.
    """
    found = frozenset(_heads(lines, keys))
    return found | frozenset(_parts(lines, found))


def _heads(lines: Sequence[Line], keys: Sequence[str]) -> Iterator[int]:
    """Headings of one level, two or more, each with actions or targets in a list right below it.

    Below one with a number it may be what shall be true of all.
    """
    found: dict[int, list[int]] = {}
    for i, block in enumerate(lines):
        if isinstance(block, Block) and block.kind == "heading" and keys[i][-1:] not in ("|", ":"):
            under = [b.text.text for b in _listed(i, lines)]
            wished = number_of(block)[0] is not None
            if sum(commits(t) or (wished and wishes(t)) for t in under) >= _MOST * max(
                len(under), 1
            ):
                found.setdefault(block.level, []).append(block.text.start)
    for starts in found.values():
        yield from starts if len(starts) > 1 else ()


def _parts(lines: Sequence[Line], over: frozenset[int]) -> Iterator[int]:
    """Headings of one level that count up from one, each over others with actions below them."""
    found: dict[int, list[tuple[str, Block, bool]]] = {}
    for i, block in enumerate(lines):
        if isinstance(block, Block) and block.kind == "heading":
            found.setdefault(block.level, []).append(
                (
                    number_of(block)[0] or "",
                    block,
                    any(b.text.start in over for b in _part(i, lines)),
                )
            )
    for heads in found.values():
        counted = [n for n, _, _ in heads] == [str(n) for n in range(1, len(heads) + 1)]
        if counted and len(heads) > 1 and all(above for _, _, above in heads):
            yield from (block.text.start for _, block, _ in heads)


def _part(i: int, lines: Sequence[Line]) -> Iterator[Block]:
    """The headings below one, up to the next of its level."""
    first = lines[i]
    assert isinstance(first, Block)
    for block in lines_from(lines, i + 1):
        if isinstance(block, Block) and block.kind == "heading":
            if block.level <= first.level:
                return
            yield block


def over_records(lines: Sequence[Line]) -> Iterator[int]:
    """Headings that say what to do and have its lead or time below, under other headings."""
    found: dict[int, list[int]] = {}
    levels = {b.level for b in lines if isinstance(b, Block) and b.kind == "heading"} - {1}
    for i, block in enumerate(lines):
        if isinstance(block, Block) and block.kind == "heading" and acts(block.text.text):
            below = takewhile(
                lambda b: isinstance(b, Block) and b.kind != "heading", lines[i + 1 :]
            )
            names = [f.role.name for b in below if isinstance(b, Block) and (f := label_of(b))]
            if {"lead", "when"} & set(names) and "action" not in names:
                found.setdefault(block.level, []).append(block.text.start)
    for level_, starts in found.items():
        yield from starts if len(starts) > 1 and min(levels) < level_ else ()


def names_of_bullets(lines: Sequence[Line]) -> Iterator[int]:
    """Numbered items that count up from one, each a name of a few words with bullets after it."""
    found = [
        b
        for b, after in pairwise(lines)
        if isinstance(b, Block) and isinstance(after, Block) and b.kind == after.kind == "item"
        if b.numbered and b.level == 1 and not after.numbered and names(b)
        if len(b.text.text.split()) <= _FEW and not acts(b.text.text)
    ]
    if len(found) > 1 and [b.code for b in found] == [str(n + 1) for n in range(len(found))]:
        yield from (b.text.start for b in found)


def _listed(i: int, lines: Sequence[Line]) -> Iterator[Block]:
    """The first list under a heading, beyond a paragraph or two that are no labels."""
    items = False
    for j in range(i + 1, len(lines)):
        block = lines[j]
        if not isinstance(block, Block) or block.kind == "heading":
            return
        if block.kind == "item":
            items = True
            yield block
        elif items or j > i + _SKIPPED or block.text.text.endswith(":"):
            return


def names(block: Block) -> bool:
    """Whether a line could name what stands below it."""
    text = block.text.text
    return (
        len(text.split()) <= 25
        and text[-1] not in ".;:,?"
        and re.match(r"[A-Z\d\"\u2018\u201c]", text) is not None
    )
