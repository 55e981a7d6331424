"""GraphML and GEXF, which networkx, Gephi, yEd and Cytoscape open."""

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from graph.exporting.content import Content, in_xml, plain
from graph.property_graph import Row, to_networkx

if TYPE_CHECKING:
    import networkx as nx


def _network(content: Content) -> "nx.MultiDiGraph[str]":
    """All graphs as one whose attributes are plain values.

    GEXF takes `label` for what is drawn and `start` and `end` for times, so these are renamed.
    """
    import networkx as nx

    whole = nx.compose_all([to_networkx(g) for g in content.graphs])
    whole.graph = {}
    for _, data in whole.nodes(data=True):
        shown = next((data[k] for k in ("text", "title", "canonical") if k in data), "")
        _rename(data, {"label": "heading"})
        data["label"] = in_xml(shown)
    for _, _, key, data in whole.edges(keys=True, data=True):
        _rename(data, {})
        data["relation"] = key
    return whole


def _rename(data: Row, names: Mapping[str, str]) -> None:
    data.pop("alsoAt", None)
    names = {"start": "quoteStart", "end": "quoteEnd", **names}
    values = {names.get(k, k): plain(v) for k, v in data.items()}
    data.clear()
    data.update({k: in_xml(v) if isinstance(v, str) else v for k, v in values.items()})


def graphml(content: Content) -> bytes:
    import networkx as nx

    return ("\n".join(nx.generate_graphml(_network(content))) + "\n").encode()


def gexf(content: Content) -> bytes:
    import networkx as nx

    text = "\n".join(nx.generate_gexf(_network(content), version="1.2draft")) + "\n"
    return re.sub(r' lastmodifieddate="[^"]*"', "", text).encode()
