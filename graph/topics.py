"""What a text is about: labels of a concept scheme found in it, the longest first.

Rules after Climate Policy Radar's and the plans' own lessons: the longest label wins over every
shorter one that it overlaps; abbreviations are case-sensitive; a negative label takes its words
out of play; an abbreviation that the plan defines otherwise does not count.
"""

import itertools
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

import ontology

_TOKEN = re.compile(r"[^\W_]+")
_GAP = 4


@dataclass(frozen=True, slots=True)
class Match:
    """Characters start to end of the text bear a label of the concept."""

    start: int
    end: int
    concept: str


def _exact(label: str) -> bool:
    """Whether a label is an abbreviation, which only its own capitals match."""
    return len(label) <= 6 and sum(c.isupper() for c in label) >= 2


def _tokens(text: str) -> list[str]:
    return [t.casefold() for t in _TOKEN.findall(text)]


class Matcher:
    """The labels of some concepts, indexed by their first word."""

    def __init__(self, concepts: Mapping[str, ontology.Concept]) -> None:
        self.by_first: dict[str, list[tuple[list[str], str, str | None]]] = defaultdict(list)
        for concept in concepts.values():
            for label in concept.labels:
                self._add(label, concept.id)
            for label in concept.negative:
                self._add(label, None)
        for entries in self.by_first.values():
            entries.sort(key=lambda e: (-len(e[0]), e[2] or ""))

    def _add(self, label: str, concept: str | None) -> None:
        if tokens := _tokens(label):
            self.by_first[tokens[0]].append((tokens, label if _exact(label) else "", concept))

    def find(self, text: str, glossary: Mapping[str, str] | None = None) -> list[Match]:
        """Matches in order, none overlapping another; `glossary` is abbreviation -> long form."""
        words = list(_TOKEN.finditer(text))
        folded = [w.group().casefold() for w in words]
        candidates = []
        for i, first in enumerate(folded):
            for tokens, exact, concept in self.by_first.get(first, ()):
                last = i + len(tokens) - 1
                if folded[i : last + 1] != tokens or not _adjacent(text, words[i : last + 1]):
                    continue
                start, end = words[i].start(), words[last].end()
                if exact and (text[start:end] != exact or self._other(exact, concept, glossary)):
                    continue
                candidates.append((start, end, concept))
        return list(_longest(candidates))

    def _other(self, short: str, concept: str | None, glossary: Mapping[str, str] | None) -> bool:
        """Whether the plan's glossary gives the abbreviation a meaning of its own."""
        long = (glossary or {}).get(short)
        return bool(long) and concept not in {m.concept for m in self.find(long or "")}


def _adjacent(text: str, words: list[re.Match[str]]) -> bool:
    gaps = (text[a.end() : b.start()] for a, b in itertools.pairwise(words))
    return all(len(g) < _GAP and not set(g) & set(".;:!?()") for g in gaps)


def _longest(found: list[tuple[int, int, str | None]]) -> Iterator[Match]:
    taken: list[tuple[int, int]] = []
    kept = []
    for start, end, concept in sorted(found, key=lambda f: (f[0] - f[1], f[0], f[2] or "")):
        if all(end <= a or start >= b for a, b in taken) or (start, end) in taken:
            taken.append((start, end))
            if concept:
                kept.append(Match(start, end, concept))
    yield from sorted(kept, key=lambda m: (m.start, m.concept))


@cache
def topics() -> Matcher:
    """The matcher of the topic scheme."""
    return Matcher(ontology.concepts("topics"))


@cache
def code_list(name: str) -> Matcher:
    """The matcher of one code list: indicator, population or phase."""
    start = f"vocab/{name}/"
    listed = {k: c for k, c in ontology.concepts("vocab").items() if k.startswith(start)}
    return Matcher(listed)
