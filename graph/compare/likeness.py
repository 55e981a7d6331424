"""How alike two statements read: by the words that tell, and by their letters."""

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

import ontology
from graph.compare.statement import stem, words_of

_MONTH = (
    r"jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?"
)
_VALUE = re.compile(
    rf"(?:\b(?:by|in|from|until|before|end\s+of|the\s+end\s+of)\s+)*"
    rf"(?:\b(?:{_MONTH}|may(?=\s+\d)|autumn|spring|summer|winter)\.?\s+)?"
    r"(?:-?[\d.,]*\d\s*(?:%|per\s?cent)?(?:st|nd|rd|th)?(?:\s*[-–/]\s*\d+)?)",
    re.IGNORECASE,
)


@cache
def _idle() -> frozenset[str]:
    return frozenset(ontology.concepts("cues")["cue/open"].labels)


@cache
def stems(text: str) -> frozenset[str]:
    """The stems of the words that tell, figures included."""
    return frozenset(stem(w) for w in words_of(text) if w not in _idle())


@cache
def plain(text: str) -> str:
    """A text without capitals, stops and the shapes of quotes."""
    text = text.casefold().replace("&", " and ").replace("\u2019", "'")
    return " ".join(re.findall(r"[^\W_]+(?:[.'][^\W_]+)*|[%£]", text))


@cache
def masked(text: str) -> str:
    """The plain text with each figure and date left blank.

    >>> masked("80% of pupils pass by July 2024") == masked("84% of pupils pass by May 2026")
    True
    """
    return plain(_VALUE.sub(" ", text))


@dataclass(frozen=True)
class Likeness:
    """Likeness within some texts: the fewer of them have a word, the more it tells."""

    weight: Mapping[str, float]

    @staticmethod
    def among(texts: Iterable[str]) -> "Likeness":
        every = [stems(t) for t in texts]
        counts = Counter(s for found in every for s in found)
        return Likeness({s: math.log(1 + len(every) / n) for s, n in counts.items()})

    def mass(self, found: Iterable[str]) -> float:
        return math.fsum(self.weight.get(s, 0.0) for s in found)

    def alike(self, a: str, b: str) -> float:
        """From 0 to 1: the weight of shared words, helped by likeness of letters."""
        from rapidfuzz import fuzz

        if plain(a) == plain(b):
            return 1.0
        shared = self.mass(stems(a) & stems(b))
        total = self.mass(stems(a)) + self.mass(stems(b))
        words = 2 * shared / total if total else 0.0
        letters = fuzz.token_sort_ratio(masked(a), masked(b)) / 100
        return round(max(words, (words + letters) / 2), 4)

    def covered(self, a: str, b: str) -> float:
        """From 0 to 1: the weight of the words of `a` that `b` has too."""
        own = self.mass(stems(a))
        return round(self.mass(stems(a) & stems(b)) / own, 4) if own else 0.0
