"""What files in a format for plans declare of themselves: no wording has to be understood."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from loaders.slices import Slice


@dataclass(frozen=True, slots=True)
class Part:
    """A body and how it takes part: the type of relationship, and its kind where that is told."""

    key: str
    name: Slice
    canonical: str
    kind: str | None = None


@dataclass(frozen=True, slots=True)
class Result:
    """A level that is to be reached, with its words; the other fields as in graph.model.Target."""

    text: Slice
    amount: Decimal | None = None
    unit: str | None = None
    due_by: date | None = None
    direction: str | None = None
    comparator: str | None = None
    baseline: str | None = None


@dataclass(frozen=True, slots=True)
class Statement:
    """A statement of a class; `home` is the name of what it hangs on, None for nothing.

    `name` is what the file calls it. `fields` are fields of the class by name, as text, several
    values apart; `links` are types of relationship with the names of what they lead to.
    """

    kind: str
    text: Slice
    home: str | None
    name: str
    label: Slice | None = None
    number: str | None = None
    fields: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    parts: tuple[Part, ...] = ()
    results: tuple[Result, ...] = ()
    links: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Declaration:
    """A whole plan; `PLAN` is its name as the home of statements."""

    title: Slice
    kind: str
    council: Slice | None = None
    gss: str | None = None
    fields: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    parts: tuple[Part, ...] = ()
    links: tuple[tuple[str, str], ...] = ()
    statements: tuple[Statement, ...] = ()


PLAN = ""
