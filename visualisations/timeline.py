"""When things are to be done: intervals on one axis, what recurs, and what has no date."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from visualisations.content import Quote
from visualisations.page import Frame, cut, render
from visualisations.plans import Plans, Row

MOST = 2_000
"""Rows on one page."""
WIDTH = 320
STATES = ("overdue", "running", "ahead", "dated", "recurring", "undated", "expired")


@dataclass(frozen=True, slots=True)
class Entry:
    """A row of the question with its place on the axis, in units of its width, and its quote."""

    row: Row
    state: str
    left: float
    right: float
    quote: Quote | None


@dataclass(frozen=True, slots=True)
class Axis:
    """Days from `first` to `last`, over `WIDTH` units."""

    first: date
    last: date

    def at(self, day: date) -> float:
        """Where a day stands."""
        whole = (self.last - self.first).days or 1
        return round(WIDTH * (day - self.first).days / whole, 1)

    @property
    def years(self) -> list[tuple[float, str]]:
        """Where each year begins; not every one is named where there are many."""
        step = -(-(self.last.year - self.first.year + 1) // 6)
        years = range(self.first.year, self.last.year + 1, step)
        starts = [(date(y, 1, 1), y) for y in years]
        return [(self.at(max(d, self.first)), str(y)) for d, y in starts if d <= self.last]


def page(plans: Plans, frame: Frame, title: str) -> str:
    """One HTML file with a row for each thing that has a time, or might have."""
    rows = sorted(plans.rows("timeline", on_day=frame.day or date.min.isoformat()), key=_dateless)
    axis = axis_of(rows)
    shown = [entry(row, axis, plans, frame.day) for row in rows[:MOST]]
    return render(
        "timeline", frame, title, ("filter",), notices=cut(len(shown), len(rows)),
        entries=shown, total=len(rows), axis=axis,
        width=WIDTH, names=plans.names, states=Counter(e.state for e in shown), order=STATES,
        kinds=Counter(e.row["kind"] for e in shown),
        day=axis.at(date.fromisoformat(frame.day)) if frame.day else None,
        data={"first": axis.first.isoformat(), "last": axis.last.isoformat(), "width": WIDTH},
    )  # fmt: skip


def _dateless(row: Row) -> int:
    """Nothing for what has a date, then what recurs, last what says no more."""
    return 0 if row["due"] or row["not_before"] else 1 if row["recurrence"] else 2


def axis_of(rows: Iterable[Row]) -> Axis:
    """From the beginning of the first year that any row names to the end of the last."""
    days = [d for row in rows for d in (_day(row["not_before"]), _day(row["due"])) if d]
    years = [d.year for d in days] or [2000]
    return Axis(date(min(years), 1, 1), date(max(years), 12, 31))


def _day(value: object) -> date | None:
    return date.fromisoformat(str(value)[:10]) if value else None


def entry(row: Row, axis: Axis, plans: Plans, day: str | None) -> Entry:
    """A row on the axis; without a day to look from, what has a date is only dated."""
    begin, due = _day(row["not_before"]), _day(row["due"])
    ends: Sequence[date] = [d for d in (begin, due) if d]
    said = plans.said(row["plan"], row["text"])
    state = str(row["state"]) if day or not ends else "dated"
    left, right = (axis.at(min(ends)), axis.at(max(ends))) if ends else (0.0, 0.0)
    return Entry(row, state, left, right, said.quotes[0] if said and said.quotes else None)
