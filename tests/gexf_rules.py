"""A reader of GEXF by the rules of its schema: what breaks one is an AssertionError."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from lxml import etree

SPACE, VIZ = "{http://gexf.net/1.3}", "{http://gexf.net/1.3/viz}"
TYPES: Mapping[str, Callable[[str], Any]] = {"string": str, "long": int, "double": float}
VIZ_VALUES: Mapping[str, set[str]] = {
    "color": {"r", "g", "b"}, "position": {"x", "y", "z"}, "size": {"value"},
}  # fmt: skip


@dataclass(frozen=True)
class Read:
    """Nodes by id with their values, and edges as (source, target, kind) with theirs."""

    nodes: dict[str, dict[str, Any]]
    edges: dict[tuple[str, str, str], dict[str, Any]]
    colours: dict[str, tuple[int, ...]]


def read(data: bytes) -> Read:
    root = etree.fromstring(data)
    assert (root.tag, root.get("version")) == (f"{SPACE}gexf", "1.3")
    assert [c.tag for c in root] == [f"{SPACE}meta", f"{SPACE}graph"]
    graph = root[1]
    assert dict(graph.attrib) == {"defaultedgetype": "directed", "mode": "static"}
    names = [c.tag.removeprefix(SPACE) for c in graph]
    assert names == ["attributes", "attributes", "nodes", "edges"]
    declared = {a.get("class"): _declared(a) for a in graph[:2]}
    assert set(declared) == {"node", "edge"}
    nodes = {n.get("id"): _values(n, declared["node"]) for n in graph[2]}
    assert len(nodes) == len(graph[2])
    edges = {(e.get("source"), e.get("target"), e.get("kind")): _values(e, declared["edge"])
             for e in graph[3]}  # fmt: skip
    assert len(edges) == len(graph[3]), "two edges of one kind would be merged"
    assert len({e.get("id") for e in graph[3]}) == len(edges)
    assert {end for s, t, _ in edges for end in (s, t)} <= set(nodes)
    assert all(n.get("label") for n in (*graph[2], *graph[3]))
    return Read(nodes, edges, {n.get("id"): _look(n) for n in graph[2]})


def _declared(attributes: Any) -> dict[str, tuple[str, str]]:
    found = {a.get("id"): (a.get("title"), a.get("type")) for a in attributes}
    assert len(found) == len(attributes)
    assert len({title for title, _ in found.values()}) == len(found)
    assert all(kind in TYPES for _, kind in found.values())
    return found


def _values(node: Any, declared: Mapping[str, tuple[str, str]]) -> dict[str, Any]:
    values = node.findall(f"{SPACE}attvalues/{SPACE}attvalue")
    found = {}
    for value in values:
        title, kind = declared[value.get("for")]
        found[title] = TYPES[kind](value.get("value"))
    assert len(found) == len(values)
    return found


def _look(node: Any) -> tuple[int, ...]:
    """The colour, after a look at all that is drawn."""
    for name, wanted in VIZ_VALUES.items():
        (drawn,) = node.findall(f"{VIZ}{name}")
        assert set(drawn.attrib) == wanted
        assert all(float(v) == float(v) for v in drawn.attrib.values())
    colour = node.find(f"{VIZ}color")
    rgb = tuple(int(colour.get(c)) for c in "rgb")
    assert all(0 <= c <= 255 for c in rgb)
    return rgb
