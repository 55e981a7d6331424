"""Reader for StratML: strategic plans (ISO 17469-1), performance plans and reports (Part 2).

The canonical text is what the elements say, a line each. What crossplan wrote is told by its
identifiers; of other files a goal is a Priority, an objective with a performer an Action, any
other objective an Objective, and an indicator a Measure. See `docs/stratml.md`.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TYPE_CHECKING

from graph.errors import CrossplanError
from graph.model import RELATIONS
from graph.stratml import (
    GOALS,
    HELD,
    NO_UNIT,
    NOTED,
    OBJECTIVES,
    ROLES,
    STAGES,
    TIMING,
    kind_in,
    words,
)
from loaders.compose import Composer
from loaders.declared import PLAN, Declaration, Part, Result, Statement
from loaders.document import Block, Document
from loaders.source import Source, check_length, open_bytes
from loaders.trees import below, first_of, lines_of, local_name, text_of, tree

if TYPE_CHECKING:
    from lxml.etree import _Element

    from loaders.slices import Slice

ROOTS = ("StrategicPlan", "PerformancePlanOrReport")

_LINE = re.compile(r"([a-z ]+): (.+)")
_KEYS = {words(key): key for key in RELATIONS}
_NOTES = {begins: kind for kind, begins in NOTED.items()}
_ROLE_KEYS = {name.casefold(): key for key, name in ROLES.items()}
_GSS = re.compile(r"[EWSN]\d{8}")
_KINDS = {
    "Strategic_Plan": "strategy",
    "Performance_Plan": "action plan",
    "Performance_Report": "progress report",
}


def read(path: Path) -> Document:
    """The document in a StratML file; raises CrossplanError for other XML."""
    source = open_bytes(path)
    if not source.data.strip():
        raise CrossplanError(f"{path}: is empty")
    root = tree(source.data, f"{path}:", "mend it, or export it again")
    if (name := local_name(root)) not in ROOTS:
        raise CrossplanError(
            f"{path}: is XML and no StratML: its root is {name}, not {' or '.join(ROOTS)}"
        )
    document = _Reader(root).document(source)
    check_length(source, len(document.text))
    return document


class _Reader:
    """Reads one document into text, blocks and declared statements."""

    def __init__(self, root: "_Element") -> None:
        self.root, self.core = root, first_of(root, "StrategicPlanCore")
        self.composer = Composer()
        self.blocks: list[Block] = []
        self.found: dict[str, Statement] = {}
        self.ours = any(kind_in(text_of(i)) for i in root.iter("{*}Identifier"))

    def document(self, source: Source) -> Document:
        title = self.put(text_of(self.root, "Name") or source.name.rsplit(".", 1)[0], level=1)
        declared = self.declaration(title)
        for name in ("Vision", "Mission"):
            at = first_of(self.core, name)
            for line in lines_of(at, "Description"):
                self.state(name, self.put(line), None, text_of(at, "Identifier"))
        for value in below(self.core, "Value"):
            self.statement("Principle", value, None)
        for goal in below(self.core, "Goal"):
            self.goal(goal)
        if not self.found:
            raise CrossplanError(f"{source.name}: holds no goal, value, vision or mission")
        whole = self.composer.document(source, [*self.blocks])
        return replace(whole, declared=replace(declared, statements=tuple(self.found.values())))

    def declaration(self, title: "Slice") -> Declaration:
        """What the document says of itself: kind, council, period, who leads it."""
        kind = _KINDS.get(str(self.root.get("Type")), "strategy")
        at = first_of(self.core, "Organization")
        fields, links = self.other(self.root, PLAN)
        told = {**fields, **self.period()}
        if kind == "progress report":
            told.pop("kind", None)
        gss = text_of(at, "Identifier")
        return Declaration(
            title, kind, self.put(name) if (name := text_of(at, "Name")) else None,
            gss if _GSS.fullmatch(gss) else None, told, tuple(self.parts(at)), links,
        )  # fmt: skip

    def period(self) -> dict[str, tuple[str, ...]]:
        found = {
            field: _date(first_of(self.root, "AdministrativeInformation"), name)
            for field, name in (("period_start", "StartDate"), ("period_end", "EndDate"))
        }
        return {field: (day.isoformat(),) for field, day in found.items() if day}

    def put(self, text: str, number: str = "", level: int = 0, before: str = "") -> "Slice":
        """A line of the canonical text; the number and what stands before are no part of it."""
        lead = " ".join(s for s in (before, number) if s)
        at = self.composer.put(f"{lead} {text}".strip()).cut(len(lead))
        self.blocks.append(Block("heading" if level else "paragraph", at, level))
        return at

    def state(self, kind: str, text: "Slice", home: str | None, name: str) -> Statement:
        """Adds a statement; a name that is taken or missing is made up."""
        free = name and name not in self.found
        said = Statement(kind, text, home, name if free else f"#{len(self.found)}")
        self.found[said.name] = said
        return said

    def statement(self, kind: str, at: "_Element", home: str | None, level: int = 0) -> Statement:
        """The statement that a goal, objective or value makes, with its stakeholders."""
        name, told = text_of(at, "Name"), text_of(at, "Description")
        number = text_of(at, "SequenceIndicator")
        label = self.put(name, number, level) if name and told and name != told else None
        text = self.put(told or name, "" if label else number, level and not label)
        said = self.state(kind, text, home, text_of(at, "Identifier"))
        parts = tuple(self.parts(at))
        return self.change(said, label=label, number=number or None, parts=parts)

    def change(self, said: Statement, **values: object) -> Statement:
        self.found[said.name] = replace(said, **values)  # type: ignore[arg-type]
        return self.found[said.name]

    def goal(self, at: "_Element") -> None:
        kind = kind_in(text_of(at, "Identifier"))
        home: str | None = PLAN if kind in ("Plan", "ProgressReport") else None
        if text_of(at, "Name") and (kind in GOALS or not kind):
            home = self.noted(self.statement(kind or "Priority", at, None, level=2), at).name
        for objective in below(at, "Objective"):
            self.objective(objective, home)

    def objective(self, at: "_Element", home: str | None) -> None:
        kind = kind_in(text_of(at, "Identifier"))
        holder = home
        if kind != HELD and (text_of(at, "Name") or text_of(at, "Description")):
            acts = "Performer" in (text_of(r) for r in below(at, "Stakeholder", "Role", "RoleType"))
            made = kind if kind in OBJECTIVES else "Action" if acts else "Objective"
            said = self.noted(self.statement(made, at, home), at)
            if made == "Action":
                holder = said.name
        for indicator in below(at, "PerformanceIndicator"):
            self.indicator(indicator, holder, home)

    def noted(self, said: Statement, at: "_Element") -> Statement:
        """The statement with what its OtherInformation tells, if crossplan wrote it."""
        fields, links = self.other(at, said.name)
        return self.change(said, fields=fields, links=links)

    def other(
        self, at: "_Element", of: str
    ) -> tuple[dict[str, tuple[str, ...]], tuple[tuple[str, str], ...]]:
        """Fields and links that lines of OtherInformation tell; risks and the like are stated."""
        fields: dict[str, tuple[str, ...]] = {}
        links: list[tuple[str, str]] = []
        for line in lines_of(at, "OtherInformation"):
            m = _LINE.fullmatch(line) if self.ours else None
            if m and m[1] in _NOTES:
                self.state(_NOTES[m[1]], self.put(m[2], before=f"{m[1]}:"), of, "")
            elif m and m[1] in _KEYS:
                links.append((_KEYS[m[1]], m[2]))
            elif m:
                name = m[1].replace(" ", "_")
                fields[name] = (*fields.get(name, ()), m[2])
            else:
                self.put(line)
        return fields, tuple(links)

    def parts(self, at: "_Element | None") -> Iterator[Part]:
        """The stakeholders that take part; a person is one only by the name of a post."""
        from loaders.interpret.partners import kind_of

        for holder in below(at, "Stakeholder"):
            name = text_of(holder, "Name")
            person = holder.get("StakeholderTypeType") == "Person"
            if not name or (person and not self.ours and kind_of(name) != "role"):
                continue
            printed = text_of(holder, "Description") if self.ours else ""
            roles: Sequence[_Element | None] = [*below(holder, "Role")] or [None]
            for role in roles:
                key = _part(role)
                kind = text_of(role, "Description") if self.ours else None
                yield Part(key, self.put(printed or name, before=f"{words(key)}:"), name, kind)

    def indicator(self, at: "_Element", holder: str | None, goal: str | None) -> None:
        kind = kind_in(text_of(at, "Identifier"))
        if kind == TIMING and holder:
            self.timing(at, holder)
            return
        text = text_of(at, "MeasurementDimension")
        if not text:
            return
        number = text_of(at, "SequenceIndicator")
        made = kind if kind in STAGES else "Measure"
        if made == "Subaction" and holder == goal:
            made = "Action"
        home = goal if made in ("ImpactStatement", "ReportedActivity") else holder
        said = self.state(made, self.put(text, number), home, text_of(at, "Identifier"))
        fields, links = self.other(at, said.name)
        label = self.put(fields["label"][0]) if "label" in fields else None
        said = self.change(said, number=number or None, fields=fields, links=links, label=label)
        self.results(said, at, goal)

    def results(self, said: Statement, at: "_Element", goal: str | None) -> None:
        instances = list(below(at, "MeasurementInstance"))
        if said.kind == "Measure":
            unit = text_of(at, "UnitOfMeasurement")
            unit = "" if unit == NO_UNIT else unit
            found = tuple(r for i in instances for r in self.targets(i, unit))
            self.change(said, results=found)
            if not self.ours:
                self.impacts(instances, unit, goal)
        elif instances:
            told = first_of(instances[0], "TargetResult")
            fields = {"value": text_of(told, "Description"), **_days(told)}
            when = lines_of(instances[0], "ActualResult", "Description")
            more = {k: (v,) for k, v in fields.items() if v} | (
                {"when": tuple(when)} if when else {}
            )
            self.change(said, fields={**said.fields, **more})

    def targets(self, instance: "_Element", unit: str) -> Iterator[Result]:
        baseline = text_of(instance, "ActualResult", "Description") if self.ours else ""
        for at in below(instance, "TargetResult"):
            amount, text = _number(at), text_of(at, "Description")
            described = text_of(at, "Descriptor", "DescriptorValue")
            text = text or described or (f"{amount:f} {unit}".strip() if amount is not None else "")
            if text:
                yield Result(
                    self.put(text), amount, unit or None, _date(at, "EndDate"),
                    text_of(at, "Descriptor", "DescriptorName") or None, described or None,
                    baseline or None,
                )  # fmt: skip

    def impacts(self, instances: "list[_Element]", unit: str, goal: str | None) -> None:
        """Results achieved, as other programs report them."""
        for at in (a for i in instances for a in below(i, "ActualResult")):
            amount = _number(at)
            text = text_of(at, "Description") or text_of(at, "Descriptor", "DescriptorValue")
            text = text or (f"{amount:f} {unit}".strip() if amount is not None else "")
            if text:
                self.state("ImpactStatement", self.put(text), goal, "")

    def timing(self, at: "_Element", action: str) -> None:
        told = first_of(at, "MeasurementInstance", "TargetResult")
        said = self.found[action]
        fields = {k: (v,) for k, v in _days(told).items() if v}
        when = tuple(self.put(line).text for line in lines_of(told, "Description"))
        self.change(said, fields={**said.fields, **fields, **({"when": when} if when else {})})


def _part(role: "_Element | None") -> str:
    """How the one with this role takes part."""
    if role is None:
        return "WITH_PARTNER"
    only = {text_of(t) for t in below(role, "RoleType")} == {"Beneficiary"}
    return "MENTIONS" if only else _ROLE_KEYS.get(text_of(role, "Name").casefold(), "WITH_PARTNER")


def _days(at: "_Element | None") -> dict[str, str]:
    days = {"not_before": _date(at, "StartDate"), "due_by": _date(at, "EndDate")}
    return {name: day.isoformat() if day else "" for name, day in days.items()}


def _date(at: "_Element | None", name: str) -> date | None:
    try:
        return date.fromisoformat(text_of(at, name)[:10])
    except ValueError:
        return None


def _number(at: "_Element") -> Decimal | None:
    try:
        number = Decimal(text_of(at, "NumberOfUnits"))
    except InvalidOperation:
        return None
    return number if number.is_finite() else None
