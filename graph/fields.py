"""How each field of a node is called and written in JSON, RDF and Cypher: one line each."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from typing import Any, Literal

from graph.model import Node

Shape = Literal["string", "strings", "lines", "date", "decimal", "concept", "concepts"]


@dataclass(frozen=True, slots=True)
class Field:
    """`json` is the key in node-link JSON and Cypher, `prop` the property in RDF.

    Shapes: strings is several literals, lines one literal with line breaks between ordered
    parts, concept an IRI of the code list `scheme`.
    """

    json: str
    prop: str
    shape: Shape = "string"
    scheme: str = ""


FIELDS: Mapping[str, Field] = {
    "text": Field("text", "xp:text"),
    "number": Field("number", "xp:number"),
    "label": Field("label", "rdfs:label"),
    "anomalies": Field("anomaly", "xp:anomaly", "strings"),
    "confidence": Field("confidence", "xp:confidence", "decimal"),
    "reason": Field("reason", "xp:reason"),
    "title": Field("title", "dct:title"),
    "kind": Field("kind", "xp:kind"),
    "council": Field("council", "xp:councilName"),
    "period_text": Field("periodText", "xp:periodText"),
    "period_start": Field("periodStart", "xp:periodStart", "date"),
    "period_end": Field("periodEnd", "xp:periodEnd", "date"),
    "unread": Field("unread", "xp:unreadShare", "decimal"),
    "topic": Field("topic", "xp:mayConcern", "concept", "topic/"),
    "impact_kind": Field("impactKind", "xp:impactKind"),
    "status": Field("status", "xp:status"),
    "when": Field("when", "xp:timingText", "lines"),
    "not_before": Field("notBefore", "xp:notBefore", "date"),
    "due_by": Field("dueBy", "xp:dueBy", "date"),
    "recurrence": Field("recurrence", "xp:recurrence", "concept", "vocab/recurrence/"),
    "value": Field("value", "xp:valueText"),
    "baseline": Field("baseline", "xp:baseline"),
    "amount": Field("amount", "xp:targetValue", "decimal"),
    "unit": Field("unit", "xp:unit"),
    "direction": Field("direction", "xp:direction", "concept", "vocab/direction/"),
    "comparator": Field("comparator", "xp:comparator"),
    "benchmarks": Field("benchmark", "xp:benchmark", "concepts", "vocab/benchmark/"),
    "populations": Field("population", "xp:population", "concepts", "vocab/population/"),
    "phases": Field("phase", "xp:phase", "concepts", "vocab/phase/"),
    "name": Field("name", "xp:printedName"),
    "canonical": Field("canonical", "skos:prefLabel"),
    "body": Field("body", "xp:identifiedAs", "concept", "vocab/body/"),
    "document": Field("document", "xp:identifiedDocument", "concept", "vocab/document/"),
    "gss": Field("gssCode", "dct:identifier"),
    "score": Field("score", "xp:score", "decimal"),
    "reasons": Field("reasons", "xp:because", "concepts", "vocab/reason/"),
    "evidence": Field("evidence", "xp:evidence", "strings"),
    "method": Field("method", "xp:method"),
    "before": Field("before", "xp:before"),
    "after": Field("after", "xp:after"),
}
"""Field of a node -> its names. `id`, `basis`, `spans` and `tags` are structure, not fields."""

STRUCTURE = ("id", "basis", "spans", "tags")


def data_fields(kind: type[Node]) -> list[tuple[str, Field]]:
    """The named fields of a node type, in the order of its declaration."""
    return [(f.name, FIELDS[f.name]) for f in fields(kind) if f.name not in STRUCTURE]


_WRITE: Mapping[Shape, Callable[[Any], Any]] = {
    "date": lambda v: v.isoformat(),
    "decimal": lambda v: str(v),
    "strings": list,
    "lines": list,
    "concepts": list,
}
_READ: Mapping[Shape, Callable[[Any], Any]] = {
    "date": date.fromisoformat,
    "decimal": Decimal,
    "strings": tuple,
    "lines": tuple,
    "concepts": tuple,
}


def to_plain(field: Field, value: Any) -> Any:
    """A field's value as JSON holds it."""
    return _WRITE.get(field.shape, lambda v: v)(value)


def from_plain(field: Field, value: Any) -> Any:
    """A field's value back from JSON."""
    return _READ.get(field.shape, lambda v: v)(value)
