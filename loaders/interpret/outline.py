"""Reads the blocks of a document in order and says what each states, and under what."""

import re
from dataclasses import dataclass

from rapidfuzz import fuzz

from graph.model import (
    Element,
    Principle,
    Priority,
    Theme,
)  # fmt: skip
from loaders.document import Block
from loaders.interpret.build import Builder
from loaders.interpret.glossary import is_glossary_line
from loaders.interpret.lexicon import (
    Labelled,
    Role,
    announces,
    cue,
    label_like,
    labelled,
    plain,
    roles,
)  # fmt: skip
from loaders.interpret.segment import sentences
from loaders.interpret.statements import Statements
from loaders.slices import Slice

_NUMBERED_LINE = re.compile(r"(\d{1,2})[.)]?\s+(?=[A-Z])")
_NUMBERS = re.compile(r"[\d\s,&/]+(?:and\s+\d+)?")
_SAME = 88


@dataclass
class Place:
    """Where in the document the reader is."""

    theme: str | None = None
    priority: str | None = None
    section: Role | None = None
    implied: bool = False
    level: int = 0
    awaiting: tuple[Role, str | None] | None = None
    listing: Role | None = None
    label: Slice | None = None
    paired: bool = False
    acting: bool = False


class Outline:
    """State of a reading; `block` takes the blocks one by one, `finish` places what is left."""

    def __init__(self, builder: Builder) -> None:
        self.b = builder
        self.at = Place()
        self.s = Statements(builder)
        self.priority_level = 0
        self.sibling_level = 0
        self.period: Slice | None = None
        self.begun = False

    # ------------------------------------------------------------ blocks

    def block(self, block: Block, after: Block | None) -> None:
        """One block; `after` is the next, which tells a label from a statement."""
        if is_glossary_line(block.text):
            return None
        if self.at.awaiting and block.kind != "item":
            return self._awaited(block)
        if found := self._label(block):
            return self._labelled(found, block)
        if block.kind == "heading":
            return self._heading(block)
        if block.kind == "paragraph" and block.text.text.rstrip("-").endswith(":"):
            return self._introduced(block, after)
        if self._lists_priorities() and self._priority_line(block):
            return None
        self._statement(block, after)
        return None

    def _label(self, block: Block) -> Labelled | None:
        found = labelled(block.text)
        if found is None or (found.rest is None and block.kind == "item"):
            return None
        text = block.text.text
        if found.rest is None and not (label_like(text.rstrip(":?- ")) or block.kind == "heading"):
            return None
        return found

    def _awaited(self, block: Block) -> None:
        assert self.at.awaiting
        role, number = self.at.awaiting
        self.at.awaiting = None
        if role.name == "period":
            self.period = block.text
        else:
            self.open(role, number, block.text)

    # ------------------------------------------------------------ labels and headings

    def _labelled(self, found: Labelled, block: Block) -> None:
        role, rest = found.role, found.rest
        self.begun = True
        if rest is not None and role.makes == "Theme" and _NUMBERS.fullmatch(rest.text):
            return self._link_themes(rest)
        as_heading = role.name in ("theme", "priority") or (
            found.number is not None and role.numbered_as and not self.at.priority
        )
        if as_heading and rest is not None and (found.number or block.kind == "heading"):
            return self.open(self._heading_role(role), found.number, rest)
        if as_heading and rest is None and (found.number or self._singular(block.text.text, role)):
            self.at.awaiting = (self._heading_role(role), found.number)
            return None
        if rest is None:
            return self._section(role, block)
        return self._line(role, rest)

    @staticmethod
    def _heading_role(role: Role) -> Role:
        return roles()[role.numbered_as] if role.numbered_as else role

    @staticmethod
    def _singular(text: str, role: Role) -> bool:
        return (
            role.name in ("theme", "priority")
            and not plain(text).endswith("s")
            and (not text.rstrip().endswith(":") or len(text.split()) == 1)
        )

    def _section(self, role: Role, block: Block) -> None:
        if role.name == "period":
            self.at.awaiting = (role, None)
            return
        outer = block.kind == "heading" and 0 < block.level <= self.priority_level
        if role.closes or outer:
            self.at.theme = self.at.priority = None
        if role.makes == "Priority":
            self.at.priority, self.at.listing = None, role
            self.priority_level = block.level
        self.at.section, self.at.implied, self.at.level = role, False, block.level
        self.at.label, self.at.paired, self.at.acting = None, False, False

    def _line(self, role: Role, rest: Slice) -> None:
        """A label with its content on the same line."""
        if role.name == "linked-priority":
            for name in rest.split(r"\s*;\s*"):
                self._link_priority(name)
        elif role.name in ("lead", "partner"):
            self.s.who(role, rest, self.home())
        elif role.name == "period":
            self.period = rest
        elif role.makes == "Principle" and all(len(s.text.split()) < 4 for s in sentences(rest)):
            for value in sentences(rest):
                self.b.add(Principle, value.strip("."))
        elif role.makes == "Action":
            self.s.headings[self.home()].lines += 1
            for part in rest.split(r"\s*;\s*"):
                self.s.state(role, part, self.home())
        elif role.makes:
            if role.closes:
                self.at.theme = self.at.priority = None
            self.s.state(role, rest, self.home())
        if role.makes in ("Vision", "Mission", "Principle"):
            self.at.section = None

    def _heading(self, block: Block) -> None:
        """A heading without a role: a priority where those are listed, else a new section."""
        below = self.at.listing is not None and block.level > self.priority_level > 0
        if block.level < self.sibling_level:
            self.sibling_level = 0
        if block.level == self.sibling_level or (below and not self.sibling_level):
            m = _NUMBERED_LINE.match(block.text.text)
            number = block.marker.strip("().") or (m[1] if m else None)
            self.sibling_level = block.level
            return self.open(roles()["priority"], number, block.text.cut(m.end() if m else 0))
        known = self.known_priority(block.text.text, None)
        if known:
            self.enter(known)
        elif block.level <= max(self.at.level, self.priority_level):
            self.at = Place()
        else:
            self.at.section = None
        return None

    def open(self, role: Role, number: str | None, text: Slice) -> None:
        """A theme or priority begins."""
        self.begun = True
        if role.makes == "Theme":
            theme = self.b.add(Theme, text, number=number, kind=role.kind or "theme")
            self.at = Place(theme=theme, listing=self.at.listing, section=self.at.section)
            return
        self.enter(self.priority(text, number))

    def enter(self, priority: str) -> None:
        """What follows stands under this priority; without a heading it is what will be done."""
        self.at = Place(
            theme=self.at.theme, priority=priority, section=roles()["action"], implied=True,
            listing=self.at.listing, level=self.at.level,
        )  # fmt: skip

    def priority(self, text: Slice, number: str | None) -> str:
        """The priority of this name: the one already announced, or a new one."""
        known = self.known_priority(text.text, number)
        if known:
            spans = {*self.b.nodes[known].spans, *text.spans(self.b.text)}
            self.b.update(known, spans=tuple(sorted(spans)))
            return known
        new = self.b.add(Priority, text, number=number)
        if self.at.theme:
            self.b.link(self.at.theme, "LINKED_PRIORITY", new)
        return new

    def known_priority(self, text: str, number: str | None) -> str | None:
        best: tuple[float, str] | None = None
        for node in self.b.nodes.values():
            if not isinstance(node, Priority) or (number and node.number and node.number != number):
                continue
            score = fuzz.token_set_ratio(plain(text), plain(node.text))
            same_number = number is not None and node.number == number
            if score >= (60 if same_number else _SAME) and (best is None or score > best[0]):
                best = (score, node.id)
        return best[1] if best else None

    def _link_priority(self, name: Slice) -> None:
        exact = [n.id for n in self.b.nodes.values()
                 if isinstance(n, Priority) and plain(n.text) == plain(name.text)]  # fmt: skip
        priority = exact[0] if exact else self.b.add(Priority, name)
        if self.at.theme:
            self.b.link(self.at.theme, "LINKED_PRIORITY", priority, name)

    def _link_themes(self, numbers: Slice) -> None:
        for number in re.findall(r"\d+", numbers.text):
            for node in list(self.b.nodes.values()):
                if isinstance(node, Theme) and node.number == number and self.at.priority:
                    self.b.link(node.id, "LINKED_PRIORITY", self.at.priority, numbers)

    # ------------------------------------------------------------ lists

    def _introduced(self, block: Block, after: Block | None) -> None:
        """A paragraph that ends in a colon announces a list, or leads into one."""
        section = self.at.section
        if found := announces(block.text.text):
            role, _ = found
            self._section(role, Block("paragraph", block.text, self.at.level))
            self.at.listing = role if role.makes in ("Priority", "Theme") else None
        elif section and section.makes == "Action" and after and after.kind == "item":
            self._statement(block, None)
        else:
            self.at.section = self.at.listing = None

    def _lists_priorities(self) -> bool:
        return self.at.listing is not None

    def _priority_line(self, block: Block) -> bool:
        """A numbered or short line where priorities or themes are listed."""
        role, text = self.at.listing, block.text
        assert role
        m = _NUMBERED_LINE.match(text.text)
        number = block.marker.strip("().") or (m[1] if m and block.kind == "paragraph" else "")
        if number.isdigit() and int(number) == self._listed(role) + 1:
            self.open(role, number, text if block.marker else text.cut(m.end() if m else 0))
            return True
        explicit = self.at.section not in (role, None) and not self.at.implied
        under = self.at.priority or (self.at.theme if role.makes == "Theme" else None)
        if explicit or (under and self._numbered(under)):
            return False
        if block.kind == "item" or label_like(text.text):
            self.open(role, None, text)
            return True
        self.at.listing = None
        return False

    def _listed(self, role: Role) -> int:
        """The highest number of a priority, or theme, so far."""
        kind = Theme if role.makes == "Theme" else Priority
        found = (n.number for n in self.b.nodes.values() if isinstance(n, kind) and n.number)
        return max((int(n) for n in found if n.isdigit()), default=0)

    def _numbered(self, node_id: str) -> bool:
        node = self.b.nodes[node_id]
        return isinstance(node, Element) and node.number is not None

    # ------------------------------------------------------------ statements

    def home(self) -> str:
        return self.at.priority or self.at.theme or self.b.plan

    def _statement(self, block: Block, after: Block | None) -> None:
        role, text = self.at.section, block.text
        if role is None or text.text.endswith("?"):
            return self._front_matter(block)
        if role.name in ("lead", "partner"):
            return self.s.who(role, text, self.home())
        if role.makes is None or role.makes in ("Theme", "Priority"):
            return None
        if block.kind == "paragraph" and self._is_label(block, after):
            return None
        if (
            block.kind == "paragraph"
            and after is not None
            and after.kind == "item"
            and (role.makes != "Action" or not text.text.endswith(":"))
        ):
            return None
        imperative = plain(text.text.split()[0]) in cue("imperative")
        if self.at.implied and block.kind == "paragraph" and not imperative:
            return None
        if block.kind == "item" and block.level > 1 and self.at.acting and role.makes == "Action":
            self.s.subaction(text)
            return None
        if role.makes in ("Vision", "Mission"):
            self.at.section = None
        if role.makes == "Action":
            self.s.headings[self.home()].lines += 1
            self.at.acting = True
        self.s.state(role, text, self.home(), self.at.label)
        self.at.label = None
        return None

    def _front_matter(self, block: Block) -> None:
        """A post named before anything else is who wrote or owns the document."""
        last = block.text.text.split()[-1].casefold()
        if not self.begun and label_like(block.text.text) and last in cue("post"):
            named = self.b.directory.named(block.text)
            self.b.who(self.b.plan, "LED_BY", [named])

    def _is_label(self, block: Block, after: Block | None) -> bool:
        """A short line before a sentence is its label; without one it ends a labelled section."""
        if not label_like(block.text.text) or self.at.implied:
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
