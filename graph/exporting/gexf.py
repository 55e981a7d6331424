"""GEXF 1.3 for Gephi: types as colours, a first layout, and relationships as kinds of edges."""

from collections.abc import Iterable, Mapping
from itertools import count
from textwrap import shorten
from typing import TYPE_CHECKING

from graph.exporting.content import Content
from graph.exporting.network import Arc, Value, Vertex, network

if TYPE_CHECKING:
    from lxml.etree import _Element

SPACE, VIZ = "http://gexf.net/1.3", "http://gexf.net/1.3/viz"
_TYPES: Mapping[type[Value], str] = {str: "string", int: "long", float: "double"}

_FRAME, _AIM, _DOING, _WHO, _KNOWN, _CAUTION = (
    "#1b1f23", "#cc79a7", "#0072b2", "#d55e00", "#009e73", "#767676",
)  # fmt: skip
LOOKS: Mapping[str, tuple[str, int, int]] = {
    "Plan": (_FRAME, 30, 0), "ProgressReport": (_FRAME, 30, 0), "Council": (_FRAME, 24, 0),
    "Vision": (_AIM, 12, 1), "Mission": (_AIM, 12, 1), "Principle": (_AIM, 8, 1),
    "Theme": (_AIM, 20, 1), "Priority": (_AIM, 18, 2), "Objective": (_AIM, 10, 3),
    "IntendedOutcome": (_AIM, 10, 3), "ImpactStatement": (_KNOWN, 10, 3),
    "Action": (_DOING, 12, 4), "ReportedActivity": (_DOING, 12, 4), "Subaction": (_DOING, 6, 5),
    "Milestone": (_DOING, 6, 5), "Measure": (_KNOWN, 10, 6), "Target": (_KNOWN, 8, 7),
    "Partner": (_WHO, 12, 8), "Programme": (_WHO, 12, 8), "CitedDocument": (_WHO, 8, 8),
    "Risk": (_CAUTION, 10, 6), "ExitStrategy": (_CAUTION, 10, 6),
}  # fmt: skip
"""Type -> colour, size and column from left to right; other types look like `_OTHER`."""
_OTHER = (_CAUTION, 4, 9)
_WIDE, _HIGH = 400, 24
_LONGEST = 60


def write(content: Content) -> bytes:
    """A directed graph whose edges say by `kind` what they are, so that none are merged."""
    from lxml import etree

    made = network(content)
    root = etree.Element(f"{{{SPACE}}}gexf", version="1.3", nsmap=_spaces())
    _put(_put(root, "meta"), "creator").text = "crossplan"
    graph = _put(root, "graph", defaultedgetype="directed", mode="static")
    _declare(graph, "node", (v.values for v in made.vertices))
    _declare(graph, "edge", ({"relation": a.key, **a.values} for a in made.arcs))
    nodes, edges = _put(graph, "nodes"), _put(graph, "edges")
    rows: dict[int, count[int]] = {}
    for vertex in made.vertices:
        _node(nodes, vertex, rows)
    for number, arc in enumerate(made.arcs):
        _edge(edges, number, arc)
    etree.indent(root, " ")
    data: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8")
    return data + b"\n"


def _spaces() -> dict[str, str]:
    spaces: dict[str | None, str] = {None: SPACE, "viz": VIZ}
    return spaces  # type: ignore[return-value]


def _put(parent: "_Element", name: str, space: str = SPACE, **attributes: str) -> "_Element":
    from lxml import etree

    return etree.SubElement(parent, f"{{{space}}}{name}", attributes)


def _declare(graph: "_Element", of: str, rows: Iterable[Mapping[str, Value]]) -> None:
    """Declares each attribute by its name, with its type."""
    types = {name: _TYPES[type(v)] for row in rows for name, v in row.items()}
    at = _put(graph, "attributes", **{"class": of}, mode="static")
    for name, kind in sorted(types.items()):
        _put(at, "attribute", id=name, title=name, type=kind)


def _node(nodes: "_Element", vertex: Vertex, rows: dict[int, "count[int]"]) -> None:
    at = _put(
        nodes,
        "node",
        id=vertex.id,
        label=shorten(vertex.label, _LONGEST, placeholder=" …") or vertex.id,
    )
    _values(at, vertex.values)
    colour, size, column = LOOKS.get(str(vertex.values.get("type")), _OTHER)
    red, green, blue = (str(int(colour[i : i + 2], 16)) for i in (1, 3, 5))
    _put(at, "color", VIZ, r=red, g=green, b=blue)
    row = next(rows.setdefault(column, count()))
    _put(at, "position", VIZ, x=str(column * _WIDE), y=str(-row * _HIGH), z="0")
    _put(at, "size", VIZ, value=str(size))


def _edge(edges: "_Element", number: int, arc: Arc) -> None:
    at = _put(edges, "edge", id=str(number), source=arc.source, target=arc.target, kind=arc.key,
              label=arc.key.lower().replace("_", " "))  # fmt: skip
    _values(at, {"relation": arc.key, **arc.values})


def _values(at: "_Element", values: Mapping[str, Value]) -> None:
    held = _put(at, "attvalues")
    for name, value in values.items():
        _put(held, "attvalue", **{"for": name}, value=str(value))
