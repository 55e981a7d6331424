"""Collects the statements of one plan, gives them readable ids and tags them."""

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from graph.model import (
    RELATIONS,
    Edge,
    Element,
    Measure,
    Node,
    Partner,
    PlanGraph,
    Source,
    Span,
    Subaction,
    Tag,
    Target,
)  # fmt: skip
from graph.topics import Match, code_list, topics
from loaders.interpret.dates import timing
from loaders.interpret.partners import Directory, Named
from loaders.interpret.targets import Level
from loaders.slices import Slice

_KEYS = {
    "Objective": "HAS_OBJECTIVE",
    "IntendedOutcome": "HAS_OUTCOME",
    "ImpactStatement": "HAS_IMPACT",
    "Action": "HAS_ACTION",
    "Subaction": "HAS_SUBACTION",
    "Milestone": "HAS_MILESTONE",
    "Measure": "MEASURED_BY",
    "Risk": "HAS_RISK",
    "ExitStrategy": "HAS_EXIT_STRATEGY",
}
"""Class of a statement -> the relationship from what it hangs on."""


def slug(text: str, words: int = 7) -> str:
    """Lower-case words with hyphens, at most 60 characters, never empty.

    >>> slug("Head of School Improvement (Interim)")
    'head-of-school-improvement-interim'
    """
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    parts = re.findall(r"[a-z0-9]+", plain.replace("'", ""))[:words]
    return "-".join(parts)[:60].strip("-") or "x"


def kebab(name: str) -> str:
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "-", name).lower()


SURE, LIKELY, FAIR, DOUBTFUL = (Decimal(n) for n in ("0.95", "0.85", "0.7", "0.55"))


@dataclass(frozen=True, slots=True)
class Why:
    """What the reading of a statement rests on, and how far it can be trusted."""

    reason: str
    confidence: Decimal


class Builder:
    """The nodes and edges read so far; `text` is the document's canonical text.

    `made` has the ids of statements by class, in the order in which they were read.
    """

    def __init__(self, plan: str, source: Source, text: str, directory: Directory) -> None:
        self.plan, self.source, self.text, self.directory = plan, source, text, directory
        self.nodes: dict[str, Node] = {}
        self.edges: list[Edge] = []
        self.slices: dict[str, list[Slice]] = defaultdict(list)
        self.parent: dict[str, str] = {}
        self.why = Why("", SURE)
        self.made: dict[type[Node], dict[str, None]] = defaultdict(dict)
        self._alike: Counter[str] = Counter()
        self._named_at: dict[str, set[Span]] = defaultdict(set)
        self.short = {k: v.text for k, v in directory.glossary.items()}

    def _id(self, kind: str, name: str) -> str:
        return self._free(f"{self.plan}/{kebab(kind)}/{name}")

    def _free(self, base: str) -> str:
        at = base
        while at in self.nodes:
            self._alike[base] += 1
            at = f"{base}-{self._alike[base] + 1}"
        return at

    def add(self, kind: type[Element], text: Slice, label: Slice | None = None, /,
            **values: Any) -> str:  # fmt: skip
        """A statement; returns its id."""
        number = values.get("number")
        name = slug(number.replace(".", " ")).replace("-", ".") if number else slug(text.text)
        node_id = self._id(kind.__name__, name)
        if label:
            values["label"] = label.text
        values |= {"reason": self.why.reason or None, "confidence": self.why.confidence}
        self.nodes[node_id] = kind(
            id=node_id, text=text.text, spans=text.spans(self.text), **values
        )
        self.made[kind][node_id] = None
        self.slices[node_id] += [text, *([label] if label else [])]
        return node_id

    def attach(self, parent: str, child: str, at: Slice | None = None) -> None:
        """Hang a statement on what it belongs to."""
        key = _KEYS[type(self.nodes[child]).__name__]
        self.parent[child] = parent
        if type(self.nodes[parent]).__name__ in RELATIONS[key][0]:
            self.link(parent, key, child, at)

    def link(self, source: str, key: str, target: str, at: Slice | None = None) -> None:
        span = at.spans(self.text)[0] if at else None
        self.edges.append(Edge(source=source, key=key, target=target, span=span))

    def drop(self, node_id: str) -> None:
        """Take back a statement that nothing hangs on."""
        del self.made[type(self.nodes.pop(node_id))][node_id], self.slices[node_id]

    def update(self, node_id: str, **values: Any) -> None:
        self.nodes[node_id] = replace(self.nodes[node_id], **values)

    def partner(self, named: Named) -> str:
        """The partner of this name; several mentions are one node with several spans."""
        node_id = f"{self.plan}/partner/{slug(named.canonical, 10)}"
        if node_id not in self.nodes:
            self.nodes[node_id] = Partner(id=node_id, name=named.at.text, kind=named.kind,
                                          canonical=named.canonical, body=named.body)  # fmt: skip
        self._named_at[node_id].update(named.at.spans(self.text))
        return node_id

    def who(self, of: str, key: str, names: Iterable[Named]) -> None:
        """Link a statement or the plan to those who lead it or take part."""
        for named in names:
            self.link(of, key, self.partner(named), named.at)
            if named.fault:
                self.fault(of, named.fault)

    def fault(self, of: str, fault: str) -> None:
        node = self.nodes[of]
        if isinstance(node, Element):
            self.update(of, anomalies=tuple(sorted({*node.anomalies, fault})))

    def target(self, measure: str, text: Slice, found: Level, when: Slice | None = None) -> None:
        """The target that a measure states, if it states more than a direction.

        `when` are words elsewhere, such as a heading, that date it.
        """
        if when and not found.due_by and (due := timing(when.text).due_by):
            found = replace(found, due_by=due)
        else:
            when = None
        if not found.checkable:
            return
        node_id = self._free(measure.replace("/measure/", "/target/"))
        about = [m for at in self.slices[measure] for m in self._coded(at.text)]
        self.nodes[node_id] = Target(
            id=node_id, text=text.text, value=found.value, baseline=found.baseline,
            amount=found.amount, unit=found.unit,
            comparator=found.comparator, benchmarks=found.benchmarks, due_by=found.due_by,
            direction=found.direction or "reach", spans=text.spans(self.text),
            populations=_codes(about, "population"), phases=_codes(about, "phase"),
        )  # fmt: skip
        self.link(measure, "HAS_TARGET", node_id, when)

    @staticmethod
    def _coded(text: str) -> list[Match]:
        return [m for name in ("population", "phase") for m in code_list(name).find(text)]

    def _tags(self, node_id: str, slices: list[Slice]) -> tuple[Tag, ...]:
        kinds = ["population", "phase"]
        if isinstance(self.nodes[node_id], Measure):
            kinds.append("indicator")
        out = set()
        for at in slices:
            found = topics().find(at.text, self.short)
            found += [m for k in kinds for m in code_list(k).find(at.text, self.short)]
            for m in found:
                out.add(Tag(m.concept, at.cut(m.start, m.end).spans(self.text)[0]))
        first: dict[str, Tag] = {}
        for tag in sorted(out, key=lambda t: (t.concept, t.span)):
            first.setdefault(tag.concept, tag)
        return tuple(first.values())

    def graph(self) -> PlanGraph:
        """All that was added, each statement tagged; a subaction's topics are its action's."""
        for partner, spans in self._named_at.items():
            self.update(partner, spans=tuple(sorted(spans)))
        for node_id, node in list(self.nodes.items()):
            if isinstance(node, Subaction):
                self.slices[self.parent[node_id]] += self.slices[node_id]
        for node_id, node in list(self.nodes.items()):
            if isinstance(node, Element) and not isinstance(node, Subaction):
                self.update(node_id, tags=self._tags(node_id, self.slices[node_id]))
        return PlanGraph.of(self.plan, self.source, self.nodes.values(), self.edges)


def _codes(found: list[Match], name: str) -> tuple[str, ...]:
    start = f"vocab/{name}/"
    return tuple(
        sorted({m.concept.removeprefix(start) for m in found if m.concept.startswith(start)})
    )
