"""What is read from plans of other shapes than the examples, written for these tests."""

from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.derive import derive
from graph.errors import CrossplanError, UsageError
from graph.model import (
    Action,
    Element,
    ImpactStatement,
    Measure,
    Milestone,
    Objective,
    PlanGraph,
    Priority,
    ReportedActivity,
    Risk,
    Subaction,
    Target,
    Theme,
)
from loaders import extract
from loaders.facts import Facts
from loaders.manifest import read_manifest

EXAMPLES = Path(__file__).parent.parent / "examples"


def plan(folder: Path, text: str, name: str = "plan.txt", facts: Facts | None = None) -> PlanGraph:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    document, graph = extract(path, facts)
    for node in graph:
        assert all(document.text[s.start : s.end] == s.quote for s in node.spans)
    return graph


def texts(graph: PlanGraph, kind: type[Element]) -> list[str]:
    found: list[Element] = sorted(
        graph.of_type(kind), key=lambda n: n.spans[0].start if n.spans else -1
    )
    return [n.text for n in found]


def links(graph: PlanGraph, key: str) -> list[tuple[str, str]]:
    def name(i: str) -> str:
        node = graph.by_id[i]
        return getattr(node, "text", None) or getattr(node, "canonical", None) or i

    return sorted((name(e.source), name(e.target)) for e in graph.edges if e.key == key)


def rows(*lines: str) -> str:
    return "\n".join(line.replace(" | ", "\t") for line in lines) + "\n"


HEAD = "Ref | Action | Lead officer | Timescale | KPIs"
TABLE = rows(
    "Fairport Delivery Plan 2029-31",
    "",
    "Priority 1: Reading for all\t\t\t",
    HEAD,
    "1.1 | Train reading leads in every school | HRD / PS | By July 2030 | 80% of pupils read well",
    "1.2 | Open a library van (see 1.1) | HDR | From Sept 2029 | ",
    "\tfor rural schools\t\t\t",
    "",
    "Priority 2: Belonging\t\t\t",
    HEAD,
    "2.1 | Listen to pupils by: <ul><li>yearly survey</li><li>school visits</li></ul> | PS"
    " | Annual | No pupil without a named adult",
    "",
    "Glossary",
    "HRD | Head of Reading Development",
    "PS | Pupil Services",
)


def test_a_table_of_numbered_actions(tmp_path: Path) -> None:
    graph = plan(tmp_path, TABLE)
    assert texts(graph, Priority) == ["Reading for all", "Belonging"]
    assert texts(graph, Action) == [
        "Train reading leads in every school",
        "Open a library van (see 1.1) for rural schools",
        "Listen to pupils by:",
    ]
    assert texts(graph, Subaction) == ["yearly survey", "school visits"]
    first = next(a for a in graph.of_type(Action) if a.number == "1.1")
    assert (first.when, first.due_by) == (("By July 2030",), date(2030, 7, 31))
    led = links(graph, "LED_BY")
    assert ("Train reading leads in every school", "Head of Reading Development") in led
    assert ("Train reading leads in every school", "Pupil Services") in led
    assert links(graph, "REFERS_TO") == [
        ("Open a library van (see 1.1) for rural schools", "Train reading leads in every school")
    ]
    assert len(links(graph, "HAS_ACTION")) == 3


def test_a_slip_of_letters_is_read_as_meant_and_kept(tmp_path: Path) -> None:
    graph = plan(tmp_path, TABLE)
    van = next(a for a in graph.of_type(Action) if a.number == "1.2")
    assert van.anomalies == ("HDR read as HRD",)
    assert [s.quote for s in van.spans] == ["Open a library van (see 1.1)", "for rural schools"]


def test_a_measure_column_gives_measures_with_targets(tmp_path: Path) -> None:
    graph = plan(tmp_path, TABLE)
    assert texts(graph, Measure) == [
        "80% of pupils read well",
        "No pupil without a named adult",
    ]
    (percent,) = [t for t in graph.of_type(Target) if t.unit == "percent"]
    assert (percent.value, str(percent.amount)) == ("80%", "80")
    assert graph.publication.kind == "action plan"
    assert graph.publication.period_start == date(2029, 1, 1)


def test_headings_with_lists_under_labels(tmp_path: Path) -> None:
    graph = plan(
        tmp_path,
        """# Northmoor Council Learning Strategy

## Our priorities

### 1. Every child present

What we will do

- Call home on the first day of absence
- Run a breakfast club in all primary schools by April 2031

How we will know

- Fewer pupils miss school

### 2. Good work at 18

What we will do

- Bring employers into sixth forms
""",
    )
    assert texts(graph, Priority) == ["Every child present", "Good work at 18"]
    assert len(texts(graph, Action)) == 3
    assert links(graph, "MEASURED_BY") == [("Every child present", "Fewer pupils miss school")]
    club = next(a for a in graph.of_type(Action) if "breakfast" in a.text)
    assert (club.when, club.due_by) == (("by April 2031",), date(2031, 4, 30))
    assert graph.publication.council == "Northmoor Council"


def test_themes_with_labelled_lines(tmp_path: Path) -> None:
    graph = plan(
        tmp_path,
        """Theme 1: Safe routes
Strategic objective: Make walking safe.
- Linked priorities - attendance; health
- Partners - Highways Agency
Theme 2: Play
- Action: Build two parks; plant trees
- Linked priorities - health
""",
    )
    assert texts(graph, Theme) == ["Safe routes", "Play"]
    assert texts(graph, Priority) == ["attendance", "health"]
    assert links(graph, "LINKED_PRIORITY") == [
        ("Play", "health"), ("Safe routes", "attendance"), ("Safe routes", "health"),
    ]  # fmt: skip
    assert texts(graph, Objective) == ["Make walking safe."]
    assert texts(graph, Action) == ["Build two parks", "plant trees"]
    assert links(graph, "WITH_PARTNER") == [("Safe routes", "Highways Agency")]


def test_a_long_text_after_a_heading_label_is_its_name(tmp_path: Path) -> None:
    name = "make sure that " + " and ".join(["every school is warm"] * 8)
    graph = plan(tmp_path, f"Strand: {name}\n\n- Mend roofs\n")
    assert texts(graph, Priority) == [name]


def test_a_progress_report(tmp_path: Path) -> None:
    graph = plan(
        tmp_path,
        """Priority

More apprenticeships

Activity last period

• Met two colleges.
• A launch event was planned, there were delays with the venue.

Impact so far

• Twelve firms signed up

Exit strategy

How will this go on?

The colleges will carry the work.
""",
    )
    assert texts(graph, Priority) == ["More apprenticeships"]
    assert len(graph.of_type(ReportedActivity)) == 2
    assert [r.text for r in graph.of_type(Risk)] == [
        "A launch event was planned, there were delays with the venue."
    ]
    assert [i.impact_kind for i in graph.of_type(ImpactStatement)] == ["reported"]
    assert type(graph.publication).__name__ == "ProgressReport"


def test_a_plan_without_measures_has_none(tmp_path: Path) -> None:
    graph = plan(
        tmp_path,
        """Our priorities

1 Warm schools

- Mend 14 boilers
- Insulate roofs

In 2028 we spent 40% of the money, and 62% of pupils were warm.
""",
    )
    assert texts(graph, Action) == ["Mend 14 boilers", "Insulate roofs"]
    assert not graph.of_type(Measure)
    assert not graph.of_type(Milestone)


def test_one_post_of_two_plans_never_meets(tmp_path: Path) -> None:
    one = plan(tmp_path, TABLE, "one.txt")
    two = plan(tmp_path, TABLE, "two.txt")
    shared = {n.id for n in one} & {n.id for n in two}
    assert not shared


def test_reading_again_changes_no_id(tmp_path: Path) -> None:
    assert plan(tmp_path, TABLE) == plan(tmp_path, TABLE)
    added = TABLE.replace("2.1\tListen", "2.2\tGreet every pupil\tPS\tTermly\t\n2.1\tListen")
    before, after = plan(tmp_path, TABLE), plan(tmp_path, added)
    assert {n.id for n in before} <= {n.id for n in after}


@pytest.mark.parametrize("text", ["Dear all, lunch is at noon.\n", "a\n\nb\n\nc\n", "1\t2\n3\t4\n"])
def test_what_is_no_plan_is_said(tmp_path: Path, text: str) -> None:
    with pytest.raises(CrossplanError, match="nothing that looks like a plan"):
        plan(tmp_path, text)


COUNTS = (
    "We have three anchors: reach, read and rest.",
    "Our plan has four aims.",
    "Two things:",
    "Reach",
    "Reach: all learn",
    "1. Reach",
    "1.2 Rest",
    "- Read",
    "a) Rest",
    "(1) Agree the priorities:",
    "(2) Note",
    "A. Reach",
    "B. Read",
    "; ,",
    "Contents",
    "Reach 3",
    "- ; and",
    "(a) ,",
    "## Read",
    "**Rest**",
    "We will open doors.",
    "ii) These two aims be the basis:",
    "3. 2.1 Rest. A text",
    "Read -- ",
)
TEXTS = st.text("Priority 1:\n\t|-*#AbcdefWho When<ul><li>.;", max_size=300)


@settings(max_examples=120, deadline=None)
@given(TEXTS | st.lists(st.sampled_from(COUNTS), max_size=16).map("\n".join))
def test_any_text_is_read_or_refused(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    folder = tmp_path_factory.mktemp("any")
    try:
        graph = plan(folder, text or "x")
    except CrossplanError:
        return
    ids = Counter(n.id for n in graph)
    assert max(ids.values()) == 1
    assert all(e.source in ids and e.target in ids for e in graph.edges)


def test_the_manifest_adds_what_the_text_does_not_say(tmp_path: Path) -> None:
    facts = Facts(id="fairport", council="Fairport City Council", gss="E06000099")
    graph = plan(tmp_path, TABLE, facts=facts)
    assert graph.plan == "fairport"
    assert [e.basis for e in graph.edges if e.key == "PLAN_OF"] == ["curated"]
    assert graph.publication.council is None


def test_the_manifest_names_other_plans_by_their_ids(tmp_path: Path) -> None:
    facts = Facts(id="now", replaces="The Old Plan", reports_on="the-plan", parent="above")
    found = {(e.key, e.target) for e in plan(tmp_path, TABLE, facts=facts).edges
             if e.basis == "curated"}  # fmt: skip
    assert found == {("REPLACES", "the-old-plan"), ("REPORTS_ON_PLAN", "the-plan"),
                     ("UNDER_PLAN", "above")}  # fmt: skip
    with pytest.raises(CrossplanError, match="itself"):
        plan(tmp_path, TABLE, facts=Facts(id="now", replaces="Now"))


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('[[plan]]\nfile = "none.txt"\n', "there is no such file"),
        ('[[plan]]\nfile = "a.txt"\ncounsil = "X"\n', "did you mean 'council'"),
        ("[[plan]]\n", "names no file"),
        ("plans = 1\n", "unknown key 'plans'"),
        ("[[plan\n", "not a TOML file"),
        ('[[plan]]\nfile = "a.txt"\ngss = 5\n', "must be a text"),
    ],
)
def test_a_wrong_manifest_is_said(tmp_path: Path, text: str, says: str) -> None:
    (tmp_path / "a.txt").write_text("x")
    path = tmp_path / "plans.toml"
    path.write_text(text)
    with pytest.raises(UsageError, match=says):
        read_manifest(path)


def test_rules_add_themes_and_pass_rows_down() -> None:
    facts = read_manifest(EXAMPLES / "plans.toml")
    graphs = {p.stem: derive(extract(p, f)[1]) for p, f in facts.items()}
    rules = Counter(e.rule for g in graphs.values() for e in g.edges if e.basis == "derived")
    assert set(rules) == {"R1", "R2", "R3", "R4"}
    assert rules["R2"] == 4
    south = graphs["strategic-education-plan-southampton"]
    led = {e.source for e in south.edges if e.key == "LED_BY"}
    assert all(a.id in led for a in south.of_type(Action))
    assert derive(south) == south


def test_numbered_outcomes_with_actions_below(tmp_path: Path) -> None:
    graph = plan(
        tmp_path,
        """# Education outcomes and actions

1. More adults read well
    - Open evening classes.
    - Lend laptops.
2. Fewer pupils miss school
    - Call home each morning.
""",
        "plan.md",
    )
    assert texts(graph, Priority) == ["More adults read well", "Fewer pupils miss school"]
    assert len(graph.of_type(Action)) == 3
    assert not graph.of_type(Subaction)


def test_lines_of_a_record_belong_to_its_action(tmp_path: Path) -> None:
    graph = plan(
        tmp_path,
        """AIM 1. Every child is known

Objective 1.1 Improve transfer of records

Action: Send records within ten days
Owner: Admissions Lead
By when: July 2031
KPI: 95% of records arrive in time

Action: Meet each family in June
Owner: Head of Transition and Fairport University
""",
    )
    led = links(graph, "LED_BY")
    assert ("Send records within ten days", "Admissions Lead") in led
    assert ("Meet each family in June", "Fairport University") in led
    assert links(graph, "MEASURED_BY") == [
        ("Send records within ten days", "95% of records arrive in time")
    ]


def test_a_table_of_indicators_gives_targets_with_dates(tmp_path: Path) -> None:
    graph = plan(
        tmp_path,
        """## Priority 1: Belonging

- Greet every pupil

| Measure | Baseline (2029) | 2030 Target | 2031 Target |
|---|---|---|---|
| Pupils who feel safe | 61% | 70% | 85% |
""",
        "plan.md",
    )
    (target,) = graph.of_type(Target)
    assert (target.baseline, target.value) == ("61%", "85%")
    assert target.due_by == date(2031, 12, 31)
    assert texts(graph, Measure) == ["Pupils who feel safe"]


def test_a_year_after_the_present_is_a_target(tmp_path: Path) -> None:
    graph = plan(
        tmp_path,
        """## Priority 1: Belonging

- Greet every pupil

| Measure | Now | 2031 |
|---|---|---|
| Pupils who feel safe | 61% | 85% |

Lunch in figures

| Measure | 2028 | 2029 |
|---|---|---|
| Pupils who like lunch | 12% | 14% |
""",
        "plan.md",
    )
    (target,) = graph.of_type(Target)
    assert (target.baseline, target.value) == ("61%", "85%")
    assert target.due_by == date(2031, 12, 31)
    assert texts(graph, Measure) == ["Pupils who feel safe"]


def test_what_a_committee_is_asked_is_no_action(tmp_path: Path) -> None:
    graph = plan(
        tmp_path,
        """# Progress report

## Recommendations

2.1 That the Committee notes the report.

## Priority 1: Belonging

### Next steps

- Greet every pupil
""",
        "plan.md",
    )
    assert texts(graph, Action) == ["Greet every pupil"]


def test_numbers_before_labels_and_dates_of_lists(tmp_path: Path) -> None:
    graph = plan(
        tmp_path,
        """# Participation strategy

## 3. Our priorities

We have agreed two priorities with young people.

### 3.1 Priority one: Prevent

#### Our actions

1. Introduce a risk indicator
2. Fund mentors over the next two years
3. Extend the careers hub

### 3.2 Priority two: Support

In 2030/31 we will:

- Double the number of advisers

From January 2032 we will:

- Open a weekly drop-in

#### How will we know that we have made a difference to lives?

- Fewer than 1% of young people are lost

## 4. Measuring our success

- 300 young people start a course
""",
        "plan.md",
    )
    assert texts(graph, Priority) == ["Prevent", "Support"]
    assert {a.text: a.when for a in graph.of_type(Action)} == {
        "Introduce a risk indicator": (),
        "Fund mentors over the next two years": ("over the next two years",),
        "Extend the careers hub": (),
        "Double the number of advisers": ("2030/31",),
        "Open a weekly drop-in": ("From January 2032",),
    }
    assert texts(graph, Measure) == [
        "Fewer than 1% of young people are lost", "300 young people start a course",
    ]  # fmt: skip
    assert [t.due_by for t in graph.of_type(Target)] == [None, None]


def test_a_table_of_actions_is_one_wherever_it_stands(tmp_path: Path) -> None:
    graph = plan(
        tmp_path,
        """Where we are now

Results have risen in three years.

| Priority | Action | Lead |
|---|---|---|
| Reading | Train volunteers | Libraries Manager |
|  | Lend books | Libraries Manager |
""",
        "plan.md",
    )
    assert texts(graph, Action) == ["Train volunteers", "Lend books"]
    assert texts(graph, Priority) == ["Reading"]


def test_what_follows_the_priorities_is_none(tmp_path: Path) -> None:
    graph = plan(
        tmp_path,
        """<h1>You said, we will: an improvement plan</h1>
<h2>Communication</h2><table>
<tr><th>You said</th><th>We will</th><th>Who</th><th>By when</th></tr>
<tr><td>Nobody tells us</td><td>Send an update</td><td>Team Manager</td><td>May 2031</td></tr>
</table><h2>Short breaks</h2><ul><li>Open a youth club</li></ul>
<h2>Our honest selves</h2><p>A group of young people reads each report.</p>""",
        "plan.html",
    )
    assert texts(graph, Priority) == ["Communication", "Short breaks"]
    assert texts(graph, Action) == ["Send an update", "Open a youth club"]


def test_a_record_says_when_in_a_row_of_its_own(tmp_path: Path) -> None:
    graph = plan(
        tmp_path,
        """<h2>Priority 1: Help early</h2><table>
<tr><th>Actions</th><td><ul><li>Train visitors</li><li>Set up a line</li></ul></td></tr>
<tr><th>Timescale</th><td>September 2030 to March 2031</td></tr></table>
<h2>Priority 2: Skills</h2><h3>Year 1 (2030/31)</h3><ul><li>Survey schools</li></ul>
<p>We will have succeeded if</p><ul><li>No pupil lacks a device</li></ul>""",
        "plan.html",
    )
    assert {a.text: a.when for a in graph.of_type(Action)} == {
        "Train visitors": ("September 2030 to March 2031",),
        "Set up a line": ("September 2030 to March 2031",),
        "Survey schools": ("Year 1 (2030/31)",),
    }
    assert texts(graph, Measure) == ["No pupil lacks a device"]


def test_a_plan_on_one_page_has_a_priority_in_each_column(tmp_path: Path) -> None:
    graph = plan(
        tmp_path,
        """| | Priority 1: Start well | Live well |
|---|---|---|
| What we will do | Open two hubs | Create a youth zone |
| How we will know | 72% are ready for school | 94% are at school; fewer pupils move away |
""",
        "plan.md",
    )
    assert set(links(graph, "HAS_ACTION")) == {
        ("Start well", "Open two hubs"), ("Live well", "Create a youth zone"),
    }  # fmt: skip
    assert set(links(graph, "MEASURED_BY")) == {
        ("Start well", "72% are ready for school"), ("Live well", "94% are at school"),
        ("Live well", "fewer pupils move away"),
    }  # fmt: skip


def test_recommendations_beside_actions_and_deliverables_without(tmp_path: Path) -> None:
    graph = plan(
        tmp_path,
        """# Review of exclusions: action plan

| Recommendation | Action | Officer responsible |
|---|---|---|
| Governors should be trained | Run four sessions | Governor Manager |
| Parents should have advice | Extend the service | Advice Manager |

## Service priority 2: Enough places

| Deliverable | Lead | Target date |
|---|---|---|
| Complete the expansion | Capital Manager | May 2031 |
| Consult on admissions | Admissions Manager | June 2031 |
""",
        "plan.md",
    )
    assert texts(graph, Theme) == ["Governors should be trained", "Parents should have advice"]
    assert set(links(graph, "HAS_ACTION")) == {
        ("Governors should be trained", "Run four sessions"),
        ("Parents should have advice", "Extend the service"),
        ("Enough places", "Complete the expansion"),
        ("Enough places", "Consult on admissions"),
    }


def test_aims_by_number_and_milestones_with_a_lead_in(tmp_path: Path) -> None:
    graph = plan(
        tmp_path,
        """# Childcare strategy

## Our approach

In all that we do we will:

- use money well

## Aim 1: Enough places

By 2034 every family will find a place nearby.

We will:

- pay grants to childminders

## Aim 2: High quality

| Task | Resp. |
|---|---|
| Train new leaders | Headteacher Reference Group |

## Milestones

We will check our progress in 2030 against these points:

- 98% of settings are good
""",
        "plan.md",
    )
    assert texts(graph, Priority) == ["Enough places", "High quality"]
    assert texts(graph, Objective) == ["By 2034 every family will find a place nearby."]
    assert links(graph, "LED_BY") == [("Train new leaders", "Headteacher Reference Group")]
    assert texts(graph, Measure) == ["98% of settings are good"]


def test_an_aim_over_several_rows_is_a_priority(tmp_path: Path) -> None:
    graph = plan(
        tmp_path,
        """| Aim | Action | Lead |
|---|---|---|
| Families get support | Place workers in schools | Early Help Lead |
|  | Review pupils who are often ill | Nursing Manager |
| Schools share what works | Publish a toolkit | Attendance Manager |
""",
        "plan.md",
    )
    assert texts(graph, Priority) == ["Families get support", "Schools share what works"]
    assert len(links(graph, "HAS_ACTION")) == 3


def test_a_section_inside_a_theme_ends_with_it(tmp_path: Path) -> None:
    graph = plan(
        tmp_path,
        """# Skills strategy

## Theme 1: First steps

### Year 1 actions

- Train champions

## Theme 2: Better jobs

Residents should move up as well as in.

Actions for theme 2

| What we will do | Lead |
|---|---|
| Open a skills shop | Skills Manager |

## Monitoring the plan
""",
        "plan.md",
    )
    assert texts(graph, Theme) == ["First steps", "Better jobs"]
    assert texts(graph, Action) == ["Train champions", "Open a skills shop"]


def test_headings_below_a_labelled_priority_are_none(tmp_path: Path) -> None:
    graph = plan(
        tmp_path,
        """# Partnership strategy

## Our priorities

### Priority 1. A secure start

#### Things that matter most

- Bring midwives into hubs

### Priority 2. Safe from harm

#### What we will focus on

- Share intelligence every day
""",
        "plan.md",
    )
    assert texts(graph, Priority) == ["A secure start", "Safe from harm"]
    assert texts(graph, Action) == ["Bring midwives into hubs", "Share intelligence every day"]


def test_numbered_lines_of_plain_text_name_priorities_and_sections(tmp_path: Path) -> None:
    graph = plan(
        tmp_path,
        """SEND strategy

4. Priorities

4.1 Priority A - Inclusion starts early

How we plan to do it
- Create a team of coaches

4.2 Priority B - Strong schools

How we plan to do it
- Train assistants

5. How will we know we are making progress?
- 60% of pupils attend mainstream schools
""",
    )
    assert texts(graph, Priority) == ["Inclusion starts early", "Strong schools"]
    assert texts(graph, Action) == ["Create a team of coaches", "Train assistants"]
    assert texts(graph, Measure) == ["60% of pupils attend mainstream schools"]


def test_intent_implementation_and_impact(tmp_path: Path) -> None:
    graph = plan(
        tmp_path,
        """# Reading strategy

## Commitment 1: Reading first

### Intent

No child leaves primary school unable to read.

### Implementation

- Fund training in phonics

### Impact

- 75% of pupils pass the phonics check by July 2031
- Teachers feel sure of themselves

## Commitment 2: Families as partners

### Implementation

- Invite parents to read in class
""",
        "plan.md",
    )
    assert texts(graph, Priority) == ["Reading first", "Families as partners"]
    assert texts(graph, Objective) == ["No child leaves primary school unable to read."]
    assert texts(graph, Action) == ["Fund training in phonics", "Invite parents to read in class"]
    assert texts(graph, ImpactStatement) == ["Teachers feel sure of themselves"]
    (target,) = graph.of_type(Target)
    assert (target.value, target.due_by) == ("75%", date(2031, 7, 31))


def test_several_actions_of_one_row_share_its_only_date(tmp_path: Path) -> None:
    graph = plan(
        tmp_path,
        """<h2>Priority 1: Care leavers</h2><table>
<tr><th>Action</th><th>Lead</th><th>When</th><th>Impact at 6 months</th></tr>
<tr><td><ul><li>Arrange two visits</li><li>Find a mentor</li></ul></td><td>Adviser</td>
<td>May 2031</td><td>Ten care leavers have applied</td></tr></table>""",
        "plan.html",
    )
    assert [a.when for a in graph.of_type(Action)] == [("May 2031",), ("May 2031",)]
    assert texts(graph, Measure) == ["Ten care leavers have applied"]


def test_commitments_in_prose(tmp_path: Path) -> None:
    graph = plan(
        tmp_path,
        """# Skills for all

## Chapter 1: Clear routes

There are 900 courses. We will cut them to ninety, and by 2031 we will publish one list.
""",
        "plan.md",
    )
    assert texts(graph, Priority) == ["Clear routes"]
    assert texts(graph, Action) == [
        "We will cut them to ninety",
        "by 2031 we will publish one list.",
    ]


def test_two_columns_of_dates_are_both_kept(tmp_path: Path) -> None:
    graph = plan(
        tmp_path,
        rows(
            "Area 1: Play",
            "",
            "No | Action | Start date | End date",
            "1 | Plant trees | Sept 2030 | July 2031",
            "2 | Build swings | Jan 2031 | July 2031",
        ),
    )
    assert texts(graph, Priority) == ["Play"]
    first = next(a for a in graph.of_type(Action) if a.number == "1")
    assert first.when == ("Sept 2030", "July 2031")


def test_codes_number_rows_though_each_caption_has_few(tmp_path: Path) -> None:
    graph = plan(
        tmp_path,
        """# School plan

| Key Priority | Actions | Who | Milestones: Autumn |
|---|---|---|---|
| Key Priority 1: To write well | | | |
| Intended impact: 72% of pupils write well by July 2031 | | | |
| 1a | Teach sentences daily | English Lead with PTA | All staff trained |
| 1b | Buy pens | English Lead | Pens bought |
| Key Priority 2: To attend | | | |
| 2a | Meet each family | Headteacher, Family Support Worker | 34 families met |
""",
        "plan.md",
    )
    assert texts(graph, Priority) == ["To write well", "To attend"]
    assert {a.number for a in graph.of_type(Action)} == {"1a", "1b", "2a"}
    led = links(graph, "LED_BY")
    assert ("Teach sentences daily", "PTA") in led
    assert ("Meet each family", "Headteacher") in led
    assert ("Meet each family", "Family Support Worker") in led


def test_a_key_of_colours_does_not_hide_the_tables_below_it(tmp_path: Path) -> None:
    graph = plan(
        tmp_path,
        """# Statement of action

RAG key

| G | On track |
|---|---|
| R | Off track |

## Area of weakness 1: Oversight

What inspectors said: "Leaders do not know."

| Ref | Action | By whom | By when |
|---|---|---|---|
| 1.1 | Refresh the needs assessment | Director of Public Health | June 2031 |
| 1.2 | Build a dashboard | Performance Manager | May 2031 |
""",
        "plan.md",
    )
    assert len(texts(graph, Action)) == 2


def test_rows_of_labels_are_no_actions(tmp_path: Path) -> None:
    graph = plan(
        tmp_path,
        """# Plan

| Priority 1: Reading | | |
|---|---|---|
| Frame: Attainment | Driver: Leadership; Teaching | Code: 2.3 |
| Task | Responsible officer | Timescale |
| Run a programme | Literacy Officer | June 2031 |
| Hold two events | Literacy Officer | July 2031 |
""",
        "plan.md",
    )
    assert texts(graph, Action) == ["Run a programme", "Hold two events"]


def test_a_lead_in_dates_measures_and_is_quoted(tmp_path: Path) -> None:
    graph = plan(
        tmp_path,
        """# Inclusion strategy

## Priority One

**Help comes early.** Most needs can be met by good teaching and by small adjustments, provided
that somebody notices soon enough and that the right people then come together quickly.

We will:

- create five teams

In return we ask schools to:

- release staff for training

## How we'll know

By 2031:

- 85% of leaders have advice in time
""",
        "plan.md",
    )
    assert texts(graph, Priority) == ["Help comes early."]
    assert texts(graph, Action) == ["create five teams"]
    (target,) = graph.of_type(Target)
    assert target.due_by == date(2031, 12, 31)
    (edge,) = (e for e in graph.edges if e.key == "HAS_TARGET")
    assert edge.span is not None


@pytest.mark.parametrize(
    ("text", "body"),
    [
        ("Extend counselling in partnership with NHS Strathallan", "NHS Strathallan"),
        ("Extend counselling in partnership with NHS England", "NHS England"),
    ],
)
def test_local_and_national_health_bodies(text: str, body: str, tmp_path: Path) -> None:
    graph = plan(tmp_path, f"# Plan\n\n## Priority 1: Health\n\nActions\n\n- {text}\n", "plan.md")
    assert links(graph, "WITH_PARTNER") == [(text, body)]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Suspensions reduced to 60 or fewer", "60"),
        ("Zero permanent exclusions", "Zero"),
        ("The number of pupils out of school is zero", "zero"),
        ("Ten care leavers go to university", "Ten"),
        ("Children wait no longer than 18 weeks", "18 weeks"),
        ("No family waits more than six weeks for a place", "six weeks"),
        ("Centre opens and trains 1,200 people a year", "1,200"),
        ("2,500 tradespeople accredited", "2,500"),
        ("Families wait under four weeks for a place", "four weeks"),
    ],
)
def test_values_of_targets(text: str, value: str, tmp_path: Path) -> None:
    graph = plan(
        tmp_path, f"# Plan\n\n## Priority 1: Health\n\nHow we will know\n\n- {text}\n", "plan.md"
    )
    (target,) = graph.of_type(Target)
    assert target.value == value


def test_a_bracket_says_who_and_when(tmp_path: Path) -> None:
    graph = plan(
        tmp_path,
        """# Plan

## 4. Priorities for 2030-31

### 4.1 Writing

- Set up a network for teachers (Lead: Primary Lead, by October 2030)
- Run moderation (in all three key stages)

### 4.2 Reading

- Lend books [Library Manager, spring term 2031]

## 5. Key performance indicators

| Priority | Indicator | Baseline (2030) | Target (2031) |
|---|---|---|---|
| 4.2 | Books lent | 10 | 12 |
| 4.1 | Pupils who write well | 61% | 70% |
""",
        "plan.md",
    )
    assert texts(graph, Priority) == ["Writing", "Reading"]
    when = {a.text: a.when for a in graph.of_type(Action)}
    assert when == {
        "Set up a network for teachers": ("by October 2030",),
        "Run moderation (in all three key stages)": (),
        "Lend books": ("spring term 2031",),
    }
    led = links(graph, "LED_BY")
    assert ("Set up a network for teachers", "Primary Lead") in led
    assert ("Lend books", "Library Manager") in led
    assert set(links(graph, "MEASURED_BY")) == {
        ("Reading", "Books lent"), ("Writing", "Pupils who write well"),
    }  # fmt: skip


def test_sections_numbered_like_a_list_are_no_actions(tmp_path: Path) -> None:
    graph = plan(
        tmp_path,
        """Attendance Strategy

1. Introduction

Being in school matters.

2. Action plan

Priority 1: Everyone understands

We will:
-\tTrain all staff
-\tWrite to parents

3. Governance

The board meets every term.

4. Definitions

Absence   missing sessions
""",
    )
    assert texts(graph, Action) == ["Train all staff", "Write to parents"]


def test_recommendations_over_tables_are_areas_and_ambitions_objectives(tmp_path: Path) -> None:
    graph = plan(
        tmp_path,
        """# Plan

**Recommendation 1: The quality of supervision**

| No. | What we will do | Who | Outcome / measure |
|---|---|---|---|
| 1.1 | Revise the policy | Head of Quality | 90% of cases are on time |
| 1.2 | Train managers | Head of Quality | 80% of audits are good |

## Priority 2: A flying start

**Our ambition:** All children start school ready to learn.

**What we will do**

- Train a champion
""",
        "plan.md",
    )
    assert texts(graph, Theme) == ["The quality of supervision"]
    assert len(texts(graph, Measure)) == 2
    assert texts(graph, Objective) == ["All children start school ready to learn."]
    assert ("A flying start", "Train a champion") in links(graph, "HAS_ACTION")


def test_numbered_paragraphs_with_lines_of_who_and_when(tmp_path: Path) -> None:
    graph = plan(
        tmp_path,
        """Improvement strategy

Priority 1: Reading and language

Reading is hard for many of our pupils.

1.1 Audit the teaching of phonics in 20 schools.
Lead: English Adviser
By: December 2031

1.2 Supply each school with books.
Lead: Library Service
By: September 2032
""",
    )
    assert texts(graph, Objective) == []
    assert {(a.number, a.when) for a in graph.of_type(Action)} == {
        ("1.1", ("December 2031",)), ("1.2", ("September 2032",)),
    }  # fmt: skip
    assert ("Supply each school with books.", "Library Service") in links(graph, "LED_BY")


def test_a_header_holds_for_the_tables_after_captions(tmp_path: Path) -> None:
    graph = plan(
        tmp_path,
        rows(
            "Attendance plan", "",
            "Action | Who | When | Success measure",
            "Objective 1: Families understand",
            "Run a campaign | Communications Manager | May 2031 | Seen by 10,000 households",
            "Rewrite letters | Welfare Team | June 2031 | All schools use them",
            "Objective 2: Schools act early",
            "Send a report | Data Officer | July 2031 | Absence reduced to 18%",
        ),
    )  # fmt: skip
    assert texts(graph, Priority) == ["Families understand", "Schools act early"]
    assert ("Schools act early", "Send a report") in links(graph, "HAS_ACTION")
    assert ("Send a report", "Data Officer") in links(graph, "LED_BY")
    assert len(texts(graph, Measure)) == 3


def test_codes_that_recur_name_priorities_and_labels_exclude_other_headings(
    tmp_path: Path,
) -> None:
    graph = plan(
        tmp_path,
        """# Strategy

## Priority 1: Finding needs early

- Screen children

## Priority 2: Thriving locally

- Open bases

## Delivery for the first year

| Priority | First-year action | Who leads | Start and finish |
|---|---|---|---|
| 1 | Train staff | Early Years Manager | Sept 2030 to July 2031 |
| 1 | Make a film | Voices Group | March 2031 |
| 2 | Agree an offer | Principal Psychologist | May 2031 |

## How we will know if we kept our word

**Priority 1: Finding needs early**

- 85% of children are screened

**Priority 2: Thriving locally**

- 24 places are filled
""",
        "plan.md",
    )
    assert texts(graph, Priority) == ["Finding needs early", "Thriving locally"]
    did = links(graph, "HAS_ACTION")
    assert ("Finding needs early", "Make a film") in did
    assert ("Thriving locally", "Agree an offer") in did
    assert ("Thriving locally", "24 places are filled") in links(graph, "MEASURED_BY")


def test_a_date_beside_a_lead_is_no_partner(tmp_path: Path) -> None:
    graph = plan(
        tmp_path,
        """# Literacy strategy

## Strand 1: Homes

| Action | Impact | Lead and date |
|---|---|---|
| Give books to all parents | More reading at home | Library Manager, February 2031 |
| Rewrite tenancy letters | Letters are easy to read | Housing Officer, May 2031 |
""",
        "plan.md",
    )
    assert {a.when for a in graph.of_type(Action)} == {("February 2031",), ("May 2031",)}
    assert {who for _, who in links(graph, "LED_BY")} == {"Library Manager", "Housing Officer"}


def test_years_of_a_plan_by_number_are_times(tmp_path: Path) -> None:
    graph = plan(
        tmp_path,
        """# Plan for health

## Ambition 1: Teeth

**Year 1**

1. Begin brushing in nurseries

**Year 2**

1. Extend brushing to schools
""",
        "plan.md",
    )
    assert [a.when for a in graph.of_type(Action)] == [("Year 1",), ("Year 2",)]


def test_lists_under_titles_make_no_plan_of_a_page(tmp_path: Path) -> None:
    with pytest.raises(CrossplanError, match="nothing that looks like a plan"):
        plan(
            tmp_path,
            """Virtual school

For carers:

  • Termly meetings
  • Grants for uniform

Opening hours:

  • Monday to Friday, 9 to 5
  • Closed on bank holidays
""",
        )


def test_a_list_is_named_by_its_noun_and_what_it_is_about(tmp_path: Path) -> None:
    graph = plan(
        tmp_path,
        """# Corporate plan

## Well-being objectives for schools

- Learners have the skills that they will need
- Families get help early
""",
        "plan.md",
    )
    assert len(texts(graph, Objective)) == 2
