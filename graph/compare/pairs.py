"""Which plans belong together: two versions of one plan, a report and its plan, a plan and the one
above it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from graph.findings import Comparison, Findings, link
from graph.model import Element, Plan, PlanGraph

YEARS = re.compile(r"\b(?:19|20)\d\d(?:\s*(?:[-–/]|to)\s*(?:(?:19|20)?\d\d))?\b")


@dataclass(frozen=True, slots=True)
class Pair:
    """Two plans to compare, the earlier or wider first; `proposed` says why, if nobody told us."""

    first: PlanGraph
    second: PlanGraph
    proposed: str = ""

    @property
    def status(self) -> str:
        return "proposed" if self.proposed else "accepted"

    def finding(
        self, made: Comparison, method: str, first: Element | None, second: Element | None
    ) -> Findings:
        """A comparison that a method made, with its links to both plans and what it is about."""
        ends = {"FIRST": first, "SECOND": second, "FIRST_PLAN": self.first.publication,
                "SECOND_PLAN": self.second.publication}  # fmt: skip
        return Findings.of([made], (link(made, k, n.id, method) for k, n in ends.items() if n))


def linked(graphs: Sequence[PlanGraph], key: str) -> list[Pair]:
    """The pairs that a relationship between plans names: the second has it to the first."""
    by_plan = {g.plan: g for g in graphs}
    return [
        Pair(by_plan[e.target], g)
        for g in graphs for e in g.edges
        if e.key == key and e.source == g.plan and e.target in by_plan
    ]  # fmt: skip


def versions(graphs: Sequence[PlanGraph]) -> list[Pair]:
    """Versions of one plan: as told, and else those of one council with one title, years aside.

    A version must begin and end after the one before it; an account of a year within a plan's time
    is none, and neither is what is told to be a report.
    """
    told = linked(graphs, "REPLACES")
    known = {g.plan for pair in told for g in (pair.first, pair.second)}
    known |= {pair.second.plan for pair in linked(graphs, "REPORTS_ON_PLAN")}
    return [*told, *_proposed([g for g in graphs if g.plan not in known])]


def _proposed(graphs: Sequence[PlanGraph]) -> Iterator[Pair]:
    alike: dict[tuple[str, str], list[PlanGraph]] = {}
    for graph in graphs:
        about, council = graph.publication, graph.council
        if isinstance(about, Plan) and council and about.period_start:
            alike.setdefault((council.casefold(), undated(about.title)), []).append(graph)
    for found in alike.values():
        for first, second in pairwise(sorted(found, key=_period)):
            if all(a < b for a, b in zip(_period(first), _period(second), strict=True)):
                yield Pair(first, second, _why(first, second))


def _period(graph: PlanGraph) -> tuple[str, str]:
    about = graph.publication
    return str(about.period_start or ""), str(about.period_end or "")


def undated(title: str) -> str:
    """A title in small letters without its years."""
    return " ".join(YEARS.sub(" ", title).casefold().split())


def _why(first: PlanGraph, second: PlanGraph) -> str:
    return (
        f"both are of {second.council} and bear one title, for {first.publication.period_text}"
        f" and {second.publication.period_text}"
    )
