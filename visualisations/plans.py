"""What pages are made from: some plans of a workspace, and the answers of questions on them."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from graph import questions
from graph.across import findings
from graph.findings import Findings
from graph.model import PlanGraph
from graph.query import Limits
from graph.record import PlanRecord
from graph.tables import Table, Value
from graph.workspace import Workspace
from visualisations.content import Content, Statement, content

Row = Mapping[str, Value]
_OF_PLAN = ("plan", "a_plan", "b_plan", "next_plan", "report", "other_plan")
_PATIENT = Limits(seconds=300, rows=questions.ROWS)


@dataclass(frozen=True)
class Plans:
    """The plans that are shown, in the order of their ids; `among` are those they were chosen from.

    What was read or asked is kept, because pages of one site need the same.
    """

    workspace: Workspace
    records: tuple[PlanRecord, ...]
    among: "Plans | None" = None

    @staticmethod
    def of(workspace: Workspace, names: Iterable[str] = ()) -> "Plans":
        """Those that the names mean, or all of the workspace."""
        chosen = {workspace.resolve(name).id for name in names}
        every = workspace.plans()
        return Plans(workspace, tuple(r for r in every if not chosen or r.id in chosen))

    def only(self, records: Iterable[PlanRecord]) -> "Plans":
        """Some of these plans."""
        return Plans(self.workspace, tuple(records), self)

    @cached_property
    def graphs(self) -> Sequence[PlanGraph]:
        if self.among:
            known = {g.plan: g for g in self.among.graphs}
            return [known[r.id] for r in self.records]
        return [self.workspace.graph(r.id) for r in self.records]

    @cached_property
    def texts(self) -> Mapping[str, str]:
        known = self.among.texts if self.among else {}
        return {r.id: known.get(r.id) or self.workspace.text(r.id) for r in self.records}

    @cached_property
    def across(self) -> Findings:
        """What was found between all plans of the workspace."""
        return self.among.across if self.among else findings(self.workspace)

    @cached_property
    def content(self) -> Content:
        """Their statements, quotes and links."""
        return content(self.graphs, self.texts, {r.id: r.reading.pages for r in self.records})

    @cached_property
    def names(self) -> Mapping[str, str]:
        """What to call each plan where there is little room: its council, if it has no other."""
        often = Counter(r.council for r in self.records)
        return {
            r.id: (r.council if often[r.council] == 1 else f"{r.council}: {r.title}")
            if r.council
            else r.title
            for r in self.records
        }

    @cached_property
    def sizes(self) -> Mapping[str, int]:
        """How many statements each plan makes."""
        found = {str(row["plan"]): int(row["statements"]) for row in self.rows("statements")}
        return {r.id: found.get(r.id, 0) for r in self.records}

    def table(self, question: str, **given: str) -> Table:
        """The answer to a named question, those rows alone that are on these plans."""
        call = (question, *sorted(given.items()))
        if call not in self._answers:
            self._answers[call] = self._ask(question, given)
        return self._answers[call]

    @cached_property
    def _answers(self) -> dict[tuple[object, ...], Table]:
        """What was asked before."""
        return {}

    def _ask(self, question: str, given: Mapping[str, str]) -> Table:
        if self.among:
            found = self.among.table(question, **given)
        else:
            found = questions.ask(self.workspace, question, given, limits=_PATIENT)
        ids = {r.id for r in self.records}
        of_plan = [n for n, column in enumerate(found.columns) if column in _OF_PLAN]
        rows = (row for row in found.rows if all(row[n] in ids for n in of_plan))
        return Table(found.columns, tuple(rows), found.truncated)

    def rows(self, question: str, **given: str) -> list[Row]:
        """The same by column."""
        found = self.table(question, **given)
        return [dict(zip(found.columns, row, strict=True)) for row in found.rows]

    @cached_property
    def _said(self) -> Mapping[tuple[str, str], Statement]:
        said: dict[tuple[str, str], Statement] = {}
        for s in self.content.statements:
            said.setdefault((self.records[s.plan].id, s.text), s)
        return said

    def said(self, plan: object, text: object) -> Statement | None:
        """The first statement of a plan with these words, for rows that do not give its id."""
        return self._said.get((str(plan), str(text)))
