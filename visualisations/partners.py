"""Who works with whom: bodies that several plans name, by plan, with the sentences."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from graph.findings import Organisation
from graph.model import Partner
from graph.record import sha256
from visualisations import matrix
from visualisations.content import Statement
from visualisations.page import Frame, render
from visualisations.plans import Plans, Row

NAMING: Mapping[str, str] = {
    "LED_BY": "leads", "WITH_PARTNER": "takes part", "MENTIONS": "is mentioned",
}  # fmt: skip
"""Relationship type -> what a statement says of the body."""


@dataclass(frozen=True, slots=True)
class Naming:
    """A statement of a plan that names a body, and how."""

    statement: Statement
    how: str


@dataclass(frozen=True, slots=True)
class Body:
    """A row of the question, with the statements of each plan that name the body."""

    key: str
    row: Row
    named: tuple[Naming, ...]

    def count(self, plan: int) -> int:
        """How many statements of a plan name it."""
        return len({n.statement.key for n in self.named if n.statement.plan == plan})


def page(plans: Plans, frame: Frame, title: str) -> str:
    """One HTML file with bodies by plans; a body that bridges more plans stands higher."""
    shown = bodies(plans)
    return render(
        "partners", frame, title, ("matrix",), bodies=shown,
        notices=matrix.too_wide(matrix.WIDEST, len(plans.records)),
        plans=plans.content.plans[: matrix.WIDEST],
        data=matrix.data(plans, frame, NAMING, _said(shown)),
        links={b.key: frame.link(body_file(b)) for b in shown},
    )  # fmt: skip


def body_file(body: Body) -> str:
    """The file of a body's page."""
    return f"partner-{body.key}.html"


def bodies(plans: Plans) -> list[Body]:
    """The rows of the question that name two of these plans, with who says so."""
    named = _named(plans)
    ids = {r.id for r in plans.records}
    found = []
    for row in plans.rows("shared-partners"):
        if len(ids.intersection(row["named_in"])) > 1:
            name = str(row["body"])
            found.append(
                Body(sha256(name.encode())[:12], row, tuple(named[name, str(row["kind"])]))
            )
    return found


def _named(plans: Plans) -> Mapping[tuple[str, str], list[Naming]]:
    """Statements that name each body, by its name and kind, in document order."""
    across = plans.across
    body = {n.id: (n.canonical, n.kind) for n in across.nodes if isinstance(n, Organisation)}
    whose = {e.target: body[e.source] for e in across.edges if e.key == "NAMED_AS"}
    by_id = {s.id: s for s in plans.content.statements}
    found: dict[tuple[str, str], list[Naming]] = defaultdict(list)
    for graph in plans.graphs:
        for edge in graph.edges:
            partner = graph.by_id.get(edge.target)
            if edge.key in NAMING and isinstance(partner, Partner) and partner.id in whose:
                found[whose[partner.id]].append(Naming(by_id[edge.source], edge.key))
    return found


def _said(shown: Iterable[Body]) -> Iterator[matrix.Said]:
    """The sentences by plan, body and what the body does in them."""
    for body in shown:
        for naming in dict.fromkeys(body.named):
            s = naming.statement
            quote = next(iter(s.quotes), None)
            yield matrix.sentence(s.plan, naming.how, [body.key], s.text, quote, s.number)
