"""Node-link JSON, the form of `crossplan extract --format json`."""

from collections.abc import Iterable

from graph.exporting.content import Content
from graph.property_graph import Row, dumps, to_node_link
from graph.record import version


def write(content: Content) -> bytes:
    """One document's graph as it is, several as one with their plans named."""
    parts = [to_node_link(g, version()) for g in content.graphs]
    if len(parts) == 1:
        return dumps(parts[0]).encode()
    sources = [p["graph"] for p in parts]
    return dumps({
        "directed": True, "multigraph": True,
        "graph": {"plans": sources, "crossplan": version()},
        "nodes": _distinct(n for p in parts for n in p["nodes"]),
        "edges": [e for p in parts for e in p["edges"]],
    }).encode()  # fmt: skip


def _distinct(rows: Iterable[Row]) -> list[Row]:
    """The first row of each id: a council is a node of every plan of its own."""
    by_id: dict[str, Row] = {}
    for row in rows:
        by_id.setdefault(row["id"], row)
    return list(by_id.values())
