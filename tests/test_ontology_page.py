"""The page of the ontology names every class and property with its definition and its bounds."""

from collections.abc import Iterable
from pathlib import Path

from rdflib import OWL, RDF, RDFS, SKOS, Graph, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

import ontology

PAGE = Path(__file__).parent.parent / "docs" / "ontology.md"
HEAD = f"""# Ontology

The classes and properties stand in `ontology/crossplan.ttl`, in the namespace `{ontology.NS}`
(prefix `xp:`); relationships have the same names in capitals in Cypher. Concepts are SKOS.

`python -m pytest tests/test_ontology_page.py --update-golden` writes this page.
"""


def local(term: Node | None) -> str:
    return str(term).removeprefix(ontology.NS).rpartition("#")[2].rpartition("/")[2]


def bounds(graph: Graph, term: Node | None) -> str:
    """A class or datatype, or those of a union."""
    parts = graph.value(term, OWL.unionOf) if term else None
    some: Iterable[Node | None] = Collection(graph, parts) if parts else [term] if term else []
    return " or ".join(sorted(map(local, some)))


def said(graph: Graph, term: Node) -> str:
    return str(graph.value(term, SKOS.definition) or graph.value(term, RDFS.comment) or "").replace(
        "|", "\\|"
    )


def above(graph: Graph, term: Node) -> Iterable[str]:
    """The named classes that a class is narrower than, ours without a prefix."""
    for other in graph.objects(term, RDFS.subClassOf):
        if isinstance(other, URIRef):
            yield f"`{other.n3(graph.namespace_manager).removeprefix('xp:')}`"


def named(graph: Graph, *kinds: URIRef) -> list[Node]:
    found = {s for kind in kinds for s in graph.subjects(RDF.type, kind)}
    return sorted((s for s in found if str(s).startswith(ontology.NS)), key=local)


def table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [head, ("---",) * len(head), *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def page() -> str:
    graph = Graph().parse(data=ontology.text("crossplan"), format="turtle")
    classes = [
        (f"`{local(c)}`", ", ".join(sorted(above(graph, c))), said(graph, c))
        for c in named(graph, OWL.Class)
    ]
    kinds = (OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty)
    properties = [
        (f"`{local(p)}`", bounds(graph, graph.value(p, RDFS.domain)),
         bounds(graph, graph.value(p, RDFS.range)), said(graph, p))
        for p in named(graph, *kinds)
    ]  # fmt: skip
    lists = [
        (f"`{name}.ttl`", f"`{scheme}/`", str(len([c for c in ontology.concepts(name)
                                                  if ontology.scheme_of(c) == scheme])))
        for name in ontology.own()
        for scheme in sorted({ontology.scheme_of(c) for c in ontology.concepts(name)})
    ]  # fmt: skip
    return "\n".join([
        HEAD,
        "## Classes\n", table(("Class", "Is a", "Definition"), classes),
        "## Properties\n", table(("Property", "From", "To", "Definition"), properties),
        "## Lists of concepts\n", table(("File", "Concepts begin with", "Number"), lists),
        "## Topics\n", topics(),
    ])  # fmt: skip


def topics() -> str:
    """The topics as a tree, in the order of their labels."""
    concepts = ontology.concepts("topics")

    def below(parents: tuple[str, ...], depth: int) -> Iterable[str]:
        some = [c for c in concepts.values() if c.broader[:1] == parents]
        for c in sorted(some, key=lambda c: c.label):
            yield f"{'    ' * depth}- {c.label} (`{local(URIRef(c.id))}`)\n"
            yield from below((c.id,), depth + 1)

    return "".join(below((), 0))


def test_the_page_is_what_the_files_say(update_golden: bool) -> None:
    if update_golden:
        PAGE.write_text(page(), encoding="utf-8")
    assert PAGE.read_text("utf-8") == page()
