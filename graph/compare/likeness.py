"""How alike two statements read: by the words that tell, and by their letters."""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

import ontology
from graph.compare.statement import stem, words_of
from graph.model import Element

ENOUGH = 40
"""So many statements are looked at for one: work grows with the statements, not their square."""

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


def figures(text: str) -> list[str]:
    """The figures of a text in order, dates and years left out.

    >>> figures("80% of 40 pupils by July 2024")
    ['80%', '40']
    """
    found = (m.group().strip() for m in _VALUE.finditer(text))
    return [f for f in found if f[0].isdigit() and not re.fullmatch(r"(?:19|20)\d\d\b.*", f)]


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

    def covered(self, words: frozenset[str], there: frozenset[str]) -> float:
        """From 0 to 1: the weight of the words that are there."""
        own = self.mass(words)
        return round(self.mass(words & there) / own, 4) if own else 0.0


class Near:
    """Statements by the words, numbers and texts that lead to them."""

    def __init__(self, statements: Iterable[Element]) -> None:
        self.by_key: dict[str, list[Element]] = defaultdict(list)
        for s in statements:
            for key in _keys(s, stems(s.text)):
                self.by_key[key].append(s)

    def of(self, statement: Element, words: Iterable[str]) -> list[Element]:
        """Those to which the rarest of some words lead, or a statement's number or whole text."""
        there = (self.by_key[k] for k in _keys(statement, words) if k in self.by_key)
        found: dict[str, Element] = {}
        for some in sorted(there, key=len):
            if found and len(found) + len(some) > ENOUGH:
                break
            found |= {s.id: s for s in some[:ENOUGH]}
        return list(found.values())


def _keys(statement: Element, words: Iterable[str]) -> list[str]:
    number = [f"number {statement.number}"] if statement.number else []
    return [f"text {plain(statement.text)}", *number, *sorted(words)]
