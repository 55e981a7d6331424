"""States what the rows of tables say: actions with their leads, times, measures, milestones."""

from dataclasses import replace
from datetime import date

from graph.model import Measure, Milestone, Subaction
from loaders.document import Cell, Row, Table
from loaders.interpret.build import LIKELY, SURE, Why
from loaders.interpret.cells import all_imperative, code, itemised, lead_in, only_items
from loaders.interpret.dates import timing
from loaders.interpret.header import Around, Held, column_roles
from loaders.interpret.lexicon import Role, labelled, plain, role_named, roles
from loaders.interpret.outline import Outline
from loaders.interpret.parts import (
    Part,
    all_labelled,
    by_role,
    has_title_row,
    of_figures,
    only_headings,
    parts,
)
from loaders.interpret.place import dated_heading
from loaders.interpret.segment import Splitter
from loaders.interpret.shapes import shape, take
from loaders.interpret.targets import direction, level
from loaders.slices import Slice

_PROGRESS = ("status", "reported-activity")
"""Columns that say how far a row's action has got: a rating, and words."""


class Tables:
    """Reads tables into the outline's builder."""

    def __init__(
        self, outline: Outline, splitter: Splitter, held: Held, begins: date | None
    ) -> None:
        self.o, self.b, self.splitter = outline, outline.b, splitter
        self.held, self.begins = held, begins
        self.before: str | None = None
        self.with_rows = False
        self.header: Row | None = None

    def read(self, table: Table) -> None:
        section = self.o.at.section
        measures = section is not None and section.makes == "Measure"
        around = Around(self.begins, measures)
        headed = any(column_roles(row, around) for row in table.rows)
        if self.header and len(self.header) == len(table.rows[0]) and not headed:
            table = replace(table, rows=(self.header, *table.rows))
        else:
            self.header = table.rows[0] if headed and len(table.rows) == 1 else None
        if tell := shape(table):
            tell(self.o, table)
            return
        found = list(parts(table, self.held, around))
        plan = any(part.sets_out for part in found)
        passed = ("note", "contents") if plan else ("narrative", "note", "contents")
        if section and section.name in passed and not self.o.at.implied:
            return
        for part in found:
            if not part.columns and not only_headings(part):
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
            c.slice
            for row in part.captions
            if not of_figures(row)
            for c in row
            if c.blocks and row[0].text not in known
        ]

    def _captions(self, part: Part) -> None:
        for row in part.captions[has_title_row(part) :]:
            blocks = [b for cell in row for b in cell.blocks]
            title = blocks[0].text
            if len(blocks) == 1 and (dates := dated_heading(title)):
                self.o.at.when = dates
                continue
            alone = len(blocks) == 1 and part.columns and role_named(title.text) is None
            if alone and labelled(title) is None:
                self.o.enter(self.o.headings.priority(title, None, self.o.at.theme))
                continue
            if all_labelled(row):
                labels = [(b, labelled(b.text)) for b in blocks]
                self.o.unread += [b.text for b, found in labels if found is None]
                blocks = [b for b, found in labels if found]
            take(self.o, blocks)

    def _rows(self, part: Part) -> None:
        names = {r.name for r in part.columns.values()}
        acts = {"action", "objective", "measure", "target", "milestone", "outcome", "aim"}
        if part.statistics:
            return
        if not names & acts:
            self.o.unread += [c.slice for row in part.rows for c in row if c.blocks]
            return
        self.o.begun = True
        single = "number" in names or part.single
        self.with_rows |= bool(names & {"lead", "when", "partner"})
        aims = [(i, part.titles[i]) for i, r in part.columns.items() if r.name == "target"]
        measured = "measure" in names and bool(aims) and "action" not in names
        for row in part.rows:
            cells = by_role(row, part.columns)
            if "action" in cells:
                cells["action"] = itemised(cells["action"])
            self.b.why = Why("column of a table", SURE if single else LIKELY)
            if measured:
                self._indicator(cells, [(row[i], t) for i, t in aims if i < len(row)])
            else:
                self._row(cells, single)

    def _indicator(self, cells: dict[str, Cell], aims: list[tuple[Cell, str]]) -> None:
        """A row of a table of indicators: the last target that it gives is the measure's."""
        cell, given = cells.get("measure"), [(c, t) for c, t in aims if c.blocks]
        if not cell or not cell.blocks:
            return
        text = cell.slice
        new = self.b.add(Measure, text, kind="target", direction=direction(text.text))
        coded = code(cells, "number")
        numbered = self.o.headings.with_number(coded) if coded else None
        self.b.attach(numbered or self.o.home(roles()["measure"]), new)
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
        for name in ("area-for-improvement", "theme", "priority"):
            if name in cells and cells[name].blocks:
                self._open(roles()[name], cells[name])
        linked = code(cells, "linked-priority")
        if linked and (numbered := self.o.headings.with_number(linked)):
            self.o.enter(numbered)
        self.b.why = Why("column of a table", SURE if single else LIKELY)
        home = self.o.home(roles()["action"])
        for name in ("objective", "aim", "outcome"):
            for text in self._statements(cells.get(name), single):
                self.o.s.state(roles()[name], text, home)
        action = self._action(cells, home, single)
        if action or not single:
            self._who(cells, action or home)
        for name in ("measure", "target"):
            for text in self._statements(cells.get(name), False):
                self.o.s.measures(text, action or home, roles()[name])
        if action:
            self._milestones(cells.get("milestone"), action)
            if said := [c.text for r in _PROGRESS if r in cells and (c := cells[r]).blocks]:
                self.b.update(action, status=": ".join(said))
            self.before = action

    def _open(self, role: Role, cell: Cell) -> None:
        """The theme or priority in a cell, with the number that is printed before it."""
        text, number = cell.slice, cell.blocks[0].code
        found = labelled(text)
        if found and found.rest and found.role.makes == role.makes:
            text, number = found.rest, found.number or number
        self.o.open(role, number if number[:1].isalnum() else None, text)

    def _action(self, cells: dict[str, Cell], home: str, single: bool) -> str | None:
        """The row's one action, or several without a row of their own (then None)."""
        cell = cells.get("action")
        if cell is None or not cell.blocks:
            return None
        texts = self._statements(cell, single)
        list_of_actions = "number" not in cells and (all_imperative(texts) or only_items(cell))
        if not single or list_of_actions:
            when = self._when(cells)
            shared = single or len(when) == 1 or len(texts) == 1
            said = [_told(t) for t in texts]
            made = [self.o.s.action(t, home, n, when if shared else ()) for n, t in said]
            for action in made if single else ():
                self._who(cells, action)
            return made[0] if len(made) == 1 else None
        when = self._when(cells)
        first, below = lead_in(cell)
        number, first = _told(first)
        action = self.o.s.action(first, home, code(cells, "number") or number, when)
        for text in below:
            self.b.attach(action, self.b.add(Subaction, text))
        if self.before and any(plain(w.text).startswith("as above") for w in when):
            self.b.link(action, "REFERS_TO", self.before, when[0])
        return action

    def _when(self, cells: dict[str, Cell]) -> list[Slice]:
        """What the cell of times says, or the dates beside the names of leads."""
        cell, lead = cells.get("when"), cells.get("lead")
        if cell is None and lead is not None:
            parts = [p for b in lead.blocks for p in b.text.split(r"\s*[,;/]\s*")]
            if dated := [p for p in parts if dated_heading(p) is not None]:
                return dated
        blocks = cell.blocks if cell else ()
        own = [p for b in blocks for p in self.splitter.statements(b.text, least=1)]
        return own or self.o.when()

    def _who(self, cells: dict[str, Cell], of: str) -> None:
        for name, key in (("lead", "LED_BY"), ("partner", "WITH_PARTNER")):
            for block in cells[name].blocks if name in cells else ():
                named = self.b.directory.listed(block.text)
                self.b.who(of, key, [n for n in named if dated_heading(n.at) is None])

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
        if len(found) == 1:
            parted = self.splitter.statements(found[0], least=3 if single else 2)
            found = parted if not single or all_imperative(parted) else found
        seen: dict[str, Slice] = {}
        for text in found:
            seen.setdefault(plain(text.text), text)
        return list(seen.values())


def _told(text: Slice) -> tuple[str | None, Slice]:
    """The number of an action that its cell names as one, and the rest: "Action 1.1 Lend kits"."""
    found = labelled(text)
    if found and found.rest and found.number and found.role.makes == "Action":
        return found.number, found.rest
    return None, text
