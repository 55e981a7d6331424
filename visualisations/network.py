"""The map of plans: a single HTML file on pyvis and vis-network, laid out beforehand."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, cast

from graph.errors import UsageError
from visualisations import clusters, layout, theme
from visualisations.content import Content, Statement, as_json
from visualisations.page import Frame, environment, shell, vis_network

if TYPE_CHECKING:
    from jinja2 import Environment
    from pyvis.network import Network

COMFORTABLE, MOST = 1_000, 3_000
"""Statements on one map: above the first the page says that it is large, above the second none."""

SCRIPTS = (
    "network",
    *(f"network-{p}" for p in ("draw", "export", "arrange", "panel", "path", "map", "state")),
)
OPTIONS = {
    "physics": {"enabled": False},
    "layout": {"improvedLayout": False},
    "edges": {"smooth": False, "color": {"inherit": False}, "selectionWidth": 0, "hoverWidth": 0,
              "arrows": {"to": {"enabled": True, "scaleFactor": 0.5}}},
    "nodes": {"shape": "custom"},
    "interaction": {"hideEdgesOnDrag": True, "hideEdgesOnZoom": True, "keyboard": False,
                    "hover": True, "dragNodes": False, "selectConnectedEdges": False},
}  # fmt: skip


def page(
    shown: Content, frame: Frame, title: str = "Map of plans",
    pages: Mapping[str, str] | None = None, left_out: int = 0, template: str = "network",
    libraries: Sequence[str] = (), notices: Iterable[str] | None = None, **values: Any,
) -> str:  # fmt: skip
    """One HTML file that needs nothing beside it; the same plans give the same bytes.

    `pages` are pages of their own that cards lead to, by id; `left_out` says how many statements
    the cards stand for. A template that extends that of the map brings a script and a style of its
    name, libraries, notices and values of its own.
    """
    if not shown.statements:
        raise UsageError("there is nothing to draw: no plan was given, or the plans are empty")
    if len(shown.statements) > MOST:
        raise UsageError(_too_many(shown))
    places = layout.layered(
        [layout.Item(s.key, s.plan, theme.LOOKS[s.type].column) for s in shown.statements],
        [(link.source, link.target) for link in shown.links],
    )
    network = _network(shown, places)
    names = SCRIPTS if template == "network" else (*SCRIPTS, template)
    told = _notices(shown, left_out, pages or {}) if notices is None else notices
    shell_of = shell(names, frame, title, [vis_network(), *libraries], waits=True, notices=told)
    env = _filled(shown, shell_of)
    env.globals.update(values, left_out=left_out, data=_data(shown, places, frame, pages or {}))
    network.templateEnv, network.path = env, f"{template}.html.j2"
    return cast(str, network.generate_html())


def _too_many(shown: Content) -> str:
    counts = Counter(shown.plans[s.plan].name for s in shown.statements)
    largest = ", ".join(f"{name} ({n:,})" for name, n in counts.most_common(3))
    return (
        f"{len(shown.statements):,} statements are too many for one readable map, which takes "
        f"{MOST:,}: choose plans or a topic with --plan or --topic, or draw plans and topics with:"
        f" crossplan view overview; the largest are {largest}"
    )


def _notices(shown: Content, left_out: int, pages: Mapping[str, str]) -> Iterator[str]:
    """What the map leaves out, and that it is large."""
    if left_out:
        yield (
            f"{left_out:,} statements are not drawn one by one: this map shows plans and topics."
            " Choose a card to see the numbers"
            + ", and open its page for the sentences" * bool(pages)
            + "."
        )
    if len(shown.statements) > COMFORTABLE:
        yield (
            f"This map is large: {len(shown.statements):,} cards. Hide some plans or types to see"
            " the rest more easily."
        )


def _network(shown: Content, places: layout.Layout) -> "Network":
    """The graph in pyvis: keys of our own making, positions, short labels; no titles."""
    from pyvis.network import Network

    network = Network(directed=True, cdn_resources="in_line")
    for s in shown.statements:
        at = places.places[s.key]
        network.add_node(s.key, label=_label(s), shape="custom", x=at.x, y=at.y)
    for n, link in enumerate(shown.links):
        network.add_edge(link.source, link.target, id=f"e{n}", dashes=link.basis == "derived")
    network.set_options(json.dumps(OPTIONS))
    return network


def _label(s: Statement) -> str:
    text = f"{s.number} {s.text}" if s.number else s.text
    return text if len(text) <= 120 else text[:118].rstrip() + "…"


def _filled(shown: Content, shell_of: Mapping[str, Any]) -> "Environment":
    """What pyvis fills our template from; its own never reaches a page."""
    env = environment()
    env.globals.update(
        shell_of,
        statements=shown.statements, topics=shown.topics,
        counts=Counter(s.type for s in shown.statements),
        plan_counts=Counter(s.plan for s in shown.statements),
        link_counts=Counter(_kind(link.basis) for link in shown.links),
        links_of=_links_of(shown),
    )  # fmt: skip
    return env


def _links_of(shown: Content) -> dict[str, list[tuple[str, str]]]:
    """What each statement is linked to in the plan's own words, for readers of the table."""
    text = {s.key: _label(s) for s in shown.statements}
    found: dict[str, list[tuple[str, str]]] = {s.key: [] for s in shown.statements}
    for link in shown.links:
        if link.basis != "derived":
            found[link.source].append((theme.RELATION_WORDS[link.type][0], text[link.target]))
    return found


def _kind(basis: str) -> str:
    return "derived" if basis == "derived" else "stated"


def _data(
    shown: Content, places: layout.Layout, frame: Frame, pages: Mapping[str, str]
) -> dict[str, Any]:
    """What the page's script knows beyond pyvis's nodes and edges."""
    sources = {p.id: link for p in shown.plans if (link := frame.source(p.id))}
    return {
        "plans": as_json(shown.plans), "statements": as_json(shown.statements),
        "links": as_json(shown.links), "topics": dict(shown.topics),
        "looks": {t: as_json(look) for t, look in theme.LOOKS.items()},
        "relations": theme.RELATION_WORDS, "rules": theme.RULE_WORDS,
        "columns": theme.COLUMNS, "lane_boxes": as_json(places.lanes),
        "column_boxes": as_json(places.columns), "card": layout.CARD, "pitch": layout.PITCH,
        "sources": sources, "pages": dict(pages),
        "ranks": {key: p.rank for key, p in places.places.items()}, "apart": _apart(shown),
    }  # fmt: skip


def _apart(shown: Content) -> dict[str, Any]:
    """Where cards stand when councils lie apart; nothing where there is only one."""
    names = list(dict.fromkeys(p.council or p.name for p in shown.plans))
    if len(names) < 2:
        return {}
    lane = [names.index(p.council or p.name) for p in shown.plans]
    places, blocks = clusters.clustered(
        [layout.Item(s.key, lane[s.plan], theme.LOOKS[s.type].column) for s in shown.statements],
        [(link.source, link.target) for link in shown.links if link.basis != "derived"],
    )
    return {"places": places, "blocks": as_json(blocks), "names": names}
