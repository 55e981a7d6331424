"""What a page says about plans: statements and links as plain values, ready for JSON and HTML."""

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from graph.fields import data_fields
from graph.model import Edge, Element, Node, PlanGraph, Publication, Span
from graph.property_graph import in_plan
from visualisations.theme import FACT_WORDS, LOOKS

CONTEXT = 200
"""Characters of the source shown on each side of a quote."""


@dataclass(frozen=True, slots=True)
class Quote:
    """A span with what stands around it.

    `line` and `page` count from 1; 0 is a text that is not at hand, or one without pages.
    """

    before: str
    exact: str
    after: str
    line: int
    start: int
    end: int
    page: int = 0

    @property
    def place(self) -> str:
        """Where it stands, in a reader's words."""
        return f"page {self.page}" if self.page else f"line {self.line}" if self.line else ""

    @property
    def anchor(self) -> str:
        """Where it stands on the page of its source."""
        return f"#s{self.start}-{self.end}"


@dataclass(frozen=True, slots=True)
class Statement:
    """A node as a page shows it; `key` is short and safe, made here and not by a document."""

    key: str
    id: str
    type: str
    plan: int
    number: str
    text: str
    basis: str
    quotes: tuple[Quote, ...]
    facts: tuple[tuple[str, str], ...]
    anomalies: tuple[str, ...]
    topics: tuple[str, ...]
    who: tuple[str, ...]
    when: str


@dataclass(frozen=True, slots=True)
class Link:
    """An edge between two statements, by their keys; `own` is the quote that supports it."""

    source: str
    target: str
    type: str
    basis: str
    rule: str
    own: str
    structural: bool


@dataclass(frozen=True, slots=True)
class Source:
    """A plan as the page's header and filters name it."""

    name: str
    council: str
    kind: str
    period: str
    file: str
    sha256: str
    id: str = ""


@dataclass(frozen=True, slots=True)
class Content:
    """What a page shows of some plans; `topics` are labels of what statements are about."""

    plans: tuple[Source, ...]
    statements: tuple[Statement, ...]
    links: tuple[Link, ...]
    topics: Mapping[str, str]


class Reader:
    """A canonical text that quotes are cut from, with their context, line and page.

    `pages` holds start and number of each page, where the document has pages.
    """

    def __init__(self, text: str, pages: Sequence[tuple[int, int]] = ()) -> None:
        self.text = text
        self.pages = pages
        self.breaks = [n for n, c in enumerate(text) if c == "\n"]

    def quote(self, span: Span) -> Quote:
        if self.text[span.start : span.end] != span.quote:
            return Quote("", span.quote, "", 0, span.start, span.end)
        return Quote(
            self._before(span.start), span.quote, self._after(span.end),
            self.line(span.start), span.start, span.end, self.page(span.start),
        )  # fmt: skip

    def _before(self, end: int) -> str:
        """What stands before a place, whole words only."""
        start = max(0, end - CONTEXT)
        return self.text[start:end] if not start else self.text[start:end].partition(" ")[2]

    def _after(self, start: int) -> str:
        """What stands after a place, whole words only."""
        found = self.text[start : start + CONTEXT]
        return found if start + CONTEXT >= len(self.text) else found.rpartition(" ")[0]

    def line(self, at: int) -> int:
        """The line, from 1, that a character is on."""
        return bisect_right(self.breaks, at - 1) + 1

    def page(self, at: int) -> int:
        """The page that a character is on, 0 in a text without pages."""
        before = bisect_right(self.pages, at, key=lambda p: p[0])
        return self.pages[before - 1][1] if before else 0


def content(
    graphs: Sequence[PlanGraph], texts: Mapping[str, str],
    pages: Mapping[str, Sequence[tuple[int, int]]] | None = None,
) -> Content:  # fmt: skip
    """All that a page shows of these plans; a node that two plans share is shown with the first.

    `texts` holds the canonical text of each plan by its id, `pages` where its pages begin.
    """
    nodes = _shown_nodes(graphs)
    keys = {node.id: f"n{n}" for n, (_, node) in enumerate(nodes)}
    links = tuple(_links(graphs, keys))
    named = _named(graphs)
    readers = [Reader(texts.get(g.plan, ""), (pages or {}).get(g.plan, ())) for g in graphs]
    statements = tuple(
        _statement(keys[node.id], at, node, readers[at], named.get(node.id, ()))
        for at, node in nodes
    )
    topics = sorted({t for s in statements for t in s.topics})
    labels = concept_labels() if topics else {}
    return Content(
        tuple(_source(g) for g in graphs), statements, links,
        {t: labels.get(t, _words(t)) for t in topics},
    )  # fmt: skip


def _shown_nodes(graphs: Sequence[PlanGraph]) -> list[tuple[int, Node]]:
    """Nodes with the place of their plan, in document order; what has no look is not shown."""
    seen: set[str] = set()
    found = []
    for at, graph in enumerate(graphs):
        looked_at = (n for n in graph.nodes if type(n).__name__ in LOOKS)
        for node in sorted(looked_at, key=_reading_order):
            if node.id not in seen:
                seen.add(node.id)
                found.append((at, node))
    return found


def _reading_order(node: Node) -> tuple[int, bool, int, str]:
    """By column, the plan itself first, then as the document goes, last what has no place in it."""
    look = LOOKS[type(node).__name__]
    at = node.spans[0].start if node.spans else 1 << 60
    return (look.column, not isinstance(node, Publication), at, node.id)


def _links(graphs: Sequence[PlanGraph], keys: Mapping[str, str]) -> Iterator[Link]:
    """Each edge once; what nothing else leads to hangs on its plan."""
    seen: set[tuple[str, str, str]] = set()
    for graph in graphs:
        reached = {e.target for e in graph.edges}
        roots = (e for e in in_plan(graph) if e.source not in reached)
        for edge in (*graph.edges, *roots):
            name = (edge.source, edge.key, edge.target)
            if name not in seen and edge.source in keys and edge.target in keys:
                seen.add(name)
                yield _link(edge, graph, keys)


def _link(edge: Edge, graph: PlanGraph, keys: Mapping[str, str]) -> Link:
    """A derived link is structural if one of its ends is derived too and would be lost alone."""
    ends = (graph.by_id.get(edge.source), graph.by_id.get(edge.target))
    return Link(
        keys[edge.source], keys[edge.target], edge.key, edge.basis, edge.rule,
        edge.span.quote if edge.span else "",
        edge.basis != "derived" or any(n is not None and n.basis == "derived" for n in ends),
    )  # fmt: skip


def _named(graphs: Sequence[PlanGraph]) -> Mapping[str, tuple[str, ...]]:
    """Whom each statement names as leading or taking part, as stated."""
    found: dict[str, tuple[str, ...]] = {}
    for graph in graphs:
        for edge in graph.edges:
            if edge.key in ("LED_BY", "WITH_PARTNER") and edge.basis != "derived":
                names = found.get(edge.source, ())
                found[edge.source] = (*names, text_of(graph.by_id[edge.target]))
    return found


def text_of(node: Node) -> str:
    """The words that stand for a node."""
    for field in ("text", "title", "canonical"):
        if value := getattr(node, field, ""):
            return str(value)
    return node.id


def _statement(key: str, plan: int, node: Node, reader: Reader, who: tuple[str, ...]) -> Statement:
    return Statement(
        key=key, id=node.id, type=type(node).__name__, plan=plan,
        number=getattr(node, "number", None) or "", text=text_of(node), basis=node.basis,
        quotes=tuple(reader.quote(s) for s in node.spans), facts=tuple(_facts(node)),
        anomalies=getattr(node, "anomalies", ()), topics=_topics(node), who=who, when=_when(node),
    )  # fmt: skip


def _facts(node: Node) -> Iterator[tuple[str, str]]:
    """Named fields in a reader's words; a value of a code list without its hyphens."""
    for name, field in data_fields(type(node)):
        value = getattr(node, name)
        if name not in FACT_WORDS or value is None or value in ((), text_of(node)):
            continue
        values = value if isinstance(value, tuple) else (value,)
        yield FACT_WORDS[name], "; ".join(_words(v) if field.scheme else str(v) for v in values)
    if (name := getattr(node, "name", "")) and name != text_of(node):
        yield "As printed", name


def _words(code: str) -> str:
    return code.rsplit("/", 1)[-1].replace("-", " ")


def _topics(node: Node) -> tuple[str, ...]:
    tags = node.tags if isinstance(node, Element) else ()
    return tuple(dict.fromkeys(t.concept for t in tags))


def _when(node: Node) -> str:
    printed = "; ".join(getattr(node, "when", ()))
    due = getattr(node, "due_by", None)
    return printed or (f"by {due}" if due else "")


def _source(graph: PlanGraph) -> Source:
    node = graph.publication
    return Source(
        node.title, graph.council or "", node.kind, _period(node), graph.source.name,
        graph.source.sha256, graph.plan,
    )  # fmt: skip


def _period(node: Publication) -> str:
    years = [str(d.year) for d in (node.period_start, node.period_end) if d]
    return node.period_text or "–".join(dict.fromkeys(years))


@cache
def concept_labels() -> Mapping[str, str]:
    """Concept -> its preferred label, over all schemes of the vocabulary."""
    import ontology

    return {c.id: c.label for name in ontology.names() for c in ontology.concepts(name).values()}


def as_json(value: Any) -> Any:
    """Frozen values as JSON holds them, by field name and without what is empty."""
    from dataclasses import fields

    if isinstance(value, tuple):
        return [as_json(v) for v in value]
    if hasattr(value, "__dataclass_fields__"):
        pairs = ((f.name, getattr(value, f.name)) for f in fields(value))
        return {k: as_json(v) for k, v in pairs if v is not False and v not in ("", ())}
    return value
