"""Named questions: every pair of files gives the same rows on every store."""

from collections.abc import Iterable
from datetime import date
from functools import cache
from typing import Any

import pytest
from hypothesis import given, settings
from sample import graphs
from workspaces import fill, letters

import ontology
from graph import questions as q
from graph.across import compare, current
from graph.describe import question_table
from graph.errors import UsageError
from graph.guard import check
from graph.model import Element, PlanGraph
from graph.oxigraph_index import ONTOLOGY_GRAPH
from graph.parameters import known
from graph.query import cypher, sparql
from graph.tables import Table
from graph.workspace import Workspace

NAMES = sorted(q.questions())
OF_VERSIONS = {"changes", "conflicts", "progress", "shared-roles"}
"""Questions to which the example plans have no answer: none is a version of another."""

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib")
every_question = pytest.mark.parametrize("name", NAMES)


def examples_of(name: str, workspace: Workspace) -> dict[str, str]:
    """The values in a question's files; for a plan or council that must be given one of these."""
    first = workspace.plans()[0]
    there = {"plan": first.id, "council": first.council or ""}
    return {
        p.name: there.get(p.kind, p.value) if p.required else p.value
        for p in q.find(name).parameters
    }


@cache
def dataset(workspace: Workspace, graph: str) -> Any:
    from rdflib import Dataset, URIRef

    compare(workspace)
    data = Dataset(default_union=True)
    data.parse(data=current(workspace).decode(), format="nquads")
    for record in workspace.plans():
        data.parse(data=workspace.nquads(record.id).decode(), format="nquads")
    compare(workspace)
    data.parse(data=current(workspace).decode(), format="nquads")
    if graph == "stated":
        for named in [g for g in data.graphs() if not str(g.identifier).endswith("/stated")]:
            data.remove_graph(named)
    for turtle in ontology.names():
        data.graph(URIRef(ONTOLOGY_GRAPH)).parse(data=ontology.text(turtle), format="turtle")
    return data


def on_rdflib(workspace: Workspace, name: str, parameters: dict[str, str]) -> Table:
    """The answer from rdflib, which runs our own questions only."""
    from rdflib import Literal

    question = q.find(name)
    text = q.bound(question, q.values_of(question, parameters, known(workspace)))
    found = dataset(workspace, question.graph).query(text)

    def plain(term: Any) -> Any:
        value = term.toPython() if isinstance(term, Literal) else term
        if isinstance(value, date):
            return value.isoformat()
        number = isinstance(value, int) or not hasattr(value, "as_integer_ratio")
        return value if number else int(value) if value == int(value) else float(value)

    rows = tuple(tuple(None if t is None else plain(t) for t in row) for row in found)
    return q.arranged(question, Table(tuple(map(str, found.vars)), rows))


def same(tables: Iterable[Table]) -> Table:
    first, *others = tables
    for other in others:
        assert other.columns == first.columns
        assert other.rows == first.rows
    return first


@every_question
def test_one_answer_from_every_store(
    name: str, five_plans: Workspace, some_versions: Workspace
) -> None:
    five_plans = some_versions if name in OF_VERSIONS else five_plans
    given = examples_of(name, five_plans)
    answers = [q.ask(five_plans, name, given, on) for on in ("oxigraph", "ladybug")]
    assert same([*answers, on_rdflib(five_plans, name, given)]).rows, (
        "an answer that shows something"
    )


@every_question
def test_one_answer_about_small_plans(name: str, two_plans: Workspace) -> None:
    given = examples_of(name, two_plans)
    answers = [q.ask(two_plans, name, given, on) for on in ("oxigraph", "ladybug")]
    same([*answers, on_rdflib(two_plans, name, given)])


@settings(max_examples=2, deadline=None)
@given(plans=graphs())
def test_one_answer_about_any_plans(
    plans: list[PlanGraph], tmp_path_factory: pytest.TempPathFactory
) -> None:
    workspace = fill(tmp_path_factory.mktemp("any") / "ws", plans)
    for name in NAMES:
        given_ = examples_of(name, workspace)
        answers = [q.ask(workspace, name, given_, on) for on in ("oxigraph", "ladybug")]
        same([*answers, on_rdflib(workspace, name, given_)])


@every_question
def test_files_declare_what_they_return(name: str, two_plans: Workspace) -> None:
    question = q.find(name)
    for language in ("sparql", "cypher"):
        check(question.text[language], language)
    assert sparql(two_plans, question.text["sparql"]).columns == question.columns
    assert question.title
    assert {w.lstrip("-") for w in question.sort} <= set(question.columns)


def test_the_path_goes_from_theme_to_measure(five_plans: Workspace) -> None:
    plans = letters(five_plans)
    whole = [r for r in q.ask(five_plans, "path").rows if all(r)]
    assert {plans[row[0]] for row in whole} == {"S", "P"}
    one = q.ask(five_plans, "path", {"plan": whole[0][0]})
    assert {row[0] for row in one.rows} == {whole[0][0]}


def test_completeness_is_what_people_counted(five_plans: Workspace) -> None:
    plans = letters(five_plans)
    rows = {plans[p]: tuple(rest) for p, *rest in q.ask(five_plans, "completeness").rows}
    assert rows == {
        "T": (2, 2, 0, 0), "S": (39, 0, 0, 0), "H": (18, 0, 0, 3), "P": (34, 34, 34, 33),
        "M": (9, 0, 0, 0),
    }  # fmt: skip


def test_statements_are_those_of_the_graphs(five_plans: Workspace) -> None:
    found = dict(q.ask(five_plans, "statements").rows)
    graphs = (five_plans.graph(record.id) for record in five_plans.plans())
    assert found == {
        g.plan: sum(isinstance(n, Element) and n.basis == "stated" for n in g.nodes) for g in graphs
    }


def test_due_takes_a_date(five_plans: Workspace) -> None:
    early = q.ask(five_plans, "due", {"by": "2016-08-31"})
    late = q.ask(five_plans, "due", {"by": "2018-09-30"})
    assert all(row in late.rows for row in early.rows)
    assert len(early.rows) < len(late.rows)
    assert max(row[1] for row in late.rows) == "2018-09-30"


def test_bodies_are_shared_by_identity_and_not_by_name(two_plans: Workspace) -> None:
    (row,) = q.ask(two_plans, "partners").rows
    assert row[1:3] == (2, ["north-plan", "south-plan"])


@pytest.mark.parametrize("value", ['"} ?s ?p ?o {', "a\nb\\", "' OR 1=1 //", "\x00é🙂"])
def test_a_value_is_never_a_part_of_the_query(value: str, two_plans: Workspace) -> None:
    question = q.find("measures-of-topic")
    assert sparql(two_plans, q.bound(question, {"topic": value})).rows == ()
    assert cypher(two_plans, question.text["cypher"], {"topic": value}).rows == ()


@pytest.mark.parametrize(
    ("name", "given", "says"),
    [
        ("paht", {}, "there is path"),
        ("due", {}, "due needs by"),
        ("due", {"by": "soon"}, "2026-08-31"),
        ("due", {"by": "2016-01-01", "till": "x"}, "due takes by, not till"),
        ("exit", {"plan": "x"}, "exit takes no parameter"),
        ("path", {"plan": "nowhere"}, "no plan 'nowhere'"),
        ("levels-of-topic", {"topic": "attendence"}, "no topic 'attendence'; there is attendance"),
        ("levels-of-topic", {"topic": "post"}, "could be any of these topics: post-16"),
    ],
)  # fmt: skip
def test_wrong_use_is_said(
    name: str, given: dict[str, str], says: str, two_plans: Workspace
) -> None:
    with pytest.raises(UsageError, match=says):
        q.ask(two_plans, name, given)


def test_arguments_of_the_command_line() -> None:
    assert q.parse_arguments("due", ["--by", "2016-01-01"]) == {"by": "2016-01-01"}
    assert q.parse_arguments("path", ["--plan=x=y"]) == {"plan": "x=y"}
    for words in (["by", "2016"], ["--by"]):
        with pytest.raises(UsageError, match="due takes by"):
            q.parse_arguments("due", words)


def test_the_catalogue_lists_every_question() -> None:
    assert [row[0] for row in question_table().rows] == NAMES


@pytest.mark.parametrize("name", ["changes", "progress"])
def test_a_comparison_of_nothing_is_refused(
    name: str, two_plans: Workspace, some_versions: Workspace
) -> None:
    with pytest.raises(UsageError, match="a comparison needs two"):
        q.refuse_nothing(name, {}, q.ask(two_plans, name))
    q.refuse_nothing(name, {"kind": "dropped"}, q.ask(two_plans, name, {"kind": "dropped"}))
    q.refuse_nothing(name, {}, q.ask(some_versions, name))
