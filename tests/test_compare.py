"""Versions, reports and conflicts: what holds of any plans, and single judgements."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sample import graphs, sample

from graph.compare import conflicts, progress, versions
from graph.compare.levels import level, moved
from graph.compare.pairs import versions as version_pairs
from graph.compare.progress import reading
from graph.corpus import Corpus
from graph.findings import Findings, from_quads, to_nquads
from graph.model import Action, Edge, Measure, Node, PlanGraph, Target

METHODS = (versions, progress, conflicts)


def told(graph: PlanGraph, key: str, other: str) -> PlanGraph:
    """The graph with a link to another plan, as a manifest gives it."""
    link = Edge(source=graph.plan, key=key, target=other, basis="curated")
    kept = [e for e in graph.edges if e.key != "REPLACES"]
    return PlanGraph.of(graph.plan, graph.source, graph.nodes, [*kept, link])


def changed(graph: PlanGraph, node: str, **values: object) -> PlanGraph:
    at = f"{graph.plan}/{node}"
    nodes: list[Node] = [replace(n, **values) if n.id == at else n for n in graph.nodes]  # type: ignore[arg-type]
    return replace(graph, nodes=tuple(nodes))


def kinds(found: Findings) -> dict[str, list[str]]:
    """Kind of each finding -> the ends of its first statement's id."""
    first = {e.source: e.target for e in found.edges if e.key == "FIRST"}
    out: dict[str, list[str]] = {}
    for n in found.nodes:
        out.setdefault(n.kind, []).append(first.get(n.id, "").partition("/")[2])  # type: ignore[attr-defined]
    return out


@given(graphs(), st.randoms())
def test_the_order_of_plans_is_nothing_to_a_method(plans: list[PlanGraph], chance: object) -> None:
    ids = [p.plan for p in plans]
    keys = ("REPLACES", "REPORTS_ON_PLAN")
    linked = [told(p, key, ids[0]) for p, key in zip(plans[1:], keys, strict=False)]
    every = [plans[0], *linked]
    shuffled = list(every)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    for method in METHODS:
        found = method.find(Corpus(tuple(every)))
        assert method.find(Corpus(tuple(shuffled))) == found
        assert from_quads(ox.parse(to_nquads(found), format=ox.RdfFormat.N_QUADS)) == found


def test_a_plan_and_its_copy_differ_in_nothing() -> None:
    plans = sample("old-plan", extra=3), told(sample("new-plan", extra=3), "REPLACES", "old-plan")
    assert set(kinds(versions.find(Corpus(plans)))) == {"kept"}


@pytest.mark.parametrize(
    ("node", "values", "kind"),
    [
        ("action/1", {"due_by": date(2017, 1, 31)}, "re-dated later"),
        ("action/1", {"due_by": date(2016, 1, 31)}, "re-dated earlier"),
        ("action/1", {"due_by": None}, "date removed"),
        ("action/1", {"text": "Peer challenge and review"}, "reworded"),
        ("action/1", {"text": "Buy violins"}, "dropped"),
        ("milestone/1", {"due_by": date(2016, 12, 1)}, "re-dated later"),
        ("partner/1", {"canonical": "Ofsted"}, "re-owned"),
        ("target/1", {"amount": Decimal(4)}, "target tightened"),
        ("target/1", {"amount": Decimal(6)}, "target loosened"),
        ("target/1", {"due_by": date(2019, 9, 30)}, "re-dated later"),
    ],
)
def test_one_change_is_one_finding(node: str, values: dict[str, object], kind: str) -> None:
    new = changed(sample("new-plan"), node, **values)
    found = kinds(versions.find(Corpus((sample("old-plan"), told(new, "REPLACES", "old-plan")))))
    del found["kept"]
    assert kind in found
    assert len(found[kind]) == 1
    assert set(found) <= {kind, "added", "moved"}


def version(plan: str, council: str | None, title: str, first: int, last: date) -> PlanGraph:
    """A plan of a council that no manifest names, from a year to a day."""
    graph = sample(plan, title, council)
    about = replace(graph.publication, period_start=date(first, 1, 1), period_end=last)
    nodes = [about if n.id == plan else n for n in graph.nodes if n.id[:7] != "council"]
    edges = [e for e in graph.edges if e.key not in ("PLAN_OF", "REPLACES")]
    return PlanGraph.of(plan, graph.source, nodes, edges)


END, NEXT = date(2018, 12, 31), date(2021, 12, 31)


def test_versions_are_proposed_for_one_council_and_title() -> None:
    old = version("old-plan", "North", "A plan 2016-2018", 2016, END)
    (pair,) = version_pairs([version("new-plan", "NORTH", "A plan 2019-21", 2019, NEXT), old])
    assert (pair.first.plan, pair.second.plan, pair.status) == ("old-plan", "new-plan", "proposed")
    assert "NORTH" in pair.proposed


@pytest.mark.parametrize(
    "other",
    [
        version("new-plan", "South", "A plan 2019-21", 2019, NEXT),
        version("new-plan", None, "A plan 2019-21", 2019, NEXT),
        version("new-plan", "North", "Another plan 2019-21", 2019, NEXT),
        version("new-plan", "North", "A plan 2017-18", 2017, END),
    ],
    ids=["another council", "no council", "another title", "no longer time"],
)
def test_versions_are_not_guessed(other: PlanGraph) -> None:
    old = version("old-plan", "North" if other.publication.council else None,
                  "A plan 2016-2018", 2016, END)  # fmt: skip
    assert version_pairs([old, other]) == []


@pytest.mark.parametrize(
    ("before", "after", "value", "became"),
    [
        ("Absence is below {}", "Absence is below {}", ("6%", "5%"), "tightened"),
        ("Attendance reaches {}", "Attendance reaches {}", ("95%", "94%"), "loosened"),
        ("No more than {} are NEET", "No more than {} are NEET", ("5%", "6%"), "loosened"),
        ("Exclusions cut by {}", "Exclusions cut by {}", ("20%", "30%"), "tightened"),
        (
            "At least {} of absences explained",
            "At least {} of absences explained",
            ("80%", "90%"),
            "tightened",
        ),
        ("{} schools take part", "{} schools take part", ("all", "40"), "changed"),
        ("{} of pupils read well", "{} of pupils read well", ("80%", "80%"), None),
    ],
)
def test_which_level_asks_for_more(
    before: str, after: str, value: tuple[str, str], became: str | None
) -> None:
    levels = [
        level(Measure(id="m", text=text.format(v), kind="target"), Target(id="t", text=v, value=v))
        for text, v in zip((before, after), value, strict=True)
    ]
    assert moved(*levels) == became


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("Complete. All schools take part.", "done"),
        ("Complete; the programme continues.", "done"),
        ("Partly complete", "under way"),
        ("Green: Two of five posts are filled", "under way"),
        ("Red: The tender was repeated", "slipped"),
        ("Not yet complete", "slipped"),
        ("Amber: now expected in May 2026", "slipped"),
        ("The pilot was abandoned", "dropped"),
        ("Absence dropped to 6%", None),
        ("Seventy teachers came", None),
    ],
)
def test_words_tell_how_far_something_has_got(words: str, kind: str | None) -> None:
    assert reading(words)[0] == kind


def test_an_action_that_a_report_puts_later_has_slipped() -> None:
    report = changed(sample("report"), "action/1", due_by=date(2017, 9, 30))
    found = progress.find(Corpus((sample("old-plan"), told(report, "REPORTS_ON_PLAN", "old-plan"))))
    assert "action/1" in kinds(found)["slipped"]
    assert not any(isinstance(n, Action) for n in found.nodes)


def test_a_plan_that_is_not_there_is_compared_with_nothing() -> None:
    for key in ("REPLACES", "REPORTS_ON_PLAN", "UNDER_PLAN"):
        alone = told(sample("new-plan"), key, "nowhere")
        assert all(method.find(Corpus((alone,))).nodes == () for method in METHODS)
