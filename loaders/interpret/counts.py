"""What sentences count: "We have four anchors", "five themes: Learning, Belonging ..."."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from loaders.interpret.lexicon import NUMBER_WORDS, Role, cue, role_labels, roles
from loaders.interpret.segment import sentences
from loaders.slices import Slice

_COUNT = re.compile(rf"\b(\d\d?|{'|'.join(NUMBER_WORDS)})\s+(?=[A-Za-z])", re.IGNORECASE)
_WORD = re.compile(r"[A-Za-z][\w'\u2019-]*")
_MODIFIERS = 3
_BEGINS = (r":\s*(?:-\s*)?", r"\s[\u2013\u2014-]\s", r"\bnamely,?\s", r"\bare\s", r"^\s*of\s")
"""What stands between the noun that is counted and the names, the surest first."""

_PARTED = (r"\s*;\s*", r"\s*,\s+(?:and\s+|&\s+)?|\s+(?:and|&)\s+(?=[^,]+$)")
_OPENING = re.compile(r"(?:and|&)\s+|\(?(?:\d|[a-h])[.)]\s+")
_LONGEST = 12
_LONGEST_LIST = 1200
_KINDS = ("part", "post", "school", "group", "body", "programme")


@dataclass(frozen=True, slots=True)
class Count:
    """How many of what a sentence says there are, and what it says `after` the noun.

    `known`: the noun is a word for priorities.
    """

    number: int
    known: bool
    sentence: Slice
    after: Slice


def counts(text: Slice) -> Iterator[Count]:
    """What the sentences of a text count that could be priorities by its noun."""
    for sentence in sentences(text) if _COUNT.search(text.text) else ():
        for m in _COUNT.finditer(sentence.text):
            number = int(NUMBER_WORDS.get(m[1].lower(), m[1]))
            noun = _noun(sentence.text, m.end()) if number > 1 else None
            if noun:
                role = _role(noun[0])
                after = sentence.cut(noun.end())
                yield Count(number, role is not None, sentence, after)


def _noun(text: str, at: int) -> re.Match[str] | None:
    """The noun after a count, if it is a word for priorities or for nothing known."""
    words: list[re.Match[str]] = []
    for m in _WORD.finditer(text, at):
        if len(words) > _MODIFIERS or text[words[-1].end() if words else at : m.start()].strip():
            break
        words.append(m)
    plural = [m for m in words if re.search(r"[^s]s$", m[0])]
    known = [m for m in plural if (role := _role(m[0])) and _heads(role)]
    if known:
        return known[0]
    other = plural[0] if plural else None
    return other if other and _role(other[0]) is None and not _of_a_kind(other[0]) else None


def _singular(noun: str) -> list[str]:
    """What a plural may be the plural of."""
    noun = noun.casefold()
    return [f"{noun[:-3]}y"] if noun.endswith("ies") else [noun[:-1], noun[:-2]]


def _role(noun: str) -> Role | None:
    forms = (*_singular(noun), noun.casefold())
    return next((roles()[role_labels()[f]] for f in forms if f in role_labels()), None)


def _heads(role: Role) -> bool:
    return role.makes in ("Priority", "Theme") or role.numbered_as == "priority"


def _of_a_kind(noun: str) -> bool:
    """Whether a noun is one of parts, people, bodies or time."""
    return any({*_singular(noun), noun.casefold()} & cue(kind) for kind in _KINDS)


def given(count: Count) -> list[Slice]:
    """The names that the sentence itself gives, as many as it counts."""
    for begins in _BEGINS:
        if m := re.search(begins, count.after.text):
            told = count.after.cut(m.end())
            for parting in _PARTED if len(told) <= _LONGEST_LIST else ():
                names = [bare(p) for p in told.split(parting)]
                if len(names) == count.number and all(
                    0 < len(n.text.split()) <= _LONGEST for n in names
                ):
                    return names
    return []


def bare(text: Slice) -> Slice:
    """A name without the "and", number or letter before it and the stop after it."""
    while opens := _OPENING.match(text.text):
        text = text.cut(opens.end())
    return text.strip(".;,:")
