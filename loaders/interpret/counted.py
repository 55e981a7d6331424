"""Numbered names after a noun that no list has: "Big ticket 1: Reading", "Big ticket 2: Sums"."""

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise

from loaders.document import Block, Table
from loaders.interpret.lexicon import NUMBER_WORDS, Role, cue, label_like, plain, roles
from loaders.interpret.place import label_of, names_document

_NUMBERED = re.compile(
    rf"(?P<noun>[A-Z][a-z]+(?: [A-Za-z]+){{0,2}}) (?P<number>\d{{1,2}}|{'|'.join(NUMBER_WORDS)})"
    r"(?:\s*[:.\u2013\u2014-]\s+(?=[\w\"\u2018\u201c])|:?$)",
    re.IGNORECASE,
)
_LONGEST = 20
_OPENING = 6


def counted(lines: Sequence[Block | Table]) -> Mapping[int, tuple[Role, str | None, int]]:
    """Where such lines begin in the source: a priority's role, its number, and where its name is.

    Nothing in what is no plan by its title, where lines with a known noun name priorities, and
    for nouns of parts of a text or of time. The lines count up from one, with text below each.
    """
    known = [label_of(b) if isinstance(b, Block) else None for b in lines]
    opening = [b.text.text for b in lines[:_OPENING] if isinstance(b, Block)]
    if any(f and f.number and f.role.heads_with_number for f in known) or not any(
        map(_titles, opening)
    ):
        return {}
    found: dict[str, list[tuple[Block, re.Match[str]]]] = {}
    for block, after in pairwise(lines):
        if not isinstance(block, Block) or block.kind == "item" or label_of(block):
            continue
        m = _NUMBERED.match(block.text.text)
        told = isinstance(after, Block) and after.kind != "heading"
        if m and told and len(block.text.text.split()) <= _LONGEST:
            found.setdefault(plain(m["noun"]), []).append((block, m))
    return {
        block.text.start: (roles()["priority"], str(n), m.end())
        for noun, series in found.items()
        if len(series) > 1 and _counts_up(series) and not set(noun.split()) & cue("part")
        for n, (block, m) in enumerate(series, start=1)
    }


def _titles(text: str) -> bool:
    return label_like(text) and names_document(text)


def _counts_up(series: Sequence[tuple[Block, re.Match[str]]]) -> bool:
    numbers = [str(NUMBER_WORDS.get(m["number"].lower(), m["number"])) for _, m in series]
    return numbers == [str(n + 1) for n in range(len(numbers))]
