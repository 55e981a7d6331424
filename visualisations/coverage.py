"""Topics by plans: what each plan commits itself to, where it is silent, where it was not read."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache

import ontology
from graph.model import Unread
from visualisations import matrix
from visualisations.content import Content, Reader
from visualisations.page import Frame, render
from visualisations.plans import Plans, Row

MUCH = 0.1
"""The share of a document not understood above which its silence says nothing."""

KINDS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "action": ("actions", ("Action",)),
    "measure": ("measures", ("Measure",)),
    "objective": ("objectives", ("Objective", "IntendedOutcome")),
    "priority": ("priorities", ("Theme", "Priority")),
    "vision": ("in its vision", ("Vision", "Mission", "Principle")),
    "other": ("other", ("Subaction", "Milestone", "ReportedActivity", "ImpactStatement", "Risk",
                        "ExitStrategy")),
}  # fmt: skip
"""Column of the question -> its name, and the types that it counts; the strongest first."""

LEVELS = (
    ("acts", "action", "Action"), ("measures", "measure", "Measure"),
    ("aims", "objective", "Objective"), ("prioritises", "priority", "Priority"),
    ("mentions", "vision", "Vision"), ("mentions", "other", "Vision"),
)  # fmt: skip
"""What a plan does about a topic, the column that shows it, and the type whose sign it bears."""


@dataclass(frozen=True, slots=True)
class Cell:
    """What one plan says of one topic; `level` is a word of `LEVELS`, silent or not read."""

    plan: str
    level: str
    sign: str
    count: int
    rest: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """A topic with a cell for each plan; `under` is the top topic that it is narrower than."""

    topic: str
    label: str
    under: str
    cells: tuple[Cell, ...]


def page(plans: Plans, frame: Frame, title: str) -> str:
    """One HTML file with the matrix and the sentences behind each cell."""
    some = plans.only(plans.records[: matrix.WIDEST])
    shown = list(lines(some.rows("coverage", topics="all"), some))
    names = {k: name for k, (name, _) in KINDS.items()} | {"unread": "not understood"}
    return render(
        "coverage", frame, title, ("matrix",), lines=shown, plans=some.content.plans,
        notices=matrix.too_wide(len(some.records), len(plans.records)),
        data=matrix.data(some, frame, names, _said(some)),
        links={line.topic: frame.link(topic_file(line.topic)) for line in shown},
    )  # fmt: skip


def topic_file(topic: str) -> str:
    """The file of a topic's page."""
    return f"{topic.replace('/', '-')}.html"


def lines(rows: Iterable[Row], plans: Plans) -> Iterator[Line]:
    """A line for each topic that any plan speaks of, narrower ones after the one above them."""
    cells: dict[str, dict[str, Row]] = defaultdict(dict)
    for row in rows:
        cells[str(row["topic"])][str(row["plan"])] = row
    unread = {g.plan: float(g.publication.unread or 0) for g in plans.graphs}
    concepts = ontology.concepts("topics")
    for top in sorted((c for c in concepts.values() if not c.broader), key=lambda c: c.label):
        under = [c for c in concepts.values() if top.id in above(c.id) and c.id != top.id]
        for concept in (top, *sorted(under, key=lambda c: c.label)):
            said = cells.get(concept.label, {})
            if concept is top or any(_total(row) for row in said.values()):
                found = tuple(cell_of(said[p], unread[p]) for p in unread)
                yield Line(concept.id, concept.label, "" if concept is top else top.id, found)


def _total(row: Row) -> int:
    return sum(int(row[kind]) for kind in (*KINDS, "unread"))


def cell_of(row: Row, unread: float) -> Cell:
    """What a row says; `unread` is the share of the document that was not understood."""
    for word, column, sign in LEVELS:
        if row[column]:
            rest = tuple(
                _count(int(row[k]), name)
                for k, (name, _) in KINDS.items()
                if row[k] and k != column
            )
            led = (f"{row['led']} with lead",) if word == "acts" and row["led"] else ()
            return Cell(str(row["plan"]), word, sign, int(row[column]), led + rest)
    known = not row["unread"] and unread <= MUCH
    return Cell(str(row["plan"]), "silent" if known else "not read", "", 0, ())


def _count(number: int, name: str) -> str:
    one = {"priorities": "priority"}.get(name, name.removesuffix("s"))
    return f"{number} {one if number == 1 and not name.startswith('in ') else name}"


@cache
def above(topic: str) -> frozenset[str]:
    """A topic with all that are broader."""
    concepts = ontology.concepts("topics")
    found, new = set[str](), {topic}
    while new:
        found |= new
        new = {b for t in new if t in concepts for b in concepts[t].broader} - found
    return frozenset(found)


def sentences(shown: Content) -> Iterator[tuple[int, str, set[str], str]]:
    """Key of each stated statement with its plan, column and topics, the broader ones too."""
    column = {t: kind for kind, (_, types) in KINDS.items() for t in types}
    for s in shown.statements:
        if s.type in column and s.basis == "stated" and s.topics:
            yield s.plan, column[s.type], set().union(*map(above, s.topics)), s.key


def _said(plans: Plans) -> Iterator[matrix.Said]:
    """The sentences of the plans, then words of topics in passages that were not understood."""
    by_key = {s.key: s for s in plans.content.statements}
    for plan, column, topics, key in sentences(plans.content):
        s = by_key[key]
        yield matrix.sentence(plan, column, topics, s.text, next(iter(s.quotes), None), s.number)
    for at, (graph, record) in enumerate(zip(plans.graphs, plans.records, strict=True)):
        reader = Reader(plans.texts[graph.plan], record.reading.pages)
        for node in graph.of_type(Unread):
            topics = set(above(f"topic/{node.topic}"))
            yield matrix.sentence(at, "unread", topics, node.text, reader.quote(node.spans[0]))
