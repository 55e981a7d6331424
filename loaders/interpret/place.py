"""Where in a document the reader is: above it, around it, and what it waits for."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import pairwise

from loaders.document import Block
from loaders.interpret.dates import intervals
from loaders.interpret.lexicon import NUMBER_WORDS, Labelled, Role, cue, labelled, plain, role_named
from loaders.interpret.prose import acts
from loaders.slices import Slice

NUMBERED_LINE = re.compile(r"(\d{1,2})[.)]?\s+(?=[A-Z])")
CODED = re.compile(
    r"(?:[A-Z]{2,5}\s+)?(\d{1,2}\.?(?:\d{1,2}|[a-z])(?:\.\d{1,2}){0,2})[.:)]?\s+(?=[A-Z])"
)
"""A code before a heading or statement: "1.1", "1.a", "1.1.2", "KIS 2.b"."""

_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
_ROMAN_LINE = re.compile(rf"({'|'.join(_ROMAN)})[.:)]\s+(?=[A-Z])")


DIVISION = re.compile(
    rf"(?:{'|'.join(sorted(cue('division')))})\s+\w+\s*[:.\u2013-]\s*", re.IGNORECASE
)
"""What names a part of the text before its title: "Chapter 2: "."""

_PHASE = re.compile(
    rf"(?:in\s+)?(?:year|phase)\s+(?:[1-5]|{'|'.join(NUMBER_WORDS)}):?", re.IGNORECASE
)
_SPELL = re.compile(
    r"(?P<at>(?:in|during|within)\s+(?:the\s+)?(?:"
    rf"(?:year|phase|term)\s+(?:[1-5]|{'|'.join(NUMBER_WORDS)})"
    rf"|(?:first\s+)?(?:\d{{1,2}}|{'|'.join(NUMBER_WORDS)})\s+(?:month|year|week|term)s"
    r"|(?:first|second|third|fourth|fifth|final|next|coming)\s+(?:year|phase|term)"
    r")(?:\s*\([^()]{1,40}\))?),?\s+we\s+will(?:\s+have)?:?",
    re.IGNORECASE,
)
"""A lead-in that tells by count or rank when things will be done: "In the first year we will:"."""

_LAST_PART = re.compile(r".*(?::|\s[\u2013\u2014-])\s+(?=[^:\u2013\u2014]+$)")
_STATED = ("Action", "Measure", "Milestone", "Objective", "IntendedOutcome")
_UNTIL = re.compile(r"\s+\(?(?:to|until|for|from|19|20)(?:to|until|for|from|[\s\d/\u2013-])*\)?$")
"""The years at the end of a title: "2023 to 2026", "for 2030/31"."""

_DATED_PHASE = re.compile(_PHASE.pattern.removesuffix(":?") + r"\s*\([^()]*\)", re.IGNORECASE)
_BOUND = re.compile(
    r"\b(?:by|from|until|before|after)\s+(?:the\s+)?(?:end\s+of\s+)?$", re.IGNORECASE
)
_DATE_WORDS = ("we", "will", "in", "by", "year", "phase", "term")
BOLD_LEVEL = 7
"""The level of a bold line that stands as a heading: below every marked one."""
LEAD_IN = BOLD_LEVEL + 2
"""The level of a sentence that leads into a list: below labels, which are below bold lines."""


@dataclass(frozen=True, slots=True)
class Naming:
    """How a plan names its priorities and themes.

    `priorities`: as such, so that its strands or pillars are themes over them. `numbered`: its
    headings give label and number ("Strand 2: Skills"), so that no other heading is one.
    `nested`: what the noun of two numbered labels means of which one stands below the other.
    """

    priorities: bool
    numbered: bool
    nested: Mapping[str, Role] = field(default_factory=dict)


@dataclass
class Place:
    """The theme and priority above, the section around, and what the next block will be.

    `around`: the section began before the theme. `when`: the dates that a heading or line gives
    to what follows; `dated`: the level of that heading, LEAD_IN of a sentence that leads into a
    list, 0 of other lines. `fresh`: right under a priority's heading. `itemised`: the section's
    statements are items, so that its paragraphs are none. `acting`: the depth of the action
    before, 0 for none; `counted`: the number before the last item. `line_action`: the action on a
    line or paragraph of its own before, of which a labelled line tells who and when. `paired`:
    labels stand over the section's statements. `pending`: a heading that its content may make a
    priority.
    """

    theme: str | None = None
    priority: str | None = None
    section: Role | None = None
    implied: bool = False
    around: bool = False
    level: int = 0
    awaiting: tuple[Labelled, Slice] | None = None
    listing: Role | None = None
    label: Slice | None = None
    paired: bool = False
    acting: int = 0
    pending: Block | None = None
    when: Slice | None = None
    dated: int = 0
    counted: int = 0
    fresh: bool = False
    itemised: bool = False
    line_action: str | None = None


def label_of(block: Block) -> Labelled | None:
    """The label that a block is or begins with; a number before a heading is no part of it.

    A heading may also end in one: "Children's plan: how we will measure success".
    """
    if block.kind == "heading" and block.level == 1 and names_document(block.text.text):
        return None
    if found := labelled(block.text):
        return found
    number, text = number_of(block)
    found = labelled(text) if number else None
    own = found is not None and found.number is not None
    if block.kind == "heading" and not own and (m := _LAST_PART.search(block.text.text)):
        role = role_named(block.text.text[m.end() :])
        if role and role.makes in _STATED:
            return Labelled(role, None, None)
    heading = block.kind == "heading" or block.bold
    if found is None or heading:
        return found
    named = found.number and found.role.heads
    coded = found.rest and "." in (number or "") and found.role.makes in ("Measure", "Milestone")
    return found if named or coded else None


def without_years(text: str) -> str:
    """A title without the years at its end."""
    return _UNTIL.sub("", text)


def names_document(text: str) -> bool:
    """Whether a heading names a document or a part of one, and so no priority."""
    words = [plain(w) for w in without_years(text).split()]
    named = words[-2:] + [w for w, after in pairwise(words[1:]) if after == "for"] * (
        not acts(text)
    )
    return any(w in cue("publication") for w in named) or len(words) > 25


def dated_heading(text: Slice) -> Slice | None:
    """The dates of a heading or lead-in that is about little else: "Year one (2030/31)".

    A year or phase of the plan that is told by number alone counts: "Year 2".
    """
    if _PHASE.fullmatch(text.text):
        return text
    if spell := _SPELL.fullmatch(text.text):
        return text.cut(0, spell.end("at"))
    found = list(intervals(text.text))
    if not found:
        return None
    if _DATED_PHASE.fullmatch(text.text):
        return text
    first, last = found[0].start, found[-1].end
    if m := _BOUND.search(text.text[:first]):
        first = m.start()
    besides = (text.text[:first] + " " + text.text[last:]).split()
    few = [w for w in map(plain, besides) if w and w not in _DATE_WORDS and w not in NUMBER_WORDS]
    return text.cut(first, last) if len(few) <= 2 else None


def is_span(text: Slice) -> bool:
    """Whether a line is about a span of time or a day to come, not the date of the document."""
    spans = len(list(intervals(text.text))) > 1 or re.search(
        r"^by\b|\b(?:year|term|phase)\b", text.text, re.IGNORECASE
    )
    return bool(spans) and dated_heading(text) is not None


_DAY = re.compile(r"(?:mon|tues|wednes|thurs|fri|satur|sun)day,?\s+", re.IGNORECASE)


def is_date(text: Slice) -> bool:
    """Whether a line is the date of the document or of a meeting: "Friday, 11 August 2023"."""
    day = _DAY.match(text.text)
    rest = text.text[day.end() if day else 0 :]
    found = next(intervals(rest), None)
    return found is not None and found.start == 0 and found.end == len(rest)


def number_of(block: Block) -> tuple[str | None, Slice]:
    """The number printed before a heading or statement, and the rest; "2" for "II." over a part."""
    if block.code[:1].isdigit():
        return block.code, block.text
    if block.kind == "heading" and (m := _ROMAN_LINE.match(block.text.text)):
        return str(_ROMAN.index(m[1]) + 1), block.text.cut(m.end())
    for pattern in (CODED, NUMBERED_LINE):
        if m := pattern.match(block.text.text):
            return m[1], block.text.cut(m.end())
    return None, block.text
