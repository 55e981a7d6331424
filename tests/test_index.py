"""The SPARQL index changed plan by plan is the one that is built at once."""

from pathlib import Path
from tempfile import TemporaryDirectory

import pyoxigraph as ox
from hypothesis import given, settings
from hypothesis import strategies as st
from sample import graphs, sample, text_of
from workspaces import fill

from graph.model import PlanGraph
from graph.oxigraph_index import build, clone, update
from graph.rdf import to_nquads
from graph.record import count_quads
from graph.workspace import Workspace


def quads(place: Path) -> set[str]:
    """All but the shapes' blank nodes, which each build names anew."""
    return {line for q in ox.Store.read_only(str(place)) if "_:" not in (line := str(q))}


def built(place: Path, plans: list[PlanGraph]) -> set[str]:
    build(place, map(to_nquads, plans))
    return quads(place)


@settings(max_examples=8)
@given(graphs(), graphs())
def test_changes_come_to_what_a_new_index_holds(old: list[PlanGraph], new: list[PlanGraph]) -> None:
    with TemporaryDirectory() as folder:
        first, second, third = (Path(folder) / n for n in ("first", "second", "third"))
        before = built(first, old)
        clone(first, second)
        update(second, [g for p in old for g in count_quads(to_nquads(p))], map(to_nquads, new))
        assert quads(second) == built(third, new)
        assert quads(first) == before, "what readers have open stays as it was"


def test_what_two_plans_say_stays_while_one_says_it(tmp_path: Path) -> None:
    plans = [sample("north-plan"), sample("south-plan")]
    build(tmp_path / "store", map(to_nquads, plans))
    update(tmp_path / "store", count_quads(to_nquads(plans[0])), [])
    assert quads(tmp_path / "store") == built(tmp_path / "other", plans[1:])


def test_a_change_shares_the_files_that_it_leaves_alone(tmp_path: Path) -> None:
    ws = fill(tmp_path / "ws", [sample("north-plan"), sample("south-plan"), sample("west-plan")])
    current = ws.path / "index" / "current"
    before = {p.name for p in (current / "oxigraph").glob("*.sst")}
    with ws.writer() as writer:
        writer.put(sample("south-plan", extra=1), text_of("south-plan"))
    shared = [p for p in (current / "oxigraph").glob("*.sst") if p.stat().st_nlink > 1]
    assert {p.name for p in shared} & before
    fresh = fill(tmp_path / "fresh", [ws.graph(r.id) for r in ws.plans()])
    assert quads(current / "oxigraph") == quads(fresh.path / "index" / "current" / "oxigraph")


@given(st.lists(st.tuples(st.sampled_from("abc"), st.integers(0, 2)), max_size=5))
@settings(max_examples=4)
def test_any_history_of_a_workspace_ends_in_the_same_index(history: list[tuple[str, int]]) -> None:
    with TemporaryDirectory() as folder:
        ws = fill(Path(folder) / "ws", [sample(p) for p in ("kept", "also", "third", "fourth")])
        for plan, extra in history:
            with ws.writer() as writer:
                known = {r.id for r in ws.plans()}
                if plan in known and not extra:
                    writer.remove(plan)
                else:
                    writer.put(sample(plan, extra=extra), text_of(plan))
        at_once = fill(Path(folder) / "once", [ws.graph(r.id) for r in ws.plans()])
        assert _index(ws) == _index(at_once)


def _index(workspace: Workspace) -> set[str]:
    return quads(workspace.path / "index" / "current" / "oxigraph")
