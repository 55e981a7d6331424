"""Reads the blocks of a document in order and says what each states, and under what."""

import re

from graph.model import Objective, Principle, Theme
from loaders.document import Block
from loaders.interpret.body import Body
from loaders.interpret.build import FAIR, LIKELY, SURE, Builder, Why
from loaders.interpret.glossary import is_glossary_line
from loaders.interpret.lexicon import (
    Labelled,
    Role,
    announces,
    cue,
    cue_pattern,
    label_like,
    labelled,
    plain,
    roles,
)  # fmt: skip
from loaders.interpret.place import (
    BOLD_LEVEL,
    Naming,
    Place,
    dated_heading,
    is_span,
    names_document,
    number_of,
)
from loaders.interpret.segment import sentences
from loaders.slices import Slice

_NUMBERS = re.compile(r"[\d\s,&/]+(?:and\s+\d+)?")
_DIVISION = re.compile(
    rf"(?:{'|'.join(sorted(cue('division')))})\s+\w+\s*[:.\u2013-]\s*", re.IGNORECASE
)


class Outline(Body):
    """State of a reading; `block` takes the blocks one by one.

    `prose` tells that commitments are to be found in the plan's paragraphs.
    """

    def __init__(self, builder: Builder, naming: Naming, prose: bool = False) -> None:
        super().__init__(builder, naming, prose)
        self.priority_level = 0
        self.section_number = 0
        self.sibling_role = ""
        self.period: Slice | None = None

    # ------------------------------------------------------------ blocks

    def block(self, block: Block, after: Block | None) -> None:
        """One block; `after` is the next, which tells a label from a statement."""
        if is_glossary_line(block.text):
            return None
        if self.at.section and self.at.section.name == "contents" and self._listed_content(block):
            return None
        if self.at.awaiting and block.kind != "item":
            return self._awaited(block)
        if self.at.section and block.text.text.endswith(":") and (at := dated_heading(block.text)):
            self.at.when = at
            return None
        if found := self._label(block):
            return self._labelled(found, block)
        self.at.line_action = None
        headed = block.kind == "heading" or label_like(block.text.text)
        if headed and (m := _DIVISION.match(block.text.text)) and m.end() < len(block.text.text):
            named = Block("heading", block.text.cut(m.end()), max(block.level, 2))
            return self._heading(named, named.level)
        if block.kind == "paragraph" and label_like(block.text.text) and is_span(block.text):
            self.at.when = dated_heading(block.text)
            return None
        if self.prose and block.kind == "paragraph" and not block.bold and self.told(block):
            return None
        if block.kind == "heading":
            return self._heading(block, block.level)
        if block.kind == "paragraph" and block.bold and label_like(block.text.text):
            return self._heading(block, BOLD_LEVEL)
        if block.kind == "paragraph" and block.text.text.rstrip("-").endswith(":"):
            return self._introduced(block, after)
        if self._leads_items(block, after):
            return self.open(roles()["priority"], block.code, block.text)
        if self.at.listing is not None and self._priority_line(block):
            return None
        self.statement(block, after)
        return None

    def _leads_items(self, block: Block, after: Block | None) -> bool:
        """A numbered item with items below it, where aims or outcomes are listed."""
        section = self.at.section
        listed = section is not None and (section.lists or self.at.implied)
        below = after is not None and after.kind == "item" and after.level > block.level
        acts = section is not None and section.makes == "Action" and not self.at.implied
        return bool(listed and block.numbered and below and block.level == 1 and not acts)

    @staticmethod
    def _listed_content(block: Block) -> bool:
        """Whether a block under "Contents" is a line of that list."""
        return block.kind == "item" or (
            block.kind == "paragraph"
            and not block.bold
            and bool(re.search(r"\d$", block.text.text))
        )

    def _label(self, block: Block) -> Labelled | None:
        found = labelled(block.text)
        if found is None:
            return None
        aside = found.role.makes is None and block.code.isdigit()
        if found.rest is None and block.kind == "item" and not aside:
            return None
        text = block.text.text
        short = len(text.split()) <= 8 or label_like(text.rstrip(":?- "))
        if found.rest is None and not (short or block.kind == "heading"):
            return None
        return found

    def _awaited(self, block: Block) -> None:
        assert self.at.awaiting
        role, number = self.at.awaiting
        self.at.awaiting = None
        found = labelled(block.text)
        told = found.rest if found and found.rest and found.role.name == "finding" else block.text
        first, *rest = sentences(told)
        if rest and len(told.text.split()) > 25 and role.makes in ("Priority", "Theme"):
            told = first
        if role.name == "period":
            self.period = block.text
        elif role.makes == "Action":
            self.s.headings[self.home(role)].lines += 1
            self.at.line_action = self.s.action(told, self.home(role), number, self.when())
        else:
            self.open(role, number, told)

    # ------------------------------------------------------------ labels and headings

    def _labelled(self, found: Labelled, block: Block) -> None:
        role, rest = found.role, found.rest
        self.begun, self.at.fresh = True, False
        if rest is not None and role.makes == "Theme" and _NUMBERS.fullmatch(rest.text):
            return self.headings.link_themes(self.at.priority, rest)
        heads = role.makes in ("Theme", "Priority")
        sibling = not self.at.priority or self.sibling_role == role.name
        below = bool(found.number and "." in found.number and self.at.theme)
        as_heading = heads or (found.number and role.numbered_as and sibling and not below)
        if as_heading and role.numbered_as:
            self.sibling_role = role.name
        if role.makes == "Action" and found.number and rest is not None and self.table_follows:
            return self.open(roles()["area-for-improvement"], found.number, rest)
        named = heads and rest is not None and len(rest.text.split()) <= 20
        if as_heading and block.kind == "heading":
            self.at.level = block.level
        if as_heading and rest is not None and (found.number or named):
            return self.open(self._heading_role(role), found.number, rest)
        if as_heading and rest is None and (found.number or self._singular(block.text.text)):
            return self._await(self._heading_role(role), found.number)
        if rest is None and found.number and role.makes == "Action":
            self.at.awaiting = (role, found.number)
            return None
        if rest is None:
            return self._section(role, block)
        wanted = role.makes in ("Vision", "Mission") and self.at.priority
        return self._line(roles()["objective"] if wanted else role, rest, found.number)

    def _await(self, role: Role, number: str | None) -> None:
        """A heading whose name is on the next line, unless its number is known by now."""
        known = self.headings.with_number(number) if number else None
        if known:
            self.enter(known, keep_when=True)
        else:
            self.at.awaiting = (role, number)

    def _heading_role(self, role: Role) -> Role:
        own = role.name == "strand" and self.naming.priorities
        return roles()[role.numbered_as] if role.numbered_as and not own else role

    @staticmethod
    def _singular(text: str) -> bool:
        return not plain(re.split(r"\sfor\s", text)[0]).endswith("s") and (
            not text.rstrip().endswith(":") or len(text.split()) == 1
        )

    def _section(self, role: Role, block: Block) -> None:
        if role.name == "period":
            self.at.awaiting = (role, None)
            return
        printed, _ = number_of(block)
        number = int(printed) if printed and printed.isdigit() else 0
        outer = block.kind == "heading" and 0 < block.level <= self.priority_level
        if role.closes or outer or 0 < self.section_number < number:
            self.at.theme = self.at.priority = None
        if role.makes == "Priority":
            self.at.priority, self.at.listing = None, role
            self.priority_level = block.level
        if role.makes in ("Priority", "Theme"):
            self.section_number = number
        if role.makes is None and role.name == "narrative" and block.kind == "heading":
            self.at.pending = None
        self.at.section, self.at.implied, self.at.level = role, False, block.level
        if role.makes == "Measure" and (dates := dated_heading(block.text)):
            self.at.when = dates
        self.at.label, self.at.paired, self.at.acting = None, False, 0
        self.at.fresh = self.at.itemised = False

    def _line(self, role: Role, rest: Slice, number: str | None) -> None:
        """A label with its content on the same line."""
        self.b.why = Why(f"label of {role.name}", SURE)
        if role.makes in ("Theme", "Priority"):
            self.open(self._heading_role(role), number, rest)
        elif role.name == "linked-priority":
            for name in rest.split(r"\s*;\s*"):
                self.headings.link_priority(self.at.theme, name)
        elif role.name in ("lead", "partner", "when"):
            self.about_heading(role, rest)
        elif role.name == "period":
            self.period = rest
        elif role.makes == "Principle" and all(len(s.text.split()) < 4 for s in sentences(rest)):
            for value in sentences(rest):
                self.b.add(Principle, value.strip("."))
        elif role.makes == "Action":
            self.s.headings[self.home(role)].lines += 1
            told = sentences(rest)[0] if number else rest
            for part in told.split(r"\s*;\s*"):
                self.at.line_action = self.s.action(part, self.home(role), number, self.when())
        elif role.makes:
            if role.closes:
                self.at.theme = self.at.priority = None
            of = self.at.line_action if role.makes in ("Measure", "Milestone") else None
            self.s.state(role, rest, of or self.home(role), number=number)
            if number and role.makes in ("Objective", "IntendedOutcome"):
                self.at.section, self.at.implied = roles()["action"], True
        if role.makes in ("Vision", "Mission", "Principle"):
            self.at.section = None

    def _heading(self, block: Block, level: int) -> None:
        """A heading without a role: a priority where those are listed, else a new section."""
        dates = dated_heading(block.text)
        if dates and not names_document(block.text.text):
            self.at.when = dates
            return None
        below = self.at.listing is not None and level > self.priority_level > 0
        if level < self.sibling_level:
            self.sibling_level = 0
        number, text = number_of(block)
        if level == self.sibling_level or (below and not self.sibling_level):
            self.sibling_level = self.at.level = level
            return self.open(roles()["priority"], number, text)
        known = self.headings.known(block.text.text, None)
        if known:
            self.enter(known)
        elif self.at.priority and level > max(self.at.level, self.priority_level, 1):
            self._under_priority(number, text)
        else:
            self.unknown(block, level)
        return None

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
        named = names_document(block.text.text) or level == 1
        self.at.pending = (
            None if named else Block(block.kind, block.text, level, block.marker, block.bold)
        )

    def open(self, role: Role, number: str | None, text: Slice) -> None:
        """A theme or priority begins."""
        self.begun = True
        self.b.why = Why(f"heading of {role.name}", SURE if number else LIKELY)
        if role.makes == "Theme":
            theme = self.b.add(Theme, text, number=number, kind=role.kind or "theme")
            section = self.at.section
            stays = section if section and section.makes else None
            self.at = Place(theme=theme, listing=self.at.listing, section=stays)
            return
        known = self.headings.known(text.text, number)
        self.enter(self.headings.priority(text, number, self.at.theme), again=known is not None)

    def enter(self, priority: str, keep_when: bool = False, again: bool = False) -> None:
        """What follows stands under this priority; without a heading it is what will be done.

        Where a section of measures names the priorities again, it goes on.
        """
        section = self.at.section
        goes_on = again and section is not None and section.makes == "Measure"
        self.at = Place(
            theme=self.at.theme, priority=priority,
            section=section if goes_on else roles()["action"], implied=not goes_on,
            listing=self.at.listing, level=self.at.level, fresh=True,
            when=self.at.when if keep_when else None,
        )  # fmt: skip

    # ------------------------------------------------------------ lists

    def _introduced(self, block: Block, after: Block | None) -> None:
        """A paragraph that ends in a colon announces a list, or leads into one."""
        section = self.at.section
        if cue_pattern("ask").search(block.text.text):
            self.at.section = None
            return
        if self.at.fresh:
            self._aspires(block.text)
        if found := announces(block.text.text):
            role, _ = found
            dates = dated_heading(block.text)
            self._section(role, Block("paragraph", block.text, self.at.level))
            self.at.listing = role if role.makes in ("Priority", "Theme") else self.at.listing
            self.at.when = dates or self.at.when
        elif section and section.makes == "Action" and after and after.kind == "item":
            self.statement(block, None)
        elif self.at.priority is None:
            self.at.section = self.at.listing = None
        else:
            self.at.section = None

    def _priority_line(self, block: Block) -> bool:
        """A numbered or short line where priorities or themes are listed."""
        role, text = self.at.listing, block.text
        assert role
        number, rest = number_of(block)
        if number and number.isdigit() and int(number) == self.headings.highest(role) + 1:
            self.open(role, number, rest)
            return True
        explicit = self.at.section not in (role, None) and not self.at.implied
        under = self.at.priority or (self.at.theme if role.makes == "Theme" else None)
        if explicit or (under and self.headings.is_numbered(under)):
            return False
        if block.kind == "item" or label_like(text.text):
            self.open(role, None, text)
            return True
        self.at.listing = None
        return False
