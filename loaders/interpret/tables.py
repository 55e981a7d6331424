"""Tables: what each column holds, which rows belong together, what a row states."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from graph.model import Measure, Milestone, Subaction
from loaders.document import Block, Cell, Row, Table
from loaders.interpret.build import LIKELY, SURE, Why
from loaders.interpret.dates import timing
from loaders.interpret.lexicon import Role, cue, labelled, plain, role_named, roles
from loaders.interpret.outline import Outline
from loaders.interpret.place import dated_heading
from loaders.interpret.segment import Splitter
from loaders.interpret.targets import direction, level
from loaders.slices import Slice, join

_COLUMN_ONLY = ("number", "lead", "partner", "when", "milestone", "status", "resource", "note")
_SHARED = ("lead", "partner", "when")
"""What a cell that is merged over rows says of each of them; of other cells the top row has all."""


def column_roles(row: Row) -> dict[int, Role] | None:
    """Column -> role where a row is a header: two or more of its cells name roles, and most do."""
    titles = {i: c.text for i, c in enumerate(row) if c.text.strip()}
    named = {i: r for i, text in titles.items()
             if len(text.split()) <= 12 and (r := role_named(text))}  # fmt: skip
    tells = any(r.name in _COLUMN_ONLY or r.makes for r in named.values())
    return named if len(named) >= 2 and len(named) * 2 >= len(titles) and tells else None


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
    return after.kind == "paragraph" and (
        following[:1].islower() or plain(text.split()[-1]) in cue("open") or text[-1] == ","
    )


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
    """A header, the rows above it that belong to it, and the rows below, continuations mended."""

    captions: list[Row]
    columns: dict[int, Role]
    rows: list[Row]
    titles: dict[int, str] = field(default_factory=dict)


def parts(table: Table, continued: dict[int, Role] | None) -> Iterator[Part]:
    """A table as parts, one a header row; a repeated header without captions goes on."""
    captions: list[Row] = []
    current = Part([], continued, []) if continued else None
    for row in table.rows:
        if _empty(row):
            continue
        if columns := column_roles(row):
            if current and not captions and columns == current.columns:
                continue
            if current:
                yield current
            titles = {i: c.text for i, c in enumerate(row)}
            current, captions = Part(captions, columns, [], titles), []
        elif current and current.rows and _goes_on(row, current):
            current.rows[-1] = _joined(current.rows[-1], row)
        elif current is None or _caption(row, current):
            captions.append(row)
        else:
            if captions:
                yield current
                current = Part(captions, current.columns, [], current.titles)
                captions = []
            current.rows.append(row)
    if current:
        yield current
    if captions:
        yield Part(captions, {}, [])


def _caption(row: Row, part: Part) -> bool:
    """A row that fills one cell, or whose first block is a numbered heading: a new part begins.

    A numbered heading in a column of such headings is none.
    """
    filled = [i for i, c in enumerate(row) if c.blocks]
    at = next(i for i in filled if not row[i].merged)
    first = row[at].blocks[0].text
    found = labelled(first)
    column = part.columns.get(at)
    if found and found.number and found.role.makes in ("Priority", "Theme"):
        return column is None or column.makes not in ("Priority", "Theme")
    alone = len(filled) == 1 and bool(row[0].blocks)
    return alone and (dated_heading(first) is not None or (bool(part.rows) and len(row) > 2))


def _only_headings(part: Part) -> bool:
    """Whether rows without a header are labels with what they introduce, as on a plan's front."""
    first = (row[0].blocks[0].text for row in part.captions if row[0].blocks)
    return any(labelled(text) for text in first)


def _by_role(row: Row, columns: dict[int, Role]) -> dict[str, Cell]:
    """The cells of a row by role; two columns of one role, such as two dates, are one cell."""
    cells: dict[str, Cell] = {}
    for i, role in columns.items():
        if i < len(row) and (not row[i].merged or role.name in _SHARED):
            before = cells.get(role.name)
            cells[role.name] = Cell((*before.blocks, *row[i].blocks)) if before else row[i]
    return cells


class Tables:
    """Reads tables into the outline's builder."""

    def __init__(self, outline: Outline, splitter: Splitter) -> None:
        self.o, self.b, self.splitter = outline, outline.b, splitter
        self.columns: dict[int, Role] | None = None
        self.before: str | None = None
        self.with_rows = False

    def read(self, table: Table) -> None:
        for part in parts(table, None):
            if not part.columns and not _only_headings(part):
                self._unread(part)
                continue
            self._captions(part)
            if part.columns:
                self._rows(part)
                self.o.at.itemised, self.o.at.fresh = True, False

    def _unread(self, part: Part) -> None:
        """Rows without a header that tells what they hold; a glossary was read before."""
        known = set(self.b.directory.glossary)
        self.o.unread += [
            c.slice for row in part.captions for c in row if c.blocks and row[0].text not in known
        ]

    def _captions(self, part: Part) -> None:
        for row in part.captions:
            blocks = [b for cell in row for b in cell.blocks]
            title = blocks[0].text
            if len(blocks) == 1 and (dates := dated_heading(title)):
                self.o.at.when = dates
                continue
            alone = len(blocks) == 1 and part.columns and role_named(title.text) is None
            if alone and labelled(title) is None:
                self.o.enter(self.o.headings.priority(title, None, self.o.at.theme))
                continue
            for block, after in zip(blocks, [*blocks[1:], None], strict=True):
                self.o.block(block, after)

    def _rows(self, part: Part) -> None:
        names = {r.name for r in part.columns.values()}
        acts = {"action", "objective", "measure", "target", "milestone", "outcome", "aim"}
        if not names & acts:
            self.o.unread += [c.slice for row in part.rows for c in row if c.blocks]
            return
        single = "number" in names or len(part.rows) > 1
        self.with_rows |= bool(names & {"lead", "when", "partner"})
        aims = [(i, part.titles[i]) for i, r in part.columns.items() if r.name == "target"]
        measured = "measure" in names and bool(aims) and "action" not in names
        for row in part.rows:
            cells = _by_role(row, part.columns)
            self.b.why = Why("column of a table", SURE if single else LIKELY)
            if measured:
                self._indicator(cells, [(row[i], t) for i, t in aims if i < len(row)])
            else:
                self._row(cells, single)

    def _indicator(self, cells: dict[str, Cell], aims: list[tuple[Cell, str]]) -> None:
        """A row of a table of indicators: the last target that it gives is the measure's."""
        cell, given = cells["measure"], [(c, t) for c, t in aims if c.blocks]
        if not cell.blocks:
            return
        text = cell.slice
        new = self.b.add(Measure, text, kind="target", direction=direction(text.text))
        self.b.attach(self.o.home(roles()["measure"]), new)
        if not given:
            return
        aim, title = given[-1]
        when = cells["when"].text if "when" in cells else ""
        due = timing(title).due_by or timing(when).due_by
        found = level(aim.text)
        was = cells["baseline"].text if "baseline" in cells else ""
        read = replace(found, value=found.value or aim.text, due_by=found.due_by or due)
        self.b.target(new, aim.slice, replace(read, baseline=was or found.baseline))

    def _row(self, cells: dict[str, Cell], single: bool) -> None:
        for name in ("theme", "priority"):
            if name in cells and cells[name].blocks:
                self._open(roles()[name], cells[name])
        self.b.why = Why("column of a table", SURE if single else LIKELY)
        home = self.o.home(roles()["action"])
        for name in ("objective", "aim", "outcome"):
            for text in self._statements(cells.get(name), single):
                self.o.s.state(roles()[name], text, home)
        action = self._action(cells, home, single)
        self._who(cells, action or home)
        for name in ("measure", "target"):
            for text in self._statements(cells.get(name), single):
                self.o.s.measures(text, action or home, roles()[name])
        if action:
            self._milestones(cells.get("milestone"), action)
            self.before = action

    def _open(self, role: Role, cell: Cell) -> None:
        """The theme or priority in a cell, with the number that is printed before it."""
        text, number = cell.slice, cell.blocks[0].marker.strip("().")
        found = labelled(text)
        if found and found.rest and found.role.makes == role.makes:
            text, number = found.rest, found.number or number
        self.o.open(role, number if number[:1].isalnum() else None, text)

    def _action(self, cells: dict[str, Cell], home: str, single: bool) -> str | None:
        """The row's one action, or several without a row of their own (then None)."""
        cell = cells.get("action")
        if cell is None or not cell.blocks:
            return None
        if not single:
            texts = self._statements(cell, single)
            made = [self.o.s.action(t, home) for t in texts]
            return made[0] if len(made) == 1 else None
        number = cells["number"].text.strip(" .") if "number" in cells else None
        when = self._when(cells.get("when"))
        lead_in, below = _lead_in(cell)
        action = self.o.s.action(lead_in, home, number or None, when)
        for text in below:
            self.b.attach(action, self.b.add(Subaction, text))
        if self.before and any(plain(w.text).startswith("as above") for w in when):
            self.b.link(action, "REFERS_TO", self.before, when[0])
        return action

    def _when(self, cell: Cell | None) -> list[Slice]:
        blocks = cell.blocks if cell else ()
        own = [p for b in blocks for p in self.splitter.statements(b.text, least=1)]
        return own or self.o.when()

    def _who(self, cells: dict[str, Cell], of: str) -> None:
        for name, key in (("lead", "LED_BY"), ("partner", "WITH_PARTNER")):
            for block in cells[name].blocks if name in cells else ():
                self.b.who(of, key, self.b.directory.listed(block.text))

    def _milestones(self, cell: Cell | None, action: str) -> None:
        for block in cell.blocks if cell else ():
            found = level(block.text.text)
            new = self.b.add(Milestone, block.text, value=found.value,
                             not_before=found.not_before, due_by=found.due_by)  # fmt: skip
            self.b.attach(action, new)

    def _statements(self, cell: Cell | None, single: bool) -> list[Slice]:
        """The statements in a cell: its items, its paragraphs, or parts of text run together."""
        if cell is None or not cell.blocks:
            return []
        found = [b.text for b in cell.blocks]
        if len(found) == 1 and not single:
            found = self.splitter.statements(found[0])
        seen: dict[str, Slice] = {}
        for text in found:
            seen.setdefault(plain(text.text), text)
        return list(seen.values())


def _lead_in(cell: Cell) -> tuple[Slice, Sequence[Slice]]:
    """An action's text and its subactions: a lead-in with bullets, or distinct paragraphs."""
    first, *rest = cell.blocks
    if not rest:
        return first.text, ()
    if any(b.kind == "item" for b in rest):
        if first.kind == "item":
            return join(b.text for b in cell.blocks), [b.text for b in cell.blocks]
        return first.text, [b.text for b in rest]
    return join(b.text for b in cell.blocks), [b.text for b in cell.blocks]
