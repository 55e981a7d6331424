"""What a method compares: the plans' graphs, and what people decided on them."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from graph.model import PlanGraph

Pair = tuple[str, str]
"""Two ids, the lesser one first."""


def pair(first: str, second: str) -> Pair:
    """Two ids as a pair, whichever comes first."""
    return (first, second) if first <= second else (second, first)


@dataclass(frozen=True, slots=True)
class Same:
    """A person's word on whether bodies are one: any of the first with any of the second.

    Both are ids of partners; `accepted` says that all of them are one body, else that none of the
    first is one with another of the second.
    """

    first: frozenset[str]
    second: frozenset[str]
    accepted: bool
    because: str = ""


@dataclass(frozen=True)
class Choices:
    """What people decided across plans: each pair of statements with the reason given, or ""."""

    accepted: Mapping[Pair, str] = field(default_factory=dict)
    rejected: Mapping[Pair, str] = field(default_factory=dict)
    same: tuple[Same, ...] = ()

    def status(self, first: str, second: str) -> str:
        """What was decided on an overlap: accepted, rejected, or "" for nothing."""
        ends = pair(first, second)
        return "accepted" if ends in self.accepted else "rejected" if ends in self.rejected else ""


NO_CHOICES = Choices()


@dataclass(frozen=True)
class Corpus:
    """The plans to compare, in the order of their ids, and people's choices on them."""

    graphs: tuple[PlanGraph, ...]
    choices: Choices = NO_CHOICES
