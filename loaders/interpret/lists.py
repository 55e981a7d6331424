"""Takes lists: what announces them, which of their items name others, and which are priorities."""

import re

from graph.model import Objective
from loaders.document import Block
from loaders.interpret.build import FAIR, Why
from loaders.interpret.labels import Labels
from loaders.interpret.leadins import announces
from loaders.interpret.lexicon import (
    NUMBER_WORDS,
    Role,
    cue_pattern,
    label_like,
    roles,
)
from loaders.interpret.place import (
    LEAD_IN,
    Place,
    dated_heading,
    label_of,
    names_document,
    number_of,
)
from loaders.interpret.prose import QUOTATION, acts
from loaders.interpret.segment import sentences

_COUNTS = re.compile(rf"\b(?:are|has|have)\s+(?:\d|(?:{'|'.join(NUMBER_WORDS)})\b)", re.IGNORECASE)


class Lists(Labels):
    """Tells what the items of a list are, from the line before it and from their form."""

    def _leads_items(self, block: Block, after: Block | None) -> bool:
        """A numbered item with items below it, where aims or outcomes are listed.

        One without a number is a name: a word or two, which is neither action nor measure.
        """
        if block.text.start in self.learned.names:
            return self.at.priority is None or self.at.priority in self.named
        section = self.at.section
        listed = section is not None and (section.lists or self.at.implied)
        below = after is not None and after.kind == "item" and after.level > block.level
        if block.kind == "item" and not block.numbered and listed and below and block.level == 1:
            return self._names_items(block)
        acting = section is not None and section.makes == "Action" and not self.at.implied
        return bool(listed and block.numbered and below and block.level == 1 and not acting)

    def _open_named(self, block: Block) -> None:
        """A priority that names the items below it; the section that they stand in goes on."""
        named = not block.numbered or block.text.start in self.learned.names
        section = self.at.section if named else None
        self.open(roles()["priority"], block.code if block.numbered else None, block.text)
        if named and self.at.priority:
            self.named.add(self.at.priority)
        if section and section.makes in ("Action", "Measure", "Milestone"):
            self._goes_on(section)

    def _names_items(self, block: Block) -> bool:
        """Whether an item is no more than a name for those below it: "English"."""
        text = block.text.text
        own = self.at.priority is None or self.at.priority in self.named
        return own and len(text.split()) <= 3 and label_like(text) and not acts(text)

    def _goes_on(self, section: Role | None) -> None:
        """A section of measures that a heading within it does not end."""
        if section:
            self.at.section, self.at.implied = section, False

    def _describes(self, block: Block) -> bool:
        """Whether a line leads into a list of how things are: "Leaders have three roles:"."""
        return self.at.implied and _COUNTS.search(block.text.text) is not None

    def _introduced(self, block: Block, after: Block | None) -> None:
        """A paragraph that ends in a colon announces a list, or leads into one."""
        section = self.at.section
        if cue_pattern("ask").search(block.text.text):
            self.at.section = None
            return
        if self.at.fresh:
            self._aspires(block.text)
        items = after is not None and after.kind == "item"
        if role := announces(block.text.text):
            dates = dated_heading(block.text)
            self.begin(role, Block("paragraph", block.text, self.at.level))
            self.at.listing = role if role.heads else self.at.listing
            if dates:
                self.at.when, self.at.dated = dates, LEAD_IN
        elif section and section.makes == "Action" and items and not self._describes(block):
            if len(sentences(block.text)) == 1:
                self.statement(block, None)
        elif not (section and section.makes in ("Measure", "Milestone") and items):
            self.at.section = None
            self.at.listing = self.at.listing if self.at.priority else None

    def _priority_line(self, block: Block) -> bool:
        """A numbered or short line where priorities or themes are listed."""
        listing, text = self.at.listing, block.text
        assert listing
        if QUOTATION.fullmatch(text.text):
            return False
        role = self._heading_role(listing)
        if (more := self.learned.listed.get(text.start)) is not None:
            self.open(role, None, text)
            self.told_below, self.at.listing = more, listing if more else None
            return True
        if self.told_below:
            return False
        number, rest = number_of(block)
        goes_on = block.numbered and 0 < self.at.counted == int(block.code) - 1
        begins = number and number.isdigit() and int(number) == self.headings.highest(role) + 1
        if begins and not goes_on:
            self.open(role, number, rest)
            return True
        explicit = self.at.section not in (listing, None) and not self.at.implied
        under = self.at.priority or (self.at.theme if role.makes == "Theme" else None)
        if explicit or (under and self.headings.is_numbered(under)):
            return False
        if block.kind != "item" and label_like(text.text) and names_document(text.text):
            return False
        if block.numbered and number != "1" and under:
            self.at = Place()
            return True
        if under and self._below_line(block):
            return False
        spaced, told = self.spaced and under is not None, self._told_below(block)
        coded = "." in (number or "") and text.text[-1] not in ".;:"
        text = rest if coded else text
        after_items = block.kind != "item" and under in self.itemised
        line = label_like(text.text) and not (self._before_priority() or after_items)
        if block.kind == "item" or coded or line:
            if spaced and not told:
                return False
            at = self.described.get(text.start, 0) if role.makes == "Priority" else 0
            name = text.cut(0, at) if at else text
            description = text.cut(at).strip(":\u2013\u2014- ") if at else None
            self.open(role, None, name)
            if block.kind == "item":
                self.itemised.add(self.at.priority)
            if description and self.at.priority:
                self.b.why = Why("description of a listed priority", FAIR)
                self.b.attach(self.at.priority, self.b.add(Objective, description))
            self.spaced = told
            self.lines = block.kind == "paragraph" and self._items_follow()
            return True
        self.at.listing = self.at.listing if spaced else None
        return False

    def _before_priority(self) -> bool:
        """Whether a line stands right before one that says of itself that it names priorities."""
        found = label_of(self.after) if self.after else None
        return found is not None and found.role.heads

    def _items_follow(self) -> bool:
        return self.after is not None and self.after.kind == "item"

    def _below_line(self, block: Block) -> bool:
        """Whether a block is no priority where those are lines, each with a list of its own."""
        return self.lines and (block.kind == "item" or not self._items_follow())

    def _told_below(self, block: Block) -> bool:
        """Whether an item of a list has sentences of its own below it."""
        after = self.after
        below = after is not None and after.kind == "paragraph" and after.text.text[-1] == "."
        return block.kind == "item" and not block.numbered and below
