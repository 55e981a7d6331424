"""Elements a second into a local Neo4j, beside rdflib-neo4j on the same graph in the same run.

Each has a server of its own, warmed up by two pushes of the graph itself and emptied again. Plans
are timed; the index of words, which is made after them, is timed by itself, and findings across
plans are left out. `--strict` leaves with 1 when crossplan writes fewer than 15,000
elements a second or is not three times as fast.
"""

import argparse
import resource
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

from servers import Neo4j, lacking

from graph import neo4j_store
from graph.model import Action, Edge, Node, Partner, Plan, PlanGraph, Priority, Source, Span, Tag
from graph.names import XP
from graph.neo4j_schema import ensure_full_text
from graph.neo4j_server import connected
from graph.property_graph import to_cypher
from graph.record import sha256
from graph.workspace import Workspace

Triple = tuple[Any, Any, Any]
FLOOR, TIMES = 15_000, 3
WARM = 2
"""Pushes before the one that is timed: the server still compiles its own code in the second."""
WHOLE, DRAWN = "rdflib-neo4j, the whole graph", "rdflib-neo4j, without quotes of relationships"


def plan(n: int, actions: int) -> PlanGraph:
    """A plan of which each action brings two nodes and six relationships."""
    name = f"plan-{n:04}"
    lead, ally = f"{name}/partner/1", f"{name}/partner/2"
    priority = f"{name}/priority/1"
    nodes: list[Node] = [
        Plan(id=name, title=f"Plan {n}", kind="strategy"),
        Priority(id=priority, text="Attendance"),
        Partner(id=lead, name="Head of Service", canonical="Head of Service", kind="role"),
        Partner(id=ally, name="Schools", canonical="Schools", kind="group"),
    ]
    edges = []
    for i in range(actions):
        span = Span(100 * i, 100 * i + 40, f"Visit school {i} to talk about attendance")
        action = Action(id=f"{name}/action/{i}", text=span.quote, number=f"1.{i}", spans=(span,),
                        tags=(Tag("topic/attendance", span),))  # fmt: skip
        nodes.append(action)
        edges += [
            Edge(source=priority, key="HAS_ACTION", target=action.id),
            Edge(source=action.id, key="LED_BY", target=lead, span=span),
            Edge(source=action.id, key="WITH_PARTNER", target=ally),
        ]
    return PlanGraph.of(name, Source(f"{name}.txt", sha256(name.encode())), nodes, edges)


def drawn(graphs: Iterable[PlanGraph]) -> Iterator[Triple]:
    """Our nodes, their properties and our relationships as triples; these have no properties."""
    from rdflib import RDF, Literal, URIRef

    for rows in map(to_cypher, graphs):
        out: dict[str, list[tuple[str, str]]] = {}
        for (key, _, _), found in rows.edges.items():
            for row in found:
                out.setdefault(row["source"], []).append((key, row["target"]))
        for label, nodes in rows.nodes.items():
            for node in nodes:
                subject = URIRef(node["uri"])
                yield subject, RDF.type, URIRef(XP + label)
                for key, value in node.items():
                    if value is not None and key != "uri":
                        yield subject, URIRef(XP + key), Literal(str(value))
                for key, target in out.get(node["uri"], ()):
                    yield subject, URIRef(XP + key), URIRef(target)


def stated(workspace: Workspace) -> Iterator[Triple]:
    """The triples of the plans: what our nodes and relationships say, with each quote."""
    import pyoxigraph as ox
    from rdflib import Literal, URIRef

    for record in workspace.plans():
        for q in ox.parse(workspace.nquads(record.id), format=ox.RdfFormat.N_QUADS):
            value = q.object.value
            end = URIRef(value) if isinstance(q.object, ox.NamedNode) else Literal(value)
            yield URIRef(q.subject.value), URIRef(q.predicate.value), end


def counted(server: Neo4j) -> tuple[int, int]:
    """Nodes and relationships that are there; without the vocabulary, which is there once."""
    nodes = server.read("MATCH (n) RETURN count(n)")[0][0]
    links = server.read("MATCH ()-[r]->() RETURN count(r)")[0][0]
    return int(str(nodes)), int(str(links))


def peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def ours(workspace: Workspace, server: Neo4j) -> tuple[int, float]:
    """Elements and seconds of a first push; tells how memory grew after the first tenth."""
    total, memory = len(workspace.plans()), 0.0
    start = time.perf_counter()
    going = neo4j_store.push(workspace, server.server)
    for n in range(total):
        next(going)
        if n == total // 10:
            memory = peak()
    seconds = time.perf_counter() - start
    going.close()
    words = indexed(server)
    print(f"crossplan: memory {memory:.0f} MB after a tenth, {peak():.0f} MB at the end;"
          f" words indexed in {words:.1f} s more")  # fmt: skip
    return sum(counted(server)), seconds


def indexed(server: Neo4j) -> float:
    """Seconds until the index of words is made."""
    start = time.perf_counter()
    with connected(server.server) as connection, connection.session() as session:
        ensure_full_text(session)
        session.run("CALL db.awaitIndexes()").consume()
    return time.perf_counter() - start


def theirs(found: Iterable[Triple], server: Neo4j) -> tuple[int, float]:
    from rdflib import Graph
    from rdflib_neo4j import HANDLE_VOCAB_URI_STRATEGY, Neo4jStore, Neo4jStoreConfig

    auth = {"uri": server.server.uri, "database": "neo4j", "user": "neo4j", "pwd": server.password}
    config = Neo4jStoreConfig(
        auth_data=auth, batching=True,
        handle_vocab_uri_strategy=HANDLE_VOCAB_URI_STRATEGY.IGNORE,
    )  # fmt: skip
    start = time.perf_counter()
    into = Graph(store=Neo4jStore(config=config))
    for triple in found:
        into.add(triple)
    into.close(True)
    return sum(counted(server)), time.perf_counter() - start


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--plans", type=int, default=100)
    parser.add_argument("--actions", type=int, default=500, help="of each plan")
    parser.add_argument("--strict", action="store_true", help="leave with 1 on a broken limit")
    options, _ = parser.parse_known_args()
    if why := lacking():
        print(f"no benchmark of Neo4j: {why}", file=sys.stderr)
        sys.exit(options.strict)
    taken = measure(options.plans, options.actions)
    elements, seconds = taken["crossplan"]
    print(f"crossplan: {elements / seconds:,.0f} elements a second")
    for name, (_, longer) in taken.items():
        print(f"{name}: {longer / seconds:.1f} times as long")
    quicker = min((taken[name][1] for name in (WHOLE, DRAWN) if name in taken), default=0.0)
    kept = elements / seconds >= FLOOR and quicker >= TIMES * seconds
    sys.exit(options.strict and not kept)


def measure(plans: int, actions: int) -> dict[str, tuple[int, float]]:
    """Elements written and seconds, by what wrote them."""
    with tempfile.TemporaryDirectory() as folder:
        workspace = filled(folder, (plan(n, actions) for n in range(plans)))
        taken = {"crossplan": _taken(folder, "ours", partial(ours, workspace))}
        try:
            import rdflib_neo4j  # noqa: F401
        except ModuleNotFoundError:
            return taken
        whole = partial(stated, workspace)
        taken[WHOLE] = _taken(folder, WHOLE, lambda server: theirs(whole(), server))
        graphs = [plan(n, actions) for n in range(plans)]
        taken[DRAWN] = _taken(folder, DRAWN, lambda server: theirs(drawn(graphs), server))
        return taken


def filled(folder: str, graphs: Iterable[PlanGraph]) -> Workspace:
    workspace = Workspace.create(Path(folder) / "plans")
    with workspace.writer() as writer:
        for graph in graphs:
            writer.put(graph, "A text.")
    return workspace


def _taken(folder: str, name: str, work: Any) -> tuple[int, float]:
    server = Neo4j(Path(folder) / name).start()
    try:
        for _ in range(WARM):
            work(server)
            server.empty()
            server.read("DROP INDEX crossplan_text IF EXISTS")
        elements, seconds = work(server)
        print(f"{name}: {elements:,} elements in {seconds:.1f} s", flush=True)
        return elements, seconds
    finally:
        server.stop()


if __name__ == "__main__":
    main()
