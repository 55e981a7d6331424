"""People's queries run in a child process that is bounded in every way."""

import socket
import subprocess
import sys
import threading
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import graph
import ontology
from graph.errors import LimitError, QueryError
from graph.query import Limits, cypher, run, sparql
from graph.sandbox import child_environment
from graph.workspace import Workspace

CROSS = "?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l"


def test_sparql_speaks_of_all_plans(two_plans: Workspace) -> None:
    table = sparql(two_plans, "SELECT ?t WHERE { ?p a xp:Plan ; dct:title ?t } ORDER BY ?t")
    assert (table.columns, table.rows) == (("t",), (("A plan",), ("Another",)))


def test_values_keep_their_kind(two_plans: Workspace) -> None:
    text = """SELECT ?v ?d ?n (1.5 AS ?x) (true AS ?y) ?none
              WHERE { ?t xp:targetValue ?v ; xp:dueBy ?d ; xp:benchmark ?n }"""
    mark = "https://w3id.org/crossplan/vocab/benchmark/national-average"
    assert sparql(two_plans, text).rows[0] == (5, "2018-09-30", mark, 1.5, True, None)
    text = "MATCH (t:Target) RETURN t.amount, t.dueBy, t.benchmark, 1.5, true, t.comparator LIMIT 1"
    assert cypher(two_plans, text).rows == (
        (5, "2018-09-30", ["national-average"], 1.5, True, None),
    )


def test_other_forms_of_query(two_plans: Workspace) -> None:
    assert sparql(two_plans, "ASK { ?s a xp:Theme }").rows == ((True,),)
    made = sparql(two_plans, "CONSTRUCT { ?s a xp:X } WHERE { ?s a xp:Theme }")
    assert made.columns == ("subject", "predicate", "object")
    assert len(made.rows) == 2


def test_a_node_of_cypher_shows_its_properties(two_plans: Workspace) -> None:
    ((node, link),) = cypher(two_plans, "MATCH (a:Action)-[r:LED_BY]->() RETURN a, r LIMIT 1").rows
    assert (node["type"], node["number"], node["when"]) == ("Action", "1.1", ["by Sept 2016"])
    assert (link["type"], link["basis"], link["quote"]) == ("LED_BY", "stated", "DfE")


def test_stated_leaves_out_what_rules_and_people_added(two_plans: Workspace) -> None:
    text = "SELECT ?a { ?a a xp:Action ; xp:measuredBy ?m }"
    assert len(sparql(two_plans, text).rows) == 2
    assert sparql(two_plans, text, graph="stated").rows == ()
    text = "SELECT ?l { ?e xp:topic ?t . ?t skos:prefLabel ?l }"
    assert sparql(two_plans, text, graph="stated").rows, "the vocabulary stays"


def test_parameters(two_plans: Workspace) -> None:
    text = "SELECT ?n ?a WHERE { ?a a xp:Action ; xp:number ?n }"
    assert len(sparql(two_plans, text, {"n": "1.1"}).rows) == 2
    assert sparql(two_plans, text, {"n": '1.1" } #'}).rows == ()
    text = "MATCH (a:Action) WHERE a.dueBy <= $by AND a.number = $n RETURN a.text"
    assert len(cypher(two_plans, text, {"by": date(2016, 9, 30), "n": "1.1"}).rows) == 2
    assert cypher(two_plans, text, {"by": date(2016, 9, 29), "n": "1.1"}).rows == ()


@pytest.mark.parametrize(
    ("ask", "query", "says"),
    [
        (sparql, "SELECT ?s\nWHERE ] ?s ?p ?o", "line 2, column 7: near ']'"),
        (sparql, "SELECT ?s WHERE { ?s no:prefix ?o }", "Prefix not found"),
        (sparql, "SELECT ?s WHERE { ?s ?p ?o FILTER(EXISTS) }", "line 1"),
        (cypher, "MATCH (a)\nRETURN a,", "line 2, column"),
        (cypher, "MATCH (a:Nothing) RETURN a", "Nothing"),
        (cypher, "MATCH (a) RETURN a.nothing", "nothing"),
        (cypher, "MATCH (a) WHERE a.text = $t RETURN a", "t"),
    ],
)
def test_a_wrong_query_is_told_where(ask: Any, query: str, says: str, two_plans: Workspace) -> None:
    with pytest.raises(QueryError) as caught:
        ask(two_plans, query)
    assert says in str(caught.value)
    assert "\n" not in str(caught.value)
    assert len(str(caught.value)) < 300


def test_rows_are_cut_and_it_says_so(two_plans: Workspace) -> None:
    for ask, text in ((sparql, f"SELECT * {{ {CROSS} }}"), (cypher, "MATCH (a), (b) RETURN a.uri")):
        table = ask(two_plans, text, limits=Limits(rows=7))
        assert (len(table.rows), table.truncated) == (7, True)
    table = sparql(two_plans, "SELECT ?t { ?t a xp:Theme }", limits=Limits(rows=2))
    assert (len(table.rows), table.truncated) == (2, False)


@pytest.mark.parametrize(
    ("ask", "query"),
    [
        (sparql, f"SELECT (COUNT(*) AS ?n) {{ {CROSS} }}"),
        (
            cypher,
            "UNWIND range(1, 100000) AS x UNWIND range(1, 100000) AS y RETURN sum(x % (y + 1))",
        ),
        (cypher, "RETURN size(repeat('x', 1000000000))"),
    ],
)
def test_time_is_bounded(ask: Any, query: str, two_plans: Workspace) -> None:
    with pytest.raises(LimitError, match=r"stopped after 1 s|needed more memory"):
        ask(two_plans, query, limits=Limits(seconds=1))


@pytest.mark.parametrize(
    ("ask", "query"),
    [
        (sparql, f"SELECT * {{ {CROSS} }} ORDER BY ?c ?f ?i ?l"),
        (cypher, "UNWIND range(1, 1000000000) AS x RETURN collect(x)"),
    ],
)
def test_memory_is_bounded(ask: Any, query: str, two_plans: Workspace) -> None:
    with pytest.raises(LimitError, match="memory"):
        ask(two_plans, query, limits=Limits(seconds=60, memory=64 << 20))


def test_the_size_of_an_answer_is_bounded(two_plans: Workspace) -> None:
    text = "UNWIND range(1, 200) AS x RETURN repeat('0123456789', 100000)"
    with pytest.raises(LimitError, match="larger than 64 MB"):
        cypher(two_plans, text)


def in_child(code: str) -> subprocess.CompletedProcess[str]:
    home = Path(graph.__file__).parent.parent
    return subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=home, check=False
    )


def test_the_child_writes_no_file(tmp_path: Path) -> None:
    path = str(tmp_path / "x")
    code = "import os; from graph.sandbox import bound; bound(5, 1 << 30);"
    code += f"os.write(os.open({path!r}, os.O_WRONLY | os.O_CREAT), b'x')"
    result = in_child(code)
    assert "File too large" in result.stderr
    assert (tmp_path / "x").stat().st_size == 0


def test_the_child_reaches_no_network() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        code = (
            "import socket; from graph.sandbox import drop_network; print(drop_network());"
            f"socket.create_connection(('127.0.0.1', {server.getsockname()[1]}), timeout=2)"
        )
        result = in_child(code)
    if result.stdout.strip() != "True":
        pytest.skip("this system lets no process leave the network; the guard stands alone")
    assert "unreachable" in result.stderr


def test_a_service_that_slips_past_the_guard_reaches_nobody(two_plans: Workspace) -> None:
    hits = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(3)
        watcher = threading.Thread(target=lambda: hits.extend(accepted(server)))
        watcher.start()
        port = server.getsockname()[1]
        text = f"SELECT * {{ SERVICE <http://127.0.0.1:{port}/> {{ ?s ?p ?o }} }}"
        with pytest.raises(Exception, match=r"store failed|stopped"):
            run(two_plans, "sparql", text, {}, "all", Limits(seconds=2))
        watcher.join()
    assert hits == []


def accepted(server: socket.socket) -> list[str]:
    try:
        return [str(server.accept()[1])]
    except TimeoutError:
        return []


def test_the_child_does_not_see_the_environment() -> None:
    ours = {"PYTHONPATH", "PYTHONDONTWRITEBYTECODE", "LC_ALL", ontology.VARIABLE}
    assert set(child_environment()) == ours


def test_deep_queries_that_would_end_a_process_are_refused_or_survived(
    two_plans: Workspace,
) -> None:
    with pytest.raises(QueryError, match="nested"):
        sparql(two_plans, "SELECT * { ?s ?p ?o FILTER(" + "(" * 10_000 + "1" + ")" * 10_000 + ") }")
    with pytest.raises(QueryError, match="operators"):
        sparql(two_plans, "SELECT * { ?s " + "/".join(["xp:a"] * 10_000) + " ?o }")
    with pytest.raises((LimitError, QueryError)):
        cypher(two_plans, "RETURN " + "[" * 1_000 + "]" * 1_000)
