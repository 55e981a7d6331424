"""The SPARQL index: an Oxigraph store of all plans and the vocabulary.

Each quad stands in its plan's named graph, and once more where queries look for it: what plans
state and the vocabulary in the default graph, what was derived or curated in the graph `BESIDE`.
So a query reads one or two graphs however many plans there are.
"""

import io
import os
import shutil
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from graph.errors import DamagedError, StoreError
from graph.names import GRAPH

if TYPE_CHECKING:
    import pyoxigraph as ox

ONTOLOGY_GRAPH = GRAPH + "ontology"
BESIDE = GRAPH + "_all/beside"
CHUNK = 64 << 20
"""Bytes of N-Quads that are loaded at a time: memory stays flat."""

_STATED = b"/stated> .\n", f"<{ONTOLOGY_GRAPH}> .\n".encode()
_BESIDE = f" <{BESIDE}> .\n".encode()


@cache
def vocabulary() -> bytes:
    """The Turtle files of the ontology as N-Quads."""
    import pyoxigraph as ox

    import ontology

    graph = ox.NamedNode(ONTOLOGY_GRAPH)
    quads = dict.fromkeys(
        ox.Quad(q.subject, q.predicate, q.object, graph)
        for name in ontology.names()
        for q in ox.parse(ontology.text(name), format=ox.RdfFormat.TURTLE)
    )
    return ox.serialize(quads, format=ox.RdfFormat.N_QUADS) or b""


def _twice(nquads: bytes) -> Iterator[bytes]:
    """The lines of N-Quads, each also for the graph in which queries look."""
    for line in io.BytesIO(nquads):
        at = line.rindex(b" <")
        yield line + line[:at] + (b" .\n" if line.endswith(_STATED) else _BESIDE)


def _chunks(parts: Iterable[bytes]) -> Iterator[bytes]:
    held: list[bytes] = []
    size = 0
    for lines in chain.from_iterable(map(_twice, parts)):
        held.append(lines)
        size += len(lines)
        if size > CHUNK:
            yield b"".join(held)
            held, size = [], 0
    yield b"".join(held)


def build(place: Path, plans: Iterable[bytes]) -> None:
    """A store at `place` with every plan's N-Quads and the Turtle files of the ontology."""
    import pyoxigraph as ox

    try:
        store = ox.Store(str(place))
        chunks = 0
        for chunk in _chunks(chain([vocabulary()], plans)):
            store.bulk_load(chunk, format=ox.RdfFormat.N_QUADS)
            chunks += 1
        if chunks > 1:
            store.optimize()
        store.flush()
    except SyntaxError as problem:
        raise DamagedError(f"the statements cannot be indexed: {problem}") from problem
    except (OSError, RuntimeError) as problem:
        raise StoreError(f"cannot make the SPARQL index at {place}: {problem}") from problem


def clone(store: Path, place: Path) -> None:
    """A copy of a closed store that shares its table files, which RocksDB never writes to again.

    What RocksDB tells of itself, 140 kB each time it opens, stays behind.
    """
    place.mkdir()
    for file in store.iterdir():
        if file.name.startswith("LOG"):
            continue
        if file.suffix != ".sst":
            shutil.copyfile(file, place / file.name)
            continue
        try:
            os.link(file, place / file.name)
        except OSError:
            shutil.copyfile(file, place / file.name)


def update(place: Path, graphs: Iterable[str], plans: Iterable[bytes]) -> None:
    """Takes these plans' named graphs out of the store and puts plans' N-Quads in."""
    import pyoxigraph as ox

    try:
        store = ox.Store(str(place))
        old = {q for g in graphs for q in store.quads_for_pattern(None, None, None, _node(g))}
        new = {q for data in plans for q in ox.parse(data, format=ox.RdfFormat.N_QUADS)}
        gone = old - new
        for quad in gone:
            store.remove(quad)
        for quad in gone:
            if not _still_said(store, quad):
                store.remove(_copy(quad))
        store.extend([q for quad in new - old for q in (quad, _copy(quad))])
        store.flush()
    except (OSError, RuntimeError) as problem:
        raise StoreError(f"cannot change the SPARQL index at {place}: {problem}") from problem


def add_findings(place: Path, nquads: bytes) -> None:
    """Puts findings across plans into the store, where queries that name them look."""
    import pyoxigraph as ox

    try:
        store = ox.Store(str(place))
        for chunk in _chunks([nquads]):
            store.bulk_load(chunk, format=ox.RdfFormat.N_QUADS)
        store.flush()
    except (OSError, RuntimeError) as problem:
        raise StoreError(f"cannot add findings to {place}: {problem}") from problem


def seen(graph: str) -> "list[ox.NamedNode | ox.BlankNode | ox.DefaultGraph]":
    """The graphs that a query on what is stated, or on all that is known, has to read."""
    import pyoxigraph as ox

    stated = ox.DefaultGraph()
    return [stated] if graph == "stated" else [stated, ox.NamedNode(BESIDE)]


def _node(graph: str) -> "ox.NamedNode":
    import pyoxigraph as ox

    return ox.NamedNode(graph)


def _place(graph: "ox.NamedNode") -> "ox.NamedNode | ox.DefaultGraph":
    import pyoxigraph as ox

    stated = graph.value.endswith("/stated") or graph.value == ONTOLOGY_GRAPH
    return ox.DefaultGraph() if stated else ox.NamedNode(BESIDE)


def _copy(quad: "ox.Quad") -> "ox.Quad":
    import pyoxigraph as ox

    return ox.Quad(quad.subject, quad.predicate, quad.object, _place(quad.graph_name))  # type: ignore[arg-type]


def _still_said(store: "ox.Store", quad: "ox.Quad") -> bool:
    """Whether another named graph says the same: two plans may be read from one document."""
    copy = _copy(quad)
    others = store.quads_for_pattern(quad.subject, quad.predicate, quad.object, None)
    return any(q.graph_name != copy.graph_name and _copy(q) == copy for q in others if _named(q))


def _named(quad: "ox.Quad") -> bool:
    import pyoxigraph as ox

    return isinstance(quad.graph_name, ox.NamedNode) and quad.graph_name.value != BESIDE
