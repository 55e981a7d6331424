"""A plan as it is set against another version or a report: statements with what belongs to them."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from graph.model import (
    Action,
    Element,
    Measure,
    Partner,
    PlanGraph,
    Priority,
    ReportedActivity,
    Target,
    Theme,
)  # fmt: skip

HOLDS = (
    "LINKED_PRIORITY", "HAS_OBJECTIVE", "HAS_OUTCOME", "HAS_IMPACT", "HAS_ACTION", "HAS_SUBACTION",
    "HAS_MILESTONE", "MEASURED_BY", "HAS_EXIT_STRATEGY", "HAS_RISK",
)  # fmt: skip
"""Links from what a statement stands under to the statement."""


@dataclass(frozen=True)
class Outline:
    """A plan's own statements, without those that rules derived."""

    graph: PlanGraph

    @cached_property
    def statements(self) -> list[Element]:
        """In the order of the text; reported activities are not part of what a plan sets out."""
        found = [n for n in self.graph.of_type(Element) if n.basis != "derived"]
        return sorted(
            (n for n in found if not isinstance(n, ReportedActivity)),
            key=lambda n: (n.spans[0].start if n.spans else 0, n.id),
        )

    @cached_property
    def parent(self) -> Mapping[str, str]:
        """Statement -> what it stands under: a priority rather than a theme or the plan."""
        rank = {Priority: 0, Action: 0, Theme: 1}
        found: dict[str, tuple[int, str]] = {}
        for e in self.graph.edges:
            if e.key in HOLDS and e.basis != "derived" and e.source in self.graph.by_id:
                at = (rank.get(type(self.graph.by_id[e.source]), 2), e.source)
                found[e.target] = min(at, found.get(e.target, at))
        return {child: parent for child, (_, parent) in found.items()}

    @cached_property
    def children(self) -> Mapping[str, list[Element]]:
        """Statement or plan -> what stands right under it, in the order of the text."""
        found: dict[str, list[Element]] = {}
        for s in self.statements:
            if s.id in self.parent:
                found.setdefault(self.parent[s.id], []).append(s)
        return found

    @cached_property
    def leads(self) -> Mapping[str, tuple[str, ...]]:
        """Statement -> the names of those who lead it, as printed, in order."""
        found: dict[str, set[str]] = {}
        for e in self.graph.edges:
            if e.key == "LED_BY" and e.basis != "derived":
                partner = self.graph.by_id[e.target]
                assert isinstance(partner, Partner)
                found.setdefault(e.source, set()).add(partner.canonical)
        return {of: tuple(sorted(names)) for of, names in found.items()}

    @cached_property
    def target(self) -> Mapping[str, Target]:
        """Measure -> its target."""
        return {
            e.source: target
            for e in reversed(self.graph.edges)
            if e.key == "HAS_TARGET" and isinstance(target := self.graph.by_id[e.target], Target)
        }

    def heading(self, node: Element) -> Element | None:
        """The theme or priority that a statement stands under itself."""
        above = self.graph.by_id.get(self.parent.get(node.id, ""))
        return above if isinstance(above, Theme | Priority) else None

    def embedded(self, node: Element) -> bool:
        """Whether a measure's words are a part of its action's words."""
        above = self.graph.by_id.get(self.parent.get(node.id, ""))
        if not isinstance(node, Measure) or not isinstance(above, Action):
            return False
        return any(
            a.start <= s.start and s.end <= a.end for s in node.spans[:1] for a in above.spans
        )
