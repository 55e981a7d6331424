"""Levels that measures are to reach: what they say, and which of two is the stricter."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Literal

import ontology
from graph.model import Element, Target

_FIGURE = re.compile(r"-?\d{1,3}(?:,\d{3})+|-?\d+(?:\.\d+)?")
_PERCENT = re.compile(r"(\d+(?:\.\d+)?)\s*(?:%|per\s?cent)")
Moved = Literal["loosened", "tightened", "changed"]


@dataclass(frozen=True, slots=True)
class Level:
    """A target as far as it can be compared.

    `words` are its value as printed, `change` says that it is an amount by which to move, `fewer`
    that a lower figure asks for more.
    """

    words: str
    figure: Decimal | None
    unit: str | None
    change: bool
    fewer: bool
    benchmarks: tuple[str, ...]

    @property
    def scale(self) -> tuple[str | None, bool]:
        return self.unit, self.change


@cache
def _cue(name: str) -> re.Pattern[str]:
    words = sorted(ontology.concepts("cues")[f"cue/{name}"].labels[1:], key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, words))})(?!\w)", re.IGNORECASE)


@cache
def _wholes() -> Mapping[str, Decimal]:
    """Words for all or none of a group -> the share in per cent."""
    cues = ontology.concepts("cues")
    return {
        word: Decimal(share)
        for name, share in (("all", 100), ("none", 0)) for word in cues[f"cue/{name}"].labels[1:]
    }  # fmt: skip


def level(measure: Element, target: Target) -> Level:
    """The level that a measure or milestone sets by its target."""
    words = target.value or target.comparator or ", ".join(target.benchmarks)
    value = target.value or ""
    change = (
        bool(value) and re.search(rf"\bby\s+{re.escape(value)}(?!\w)", measure.text) is not None
    )
    return Level(
        words, target.amount if target.amount is not None else _figure(value),
        _unit(value, target.unit), change, not change and fewer_is_better(measure.text, value),
        target.benchmarks,
    )  # fmt: skip


def _figure(value: str) -> Decimal | None:
    if value.casefold() in _wholes():
        return _wholes()[value.casefold()]
    found = _FIGURE.search(value)
    return Decimal(found.group().replace(",", "")) if found else None


def _unit(value: str, unit: str | None) -> str | None:
    if "%" in value or "cent" in value or value.casefold() in _wholes():
        return "percent"
    return unit if unit in ("percent", "percentage points") else None


def fewer_is_better(text: str, value: str) -> bool:
    """Whether a lower figure is the better one, by the words beside it, else by all words.

    >>> fewer_is_better("Absence falls to 5%", "5%"), fewer_is_better("Attendance is 95%", "95%")
    (True, False)
    """
    around = _around(text, value)
    if _cue("ceiling").search(around):
        return True
    return not _cue("floor").search(around) and _cue("fewer-is-better").search(text) is not None


def _around(text: str, value: str) -> str:
    """A figure with the three words before it and the two after it."""
    near = rf"(?:\S+\s+){{0,3}}{re.escape(value)}(?:\s+\S+){{0,2}}"
    found = re.search(near, text) if value else None
    return found.group() if found else ""


def moved(before: Level, after: Level) -> Moved | None:
    """What became of a level from one version to the next, or None if it is the same."""
    if before.figure is None or after.figure is None or before.scale != after.scale:
        same = before.words.casefold() == after.words.casefold()
        return None if same and before.benchmarks == after.benchmarks else "changed"
    if before.figure == after.figure:
        return None if before.benchmarks == after.benchmarks else "changed"
    return "tightened" if (after.figure < before.figure) == after.fewer else "loosened"


def reached(wanted: Level, text: str) -> bool | None:
    """Whether the first figure of a text on the level's scale reaches it; None if there is none."""
    percent = _PERCENT.findall(text) if wanted.unit == "percent" else []
    if not percent or wanted.figure is None or wanted.change:
        return None
    figure = Decimal(percent[0])
    return figure <= wanted.figure if wanted.fewer else figure >= wanted.figure
