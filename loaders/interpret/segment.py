"""Statements in text that runs them together, as table cells do that lost their line breaks."""

import re
from collections import Counter
from collections.abc import Iterable

from loaders.interpret.dates import MONTHS
from loaders.interpret.lexicon import cue
from loaders.slices import Slice, join

_DAY = re.compile(r"[0-3]?\d(?:st|nd|rd|th)?")
_WORD = re.compile(r"[^\s]+")
_SENTENCE = re.compile(r"(?<=[.!?])[\"'\u2019\u201d)]?\s+(?=[\"'\u2018\u201c(]?[A-Z0-9])")
_ABBREVIATED = re.compile(
    r"(?:\b(?:e\.g|i\.e|etc|no|vs|approx|inc|incl|nb|mr|mrs|ms|dr|st)|\b[A-Z])\.$", re.IGNORECASE
)


def sentences(text: Slice) -> list[Slice]:
    """Sentences, parted after a full stop that ends no abbreviation."""
    cuts = [m.end() for m in _SENTENCE.finditer(text.text)
            if not _ABBREVIATED.search(text.text[: m.start()])]  # fmt: skip
    return text.at(cuts)


def semicolons(text: Slice) -> list[Slice]:
    """The parts of a list in one sentence, where semicolons part them and each could be one."""
    parts = list(text.split(r";\s+(?:and\s+)?"))
    return parts if all(len(p.text.split()) > 2 for p in parts) else [text]


def _bare(word: str) -> str:
    return word.strip("()[]'\"\u2018\u2019\u201c\u201d.,;:?!")


def is_acronym(word: str) -> bool:
    bare = _bare(word)
    return len(bare) > 1 and sum(c.isupper() for c in bare) >= 2


def openers(texts: Iterable[str]) -> frozenset[str]:
    """The words that open the cells and items of a document, acronyms left out."""
    firsts = (_bare(text.split()[0]) for text in texts if text.split())
    return frozenset(
        w for w in firsts
        if w[:1].isupper() and not is_acronym(w) and w[:3].casefold() not in MONTHS
    )  # fmt: skip


def proper_nouns(texts: Iterable[str], opening: frozenset[str]) -> frozenset[str]:
    """Words that the document writes with a capital inside sentences, and never without.

    A capital after a word that cannot end a statement is inside a sentence; a word that also
    opens a cell or item needs two such places.
    """
    inside: Counter[str] = Counter()
    lower: set[str] = set()
    for text in texts:
        before = ""
        for word in text.split():
            bare = _bare(word).removesuffix("'s").removesuffix("\u2019s")
            if bare.islower():
                lower.add(bare)
            elif bare[:1].isupper() and before.casefold() in cue("open") and before.islower():
                inside[bare] += 1
            before = word
    return frozenset(
        w for w, n in inside.items() if w.casefold() not in lower and n > (w in opening)
    )


def _finite(text: str) -> bool:
    return any(_bare(w).casefold() in cue("finite") for w in text.split())


class Splitter:
    """Finds where a new statement begins in text without separators.

    A capital after a word that can end a statement begins a new one, unless it belongs to a
    name: a proper noun of the document, an acronym, a numbered thing ("Year 11"), the second
    word of a capitalised run, or anything inside brackets. A word that opens a cell or item
    elsewhere in the document begins a statement after a preposition or a name too.
    """

    def __init__(self, names: frozenset[str], opening: frozenset[str]) -> None:
        self.names = names
        self.opening = opening - names

    def statements(self, text: Slice, least: int = 2) -> list[Slice]:
        """The statements in order; each has at least `least` words."""
        parts = [p for s in self._sentences(text) for p in s.at(self._cuts(s, least))]
        return _without_fragments(parts)

    def _sentences(self, text: Slice) -> list[Slice]:
        out: list[Slice] = []
        for sentence in sentences(text):
            first = _bare(sentence.text.split()[0]).casefold()
            if out and first in cue("fronted") and not _finite(sentence.text):
                out[-1] = join([out[-1], sentence])
            else:
                out.append(sentence)
        return out

    def _cuts(self, text: Slice, least: int) -> list[int]:
        words = list(_WORD.finditer(text.text))
        cuts: list[int] = []
        depth, begin = 0, 0
        for i, m in enumerate(words):
            if i - begin >= least and depth == 0 and self._begins(text.text, words, i, begin):
                cuts.append(m.start())
                begin = i
            depth += m.group().count("(") - m.group().count(")")
            depth = max(depth, 0)
        return cuts

    def _begins(self, text: str, words: list[re.Match[str]], i: int, begin: int) -> bool:
        word, before = words[i].group(), words[i - 1].group()
        bare, last = _bare(word), _bare(before)
        if not word.lstrip("'\u2018\"\u201c")[:1].isupper() or not re.search(
            r"[\w)'\u2019%]$", before
        ):
            return False
        if _DAY.fullmatch(last) and bare[:3].casefold() in MONTHS:
            return False
        opens = bare in self.opening
        if last.casefold() in cue("open"):
            return opens and last.casefold() in cue("stranded")
        if len(bare) == 1 and (bare not in "AI" or last.casefold() in cue("numbered")):
            return False
        after = words[i + 1].group() if i + 1 < len(words) else ""
        if is_acronym(word):
            ahead = text[words[i].start() : self._next_capital(words, i, len(text))]
            return _finite(ahead) and _finite(text[words[begin].start() : words[i].start()])
        if bare.removesuffix("'s") in self.names:
            return False
        if bare.casefold() in cue("numbered") and re.match(r"[\dA-Z](?:\W|$|\d)", after):
            return False
        in_name = last[:1].isupper() and not is_acronym(last) and i - 1 > begin
        return opens or not in_name

    @staticmethod
    def _next_capital(words: list[re.Match[str]], i: int, end: int) -> int:
        for m in words[i + 1 :]:
            if m.group()[:1].isupper() and not is_acronym(m.group()):
                return m.start()
        return end


def _without_fragments(parts: list[Slice]) -> list[Slice]:
    """Without a part that the next one begins with: a line that a converter printed twice."""
    return [
        p for p, after in zip(parts, [*parts[1:], None], strict=True)
        if after is None or not after.text.startswith(p.text + " ")
    ]  # fmt: skip
