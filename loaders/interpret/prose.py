"""Commitments in running prose, for plans that set out their actions in no list or table."""

import re
from collections.abc import Iterator

from loaders.interpret.dates import intervals
from loaders.interpret.lexicon import Role, cue, cue_pattern, plain, roles
from loaders.interpret.segment import sentences
from loaders.interpret.targets import level
from loaders.slices import Slice

WANTS = ("we want ", "we aim ")
_WILL = re.compile(
    r"\bwill\b(?!\s+(?:mean|need|not\s+(?:have|be)|be\s+(?:greater|more|less|the)|have\s+been)\b)",
    re.IGNORECASE,
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
_STATE = re.compile(r"\bwill (?:be|have)\b")
_FINITE = re.compile(rf"\b(?:{'|'.join(sorted(cue('finite')))})\b", re.IGNORECASE)
_BY_YEAR = re.compile(r"\bby\s+(?:[a-z]+\s+){0,3}(?:[A-Z][a-z]+\s+)?(?:19|20)\d\d\b")
_AHEAD = re.compile(r"\b(?:will|shall|must|should)\b|^to\b", re.IGNORECASE)
COMMENT = re.compile(r"(?:this|these|it|they|which|there)\s", re.IGNORECASE)
"""What opens a sentence that speaks of a statement and is none."""

QUOTATION = re.compile(
    r"[\"\u201c\u2018'].{3,}[\"\u201d\u2019'](?:[\s,(\u2013-].{0,60})?", re.DOTALL
)
"""What somebody said, with who it was."""
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
    return any(words.startswith(w + " ") for w in cue("aspiration"))


def changes(text: str) -> bool:
    """Whether an item sets what a figure is to become: "From 32% in 2028 to 36% by 2032"."""
    found = level(text)
    if found.baseline is None or _has_changed(text):
        return False
    return _BY_YEAR.search(text) is not None or (acts(text) and "%" in (found.value or ""))


def commits(text: str) -> bool:
    """Whether an item says what to do, or what a figure is to become."""
    return acts(text) or changes(text)


def foresees(text: str) -> bool:
    """Whether a sentence says how things will be: "The trust will be known for ...".

    What "will be opened" is done by somebody, and what "we will have" is an action.
    """
    m = _WILL.search(text)
    if m is None or COMMENT.match(text):
        return False
    after = text[m.end() :].lstrip()
    becomes = after.startswith("be ")
    we = plain(text[: m.start()]).split()[-1:] == ["we"]
    state = becomes or (not we and cue_pattern("state").match(after) is not None)
    return state and not _done(after)


def _done(after: str) -> bool:
    """Whether what stands after "will" is done by somebody: "be opened", "have been built"."""
    first, second, *_ = [*plain(after).split(), "", ""]
    stem = second.removesuffix("ed")
    verbs = {stem, f"{stem}e", stem[:-1], f"{stem[:-1]}y"} if stem != second else set()
    return first in ("be", "have") and bool(verbs & cue("imperative") or second in cue("done"))


def tells(text: str) -> bool:
    """Whether an item tells how things are: a sentence that nobody promises or is to do.

    One that says how a figure has changed may have no stop: "Numbers rose from 3 to 5".
    """
    first = _FINITE.search(text)
    if _has_changed(text):
        return True
    return text.endswith(".") and first is not None and not (acts(text) or _AHEAD.search(text))


def _has_changed(text: str) -> bool:
    changed = level(text).baseline is not None
    return changed and cue_pattern("past").search(text) is not None and not _AHEAD.search(text)


def ahead(text: str) -> bool:
    """Whether a text says what will be."""
    return re.search(r"\b(?:will|shall|must)\b", text) is not None


def purpose(text: str) -> bool:
    """Whether a sentence is no more than a purpose: "To raise standards in writing."."""
    return plain(text).startswith("to ") and not ahead(text)


def commitments_in(paragraph: Slice) -> Iterator[tuple[Role, Slice]]:
    """The sentences, or parts joined by "and we will", that promise an action or set a measure."""
    for sentence in sentences(paragraph):
        text = sentence.text
        we = re.search(r"\bwe\s+will\b", text, re.IGNORECASE)
        opens = _LEVEL.match(text) and _WILL.search(text)
        measured = (opens or _CHANGE.search(text)) and not we
        if measured or cue_pattern("goal").search(text):
            yield roles()["target"], sentence
        elif foresees(text) and (_PROMISE.search(text) or _STATE.search(text)):
            yield roles()["target" if "%" in (level(text).value or "") else "objective"], sentence
        elif _of_a_document(text):
            continue
        elif _WILL.search(text) and _PROMISE.search(text) and _SUBJECT.match(text):
            for part in sentence.split(_ANOTHER):
                yield roles()["action"], part


def _of_a_document(text: str) -> bool:
    """Whether a sentence tells what a document will do: "The plan will guide our work"."""
    m = _WILL.search(text)
    before = plain(text[: m.start()]).split() if m else []
    subject = [word for word in before if word not in ("now", "also")]
    return bool(subject) and subject[-1] in cue("publication") - cue("programme")


def promised_in(paragraph: Slice) -> Iterator[tuple[Role, Slice]]:
    """As `commitments_in`, without what a sentence promises of the plan: "It will remain ..."."""
    for role, text in commitments_in(paragraph):
        if role.name == "target" or not COMMENT.match(text.text):
            yield role, text


def opening_date(text: Slice) -> Slice | None:
    """A date that opens a commitment: "From April 2030 we will ..."."""
    m = re.match(r"(?:by|from|in|during)\s+", text.text, re.IGNORECASE)
    found = next(intervals(text.text), None) if m else None
    return text.cut(0, found.end) if m and found and found.start - m.end() < 8 else None


def aims_in(paragraph: Slice, opens: bool, listed: bool) -> list[Slice]:
    """The sentences of a paragraph under a priority that say what is wanted.

    Only one that `opens` what stands there may say so without a word of wanting; `listed`: a list
    stands below it.
    """
    first, *rest = sentences(paragraph)
    wants = [s for s in (first, *rest) if plain(s.text).startswith(WANTS)]
    if wants and not wants[0].text.endswith(":"):
        first = wants[0]
    elif not opens:
        return []
    if foresees(first.text):
        return [s for s in (first, *rest) if foresees(s.text)]
    words = plain(first.text)
    will = words.startswith("we will ") and " this " not in words
    wanted = purpose(first.text) or wishes(first.text)
    wanted |= opens and not rest and listed and will
    wanted |= bool(rest) and listed and paragraph.text.endswith(":") and acts(first.text)
    dated = opening_date(first) is not None
    wanted |= dated and " will " in words and " we will " not in words
    return [first] if wanted else []


def promises(paragraph: Slice) -> list[Slice]:
    """The commitments of a paragraph, without their roles."""
    return [text for _, text in commitments_in(paragraph)]
