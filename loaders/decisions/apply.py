"""A plan's graph as people decided: a pure function of both."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from graph.errors import UsageError
from graph.model import (
    CitedDocument,
    Edge,
    Element,
    Measure,
    Node,
    Partner,
    PlanGraph,
    Programme,
    Span,
    Target,
)
from loaders.decisions.corrections import corrected, target_of, within
from loaders.decisions.decision import STATEMENTS, Decision
from loaders.decisions.hanging import HOLDING, Hanging

_CERTAIN = Decimal(1)


def apply(graph: PlanGraph, decisions: Sequence[Decision]) -> PlanGraph:
    """The graph as people decided; statements are found by their ids alone, see `resolve`.

    A rejected statement goes with what hangs on nothing else. An accepted or corrected one is
    certain, keeps its spans, and is curated where its words are no longer the source's.
    """
    on = {f"{graph.plan}/{d.statement}": d for d in decisions if d.plan == graph.plan}
    on = {i: d for i, d in on.items() if isinstance(graph.by_id.get(i), Element)}
    if not on:
        return graph
    nodes = {n.id: _decided(n, on.get(n.id)) for n in graph}
    moved = {i: _full(graph, d.parent) for i, d in on.items() if d.parent}
    rejected = {i for i, d in on.items() if d.verdict == "reject"}
    hanging = Hanging(graph, nodes, moved, rejected)
    targets, edges = _with_targets(graph, nodes, hanging.edges())
    gone = _hanging_on(rejected, edges)
    _refuse_lost(gone, on)
    after = nodes | {t.id: t for t in targets}
    return _without(replace(graph, nodes=(*after.values(),)), edges, gone, hanging.above)


def _full(graph: PlanGraph, name: str) -> str:
    return name if name == graph.plan else f"{graph.plan}/{name}"


def _decided(node: Node, decision: Decision | None) -> Node:
    if decision is None or decision.verdict == "reject" or not isinstance(node, Element):
        return node
    kind = STATEMENTS[decision.type] if decision.type else type(node)
    new = corrected(node, kind, decision.text or node.text)
    why = ": ".join(filter(None, (f"{decision.verdict}ed by a person", decision.because)))
    return replace(new, confidence=_CERTAIN, reason=why)


def _with_targets(
    graph: PlanGraph, nodes: Mapping[str, Node], edges: list[Edge]
) -> tuple[list[Target], list[Edge]]:
    """The targets of measures that have new words or are new as measures, read again."""

    def same(old: Node, new: Measure) -> bool:
        return isinstance(old, Measure) and old.text == new.text

    anew = [n for n in nodes.values()
            if isinstance(n, Measure) and not same(graph.by_id[n.id], n)]  # fmt: skip
    ids = {n.id for n in anew}
    left = [e for e in edges if not (e.key == "HAS_TARGET" and e.source in ids)]
    held = {e.target for e in left}
    taken = {i for i, n in nodes.items() if not isinstance(n, Target) or i in held}
    targets: list[Target] = []
    for measure in anew:
        if target := target_of(measure, {*taken, *(t.id for t in targets)}):
            targets.append(target)
            left.append(Edge(source=measure.id, key="HAS_TARGET", target=target.id,
                             basis=measure.basis))  # fmt: skip
    return targets, left


def _hanging_on(rejected: Iterable[str], edges: Iterable[Edge]) -> set[str]:
    """The rejected statements and all that hangs on nothing else."""
    gone, homes = {*rejected}, defaultdict(set)
    for e in edges:
        if e.key in HOLDING:
            homes[e.target].add(e.source)
    while more := {i for i, on in homes.items() if i not in gone and on <= gone}:
        gone |= more
    return gone


def _refuse_lost(gone: set[str], on: Mapping[str, Decision]) -> None:
    lost = sorted(i for i in gone if i in on and on[i].verdict != "reject")
    if lost:
        raise UsageError(
            f"{on[lost[0]].told} keeps {lost[0]}, but what it hangs on is rejected;"
            " give it another parent or reject it too"
        )


def _without(
    graph: PlanGraph, edges: list[Edge], gone: set[str], above: Mapping[str, list[str]]
) -> PlanGraph:
    """The graph without these, and without what only their words said."""
    words: dict[str, list[Element]] = defaultdict(list)
    for i in gone:
        if isinstance(child := graph.by_id.get(i), Element):
            for parent in above.get(i, ()):
                words[parent].append(child)
    left = [e for e in edges if not {e.source, e.target} & gone and not _only_in(e, graph, words)]
    linked, still = {e.target for e in graph.edges}, {e.target for e in left}
    dropped = {n.id for n in graph if isinstance(n, Target | Partner | Programme | CitedDocument)
               and n.id in linked and n.id not in still} | gone  # fmt: skip
    before, after = _supported(graph.edges), _supported(left)
    lost = {i: before[i] - after[i] for i in before}
    nodes = [_cleaned(n, words.get(n.id, ()), lost.get(n.id, set())) for n in graph
             if n.id not in dropped]  # fmt: skip
    return PlanGraph.of(graph.plan, graph.source, nodes, left)


def _supported(edges: Iterable[Edge]) -> dict[str, set[Span]]:
    """The words by which each node is named as the end of a relationship."""
    found: dict[str, set[Span]] = defaultdict(set)
    for e in edges:
        if e.span:
            found[e.target].add(e.span)
    return found


def _only_in(edge: Edge, graph: PlanGraph, words: Mapping[str, list[Element]]) -> bool:
    """Whether a body or a statement is named only in the words of a part that goes."""
    if edge.key not in ("MENTIONS", "REFERS_TO", "CITES") or edge.span is None:
        return False
    own = graph.by_id[edge.source].spans
    parts = words.get(edge.source, ())
    return not within(edge.span, own) and any(within(edge.span, p.spans) for p in parts)


def _cleaned(node: Node, parts: Iterable[Element], lost: set[Span]) -> Node:
    """A node without the topics of parts that go; a partner without the words that named it."""
    if isinstance(node, Element) and (gone := tuple(s for part in parts for s in part.spans)):
        return replace(node, tags=tuple(
            t for t in node.tags if within(t.span, node.spans) or not within(t.span, gone)
        ))  # fmt: skip
    if isinstance(node, Partner) and lost:
        return replace(node, spans=tuple(s for s in node.spans if s not in lost))
    return node
