"""The property graph: nothing is lost on the way to Cypher's rows and back."""

from dataclasses import replace

from hypothesis import given
from sample import graphs, sample

from graph.ladybug_index import node_tables, relation_tables
from graph.model import Plan, PlanGraph, ProgressReport
from graph.property_graph import CypherRows, from_cypher, to_cypher
from graph.workspace import Workspace


def shuffled(rows: CypherRows) -> CypherRows:
    return CypherRows(
        {k: rows.nodes[k][::-1] for k in sorted(rows.nodes)},
        {k: rows.edges[k][::-1] for k in sorted(rows.edges, reverse=True)},
    )


@given(graphs())
def test_there_and_back(plans: list[PlanGraph]) -> None:
    for plan in plans:
        assert from_cypher(shuffled(to_cypher(plan))) == plan


def test_the_examples_there_and_back(five_plans: Workspace) -> None:
    for record in five_plans.plans():
        whole = five_plans.graph(record.id)
        assert from_cypher(to_cypher(whole)) == whole


def test_every_row_fits_its_table(five_plans: Workspace) -> None:
    tables = {t.name: t for t in [*node_tables(), *relation_tables()]}
    for record in five_plans.plans():
        rows = to_cypher(five_plans.graph(record.id))
        for label, found in rows.nodes.items():
            assert all(r.keys() <= tables[label].columns.keys() for r in found)
            assert len({r["uri"] for r in found}) == len(found)
        for (key, source, target), found in rows.edges.items():
            assert (source, target) in tables[key].pairs
            ends = {"source", "target"}
            assert all(r.keys() - ends <= tables[key].columns.keys() for r in found)


def test_names_of_tables_differ_in_more_than_case() -> None:
    names = [t.name.lower() for t in [*node_tables(), *relation_tables()]]
    assert len(set(names)) == len(names)


def test_a_report_is_no_plan() -> None:
    whole = sample()
    nodes = [
        ProgressReport(**{f: getattr(n, f) for f in n.__dataclass_fields__})
        if isinstance(n, Plan)
        else n
        for n in whole
    ]
    report = replace(whole, nodes=tuple(nodes))
    rows = to_cypher(report)
    assert {b for key, _, b in rows.edges if key == "IN_PLAN"} == {"ProgressReport"}
    assert from_cypher(rows) == report


def test_a_body_is_a_node_that_plans_share() -> None:
    rows = to_cypher(sample())
    (link,) = rows.edges["IDENTIFIED_AS", "Partner", "Body"]
    assert link["target"].endswith("/vocab/body/department-for-education")
