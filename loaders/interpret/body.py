"""States what stands in the body of a section: items, paragraphs, prose."""

import re
from abc import ABC, abstractmethod
from collections.abc import Iterable
from decimal import Decimal

from graph.model import Objective
from loaders.document import Block
from loaders.interpret.build import DOUBTFUL, FAIR, LIKELY, SURE, Builder, Why
from loaders.interpret.headings import Headings
from loaders.interpret.leadins import counts_listed, titles_list
from loaders.interpret.lexicon import (
    Role,
    cue,
    cue_pattern,
    label_like,
    labelled,
    plain,
    roles,
)
from loaders.interpret.place import BOLD_LEVEL, Naming, Place, number_of
from loaders.interpret.prose import (
    COMMENT,
    QUOTATION,
    WANTS,
    acts,
    ahead,
    aims_in,
    changes,
    commitments_in,
    opening_date,
    promised_in,
    promises,
    purpose,
    tells,
    wishes,
)
from loaders.interpret.segment import sentences
from loaders.interpret.statements import Statements
from loaders.interpret.targets import direction, level
from loaders.slices import Slice

_STATED = frozenset(
    ("Objective", "IntendedOutcome", "ImpactStatement", "Action", "Measure", "Milestone",
     "ReportedActivity")
)  # fmt: skip


class Body(ABC):
    """Takes the blocks of a section, at the place where the outline stands.

    `unread` are passages that were not understood.
    """

    def __init__(self, builder: Builder, naming: Naming, prose: bool) -> None:
        self.b = builder
        self.at = Place()
        self.s = Statements(builder)
        self.headings = Headings(builder)
        self.naming, self.prose = naming, prose
        self.begun, self.sibling_level = False, 0
        self.table_follows = False
        self.after: Block | None = None
        self.seen = 0
        self.unread: list[Slice] = []

    @abstractmethod
    def unknown(self, block: Block, level: int) -> None:
        """A heading of which only what follows can tell whether it is a priority."""

    def home(self, role: Role | None = None) -> str:
        """What statements hang on here; the heading above becomes a priority by its content."""
        pending = self.at.pending
        if (
            pending
            and not self.naming.numbered
            and role
            and role.makes in _STATED
            and not self.at.priority
            and not self.at.theme
        ):
            number, text = number_of(pending)
            why, self.b.why = self.b.why, Why("heading with statements under it", FAIR)
            self.at.priority = self.headings.priority(text, number, self.at.theme)
            self.b.why, self.at.pending = why, None
            self.sibling_level = pending.level
        return self.at.priority or self.at.theme or self.b.plan

    def when(self) -> list[Slice]:
        return [self.at.when] if self.at.when else []

    def statement(self, block: Block, after: Block | None) -> None:
        role, text = self._role_around(block), block.text
        if QUOTATION.fullmatch(text.text):
            return None
        wants = plain(text.text).startswith(WANTS) and role is None and self.at.pending
        aims = purpose(text.text) and role is not None and role.makes is None and self.at.priority
        if block.kind == "paragraph" and (wants or aims):
            self.b.why = Why("what is wanted, under a heading", FAIR)
            return self.s.state(roles()["objective"], text, self.home(roles()["objective"]))
        if role is None or text.text.endswith("?"):
            self._unplaced(block)
            return self._outside(block, after)
        if role.name in ("lead", "partner", "when"):
            if len(sentences(text)) > 1:
                return None
            return self.about_heading(role, text)
        if role.makes is None or role.makes in ("Theme", "Priority"):
            self.unread += [] if block.kind == "item" else promises(block.text)
            return None
        if role.makes == "Action" and cue_pattern("motion").match(number_of(block)[1].text):
            return None
        if block.kind == "paragraph" and self.at.implied and self._aspires(text):
            return None
        if block.kind == "paragraph" and role.makes == "Action" and self._promised(block):
            return None
        if block.kind == "paragraph" and self._no_statement(block, after, role):
            return None
        meant = self._item(role, block, after)
        if meant is None:
            return None
        role = meant
        if 0 < self.at.acting < block.level and block.kind == "item" and role.makes == "Action":
            return self.s.subaction(text)
        if role.makes in ("Vision", "Mission"):
            self.at.section = None
        self.at.itemised = block.kind == "item"
        self.at.counted = int(block.code) if block.numbered else 0
        self._state(role, block)
        return None

    def _role_around(self, block: Block) -> Role | None:
        """The section around; where only themes are named, what to do below one is an action."""
        theme = self.at.theme is not None and self.at.priority is None
        alone = theme and not self.naming.priorities and self.at.section is None
        if alone and block.kind == "item" and acts(block.text.text):
            self.at.section, self.at.implied = roles()["action"], True
        return self.at.section

    def _item(self, role: Role, block: Block, after: Block | None) -> Role | None:
        """What an item where actions are listed is, or nothing where it states none."""
        if block.kind != "item" or role.makes != "Action":
            return role
        if titles_list(block, after):
            self.at.acting = 0
            return None
        if not self.at.implied:
            return role
        return None if tells(block.text.text) else self._unlabelled(block.text.text)

    def _unlabelled(self, text: str) -> Role:
        """What an item under a priority is that no label introduces.

        An action, unless it says what shall be true of people, sets a share, changes a figure or
        names an indicator, as those after it do then.
        """
        if acts(text) and not changes(text):
            return roles()["action"]
        if cue_pattern("indicator").match(text):
            self.at.section, self.at.implied = roles()["measure"], False
            return roles()["measure"]
        if wishes(text):
            return roles()["objective"]
        sets = changes(text) or (level(text).value and "%" in text)
        return roles()["measure" if sets else "action"]

    def _unplaced(self, block: Block) -> None:
        """Items under no heading of a known role, and promises in prose, were not understood."""
        self.unread += [block.text] if block.kind == "item" else promises(block.text)

    def _state(self, role: Role, block: Block) -> None:
        item = block.kind == "item"
        if self.at.implied:
            self.b.why = Why("under a priority, without a label", FAIR if item else DOUBTFUL)
        else:
            self.b.why = Why(f"under a heading of {role.name}", SURE if item else LIKELY)
        home = self.home(role)
        number, text = (
            number_of(block) if role.makes in ("Action", "Objective") else (None, block.text)
        )
        number = number if number and not number.isdigit() else None
        text = text if number else block.text
        if role.makes == "Action":
            self.s.headings[home].lines += 1
            self.at.acting = block.level if block.kind == "item" else 1
            action = self.s.action(text, home, number, self.when(), self.at.label)
            self.at.line_action = None if item else action
        else:
            self.s.state(role, text, home, self.at.label, number, self.at.when)
        self.at.label = None

    def _aspires(self, text: Slice) -> bool:
        """What the text under a priority says is wanted is its objective."""
        fresh, self.at.fresh = self.at.fresh, False
        listed = self.after is not None and self.after.kind == "item"
        aims = aims_in(text, fresh, listed)
        for aim in aims:
            self.b.why = Why("first sentence under a priority", FAIR)
            self.b.attach(self.home(), self.b.add(Objective, aim))
        return bool(aims)

    def _no_statement(self, block: Block, after: Block | None, role: Role) -> bool:
        """A paragraph that is a label, an introduction or, where actions are implied, narrative."""
        text = block.text.text
        said = sentences(block.text)
        if role.makes == "Measure" and len(said) > 2 and not (level(text).checkable or ahead(text)):
            return True
        first = said[0].text
        points = cue_pattern("points-on").search(first) or cue_pattern("ask").search(first)
        comments = COMMENT.match(text) and not (role.makes == "Measure" and direction(text))
        if points or counts_listed(first) or comments:
            return True
        if role.makes == "Action" and cue_pattern("known").match(text) and tells(text):
            return True
        number, told = number_of(block)
        coded = not (number or "0").isdigit()
        sets = role.makes == "Measure" and ahead(text) and level(text).value is not None
        sets |= coded and ahead(text) and not label_like(told.text)
        itemised = self.at.itemised and not (text.endswith(":") or sets)
        tabled = self.table_follows and label_like(text) and not level(text).checkable
        if self._is_label(block, after) or itemised or tabled:
            return True
        leads = after is not None and after.kind == "item"
        if leads and (role.makes != "Action" or not text.endswith(":")):
            return True
        if plain(told.text.split()[0]) in cue("imperative"):
            return False
        fact = told.text.endswith(".") and not re.search(r"\bwill\b|^To\b", told.text)
        return fact if coded and role.makes == "Action" else self.at.implied and not coded

    def _promised(self, block: Block) -> bool:
        """The measures of a paragraph among actions that sets them, or is numbered as they are."""
        number, text = number_of(block)
        found = list(commitments_in(text)) if number and not number.isdigit() else []
        if goals := [s for s in sentences(text) if cue_pattern("goal").match(s.text)]:
            found = [(roles()["target"], said) for said in goals]
        if not found or any(role.makes == "Action" for role, _ in found):
            return False
        self.promised(found, FAIR)
        return True

    def told(self, block: Block) -> bool:
        """The commitments of a paragraph under a heading that does not tell its role."""
        narrative = self.at.section is not None and self.at.section.name == "narrative"
        if narrative or not (self.at.pending or self.at.priority):
            return False
        found = list(promised_in(number_of(block)[1]))
        self.promised(found, DOUBTFUL)
        return bool(found)

    def promised(self, found: Iterable[tuple[Role, Slice]], sure: Decimal) -> None:
        """States what prose promises."""
        self.b.why = Why("promise in prose", sure)
        for role, text in found:
            if role.makes == "Action":
                opens = opening_date(text)
                self.s.action(text, self.home(role), None, [opens] if opens else ())
            else:
                self.s.state(role, text, self.home(role))

    def _outside(self, block: Block, after: Block | None) -> None:
        """Outside any section: a post, or a line that may turn out to be a priority."""
        text = block.text.text
        last = text.split()[-1].casefold()
        if not self.begun and label_like(text) and last in cue("post") and " by " not in text:
            self.b.who(self.b.plan, "LED_BY", [self.b.directory.named(block.text)])
            return
        line = self.seen > 1 and block.kind == "paragraph" and ": " not in text
        if line and label_like(text) and after and labelled(after.text):
            self.unknown(block, BOLD_LEVEL + 1)

    def _is_label(self, block: Block, after: Block | None) -> bool:
        """A short line before a sentence is its label; without one it ends a labelled section."""
        coded = not (number_of(block)[0] or "0").isdigit()
        named = label_like(block.text.text) and level(block.text.text).value is None
        both_act = after is not None and acts(block.text.text) and acts(after.text.text)
        if coded or not named or self.at.implied or both_act:
            return False
        sentence = (
            after is not None
            and after.kind == "paragraph"
            and not (label_like(after.text.text) or labelled(after.text))
        )
        if sentence:
            self.at.label, self.at.paired = block.text, True
            return True
        if self.at.paired:
            self.at.section = None
            return True
        return False

    def about_heading(self, role: Role, text: Slice) -> None:
        """Who or when, said of an action on the line before, or of all under a heading."""
        if self.at.line_action:
            self.s.about(self.at.line_action, role, text)
        elif role.name == "when":
            self.s.when(text, self.home())
        else:
            self.s.who(role, text, self.home())
