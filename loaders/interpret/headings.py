"""The themes and priorities of a plan, found again by name or by number."""

import re

from rapidfuzz import fuzz

from graph.model import Element, Priority, Theme
from loaders.interpret.build import Builder
from loaders.interpret.lexicon import Role, plain
from loaders.slices import Slice

_SAME = 88


def _other_figures(one: str, other: str) -> bool:
    """Whether names have figures in them that differ: "Key stage 2", "Key stage 3"."""
    found = [re.findall(r"\d+", text) for text in (one, other)]
    return all(found) and found[0] != found[1]


class Headings:
    """Themes and priorities in the builder."""

    def __init__(self, builder: Builder) -> None:
        self.b = builder
        self.same_numbers = True
        self._by_name: dict[str, str] = {}
        self._nouns: dict[str, str] = {}

    def _made(self, kind: type[Priority] | type[Theme]) -> list[Element]:
        return [n for i in self.b.made[kind] if isinstance(n := self.b.nodes[i], Element)]

    def priority(self, text: Slice, number: str | None, theme: str | None, noun: str = "") -> str:
        """The priority of this name: the one already announced, or a new one."""
        known = self.known(text.text, number, noun)
        if known:
            spans = {*self.b.nodes[known].spans, *text.spans(self.b.text)}
            self.b.update(known, spans=tuple(sorted(spans)))
            return known
        new = self._add(text, number)
        self._nouns[new] = noun
        if theme:
            self.b.link(theme, "LINKED_PRIORITY", new)
        return new

    def theme(self, text: Slice, number: str | None, kind: str) -> str:
        """The theme of just this name that a list announced without a number, or a new one."""
        for node in self._made(Theme):
            if plain(node.text) == plain(text.text) and number and not node.number:
                spans = tuple(sorted({*node.spans, *text.spans(self.b.text)}))
                self.b.update(node.id, number=number, spans=spans)
                return node.id
        return self.b.add(Theme, text, number=number, kind=kind)

    def known(self, text: str, number: str | None, noun: str = "") -> str | None:
        """The priority of this name; of one number after one noun, names need less likeness.

        Once a number stood for two names, as where a plan lists another body's priorities before
        its own, numbers tell nothing and names must be alike in full.
        """
        best: tuple[float, str] | None = None
        for node in self._made(Priority):
            if number and node.number and node.number != number:
                continue
            same_number = number is not None and node.number == number and self._one(node.id, noun)
            if not same_number and _other_figures(text, node.text):
                continue
            alike = fuzz.token_set_ratio if self.same_numbers else fuzz.ratio
            score = alike(plain(text), plain(node.text))
            least = 60 if same_number and self.same_numbers else _SAME
            if same_number and score < least:
                self.same_numbers = False
            if score >= least and (best is None or score > best[0]):
                best = (score, node.id)
        return best[1] if best else None

    def named(self, text: str) -> str | None:
        """The first priority of just this name."""
        return self._by_name.get(plain(text))

    def _add(self, name: Slice, number: str | None = None) -> str:
        new = self.b.add(Priority, name, number=number)
        self._by_name.setdefault(plain(name.text), new)
        return new

    def link_priority(self, theme: str | None, name: Slice) -> None:
        priority = self.named(name.text) or self._add(name)
        if theme:
            self.b.link(theme, "LINKED_PRIORITY", priority, name)

    def link_themes(self, priority: str | None, numbers: Slice) -> None:
        for number in re.findall(r"\d+", numbers.text):
            for node in self._made(Theme):
                if node.number == number and priority:
                    self.b.link(node.id, "LINKED_PRIORITY", priority, numbers)

    def highest(self, role: Role) -> int:
        """The highest number of a priority, or theme, so far."""
        made = self._made(Theme if role.makes == "Theme" else Priority)
        found = (n.number for n in made if n.number)
        return max((int(n) for n in found if n.isdigit()), default=0)

    def is_numbered(self, node_id: str) -> bool:
        node = self.b.nodes[node_id]
        return isinstance(node, Element) and node.number is not None

    def _one(self, priority: str, noun: str) -> bool:
        """Whether a priority may have its number after this noun: "Goal 1" is no "Priority 1"."""
        return noun in ("", self._nouns.get(priority, "")) or not self._nouns.get(priority)

    def with_number(self, number: str, noun: str = "") -> str | None:
        alike = (n for n in self._made(Priority) if n.number == number)
        found = [n.id for n in alike if self._one(n.id, noun)]
        return found[0] if len(found) == 1 else None
