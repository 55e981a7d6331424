"""Priorities below an item of a list that announces them, as a resolution in minutes does."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import takewhile

from loaders.document import Block
from loaders.interpret.counts import bare
from loaders.interpret.leadins import announces
from loaders.interpret.lexicon import cue_pattern
from loaders.interpret.looks import Line, Named, is_item, marked, named_as_such
from loaders.interpret.place import number_of

_ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x")


def resolved(lines: Sequence[Line]) -> tuple[list[Line], Named]:
    """The lines with the items below "(2) That these priorities be agreed:" as headings.

    The items of the list around them are then what else was decided, and stand as paragraphs.
    Nothing where lines name priorities or themes as such.
    """
    at = next((i for i, line in enumerate(lines) if _announces(line)), None)
    if at is None or named_as_such(lines):
        return list(lines), {}
    above, *after = lines[at:]
    assert isinstance(above, Block)
    items = list(takewhile(is_item, after))
    below = list(takewhile(lambda b: _below(b, above), items))
    told = (bare(number_of(b)[1]) for b in below if isinstance(b, Block))
    names = {j: name for j, name in enumerate(told, start=at + 1) if name}
    if not names:
        return list(lines), {}
    around = range(at + 1 + len(below), at + 1 + len(items))
    whole = [replace(b, kind="paragraph") if i in around and isinstance(b, Block) else b
            for i, b in enumerate(lines)]  # fmt: skip
    return marked(whole, names)


def _announces(line: Line) -> bool:
    """Whether an item leads into a list of priorities, or of what is to be a plan's foundation."""
    if not isinstance(line, Block) or line.kind != "item":
        return False
    role = announces(line.text.text)
    based = role and role.numbered_as and cue_pattern("foundation").search(line.text.text)
    return role is not None and (role.heads or bool(based))


def _below(line: Line, above: Block) -> bool:
    """Whether an item belongs to the list below another, not to the list of that one."""
    deeper = isinstance(line, Block) and line.level > above.level
    return deeper or (isinstance(line, Block) and line.code != _next(above.code))


def _next(code: str) -> str:
    """The number, roman number or letter after one."""
    if code.isdigit():
        return str(int(code) + 1)
    if code in _ROMAN[:-1]:
        return _ROMAN[_ROMAN.index(code) + 1]
    return chr(ord(code) + 1) if code.isalpha() and len(code) == 1 else code
