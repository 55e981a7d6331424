"""The same indicator in several plans: what each is to reach, from where, against whom, by when."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from visualisations.content import Quote, concept_labels
from visualisations.page import Frame, render
from visualisations.plans import Plans, Row

DIRECTIONS = {
    "increase": "↑ rises",
    "decrease": "↓ falls",
    "reach": "→ reaches",
    "maintain": "= stays",
}
"""Code of a direction -> how it is shown."""


@dataclass(frozen=True, slots=True)
class Aim:
    """A row of the question with its quote and what it is compared with, in words."""

    row: Row
    quote: Quote | None
    benchmarks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Indicator:
    """What the plans that use an indicator are to reach."""

    name: str
    plans: int
    aims: tuple[Aim, ...]


def page(plans: Plans, frame: Frame, title: str) -> str:
    """One HTML file with a table for each indicator that two plans or more use."""
    rows = plans.rows("targets-compared")
    shown = [
        _indicator(name, list(of), plans)
        for name, of in groupby(rows, lambda r: str(r["indicator"]))
    ]
    return render(
        "targets", frame, title, indicators=[i for i in shown if i.plans > 1], total=len(rows),
        names=plans.names, directions=DIRECTIONS,
    )  # fmt: skip


def _indicator(name: str, rows: Iterable[Row], plans: Plans) -> Indicator:
    aims = tuple(_aim(row, plans) for row in rows)
    return Indicator(name, len({a.row["plan"] for a in aims}), aims)


def _aim(row: Row, plans: Plans) -> Aim:
    said = plans.said(row["plan"], row["measure"])
    labels = concept_labels()
    marks = tuple(
        labels.get(f"vocab/benchmark/{b}", b.replace("-", " ")) for b in row["benchmarks"]
    )
    return Aim(row, said.quotes[0] if said and said.quotes else None, marks)
