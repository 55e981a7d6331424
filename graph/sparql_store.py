"""The workspace's graphs in a SPARQL server: only what changed, and nobody else's graphs.

What is pushed as one is a plan, the vocabulary or the findings across plans. Its graphs keep the
names that they have here, those of a plan with its text as in a backup. Beside them stands a graph
`.../graph/NAME/pushed` that says which revision is there; it goes first and comes back last, so
that a push that was broken off is taken up by the next.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

from graph.errors import StoreError
from graph.findings import ACROSS
from graph.names import GRAPH
from graph.record import sha256
from graph.sparql_server import Endpoint, drop, put, select
from graph.workspace import Workspace

FORMAT = 1
"""Raised when the same statements would be pushed as other graphs."""

PORTION = 16 << 20
"""Bytes of N-Triples in one request."""

VOCABULARY = "ontology"

Outcome = Literal["added", "replaced", "unchanged", "removed"]

_RECORDS = """PREFIX dct: <http://purl.org/dc/terms/>
SELECT ?record ?revision ?workspace ?part { GRAPH ?record {
  ?record dct:identifier ?revision ; dct:creator ?workspace ; dct:hasPart ?part } }"""


@dataclass(frozen=True, slots=True)
class Pushed:
    """What became of a plan, the vocabulary or the findings, and how many statements were sent."""

    name: str
    outcome: Outcome
    statements: int = 0


@dataclass(frozen=True, slots=True)
class _There:
    """What the server says that it holds of one name."""

    revision: str
    workspace: str
    graphs: frozenset[str]


def push(workspace: Workspace, server: Endpoint) -> Iterator[Pushed]:
    """Makes the server hold the workspace's plans; yields each as soon as it is there."""
    from graph import across

    across.compare(workspace)
    ours, there = workspace.identity(), _there(server)
    here = _revisions(workspace)
    for n, (name, revision) in enumerate(here.items()):
        old = there.get(name)
        if old and old.revision == revision:
            yield Pushed(name, "unchanged")
            continue
        try:
            count = _replace(server, workspace, name, revision, old)
        except StoreError as problem:
            raise StoreError(
                f"{problem}; {n} of {len(here)} are there, push again for the rest"
            ) from problem
        yield Pushed(name, "replaced" if old else "added", count)
    for name, old in sorted(there.items()):
        if old.workspace == ours and name not in here:
            _remove(server, name, old)
            yield Pushed(name, "removed")


def _revisions(workspace: Workspace) -> dict[str, str]:
    """All that is to be there, with what it follows from."""
    import ontology
    from graph import across

    found = {VOCABULARY: ontology.digest()}
    found |= {r.id: sha256(r.to_json()) for r in workspace.plans()}
    if across_hash := across.current_hash(workspace):
        found[ACROSS] = across_hash
    return {name: f"{FORMAT} {revision}" for name, revision in found.items()}


def _nquads(workspace: Workspace, name: str) -> bytes:
    from graph import across, backup
    from graph.oxigraph_index import vocabulary

    match name:
        case "ontology":
            return vocabulary()
        case "_across":
            return across.current(workspace)
        case _:
            return backup.to_backup(workspace, [name])


def _there(server: Endpoint) -> dict[str, _There]:
    """What was pushed into the server, by name, from whichever workspace."""
    rows = sorted(tuple(term.value for term in row) for row in select(server, _RECORDS))
    return {
        record.removeprefix(GRAPH).removesuffix("/pushed"): _There(
            revision, workspace, frozenset(part for *_, part in same)
        )
        for (record, revision, workspace), same in groupby(rows, lambda row: row[:3])
    }


def _replace(
    server: Endpoint, workspace: Workspace, name: str, revision: str, old: _There | None
) -> int:
    graphs = _by_graph(_nquads(workspace, name))
    drop(server, _record(name))
    for graph, lines in graphs.items():
        put(server, graph, _portions(lines))
    for graph in sorted((old.graphs if old else frozenset()) - graphs.keys()):
        drop(server, graph)
    put(server, _record(name), [_said(name, revision, workspace.identity(), graphs)])
    return sum(map(len, graphs.values()))


def _remove(server: Endpoint, name: str, old: _There) -> None:
    """The record goes last: what a broken removal left is still known."""
    for graph in sorted(old.graphs):
        drop(server, graph)
    drop(server, _record(name))


def _record(name: str) -> str:
    return f"{GRAPH}{name}/pushed"


def _by_graph(nquads: bytes) -> dict[str, list[bytes]]:
    """N-Triples lines by the graph that N-Quads lines name at their end."""
    found: dict[str, list[bytes]] = {}
    for line in nquads.splitlines(keepends=True):
        at = line.rindex(b" <")
        found.setdefault(line[at + 2 : -4].decode(), []).append(line[:at] + b" .\n")
    return found


def _portions(lines: list[bytes]) -> Iterator[bytes]:
    held: list[bytes] = []
    size = 0
    for line in lines:
        held.append(line)
        size += len(line)
        if size > PORTION:
            yield b"".join(held)
            held, size = [], 0
    if held:
        yield b"".join(held)


def _said(name: str, revision: str, workspace: str, graphs: Mapping[str, object]) -> bytes:
    import pyoxigraph as ox

    from graph.rdf import iri

    record = ox.NamedNode(_record(name))
    said = [ox.Triple(record, iri("dct:identifier"), ox.Literal(revision)),
            ox.Triple(record, iri("dct:creator"), ox.Literal(workspace))]  # fmt: skip
    said += [ox.Triple(record, iri("dct:hasPart"), ox.NamedNode(g)) for g in graphs]
    return ox.serialize(said, format=ox.RdfFormat.N_TRIPLES) or b""
