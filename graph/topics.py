"""What a text is about: labels of a concept scheme found in it, the longest first.

Rules after Climate Policy Radar's and the plans' own lessons: the longest label wins over every
shorter one that it overlaps; a plural stands for its singular and "&" for "and"; abbreviations are
case-sensitive; a negative label keeps the shorter labels of its concept in it from counting; an
abbreviation that the plan defines otherwise does not count.
"""

import itertools
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache

import ontology

_TOKEN = re.compile(r"[^\W_]+|[&+%]")
_GAP = 4
_IRREGULAR = {"&": "and", "children": "child", "A": "A"}
_NO_PLURAL = ("ss", "us", "is")

POLES = ("favourable", "adverse")
"""What a label may name: that of which more, or less, is wanted."""


@dataclass(frozen=True, slots=True)
class Match:
    """Characters start to end of the text bear a label of the concept.

    `pole` is "favourable" or "adverse" where the words name what is to be had more or less of, as
    "EET" and "NEET" do of one topic, else "".
    """

    start: int
    end: int
    concept: str
    pole: str = ""


def _exact(label: str) -> bool:
    """Whether a label is an abbreviation, which only its own capitals match."""
    return len(label) <= 6 and sum(c.isupper() for c in label) >= 2


def fold(word: str) -> str:
    """A word without its capitals and, if it is a regular plural, in the singular.

    The article "a" is not the "A" of "A level".

    >>> [fold(w) for w in ("Policies", "classes", "APs", "Ofsted", "A")]
    ['policy', 'class', 'ap', 'ofsted', 'A']
    """
    folded = word.casefold()
    for known in (word, folded):
        if known in _IRREGULAR:
            return _IRREGULAR[known]
    if word.endswith("s") and len(word) > 2 and word[:-1].isupper():
        return folded[:-1]
    if len(folded) < 4 or folded.endswith(_NO_PLURAL):
        return folded
    if folded.endswith("ies"):
        return folded[:-3] + "y"
    if folded.endswith(("sses", "shes", "ches", "xes")):
        return folded[:-2]
    return folded.removesuffix("s")


def key(label: str) -> tuple[str, ...]:
    """The folded words of a label: labels of one key find the same words."""
    return tuple(map(fold, _TOKEN.findall(label)))


@dataclass(frozen=True, slots=True)
class _Entry:
    """A label: its key, its letters if only these count, and what it says or, negated, does not."""

    key: tuple[str, ...]
    exact: str
    concept: str
    pole: str = ""
    negative: bool = False


class Matcher:
    """The labels of some concepts, indexed by their first word."""

    def __init__(self, concepts: Mapping[str, ontology.Concept]) -> None:
        self.by_first: dict[str, list[_Entry]] = defaultdict(list)
        for concept in concepts.values():
            for entry in _entries(concept):
                self.by_first[entry.key[0]].append(entry)

    def find(self, text: str, glossary: Mapping[str, str] | None = None) -> list[Match]:
        """Matches in order, none overlapping another; `glossary` is abbreviation -> long form."""
        words = list(_TOKEN.finditer(text))
        folded = tuple(fold(w.group()) for w in words)
        found: set[Match] = set()
        denied: dict[str, list[Match]] = defaultdict(list)
        for i, first in enumerate(folded):
            for entry in self.by_first.get(first, ()):
                after = i + len(entry.key)
                if folded[i:after] != entry.key or not _adjacent(text, words[i:after]):
                    continue
                start, end = words[i].start(), words[after - 1].end()
                if entry.exact and not self._means(entry, text[start:end], glossary):
                    continue
                match = Match(start, end, entry.concept, entry.pole)
                if entry.negative:
                    denied[entry.concept].append(match)
                else:
                    found.add(match)
        return list(_longest(m for m in found if not _within(m, denied[m.concept])))

    def _means(self, entry: _Entry, words: str, glossary: Mapping[str, str] | None) -> bool:
        """Whether words are the abbreviation or its plural, and the plan does not redefine it."""
        if words not in (entry.exact, entry.exact + "s"):
            return False
        long = (glossary or {}).get(entry.exact) or (glossary or {}).get(words)
        return not long or entry.concept in {m.concept for m in self.find(long)}


def _entries(concept: ontology.Concept) -> Iterator[_Entry]:
    poles = {"": "".join(concept.more.get("pole", ()))}
    for pole in POLES:
        poles |= dict.fromkeys(concept.more.get(f"{pole}Label", ()), pole)
    for label in concept.labels:
        exact = label if _exact(label) else ""
        yield _Entry(key(label), exact, concept.id, poles.get(label, poles[""]))
    for label in concept.negative:
        yield _Entry(key(label), "", concept.id, negative=True)


def _within(m: Match, longer: Iterable[Match]) -> bool:
    """Whether one of the longer phrases overlaps a match."""
    return any(m.start < n.end and n.start < m.end and n.end - n.start > m.end - m.start
               for n in longer)  # fmt: skip


def _adjacent(text: str, words: list[re.Match[str]]) -> bool:
    gaps = (text[a.end() : b.start()] for a, b in itertools.pairwise(words))
    return all(len(g) < _GAP and not set(g) & set(".;:!?()") for g in gaps)


def _longest(found: Iterable[Match]) -> Iterator[Match]:
    taken: list[tuple[int, int]] = []
    kept = []
    for m in sorted(found, key=lambda m: (m.start - m.end, m.start, m.concept)):
        if all(m.end <= a or m.start >= b for a, b in taken):
            taken.append((m.start, m.end))
            kept.append(m)
    yield from sorted(kept, key=lambda m: m.start)


@cache
def topics() -> Matcher:
    """The matcher of the topic scheme."""
    return Matcher(ontology.concepts("topics"))


@cache
def code_list(name: str) -> Matcher:
    """The matcher of one code list, as "indicator", "population", "phase" or "mechanism"."""
    start = f"vocab/{name}/"
    listed = {k: c for k, c in ontology.concepts("vocab").items() if k.startswith(start)}
    return Matcher(listed)
