"""What flows into what: one plan from theme to measure, or several by topic and kind."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from visualisations.coverage import KINDS
from visualisations.page import Frame, render
from visualisations.plans import Plans, Row
from visualisations.sankey import Flow, picture

MOST = 40
"""Nodes in one column; the least of more are drawn as one."""
TYPES = ("Theme", "Priority", "Action", "Partner", "Measure")


@dataclass(frozen=True, slots=True)
class Stage:
    """A column: its name, the type whose look it has, and its nodes with their labels."""

    name: str
    type: str
    nodes: Mapping[str, str]


Key = tuple[int, str]
"""A column and a node in it."""


def page(plans: Plans, frame: Frame, title: str) -> str:
    """One HTML file with a drawing and the table that it shows."""
    one = len(plans.records) == 1
    stages, flows = chain(plans.rows("path")) if one else commitments(plans)
    drawn = picture([list(s.nodes) for s in stages], flows)
    return render(
        "flow", frame, title, stages=stages, picture=drawn, one=one,
        label={k: v for s in stages for k, v in s.nodes.items()},
        rows=sorted(flows, key=lambda f: [*map(int, f"{f.source}/{f.target}".split("/"))]),
    )  # fmt: skip


def chain(rows: Iterable[Row]) -> tuple[list[Stage], list[Flow]]:
    """Theme, priority, action, partner and measure of one plan; a flow counts its actions."""
    links: dict[tuple[Key, Key], set[str]] = defaultdict(set)
    for row in rows:
        theme, priority, action = (str(row[c] or "") for c in ("theme", "priority", "action"))
        if theme and priority:
            links[(0, theme), (1, priority)].add(action)
        if priority and action:
            links[(1, priority), (2, action)].add(action)
        for at, column in ((3, "partners"), (4, "measures")):
            for name in row[column]:
                links[(2, action), (at, name)].add(action)
    names = ("Theme", "Priority", "Action", "Partner", "Measure")
    weights = {ends: float(len(actions)) for ends, actions in links.items()}
    return _stages(names, TYPES, weights)


def commitments(plans: Plans) -> tuple[list[Stage], list[Flow]]:
    """Plan, topic at the top and kind of statement; a flow counts statements as `coverage` does."""
    weights: dict[tuple[Key, Key], float] = defaultdict(float)
    for row in plans.rows("coverage"):
        for kind, (label, _) in KINDS.items():
            if row[kind]:
                topic = (1, str(row["topic"]))
                weights[(0, plans.names[str(row["plan"])]), topic] += row[kind]
                weights[topic, (2, label)] += row[kind]
    return _stages(("Plan", "Topic", "Kind of statement"), ("Plan", "Theme", "Action"), weights)


def _stages(
    names: Sequence[str], types: Sequence[str], weights: Mapping[tuple[Key, Key], float]
) -> tuple[list[Stage], list[Flow]]:
    """Columns with their nodes, in the order in which they are met, the least put together."""
    amount: dict[Key, float] = defaultdict(float)
    for (a, b), n in weights.items():
        amount[a] += n
        amount[b] += n
    kept = {k: k for k in amount}
    for at in range(len(names)):
        column = sorted((k for k in amount if k[0] == at), key=lambda k: -amount[k])
        if len(column) > MOST:
            rest = (at, f"{len(column) - MOST + 1} others")
            kept.update((k, rest) for k in column[MOST - 1 :])
    flows: dict[tuple[Key, Key], float] = defaultdict(float)
    for (a, b), n in weights.items():
        flows[kept[a], kept[b]] += n
    labels: list[dict[str, str]] = [{} for _ in names]
    keys: dict[Key, str] = {}
    for node in dict.fromkeys(k for ends in flows for k in ends):
        at, label = node
        keys[node] = f"{at}/{len(labels[at])}"
        labels[at][keys[node]] = label
    stages = [Stage(n, t, found) for n, t, found in zip(names, types, labels, strict=True)]
    return stages, [Flow(keys[a], keys[b], n) for (a, b), n in flows.items()]
