"""States what a file in a format for plans declares; topics, bodies and levels are still read."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

import ontology
from graph.fields import Field, data_fields
from graph.model import (
    NODE_TYPES,
    RELATIONS,
    Element,
    Plan,
    ProgressReport,
    Publication,
)
from graph.rdf import PARTNER_CLASS
from loaders.declared import PLAN, Declaration, Part, Result, Statement
from loaders.interpret.build import SURE, Builder, Why
from loaders.interpret.partners import Named, body_named
from loaders.interpret.targets import Level, level

_DEFAULTS: Mapping[str, Mapping[str, str]] = {
    "Measure": {"kind": "success-criterion"},
    "ImpactStatement": {"impact_kind": "reported"},
}
_ALLOWED: Mapping[tuple[str, str], tuple[str, ...]] = {
    ("Plan", "kind"): ("strategy", "action plan", "theme paper"),
    ("Measure", "kind"): ("success-criterion", "target", "indicator", "impact"),
    ("Theme", "kind"): ("theme", "area-for-improvement"),
    ("ImpactStatement", "impact_kind"): ("intended", "reported"),
}
"""Class and field -> the values that it may have, where no code list holds them."""


def declare(builder: Builder, told: Declaration, title: str | None) -> None:
    """Puts all that is declared into the builder, under what it hangs on."""
    _publication(builder, told, title)
    made = {PLAN: builder.plan}
    for said in told.statements:
        builder.why = Why(f"declared as {said.kind}", SURE)
        made[said.name] = _statement(builder, said, made)
    for name, parts in [(PLAN, told.parts), *((s.name, s.parts) for s in told.statements)]:
        _parts(builder, made[name], parts)
    for name, links in [(PLAN, told.links), *((s.name, s.links) for s in told.statements)]:
        for key, target in links:
            _link(builder, made[name], key, made.get(target))


def _publication(builder: Builder, told: Declaration, title: str | None) -> None:
    kind: type[Publication] = ProgressReport if told.kind == "progress report" else Plan
    spans = [s for at in (told.title, told.council) if at for s in at.spans(builder.text)]
    values: dict[str, Any] = {"kind": told.kind} | _values(kind, told.fields)
    values |= {"title": title or told.title.text, "spans": tuple(sorted(spans))}
    council = told.council.text if told.council else None
    builder.nodes[builder.plan] = kind(id=builder.plan, **values | {"council": council})


def _statement(builder: Builder, said: Statement, made: Mapping[str, str]) -> str:
    kind = NODE_TYPES[said.kind]
    assert issubclass(kind, Element)
    values = {**_DEFAULTS.get(said.kind, {}), **_values(kind, said.fields)}
    if said.number:
        values["number"] = said.number
    new = builder.add(kind, said.text, said.label, **values)
    home = made.get(said.home) if said.home is not None else None
    if home and said.kind == "ReportedActivity":
        _link(builder, new, "REPORTS_ON", home)
    elif home and said.kind not in ("Theme", "Priority"):
        builder.attach(home, new)
    for result in said.results:
        builder.target(new, result.text, _level(result))
    return new


def _link(builder: Builder, source: str, key: str, target: str | None) -> None:
    """A relationship, if the ontology knows it between such ends."""
    if target is None or key not in RELATIONS:
        return
    ends = [type(builder.nodes[n]).__name__ for n in (source, target)]
    if all(end in allowed for end, allowed in zip(ends, RELATIONS[key], strict=True)):
        builder.link(source, key, target)


def _parts(builder: Builder, of: str, parts: Iterable[Part]) -> None:
    for part in parts:
        body = body_named(part.canonical)
        read = builder.directory.named(part.name)
        kind = part.kind if part.kind in PARTNER_CLASS else body[2] if body else read.kind
        named = Named(part.name, part.canonical, kind, body[0] if body else None)
        builder.who(of, part.key, [named])


def _level(said: Result) -> Level:
    """What the file sets, and the value and benchmarks that its words tell."""
    read = level(said.text.text)
    amount = None if said.amount is None else f"{said.amount:f}"
    known = said.direction if _coded("vocab/direction/", said.direction or "") else None
    return Level(
        value=read.value or amount, baseline=said.baseline, amount=said.amount, unit=said.unit,
        comparator=said.comparator, benchmarks=read.benchmarks, direction=known,
        due_by=said.due_by,
    )  # fmt: skip


def _values(kind: type[Any], said: Mapping[str, tuple[str, ...]]) -> dict[str, Any]:
    """The fields of a class out of text; a value that the field cannot have is left out."""
    known = dict(data_fields(kind))
    found = {}
    for name, texts in said.items():
        allowed = _ALLOWED.get((kind.__name__, name))
        kept = [t for t in texts if t and (allowed is None or t in allowed)]
        if name in known and (value := _value(known[name], kept)) is not None:
            found[name] = value
    return found


def _value(field: Field, texts: list[str]) -> Any:
    if not texts:
        return None
    match field.shape:
        case "strings" | "lines":
            return tuple(texts)
        case "concepts":
            return tuple(sorted(t for t in texts if _coded(field.scheme, t)))
        case "concept":
            return texts[0] if _coded(field.scheme, texts[0]) else None
        case "date" | "decimal":
            return _parsed(field.shape, texts[0])
        case _:
            return texts[0]


def _parsed(shape: str, text: str) -> date | Decimal | None:
    try:
        return date.fromisoformat(text) if shape == "date" else Decimal(text)
    except (ValueError, InvalidOperation):
        return None


def _coded(scheme: str, name: str) -> bool:
    """Whether a code list knows a concept of this name."""
    return f"{scheme}{name}" in ontology.concepts("vocab")
