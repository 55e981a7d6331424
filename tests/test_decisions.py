"""People's decisions on what was read: kept in a file, applied on every load, taken back whole."""

import csv
import io
import tomllib
from dataclasses import replace
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from graphs import LINE, plan_graphs
from hypothesis import assume, given, settings
from hypothesis import strategies as st

import crossplan
from cli import app
from graph.checks import misquotes
from graph.errors import UsageError
from graph.model import (
    Action,
    Element,
    Measure,
    Milestone,
    Objective,
    Partner,
    PlanGraph,
    Priority,
    Target,
)  # fmt: skip
from graph.property_graph import from_cypher, from_node_link, to_cypher, to_node_link
from graph.rdf import to_rdf
from graph.rdf_reading import from_rdf
from graph.shapes import validate
from graph.workspace import Workspace
from loaders import account
from loaders.decisions.apply import apply
from loaders.decisions.decision import STATEMENTS, VERDICTS, Decision, checked
from loaders.decisions.file import read_decisions, to_toml
from loaders.decisions.resolve import resolve

EXAMPLES = sorted((Path(__file__).parent.parent / "examples" / "plans").glob("*.txt"))
TEXT = """Priority 1: Reading

| Action | Lead | Milestones | Success criteria |
|---|---|---|---|
| Lend books to every school by May 2030 | Head of Libraries | Books bought | 85% of pupils read |
| Train 20 volunteers in attendance work | Head of Inclusion | Course held | Fewer pupils absent |

Priority 2: Numbers

| Action | Lead | Milestones | Success criteria |
|---|---|---|---|
| Open a club with the University of Ware | Head of Libraries | Club open | All pupils can count |
"""


def call(*args: str | Path) -> Result:
    return CliRunner().invoke(app, list(map(str, args)), prog_name="crossplan")


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    path = tmp_path / "plans" / "ware-plan.md"
    path.parent.mkdir()
    path.write_text(TEXT, encoding="utf-8")
    return path


@pytest.fixture
def graph(plan: Path) -> PlanGraph:
    return account(plan).graph


def on(graph: PlanGraph, words: str, verdict: str, **values: str) -> Decision:
    """A decision on the statement with these words in its text."""
    (node,) = [n for n in graph.of_type(Element) if words in n.text]
    local = node.id.removeprefix(f"{graph.plan}/")
    made = Decision(plan=graph.plan, statement=local, verdict=verdict, **values)  # type: ignore[arg-type]
    return checked(made)


def local(graph: PlanGraph, words: str) -> str:
    return on(graph, words, "accept").statement


def texts(graph: PlanGraph, kind: type[Element]) -> list[str]:
    return sorted(n.text for n in graph.of_type(kind))


def decided(graph: PlanGraph, *decisions: Decision) -> PlanGraph:
    return apply(graph, resolve(graph, decisions))


# --- what the verdicts do --------------------------------------------------------------------


def test_what_is_accepted_is_certain_and_otherwise_as_it_was(graph: PlanGraph) -> None:
    after = decided(graph, on(graph, "Lend books", "accept", because="seen"))
    (before,) = [n for n in graph.of_type(Action) if "Lend" in n.text]
    (node,) = [n for n in after.of_type(Action) if "Lend" in n.text]
    assert node == replace(before, confidence=Decimal(1), reason="accepted by a person: seen")
    assert after.edges == graph.edges


def test_what_is_rejected_goes_with_what_hangs_only_on_it(graph: PlanGraph) -> None:
    after = decided(graph, on(graph, "Train 20", "reject"))
    assert texts(after, Action) == [
        "Lend books to every school by May 2030", "Open a club with the University of Ware"
    ]  # fmt: skip
    assert "Course held" not in texts(after, Milestone)
    assert {p.canonical for p in graph.of_type(Partner)} - {
        p.canonical for p in after.of_type(Partner)
    } == {"Head of Inclusion"}
    ids = {n.id for n in after}
    assert all({e.source, e.target} <= ids for e in after.edges)


def test_a_partner_of_others_stays_without_the_words_that_went(graph: PlanGraph) -> None:
    def spans(of: PlanGraph) -> list[int]:
        (partner,) = [p for p in of.of_type(Partner) if p.canonical == "Head of Libraries"]
        return [s.start for s in partner.spans]

    after = decided(graph, on(graph, "Open a club", "reject"))
    assert len(spans(graph)) == 2
    assert spans(after) == spans(graph)[:1]


def test_a_rejected_heading_keeps_what_was_given_another(graph: PlanGraph) -> None:
    reject = on(graph, "Numbers", "reject")
    home = local(graph, "Reading")
    moved = on(graph, "Open a club", "correct", parent=home)
    after = decided(graph, reject, moved)
    assert texts(after, Priority) == ["Reading"]
    (edge,) = [e for e in after.edges if e.key == "HAS_ACTION" and "open-a-club" in e.target]
    assert (edge.source, edge.basis) == (f"{graph.plan}/{home}", "curated")
    assert "Club open" in texts(after, Milestone)
    assert not [n for n in decided(graph, reject).of_type(Action) if "Open a club" in n.text]


def test_corrected_words_are_curated_and_read_again(graph: PlanGraph) -> None:
    change = on(graph, "85% of pupils", "correct", text="95% of boys read daily by May 2031")
    after = decided(graph, change)
    (measure,) = [n for n in after.of_type(Measure) if "boys" in n.text]
    (target,) = [t for t in after.of_type(Target) if t.text == measure.text]
    assert (measure.basis, measure.confidence) == ("curated", 1)
    assert (target.amount, target.unit, str(target.due_by)) == (95, "percent", "2031-05-31")
    assert "vocab/population/boys" in {t.concept for t in measure.tags}
    assert [s.quote for s in measure.spans] == ["85% of pupils read"]
    assert not [t for t in after.of_type(Target) if t.amount == 85]
    assert not list(misquotes(after, TEXT))


def test_words_of_the_source_stay_stated(graph: PlanGraph) -> None:
    after = decided(graph, on(graph, "Lend books", "correct", text="Lend books to every school"))
    (action,) = [n for n in after.of_type(Action) if "Lend" in n.text]
    assert (action.basis, action.when, action.due_by) == ("stated", (), None)


def test_a_new_date_in_an_action_is_its_date(graph: PlanGraph) -> None:
    change = on(graph, "Lend books", "correct", text="Lend books to every school by June 2031")
    (action,) = [n for n in decided(graph, change).of_type(Action) if "Lend" in n.text]
    assert (action.basis, str(action.due_by)) == ("curated", "2031-06-30")


def test_another_class_hangs_by_its_own_relationship(graph: PlanGraph) -> None:
    changes = [
        on(graph, "Train 20", "correct", type="Objective"),
        on(graph, "Course held", "correct", type="Action", parent=local(graph, "Reading")),
        on(graph, "Fewer pupils absent", "correct", type="IntendedOutcome"),
    ]
    after = decided(graph, *changes)
    ids = {n.text: n.id for n in after.of_type(Element)}
    keys = {(e.source, e.key, e.target) for e in after.edges}
    reading = ids["Reading"]
    assert (reading, "HAS_OBJECTIVE", ids["Train 20 volunteers in attendance work"]) in keys
    assert (reading, "HAS_ACTION", ids["Course held"]) in keys
    assert (reading, "HAS_OUTCOME", ids["Fewer pupils absent"]) in keys
    assert "Train 20 volunteers in attendance work" in texts(after, Objective)
    assert [p.canonical for p in after.of_type(Partner)] == [
        p.canonical for p in graph.of_type(Partner)
    ]


def test_a_corrected_graph_fits_the_shapes(graph: PlanGraph) -> None:
    changes = [
        on(graph, "Train 20", "correct", type="Measure", text="95% of volunteers stay"),
        on(graph, "Course held", "reject"),
        on(graph, "All pupils", "correct", type="Objective"),
        on(graph, "Lend books", "accept"),
    ]
    assert not list(validate(to_rdf(decided(graph, *changes)), "shapes"))


@pytest.mark.parametrize(("words", "values", "says"), [
    ("Course held", {"type": "Subaction", "parent": "priority/1"}, "cannot hang on"),
    ("Train 20", {"type": "Objective"}, "milestone/course-held is a Milestone and cannot hang on"),
    ("Lend books", {"type": "Vision"}, "cannot hang on"),
    ("Lend books", {"parent": "priority/7"}, "the nearest is ware-plan/priority/"),
    ("Lend books", {"parent": "partner/head-of-libraries"}, "cannot hang on"),
])  # fmt: skip
def test_what_fits_nowhere_is_said(
    graph: PlanGraph, words: str, values: dict[str, str], says: str
) -> None:
    with pytest.raises(UsageError, match=says):
        decided(graph, on(graph, words, "correct", **values))


def test_contradictions_are_said(graph: PlanGraph) -> None:
    accept, reject = on(graph, "Lend books", "accept"), on(graph, "Lend books", "reject")
    with pytest.raises(UsageError, match="contradicts"):
        decided(graph, accept, reject)
    assert decided(graph, accept, accept) == decided(graph, accept)
    with pytest.raises(UsageError, match="what it hangs on is rejected"):
        decided(graph, accept, on(graph, "Reading", "reject"))


def test_words_find_a_statement_whose_id_is_another(graph: PlanGraph) -> None:
    quote = "Train 20  volunteers\nin attendance work"
    by_words = Decision(plan=graph.plan, statement="action/old", quote=quote, verdict="reject")
    assert decided(graph, by_words) == decided(graph, on(graph, "Train 20", "reject"))
    with pytest.raises(UsageError, match=r"no statement of ware-plan .* nearest is ware-plan/"):
        decided(graph, replace(by_words, quote="Train 25 volunteers in attendance work"))
    held = replace(by_words, statement=local(graph, "Train 20"), quote="Other words altogether")
    with pytest.raises(UsageError, match="no statement"):
        decided(graph, held)


def test_decisions_on_other_plans_are_passed_over(graph: PlanGraph) -> None:
    other = Decision(plan="another", statement="action/1", verdict="reject")
    assert resolve(graph, [other]) == ()
    assert apply(graph, [other]) == graph


# --- what holds for any graph ----------------------------------------------------------------


@st.composite
def decisions_on(draw: st.DrawFn, graph: PlanGraph) -> list[Decision]:
    ids = [n.id for n in graph.of_type(Element)]
    out = []
    for node in draw(st.lists(st.sampled_from(ids), unique=True, max_size=4)) if ids else []:
        verdict = draw(st.sampled_from(VERDICTS))
        values = {
            "text": draw(st.none() | LINE.filter(lambda t: len(t.split()) > 0 and len(t) > 1)),
            "type": draw(st.none() | st.sampled_from(sorted(STATEMENTS))),
            "parent": draw(st.none() | st.sampled_from(ids)),
        }
        named = node.removeprefix(f"{graph.plan}/")
        given_values = {k: v.removeprefix(f"{graph.plan}/") for k, v in values.items() if v}
        out.append(Decision(plan=graph.plan, statement=named, verdict=verdict,
                            because=draw(st.just("") | LINE),
                            **given_values if verdict == "correct" else {}))  # fmt: skip
    return out


@given(plan_graphs())
def test_no_decisions_change_nothing(graph: PlanGraph) -> None:
    assert apply(graph, ()) == graph
    assert resolve(graph, ()) == ()


@given(st.data())
def test_applying_twice_is_applying_once(data: st.DataObject) -> None:
    graph = data.draw(plan_graphs())
    taken = data.draw(decisions_on(graph))
    try:
        known = resolve(graph, taken)
        once = apply(graph, known)
    except UsageError:
        assume(False)
    assert apply(once, known) == once
    rejected = {f"{d.plan}/{d.statement}" for d in known if d.verdict == "reject"}
    assert not rejected & {n.id for n in once}
    ids = {n.id for n in once}
    assert all({e.source, e.target} <= ids for e in once.edges)
    assert from_rdf(to_rdf(once)) == once
    assert from_node_link(to_node_link(once, "")) == once
    assert from_cypher(to_cypher(once)) == once


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda p: p.stem)
@settings(max_examples=15)
@given(data=st.data())
def test_examples_with_decisions_survive_every_form(path: Path, data: st.DataObject) -> None:
    graph = read_once(path)
    ids = [n.id for n in graph.of_type(Element)]
    some = data.draw(st.lists(st.sampled_from(ids), unique=True, max_size=5))
    taken = [
        Decision(plan=graph.plan, statement=i.removeprefix(f"{graph.plan}/"),
                 verdict=data.draw(st.sampled_from(["accept", "reject"])))
        for i in some
    ]  # fmt: skip
    try:
        after = apply(graph, resolve(graph, taken))
    except UsageError:
        assume(False)
    assert apply(after, taken) == after
    assert from_rdf(to_rdf(after)) == after
    assert not list(misquotes(after, path.read_bytes().decode()))


@cache
def read_once(path: Path) -> PlanGraph:
    return account(path).graph


TOLD = st.text(st.characters(exclude_categories=("Cs",)), min_size=2, max_size=20).map(
    lambda t: " ".join(t.split())
)
WORDS = TOLD.filter(lambda t: len(t) > 1)


@given(st.lists(st.builds(
    lambda plan, statement, quote, text, parent, because: Decision(
        plan=plan, statement=statement, quote=quote, text=text, parent=parent, because=because,
        verdict="correct"),
    WORDS, WORDS, TOLD, WORDS, st.none() | WORDS, TOLD), max_size=4))  # fmt: skip
def test_the_file_holds_what_was_written(
    tmp_path_factory: pytest.TempPathFactory, decisions: list[Decision]
) -> None:
    path = tmp_path_factory.mktemp("file") / "decisions.toml"
    path.write_bytes(to_toml(decisions))
    expected = [replace(d, statement=d.statement.removeprefix(f"{d.plan}/")) for d in decisions]
    assert sorted(read_decisions(path), key=repr) == sorted(expected, key=repr)


def test_the_file_does_not_tell_the_order_of_decisions(graph: PlanGraph) -> None:
    taken = [on(graph, "Train 20", "reject"), on(graph, "Lend books", "accept")]
    assert to_toml(taken) == to_toml(taken[::-1])


# --- the file --------------------------------------------------------------------------------


WRONG = {
    "x = 1": "unknown key 'x'",
    "[[decision": "is not a TOML file",
    "decision = 3": "each decision is a",
    '[[decision]]\nplan = "a"\nverdict = "acept"\nstatement = "b"': "did you mean 'accept'",
    '[[decision]]\nplan = "a"\nverdict = "reject"\nstatment = "b"': "did you mean 'statement'",
    '[[decision]]\nverdict = "reject"\nstatement = "b"': "has no plan",
    '[[decision]]\nplan = "a"\nstatement = "b"': "has no verdict",
    '[[decision]]\nplan = "a"\nverdict = "reject"': "names no statement",
    '[[decision]]\nplan = "a"\nverdict = "correct"\nstatement = "b"': "corrects nothing",
    '[[decision]]\nplan = "a"\nverdict = "accept"\nstatement = "b"\ntext = "cc"': "only a corr",
    '[[decision]]\nplan = "a"\nverdict = "correct"\nstatement = "b"\ntype = "Acton"': "'Action'",
    '[[decision]]\nplan = "a"\nverdict = "correct"\nstatement = "b"\ntext = "c"': "two characters",
    '[[decision]]\nplan = 3\nverdict = "reject"\nstatement = "b"': "must be a text",
    "\xff": "is not a TOML file",
}


@pytest.mark.parametrize("content", WRONG)
def test_a_wrong_file_is_one_sentence(content: str, plan: Path) -> None:
    file = plan.parent / "other.toml"
    file.write_bytes(content.encode("latin-1"))
    for command in ("load", "extract", "review"):
        result = call(command, plan, "--decisions", file)
        assert result.exit_code == 2, result.output
        assert result.stderr.startswith(f"Error: {file}: ")
        assert WRONG[content] in result.stderr
        assert len(result.stderr.splitlines()) == 1


# --- the command line ------------------------------------------------------------------------


def listed(plan: Path, *args: str | Path) -> list[dict[str, str]]:
    result = call("review", plan, "-f", "csv", *args)
    assert result.exit_code == 0, result.stderr
    return list(csv.DictReader(io.StringIO(result.stdout)))


def test_review_lists_the_doubtful_first(tmp_path: Path) -> None:
    rows = listed(EXAMPLES[0])
    sure = [float(r["confidence"]) for r in rows]
    assert sure == sorted(sure)
    assert sure[0] < sure[-1]
    below = listed(EXAMPLES[0], "--below", "0.8")
    assert below == [r for r in rows if float(r["confidence"]) < 0.8]
    assert all(r["reason"] for r in rows)
    ws = tmp_path / "ws"
    assert call("load", EXAMPLES[0], "-w", ws).exit_code == 0
    stored = listed(Path("herefordshire"), "-w", ws)
    assert [r["id"] for r in stored] == [r["id"] for r in rows]


def test_what_is_decided_holds_on_every_load_until_it_is_undone(plan: Path, tmp_path: Path) -> None:
    ws, file = tmp_path / "ws", plan.parent / "decisions.toml"

    def loaded() -> tuple[str, PlanGraph]:
        result = call("load", plan, "-w", ws)
        assert result.exit_code == 0, result.stderr
        return result.stderr, Workspace.open(ws).graph("ware-plan")

    before = loaded()[1]
    rejected = next(r["id"] for r in listed(plan) if r["text"].startswith("Train 20"))
    result = call("review", plan, "--reject", rejected, "--because", "a “plan” of\nothers")
    assert (result.exit_code, result.stdout) == (0, "")
    assert f"rejected {rejected}" in result.stderr
    (entry,) = tomllib.loads(file.read_text("utf-8"))["decision"]
    assert entry == {
        "plan": "ware-plan", "statement": rejected.removeprefix("ware-plan/"),
        "quote": "Train 20 volunteers in attendance work", "verdict": "reject",
        "because": "a “plan” of others",
    }  # fmt: skip
    told, after = loaded()
    assert "replaced as ware-plan, with 1 decision\n" in told
    assert rejected not in after.by_id
    assert "unchanged as ware-plan, with 1 decision\n" in loaded()[0]
    assert rejected not in crossplan.extract(plan).by_id
    assert [r["decision"] for r in listed(plan) if r["id"] == rejected] == ["reject"]
    assert call("review", plan, "--undo", rejected).exit_code == 0
    assert loaded()[1] == before
    assert crossplan.extract(plan) == account(plan).graph


def test_corrections_add_up_and_a_new_verdict_takes_the_place_of_the_old(plan: Path) -> None:
    file = plan.parent / "decisions.toml"
    name = "train-20-volunteers-in-attendance-work"
    assert call("review", plan, "--correct", name, "--text", "Train 30 volunteers").exit_code == 0
    assert call("review", plan, "--correct", name, "--parent", "priority/2").exit_code == 0
    (made,) = read_decisions(file)
    assert made.changes == {"text": "Train 30 volunteers", "parent": made.parent}
    result = call("review", plan, "--accept", name, "--accept", "lend-books-to-every-school-by-may")
    assert result.exit_code == 0, result.stderr
    assert [d.verdict for d in read_decisions(file)] == ["accept", "accept"]


def test_a_statement_is_corrected_from_the_command_line(plan: Path) -> None:
    graph = account(plan).graph
    target = local(graph, "Fewer pupils absent")
    result = call("review", plan, "--correct", target, "--type", "Objective",
                  "--text", "Half as many pupils absent")  # fmt: skip
    assert result.exit_code == 0, result.stderr
    after = crossplan.extract(plan)
    (node,) = [n for n in after.of_type(Objective) if n.id.endswith(target)]
    assert (node.text, node.basis) == ("Half as many pupils absent", "curated")


@pytest.mark.parametrize(("args", "says"), [
    (["--accept", "action/none"], "has no statement 'action/none'; the nearest is"),
    (["--undo", "action/none"], "no one decision on 'action/none'"),
    (["--text", "abc"], "add --correct ID"),
    (["--because", "abc"], "add --accept, --reject or --correct"),
    (["--correct", "books-bought"], "corrects nothing"),
    (["--correct", "books-bought", "--type", "Mesure"], "did you mean 'Measure'"),
    (["--correct", "books-bought", "--type", "Subaction", "--parent", "none"], "no statement"),
    (["--correct", "books-bought", "--text", " "], "less than two characters"),
    (["--correct", "books-bought", "--type", "Vision", "--parent", "ware-plan"], "no other parent"),
])  # fmt: skip
def test_a_wrong_wish_is_one_sentence_and_writes_nothing(
    plan: Path, args: list[str], says: str
) -> None:
    result = call("review", plan, *args)
    assert result.exit_code == 2
    assert says in result.stderr
    assert len(result.stderr.splitlines()) == 1
    assert not (plan.parent / "decisions.toml").exists()


def test_a_plan_of_the_workspace_is_listed_and_not_decided_on(plan: Path, tmp_path: Path) -> None:
    ws = tmp_path / "ws"
    assert call("load", plan, "-w", ws).exit_code == 0
    assert listed(Path("ware-plan"), "-w", ws)
    result = call("review", "ware-plan", "-w", ws, "--accept", "books-bought")
    assert result.exit_code == 2
    assert "decide on a document" in result.stderr


def test_a_stale_decision_fails_its_plan_alone_and_can_be_undone(
    plan: Path, tmp_path: Path
) -> None:
    assert call("review", plan, "--reject", "books-bought").exit_code == 0
    plan.write_text(TEXT.replace("Books bought", "Books given"), encoding="utf-8")
    other = plan.with_name("other-plan.md")
    other.write_text(TEXT, encoding="utf-8")
    result = call("load", plan, other, "-w", tmp_path / "ws")
    assert result.exit_code == 1
    assert "the nearest is ware-plan/milestone/books-given" in result.stderr
    assert "1 added, 1 failed" in result.stderr
    assert call("review", plan, "--undo", "books-bought").exit_code == 0
    assert call("load", plan, "-w", tmp_path / "ws").exit_code == 0


def test_decisions_stand_beside_the_manifest(plan: Path, tmp_path: Path) -> None:
    manifest = tmp_path / "plans.toml"
    manifest.write_text('[[plan]]\nfile = "plans/ware-plan.md"\nid = "ware"\n')
    result = call("review", plan, "-m", manifest, "--reject", "books-bought")
    assert result.exit_code == 0, result.stderr
    assert (tmp_path / "decisions.toml").is_file()
    told = call("load", "-m", manifest, "-w", tmp_path / "ws").stderr
    assert "added as ware, with 1 decision" in told


def test_decisions_on_a_plan_that_is_not_there_are_told(plan: Path, tmp_path: Path) -> None:
    file = tmp_path / "some.toml"
    assert call("review", plan, "-d", file, "--reject", "books-bought").exit_code == 0
    file.write_text(file.read_text("utf-8").replace('"ware-plan"', '"wear-plan"'))
    result = call("load", plan, "-d", file, "-w", tmp_path / "ws")
    assert result.exit_code == 0
    assert "'wear-plan' was not applied" in result.stderr
    assert "the nearest is ware-plan" in result.stderr
