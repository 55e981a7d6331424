"""Tables as parts: what each column holds, which rows are one, what stands above them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from loaders.document import Block, Cell, Row, Table
from loaders.interpret.header import (
    FIGURE,
    Around,
    Held,
    column_roles,
    first_full,
    settled,
    told_roles,
)
from loaders.interpret.lexicon import Role, cue, labelled, plain
from loaders.interpret.place import dated_heading
from loaders.slices import join

_SHARED = ("lead", "partner", "when")
"""What a cell that is merged over rows says of each of them; of other cells the top row has all."""


def _rest(row: Row, before: Row) -> bool:
    """Whether a row is no more than the end of a sentence that a cell above it began."""
    filled = [(b, c) for b, c in zip(before, row, strict=False) if c.blocks and not c.merged]
    if len(filled) != 1 or not filled[0][0].blocks or len(row) < 2:
        return False
    first, rest = (cell.text for cell in filled[0])
    return rest[0].islower() and not first[0].islower() and first[-1] not in ".:;!?"


def _continues(row: Row, columns: dict[int, Role]) -> bool:
    """Whether a row goes on with the one before.

    It does when its number cell is empty and others are not, or when its action is the one
    before: a cell merged over both rows.
    """
    if any(r.name == "action" and i < len(row) and row[i].merged for i, r in columns.items()):
        return True
    number = next((i for i, r in columns.items() if r.name == "number"), None)
    return number is not None and number < len(row) and not row[number].blocks


def _goes_on(row: Row, part: "Part") -> bool:
    """Whether a row is no row of its own but more of the last one."""
    return _rest(row, part.rows[-1]) or (_continues(row, part.columns) and not _caption(row, part))


def _joined(before: Row, row: Row) -> Row:
    """A row and its continuation, cell by cell."""
    wide = max(len(before), len(row))
    padded = [(*r, *[Cell(())] * (wide - len(r))) for r in (before, row)]
    return tuple(_mended(a, b) for a, b in zip(*padded, strict=True))


def _open_ended(before: Block, after: Block) -> bool:
    text, following = before.text.text, after.text.text
    open_word, lower = plain(text.split()[-1]) in cue("open"), following[:1].islower()
    if after.kind == "item":
        return open_word and lower
    return after.kind == "paragraph" and (lower or open_word or text[-1] == ",")


def _mended(first: Cell, second: Cell) -> Cell:
    """A cell and its continuation; a broken sentence becomes whole."""
    if not first.blocks or not second.blocks or second.merged:
        return first if first.blocks else second
    *kept, last = first.blocks
    head, *tail = second.blocks
    if _open_ended(last, head):
        last, head_blocks = replace(last, text=join([last.text, head.text], apart=True)), []
    else:
        head_blocks = [head]
    return Cell((*kept, last, *head_blocks, *tail), first.width)


def _empty(row: Row) -> bool:
    return not any(c.blocks and not c.merged for c in row)


@dataclass
class Part:
    """A header, the rows above it that belong to it, and the rows below, continuations mended.

    `single`: a row is a record of its own, not one of lists that fill the only row of a header.
    """

    captions: list[Row]
    columns: dict[int, Role]
    rows: list[Row]
    titles: dict[int, str] = field(default_factory=dict)
    single: bool = False

    @property
    def sets_out(self) -> bool:
        """Whether it sets out actions, each with its lead or time: a plan wherever it stands."""
        names = {r.name for r in self.columns.values()}
        return "action" in names and bool(names & {"lead", "when"})

    @property
    def statistics(self) -> bool:
        """Whether it is a table of figures: a measure, and other columns full of numbers."""
        names = {r.name for r in self.columns.values()}
        if names & {"action", "target", "lead", "when", "milestone"} or "measure" not in names:
            return False
        other = [c.text for row in self.rows for i, c in enumerate(row) if i not in self.columns]
        return len(other) > 1 and all(FIGURE.fullmatch(text.strip()) for text in other)


def parts(table: Table, held: Held, around: Around) -> Iterator[Part]:
    """A table as parts, one a header row; a repeated header without captions goes on.

    `held` tells what columns of unknown titles hold, `around` is what stands around it.
    """
    found = list(_parts(table, held, around))
    alike: dict[tuple[str, ...], list[Part]] = {}
    for part in found:
        alike.setdefault(tuple(part.titles.values()), []).append(part)
    for same in alike.values():
        rows = [row for part in same for row in part.rows]
        columns = settled(
            same[0].columns, rows, same[0].titles, held(tuple(same[0].titles.values()))
        )
        for part in same:
            part.columns, part.single = columns, any(len(p.rows) > 1 for p in same)
    yield from found


def _parts(table: Table, held: Held, around: Around) -> Iterator[Part]:
    captions: list[Row] = []
    current: Part | None = None
    titles: dict[int, str] = {}
    header: dict[int, Role] = {}
    told = _told(table, held, around)
    for row in table.rows:
        if _empty(row):
            continue
        if columns := told.get(id(row)) or column_roles(row, around):
            if current and not captions and columns == header:
                continue
            if current:
                yield current
            titles, header = {i: c.text for i, c in enumerate(row)}, columns
            current, captions = Part(captions, columns, [], titles), []
        elif current and current.rows and not captions and _goes_on(row, current):
            current.rows[-1] = _joined(current.rows[-1], row)
        elif current is None or _caption(row, current):
            captions.append(row)
        else:
            if captions:
                yield current
                current, captions = Part(captions, header, [], titles), []
            current.rows.append(row)
    if current:
        yield current
    if captions:
        yield Part(captions, {}, [])


def _told(table: Table, held: Held, around: Around) -> dict[int, dict[int, Role]]:
    """The first row of several cells as a header, where no title but what stands below tells."""
    at = first_full(table)
    if at is None or any(column_roles(row, around) for row in table.rows):
        return {}
    found = told_roles(table.rows[at], held)
    return {id(table.rows[at]): found} if found else {}


def of_figures(row: Row) -> bool:
    """Whether a row gives figures: numbers in all its cells but the first."""
    return len(row) > 1 and all(FIGURE.fullmatch(c.text.strip()) for c in row[1:])


_LABELLED = re.compile(r"[A-Z][^:.;]{1,40}:\s+\S")


def all_labelled(row: Row) -> bool:
    """Whether several cells each hold a label and its content: "Driver: Equity | Code: 3.2"."""
    filled = [c.text for c in row if c.blocks and not c.merged]
    return len(filled) > 1 and all(_LABELLED.match(text) for text in filled)


def _caption(row: Row, part: Part) -> bool:
    """A row that fills one cell, or whose first block is a numbered heading: a new part begins.

    A numbered heading in a column of such headings is none.
    """
    if all_labelled(row):
        return True
    filled = [i for i, c in enumerate(row) if c.blocks]
    at = next(i for i in filled if not row[i].merged)
    first = row[at].blocks[0].text
    found = labelled(first)
    column = part.columns.get(at)
    alone = len(filled) == 1 and bool(row[0].blocks)
    if found and found.number and found.role.heads:
        return alone or column is None or column.makes not in ("Priority", "Theme")
    told = bool(part.rows) or (found is not None and found.rest is not None)
    return alone and (dated_heading(first) is not None or (told and len(row) > 2))


def only_headings(part: Part) -> bool:
    """Whether rows without a header are labels with what they introduce, as on a plan's front.

    Rows that give figures are not: they belong to a table of figures with a title over its names.
    """
    if any(of_figures(row) for row in part.captions):
        return False
    first = [row[0].blocks[0].text for row in part.captions if row[0].blocks]
    return 2 * sum(labelled(text) is not None for text in first) >= len(first) > 0


def has_title_row(part: Part) -> bool:
    """Whether the first of several rows without a role is the header of numbered labels below."""
    found = [labelled(row[0].slice) if row[0].blocks else None for row in part.captions]
    numbered = [f is not None and f.number is not None for f in found]
    return not part.columns and len(found) > 2 and numbered == [False] + [True] * (len(found) - 1)


def by_role(row: Row, columns: dict[int, Role]) -> dict[str, Cell]:
    """The cells of a row by role; two columns of one role, such as two dates, are one cell."""
    cells: dict[str, Cell] = {}
    for i, role in columns.items():
        if i < len(row) and (not row[i].merged or role.name in _SHARED):
            before = cells.get(role.name)
            cells[role.name] = Cell((*before.blocks, *row[i].blocks)) if before else row[i]
    return cells
