"""Overlaps: what two plans have in common, each with a reason that stands in the words of both."""

from collections.abc import Mapping
from decimal import Decimal
from typing import cast

import numpy as np
import pytest
from sample import sample
from workspaces import fill

from benchmarks.overlaps import evaluate, train
from graph import topics
from graph.across import asks_across, current, findings
from graph.compare import candidates, features, statement
from graph.compare import overlaps as method
from graph.compare.features import closure
from graph.compare.overlaps import METHOD, find, score
from graph.compare.weights import weights
from graph.corpus import NO_CHOICES, Choices, Corpus
from graph.findings import Findings, Overlap, to_nquads
from graph.model import Action, Element, Plan, PlanGraph, Source, Span
from graph.query import sparql
from graph.questions import ask
from graph.workspace import Workspace


@pytest.fixture(scope="module")
def found(five_plans: Workspace) -> Findings:
    return findings(five_plans)


def graphs(workspace: Workspace) -> tuple[PlanGraph, ...]:
    return tuple(workspace.graph(r.id) for r in workspace.plans())


def plan_of(name: str, *texts: str) -> PlanGraph:
    """A plan with one action for each text and nothing else."""
    actions = [
        Action(id=f"{name}/action/{i}", text=text, spans=(Span(0, len(text), text),))
        for i, text in enumerate(texts)
    ]
    plan = Plan(id=name, title=name, kind="action plan")
    return PlanGraph.of(name, Source(f"{name}.txt", "0" * 64), [plan, *actions], [])


def tagged(graph: PlanGraph) -> PlanGraph:
    """The plan with the topics that its texts show."""
    from dataclasses import replace

    from graph.model import Tag

    def tags(text: str) -> tuple[Tag, ...]:
        hits = topics.topics().find(text)
        return tuple(Tag(m.concept, Span(m.start, m.end, text[m.start : m.end])) for m in hits)

    nodes = [replace(n, tags=tags(n.text)) if isinstance(n, Action) else n for n in graph.nodes]
    return PlanGraph.of(graph.plan, graph.source, nodes, graph.edges)


def ends(found: Findings) -> Mapping[str, dict[str, str]]:
    out: dict[str, dict[str, str]] = {}
    for edge in found.edges:
        if edge.rule == METHOD:
            out.setdefault(edge.source, {})[edge.key] = edge.target
    return out


def overlaps(*plans: PlanGraph, choices: Choices = NO_CHOICES) -> list[Overlap]:
    return [n for n in find(Corpus(plans, choices)).nodes if isinstance(n, Overlap)]


# --- what is found -----------------------------------------------------------------------------


def test_both_ends_are_of_different_plans_and_in_the_order_of_the_plans(found: Findings) -> None:
    for at in ends(found).values():
        assert at["FIRST"].split("/")[0] < at["SECOND"].split("/")[0]


def around(graph: PlanGraph, node: str) -> list[Element]:
    """The statement, its parts, and all that it stands under."""
    parts = [e.target for e in graph.edges if (e.source, e.key) == (node, "HAS_SUBACTION")]
    out, queue = [cast(Element, graph.by_id[p]) for p in parts], [node]
    while queue:
        at = queue.pop()
        if isinstance(element := graph.by_id[at], Element) and element not in out:
            out.append(element)
            queue += [e.source for e in graph.edges if e.target == at and e.basis != "derived"]
    return out


def words_shared(a: str, b: str) -> set[str]:
    return {statement.stem(w) for w in statement.words_of(a)} & {
        statement.stem(w) for w in statement.words_of(b)
    }


def rederived(reason: str, a: tuple[PlanGraph, str], b: tuple[PlanGraph, str]) -> bool:
    """Whether the quotes of two statements, or of what they stand under, show the reason."""
    own = [graph.by_id[node] for graph, node in (a, b)]
    texts = [e.text for e in own if isinstance(e, Element)]
    if reason == "same-topic":
        said = [
            {
                m.concept
                for e in around(*end)
                for m in topics.topics().find(f"{e.label or ''}. {e.text}")
            }
            for end in (a, b)
        ]
        near = [{up for t in some for up, k in closure(t).items() if k >= 0.5} for some in said]
        return bool(near[0] & near[1])
    if reason == "same-wording":
        return bool(words_shared(*texts))
    if reason == "same-partner":
        return True
    codes = topics.code_list(reason.removeprefix("same-"))
    first, second = ({m.concept for m in codes.find(text)} for text in texts)
    return bool(first & second)


def test_every_reason_can_be_derived_again_from_the_two_quotes(
    found: Findings, five_plans: Workspace
) -> None:
    by_plan = {g.plan: g for g in graphs(five_plans)}
    at = ends(found)
    checked = 0
    for node in found.nodes:
        if not isinstance(node, Overlap):
            continue
        first, second = ((by_plan[i.split("/")[0]], i) for i in at[node.id].values())
        assert node.reasons
        assert all(rederived(r, first, second) for r in node.reasons), (node, first[1], second[1])
        checked += 1
    assert checked > 100


def test_the_evidence_shows_the_words_of_each_side() -> None:
    north = tagged(plan_of("north", "Reduce the number of young people who are NEET"))
    south = tagged(plan_of("south", "Fewer school leavers will be NEET"))
    (overlap,) = overlaps(north, south)
    assert "same-topic" in overlap.reasons
    assert any("'NEET'" in words for words in overlap.evidence)
    assert overlap.score > Decimal("0.5")


def test_what_is_the_same_matter_scores_higher_than_what_shares_only_a_word() -> None:
    north = tagged(plan_of("north", "Improve the attendance of children in care"))
    south = tagged(
        plan_of("south", "Raise attendance of looked after children",
                "Improve the school estate with new boilers")
    )  # fmt: skip
    found = sorted(overlaps(north, south), key=lambda o: -o.score)
    assert found[0].score >= Decimal("0.5")
    assert len(found) == 1


def test_one_plan_alone_has_no_overlaps() -> None:
    assert overlaps(plan_of("north", "Improve attendance", "Improve attendance")) == []


@pytest.mark.parametrize("text", ["!!", "☃ ☃", "a", "the of and", "attendance " * 2_000])
def test_texts_without_telling_words_do_no_harm(text: str) -> None:
    north, south = plan_of("north", text, "Improve attendance"), plan_of("south", text)
    assert all(Decimal(0) <= o.score <= 1 for o in overlaps(tagged(north), tagged(south)))


def test_a_rejected_overlap_never_comes_back_and_an_accepted_one_always_does() -> None:
    north = tagged(plan_of("north", "Reduce the number of NEET young people", "Paint the hall"))
    south = tagged(plan_of("south", "Fewer young people who are NEET"))
    like, unlike = ("north/action/0", "south/action/0"), ("north/action/1", "south/action/0")
    (before,) = overlaps(north, south)
    (after,) = overlaps(north, south, choices=Choices({unlike: "a pun"}, {like: ""}))
    assert (before.status, after.status) == ("proposed", "accepted")
    assert before.id != after.id
    assert after.reasons == ("decided",)


# --- what may change nothing --------------------------------------------------------------------


def test_a_score_does_not_depend_on_other_plans(found: Findings, five_plans: Workspace) -> None:
    two = graphs(five_plans)[:2]
    alone = {n.id: n for n in find(Corpus(two)).nodes}
    together = {n.id: n for n in found.nodes}
    both = alone.keys() & together.keys()
    assert len(both) > 20
    assert all(alone[i] == together[i] for i in both)


def test_the_order_of_plans_and_a_second_run_change_no_byte(five_plans: Workspace) -> None:
    some = graphs(five_plans)[:3]
    assert to_nquads(find(Corpus(some))) == to_nquads(find(Corpus(some[::-1])))


def test_findings_are_read_back_as_they_were_written(found: Findings) -> None:
    import pyoxigraph as ox

    from graph.findings import from_quads

    data = to_nquads(found)
    assert from_quads(ox.parse(data, format=ox.RdfFormat.N_QUADS)) == found


def test_findings_follow_the_plans(tmp_path_factory: pytest.TempPathFactory) -> None:
    plans = [
        tagged(plan_of("north", "Reduce the number of NEET young people")),
        tagged(plan_of("south", "Fewer young people who are NEET")),
        plan_of("west", "Paint the hall"),
    ]
    workspace = fill(tmp_path_factory.mktemp("across") / "ws", plans)
    assert current(workspace) == b""
    assert len(ask(workspace, "overlaps").rows) == 1
    assert current(workspace) != b""
    with workspace.writer() as writer:
        writer.remove("north")
    assert current(workspace) == b""
    assert ask(workspace, "overlaps").rows == ()


def test_a_query_of_ones_own_sees_findings(five_plans: Workspace) -> None:
    asked = "SELECT (COUNT(?o) AS ?n) WHERE { ?o a xp:Overlap }"
    assert sparql(five_plans, asked).rows[0][0] > 100
    assert asks_across("MATCH (o:Overlap)-[:FIRST]->(a) RETURN a.text")
    assert not asks_across("MATCH (a:Action) RETURN a.text")


def test_a_hand_made_graph_of_every_type_is_compared() -> None:
    north, south = sample("north-plan"), sample("south-plan", "Another", "South")
    assert overlaps(north, south)


# --- how well ------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def judged() -> tuple[features.Prepared, list[train.Judged]]:
    read = train.read()
    return features.prepared(read, weights()), train.judged(train.HERE / "pairs.jsonl", read)


@pytest.mark.parametrize(("level", "least"), [("priority", 0.65), ("statement", 0.45)])
def test_judged_pairs_of_plans_that_nothing_was_learned_from_are_ranked_well(
    level: str, least: float, judged: tuple[features.Prepared, list[train.Judged]]
) -> None:
    data, pairs = judged
    other = [p for p in pairs if p[0]["a_plan"] not in evaluate.EXAMPLES]
    some = [p for p in pairs if p[0]["a_plan"] in evaluate.EXAMPLES and p[0]["level"] == level]
    learned = train.with_models(weights(), train.learn(data, other))
    grades = np.array([p[0]["grade"] for p in some])
    precision = evaluate.average_precision(
        grades >= 1, score(train.rows_of(data, some), learned, level)
    )
    print(f"{level}: average precision {precision:.3f} of {len(some)} pairs")
    assert precision >= least


def test_the_first_fifty_are_the_same_matter_to_a_reader_who_did_not_know_whose_they_are(
    judged: tuple[features.Prepared, list[train.Judged]],
) -> None:
    data, _ = judged
    pairs = train.judged(train.HERE / "blind.jsonl", data.statements)
    grades = np.array([p[0]["grade"] for p in pairs])
    scores = score(train.rows_of(data, pairs), weights(), "statement")
    _, _, related, same = evaluate.figures(grades, scores)
    print(f"of the first 50 {related:.0%} are related and {same:.0%} the same matter")
    assert related >= 0.9
    assert same >= 0.55


# --- how much work ------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def prepared() -> features.Prepared:
    """The statements of the judged plans."""
    return features.prepared(train.read(), weights())


def test_no_statement_has_more_candidates_than_asked_for(prepared: features.Prepared) -> None:
    data = prepared
    first, second = candidates.candidates(data, nearest=10)
    assert len(first) <= 10 * len(data.statements)
    assert all(
        data.statements[i].plan != data.statements[j].plan
        and data.statements[i].level == data.statements[j].level
        for i, j in zip(first.tolist(), second.tolist(), strict=True)
    )


def test_the_index_finds_what_looking_at_each_finds(
    prepared: features.Prepared, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = prepared
    exact = set(zip(*(x.tolist() for x in candidates.candidates(data, 10)), strict=True))
    monkeypatch.setattr(candidates, "FEW", 0)
    near = set(zip(*(x.tolist() for x in candidates.candidates(data, 10)), strict=True))
    scores = score(features.features(data, *map(np.array, zip(*exact, strict=True))),
                   weights(), "statement")  # fmt: skip
    strong = {pair for pair, s in zip(exact, scores.tolist(), strict=True) if s >= 0.3}
    assert len(strong & near) / len(strong) >= 0.95


def test_among_many_statements_each_keeps_its_strongest_overlaps(
    found: Findings, five_plans: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(method, "MANY", 0)
    monkeypatch.setattr(method, "STRONGEST", 2)
    kept = ends(find(Corpus(graphs(five_plans))))
    every = {o.id: o for o in found.nodes if isinstance(o, Overlap)}
    of: dict[str, list[Decimal]] = {}
    for name, pair in ends(found).items():
        for end in pair.values():
            of.setdefault(end, []).append(every[name].score)
    least = {end: sorted(scores)[-2:][0] for end, scores in of.items()}
    assert len(kept) <= 2 * len(of) < len(every)
    for name, pair in kept.items():
        assert any(every[name].score >= least[end] for end in pair.values())
    there = {end for pair in kept.values() for end in pair.values()}
    assert there == of.keys(), "no statement loses all that it has"


def test_the_nearest_are_those_that_score_highest(prepared: features.Prepared) -> None:
    """The ten strongest of a statement among all pairs are looked at."""
    data, strongest = prepared, 10
    level = np.array([s.level for s in data.statements])
    plan = np.array([s.plan for s in data.statements])
    looked_at = set(zip(*(x.tolist() for x in candidates.candidates(data)), strict=True))
    wanted = hit = 0
    for i in np.flatnonzero(level == "statement")[::40].tolist():
        others = np.flatnonzero((level == "statement") & (plan != plan[i]))
        rows = features.features(data, np.full(len(others), i), others)
        scores = score(rows, weights(), "statement")
        best = np.argsort(-scores, kind="stable")[:strongest]
        pairs = [sorted((i, int(j))) for j in others[best[scores[best] >= method.LEAST]]]
        wanted += len(pairs)
        hit += sum(tuple(p) in looked_at for p in pairs)
    print(f"{hit} of {wanted} of the strongest pairs are candidates")
    assert hit / wanted >= 0.95
