"""Plan graphs in the forms of other tools; the same graphs give the same bytes."""

import json
import re
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, cast

from graph.errors import UsageError
from graph.fields import FIELDS
from graph.model import RELATIONS, PlanGraph
from graph.property_graph import Row, dumps, to_networkx, to_node_link
from graph.record import version
from graph.tables import Table, to_csv

if TYPE_CHECKING:
    import networkx as nx
    import pyoxigraph as ox

Graphs = Sequence[PlanGraph]
_NOT_XML = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

_FIRST = ("plan", "id", "type", "number", "text", "name", "title")
_LAST = ("tags", "start", "end", "quote", "basis")


def _quads(graphs: Graphs) -> "list[ox.Quad]":
    from graph.rdf import to_rdf

    return [q for g in graphs for q in to_rdf(g)]


def _nquads(graphs: Graphs) -> bytes:
    from graph.rdf import to_nquads

    lines = [line for g in graphs for line in to_nquads(g).splitlines(keepends=True)]
    return b"".join(sorted(lines))


def _serialise(form: str) -> Callable[[Graphs], bytes]:
    """A writer of quads by the name of the format in pyoxigraph."""

    def write(graphs: Graphs) -> bytes:
        import pyoxigraph as ox

        from graph.rdf import PREFIXES

        target = getattr(ox.RdfFormat, form)
        quads = sorted(_quads(graphs), key=lambda q: (str(q.graph_name), str(q)))
        items = quads if target.supports_datasets else sorted({q.triple for q in quads}, key=str)
        return _in_order(cast(bytes, ox.serialize(items, format=target, prefixes=PREFIXES)))

    return write


def _in_order(text: bytes) -> bytes:
    """Sorts the prefixes, which the serialiser writes in an order of chance."""
    lines = text.splitlines(keepends=True)
    count = sum(line.startswith(b"@prefix") for line in lines)
    return b"".join(sorted(lines[:count]) + lines[count:])


def _jsonld(graphs: Graphs) -> bytes:
    """Expanded JSON-LD, one object a named graph, on lines that can be compared."""
    return dumps(json.loads(_serialise("JSON_LD")(graphs))).encode()


def _json(graphs: Graphs) -> bytes:
    """Node-link JSON: one document's graph as it is, several as one with their plans named."""
    if len(graphs) == 1:
        return dumps(to_node_link(graphs[0], version())).encode()
    parts = [to_node_link(g, version()) for g in graphs]
    sources = [p["graph"] for p in parts]
    return dumps({
        "directed": True, "multigraph": True,
        "graph": {"plans": sources, "crossplan": version()},
        "nodes": _distinct(n for p in parts for n in p["nodes"]),
        "edges": [e for p in parts for e in p["edges"]],
    }).encode()  # fmt: skip


def _distinct(rows: Any) -> list[Row]:
    """The first row of each id: a council is a node of every plan of its own."""
    by_id: dict[str, Row] = {}
    for row in rows:
        by_id.setdefault(row["id"], row)
    return list(by_id.values())


def _plain(value: Any) -> str | int | float | bool:
    """A value as formats without lists and objects hold it."""
    if isinstance(value, str | int | float | bool):
        return value
    if isinstance(value, list):
        return "; ".join(v["concept"] if isinstance(v, dict) else str(v) for v in value)
    return str(value)


def _network(graphs: Graphs) -> "nx.MultiDiGraph[str]":
    """All graphs as one whose attributes are plain values.

    GEXF takes `label` for what is drawn and `start` and `end` for times, so these are renamed.
    """
    import networkx as nx

    whole = nx.compose_all([to_networkx(g) for g in graphs])
    whole.graph = {}
    for _, data in whole.nodes(data=True):
        shown = next((data[k] for k in ("text", "title", "canonical") if k in data), "")
        _rename(data, {"label": "heading"})
        data["label"] = _in_xml(shown)
    for _, _, key, data in whole.edges(keys=True, data=True):
        _rename(data, {})
        data["relation"] = key
    return whole


def _in_xml(value: str | int | float | bool) -> str | int | float | bool:
    """A value without the characters that XML has no place for, such as a form feed."""
    return _NOT_XML.sub("\ufffd", value) if isinstance(value, str) else value


def _rename(data: Row, names: Mapping[str, str]) -> None:
    data.pop("alsoAt", None)
    names = {"start": "quoteStart", "end": "quoteEnd", **names}
    plain = {names.get(k, k): _in_xml(_plain(v)) for k, v in data.items()}
    data.clear()
    data.update(plain)


def _graphml(graphs: Graphs) -> bytes:
    import networkx as nx

    return ("\n".join(nx.generate_graphml(_network(graphs))) + "\n").encode()


def _gexf(graphs: Graphs) -> bytes:
    import networkx as nx

    text = "\n".join(nx.generate_gexf(_network(graphs), version="1.2draft")) + "\n"
    return re.sub(r' lastmodifieddate="[^"]*"', "", text).encode()


def _csv(graphs: Graphs) -> bytes:
    """One row a node; a column for each relationship type holds the ids at its other end."""
    rows = [row for g in graphs for row in _node_rows(g)]
    used = {name for row in rows for name in row}
    middle = [f.json for f in FIELDS.values()]
    more = sorted(used - {*_FIRST, *middle, *_LAST, *RELATIONS})
    order = dict.fromkeys((*_FIRST, *middle, *more, *_LAST, *RELATIONS))
    columns = tuple(c for c in order if c in used)
    cells = (tuple(_plain(row[c]) if c in row else None for c in columns) for row in rows)
    return to_csv(Table(columns, tuple(cells))).encode()


def _node_rows(graph: PlanGraph) -> list[Row]:
    data = to_node_link(graph, "")
    ends: Mapping[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for edge in data["edges"]:
        ends[edge["source"]][edge["key"]].append(edge["target"])
    return [
        {"plan": graph.plan, **{k: v for k, v in node.items() if k != "alsoAt"}, **ends[node["id"]]}
        for node in data["nodes"]
    ]


WRITERS: Mapping[str, Callable[[Graphs], bytes]] = {
    "nq": _nquads,
    "trig": _serialise("TRIG"),
    "ttl": _serialise("TURTLE"),
    "jsonld": _jsonld,
    "json": _json,
    "graphml": _graphml,
    "gexf": _gexf,
    "csv": _csv,
}
"""Format -> its writer; a new format is one line."""


def export(graphs: Graphs, form: str) -> bytes:
    """Graphs in a format of `WRITERS`, in the order of their plans."""
    if not graphs:
        raise UsageError("there is nothing to export: the workspace has no plan")
    return WRITERS[form](sorted(graphs, key=lambda g: g.plan))
