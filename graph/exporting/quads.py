"""RDF: Turtle, TriG and N-Quads."""

from typing import TYPE_CHECKING, cast

from graph.exporting.content import Content

if TYPE_CHECKING:
    import pyoxigraph as ox


def nquads(content: Content) -> bytes:
    """Sorted N-Quads; of a workspace a backup, with the texts and what the manifests hold."""
    from graph.backup import to_backup
    from graph.rdf import to_nquads

    if content.workspace:
        return to_backup(content.workspace, [g.plan for g in content.graphs])
    lines = [line for g in content.graphs for line in to_nquads(g).splitlines(keepends=True)]
    return b"".join(sorted(lines))


def serialised(content: Content, form: str) -> bytes:
    """The quads, by the name of the format in pyoxigraph."""
    import pyoxigraph as ox

    from graph.exporting.turtle import in_order
    from graph.rdf import PREFIXES

    target = getattr(ox.RdfFormat, form)
    quads = sorted(_quads(content), key=lambda q: (str(q.graph_name), str(q)))
    items = quads if target.supports_datasets else sorted({q.triple for q in quads}, key=str)
    return in_order(cast(bytes, ox.serialize(items, format=target, prefixes=PREFIXES)))


def _quads(content: Content) -> "list[ox.Quad]":
    from graph.rdf import to_rdf

    return [q for g in content.graphs for q in to_rdf(g)]


def turtle(content: Content) -> bytes:
    return serialised(content, "TURTLE")


def trig(content: Content) -> bytes:
    return serialised(content, "TRIG")
