"""The plans as one network of nodes and edges with plain values, for graph programs."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from graph.exporting.content import Content, in_xml, plain
from graph.fields import FIELDS
from graph.property_graph import Row, to_node_link

_DECIMAL = {f.json for f in FIELDS.values() if f.shape == "decimal"}
_NAMES = {"start": "quoteStart", "end": "quoteEnd", "label": "heading"}
"""Names that graph programs give a meaning of their own -> what these are called instead."""
_APART = ("id", "source", "target", "key", "alsoAt")

Value = str | int | float


@dataclass(frozen=True, slots=True)
class Vertex:
    """A node: what is drawn beside it, and its values by name."""

    id: str
    label: str
    values: Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Arc:
    """A relationship of a type."""

    source: str
    target: str
    key: str
    values: Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Network:
    """Every node once, and every relationship between two of them once."""

    vertices: tuple[Vertex, ...]
    arcs: tuple[Arc, ...]


def network(content: Content) -> Network:
    """All plans as one; a plan that is known by its id alone is a node without values."""
    vertices: dict[str, Vertex] = {}
    arcs: dict[tuple[str, str, str], Arc] = {}
    for data in (to_node_link(g, "") for g in content.graphs):
        for row in data["nodes"]:
            vertices.setdefault(row["id"], Vertex(row["id"], _shown(row), dict(_values(row))))
        for row in data["edges"]:
            arc = Arc(row["source"], row["target"], row["key"], dict(_values(row)))
            arcs.setdefault((arc.source, arc.key, arc.target), arc)
    for end in (e for a in arcs.values() for e in (a.source, a.target)):
        vertices.setdefault(end, Vertex(end, end, {}))
    return Network(tuple(vertices.values()), tuple(arcs.values()))


def _shown(row: Row) -> str:
    return in_xml(next((row[k] for k in ("text", "title", "canonical") if k in row), row["id"]))


def _values(row: Row) -> Iterator[tuple[str, Value]]:
    for name, value in row.items():
        if name not in _APART:
            flat = float(Decimal(value)) if name in _DECIMAL else plain(value)
            yield _NAMES.get(name, name), in_xml(flat) if isinstance(flat, str) else flat
