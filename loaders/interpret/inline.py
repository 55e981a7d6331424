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
_LEADS = re.compile(r":\s+|\s[\u2013\u2014-]\s+")


def unfolded(found: Series) -> Series | None:
    """The blocks with "Our priorities are: a, b and c." as a line and three items; None without."""
    lines = [line for block in found.blocks for line in _unfold(block)]
    return replace(found, blocks=lines) if len(lines) > len(found.blocks) else None


def _unfold(block: Line) -> Iterator[Line]:
    told = sentences(block.text) if isinstance(block, Block) and block.kind == "paragraph" else []
    for sentence in told:
        assert isinstance(block, Block)
        for leads in _LEADS.finditer(sentence.text):
            role = announces(sentence.text[: leads.end()].rstrip())
            names = names_listed(sentence.cut(leads.end())) if role and role.heads else []
            if names:
                yield replace(block, text=sentence.cut(0, leads.end()).strip(" "))
                yield from (Block("item", name, 1) for name in names)
                return
    yield block


def names_listed(text: Slice) -> Sequence[Slice]:
    """What a list names, parted by semicolons or else by commas and the last "and"."""
    parting = r"\s*;\s*" if ";" in text.text else r"\s*,\s+|\s+and\s+(?=[^,]+$)"
    names = [_bare(p) for p in text.split(parting)]
    short = all(0 < len(n.text.split()) <= _LONGEST for n in names)
    return names if short and len(names) > 2 and re.search("[,;]", text.text) else []


def _bare(text: Slice) -> Slice:
    """A name without the "and" before it and the stop after it."""
    opens = re.match(r"(?:and|&)\s+", text.text)
    return text.cut(opens.end() if opens else 0).strip(".;,")
