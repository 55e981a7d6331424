"""Tables that are no lists of rows: what tells one, and what it states."""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import pairwise

from loaders.document import Block, Table
from loaders.interpret.lexicon import Labelled, label_like, labelled, role_named, roles
from loaders.interpret.outline import Outline
from loaders.interpret.place import BOLD_LEVEL, dated_heading, number_of
from loaders.interpret.prose import acts, wishes

_CODE = re.compile(r"\d{1,2}(?:\.\d{1,2}){1,3}\.?")
_MOST = 3 / 5


def take(o: Outline, blocks: Sequence[Block]) -> None:
    """The blocks, one by one, into an outline."""
    for block, after in pairwise([*blocks, None]):
        if block:
            o.block(block, after)


def shape(table: Table) -> Callable[[Outline, Table], None] | None:
    """What states a table that is no list of rows; None for one that may be such a list."""
    return next((tell for shaped, tell in _SHAPES if shaped(table)), None)


# --- roles beside the rows, a priority above each column ---------------------------------------


def _turned(table: Table) -> bool:
    """Whether roles stand beside the rows, and what they are said of above the columns.

    Above two columns or more stands no role, and beside every row below one of statements.
    """
    header, *rows = table.rows
    if len(header) < 3 or len(rows) < 2 or not all(c.blocks for c in header[1:]):
        return False
    beside = [role_named(row[0].text) for row in rows]
    above = [role_named(c.text) for c in header]
    heads = all(label_like(c.text) for c in header[1:])
    return heads and not any(above) and all(r is not None and r.makes for r in beside)


def _tell_turned(o: Outline, table: Table) -> None:
    header, *rows = table.rows
    for i, head in enumerate(header[1:], start=1):
        text = head.slice
        block = Block("heading", text, BOLD_LEVEL - 1)
        if labelled(text) or dated_heading(text):
            o.block(block, None)
        else:
            o.open(roles()["priority"], *number_of(block))
        for row in rows:
            if i < len(row) and row[i].blocks:
                take(o, [Block("heading", row[0].slice, BOLD_LEVEL), *row[i].blocks])


# --- a numbered heading above each column, and under it what will be done ----------------------


def _headed(table: Table) -> bool:
    """Whether every column has a numbered heading above it: "Promise 1: ... | Promise 2: ..."."""
    header, *rows = table.rows
    above = [labelled(c.slice) for c in header if c.blocks]
    numbered = all(f and f.number and f.rest and f.role.heads_with_number for f in above)
    return len(above) > 1 and numbered and bool(rows)


def _tell_headed(o: Outline, table: Table) -> None:
    header, *rows = table.rows
    for i, head in enumerate(header):
        if head.blocks:
            below = [b for row in rows if i < len(row) for b in row[i].blocks]
            items = [replace(b, kind="item", level=max(b.level, 1)) for b in below]
            take(o, [Block("heading", head.slice, BOLD_LEVEL - 1), *items])


# --- labels, codes or names, each beside what it stands for ------------------------------------


def _paired(table: Table) -> bool:
    """Whether rows pair a label with what it says: "Action | Open a hub", "Lead | Head of Hubs"."""
    rows = [[c for c in row if c.blocks] for row in table.rows]
    if len(rows) < 3 or any(len(row) != 2 or len(row[1].blocks) > 1 for row in rows):
        return False
    beside = [r.name for row in rows if (r := role_named(row[0].text))]
    values = [row for row in rows if role_named(row[1].text) is None]
    most = 3 * len(rows)
    return len(set(beside)) > 2 and 5 * len(beside) >= most and 5 * len(values) >= most


def _tell_paired(o: Outline, table: Table) -> None:
    for row in table.rows:
        name, said = (c.slice for c in row if c.blocks)
        if role := role_named(name.text):
            o.labelled(Labelled(role, None, said), Block("paragraph", name))
        else:
            o.unread.append(said)


def _coded(table: Table) -> bool:
    """Whether rows hold no more than a code and what it numbers: "1.1.2 | Open a hub"."""
    rows = [[c for c in row if c.blocks] for row in table.rows]
    return len(rows) > 1 and all(len(r) == 2 and _CODE.fullmatch(r[0].text.strip()) for r in rows)


def _tell_coded(o: Outline, table: Table) -> None:
    for row in table.rows:
        code, said = (c for c in row if c.blocks)
        first, *more = said.blocks
        take(o, [replace(first, kind="item", level=1, marker=code.text.strip()), *more])


def _named_lists(table: Table) -> list[tuple[Block, list[Block]]]:
    """The names of a table without header or labels, each with the list beside it.

    Nothing unless each row is such a pair and most names, or most items, say what to do.
    """
    rows = [[c.blocks for c in row if c.blocks] for row in table.rows]
    if len(rows) < 2 or any(len(row) != 2 for row in rows):
        return []
    found = [(first[0], [b for b in said if b.kind == "item"]) for first, said in rows]
    names, items = [name for name, _ in found], [b for _, said in found for b in said]
    listed = sum(len(said) > 1 for _, said in found) >= _MOST * len(found)
    told = any(labelled(n.text) or n.text.text.endswith(".") for n in names)
    return found if listed and not told and (_acting(names) or _acting(items)) else []


def _acting(blocks: Sequence[Block]) -> bool:
    return sum(acts(b.text.text) for b in blocks) >= _MOST * len(blocks)


def _tell_named_lists(o: Outline, table: Table) -> None:
    """Priorities, each with its list: of measures, where it mostly says nothing to do or wanted."""
    found = _named_lists(table)
    items = [b.text.text for _, said in found for b in said]
    told = sum(acts(text) or wishes(text) for text in items)
    for name, said in found:
        o.open(roles()["priority"], *number_of(name))
        if 2 * told < len(items):
            o.at.section, o.at.implied = roles()["measure"], False
        take(o, said)


_SHAPES: tuple[tuple[Callable[[Table], object], Callable[[Outline, Table], None]], ...] = (
    (_turned, _tell_turned), (_headed, _tell_headed), (_paired, _tell_paired),
    (_coded, _tell_coded), (_named_lists, _tell_named_lists),
)  # fmt: skip
"""What tells a shape, and what states it."""
