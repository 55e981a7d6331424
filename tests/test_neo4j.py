"""Plans in a real Neo4j: what a push leaves there, and what comes back."""

import re
import socket
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from random import Random
from threading import Thread

import pytest
from click.testing import CliRunner, Result
from graphs import plan_graphs
from hypothesis import HealthCheck, given, settings
from sample import graphs, sample, text_of
from servers import Neo4j, lacking, require
from test_questions import NAMES, OF_VERSIONS, examples_of, same
from workspaces import fill

from cli import app
from graph import neo4j_centrality, neo4j_query, neo4j_store
from graph import questions as q
from graph.errors import LimitError, QueryError, StoreError, UsageError
from graph.model import Action, PlanGraph
from graph.names import ID
from graph.neo4j_server import Connection, Server, check_agent, connected
from graph.neo4j_store import Pushed
from graph.query import Limits
from graph.workspace import Workspace

few = settings(
    max_examples=3, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
DOC = Path(__file__).parent.parent / "docs" / "neo4j.md"
SHOWN = """MATCH (n) OPTIONAL MATCH (n)-[r]->(m)
RETURN labels(n), properties(n), type(r), properties(r), m.uri"""


def push(workspace: Workspace, neo4j: Neo4j) -> list[Pushed]:
    return list(neo4j_store.push(workspace, neo4j.server))


def outcomes(pushed: list[Pushed]) -> dict[str, str]:
    return {p.plan: p.outcome for p in pushed}


def pulled(neo4j: Neo4j) -> dict[str, neo4j_store.Pulled]:
    return {p.graph.plan: p for p in neo4j_store.pull(neo4j.server)}


def contents(neo4j: Neo4j) -> list[str]:
    """All that the database holds, but for whose workspace it came from."""
    rows = neo4j.read(SHOWN)
    for row in rows:
        if isinstance(row[1], dict):
            row[1].pop("workspace", None)
    return sorted(map(repr, rows))


def last_write(neo4j: Neo4j) -> object:
    """The number of the last transaction that wrote something, by the server's own count."""
    return neo4j.read("SHOW DATABASE neo4j YIELD lastCommittedTxn")[0][0]


def test_a_second_push_writes_nothing(neo4j: Neo4j, five_plans: Workspace) -> None:
    first = push(five_plans, neo4j)
    assert {p.outcome for p in first} == {"added"}
    assert all(p.writes for p in first)
    before, there = last_write(neo4j), contents(neo4j)
    second = push(five_plans, neo4j)
    assert {(p.outcome, p.writes) for p in second} == {("unchanged", 0)}
    assert last_write(neo4j) == before
    assert contents(neo4j) == there


def test_what_was_pushed_comes_back(neo4j: Neo4j, five_plans: Workspace, tmp_path: Path) -> None:
    push(five_plans, neo4j)
    copy = Workspace.create(tmp_path / "copy")
    with copy.writer() as writer:
        for plan in neo4j_store.pull(neo4j.server):
            assert not plan.changed
            writer.put(plan.graph, plan.text, reading=plan.reading)
    assert copy.plans() == five_plans.plans()
    for record in copy.plans():
        assert copy.nquads(record.id) == five_plans.nquads(record.id)
        assert copy.text(record.id) == five_plans.text(record.id)


@few
@given(graph=plan_graphs())
def test_any_plan_comes_back(
    graph: PlanGraph, neo4j: Neo4j, tmp_path_factory: pytest.TempPathFactory
) -> None:
    neo4j.empty()
    workspace = fill(tmp_path_factory.mktemp("any") / "ws", [graph])
    push(workspace, neo4j)
    assert {p: (r.graph, r.changed) for p, r in pulled(neo4j).items()} == {
        graph.plan: (graph, False)
    }


@pytest.fixture
def five_there(neo4j_home: Neo4j, five_plans: Workspace) -> Neo4j:
    """The server with the five plans and no other."""
    held = {plan for (plan,) in neo4j_home.read("MATCH (r:PlanRecord) RETURN r.id") if plan}
    if not held <= {r.id for r in five_plans.plans()}:
        neo4j_home.empty()
    push(five_plans, neo4j_home)
    return neo4j_home


@pytest.mark.parametrize("name", sorted({*NAMES} - OF_VERSIONS))
def test_questions_have_the_same_answers(
    name: str, five_there: Neo4j, five_plans: Workspace
) -> None:
    given_ = examples_of(name, five_plans)
    there = neo4j_query.ask(five_there.server, name, given_)
    assert same([q.ask(five_plans, name, given_), there]).rows


def test_questions_on_versions_and_reports_have_the_same_answers(
    neo4j: Neo4j, some_versions: Workspace
) -> None:
    neo4j.empty()
    push(some_versions, neo4j)
    for name in sorted(OF_VERSIONS):
        given_ = examples_of(name, some_versions)
        there = neo4j_query.ask(neo4j.server, name, given_)
        assert same([q.ask(some_versions, name, given_), there]).rows


def test_findings_follow_the_plans_that_are_left(neo4j: Neo4j, tmp_path: Path) -> None:
    workspace = fill(tmp_path / "ws", [sample("a"), sample("b"), sample("c")])
    push(workspace, neo4j)
    asked = "MATCH (o:Overlap) RETURN count(o)"
    ((three,),) = neo4j.read(asked)
    with workspace.writer() as writer:
        writer.remove("c")
    push(workspace, neo4j)
    ((two,),) = neo4j.read(asked)
    assert three > two > 0
    assert neo4j.read("MATCH (o:Overlap) WHERE NOT (o)-[:SECOND]->() RETURN o.uri") == []


@few
@given(plans=graphs())
def test_questions_have_the_same_answers_about_any_plans(
    plans: list[PlanGraph], neo4j: Neo4j, tmp_path_factory: pytest.TempPathFactory
) -> None:
    neo4j.empty()
    workspace = fill(tmp_path_factory.mktemp("any") / "ws", plans)
    push(workspace, neo4j)
    for name in NAMES:
        given_ = examples_of(name, workspace)
        same([q.ask(workspace, name, given_), neo4j_query.ask(neo4j.server, name, given_)])


def test_only_the_changed_plan_is_written(neo4j: Neo4j, tmp_path: Path) -> None:
    workspace = fill(tmp_path / "ws", [sample("a", extra=3), sample("b")])
    push(workspace, neo4j)
    with workspace.writer() as writer:
        writer.put(sample("a", extra=1), text_of("a"))
    assert outcomes(push(workspace, neo4j)) == {"a": "replaced", "b": "unchanged"}
    assert {p: r.graph for p, r in pulled(neo4j).items()} == {
        "a": sample("a", extra=1), "b": sample("b"),
    }  # fmt: skip
    there = contents(neo4j)
    neo4j.empty()
    push(workspace, neo4j)
    assert contents(neo4j) == there


def test_what_others_put_there_stays(neo4j: Neo4j, tmp_path: Path) -> None:
    action = ID + "a/action/1"
    workspace = fill(tmp_path / "ws", [sample("a"), sample("b")])
    push(workspace, neo4j)
    neo4j.read(
        "MATCH (a:Action {uri: $uri}) SET a.seen = true"
        " CREATE (:Note {text: 'mine'})-[:ON]->(a), (:Action {text: 'not of a plan'})", uri=action
    )  # fmt: skip
    with workspace.writer() as writer:
        writer.put(sample("a", extra=1), text_of("a"))
        writer.remove("b")
    assert outcomes(push(workspace, neo4j)) == {"a": "replaced", "b": "removed"}
    found = neo4j.read("MATCH (:Note)-[:ON]->(a) RETURN a.uri, a.seen")
    assert found == [[action, True]]
    assert neo4j.read("MATCH (a:Action {text: 'not of a plan'}) RETURN count(a)") == [[1]]
    assert neo4j.read("MATCH (n) WHERE n.uri CONTAINS '/id/b' RETURN count(n)") == [[0]]
    assert neo4j.read("MATCH (c:Council) RETURN count(c)") == [[1]]


def test_plans_of_another_workspace_stay(neo4j: Neo4j, tmp_path: Path) -> None:
    push(fill(tmp_path / "one", [sample("a")]), neo4j)
    push(fill(tmp_path / "two", [sample("b")]), neo4j)
    assert set(pulled(neo4j)) == {"a", "b"}


def test_removing_all_plans_leaves_the_vocabulary(neo4j: Neo4j, tmp_path: Path) -> None:
    workspace = fill(tmp_path / "ws", [])
    push(workspace, neo4j)
    there = contents(neo4j)
    with workspace.writer() as writer:
        writer.put(sample("a"), text_of("a"))
    push(workspace, neo4j)
    with workspace.writer() as writer:
        writer.remove("a")
    push(workspace, neo4j)
    assert contents(neo4j) == there


def test_an_edit_in_neo4j_is_pulled_and_said(neo4j: Neo4j, tmp_path: Path) -> None:
    push(fill(tmp_path / "ws", [sample("a")]), neo4j)
    neo4j.read("MATCH (a:Action {uri: $uri}) SET a.text = 'Edited'", uri=ID + "a/action/1")
    plan = pulled(neo4j)["a"]
    assert plan.changed
    action = plan.graph.by_id["a/action/1"]
    assert isinstance(action, Action)
    assert action.text == "Edited"


@pytest.mark.parametrize(
    "words", ["'}) DETACH DELETE n //", "`\\u0060 \\u0027 ${x}", '"; MATCH (n) DETACH DELETE n']
)
def test_hostile_words_are_stored_as_text(words: str, neo4j: Neo4j, tmp_path: Path) -> None:
    graph = sample("a", title=words)
    action = Action(id="a/action/hostile", text=words, label=words, anomalies=(words,))
    graph = PlanGraph.of("a", graph.source, [*graph.nodes, action], graph.edges)
    push(fill(tmp_path / "ws", [graph]), neo4j)
    assert pulled(neo4j)["a"].graph == graph
    assert neo4j.read("MATCH (a:Action {text: $t}) RETURN a.label", t=words) == [[words]]


PUSHER = """
import sys
from pathlib import Path
from graph import neo4j_store
from graph.neo4j_server import Server
from graph.workspace import Workspace
server = Server(sys.argv[2], "neo4j", sys.argv[3])
for done in neo4j_store.push(Workspace.open(Path(sys.argv[1])), server):
    print(done.plan, flush=True)
"""


def test_a_killed_push_is_taken_up(neo4j: Neo4j, tmp_path: Path) -> None:
    plans = [sample(f"p{n:02}", extra=100) for n in range(8)]
    workspace = fill(tmp_path / "ws", plans)
    command = [sys.executable, "-c", PUSHER, str(workspace.path), neo4j.server.uri, neo4j.password]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as pusher:
        assert pusher.stdout
        said = [pusher.stdout.readline().strip() for _ in range(3)]
        time.sleep(0.05)
        pusher.kill()
    there = pulled(neo4j)
    assert set(said) <= set(there)
    assert all(r.graph in plans and not r.changed for r in there.values()), "whole or not at all"
    assert len(there) < len(plans)
    after = outcomes(push(workspace, neo4j))
    assert {p for p, o in after.items() if o == "unchanged"} >= set(said)
    resumed = contents(neo4j)
    neo4j.empty()
    push(workspace, neo4j)
    assert contents(neo4j) == resumed


def test_pushes_killed_at_random(neo4j: Neo4j, tmp_path: Path, kills: int) -> None:
    """Wherever it is killed, plans are whole or not there, and the next push ends what it began."""
    plans = [sample(f"p{n}", extra=30) for n in range(6)]
    workspace = fill(tmp_path / "ws", plans)
    command = [sys.executable, "-c", PUSHER, str(workspace.path), neo4j.server.uri, neo4j.password]
    push(workspace, neo4j)
    wanted, halfway = contents(neo4j), 0
    for kill in range(kills):
        neo4j.empty()
        with subprocess.Popen(command, stdout=subprocess.PIPE) as pusher:
            assert pusher.stdout
            for _ in range(kill % len(plans)):
                pusher.stdout.readline()
            time.sleep(Random(kill).uniform(0.0, 0.1))  # noqa: S311
            pusher.kill()
        there = pulled(neo4j)
        assert all(r.graph in plans and not r.changed for r in there.values())
        halfway += 0 < len(there) < len(plans)
        push(workspace, neo4j)
        assert contents(neo4j) == wanted
    assert halfway
    print(f"Neo4j: {kills} kills, {halfway} with some plans there and others not")


def test_two_pushes_at_once_make_each_node_once(neo4j: Neo4j, tmp_path: Path) -> None:
    """Two workspaces whose plans name the same bodies and council, written side by side."""
    both = [
        fill(tmp_path / name, [sample(f"{name}{n}", extra=30) for n in range(4)])
        for name in ("one", "two")
    ]
    with ThreadPoolExecutor(2) as pool:
        done = [outcomes(found) for found in pool.map(lambda ws: list(push(ws, neo4j)), both)]
    assert {o for found in done for o in found.values()} == {"added"}
    twice = "MATCH (n) WITH n.uri AS uri, count(*) AS c WHERE uri <> '' AND c > 1 RETURN uri"
    assert neo4j.read(twice) == []
    there = pulled(neo4j)
    assert all(there[p].graph == ws.graph(p) for ws in both for p in (r.id for r in ws.plans()))


def cutting(to: int, listener: socket.socket) -> None:
    """Stands between driver and server; hands on the second COMMIT and cuts before its answer."""
    seen = 0

    def answers(server: socket.socket, client: socket.socket) -> None:
        with suppress(OSError):
            while data := server.recv(1 << 16):
                client.sendall(data)

    def asked(client: socket.socket) -> None:
        nonlocal seen
        with socket.create_connection(("127.0.0.1", to)) as server, client, suppress(OSError):
            Thread(target=answers, args=(server, client), daemon=True).start()
            while data := client.recv(1 << 16):
                seen += b"\xb0\x12\x00\x00" in data
                if seen == 2 and b"\xb0\x12\x00\x00" in data:
                    client.shutdown(socket.SHUT_RDWR)
                    server.sendall(data)
                    time.sleep(0.5)
                    return
                server.sendall(data)

    with suppress(OSError):
        while True:
            Thread(target=asked, args=(listener.accept()[0],), daemon=True).start()


def test_an_answer_lost_at_the_commit(neo4j: Neo4j, tmp_path: Path) -> None:
    """Nobody can know whether it was done, so it is done again, to the same end."""
    workspace = fill(tmp_path / "ws", [sample("a"), sample("b")])
    with socket.create_server(("127.0.0.1", 0)) as listener:
        Thread(target=cutting, args=(neo4j.port, listener), daemon=True).start()
        through = replace(neo4j.server, uri=f"bolt://127.0.0.1:{listener.getsockname()[1]}")
        with suppress(StoreError):
            list(neo4j_store.push(workspace, through))
        list(neo4j_store.push(workspace, through))
    assert {p: r.graph for p, r in pulled(neo4j).items()} == {
        "a": workspace.graph("a"), "b": workspace.graph("b")
    }  # fmt: skip
    state = contents(neo4j)
    neo4j.empty()
    push(workspace, neo4j)
    assert contents(neo4j) == state


def test_a_server_that_stops_and_starts_again(tmp_path: Path) -> None:
    """Stopped in the middle, pushed again, then opened for reading only."""
    require(lacking())
    own = Neo4j(tmp_path / "neo4j").start()
    workspace = fill(tmp_path / "ws", [sample(f"p{n}", extra=20) for n in range(6)])
    try:
        results = neo4j_store.push(workspace, own.server)
        assert [next(results).outcome, next(results).outcome] == ["added", "added"]
        own.stop()
        with pytest.raises(
            StoreError, match=r"no Neo4j.*; at least 2 of 6 plans are there, push"
        ) as stopped:
            list(results)
        assert own.password not in str(stopped.value)
        own.start()
        states = outcomes(push(workspace, own))
        assert {states[f"p{n}"] for n in range(2)} == {"unchanged"}
        assert states["p5"] == "added"
        assert len(pulled(own)) == 6
        own.stop()
        own.start(server__databases__default_to_read_only="true")
        assert set(outcomes(push(workspace, own)).values()) == {"unchanged"}
        with workspace.writer() as writer:
            writer.remove("p0")
        with pytest.raises(StoreError, match="may only be read"):
            push(workspace, own)
    finally:
        own.stop()


def test_errors_are_one_sentence_without_credentials(neo4j: Neo4j, tmp_path: Path) -> None:
    workspace = fill(tmp_path / "ws", [sample("a")])
    right = neo4j.server
    cases = {
        "does not accept the user name": replace(right, password=right.password[::-1]),
        "no database 'nowhere'": replace(right, database="nowhere"),
        "no Neo4j can be reached": replace(right, uri="bolt://127.0.0.1:1"),
        "host of bolt://nowhere.invalid is not known": replace(right, uri="bolt://nowhere.invalid"),
        "no encrypted connection": replace(right, uri=right.uri.replace("bolt", "bolt+s")),
    }
    for words, server in cases.items():
        with pytest.raises(StoreError, match=words) as said:
            list(neo4j_store.push(workspace, server))
        assert said.value.exit_code == 4
        assert server.password not in f"{said.value} {server!r}"
        assert "\n" not in str(said.value)


@pytest.mark.parametrize("uri", ["bolt://neo4j:s3cret@localhost", "http://localhost", "localhost"])
def test_addresses_that_are_none_are_refused(uri: str) -> None:
    with pytest.raises(UsageError) as said:
        Server(uri)
    assert "s3cret" not in str(said.value)


def test_a_server_that_is_too_old_is_refused() -> None:
    check_agent("Neo4j/5.26.0", "bolt://x")
    check_agent("Neo4j/2025.08.0", "bolt://x")
    with pytest.raises(StoreError, match=r"bolt://x is Neo4j/4\.4\.39; crossplan needs Neo4j 5"):
        check_agent("Neo4j/4.4.39", "bolt://x")


def test_values_of_time_and_space_are_iso(neo4j: Neo4j) -> None:
    query = (
        "RETURN date('2026-01-02') AS a, datetime('2026-01-02T03:04:05Z') AS b,"
        " duration('P1DT2H') AS c, point({longitude: 1.5, latitude: 50}) AS d, 2.0 AS e,"
        " time('03:04:05+01:00') AS f, [1, null] AS g, {x: date('2026-01-02')} AS h"
    )
    (row,) = neo4j_query.cypher(neo4j.server, query).rows
    assert row[0] == "2026-01-02"
    assert row[1].startswith("2026-01-02T03:04:05")
    assert row[2:] == (
        "P1DT2H", "POINT(1.5 50)", 2, "03:04:05.000000000+01:00", [1, None], {"x": "2026-01-02"},
    )  # fmt: skip


def run(*args: str, neo4j: Neo4j, **more: str) -> Result:
    environment = {
        "NEO4J_URI": neo4j.server.uri, "NEO4J_PASSWORD": neo4j.password, "NEO4J_USERNAME": "neo4j",
    }  # fmt: skip
    return CliRunner().invoke(app, args, env=environment | more)


def test_the_command_line_pushes_asks_and_pulls(neo4j: Neo4j, tmp_path: Path) -> None:
    first, copy = str(tmp_path / "ws"), str(tmp_path / "copy")
    fill(Path(first), [sample("north-plan"), sample("south-plan", "Another", "South")])
    done = run("push", "neo4j", "-w", first, neo4j=neo4j)
    assert (done.exit_code, done.stdout) == (0, "")
    assert done.stderr.splitlines()[-1] == "2 added"
    assert run("push", "neo4j", "-w", first, neo4j=neo4j).stderr.endswith("2 unchanged\n")
    asked = run("ask", "path", "--plan", "north", "--on", "neo4j", "-f", "csv", neo4j=neo4j)
    assert asked.stdout.splitlines()[1].startswith("north-plan,Theme one")
    query = "MATCH (a:Action) RETURN a.dueBy AS due, count(a) AS n ORDER BY due"
    asked = run("cypher", query, "--on", "neo4j", "-f", "csv", neo4j=neo4j)
    assert asked.stdout.splitlines() == ["due,n", "2016-09-30,2", ",2"]
    assert run("pull", "neo4j", "-w", copy, neo4j=neo4j).stderr.endswith("2 added\n")
    assert run("pull", "neo4j", "-w", copy, neo4j=neo4j).stderr.endswith("2 unchanged\n")
    one, other = (run("export", "-f", "nq", "-w", w, neo4j=neo4j).stdout for w in (first, copy))
    assert one == other != ""


def test_the_documented_analyses_have_answers(neo4j: Neo4j, five_plans: Workspace) -> None:
    push(five_plans, neo4j)
    assert neo4j_centrality.write(five_plans, neo4j.server) > 50
    queries = re.findall(r"```cypher\n(.*?)```", DOC.read_text("utf-8"), re.DOTALL)
    assert len(queries) >= 5
    for query in queries:
        assert neo4j.read(query), query


def test_centrality_is_written_once_and_survives_a_push(
    neo4j: Neo4j, five_plans: Workspace
) -> None:
    push(five_plans, neo4j)
    neo4j_centrality.write(five_plans, neo4j.server)
    before = contents(neo4j)
    assert neo4j_centrality.write(five_plans, neo4j.server) == 0
    push(five_plans, neo4j)
    assert contents(neo4j) == before
    assert pulled(neo4j)["ofsted-action-plan-portsmouth"].changed is False


def test_the_command_line_shows_no_credentials(neo4j: Neo4j, two_plans: Workspace) -> None:
    wrong = neo4j.password[::-1]
    push_ = ("push", "neo4j", "-w", str(two_plans.path))
    refused = run(*push_, neo4j=neo4j, NEO4J_PASSWORD=wrong)
    assert refused.exit_code == 4
    assert refused.stderr.startswith("Error: ")
    assert refused.stderr.count("\n") == 1
    assert wrong not in refused.output
    uri = f"bolt://neo4j:{neo4j.password}@127.0.0.1:{neo4j.port}"
    refused = run(*push_, "--uri", uri, neo4j=neo4j)
    assert refused.exit_code == 2
    assert neo4j.password not in refused.output


def test_nodes_and_paths_are_plain(neo4j: Neo4j, tmp_path: Path) -> None:
    push(fill(tmp_path / "ws", [sample("a")]), neo4j)
    query = "MATCH p = (t:Theme)-[r:LINKED_PRIORITY]->(:Priority) RETURN p, t, r"
    ((path, theme, link),) = neo4j_query.cypher(neo4j.server, query).rows
    assert [part["type"] for part in path] == ["Theme", "LINKED_PRIORITY", "Priority"]
    assert theme["text"] == "Theme one"
    assert link == {"type": "LINKED_PRIORITY", "basis": "stated"}


@pytest.mark.parametrize(
    "query",
    [
        "CREATE (n:X) RETURN n",
        "MATCH (n) SET n.x = 1",
        "MATCH (n) CALL { WITH n DETACH DELETE n } RETURN 1",
        "LOAD CSV FROM 'file:///etc/passwd' AS row RETURN row",
        "RETURN '\\u0027 LOAD CSV FROM \"file:///etc/passwd\" AS row RETURN row //'",
        "CALL dbms.components()",
        "RETURN 1; MATCH (n) DELETE n",
        "RETURN " + "(" * 10_000 + "1" + ")" * 10_000,
        "MATCH (n RETURN n",
        "RETURN $absent",
    ],
)
def test_queries_only_read(query: str, neo4j: Neo4j) -> None:
    with pytest.raises(QueryError):
        neo4j_query.cypher(neo4j.server, query)


def test_the_server_itself_refuses_to_write(neo4j: Neo4j) -> None:
    """Behind the guard: the access mode of the session."""
    with connected(neo4j.server) as connection, pytest.raises(QueryError, match="only read"):
        _write(connection)


def _write(connection: Connection) -> None:
    with connection.session("READ") as session:
        session.run("CREATE (:X)").consume()


def test_limits_on_rows_and_time(neo4j: Neo4j) -> None:
    table = neo4j_query.cypher(
        neo4j.server, "UNWIND range(1, 10000000) AS n RETURN n", limits=Limits(rows=3)
    )
    assert table.rows == ((1,), (2,), (3,))
    assert table.truncated
    slow = "UNWIND range(1, 100000) AS a UNWIND range(1, 100000) AS b RETURN sum(a * b)"
    with pytest.raises(LimitError, match="stopped"):
        neo4j_query.cypher(neo4j.server, slow, limits=Limits(seconds=0.5))
