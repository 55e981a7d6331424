"""Takes labels: what they name, and what they introduce."""

import re
from dataclasses import replace

from graph.model import Principle
from loaders.document import Block
from loaders.interpret.body import Body
from loaders.interpret.build import FAIR, LIKELY, SURE, Builder, Why
from loaders.interpret.inline import names_listed
from loaders.interpret.leadins import lists_others
from loaders.interpret.lexicon import (
    NUMBER_WORDS,
    Labelled,
    Role,
    asks,
    label_like,
    labelled,
    plain,
    roles,
)
from loaders.interpret.listed import described, name_and_more
from loaders.interpret.place import (
    BOLD_LEVEL,
    Naming,
    Place,
    dated_heading,
    label_of,
    number_of,
    without_years,
)
from loaders.interpret.prose import acts, commitments_in
from loaders.interpret.segment import sentences
from loaders.interpret.series import Series
from loaders.interpret.statements import due_phrases
from loaders.slices import Slice

_IN_PHASE = re.compile(
    rf"\b(?:in|for|during)\s+((?:year|phase)\s+(?:[1-5]|{'|'.join(NUMBER_WORDS)})):?$",
    re.IGNORECASE,
)
_SINGLE = ("Vision", "Mission", "Principle", "Theme", "Priority")
_NUMBERS = re.compile(r"[\d\s,&/]+(?:and\s+\d+)?")


class Labels(Body):
    """Opens themes, priorities and sections as labels say, and states what stands beside them.

    `learned` is what recurs in the plan; `prose` tells that commitments are to be found in its
    paragraphs.
    """

    def __init__(self, builder: Builder, naming: Naming, learned: Series,
                 prose: bool = False) -> None:  # fmt: skip
        super().__init__(builder, naming, prose)
        self.learned = learned
        self.described = dict(described(learned.blocks))
        self.priority_level = 0
        self.section_number = 0
        self.sibling_role = ""
        self.period: Slice | None = None
        self.spaced = self.lines = self.told_below = False
        self.named: set[str] = set()
        self.itemised: set[str | None] = set()
        self.supposed: list[str] = []

    def label(self, block: Block) -> Labelled | None:
        """The label that a block is or begins with."""
        if own := self._own(block):
            return own
        found = label_of(block)
        if found is None or self._listed_name(found, block) or lists_others(block.text.text):
            return None
        asked = asks(block.text.text)
        aside = block.code.isdigit() and (found.role.makes is None or asked)
        leads = self.after is not None and self.after.kind == "item"
        if self.seen == 1 and not leads and without_years(block.text.text) != block.text.text:
            return None
        over = leads and self.after is not None and self.after.level > block.level
        if found.rest is None and block.kind == "item" and not (aside or over):
            return None
        text = block.text.text
        short = asked or len(text.split(": ")[-1].split()) <= 8 or label_like(text.rstrip(":- "))
        short |= (leads or found.role.makes == "Measure") and text.endswith(":")
        if found.rest is None and not (short or block.kind == "heading"):
            return None
        return found

    def _listed_name(self, found: Labelled, block: Block) -> bool:
        """Whether an item where priorities are listed only looks labelled: "Opportunities: ..."."""
        inside = block.kind == "item" and self.at.listing is not None
        return inside and found.role.name == "narrative" and found.rest is not None

    def _own(self, block: Block) -> Labelled | None:
        """The label of the plan's own that a line is or begins with."""
        if block.kind == "item":
            return None
        if named := self.learned.counted.get(block.text.start):
            told, number, at = named
            return Labelled(told, number, block.text.cut(at) or None)
        if role := self.learned.labels.get(plain(block.text.text)):
            return Labelled(role, None, None)
        before = block.text.text.find(":")
        role = self.learned.labels.get(f"{plain(block.text.text[:before])}:")
        return Labelled(role, None, block.text.cut(before + 1)) if role and before > 0 else None

    def awaited(self, block: Block) -> None:
        """The block after a label that stood on a line of its own."""
        assert self.at.awaiting
        above, _ = self.at.awaiting
        role, number, noun = above.role, above.number, above.noun
        self.at.awaiting = None
        found = labelled(block.text)
        told = found.rest if found and found.rest and found.role.name == "finding" else block.text
        more: list[Slice] = []
        if role.heads:
            told, more = name_and_more(told)
        if role.name == "period":
            self.period = block.text
        elif role.makes == "Action":
            self.s.headings[self.home(role)].lines += 1
            self.at.line_action = self.s.action(told, self.home(role), number, self.when())
        elif not role.heads:
            self._line(role, told, number)
        else:
            self.open(role, number, told, noun)
            self.promised((x for m in more for x in commitments_in(m)), FAIR)

    def labelled(self, found: Labelled, block: Block) -> None:
        """A labelled block: a theme or priority, a section, or one statement."""
        role, rest = self.naming.nested.get(found.noun, found.role), found.rest
        self.begun, self.at.fresh = True, False
        if rest is not None and role.makes == "Theme" and _NUMBERS.fullmatch(rest.text):
            return self.headings.link_themes(self.at.priority, rest)
        if role.makes == "Priority" and self._says_aim(found):
            role = roles()["objective"]
        heads = role.makes in ("Theme", "Priority")
        sibling = not self.at.priority or self.sibling_role == role.name
        above = self.at.theme or (self.at.pending and block.level > self.at.pending.level > 0)
        below = bool(found.number and "." in found.number and above)
        as_heading = heads or (found.number and role.numbered_as and sibling and not below)
        if as_heading and role.numbered_as:
            self.sibling_role = role.name
        if role.makes == "Action" and found.number and rest is not None and self.table_follows:
            return self.open(roles()["area-for-improvement"], found.number, rest)
        named = heads and rest is not None and len(rest.text.split()) <= 20
        if as_heading and block.kind == "heading":
            self.at.level = block.level
        names = names_listed(rest) if heads and rest is not None and not found.number else ()
        if rest is not None and names and not self._singular(block.text.text[: -len(rest)]):
            for name in names:
                self.open(role, None, name)
            return None
        if as_heading and rest is not None and (found.number or named):
            name, more = name_and_more(rest.strip(":"))
            self.open(self._heading_role(role), found.number, name, found.noun)
            self.at.listing = self.at.listing if block.kind == "item" else None
            return self.promised((x for m in more for x in commitments_in(m)), FAIR)
        if as_heading and rest is None and (found.number or self._singular(block.text.text)):
            return self._await(replace(found, role=self._heading_role(role)), block.text)
        aims = role.numbered_as and self.after is not None and self.after.kind == "paragraph"
        if rest is None and found.number and (aims or role.makes == "Action"):
            self.at.awaiting = (replace(found, role=role), block.text)
            return None
        if rest is None:
            return self.begin(role, block)
        self._line(self._meant(role, rest), rest, found.number)
        if role.makes and not found.number:
            self._listed_below(role)
        return None

    def _meant(self, role: Role, text: Slice) -> Role:
        """The role of a label with its content, from where it stands and what it says."""
        if role.makes in ("Vision", "Mission") and self.at.priority:
            return roles()["objective"]
        return roles()["action"] if role.name == "challenge" and acts(text.text) else role

    def _listed_below(self, role: Role) -> None:
        """Where a label with its content opens a list, more of it or what will be done for it."""
        after = self.after
        if role.makes not in _SINGLE and self.at.section is None and after and after.kind == "item":
            self.at.section = roles()["action"] if acts(after.text.text) else role

    def _says_aim(self, found: Labelled) -> bool:
        """Whether a label without a number, under a numbered priority, tells what that aims at."""
        above = self.at.priority
        alone = found.number is None and found.rest is not None
        return bool(alone and above and self.headings.is_numbered(above))

    def _await(self, found: Labelled, text: Slice) -> None:
        """A heading whose name is on the next line, unless its number is known by now."""
        known = self.headings.with_number(found.number, found.noun) if found.number else None
        if known:
            self.enter(known, keep_when=True)
        else:
            self.at.awaiting = (found, text)

    def _heading_role(self, role: Role) -> Role:
        own = role.name == "strand" and self.naming.priorities
        return roles()[role.numbered_as] if role.numbered_as and not own else role

    @staticmethod
    def _singular(text: str) -> bool:
        return not plain(re.split(r"\sfor\s", without_years(text))[0]).endswith("s") and (
            not text.rstrip().endswith(":") or len(text.split()) == 1
        )

    def begin(self, role: Role, block: Block) -> None:
        """A section of a role begins."""
        if role.name == "period":
            self.at.awaiting = (Labelled(role, None, None), block.text)
            return
        printed, _ = number_of(block)
        number = int(printed) if printed and printed.isdigit() else 0
        level = block.level if block.kind == "heading" else 0
        outer = 0 < level <= self.priority_level or 0 < level < self.sibling_level
        if role.closes or outer or 0 < self.section_number < number:
            self.at.theme = self.at.priority = None
        if role.closes:
            self.at.pending = None
        if role.makes == "Priority":
            self.at.priority, self.at.listing = None, role
            self.priority_level = block.level
        listed = self.after is not None and self.after.kind == "item"
        if role.makes == "Theme" and role.kind == "theme" and listed:
            self.at.listing = role
        if role.heads:
            self.section_number = number
        if role.makes is None and role.name == "narrative" and block.kind == "heading":
            self.at.pending = None
        self.at.section, self.at.implied, self.at.level = role, False, block.level
        self.at.around = False
        if (block.level or BOLD_LEVEL + 1) <= self.at.dated:
            self.at.when, self.at.dated = None, 0
        if role.makes == "Action" and (phase := _IN_PHASE.search(block.text.text)):
            self.at.when = block.text.cut(phase.start(1))
        if role.makes == "Measure":
            dates = [d for d in (dated_heading(block.text), *due_phrases(block.text)) if d]
            self.at.when = dates[0] if dates else self.at.when
        self.at.label, self.at.paired, self.at.acting = None, False, 0
        self.at.fresh = self.at.itemised = False
        self.at.counted = 0

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

    def open(self, role: Role, number: str | None, text: Slice, noun: str = "") -> None:
        """A theme or priority begins."""
        self.begun = True
        self.b.why = Why(f"heading of {role.name}", SURE if number else LIKELY)
        if role.makes == "Theme":
            theme = self.headings.theme(text, number, role.kind or "theme")
            section = self.at.section
            around = self.at.theme is None or self.at.around
            stays = section if section and section.makes not in (None, "Theme") and around else None
            self.at = Place(theme=theme, listing=self.at.listing, section=stays, around=around)
            return
        again = self.headings.known(text.text, number, noun) is not None
        self.enter(self.headings.priority(text, number, self.at.theme, noun), again=again)

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
