"""What sentences count: "We have four anchors", "five themes: Learning, Belonging ..."."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from loaders.interpret.lexicon import NUMBER_WORDS, Role, cue, plain, role_labels, roles
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

    `role`: what the noun means, if it is a word for priorities and no other.
    """

    number: int
    role: Role | None
    sentence: Slice
    after: Slice


def counts(text: Slice) -> Iterator[Count]:
    """What the sentences of a text count that could be priorities by its noun."""
    for sentence in sentences(text) if _COUNT.search(text.text) else ():
        for m in _COUNT.finditer(sentence.text):
            number = int(NUMBER_WORDS.get(m[1].lower(), m[1]))
            words = list(_phrase(sentence.text, m.end()))
            plural = [i for i, w in enumerate(words) if re.search(r"[^s]s$", w[0])]
            named = [i for i in plural if _role(words[i][0])] or plural
            if number < 2 or not named:
                continue
            noun = words[named[0]]
            role = _role(sentence.text[noun.start() :])
            if role.heads_with_number if role else not _of_a_kind(noun[0]):
                yield Count(number, role, sentence, sentence.cut(noun.end()))


def _phrase(text: str, at: int) -> Iterator[re.Match[str]]:
    """The words after a count, without a break between them."""
    for n, m in enumerate(_WORD.finditer(text, at)):
        if n > _MODIFIERS or text[at : m.start()].strip():
            return
        yield m
        at = m.end()


def _singular(noun: str) -> list[str]:
    """What a plural may be the plural of."""
    noun = noun.casefold()
    return [f"{noun[:-3]}y"] if noun.endswith("ies") else [noun[:-1], noun[:-2]]


def _role(text: str) -> Role | None:
    """The role of the plural noun that a text begins with, and of "areas for improvement"."""
    words, labels = text.split()[:3], role_labels()
    noun = plain(words[0])
    forms = (plain(" ".join(words)), *_singular(noun), noun)
    return next((roles()[labels[f]] for f in forms if f in labels), None)


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
