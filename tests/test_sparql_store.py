"""The workspace's graphs in a real SPARQL server: what a push leaves there, and what it refuses."""

import secrets
import socket
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pyoxigraph as ox
import pytest
from click.testing import CliRunner, Result
from sample import sample
from servers import FUSEKI, Fuseki, lacking, require
from test_questions import NAMES, OF_VERSIONS, examples_of, same
from workspaces import fill

import crossplan
from cli import app
from graph import questions as q
from graph.across import compare, current
from graph.backup import to_backup
from graph.errors import StoreError, UsageError
from graph.model import Action, PlanGraph
from graph.names import GRAPH
from graph.oxigraph_index import ONTOLOGY_GRAPH, vocabulary
from graph.parameters import known
from graph.sandbox import plain_term
from graph.sparql_server import Endpoint, put, select
from graph.sparql_store import Pushed, push
from graph.tables import Table
from graph.workspace import Workspace

ALL = "SELECT ?g ?s ?p ?o { GRAPH ?g { ?s ?p ?o } }"
WAYS = pytest.mark.parametrize("way", ["store", "update"])


def endpoint(fuseki: Fuseki, way: str = "store") -> Endpoint:
    more = {"update": fuseki.dataset + "/update"} if way == "update" else {}
    return Endpoint.at(fuseki.dataset, **more)


def outcomes(pushed: list[Pushed]) -> dict[str, str]:
    return {p.name: p.outcome for p in pushed}


def contents(server: Endpoint) -> ox.Dataset:
    """All that the server holds but the records of pushes; blank nodes by what is said of them."""
    rows = (tuple(row) for row in select(server, ALL))
    return alike(ox.Quad(s, p, o, g) for g, s, p, o in rows if not g.value.endswith("/pushed"))


def alike(quads: Iterable[ox.Quad]) -> ox.Dataset:
    found = ox.Dataset(quads)
    found.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return found


def wanted(workspace: Workspace) -> ox.Dataset:
    compare(workspace)
    plans = to_backup(workspace, [r.id for r in workspace.plans()])
    data = plans + vocabulary() + current(workspace)
    return alike(ox.parse(data, format=ox.RdfFormat.N_QUADS))


@WAYS
def test_the_server_holds_what_the_workspace_holds(
    way: str, fuseki: Fuseki, two_plans: Workspace
) -> None:
    server = endpoint(fuseki, way)
    first = list(push(two_plans, server))
    assert set(outcomes(first).values()) == {"added"}
    assert contents(server) == wanted(two_plans)
    assert sum(p.statements for p in first) == len(wanted(two_plans))
    assert set(outcomes(list(push(two_plans, server))).values()) == {"unchanged"}


def test_what_is_there_can_be_loaded_again(
    fuseki: Fuseki, two_plans: Workspace, tmp_path: Path
) -> None:
    server = endpoint(fuseki)
    list(push(two_plans, server))
    plans = [f"{GRAPH}{r.id}/" for r in two_plans.plans()]
    quads = [q for q in contents(server) if q.graph_name.value.startswith(tuple(plans))]  # type: ignore[union-attr]
    file = tmp_path / "dump.nq"
    ox.serialize(quads, str(file), format=ox.RdfFormat.N_QUADS)
    list(crossplan.restore(file, tmp_path / "ws"))
    assert Workspace.open(tmp_path / "ws").plans() == two_plans.plans()


@pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib")
def test_questions_have_the_same_answers(fuseki: Fuseki, five_plans: Workspace) -> None:
    server = endpoint(fuseki)
    list(push(five_plans, server))
    graphs = sorted({quad.graph_name.value for quad in contents(server)})  # type: ignore[union-attr]
    for name in sorted({*NAMES} - OF_VERSIONS):
        question, given = q.find(name), examples_of(name, five_plans)
        text = q.bound(question, q.values_of(question, given, known(five_plans)))
        some = [
            g for g in graphs
            if question.graph == "all" or g.endswith("/stated") or g == ONTOLOGY_GRAPH
        ]  # fmt: skip
        rows = select(server, text, some)
        columns = tuple(v.value for v in rows.variables)
        there = Table(columns, tuple(tuple(map(plain_term, row)) for row in rows))
        assert same([q.ask(five_plans, name, given), q.arranged(question, there)]).rows, name


@WAYS
def test_only_what_changed_is_sent(way: str, fuseki: Fuseki, tmp_path: Path) -> None:
    server = endpoint(fuseki, way)
    workspace = fill(tmp_path / "ws", [sample("a"), sample("b"), sample("c")])
    list(push(workspace, server))
    changed = PlanGraph.of("a", *_without_derived(sample("a", title="Another title")))
    with workspace.writer() as writer:
        writer.put(changed, workspace.text("a"))
        writer.remove("b")
    told = outcomes(list(push(workspace, server)))
    assert (told["a"], told["b"], told["c"]) == ("replaced", "removed", "unchanged")
    assert contents(server) == wanted(workspace)


def _without_derived(graph: PlanGraph) -> tuple[object, object, object]:
    """Parts of a plan of which a named graph is gone."""
    nodes = [n for n in graph.nodes if n.basis != "derived"]
    there = {n.id for n in nodes}
    edges = [e for e in graph.edges if e.basis != "derived" and {e.source, e.target} <= there]
    return graph.source, nodes, edges


def test_what_others_put_there_stays(fuseki: Fuseki, tmp_path: Path) -> None:
    server = endpoint(fuseki)
    put(server, "https://example.org/g", [b"<urn:a> <urn:b> <urn:c> .\n"])
    ours, theirs = fill(tmp_path / "ours", [sample("a")]), fill(tmp_path / "b", [sample("b")])
    list(push(theirs, server))
    list(push(ours, server))
    with ours.writer() as writer:
        writer.remove("a")
    list(push(ours, server))
    graphs = {quad.graph_name.value for quad in contents(server)}  # type: ignore[union-attr]
    assert "https://example.org/g" in graphs
    assert f"{GRAPH}b/stated" in graphs
    assert f"{GRAPH}a/stated" not in graphs


@WAYS
@pytest.mark.parametrize(
    "words", ['" } } ; DROP ALL #', "\\u0022 } } ; DROP ALL #", "\\\\u000a> \u202e \U0001f600 \r\n"]
)
def test_hostile_words_are_stored_as_text(
    words: str, way: str, fuseki: Fuseki, tmp_path: Path
) -> None:
    server = endpoint(fuseki, way)
    graph = sample("a", title=words)
    action = Action(id="a/action/hostile", text=words, label=words, anomalies=(words,))
    graph = PlanGraph.of("a", graph.source, [*graph.nodes, action], graph.edges)
    workspace = fill(tmp_path / "ws", [graph])
    list(push(workspace, server))
    assert contents(server) == wanted(workspace)


def test_a_push_that_was_broken_off_is_taken_up(fuseki: Fuseki, tmp_path: Path) -> None:
    server = endpoint(fuseki)
    workspace = fill(tmp_path / "ws", [sample("a"), sample("b"), sample("c")])
    broken = push(workspace, server)
    assert [next(broken).outcome for _ in range(2)] == ["added"] * 2
    broken.close()
    put(server, f"{GRAPH}b/stated", [b"<urn:half> <urn:of> <urn:it> .\n"])
    assert "unchanged" in outcomes(list(push(workspace, server))).values()
    assert contents(server) == wanted(workspace)


def test_a_server_that_stops_is_said(tmp_path: Path) -> None:
    require(lacking(FUSEKI))
    fuseki = Fuseki().start()
    workspace = fill(tmp_path / "ws", [sample("a"), sample("b")])
    try:
        going = push(workspace, endpoint(fuseki))
        next(going)
        fuseki.stop()
        with pytest.raises(StoreError, match=r"no SPARQL server .* 1 of 4 are there, push again"):
            list(going)
        fuseki.start()
        assert "added" in outcomes(list(push(workspace, endpoint(fuseki)))).values()
        assert contents(endpoint(fuseki)) == wanted(workspace)
    finally:
        fuseki.stop()


def user(password: str) -> dict[str, str]:
    return {"SPARQL_USERNAME": "anna", "SPARQL_PASSWORD": password}


def run(*args: str, **environment: str) -> Result:
    return CliRunner().invoke(app, ["push", "sparql", *args], env=environment)


def test_the_command_line_pushes(fuseki: Fuseki, two_plans: Workspace) -> None:
    done = run(fuseki.dataset, "-w", str(two_plans.path))
    assert done.exit_code == 0, done.output
    assert "north-plan: added" in done.output
    again = run(fuseki.dataset, "-w", str(two_plans.path))
    assert "4 unchanged" in again.output


def test_who_may_not_write_is_told_without_the_password(
    two_plans: Workspace, tmp_path: Path
) -> None:
    require(lacking(FUSEKI))
    (tmp_path / "passwords").write_text("anna: right\n", encoding="utf-8")
    fuseki = Fuseki().start("--mem", f"--passwd={tmp_path / 'passwords'}", "--auth=basic")
    try:
        here = ["-w", str(two_plans.path)]
        wrong = run(fuseki.dataset, *here, **user("s3cret-and-wrong"))
        assert wrong.exit_code == 4
        assert "does not accept the user name and password" in wrong.output
        assert "s3cret" not in wrong.output
        right = run(fuseki.dataset, *here, **user("right"))
        assert right.exit_code == 0, right.output
    finally:
        fuseki.stop()


@pytest.mark.parametrize(
    ("args", "code", "message"),
    [
        (["ftp://localhost/plans"], 2, "is not the address of a SPARQL server"),
        (["http://anna:s3cret@localhost/plans"], 2, "must not hold a user name or password"),
        (["http://localhost:99999/plans"], 2, "is not the address"),
        ([], 2, "name the server"),
    ],
)
def test_wrong_use_is_said(args: list[str], code: int, message: str, two_plans: Workspace) -> None:
    done = run(*args, "-w", str(two_plans.path))
    assert done.exit_code == code
    assert message in done.output
    assert len(done.output.strip().splitlines()) == 1


def test_other_servers_are_told_apart(fuseki: Fuseki, two_plans: Workspace) -> None:
    here = ["-w", str(two_plans.path)]
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        nobody = run(f"http://127.0.0.1:{closed.getsockname()[1]}/plans", *here)
    assert nobody.exit_code == 4
    assert "no SPARQL server can be reached" in nobody.output
    elsewhere = run(fuseki.dataset.replace("/plans", "/other"), *here)
    assert elsewhere.exit_code == 4
    assert "there is no such service" in elsewhere.output
    no_store = run(fuseki.dataset, "--store", fuseki.dataset + "/query", *here)
    assert no_store.exit_code == 4
    assert len(no_store.output.strip().splitlines()) == 1


def test_an_endpoint_needs_somewhere_to_put_graphs() -> None:
    with pytest.raises(UsageError, match="graph store"):
        Endpoint("http://localhost/query")
    given = Endpoint.at("http://localhost/plans/", query="http://localhost/ask")
    assert (given.query, given.store) == ("http://localhost/ask", "http://localhost/plans/data")
    password = secrets.token_hex()
    assert password not in repr(replace(given, password=password))
