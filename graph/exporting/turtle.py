"""Turtle of terms by prefixed names: the same statements give the same bytes."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import cast

import pyoxigraph as ox

XSD = "http://www.w3.org/2001/XMLSchema#"

Term = ox.NamedNode | ox.Literal
Value = Term | str | int | Decimal | date


class Statements:
    """Collects triples; names are prefixed, as `dct:title`, values plain or terms."""

    def __init__(self, prefixes: Mapping[str, str]) -> None:
        self.prefixes = prefixes
        self._triples: set[ox.Triple] = set()

    def iri(self, name: str) -> ox.NamedNode:
        prefix, _, local = name.partition(":")
        return ox.NamedNode(self.prefixes[prefix] + local)

    def add(self, subject: ox.NamedNode, name: str, *values: Value | None) -> None:
        """States each value that is there."""
        for value in values:
            if value is not None:
                self._triples.add(ox.Triple(subject, self.iri(name), _term(value)))

    def written(self) -> bytes:
        triples = sorted(self._triples, key=str)
        return in_order(cast(bytes, ox.serialize(triples, format=ox.RdfFormat.TURTLE,
                                                 prefixes=dict(self.prefixes))))  # fmt: skip


def _term(value: Value) -> Term:
    match value:
        case ox.NamedNode() | ox.Literal():
            return value
        case date():
            return ox.Literal(value.isoformat(), datatype=ox.NamedNode(XSD + "date"))
        case Decimal():
            return ox.Literal(f"{value:f}", datatype=ox.NamedNode(XSD + "decimal"))
        case _:
            return ox.Literal(value)


def in_order(text: bytes) -> bytes:
    """Sorts the prefixes, which the serialiser writes in an order of chance."""
    lines = text.splitlines(keepends=True)
    count = sum(line.startswith(b"@prefix") for line in lines)
    return b"".join(sorted(lines[:count]) + lines[count:])
