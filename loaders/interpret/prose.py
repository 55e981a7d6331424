"""Commitments in running prose, for plans that set out their actions in no list or table."""

import re
from collections.abc import Iterator

from loaders.interpret.dates import intervals
from loaders.interpret.lexicon import Role, cue, cue_pattern, plain, roles
from loaders.interpret.segment import sentences
from loaders.slices import Slice

_WILL = re.compile(
    r"\bwill\b(?!\s+(?:mean|need|be\s+(?:greater|more|less|the)|have\s+been)\b)", re.IGNORECASE
)
_SUBJECT = re.compile(r"^(?:[^,]{0,40},\s+)?(?:we|all|every|each|(?:the\s+)?[A-Z][\w\u2019'-]+)\b")
_LEVEL = re.compile(
    r"(?:(?:by|from|in|at)\s[^,%]{3,30}?,?\s+)?"
    r"(?:(?:at least|over|around|fewer than|more than)\s+)?"
    r"(?:\d[\d,.]*%?|no\s(?:\w+\s){1,4}will\b)",
    re.IGNORECASE,
)
_CHANGE = re.compile(
    r"\bwill (?:have )?(?:fall|fallen|rise|risen|increased?|reduced?|halved?|be cut|double)\b"
    r"(?:\s(?:by|to|from)\s[^\s]*(?:\d|half|third|quarter))?",
    re.IGNORECASE,
)
_PROMISE = re.compile(r"\b(?:we|all|every|each|[A-Z][\w\u2019'-]+(?:\s+[a-z]+)?)\s+will\b")
_FINITE = re.compile(rf"\b(?:{'|'.join(sorted(cue('finite')))})\b", re.IGNORECASE)
_AHEAD = re.compile(r"\b(?:will|shall|must|should)\b|^to\b", re.IGNORECASE)
_ANOTHER = re.compile(r",?\s+and\s+(?=(?:(?:by|from)\s+[^,]{4,30}\s+)?we\s+will\b)")


def acts(text: str) -> bool:
    """Whether a statement says what to do or what will be done: "Open", "Opening", "We will"."""
    words = plain(text).removeprefix("we will ").split()
    first = words[0] if words else ""
    stem = first.removesuffix("ing")
    verbs = {first} if stem == first else {stem, f"{stem}e", stem[:-1]}
    return bool(verbs & cue("imperative")) or plain(text).startswith("we will ")


def wishes(text: str) -> bool:
    """Whether an item says what shall be true of all: "Every pupil reads"."""
    words = plain(text)
    return any(words.startswith(w + " ") for w in cue("aspiration") if w[:3] != "to ")


def tells(text: str) -> bool:
    """Whether an item tells how things are: a sentence that nobody promises or is to do."""
    first = _FINITE.search(text)
    return text.endswith(".") and first is not None and not (acts(text) or _AHEAD.search(text))


def commitments_in(paragraph: Slice) -> Iterator[tuple[Role, Slice]]:
    """The sentences, or parts joined by "and we will", that promise an action or set a measure."""
    for sentence in sentences(paragraph):
        text = sentence.text
        we = re.search(r"\bwe\s+will\b", text, re.IGNORECASE)
        level = _LEVEL.match(text) and _WILL.search(text)
        measured = (level or _CHANGE.search(text)) and not we
        if measured or cue_pattern("goal").search(text):
            yield roles()["target"], sentence
        elif _WILL.search(text) and _PROMISE.search(text) and _SUBJECT.match(text):
            for part in sentence.split(_ANOTHER):
                yield roles()["action"], part


def opening_date(text: Slice) -> Slice | None:
    """A date that opens a commitment: "From April 2030 we will ..."."""
    m = re.match(r"(?:by|from|in|during)\s+", text.text, re.IGNORECASE)
    found = next(intervals(text.text), None) if m else None
    return text.cut(0, found.end) if m and found and found.start - m.end() < 8 else None


def promises(paragraph: Slice) -> list[Slice]:
    """The commitments of a paragraph, without their roles."""
    return [text for _, text in commitments_in(paragraph)]
