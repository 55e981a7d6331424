"""GraphML, which networkx, yEd, Cytoscape and Gephi open."""

from graph.exporting.content import Content
from graph.exporting.network import network


def write(content: Content) -> bytes:
    """A directed multigraph; `label` is what is drawn, `relation` the type of a relationship.

    Edges have numbers as ids: Gephi takes those of one id for one edge.
    """
    import networkx as nx

    made = network(content)
    whole: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for vertex in made.vertices:
        whole.add_node(vertex.id, label=vertex.label, **vertex.values)
    for number, arc in enumerate(made.arcs):
        whole.add_edge(arc.source, arc.target, key=number, relation=arc.key, **arc.values)
    return ("\n".join(nx.generate_graphml(whole)) + "\n").encode()
