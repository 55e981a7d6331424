"""Comma-separated values: a row a node."""

from collections import defaultdict

from graph.exporting.content import Content, plain
from graph.fields import FIELDS
from graph.model import RELATIONS, PlanGraph
from graph.property_graph import Row, to_node_link
from graph.tables import Table, to_csv

_FIRST = ("plan", "id", "type", "number", "text", "name", "title")
_LAST = ("tags", "start", "end", "quote", "basis")


def write(content: Content) -> bytes:
    """One row a node; a column for each relationship type holds the ids at its other end."""
    rows = [row for g in content.graphs for row in _node_rows(g)]
    used = {name for row in rows for name in row}
    middle = [f.json for f in FIELDS.values()]
    more = sorted(used - {*_FIRST, *middle, *_LAST, *RELATIONS})
    order = dict.fromkeys((*_FIRST, *middle, *more, *_LAST, *RELATIONS))
    columns = tuple(c for c in order if c in used)
    cells = (tuple(plain(row[c]) if c in row else None for c in columns) for row in rows)
    return to_csv(Table(columns, tuple(cells))).encode()


def _node_rows(graph: PlanGraph) -> list[Row]:
    data = to_node_link(graph, "")
    ends: defaultdict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for edge in data["edges"]:
        ends[edge["source"]][edge["key"]].append(edge["target"])
    return [
        {"plan": graph.plan, **{k: v for k, v in node.items() if k != "alsoAt"}, **ends[node["id"]]}
        for node in data["nodes"]
    ]
