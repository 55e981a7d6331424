"""Versions of a plan, a report with its plan, targets that differ: both sides, word by word."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import groupby

from visualisations.content import Quote
from visualisations.page import Frame, cut, render
from visualisations.plans import Plans, Row
from visualisations.wording import Piece, differences

MOST = 2_000
"""Findings on one page."""


@dataclass(frozen=True, slots=True)
class Side:
    """What one plan says: its words in pieces, their place, and a `fact` of them with its name."""

    plan: str
    words: tuple[Piece, ...]
    quote: Quote | None
    name: str
    fact: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Finding:
    """A row of the question with both sides; one without words has no such statement."""

    kind: str
    type: str
    first: Side
    second: Side
    evidence: tuple[str, ...]
    proposed: bool


@dataclass(frozen=True, slots=True)
class Comparison:
    """A page of a question that sets statements of two plans side by side.

    `other` and `said` are its columns of the second plan and of both texts, `heads` names the
    sides, or else their plans do, `lacks` is said of an absent one, `kinds` are in the order shown,
    one of them folded away if `quiet`; `facts` names what `before` and `after` are, by the first
    word of a kind.
    """

    question: str
    noun: str
    other: str
    said: tuple[str, str]
    heads: tuple[str, str]
    lacks: tuple[str, str]
    kinds: Mapping[str, str]
    facts: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    usual: tuple[str, str] = ("", "")
    quiet: str = ""
    about: str = ""

    def page(self, plans: Plans, frame: Frame, title: str) -> str:
        """One HTML file with all findings, by pair of plans and by kind."""
        rows = plans.rows(self.question)
        order = [*self.kinds, *sorted({str(r["kind"]) for r in rows} - set(self.kinds))]
        rows.sort(key=lambda r: (r["plan"], r[self.other], order.index(str(r["kind"]))))
        counts = Counter((self.pair(r), str(r["kind"])) for r in rows)
        groups = [
            (pair, [self._finding(row, plans) for row in found])
            for pair, found in groupby(rows[:MOST], self.pair)
        ]
        return render(
            "comparisons", frame, title, ("filter",), notices=cut(min(MOST, len(rows)), len(rows)),
            spec=self, groups=groups, counts=counts,
            total=len(rows), order=[k for k in order if any(k == c[1] for c in counts)],
            pairs=list(dict.fromkeys(p for p, _ in counts)), names=plans.names,
            headings={p: _heading(p, plans) for p, _ in counts}, types=Counter(map(_type, rows)),
        )  # fmt: skip

    def pair(self, row: Row) -> tuple[str, str]:
        """The ids of the plans of a row."""
        return str(row["plan"]), str(row[self.other])

    def _finding(self, row: Row, plans: Plans) -> Finding:
        kind, pair = str(row["kind"]), self.pair(row)
        texts = [str(row[column] or "") for column in self.said]
        told = [str(row[column] or "") for column in ("before", "after")]
        facts = ("", "") if told == texts else told
        names = self.facts.get(kind.split()[0], self.usual)
        alike = names[0] == names[1]
        shown = _differences(*facts) if alike else _phrases(facts, row["evidence"])
        sides = zip(
            pair, _differences(*texts), map(plans.said, pair, texts),
            names, shown, strict=True,
        )  # fmt: skip
        first, second = (
            Side(plan, words, said.quotes[0] if said and said.quotes else None, name, fact)
            for plan, words, said, name, fact in sides
        )
        return Finding(
            kind, _type(row), first, second, tuple(row["evidence"]), row.get("status") == "proposed"
        )


def _heading(pair: tuple[str, str], plans: Plans) -> str:
    """What two plans are called together; a council that both are of is named once."""
    first, second = (next(p for p in plans.content.plans if p.id == plan) for plan in pair)
    other = second.name if first.council == second.council else plans.names[second.id]
    return plans.names[first.id] + (f" → {other}" if first != second else "")


def _type(row: Row) -> str:
    """The class of both statements; targets that differ are compared as measures."""
    return str(row.get("type") or "Measure")


def _differences(before: str, after: str) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    """As `differences`, but nothing is marked where only one is there."""
    both = before and after
    return differences(before, after) if both else (((before, False),), ((after, False),))


def _phrases(facts: Iterable[str], evidence: Iterable[str]) -> Iterator[tuple[Piece, ...]]:
    """Facts that say different things, with the words that were taken as evidence marked."""
    words = [re.escape(e) for e in evidence]
    for fact in facts:
        parts = re.split(f"({'|'.join(words)})", fact) if words else [fact]
        yield tuple((part, n % 2 == 1) for n, part in enumerate(parts) if part)


CHANGES = Comparison(
    question="changes", noun="Statements compared with another version", other="next_plan",
    said=("text", "next_text"), heads=("Before", "After"),
    lacks=("The earlier version has no such statement.",
           "The later version has no such statement."),
    kinds={
        "dropped": "dropped", "target loosened": "target loosened",
        "re-dated later": "put off", "date removed": "date removed", "re-dated": "other date",
        "re-dated earlier": "brought forward", "re-owned": "other lead", "moved": "moved",
        "reworded": "reworded", "target tightened": "target tightened", "added": "added",
        "kept": "kept",
    },
    facts={"target": ("Target", "Target"), "re-owned": ("Led by", "Led by"),
           "moved": ("Under", "Under")},
    usual=("When", "When"), quiet="kept",
    about="What stands in both versions is paired by its words and its place; what was not found "
    "again is dropped or added. Words that only one version has are struck through on the left and "
    "underlined on the right.",
)  # fmt: skip
PROGRESS = Comparison(
    question="progress", noun="Promises and what was reported", other="report",
    said=("text", "report_text"), heads=("Promise", "Report"),
    lacks=("", "The report says nothing of it."),
    kinds={
        "silently dropped": "not reported on", "dropped": "dropped", "slipped": "slipped",
        "planned again": "planned again", "under way": "under way", "done": "done",
    },
    usual=("Due", "Reported"),
    about="Each promise of the plan stands beside what the report says of it. That a report is "
    "silent does not mean that nothing was done.",
)  # fmt: skip
CONFLICTS = Comparison(
    question="conflicts", noun="Targets that differ", other="other_plan",
    said=("text", "other_text"), heads=("", ""),
    lacks=("", ""), kinds={"value": "different figures", "date": "different dates"},
    facts={"value": ("Target", "Target"), "date": ("By", "By")},
    about="Two targets for one thing that cannot both be met as they stand, in one plan or in a "
    "plan and the one above it. The words in which they differ are marked.",
)  # fmt: skip
ALL = (CHANGES, PROGRESS, CONFLICTS)
