"""The vault: a note for everything, links that lead somewhere, names that every system takes."""

import json
import re
from collections.abc import Mapping, Sequence

from graphs import plan_graphs
from hypothesis import given, settings

from graph.exporting import export_folder
from graph.model import Element, PlanGraph, Target
from graph.workspace import Workspace

LINK = re.compile(r"(?<!\\)\[\[([^|\]]+)(?:\|(?:\\.|[^\]\\])*)?\]\]")
BAD = re.compile(r'[\\:*?"<>|#^\[\]\x00-\x1f]')


def notes(plans: Sequence[PlanGraph]) -> dict[str, str]:
    files = export_folder(plans, "vault")
    return {path.removesuffix(".md"): data.decode() for path, data in files.items()}


def check(found: Mapping[str, str]) -> None:
    assert len({path.casefold() for path in found}) == len(found)
    for path, note in found.items():
        assert not BAD.search(path), path
        assert path.count("/") <= 1
        assert not {"", ".", ".."} & set(path.split("/"))
        assert {m[1] for m in LINK.finditer(note)} <= set(found), path
        assert len(note.split("[[")) == len(LINK.findall(note)) + 1, "what is no link opens none"


def properties(note: str) -> dict[str, object]:
    _, head, _ = note.split("---\n", 2)
    return {k: json.loads(v) for k, v in (line.split(": ", 1) for line in head.splitlines())}


@given(plan_graphs())
@settings(max_examples=60)
def test_any_plan_has_notes_that_hang_together(graph: PlanGraph) -> None:
    found = notes([graph])
    check(found)
    ids = {properties(n).get("id") for p, n in found.items() if p != "Start"}
    kept = {n.id for n in graph if isinstance(n, Element | Target) and n.basis != "derived"}
    assert kept <= ids


def test_the_example_plans(five_plans: Workspace) -> None:
    plans = [five_plans.graph(r.id) for r in five_plans.plans()]
    found = notes(plans)
    check(found)
    assert len(LINK.findall(found["Start"])) == 5
    (action,) = (n for p, n in found.items() if "/Action 2.1 Introduce a new peer" in p)
    assert "## Led by" in action
    assert "> Introduce a new peer challenge process" in action
    assert "[[Topics/Peer challenge and support]]" in action
    who = {p for p, n in found.items() if "[[Partners/Department for Education|" in n}
    assert len({p.split("/")[0] for p in who}) > 1, "plans that name one body meet in one note"
    assert "# Department for Education" in found["Partners/Department for Education"]
    topics = {p for p in found if p.startswith("Topics/")}
    linked = {m[1] for n in found.values() for m in LINK.finditer(n)}
    assert "Topics/Attendance, behaviour and exclusion" in topics & linked


def test_what_is_derived_has_no_note(five_plans: Workspace) -> None:
    plan = five_plans.resolve("herefordshire").id
    graph = five_plans.graph(plan)
    found = notes([graph])
    ids = {properties(n).get("id") for p, n in found.items() if p != "Start"}
    assert not ids & {n.id for n in graph if n.basis == "derived"}
