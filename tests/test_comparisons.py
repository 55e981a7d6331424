"""Questions that set plans side by side: the rows that small planted plans must give."""

from pathlib import Path

import pytest
from planted import NORTH, THREE, planted

import crossplan
from graph import questions as q
from graph.errors import UsageError
from graph.tables import Value
from graph.workspace import Workspace


@pytest.fixture(scope="module")
def three(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    return planted(tmp_path_factory.mktemp("three"), THREE)


def rows(workspace: Workspace, name: str, **given: str) -> list[dict[str, Value]]:
    """The answer as a mapping a row, the same from both stores."""
    one, two = (q.ask(workspace, name, given, on) for on in ("oxigraph", "ladybug"))
    assert one == two
    return [dict(zip(one.columns, row, strict=True)) for row in one.rows]


# --- coverage ---------------------------------------------------------------------------------


def test_coverage_counts_what_is_committed_by_kind_and_rolls_up(three: Workspace) -> None:
    found = {(r["topic"], r["plan"]): r for r in rows(three, "coverage")}
    assert len(found) == 9 * 3
    north = found["Attendance, behaviour and exclusion", "north"]
    counted = {k: north[k] for k in ("vision", "priority", "action", "led", "checked", "target")}
    assert counted == {"vision": 0, "priority": 1, "action": 2, "led": 2, "checked": 1, "target": 1}
    south = found["Attendance, behaviour and exclusion", "south"]
    assert (south["vision"], south["action"], south["unread"]) == (1, 0, 0)
    assert found["Attendance, behaviour and exclusion", "east"]["unread"] == 1
    assert not any(v for k, v in found["Safeguarding and child safety", "south"].items()
                   if k not in ("topic", "plan"))  # fmt: skip


def test_coverage_goes_down_to_one_topic_and_keeps_to_one_council(three: Workspace) -> None:
    found = rows(three, "coverage", topic="attendance", council="North")
    assert {r["plan"] for r in found} == {"north"}
    by_topic = {r["topic"]: r["action"] for r in found}
    assert (by_topic["School attendance"], by_topic["Persistent absence"]) == (2, 1)
    assert "Exclusion" not in by_topic
    assert len(rows(three, "coverage", topics="all")) > 3 * 70


# --- gaps ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("plan", "topic", "status", "own"),
    [
        ("south", "School attendance", "only mentioned", "attendance"),
        ("south", "Persistent absence", "silent", ""),
        ("south", "School governance", "silent", ""),
        ("east", "Persistent absence", "not read", "We will cut persistent absence"),
        ("east", "School attendance", "not read", "We will cut persistent absence"),
        ("east", "School governance", "silent", ""),
        ("north", "Apprenticeships and traineeships", "silent", ""),
    ],
)
def test_silence_is_told_from_a_mention_and_from_what_was_not_read(
    plan: str, topic: str, status: str, own: str, three: Workspace
) -> None:
    found = {r["topic"]: r for r in rows(three, "gaps", plan=plan)}
    assert found[topic]["status"] == status
    assert own in str(found[topic]["own"])
    assert bool(own) == bool(found[topic]["own"])


def test_a_gap_shows_the_strongest_sentence_of_the_others(three: Workspace) -> None:
    found = rows(three, "gaps", plan="south", topic="attendance")
    assert {(r["topic"], r["others"], r["plan"], r["commitment"], r["text"]) for r in found} == {
        ("School attendance", 1, "north", "action with lead",
         "Publish attendance data each term"),
        ("Persistent absence", 1, "north", "action with lead and measure",
         "Visit every pupil with persistent absence"),
    }  # fmt: skip


def test_a_plan_of_which_much_was_not_read_is_never_called_silent(tmp_path: Path) -> None:
    half = NORTH.partition("##")[0] + "Appendix\n\nWe will mend the roof and paint the hall.\n"
    ws = planted(
        tmp_path, THREE | {"half": half.replace("North", "Half") + "Priority 1: Reading\n"}
    )
    assert {r["status"] for r in rows(ws, "gaps", plan="half")} == {"not read"}


def test_a_comparison_needs_two_plans(tmp_path: Path) -> None:
    alone = planted(tmp_path, {"north": NORTH})
    with pytest.raises(UsageError, match=r"gaps is a comparison and needs 2 plans; .* holds 1"):
        q.ask(alone, "gaps", {"plan": "north"})


# --- progress -----------------------------------------------------------------------------------

REPORT = """# East Council Education Plan: progress report 2025

## Priority 1: Reading

Progress so far

- We have lent books in every school and in both of the colleges
- We have invited an author to read to the pupils of every primary school in each term of the year
- We have opened the libraries of secondary schools to all readers on every day of the holidays
"""
PROMISED = """# East Council Education Plan 2024-2027

## Priority 1: Reading

- We will lend books in every school
- We will cut persistent absence by a third
- We will hold a chess tournament
"""


@pytest.mark.parametrize(
    ("appendix", "absence", "chess"),
    [
        ("", "silently dropped", "silently dropped"),
        ("We will cut persistent absence.", "not read", "silently dropped"),
        ("We will mend the roof, paint the hall and dig a pond.", "not read", "not read"),
    ],
)
def test_a_promise_is_silently_dropped_only_where_the_report_was_read(
    appendix: str, absence: str, chess: str, tmp_path: Path
) -> None:
    report = f"{REPORT}\nAppendix\n\n{appendix}\n" if appendix else REPORT
    for name, text in {"promised": PROMISED, "report": report}.items():
        (tmp_path / f"{name}.md").write_text(text, encoding="utf-8")
    (tmp_path / "plans.toml").write_text(
        '[[plan]]\nfile = "promised.md"\n[[plan]]\nfile = "report.md"\nreports_on = "promised"\n'
    )
    assert {d.outcome for d in crossplan.load([], tmp_path / "ws", tmp_path / "plans.toml")} == {
        "added"
    }
    found = {str(r["text"]): r for r in rows(Workspace.open(tmp_path / "ws"), "progress")}
    said = [next(r for t, r in found.items() if w in t) for w in ("lend", "absence", "chess")]
    assert [r["kind"] for r in said] == ["done", absence, chess]
    assert all(bool(r["evidence"]) == (r["kind"] != "silently dropped") for r in said)


# --- timeline -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("state", "found"),
    [
        (
            "overdue",
            {("south", "2021-12-31", "We will double the number of apprenticeships by 2021")},
        ),
        ("expired", {("south", "2022-12-31", "South Council Education Strategy 2020-2022")}),
        ("ahead", {("north", "2025-09-30", "Visit every pupil with persistent absence")}),
        ("recurring", {("north", None, "Publish attendance data each term")}),
    ],
)
def test_the_timeline_says_how_things_stand_on_a_day(
    state: str, found: set[tuple[str, str | None, str]], three: Workspace
) -> None:
    seen = rows(three, "timeline", on_day="2025-03-01", state=state)
    assert {(r["plan"], r["due"], r["text"]) for r in seen} == found


def test_the_timeline_keeps_what_has_no_date(three: Workspace) -> None:
    seen = rows(three, "timeline", on_day="2025-03-01", council="North", state="undated")
    assert [(r["kind"], r["text"], r["leads"]) for r in seen] == [
        ("Action", "Train governors in safeguarding", ["Head of Inclusion"])
    ]


def test_every_dated_thing_is_overdue_in_the_end_and_ahead_at_first(three: Workspace) -> None:
    late = {r["state"] for r in rows(three, "timeline", on_day="2099-01-01") if r["due"]}
    early = {r["state"] for r in rows(three, "timeline", on_day="1999-01-01") if r["not_before"]}
    assert (late, early) == ({"overdue", "expired"}, {"ahead"})


# --- targets ------------------------------------------------------------------------------------


def test_targets_of_one_indicator_stand_side_by_side(tmp_path: Path) -> None:
    other = NORTH.replace("North", "West").replace(
        "falls to 10% by July 2026", "falls from 12% to 8% by July 2027"
    )
    ws = planted(tmp_path, {"north": NORTH, "west": other})
    found = rows(ws, "targets-compared", indicator="persistent-absence")
    assert [(r["plan"], r["amount"], r["due"], r["plans"]) for r in found] == [
        ("north", 10, "2026-07-31", 2), ("west", 8, "2027-07-31", 2),
    ]  # fmt: skip
    assert "12%" in str(found[1]["baseline"])


# --- likeness of plans and references ---------------------------------------------------------


def test_plans_with_the_same_topics_are_alike_and_others_are_not(tmp_path: Path) -> None:
    ws = planted(tmp_path, THREE | {"west": NORTH.replace("North", "West")})
    found = {(r["plan"], r["other"]): r["percent"] for r in rows(ws, "similar-plans", plan="north")}
    assert found["north", "west"] == 100
    assert ("north", "east") not in found, "they share no topic"
    assert 0 < found["north", "south"] < 50
    ours = rows(ws, "similar-plans", plan="west")
    assert [(r["plan"], r["other"]) for r in ours] == [("west", "north"), ("west", "south")]
    assert "Persistent absence" in ours[0]["topics"]


def test_priorities_refer_to_the_findings_that_they_answer(five_plans: Workspace) -> None:
    found = rows(five_plans, "references", plan="portsmouth")
    kinds = [r["kind"] for r in found]
    assert (kinds.count("inspection finding"), kinds.count("statement")) == (13, 6)
    assert {r["refers_to_level"] for r in found if r["kind"] == "inspection finding"} == {"Theme"}


CITING = """# North Council Inclusion Plan 2024-2026

We follow the Children and Families Act 2014 and the SEND code of practice. This plan stands beside
the council's Early Years Strategy 2023-2027 and the Early Help Strategy.

## Priority 1: Inclusion

- We will review support under the Equality Act 2010
- We will carry out the actions of the South Attendance Strategy with every school
- We will review each child's Education, Health and Care Plan
"""
PLAY = "\n\n## Priority 1: Play\n\n- We will open a garden\n"
CITED = {
    "citing": CITING,
    "years": f"# North Council Early Years Strategy 2023-2027{PLAY}",
    "older": f"# North Council Early Years Strategy 2019-2022{PLAY}",
    "south": f"# South Council Attendance Strategy 2024{PLAY}",
}


def test_laws_guidance_and_plans_are_cited_with_their_words(tmp_path: Path) -> None:
    ws = planted(tmp_path, CITED)
    found = {
        (r["kind"], r["level"], r["refers_to"], r["to_plan"]): r["quote"]
        for r in rows(ws, "references", plan="citing")
    }
    act, code = "Children and Families Act 2014", "SEND Code of Practice: 0 to 25 years"
    assert found == {
        ("statute", "Plan", act, None): act,
        ("guidance", "Plan", code, None): "SEND code of practice",
        ("plan", "Plan", "Early Years Strategy 2023-2027", "years"): (
            "Early Years Strategy 2023-2027"
        ),
        ("plan", "Plan", "Early Help Strategy", None): "Early Help Strategy",
        ("statute", "Action", "Equality Act 2010", None): "Equality Act 2010",
        ("plan", "Action", "South Attendance Strategy", "south"): "South Attendance Strategy",
    }
    assert all(str(quote) in ws.text("citing") for quote in found.values())


def test_references_keep_to_a_kind_and_a_council(tmp_path: Path) -> None:
    ws = planted(tmp_path, CITED)
    assert {r["refers_to"] for r in rows(ws, "references", kind="statute", council="North")} == {
        "Children and Families Act 2014", "Equality Act 2010",
    }  # fmt: skip
    assert not rows(ws, "references", council="South")
    with pytest.raises(UsageError, match=r"no kind 'statutes'; there is statute"):
        q.ask(ws, "references", {"kind": "statutes"})


def test_a_plan_refers_to_those_that_the_manifest_names(some_versions: Workspace) -> None:
    found = {(r["plan"], r["to_plan"]) for r in rows(some_versions, "references", kind="plan")
             if r["level"] == "ProgressReport" or r["quote"] is None}  # fmt: skip
    assert len(found) == 4
