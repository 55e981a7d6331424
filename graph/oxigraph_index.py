"""The SPARQL index: an Oxigraph store of all plans and the vocabulary."""

from collections.abc import Iterable
from pathlib import Path

from graph.errors import DamagedError, StoreError
from graph.names import GRAPH

ONTOLOGY_GRAPH = GRAPH + "ontology"


def build(place: Path, plans: Iterable[bytes]) -> None:
    """A store at `place` with every plan's N-Quads and the Turtle files of the ontology."""
    import pyoxigraph as ox

    import ontology

    try:
        store = ox.Store(str(place))
        store.bulk_load(
            "\n".join(map(ontology.text, ontology.names())).encode(),
            format=ox.RdfFormat.TURTLE, to_graph=ox.NamedNode(ONTOLOGY_GRAPH),
        )  # fmt: skip
        store.bulk_load(b"".join(plans), format=ox.RdfFormat.N_QUADS)
        store.flush()
    except SyntaxError as problem:
        raise DamagedError(f"the statements cannot be indexed: {problem}") from problem
    except (OSError, RuntimeError) as problem:
        raise StoreError(f"cannot make the SPARQL index at {place}: {problem}") from problem
