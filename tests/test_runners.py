"""Children that are kept for the next query: as bounded as one of its own, and faster."""

import threading
from collections.abc import Iterator

import pytest

from graph.errors import LimitError, QueryError
from graph.query import Limits, cypher, sparql, written
from graph.runners import Runners
from graph.workspace import Workspace

TITLES = "SELECT ?t WHERE { ?p a xp:Plan ; dct:title ?t } ORDER BY ?t"
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
JSON = "application/sparql-results+json"


@pytest.fixture
def runners() -> Iterator[Runners]:
    kept = Runners(2)
    yield kept
    kept.close()


def test_a_kept_child_answers_as_one_of_its_own(two_plans: Workspace, runners: Runners) -> None:
    own = sparql(two_plans, TITLES)
    assert [sparql(two_plans, TITLES, runner=runners) for _ in range(3)] == [own] * 3
    count = "MATCH (p:Plan) RETURN count(p) AS n"
    assert cypher(two_plans, count, runner=runners).rows == ((2,),)


def test_a_late_query_is_stopped_and_the_next_is_answered(
    two_plans: Workspace, runners: Runners
) -> None:
    with pytest.raises(LimitError, match="stopped after 1 s"):
        sparql(two_plans, ENDLESS, limits=Limits(seconds=1), runner=runners)
    assert sparql(two_plans, TITLES, runner=runners).rows


def test_a_wrong_query_leaves_its_child_fit_for_the_next(
    two_plans: Workspace, runners: Runners
) -> None:
    for _ in range(2):
        with pytest.raises(QueryError, match="syntax error"):
            sparql(two_plans, "SELECT * {", runner=runners)
        assert sparql(two_plans, TITLES, runner=runners).rows


def test_many_at_once_each_get_their_own_answer(two_plans: Workspace, runners: Runners) -> None:
    found: dict[int, object] = {}

    def ask(n: int) -> None:
        found[n] = sparql(two_plans, f"SELECT ({n} AS ?n) {{}}", runner=runners).rows

    threads = [threading.Thread(target=ask, args=(n,)) for n in range(40)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == {n: ((n,),) for n in range(40)}


def test_a_workspace_that_changed_is_read_anew(two_plans: Workspace, runners: Runners) -> None:
    """A kept child knows one published version; a later one gets another child."""
    across = "SELECT (COUNT(?o) AS ?n) { ?o a xp:Overlap }"
    assert sparql(two_plans, TITLES, runner=runners).rows
    assert sparql(two_plans, across, runner=runners).rows == sparql(two_plans, across).rows


def test_an_answer_in_a_standard_format(two_plans: Workspace, runners: Runners) -> None:
    def answer(query: str, **forms: str) -> tuple[str, str]:
        return written(two_plans, query, forms, {}, Limits(), runners)

    assert answer(TITLES, rows="text/csv") == ("text/csv", "t\r\nA plan\r\nAnother\r\n")
    assert answer("ASK { ?p a xp:Plan }", rows=JSON) == (JSON, '{"head":{},"boolean":true}')
    assert answer(TITLES, triples="text/turtle") == ("rows", "")
    made = answer("CONSTRUCT { ?p a xp:Plan } { ?p a xp:Plan }", triples="application/n-triples")
    assert made[1].count("\n") == 2


def test_graphs_to_query_are_those_of_the_request_or_else_of_the_query(
    two_plans: Workspace,
) -> None:
    graph = "https://w3id.org/crossplan/graph/north-plan/stated"

    def titles(query: str, **dataset: object) -> int:
        text = written(two_plans, query, {"rows": "text/csv"}, dataset, Limits())[1]
        return text.count("\r\n") - 1

    own = TITLES.replace("WHERE", f"FROM <{graph}> WHERE")
    assert titles(own, own=True) == 1
    assert titles(own, own=True, default=["https://example.org/none"]) == 0
    assert titles(TITLES, default=[graph]) == 1
    assert titles("SELECT ?t { GRAPH ?g { ?p dct:title ?t } }", named=[graph]) >= 1
    assert titles(TITLES, named=[graph]) == 0
    with pytest.raises(QueryError, match="FROM"):
        titles(own)


def test_too_long_an_answer_is_refused(two_plans: Workspace, runners: Runners) -> None:
    long = "SELECT (STRLEN(STR(?a)) AS ?n) ?a ?b ?c ?d ?e ?f { ?a ?b ?c . ?d ?e ?f }"
    with pytest.raises(LimitError, match="larger than 64 MB"):
        written(two_plans, long, {"rows": JSON}, {}, Limits(seconds=60), runners)
