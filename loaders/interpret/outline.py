"""Reads the blocks of a document in order and says what each states, and under what."""

from dataclasses import replace

from graph.model import Objective
from loaders.document import Block
from loaders.interpret.build import FAIR, LIKELY, Why
from loaders.interpret.glossary import is_glossary_line
from loaders.interpret.leadins import announces, leads_in
from loaders.interpret.lexicon import (
    label_like,
    plain,
    role_named,
    roles,
)  # fmt: skip
from loaders.interpret.lists import Lists
from loaders.interpret.place import (
    BOLD_LEVEL,
    DIVISION,
    LEAD_IN,
    Place,
    dated_heading,
    is_date,
    is_span,
    label_of,
    names_document,
    number_of,
)
from loaders.interpret.prose import acts
from loaders.slices import Slice

_DASHES = "-\u2013\u2014"


class Outline(Lists):
    """State of a reading; `block` takes the blocks one by one."""

    def block(self, block: Block, after: Block | None) -> None:
        """One block; `after` is the next, which tells a label from a statement."""
        self.after = after
        self.seen += 1
        if self._dangles(block):
            block = replace(block, text=block.text.strip(f" {_DASHES}"))
        if is_glossary_line(block.text):
            return None
        if self.at.awaiting and self._names_awaited(block, after):
            return self.awaited(block)
        found = self.label(block)
        learned = found is not None and plain(block.text.text) in self.learned.labels
        if not learned and (at := self._leads_dated(block)):
            return self._dated(block, at)
        if found:
            return self.labelled(found, block)
        self.at.line_action = None
        timed = self.at.section is not None and self.at.section.name == "when"
        line = block.kind == "paragraph" and label_like(block.text.text)
        if line and (is_date(block.text) or (not timed and is_span(block.text))):
            self.at.when = dated_heading(block.text) if is_span(block.text) else self.at.when
            return None
        if self.prose and block.kind == "paragraph" and not block.bold and self.told(block):
            return None
        if (heading := self._headed(block)) and not self._posts(block):
            return self._heading(heading, heading.level)
        if block.kind == "paragraph" and leads_in(block.text.text):
            return self._introduced(block, after)
        if known := self._again(block):
            return self.enter(known, again=True)
        if self._leads_items(block, after):
            return self._open_named(block)
        if self.at.listing is not None and self._priority_line(block):
            return None
        if self.learned.unexplained(block):
            return self._unplaced(block)
        self.statement(block, after)
        return None

    def _dangles(self, block: Block) -> bool:
        """Whether the dash at a line's end leads to nothing."""
        ends = block.kind == "paragraph" and block.text.text.endswith(tuple(_DASHES))
        listed = self.after is not None and self.after.kind == "item"
        return ends and label_like(block.text.text) and not (listed or announces(block.text.text))

    def _names_awaited(self, block: Block, after: Block | None) -> bool:
        """Whether a block is the name that a number above awaits: "Goal 2", then "Read daily".

        One item may be; over several, or over the next number, the number is all the name there is.
        """
        assert self.at.awaiting
        above, label = self.at.awaiting
        role, number = above.role, above.number
        found = label_of(block)
        again = found is not None and found.number is not None and found.rest is None
        several = block.kind == "item" and after is not None and after.kind == "item"
        if not (again or several) or not role.heads or number is None:
            return block.kind != "item" or (role.heads and number is not None)
        self.at.awaiting = None
        if several:
            self.open(role, number, label, above.noun)
        return False

    def _posts(self, block: Block) -> bool:
        """Whether a line lists posts where those who lead are named, however it looks."""
        section = self.at.section
        named = section is not None and section.name in ("lead", "partner")
        return named and all(n.kind == "role" for n in self.b.directory.listed(block.text))

    @staticmethod
    def _headed(block: Block) -> Block | None:
        """The block as a heading, where its mark, its look or its number tells that it is one."""
        text = block.text.text
        marked, line = block.kind == "heading", label_like(text)
        m = DIVISION.match(text) if marked or line else None
        if m and m.end() < len(text):
            return Block("heading", block.text.cut(m.end()), max(block.level, 2))
        if block.kind == "paragraph" and block.bold and line:
            return replace(block, level=BOLD_LEVEL)
        return block if marked else None

    def _again(self, block: Block) -> str | None:
        """The priority whose name a line repeats to the letter, which then begins again."""
        text = number_of(block)[1].text
        if block.kind == "item" and not block.numbered:
            return None
        return self.headings.named(text) if label_like(text) else None

    def _leads_dated(self, block: Block) -> Slice | None:
        """The dates of a line that leads into what will be done then."""
        role = role_named(block.text.text)
        acts = role is not None and role.makes == "Action"
        leads = acts and (block.bold or block.kind == "heading")
        colon = self.at.section is not None and block.text.text.endswith(":")
        return dated_heading(block.text) if leads or colon else None

    def _dated(self, block: Block, at: Slice) -> None:
        """A line that dates what follows, and may lead into it: "In 2030/31 we will:"."""
        role = role_named(block.text.text)
        if role and role.makes == "Action":
            self.begin(role, block)
        self.at.when, self.at.dated = at, LEAD_IN if role else 0

    def finish(self) -> None:
        """The end of the document: a heading taken for a priority that stayed empty is none."""
        self.s.finish()
        used = {*self.b.parent.values(), *(e.source for e in self.b.edges),
                *(e.target for e in self.b.edges)}  # fmt: skip
        for priority in dict.fromkeys(self.supposed):
            if priority not in used:
                self.b.drop(priority)

    # ------------------------------------------------------------ headings

    def _heading(self, block: Block, level: int) -> None:
        """A heading without a role: a priority where those are listed, else a new section."""
        dates = dated_heading(block.text)
        if dates and not names_document(block.text.text):
            self.at.when, self.at.dated = dates, level
        elif block.text.start in self.learned.records and level > self.at.level:
            self._record(block)
        else:
            self._section(block, level)

    def _section(self, block: Block, level: int) -> None:
        """A heading that may name a priority, or begin what nothing but its content tells."""
        inside = self.at.priority is not None and level > self.at.level > 0
        below = self.at.listing is not None and level > self.priority_level > 0 and not inside
        if level < self.sibling_level:
            self.sibling_level = 0
        number, text = number_of(block)
        below |= (
            number == "1" and self.at.listing is not None and self.at.section is self.at.listing
        )
        measured = self.at.section if self._of_measures(block) else None
        if level == self.sibling_level or (below and not self.sibling_level):
            self.sibling_level = self.at.level = level
            self.open(roles()["priority"], number, text)
            self._goes_on(measured)
            self.supposed += [] if below or self.at.priority is None else [self.at.priority]
            return
        known = self.headings.known(block.text.text, None)
        open_ = self.at.section in (None, self.at.listing) or self._counts_aims(number)
        alone = self.at.priority is None and (measured or open_)
        if known:
            self.enter(known)
        elif alone and (block.text.start in self.learned.heads or block.code.isalpha()):
            self.sibling_level = self.at.level = level
            self.open(roles()["priority"], number, text)
            self.at.listing = None
            self._goes_on(measured)
        elif self.at.priority and level > max(self.at.level, self.priority_level, 1):
            self._under_priority(number, text)
        else:
            self.unknown(block, level)

    def _counts_aims(self, number: str | None) -> bool:
        """Whether a heading with a number is one of the aims that a title above announces."""
        section = self.at.section
        return number is not None and section is not None and section.numbered_as == "priority"

    def _of_measures(self, block: Block) -> bool:
        """Whether a heading groups some of the measures that are listed."""
        section, after = self.at.section, self.after
        listed = after is not None and after.kind == "item" and not acts(after.text.text)
        groups = (listed and block.text.start in self.learned.heads) or block.code.isalpha()
        return section is not None and section.makes == "Measure" and groups

    def _record(self, block: Block) -> None:
        """A heading that is an action, of which the lines below tell who and when."""
        number, text = number_of(block)
        self.b.why = Why("heading with a lead or time below", LIKELY)
        home = self.home(roles()["action"])
        self.s.headings[home].lines += 1
        self.at.section, self.at.implied = roles()["action"], True
        self.at.line_action = self.s.action(text, home, number, self.when())

    def _under_priority(self, number: str | None, text: Slice) -> None:
        """A heading below a priority: one with a number is an objective."""
        if number and not number.isdigit():
            self.b.why = Why("numbered heading below a priority", FAIR)
            self.b.attach(self.home(), self.b.add(Objective, text, number=number))
        self.at.section, self.at.implied = roles()["action"], True
        self.at.acting, self.at.fresh = 0, False

    def unknown(self, block: Block, level: int) -> None:
        """A heading of which only what follows can tell whether it is a priority."""
        section = self.at.section
        acts = section is not None and section.makes == "Action" and not self.at.implied
        inside = acts and level > self.at.level > 0 and self.at.priority is None
        if level <= max(self.at.level, self.priority_level) or self.at.priority is None:
            self.at = Place(level=self.at.level if level > self.at.level else 0)
        self.at.section = section if inside else None
        self.at.implied = inside
        text = block.text.text
        named = names_document(text) or level == 1 or text.endswith("?")
        self.at.pending = (
            None if named else Block(block.kind, block.text, level, block.marker, block.bold)
        )
