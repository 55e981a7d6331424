"""What follows from what a plan states, by rules R1 to R4 of the ontology.

R1: a plan without a theme gets one for each top topic of its priorities.
R2: an action under a theme also supports the theme's linked priorities.
R3: an action without lead and partners takes those of its priorities and themes.
R4: an action without a measure takes the measures of its priorities.
"""

from collections import defaultdict
from collections.abc import Iterator

import ontology
from graph.model import Action, Edge, Node, PlanGraph, Priority, Theme, merge

_WHO = ("LED_BY", "WITH_PARTNER")


def derive(graph: PlanGraph) -> PlanGraph:
    """The graph with what the rules add, each addition marked as derived and by which rule."""
    for rule in (_themes, _supports, _who, _measures):
        nodes, edges = rule(graph)
        known = {(e.source, e.key, e.target) for e in graph.edges}
        new = [e for e in edges if (e.source, e.key, e.target) not in known]
        graph = merge(graph, PlanGraph.of(graph.plan, graph.source, nodes, new))
    return graph


def _derived(source: str, key: str, target: str, rule: str) -> Edge:
    return Edge(source=source, key=key, target=target, basis="derived", rule=rule)


def _ends(graph: PlanGraph, *keys: str) -> dict[str, list[tuple[str, str]]]:
    out: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for e in graph.edges:
        if e.key in keys:
            out[e.source].append((e.key, e.target))
    return out


def _sources(graph: PlanGraph, *keys: str) -> dict[str, list[str]]:
    out: dict[str, list[str]] = defaultdict(list)
    for e in graph.edges:
        if e.key in keys:
            out[e.target].append(e.source)
    return out


def top_topics(topic: str) -> Iterator[str]:
    """The topics without a broader one that a topic is under, itself if it is one."""
    concept = ontology.concepts("topics")[topic]
    if not concept.broader:
        yield topic
    for above in concept.broader:
        yield from top_topics(above)


def _themes(graph: PlanGraph) -> tuple[list[Node], list[Edge]]:
    if any(t.kind == "theme" for t in graph.of_type(Theme)):
        return [], []
    nodes: dict[str, Node] = {}
    edges = []
    for priority in graph.of_type(Priority):
        tagged = {t.concept for t in priority.tags if t.concept.startswith("topic/")}
        for top in sorted({top for topic in tagged for top in top_topics(topic)}):
            theme = f"{graph.plan}/theme/{top.removeprefix('topic/')}"
            label = ontology.concepts("topics")[top].label
            nodes[theme] = Theme(id=theme, text=label, kind="derived", basis="derived")
            edges.append(_derived(theme, "LINKED_PRIORITY", priority.id, "R1"))
    return list(nodes.values()), edges


def _supports(graph: PlanGraph) -> tuple[list[Node], list[Edge]]:
    linked = _ends(graph, "LINKED_PRIORITY")
    actions = _ends(graph, "HAS_ACTION")
    return [], [
        _derived(priority, "HAS_ACTION", action, "R2")
        for theme in graph.of_type(Theme)
        for _, priority in linked[theme.id]
        for _, action in actions[theme.id]
    ]


def _who(graph: PlanGraph) -> tuple[list[Node], list[Edge]]:
    who, above = _ends(graph, *_WHO), _sources(graph, "HAS_ACTION")
    return [], [
        _derived(action.id, key, partner, "R3")
        for action in graph.of_type(Action) if not who[action.id]
        for heading in above[action.id]
        for key, partner in who[heading]
    ]  # fmt: skip


def _measures(graph: PlanGraph) -> tuple[list[Node], list[Edge]]:
    measures, above = _ends(graph, "MEASURED_BY"), _sources(graph, "HAS_ACTION")
    return [], [
        _derived(action.id, "MEASURED_BY", measure, "R4")
        for action in graph.of_type(Action) if not measures[action.id]
        for heading in above[action.id]
        for _, measure in measures[heading]
    ]  # fmt: skip
