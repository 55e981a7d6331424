"""The graph of one plan: frozen, typed nodes and edges, independent of every backend.

`PlanGraph` is the one value that passes between reading, deriving, storing and showing.
Classes, relationship types and properties bear the names of `ontology/crossplan.ttl`;
a test holds the two against each other.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING, Literal, TypeVar

if TYPE_CHECKING:
    import networkx as nx

N = TypeVar("N", bound="Node")
Basis = Literal["stated", "derived", "curated"]


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Where a statement stands: characters `start` to `end` (exclusive) of the canonical text."""

    start: int
    end: int
    quote: str


@dataclass(frozen=True, slots=True, order=True)
class Tag:
    """A concept of a scheme that an element is about, with the words that earned it.

    `concept` is the part of the concept's IRI after the base, such as `topic/attendance`
    or `vocab/indicator/neet`.
    """

    concept: str
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """Anything the graph speaks of; `id` is the part of its IRI after `ID`."""

    id: str
    basis: Basis = "stated"
    spans: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Publication(Node):
    """A document that a council or partnership published, read as a whole.

    `unread` is the share of its characters that was not understood, from 0 to 1, where known.
    """

    title: str
    kind: str
    council: str | None = None
    period_text: str | None = None
    period_start: date | None = None
    period_end: date | None = None
    unread: Decimal | None = None


class Plan(Publication):
    """A strategy, strategic plan, action plan or theme paper."""

    __slots__ = ()


class ProgressReport(Publication):
    """A report on what was done and achieved in a period."""

    __slots__ = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Element(Node):
    """A statement that a plan makes.

    `text` is clean and on one line; `label` is a heading printed with the statement;
    `anomalies` are faults of the source that were read as meant; `tags` say what it is about.
    `confidence` is from 0 to 1, and `reason` the wording or structure that it rests on.
    """

    text: str
    number: str | None = None
    label: str | None = None
    anomalies: tuple[str, ...] = ()
    confidence: Decimal | None = None
    reason: str | None = None
    tags: tuple[Tag, ...] = ()


class Vision(Element):
    __slots__ = ()


class Mission(Element):
    __slots__ = ()


class Principle(Element):
    __slots__ = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Theme(Element):
    """A heading over priorities; `kind` is theme, area-for-improvement or derived."""

    kind: str = "theme"


class Priority(Element):
    __slots__ = ()


class Objective(Element):
    __slots__ = ()


class IntendedOutcome(Element):
    __slots__ = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ImpactStatement(Element):
    """`impact_kind` is intended or reported."""

    impact_kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Action(Element):
    """`when` holds the verbatim phrases; the dates are the interval that they imply."""

    status: str | None = None
    when: tuple[str, ...] = ()
    not_before: date | None = None
    due_by: date | None = None
    recurrence: str | None = None


class Subaction(Element):
    __slots__ = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportedActivity(Element):
    status: str | None = None
    when: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Milestone(Element):
    """`value` is the quantity as printed; the dates are the interval that its words imply."""

    value: str | None = None
    not_before: date | None = None
    due_by: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure(Element):
    """`kind` is success-criterion, target, indicator or impact."""

    kind: str
    direction: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Target(Node):
    """The level that a measure is to reach.

    `value`, `baseline` and `comparator` are verbatim; `amount` with `unit` is the number where
    the words allow one reading; `benchmarks` are concepts of the code list.
    """

    text: str
    value: str | None = None
    baseline: str | None = None
    amount: Decimal | None = None
    unit: str | None = None
    direction: str | None = None
    comparator: str | None = None
    benchmarks: tuple[str, ...] = ()
    due_by: date | None = None
    populations: tuple[str, ...] = ()
    phases: tuple[str, ...] = ()


class Risk(Element):
    __slots__ = ()


class ExitStrategy(Element):
    __slots__ = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Partner(Node):
    """A body or post that a plan names: `name` verbatim, `canonical` written out.

    `kind` is organisation, role, group, programme, school or partnership. `body` names the
    national body of the code list that it is, if it is one.
    """

    name: str
    canonical: str
    kind: str
    body: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Programme(Node):
    name: str
    canonical: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CitedDocument(Node):
    """A law, guidance, inspection or plan that a document names: `name` as first printed.

    `kind` is a top concept of the code list of documents, `document` the one of it that it is.
    """

    name: str
    canonical: str
    kind: str
    document: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Council(Node):
    """A local authority; `gss` is its code in the ONS register."""

    canonical: str
    gss: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Unread(Node):
    """Words of a topic in passages that were not understood, so that silence can be told from it.

    The spans are the words; `text` is what stands around the first of them.
    """

    topic: str
    text: str


NODE_TYPES: Mapping[str, type[Node]] = {
    t.__name__: t
    for t in (
        Plan, ProgressReport, Vision, Mission, Principle, Theme, Priority, Objective,
        IntendedOutcome, ImpactStatement, Action, Subaction, ReportedActivity, Milestone,
        Measure, Target, Risk, ExitStrategy, Partner, Programme, CitedDocument,
        Council, Unread,
    )
}  # fmt: skip

_PUBLICATIONS = ("Plan", "ProgressReport")
_HEADINGS = ("Theme", "Priority")
_STATEMENTS = (
    "Vision", "Mission", "Principle", "Theme", "Priority", "Objective", "IntendedOutcome",
    "ImpactStatement", "Action", "Subaction", "ReportedActivity", "Milestone", "Measure", "Risk",
    "ExitStrategy",
)  # fmt: skip

RELATIONS: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "PLAN_OF": (_PUBLICATIONS, ("Council",)),
    "IN_PLAN": (_STATEMENTS, _PUBLICATIONS),
    "LINKED_PRIORITY": (("Theme",), ("Priority",)),
    "HAS_OBJECTIVE": ((*_PUBLICATIONS, *_HEADINGS), ("Objective",)),
    "HAS_OUTCOME": ((*_PUBLICATIONS, *_HEADINGS), ("IntendedOutcome",)),
    "HAS_IMPACT": ((*_PUBLICATIONS, *_HEADINGS), ("ImpactStatement",)),
    "HAS_ACTION": ((*_PUBLICATIONS, *_HEADINGS), ("Action",)),
    "HAS_SUBACTION": (("Action",), ("Subaction",)),
    "HAS_MILESTONE": (("Action",), ("Milestone",)),
    "HAS_EXIT_STRATEGY": (("Priority",), ("ExitStrategy",)),
    "HAS_RISK": ((*_HEADINGS, "Action"), ("Risk",)),
    "MEASURED_BY": ((*_PUBLICATIONS, *_HEADINGS, "Action"), ("Measure",)),
    "HAS_TARGET": (("Measure",), ("Target",)),
    "LED_BY": ((*_PUBLICATIONS, *_STATEMENTS), ("Partner",)),
    "WITH_PARTNER": ((*_PUBLICATIONS, *_STATEMENTS), ("Partner",)),
    "MENTIONS": ((*_PUBLICATIONS, *_STATEMENTS), ("Partner",)),
    "USES_PROGRAMME": (_STATEMENTS, ("Programme",)),
    "CITES": ((*_PUBLICATIONS, *_STATEMENTS), ("CitedDocument",)),
    "REPORTS_ON": (("ReportedActivity",), ("Priority",)),
    "REFERS_TO": (_STATEMENTS, _STATEMENTS),
    "LEFT_UNREAD": (_PUBLICATIONS, ("Unread",)),
    "REPLACES": (_PUBLICATIONS, _PUBLICATIONS),
    "REPORTS_ON_PLAN": (_PUBLICATIONS, _PUBLICATIONS),
    "UNDER_PLAN": (_PUBLICATIONS, _PUBLICATIONS),
}
"""Relationship type -> (types it may start from, types it may end at)."""

BETWEEN_PLANS = ("REPLACES", "REPORTS_ON_PLAN", "UNDER_PLAN")
"""Relationships from a plan to another one, whose graph, if there is one, is not this graph."""


@dataclass(frozen=True, slots=True, order=True, kw_only=True)
class Edge:
    """A relationship; `span` where words of its own support it, `rule` where it is derived."""

    source: str
    key: str
    target: str
    basis: Basis = "stated"
    rule: str = ""
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """The file that a graph was read from."""

    name: str
    sha256: str


@dataclass(frozen=True)
class PlanGraph:
    """All that was read from one document, or derived or curated about it.

    Nodes and edges are sorted and without doubles, so that equal graphs are equal values.
    That an element is in the plan is not an edge here: every projection adds it.
    """

    plan: str
    source: Source
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]

    @staticmethod
    def of(plan: str, source: Source, nodes: Iterable[Node], edges: Iterable[Edge]) -> "PlanGraph":
        """A graph with its parts in canonical order; the first of two nodes with one id stays."""
        by_id: dict[str, Node] = {}
        for node in nodes:
            by_id.setdefault(node.id, node)
        kept: dict[tuple[str, str, str], Edge] = {}
        for edge in sorted(edges, key=edge_order):
            kept.setdefault((edge.source, edge.key, edge.target), edge)
        return PlanGraph(
            plan, source, tuple(by_id[i] for i in sorted(by_id)),
            tuple(kept.values()),
        )  # fmt: skip

    def __iter__(self) -> Iterator[Node]:
        return iter(self.nodes)

    @cached_property
    def by_id(self) -> Mapping[str, Node]:
        return {n.id: n for n in self.nodes}

    def of_type(self, kind: type[N]) -> list[N]:
        return [n for n in self.nodes if isinstance(n, kind)]

    @property
    def publication(self) -> Publication:
        node = self.by_id[self.plan]
        assert isinstance(node, Publication)
        return node

    @property
    def council(self) -> str | None:
        """The council that the plan names, or that a person named for it."""
        return self.publication.council or next((c.canonical for c in self.of_type(Council)), None)

    def to_networkx(self) -> "nx.MultiDiGraph[str]":
        """The graph for networkx: node attributes as in JSON, edges keyed by relationship type."""
        from graph.property_graph import to_networkx

        return to_networkx(self)

    def restricted(self, basis: Basis) -> "PlanGraph":
        """Only what has this basis."""
        return replace(
            self,
            nodes=tuple(n for n in self.nodes if n.basis == basis),
            edges=tuple(e for e in self.edges if e.basis == basis),
        )


_BASES = {"stated": 0, "curated": 1, "derived": 2}


def edge_order(e: Edge) -> tuple[str, str, str, int, str, int]:
    return (e.source, e.key, e.target, _BASES[e.basis], e.rule, e.span.start if e.span else -1)


def merge(first: PlanGraph, *others: PlanGraph) -> PlanGraph:
    """The union of graphs about one plan; a stated statement wins over the same one derived."""
    graphs = (first, *others)
    return PlanGraph.of(
        first.plan, first.source,
        (n for g in graphs for n in g.nodes), (e for g in graphs for e in g.edges),
    )  # fmt: skip
