"""Plans whose wording nobody listed: what their repetition and their columns tell."""

from datetime import date
from pathlib import Path

import pytest
from test_interpret import links, plan, rows, texts

from graph.errors import CrossplanError
from graph.model import Action, Measure, Mission, Objective, Partner, Priority, Target

RECORDS = rows(
    "Fairport Plan 2029-31",
    "",
    "Belonging at school",
    "",
    "The glow that you can expect by July 2031",
    "Attendance is 96% or higher",
    "80% of pupils feel safe",
    "",
    "Action | Lead | When",
    "Visit the families who miss most | Head of Inclusion | May 2030",
    "",
    "Reading for all who find it hard",
    "",
    "The glow that you can expect by July 2031",
    "75% of pupils read well",
    "90% of schools have a library",
    "",
    "Action | Lead | When",
    "Train thirty volunteers | Head of Libraries | May 2030",
)


def test_a_line_that_recurs_is_a_label_and_the_line_before_it_a_priority(tmp_path: Path) -> None:
    graph = plan(tmp_path, RECORDS)
    assert texts(graph, Priority) == ["Belonging at school", "Reading for all who find it hard"]
    assert len(texts(graph, Measure)) == 4
    assert ("Belonging at school", "Visit the families who miss most") in links(graph, "HAS_ACTION")
    assert {t.due_by for t in graph.of_type(Target)} == {date(2031, 7, 31)}


def test_figures_under_a_recurring_line_are_facts_where_nothing_looks_ahead(tmp_path: Path) -> None:
    graph = plan(tmp_path, RECORDS.replace("glow that you can expect by July 2031", "glow we have"))
    assert texts(graph, Measure) == []


def test_items_that_say_what_to_do_are_actions_under_any_heading(tmp_path: Path) -> None:
    graph = plan(
        tmp_path,
        """# Fairport Plan

## Belonging

### Our bright sparks

- Greet every pupil
- Visit each family

## Reading

### Our bright sparks

- Lend books
- Train volunteers
""",
        "plan.md",
    )
    assert ("Reading", "Lend books") in links(graph, "HAS_ACTION")
    assert texts(graph, Priority) == ["Belonging", "Reading"]


def test_columns_are_told_by_what_stands_in_them(tmp_path: Path) -> None:
    graph = plan(
        tmp_path,
        rows(
            "Fairport Plan 2029-31",
            "",
            "Priority 1: Belonging",
            "",
            "Bright spark | Captain | Landing",
            "Meet every pupil | Head of Inclusion | May 2030",
            "Visit each family | Attendance Officer | Termly",
        ),
    )
    assert texts(graph, Action) == ["Meet every pupil", "Visit each family"]
    assert [a.when for a in graph.of_type(Action)] == [("May 2030",), ("Termly",)]
    assert links(graph, "LED_BY") == [
        ("Meet every pupil", "Head of Inclusion"), ("Visit each family", "Attendance Officer"),
    ]  # fmt: skip


def test_a_table_without_leads_or_times_tells_no_actions(tmp_path: Path) -> None:
    graph = plan(
        tmp_path,
        rows(
            "Fairport Plan 2029-31",
            "",
            "Priority 1: Belonging",
            "",
            "Spark | Shade | Tint",
            "Meet every pupil | blue | pale",
            "Visit each family | green | dark",
        ),
    )
    assert texts(graph, Action) == []


INDICATORS = """Fairport Plan {period}

## Priority 1: Belonging

- Greet every pupil

| Measure | {columns} |
|---|---|---|---|
| Pupils who feel safe | 61% | 70% | 85% |
"""


@pytest.mark.parametrize(
    ("period", "columns", "due"),
    [
        ("2029 to 2032", "2030 | 2031 | 2032", date(2032, 12, 31)),
        ("2029 to 2032", "6 months | 12 months | 18 months", None),
    ],
)
def test_columns_of_times_ahead_are_targets(
    period: str, columns: str, due: date | None, tmp_path: Path
) -> None:
    graph = plan(tmp_path, INDICATORS.format(period=period, columns=columns), "plan.md")
    (target,) = graph.of_type(Target)
    assert (target.value, target.due_by) == ("85%", due)


def test_columns_of_years_before_the_plan_are_figures(tmp_path: Path) -> None:
    text = INDICATORS.format(period="2029 to 2032", columns="2026 | 2027 | 2028")
    assert texts(plan(tmp_path, text, "plan.md"), Measure) == []


def test_objectives_with_a_dotted_number_stand_below_the_heading_above(tmp_path: Path) -> None:
    graph = plan(
        tmp_path,
        """# Fairport Plan

## Belonging

### Objective 1.1 Make every pupil welcome

#### Strategies

- Greet every pupil

## Reading

### Objective 2.1 Make every pupil a reader

#### Strategies

- Lend books
""",
        "plan.md",
    )
    assert texts(graph, Priority) == ["Belonging", "Reading"]
    assert texts(graph, Objective) == ["Make every pupil welcome", "Make every pupil a reader"]
    assert ("Reading", "Lend books") in links(graph, "HAS_ACTION")


def test_a_priority_begins_again_where_its_name_stands(tmp_path: Path) -> None:
    graph = plan(
        tmp_path,
        """Fairport Plan

Our two priorities are:

1. Belonging
2. Reading

4.1 Belonging

We will:
- Greet every pupil

4.2 Reading

We will:
- Lend books
""",
    )
    assert ("Belonging", "Greet every pupil") in links(graph, "HAS_ACTION")
    assert ("Reading", "Lend books") in links(graph, "HAS_ACTION")
    assert texts(graph, Action) == ["Greet every pupil", "Lend books"]


def test_a_numbered_paragraph_of_facts_is_no_action(tmp_path: Path) -> None:
    graph = plan(
        tmp_path,
        """Fairport Plan

Chapter 1: Belonging

1.1 Half of our pupils walk to school.

We will:
- Greet every pupil
""",
    )
    assert texts(graph, Action) == ["Greet every pupil"]


@pytest.mark.parametrize(
    "body",
    ["NHS Fairport and Vale Integrated Care Board", "Fairport Unified School District",
     "Fairport Combined Authority", "St Anne Primary School"],
)  # fmt: skip
def test_a_plan_is_of_the_body_that_its_first_lines_name(body: str, tmp_path: Path) -> None:
    graph = plan(
        tmp_path,
        f"""# {body}

## Our plan 2029-31

### Priority 1: Belonging

- Work with Vale County Council to greet every pupil. The {body} leads.
""",
        "plan.md",
    )
    assert graph.publication.council == body
    assert "Vale County Council" in {p.canonical for p in graph.of_type(Partner)}


def test_a_figure_in_a_numbered_paragraph_is_a_measure(tmp_path: Path) -> None:
    graph = plan(
        tmp_path,
        """Fairport Plan

Chapter 1: Belonging

1.1 To do better, we will:
- Greet every pupil

1.2 By 2031 80% of pupils will feel safe.
""",
    )
    assert texts(graph, Action) == ["Greet every pupil"]
    assert texts(graph, Measure) == ["By 2031 80% of pupils will feel safe."]


def test_a_first_column_over_several_rows_of_actions_names_priorities(tmp_path: Path) -> None:
    row = "<tr><td>{}</td><td>Head of Inclusion</td><td>May 2030</td></tr>"
    graph = plan(
        tmp_path,
        "<table><tr><th>Gap</th><th>Response</th><th>Team</th><th>Deadline</th></tr>"
        "<tr><td rowspan=2>Too few places</td><td>Open a nursery</td><td>Property Services</td>"
        "<td>May 2030</td></tr>" + row.format("Train childminders") + "<tr><td>Too little help</td>"
        "<td>Recruit a therapist</td><td>Head of Inclusion</td><td>June 2030</td></tr></table>",
        "plan.html",
    )
    assert texts(graph, Priority) == ["Too few places", "Too little help"]
    assert ("Too few places", "Train childminders") in links(graph, "HAS_ACTION")


@pytest.mark.parametrize("first", [True, False])
def test_lines_among_actions_say_who_leads_which(first: bool, tmp_path: Path) -> None:
    def group(lead: str, action: str) -> str:
        lines = [f"Actions:\n- {action}", f"Lead: {lead}"]
        return "\n\n".join(lines[::-1] if first else lines)

    graph = plan(
        tmp_path,
        "Fairport Plan\n\nPriority 1: Belonging\n\n"
        + group("Head of Inclusion", "Greet every pupil")
        + "\n\n"
        + group("Head of Libraries", "Lend books"),
    )
    assert links(graph, "LED_BY") == [
        ("Greet every pupil", "Head of Inclusion"), ("Lend books", "Head of Libraries"),
    ]  # fmt: skip


def test_a_post_may_be_named_by_an_abbreviation_of_its_field(tmp_path: Path) -> None:
    graph = plan(
        tmp_path,
        rows(
            "Fairport Plan",
            "Special educational needs (SEN) come first.",
            "",
            "Action | Lead | When",
            "Greet every pupil | SEN Support Lead | May 2030",
            "Visit each family | SEN Support Lead | May 2030",
        ),
    )
    assert {p.name for p in graph.of_type(Partner)} == {"SEN Support Lead"}


def test_a_dated_line_over_figures_names_measures(tmp_path: Path) -> None:
    record = "\n\n{}\n\nWe commit to:\n- {}\n\nThe difference by 2031:\n- {}"
    graph = plan(
        tmp_path,
        "Fairport Plan"
        + record.format("Belonging", "Greet every pupil", "80% of pupils feel safe")
        + record.format("Reading", "Lend books", "no more than 5% of pupils struggle"),
    )
    assert len(texts(graph, Measure)) == 2
    assert {t.due_by for t in graph.of_type(Target)} == {date(2031, 12, 31)}


CARDS = """<main><h1>Fairport Plan</h1>
<h3>Belonging</h3><p>Every pupil is known.</p><ul><li>Greet every pupil</li>
<li>Visit families</li></ul>
<p><em>Proof of the pudding:</em> 80% of pupils feel safe</p>
<h3>Reading</h3><p>Every pupil reads.</p><ul><li>Lend books</li><li>Train volunteers</li></ul>
<p><em>Proof of the pudding:</em> 75% of pupils read well</p></main>"""


def test_headings_with_lists_of_things_to_do_are_priorities(tmp_path: Path) -> None:
    graph = plan(tmp_path, CARDS, "plan.html")
    assert texts(graph, Priority) == ["Belonging", "Reading"]
    assert texts(graph, Action) == ["Greet every pupil", "Visit families", "Lend books",
                                    "Train volunteers"]  # fmt: skip
    assert texts(graph, Objective) == ["Every pupil is known.", "Every pupil reads."]
    assert texts(graph, Measure) == ["80% of pupils feel safe", "75% of pupils read well"]


def test_headings_with_lists_of_facts_are_none(tmp_path: Path) -> None:
    text = "# Fairport Plan\n\n## {}\n\n- Half of pupils walk\n- The town is old\n\n"
    own = text.format("Our town") + text.format("Our schools").partition("\n\n")[2]
    graph = plan(tmp_path, own + "## Priority 1: Belonging\n\n- Greet every pupil\n", "plan.md")
    assert texts(graph, Priority) == ["Belonging"]
    assert texts(graph, Action) == ["Greet every pupil"]


HOUSES = """
Ivy Bank School prospectus

Our school has four houses: Oak, Ash, Elm and Yew. Pupils join one in Year 7.

Oak
Oak won the cup in 2030. Its colour is green.

Ash
Ash meets on Mondays. Its colour is blue.

Elm
Elm has the smallest number of pupils.

Yew
Yew is the newest house.
"""


def test_what_is_counted_and_never_planned_is_no_priority(tmp_path: Path) -> None:
    with pytest.raises(CrossplanError, match="nothing that looks like a plan"):
        plan(tmp_path, HOUSES)


def test_what_is_wanted_under_a_recurring_line_is_an_objective(tmp_path: Path) -> None:
    record = "## {}\n\n### Where we want to get to\n\n{}\n\n### Actions\n\n- {}\n\n"
    graph = plan(
        tmp_path,
        "# Fairport Plan\n\n"
        + record.format("Belonging", "Help comes early.", "Greet every pupil")
        + record.format("Reading", "Books are everywhere.", "Lend books"),
        "plan.md",
    )
    assert texts(graph, Objective) == ["Help comes early.", "Books are everywhere."]


def test_a_goal_without_a_number_is_what_a_numbered_priority_aims_at(tmp_path: Path) -> None:
    graph = plan(
        tmp_path,
        """Fairport Plan

FOCUS AREA I - BELONGING
Goal: Every pupil is known.
Actions
- Greet every pupil

FOCUS AREA II - READING
Goal: Every pupil reads.
Actions
- Lend books
""",
    )
    assert texts(graph, Priority) == ["BELONGING", "READING"]
    assert texts(graph, Objective) == ["Every pupil is known.", "Every pupil reads."]


def test_a_header_with_its_only_row_is_a_table(tmp_path: Path) -> None:
    line = "{:6}{:40}{:30}{:20}{}\n"
    graph = plan(
        tmp_path,
        "Fairport Plan\n\nPriority 1: Belonging\n\n"
        + line.format("Ref", "Action", "Lead", "When", "Success criteria")
        + line.format("1.1", "Greet every pupil", "Head of Inclusion", "May 2030", "All feel safe")
        + "\nGovernance\n",
    )
    (action,) = graph.of_type(Action)
    assert (action.text, action.number, action.when) == ("Greet every pupil", "1.1", ("May 2030",))


def test_a_label_in_title_case_is_told_by_its_last_word(tmp_path: Path) -> None:
    record = "**National Framework Priority: {}**\n\n- {}\n\n"
    graph = plan(
        tmp_path,
        "# Fairport Plan\n\n"
        + record.format("Belonging", "Greet every pupil")
        + record.format("Reading", "Lend books"),
        "plan.md",
    )
    assert texts(graph, Priority) == ["Belonging", "Reading"]


def test_times_over_columns_of_a_table_of_actions_are_milestones(tmp_path: Path) -> None:
    graph = plan(
        tmp_path,
        rows(
            "Fairport Plan",
            "",
            "Priority 1: Belonging",
            "",
            "Project | Q1 | Q2 | Senior lead",
            "Open a hub | Site found | Hub open | Head of Hubs",
            "Train new mentors | Course written | Ten trained | Head of Inclusion",
        ),
    )
    assert ("Open a hub", "Hub open") in links(graph, "HAS_MILESTONE")
    assert ("Train new mentors", "Head of Inclusion") in links(graph, "LED_BY")


def test_bold_numbered_lines_are_headings_among_numbered_actions(tmp_path: Path) -> None:
    record = "**{}. {}**\n\n**Actions to be completed in year 1**\n\n1. {}\n\n"
    graph = plan(
        tmp_path,
        "# Fairport Plan\n\n"
        + "".join(
            record.format(i, name, act)
            for i, (name, act) in enumerate(
                [
                    ("Belonging", "Greet every pupil"),
                    ("Reading", "Lend books"),
                    ("Numbers", "Train tutors"),
                ],
                1,
            )
        ),
        "plan.md",
    )
    assert texts(graph, Priority) == ["Belonging", "Reading", "Numbers"]
    assert {a.when for a in graph.of_type(Action)} == {("year 1",)}


def test_numbered_headings_over_columns_head_what_stands_below(tmp_path: Path) -> None:
    graph = plan(
        tmp_path,
        """# Fairport Plan

| Promise 1: You belong | Promise 2: You read |
|---|---|
| Greet every pupil | Lend books |
| Visit families | Train volunteers |
""",
        "plan.md",
    )
    assert ("You read", "Train volunteers") in links(graph, "HAS_ACTION")
    assert texts(graph, Priority) == ["You belong", "You read"]


def test_labels_beside_what_they_say(tmp_path: Path) -> None:
    def record(outcome: str, action: str, who: str) -> list[str]:
        return [f"Strategic outcome: {outcome}", "", f"Action | {action}", f"Responsible | {who}",
                "Complete by | May 2030", "Indicator | 80% take part", ""]  # fmt: skip

    graph = plan(
        tmp_path,
        rows(
            "Fairport Plan",
            "",
            *record("Children start well", "Open a hub", "Head of Hubs"),
            *record("Learners achieve", "Lend books", "Head of Libraries"),
        ),
    )
    assert texts(graph, Priority) == ["Children start well", "Learners achieve"]
    assert ("Lend books", "Head of Libraries") in links(graph, "LED_BY")
    assert ("Lend books", "80% take part") in links(graph, "MEASURED_BY")
    assert {a.when for a in graph.of_type(Action)} == {("May 2030",)}


def test_a_bracket_of_a_name_and_a_date_says_who_and_when(tmp_path: Path) -> None:
    graph = plan(
        tmp_path,
        "Fairport Plan\n\nPriority 1: Belonging\n\nWe will:\n\n"
        "- greet every pupil (Education Welfare, March 2030)\n",
    )
    (action,) = graph.of_type(Action)
    assert (action.text, action.when) == ("greet every pupil", ("March 2030",))
    assert links(graph, "LED_BY") == [("greet every pupil", "Education Welfare")]


@pytest.mark.parametrize(
    ("heading", "measures"), [("Targets", ["Overall absence"]), ("Key facts", [])]
)
def test_years_ahead_are_targets_where_targets_are_listed(
    heading: str, measures: list[str], tmp_path: Path
) -> None:
    graph = plan(
        tmp_path,
        "# Fairport Plan 2029 to 2032\n\n## Priority 1: Belonging\n\n- Greet every pupil\n\n"
        f"## {heading}\n\n|  | 2030 | 2032 |\n|---|---|---|\n| Overall absence | 7% | 5% |\n",
        "plan.md",
    )
    assert texts(graph, Measure) == measures


def test_missions_with_numbers_are_priorities_and_one_without_is_the_plans(tmp_path: Path) -> None:
    graph = plan(
        tmp_path,
        """# Fairport Plan

## Our mission

Every child is known.

## Mission 1: Belonging

- Greet every pupil

## Mission 2: Reading

- Lend books
""",
        "plan.md",
    )
    assert texts(graph, Priority) == ["Belonging", "Reading"]
    assert texts(graph, Mission) == ["Every child is known."]


def test_a_recurring_label_beside_things_to_do_names_actions(tmp_path: Path) -> None:
    graph = plan(
        tmp_path,
        """# Fairport Health Board priorities

The three priorities of the board are as follows:

1. A good start for every child

Board effort: Support mothers who want to feed at the breast.

2. Growing old at home

Board effort: Find dementia early, so that care can be planned.

3. More years in good health

Board effort: Reduce deaths from diseases of the heart.
""",
    )
    assert texts(graph, Action) == [
        "Support mothers who want to feed at the breast.",
        "Find dementia early, so that care can be planned.",
        "Reduce deaths from diseases of the heart.",
    ]
    assert len(links(graph, "HAS_ACTION")) == 3


AGAIN = """Bellwater School attendance plan

{label}

1. Ring home on the first day
2. Meet parents after five days

1. Ring home on the first day

Staff will use a script.

2. Meet parents after five days

Heads will write to them.
"""


@pytest.mark.parametrize(("label", "named"), [("Actions", 0), ("Where we begin", 2)])
def test_what_a_list_and_lines_name_are_priorities_unless_it_is_one_of_actions(
    label: str, named: int, tmp_path: Path
) -> None:
    assert len(texts(plan(tmp_path, AGAIN.format(label=label), "plan.txt"), Priority)) == named
