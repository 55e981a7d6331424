"""When two texts, names, phrases, values or dates say the same."""

import re
import unicodedata
from collections.abc import Sequence
from html import unescape

LIKE = 0.8
"""Least overlap of words, or least part that one text is of another that holds it."""

NUMBERS = {
    "no": "0", "zero": "0", "none": "0", "all": "100", "every": "100", "half": "50",
    "a third": "33", "two thirds": "67", "three quarters": "75", "nine in ten": "90",
}  # fmt: skip
SMALL = {"by", "from", "in", "the", "of", "until", "end"}


def words(text: str) -> tuple[str, ...]:
    """The words of a text without tags, numbering, quotes, marks and case."""
    plain = unicodedata.normalize("NFKC", unescape(re.sub(r"<[^>]*>", " ", text))).casefold()
    plain = re.sub(r"['‘’]", "", plain)
    plain = re.sub(r"^\W*(?:\(?[a-z\d]{1,2}[.)]|\d+(?:\.\d+)+[.)]?)\s+", "", plain)
    return tuple(re.findall(r"[^\W_]+|[%£$]", plain))


def within(part: Sequence[str], whole: Sequence[str]) -> bool:
    return f" {' '.join(part)} " in f" {' '.join(whole)} "


def likeness(one: Sequence[str], other: Sequence[str]) -> float:
    """From 0 to 1; 0 where two texts are not the same statement."""
    if not one or not other:
        return 0.0
    overlap = len({*one} & {*other}) / len({*one} | {*other})
    short, long = sorted((one, other), key=lambda x: len(" ".join(x)))
    part = len(" ".join(short)) / len(" ".join(long)) if within(short, long) else 0.0
    likest = max(overlap, part)
    return likest if likest >= LIKE else 0.0


def name(text: str) -> str:
    """A partner's name without article, abbreviation in brackets and plural."""
    found = words(re.sub(r"\([A-Z][^)]*\)", "", text))
    return " ".join(w.removesuffix("s") for w in found if w != "the")


def same_phrase(one: str, other: str) -> bool:
    a, b = ([w for w in words(x) if w not in SMALL] or words(x) for x in (one, other))
    return likeness(a, b) > 0 or within(a, b)


def _number(text: str) -> str:
    plain = text.replace(",", "")
    if m := re.search(r"\d+(?:\.\d+)?", plain):
        return f"{float(m[0]):g}"
    spelled = [w for w in NUMBERS if within(w.split(), words(plain))]
    return NUMBERS[max(spelled, key=len)] if spelled else plain


def same_value(one: str, other: str) -> bool:
    return _number(one) == _number(other) or words(one) == words(other)


def same_date(noted: str, read: str) -> bool:
    """A date read is right to the precision noted; of an academic year both years are."""
    first, _, last = noted.partition("/")
    if not last:
        return read.startswith(noted)
    return read[:4] in (first, first[: 4 - len(last)] + last)
