"""The pages of a site that are about one thing: its start, its search, a plan, a topic, a body."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import ontology
from graph.record import PlanRecord
from visualisations import comparisons, coverage, overlaps, partners
from visualisations.content import Statement
from visualisations.page import Frame, render
from visualisations.partners import Body, body_file
from visualisations.plans import Plans
from visualisations.theme import LOOKS

if TYPE_CHECKING:
    from visualisations.views import View

FEW, GAPS, FOUND = 8, 15, 20_000
"""Overlaps on a page that is not theirs, gaps on a plan's, statements that the search knows."""
LONGEST = 2_000
"""Characters of a statement that the search knows."""
_SIDE = frozenset(
    ("IN_PLAN", "LED_BY", "WITH_PARTNER", "MENTIONS", "USES_PROGRAMME", "REFERS_TO", "PLAN_OF")
)
_WHOLE = ("Plan", "ProgressReport")
_ROOTS = ("Theme", "Priority", "Objective", "Action", "Measure", "ReportedActivity")


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic with the statements about it and about what is narrower."""

    id: str
    label: str
    statements: tuple[tuple[str, Statement], ...]


@dataclass(frozen=True, slots=True)
class Branch:
    """A statement with what hangs on it."""

    statement: Statement
    below: tuple["Branch", ...] = field(default=())

    @property
    def size(self) -> int:
        """How many statements hang on it, near or far."""
        return sum(1 + b.size for b in self.below)


@dataclass(frozen=True, slots=True)
class Known:
    """What several pages of a site show: overlaps the strongest first, topics and bodies."""

    pairs: tuple[overlaps.Pair, ...]
    topics: tuple[Topic, ...]
    bodies: tuple[Body, ...]

    @staticmethod
    def of(plans: Plans) -> "Known":
        """All that there is; of one plan alone there are no overlaps and no shared bodies."""
        topics = tuple(_topics(plans))
        if len(plans.records) == 1:
            return Known((), topics, ())
        found = overlaps.pairs(plans, plans.rows("overlaps"))
        return Known(tuple(found), topics, tuple(partners.bodies(plans)))


def index(plans: Plans, frame: Frame, known: Known, views: Mapping[str, "View"]) -> str:
    """Where a reader begins: what is here, what to ask, and the strongest overlaps."""
    spoken = [(coverage.topic_file(t.id), t.label, len({s.plan for _, s in t.statements}))
              for t in known.topics]  # fmt: skip
    return render(
        "index", frame, "Plans side by side", records=plans.records,
        views=views, counts=Counter(s.plan for s in plans.content.statements),
        pairs=known.pairs[:FEW], overlaps=len(known.pairs), names=plans.names,
        topics=sorted(spoken, key=lambda t: (-t[2], t[1]))[: 2 * FEW],
    )  # fmt: skip


def _topics(plans: Plans) -> Iterator[Topic]:
    """The topics that any of the plans speaks of."""
    labels = {c.id: c.label for c in ontology.concepts("topics").values()}
    by_key = {s.key: s for s in plans.content.statements}
    found: dict[str, list[tuple[str, Statement]]] = defaultdict(list)
    for _, column, about, key in coverage.sentences(plans.content):
        for topic in about & labels.keys():
            found[topic].append((column, by_key[key]))
    for t in sorted(found, key=lambda t: labels[t]):
        yield Topic(t, labels[t], tuple(found[t]))


def search(plans: Plans, frame: Frame, known: Known) -> str:
    """A search over all statements, topics, bodies and plans."""
    said = [s for s in plans.content.statements if s.type not in ("Plan", "Council", "Partner")]
    things = [
        *((frame.link(f"plan-{p.id}.html"), "Plan", p.name, p.council) for p in frame.plans),
        *((coverage.topic_file(t.id), "Topic", t.label, "") for t in known.topics),
        *((body_file(b), "Partner", str(b.row["body"]), "; ".join(b.row["written_as"]))
          for b in known.bodies),
    ]  # fmt: skip
    return render(
        "search", frame, "Search", total=min(len(said), FOUND), notices=_unknown(len(said)),
        data={
            "plans": [plans.names[r.id] for r in plans.records],
            "sources": [frame.source(r.id) for r in plans.records],
            "pages": [frame.link(f"plan-{r.id}.html") for r in plans.records],
            "kinds": {t: look.label for t, look in LOOKS.items()},
            "things": things,
            "said": [
                [s.type, s.plan, _whole(s), s.quotes[0].anchor if s.quotes else ""]
                for s in said[:FOUND]
            ],
        },
    )  # fmt: skip


def _unknown(said: int) -> list[str]:
    if said <= FOUND:
        return []
    return [
        f"The search knows the first {FOUND:,} of {said:,} statements. Ask the rest: crossplan ask."
    ]


def _whole(s: Statement) -> str:
    return (f"{s.number} {s.text}" if s.number else s.text)[:LONGEST]


def plan(plans: Plans, frame: Frame, known: Known, record: PlanRecord) -> str:
    """One plan: what it commits to, what others do that it does not, and its overlaps."""
    at = next(n for n, r in enumerate(plans.records) if r.id == record.id)
    mine = [p for p in known.pairs if at in (p.first.plan, p.second.plan)]
    tree = branches(plans, at)
    (complete,) = [r for r in plans.rows("completeness") if r["plan"] == record.id]
    gaps = plans.rows("gaps", plan=record.id) if len(plans.records) > 1 else []
    return render(
        "plan", frame, frame.plans[at].name, record=record, source=frame.plans[at], tree=tree,
        counts=Counter(s.type for s in plans.content.statements if s.plan == at),
        complete=complete, names=plans.names, pairs=mine[:FEW], overlaps=len(mine),
        gaps=gaps[:GAPS], all_gaps=len(gaps),
        page=frame.source(record.id), compared=list(_compared(plans, frame, record)),
    )  # fmt: skip


def _compared(plans: Plans, frame: Frame, record: PlanRecord) -> Iterator[tuple[str, int, str]]:
    """The pages that set this plan beside another, with how much of it is on them."""
    for comparison in comparisons.ALL:
        if file := frame.link(f"{comparison.question}.html"):
            rows = plans.rows(comparison.question)
            if count := sum(record.id in comparison.pair(row) for row in rows):
                yield file, count, comparison.noun


def branches(plans: Plans, at: int) -> list[Branch]:
    """The statements of a plan as they hang on each other, each once, in document order."""
    mine = {s.key: s for s in plans.content.statements if s.plan == at}
    below: dict[str, list[str]] = defaultdict(list)
    hung: set[str] = set()
    for link in plans.content.links:
        source = mine.get(link.source)
        if (
            source
            and source.type not in _WHOLE
            and link.type not in _SIDE
            and link.basis != "derived"
        ):
            below[link.source].append(link.target)
            hung.add(link.target)
    seen: set[str] = set()

    def branch(key: str) -> Branch:
        seen.add(key)
        fresh = [k for k in mine if k in below[key] and k not in seen]
        return Branch(mine[key], tuple(branch(k) for k in fresh if k not in seen))

    roots = [k for k, s in mine.items() if s.type in _ROOTS and k not in hung]
    return [branch(k) for k in roots if k not in seen]


def topic(plans: Plans, frame: Frame, known: Known, about: Topic) -> str:
    """What plans have in common on a topic, and what each says about it by kind of statement."""
    shared = [p for p in known.pairs if about.id in p.topics]
    keys = {s.key for _, s in about.statements}
    both = [p for p in shared if p.first.key in keys and p.second.key in keys]
    concept = ontology.concepts("topics")[about.id]
    groups: dict[int, dict[str, list[Statement]]] = defaultdict(lambda: defaultdict(list))
    for column, s in about.statements:
        groups[s.plan][column].append(s)
    near = {
        "Broader": list(concept.broader),
        "Narrower": [c.id for c in ontology.concepts("topics").values() if about.id in c.broader],
    }
    labels = ontology.concepts("topics")
    return render(
        "topic", frame, about.label, pairs=both[:3], shared=len(shared),
        groups=dict(groups), kinds=coverage.KINDS, names=plans.names,
        near={
            word: [(f, labels[t].label) for t in ids if (f := frame.link(coverage.topic_file(t)))]
            for word, ids in near.items()
        },
        silent=[plans.names[r.id] for n, r in enumerate(plans.records) if n not in groups],
        topic=about.id, total=len(about.statements),
    )  # fmt: skip


def body(plans: Plans, frame: Frame, named: Body) -> str:
    """What each plan says of a body."""
    groups: dict[int, list[tuple[str, Statement]]] = defaultdict(list)
    for naming in dict.fromkeys(named.named):
        groups[naming.statement.plan].append((partners.NAMING[naming.how], naming.statement))
    return render(
        "partner", frame, str(named.row["body"]), row=named.row,
        groups=dict(sorted(groups.items())), names=plans.names,
    )  # fmt: skip
