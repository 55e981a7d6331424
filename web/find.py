"""The search over all statements: every word must occur, whatever its accents and capitals."""

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from visualisations.content import Statement

AROUND = 120
"""Characters of a long text that are shown before its first match."""
SHOWN = 400
_NO_STATEMENTS = ("Plan", "ProgressReport", "Council", "Partner")

Piece = tuple[str, bool]
"""A part of a text, and whether it was searched for."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A statement that was found, with its text in pieces."""

    statement: Statement
    pieces: tuple[Piece, ...]


def words_of(query: str) -> list[str]:
    """The words of a query, folded, the longest first.

    >>> words_of("Café attendance")
    ['attendance', 'cafe']
    """
    return sorted({_folded(w) for w in query.split()} - {""}, key=lambda w: (-len(w), w))


def find(
    statements: Sequence[Statement], words: Sequence[str], plan: int | None = None,
    kind: str = "",
) -> Iterator[Hit]:  # fmt: skip
    """The statements that hold all words, in the order of plans and documents."""
    for s in statements:
        if s.type in _NO_STATEMENTS or (kind and s.type != kind):
            continue
        if plan is not None and s.plan != plan:
            continue
        text = f"{s.number} {s.text}" if s.number else s.text
        if words and all(w in _folded(text) for w in words):
            yield Hit(s, tuple(marked(text, words)))


def marked(text: str, words: Sequence[str]) -> Iterator[Piece]:
    """The text, or of a long one what is around the first match, with each match told apart.

    >>> list(marked("Thé school and theirs", ["the"]))
    [('Thé', True), (' school and ', False), ('the', True), ('irs', False)]
    """
    letters = [_folded(c) for c in text]
    whole = "".join(letters)
    back = [n for n, letter in enumerate(letters) for _ in letter]
    spans = sorted(_spans(whole, words))
    first = back[spans[0][0]] if spans else 0
    begin = max(0, first - AROUND) if len(text) > SHOWN else 0
    end = min(len(text), begin + SHOWN)
    at = begin
    if begin:
        yield "… ", False
    for start, stop in spans:
        a, b = back[start], back[stop - 1] + 1
        if a < at or b > end:
            continue
        if a > at:
            yield text[at:a], False
        yield text[a:b], True
        at = b
    if at < end:
        yield text[at:end], False
    if end < len(text):
        yield " …", False


def _spans(whole: str, words: Sequence[str]) -> Iterator[tuple[int, int]]:
    for word in words:
        at = whole.find(word)
        while at >= 0:
            yield at, at + len(word)
            at = whole.find(word, at + len(word))


@lru_cache(maxsize=100_000)
def _folded(text: str) -> str:
    """Small letters without accents; remembered, because each search asks it of every statement."""
    plain = unicodedata.normalize("NFKD", text)
    return "".join(c for c in plain if not unicodedata.combining(c)).lower()
