"""Lines of a PDF as running text: words that a line's end parted are whole again."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from loaders.pdf.flow import STUCK

_AROUND = ".,;:?!()'\"\u2018\u2019\u201c\u201d"
_END = re.compile(r"(\w+(?:-\w+)*)([-\u00ad])$")
_PREFIXES = frozenset(
    ("anti", "co", "cross", "ex", "high", "inter", "long", "low", "mid", "multi", "non", "over",
     "post", "pre", "re", "self", "semi", "short", "sub", "under", "well")
)  # fmt: skip
"""What stands before a hyphen that belongs to the word."""


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words of a document in lower case, but for those that a line's end may part.

    `parting` is above zero where line ends part words with a hyphen, and below where they only
    fall after hyphens that belong to the word.
    """

    words: Counter[str]
    parting: int = 0


def vocabulary(blocks: Iterable[Sequence[str]]) -> Vocabulary:
    """What blocks of lines tell of their words."""
    blocks = list(blocks)
    words: Counter[str] = Counter()
    for texts in blocks:
        for i, text in enumerate(texts):
            found = text.split()
            inner = found[i > 0 : len(found) - (i < len(texts) - 1)]
            words.update(w.strip(_AROUND).lower() for w in inner)
    seen = [_evidence(*parts, words) for texts in blocks for a, b in pairwise(texts)
            if (parts := _parts(a, b))]  # fmt: skip
    return Vocabulary(words, sum(seen))


def _parts(before: str, after: str) -> tuple[str, str] | None:
    """The parts of a word on either side of a hyphen at a line's end."""
    m, tail = _END.search(before), re.match(r"\w+", after)
    return (m[1].lower(), tail.group().lower()) if m and tail else None


def _evidence(head: str, tail: str, words: Counter[str]) -> int:
    """Above zero where the document knows the whole word, below where it knows the parts."""
    whole, parted = words[head + tail], words[f"{head}-{tail}"]
    if whole or parted:
        return 1 if whole >= parted else -1
    return -1 if words[head] and words[tail] else 0


def joined(texts: Sequence[str], known: Vocabulary) -> str:
    """Lines as one text.

    >>> joined(["Raise attain-", "ment in school-", "led groups"], Vocabulary(Counter(
    ...     ["attainment", "school", "led"])))
    'Raise attainment in school-led groups'
    """
    out = texts[0]
    for text in texts[1:]:
        if _END.search(out):
            out = (out[:-1] if out[-1] == "\u00ad" or _drops(out, text, known) else out) + text
        elif re.search(r"\w/$", out) or _is_parted(out, text, known.words):
            out += text
        else:
            out += " " + text
    return STUCK.sub(r"\1 ", out.replace("\u00ad", ""), count=1)


def _is_parted(before: str, after: str, words: Counter[str]) -> bool:
    """Whether a narrow column parted a word without a hyphen: only the whole word is known."""
    head, tail = before.split()[-1].strip(_AROUND).lower(), after.split()[0].strip(_AROUND).lower()
    return bool(words[head + tail]) and tail.isalpha() and not (words[head] or words[tail])


def _drops(before: str, after: str, known: Vocabulary) -> bool:
    """Whether a hyphen at a line's end only parts a word; where its word is unknown, what most
    others in the document do decides, and then whether it follows a prefix."""
    parts = _parts(before, after)
    if not parts or not after[0].islower() or "-" in parts[0] or not parts[0][-1].isalpha():
        return False
    evidence = _evidence(*parts, known.words) or known.parting
    return evidence > 0 or (evidence == 0 and parts[0] not in _PREFIXES)
