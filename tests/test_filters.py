"""Questions across plans kept to a topic, population, phase, council, level or kind."""

from collections import defaultdict
from collections.abc import Callable, Mapping
from typing import Any

import pytest

from graph import questions as q
from graph.errors import UsageError
from graph.model import Element
from graph.parameters import known
from graph.workspace import Workspace

Row = dict[str, Any]
VERSIONS = ("changes", "progress", "conflicts")
TEXTS = ("text", "next_text", "report_text", "other_text", "measure")
DAY = {"timeline": {"on_day": "2017-01-01"}}


@pytest.fixture
def workspace(name: str, all_versions: Workspace, five_plans: Workspace) -> Workspace:
    return all_versions if name in VERSIONS else five_plans


def rows(workspace: Workspace, name: str, **given: str) -> list[Row]:
    given |= DAY.get(name, {})
    one, two = (q.ask(workspace, name, given, on) for on in ("oxigraph", "ladybug"))
    assert one == two
    return [dict(zip(one.columns, row, strict=True)) for row in one.rows]


def tagged(workspace: Workspace) -> Mapping[str, set[str]]:
    """The concepts that the statements with a text are about, by the text."""
    found: dict[str, set[str]] = defaultdict(set)
    for record in workspace.plans():
        for e in workspace.graph(record.id).of_type(Element):
            found[e.text] |= {t.concept.rsplit("/", 1)[1] for t in e.tags}
    return found


def some_of(every: list[Row], kept: list[Row]) -> bool:
    return 0 < len(kept) < len(every) and all(row in every for row in kept)


@pytest.mark.parametrize("name", [*VERSIONS, "targets", "timeline"])
@pytest.mark.parametrize(
    ("kind", "value"), [("topic", "inclusion"), ("population", "sen"), ("phase", "post-16")]
)
def test_what_is_kept_speaks_of_what_was_asked_for(
    name: str, kind: str, value: str, workspace: Workspace
) -> None:
    kept = rows(workspace, name, **{kind: value})
    given = DAY.get(name, {}) | {kind: value}
    wanted = set(q.values_of(q.find(name), given, known(workspace))[kind].strip("|").split("|"))
    assert not kept or some_of(rows(workspace, name), kept)
    about = tagged(workspace)
    for row in (r for r in kept if r.get("kind") not in ("Milestone", "Target")):
        assert any(about.get(row.get(t), set()) & wanted for t in TEXTS)


@pytest.mark.parametrize(
    ("name", "given", "holds"),
    [
        ("changes", {"kind": "re-dated later"}, lambda r: r["kind"] == "re-dated later"),
        ("changes", {"level": "action"}, lambda r: r["type"] == "Action"),
        ("changes", {"level": "statement"}, lambda r: r["type"] not in ("Theme", "Priority")),
        ("changes", {"council": "Carrow"}, lambda r: "carrow" in r["plan"] + r["next_plan"]),
        ("progress", {"kind": "slipped"}, lambda r: r["kind"] == "slipped"),
        ("progress", {"level": "priority"}, lambda r: r["type"] == "Priority"),
        ("progress", {"council": "Coldwell"}, lambda r: "coldwell" in r["plan"]),
        ("conflicts", {"kind": "date"}, lambda r: r["kind"] == "date"),
        ("targets", {"council": "Portsmouth"}, lambda r: "portsmouth" in r["plan"]),
        ("timeline", {"kind": "milestone"}, lambda r: r["kind"] == "Milestone"),
        ("timeline", {"kind": "plan"}, lambda r: r["kind"] in ("Plan", "ProgressReport")),
    ],
)  # fmt: skip
def test_what_is_kept_is_as_asked_and_nothing_else_is_left_out(
    name: str, given: dict[str, str], holds: Callable[[Row], bool], workspace: Workspace
) -> None:
    every = rows(workspace, name)
    kept = rows(workspace, name, **given)
    assert some_of(every, kept)
    assert kept == [row for row in every if holds(row)]


@pytest.mark.parametrize(
    ("name", "given", "said"),
    [
        ("changes", {"kind": "droped"}, "no kind 'droped'; there is dropped"),
        ("progress", {"kind": "slippd"}, "no kind 'slippd'; there is slipped"),
        ("changes", {"level": "acton"}, "no level 'acton'; there is action"),
        ("conflicts", {"phase": "primry"}, "no phase 'primry'; there is primary"),
        ("targets", {"population": "boyz"}, "no population 'boyz'; there is boys"),
        ("timeline", {"topic": "attendence"}, "no topic 'attendence'; there is attendance"),
        ("progress", {"council": "Coldwel Cuncil"}, "there is Coldwell Council"),
    ],
)
def test_what_is_unknown_is_refused_with_the_nearest(
    name: str, given: dict[str, str], said: str, workspace: Workspace
) -> None:
    with pytest.raises(UsageError, match=said):
        q.ask(workspace, name, given | DAY.get(name, {}))
