"""A strategy for any plan graph that the model allows, hostile texts included."""

import dataclasses
import typing
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from graph.fields import FIELDS
from graph.model import (
    NODE_TYPES,
    RELATIONS,
    Basis,
    Edge,
    Element,
    Node,
    Plan,
    PlanGraph,
    Source,
    Span,
    Tag,
)

TEXT = st.text(
    st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff"),
    min_size=1,
    max_size=30,
)
LINE = TEXT.filter(lambda t: t.strip() and "\n" not in t)
SLUG = st.from_regex(r"[a-z0-9]{1,8}(-[a-z0-9]{1,8})?", fullmatch=True)
DATES = st.dates(date(1990, 1, 1), date(2090, 1, 1))
SPANS = st.builds(lambda s, q: Span(s, s + len(q), q), st.integers(0, 10_000), TEXT)
CONCEPTS = st.sampled_from(
    [
        "topic/attendance",
        "topic/send",
        "vocab/indicator/neet",
        "vocab/population/boys",
        "vocab/phase/ks2",
    ]
)
BASES: list[Basis] = ["stated", "derived", "curated"]
KINDS = {"Partner": ["organisation", "role", "group", "programme", "school", "partnership"],
         "Theme": ["theme", "area-for-improvement", "derived"]}  # fmt: skip

SHAPES: dict[str, Callable[[], st.SearchStrategy[Any]]] = {
    "string": lambda: LINE,
    "strings": lambda: st.sets(LINE, max_size=3).map(lambda s: tuple(sorted(s))),
    "lines": lambda: st.lists(LINE, max_size=3).map(tuple),
    "date": lambda: DATES,
    "decimal": lambda: st.integers(-10_000, 10_000).map(lambda n: Decimal(n) / 10),
    "concept": lambda: SLUG,
    "concepts": lambda: st.sets(SLUG, max_size=3).map(lambda s: tuple(sorted(s))),
}


def _unique(items: list[Any]) -> tuple[Any, ...]:
    """One span for each place, as a text has one quote for each place."""
    by_place = {(getattr(i, "span", i).start, getattr(i, "span", i).end): i for i in items}
    return tuple(sorted(by_place.values()))


@st.composite
def nodes(draw: st.DrawFn, kind: type[Node], node_id: str) -> Node:
    hints = typing.get_type_hints(kind)
    values: dict[str, Any] = {}
    for f in dataclasses.fields(kind):
        if f.name not in FIELDS:
            continue
        if f.name == "kind" and kind.__name__ in KINDS:
            strategy: st.SearchStrategy[Any] = st.sampled_from(KINDS[kind.__name__])
        else:
            strategy = SHAPES[FIELDS[f.name].shape]()
        if type(None) in typing.get_args(hints[f.name]):
            strategy = st.none() | strategy
        values[f.name] = draw(strategy)
    basis: Basis = draw(st.sampled_from(BASES))
    spans = _unique(draw(st.lists(SPANS, max_size=2)))
    if issubclass(kind, Element):
        tags = draw(st.lists(st.builds(Tag, CONCEPTS, SPANS), max_size=2))
        values["tags"] = tuple(sorted({t.concept: t for t in tags}.values()))
    return kind(id=node_id, basis=basis, spans=spans, **values)


def _one_quote_a_place(found: list[Node]) -> list[Node]:
    """Spans of equal place have equal quotes, as in a real text."""
    quotes: dict[tuple[int, int], Span] = {}

    def same(span: Span) -> Span:
        return quotes.setdefault((span.start, span.end), span)

    out = []
    for node in found:
        changes: dict[str, Any] = {"spans": tuple(sorted({same(s) for s in node.spans}))}
        if isinstance(node, Element):
            changes["tags"] = tuple(Tag(t.concept, same(t.span)) for t in node.tags)
        out.append(dataclasses.replace(node, **changes))
    return out


@st.composite
def plan_graphs(draw: st.DrawFn) -> PlanGraph:
    plan = draw(SLUG)
    kinds = [k for k in NODE_TYPES.values() if k.__name__ not in ("Plan", "ProgressReport")]
    chosen = draw(st.lists(st.sampled_from(kinds), max_size=6))
    found = [draw(nodes(Plan, plan))]
    found += [draw(nodes(k, f"{plan}/{k.__name__.lower()}/{i}")) for i, k in enumerate(chosen)]
    found = _one_quote_a_place(found)
    edges = []
    for a in found:
        for b in found:
            keys = [k for k, (sources, targets) in RELATIONS.items() if k != "IN_PLAN"
                    and type(a).__name__ in sources and type(b).__name__ in targets]  # fmt: skip
            if keys and a.id != b.id and draw(st.booleans()):
                basis: Basis = draw(st.sampled_from(BASES))
                rule = draw(st.sampled_from(["R1", "R4"])) if basis == "derived" else ""
                span = a.spans[0] if a.spans and draw(st.booleans()) else None
                edges.append(Edge(source=a.id, key=draw(st.sampled_from(keys)), target=b.id,
                                  basis=basis, rule=rule, span=span))  # fmt: skip
    return PlanGraph.of(plan, Source("a plan.txt", "ab" * 32), found, edges)
