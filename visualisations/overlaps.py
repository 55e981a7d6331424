"""Overlaps side by side: both sentences in their context, why they were matched, how strongly."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import ontology
from graph.findings import Overlap
from graph.model import PlanGraph
from visualisations.content import Source, Statement, as_json, concept_labels
from visualisations.coverage import above
from visualisations.page import Frame, cut, render
from visualisations.plans import Plans, Row
from visualisations.theme import LOOKS

MOST = 5_000
"""Overlaps on one page, the strongest first."""
AT_ONCE = 20
PAIRS = 15

Six = tuple[str, str, str, str, str, str]


@dataclass(frozen=True, slots=True)
class Pair:
    """An overlap as a row of the question, with its two statements; `level` is that of its kind.

    `topics` are what either statement is about, and what is broader.
    """

    first: Statement
    second: Statement
    score: float
    level: str
    status: str
    reasons: tuple[str, ...]
    evidence: tuple[str, ...]
    topics: frozenset[str]


def page(plans: Plans, frame: Frame, title: str) -> str:
    """One HTML file with the overlaps between these plans."""
    table = plans.table("overlaps")
    rows = [dict(zip(table.columns, row, strict=True)) for row in table.rows]
    shown = pairs(plans, rows[:MOST])
    counts = Counter((str(r["a_plan"]), str(r["b_plan"])) for r in rows)
    topics = sorted({t for p in shown for t in p.topics})
    labels = concept_labels()
    return render(
        "overlaps", frame, title, notices=cut(len(shown), len(rows), "the strongest"),
        total=len(rows), truncated=table.truncated,
        first=shown[:AT_ONCE], shown=shown, names={p.id: short(p) for p in plans.content.plans},
        between=[(a, b, n) for (a, b), n in counts.most_common(PAIRS)], plan_pairs=len(counts),
        reasons=Counter(r for p in shown for r in p.reasons),
        levels=Counter(p.level for p in shown),
        topics={t: labels.get(t, t) for t in topics}, labels=reason_labels(),
        data=_data(plans, shown, frame),
    )  # fmt: skip


def about(*statements: Statement) -> frozenset[str]:
    """The topics that statements are about, and those that are broader."""
    known = ontology.concepts("topics")
    return frozenset[str]().union(*(above(t) for s in statements for t in s.topics if t in known))


def short(plan: Source) -> str:
    """The name of a plan where there is little room."""
    return f"{plan.council}: {plan.name}" if plan.council else plan.name


def reason_labels() -> Mapping[str, str]:
    """Reason -> its label."""
    start = "vocab/reason/"
    labels = concept_labels()
    return {k.removeprefix(start): v for k, v in labels.items() if k.startswith(start)}


def pairs(plans: Plans, rows: Iterable[Row]) -> list[Pair]:
    """The rows with their statements, in the same order."""
    known = _by_words(plans)
    by_id = {s.id: s for s in plans.content.statements}
    found = []
    for row in rows:
        first, second, overlap = known[_six(row)].pop(0)
        a, b = by_id[first], by_id[second]
        found.append(Pair(
            a, b, row["score"], overlap.kind, overlap.status, tuple(row["reasons"]),
            tuple(row["evidence"]), about(a, b),
        ))  # fmt: skip
    return found


def _six(row: Row) -> Six:
    a, b, c, d, e, f = (
        str(row[column]) for column in ("a_plan", "a_type", "a_text", "b_plan", "b_type", "b_text")
    )
    return a, b, c, d, e, f


def _by_words(plans: Plans) -> Mapping[Six, list[tuple[str, str, Overlap]]]:
    """The ids of both statements and the finding, by the words that rows give of them."""
    across = plans.across
    ends: dict[str, dict[str, str]] = defaultdict(dict)
    for edge in across.edges:
        ends[edge.source][edge.key] = edge.target
    graphs = {g.plan: g for g in plans.graphs}
    found: dict[Six, list[tuple[str, str, Overlap]]] = defaultdict(list)
    strongest = sorted((n for n in across.nodes if isinstance(n, Overlap)), key=lambda n: -n.score)
    for overlap in strongest:
        first, second = ends[overlap.id]["FIRST"], ends[overlap.id]["SECOND"]
        if (a := _words(graphs, first)) and (b := _words(graphs, second)):
            found[*a, *b].append((first, second, overlap))
    return found


def _words(graphs: Mapping[str, PlanGraph], node: str) -> tuple[str, str, str] | None:
    graph = graphs.get(node.split("/")[0])
    found = graph and graph.by_id.get(node)
    return (graph.plan, type(found).__name__, getattr(found, "text", "")) if graph else None


def _data(plans: Plans, shown: Sequence[Pair], frame: Frame) -> dict[str, object]:
    """What the page's script knows: each statement once, and each pair by their keys."""
    used = {s.key: s for p in shown for s in (p.first, p.second)}
    return {
        "plans": [[p.council, p.name] for p in plans.content.plans],
        "ids": [r.id for r in plans.records],
        "sources": [frame.source(r.id) for r in plans.records],
        "kinds": {t: {"label": look.label, "family": look.family} for t, look in LOOKS.items()},
        "statements": {key: _statement(s) for key, s in used.items()},
        "pairs": [
            {"a": p.first.key, "b": p.second.key, "score": p.score, "level": p.level,
             "status": p.status, "why": list(p.reasons), "evidence": list(p.evidence)}
            for p in shown
        ],
    }  # fmt: skip


def _statement(s: Statement) -> dict[str, object]:
    quotes = [{**as_json(q), "place": q.place} for q in s.quotes]
    return {"id": s.id, "type": s.type, "plan": s.plan, "number": s.number, "text": s.text,
            "quotes": quotes, "topics": sorted(about(s))}  # fmt: skip
