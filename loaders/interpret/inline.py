"""Lists within a sentence, after a colon or dash, for plans that name their priorities only so."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from loaders.document import Block
from loaders.interpret.leadins import announces
from loaders.interpret.looks import Line
from loaders.interpret.segment import sentences
from loaders.interpret.series import Series
from loaders.slices import Slice

_LONGEST = 14
_MARK = re.compile(r"(?<!\w)\(?([a-z]|\d{1,2})\)?[.)]\s+")
_FIRST = re.compile(r":\s+(?=\(?(?:a|1)\)?[.)]\s)")
_LEADS = re.compile(r"(?::|\s[\u2013\u2014-])(?=\s+)")


def unfolded(found: Series) -> Series | None:
    """The blocks with "Our priorities are: a, b and c." as a line and items; None without."""
    lines = [line for block in found.blocks for line in _unfold(block)]
    return replace(found, blocks=lines) if len(lines) > len(found.blocks) else None


def _unfold(block: Line) -> Iterator[Line]:
    if isinstance(block, Block) and block.kind == "paragraph":
        for told, names in (*_counted(block.text), *_listed(block.text)):
            yield replace(block, text=told)
            yield from (Block("item", name, 1) for name in names)
            return
    yield block


def _listed(text: Slice) -> Iterator[tuple[Slice, Sequence[Slice]]]:
    """Each sentence that lists priorities: what leads into the list, and the names in it."""
    for sentence in sentences(text):
        for mark in _LEADS.finditer(sentence.text):
            role = announces(sentence.text[: mark.end()])
            names = names_listed(sentence.cut(mark.end())) if role and role.heads else []
            if names:
                yield sentence.cut(0, mark.end()), names


def _counted(text: Slice) -> Iterator[tuple[Slice, Sequence[Slice]]]:
    """A list with a number or letter before each part, of whatever it is: "to: a) read; b) ..."."""
    if m := _FIRST.search(text.text):
        told, names = sentences(text.cut(0, m.start() + 1))[-1], _marked(text.cut(m.end()))
        role = announces(told.text)
        if role and role.lists and len(names) > 1:
            yield told, names


def _marked(text: Slice) -> list[Slice]:
    """The parts before which numbers or letters stand that count up; none where one is long."""
    found: list[re.Match[str]] = []
    for m in _MARK.finditer(text.text):
        first, due = found[0][1] if found else m[1], len(found)
        if m[1] == (str(due + 1) if first == "1" else chr(ord("a") + due)):
            found.append(m)
    ends = [*(m.start() for m in found[1:]), len(text)]
    parts = [_bare(text.cut(m.end(), end)) for m, end in zip(found, ends, strict=True)]
    whole = [*parts[:-1], *(sentences(p)[0].strip(".;,") for p in parts[-1:] if p)]
    return whole if all(0 < len(p.text.split()) <= 3 * _LONGEST for p in whole) else []


def names_listed(text: Slice) -> Sequence[Slice]:
    """What a list names, parted by semicolons or else by commas and the last "and"."""
    parting = r"\s*;\s*" if ";" in text.text else r"\s*,\s+|\s+and\s+(?=[^,]+$)"
    names = [_bare(p) for p in text.split(parting)]
    short = all(0 < len(n.text.split()) <= _LONGEST for n in names)
    alike = len({n.text[:1].isupper() for n in names}) == 1
    several = len(names) > 2 and re.search("[,;]", text.text) is not None
    return names if short and alike and several else []


def _bare(text: Slice) -> Slice:
    """A name without the "and" before it or after it, and the stop after it."""
    opens = re.match(r"(?:and|&)\s+", text.text)
    ends = re.search(r"[;,]\s+(?:and|&)$", text.text)
    return text.cut(opens.end() if opens else 0, ends.start() if ends else None).strip(".;,")
