"""The names of bodies: written out, without what is left out at will, and what in them tells.

All wordings are in `ontology/bodies.ttl` (and nouns of posts in `cues.ttl`).
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise

import ontology

_TOKEN = re.compile(r"[^\W_]+(?:'[^\W_]+)*'?|[&+,]")
_INITIAL = re.compile(r"\b([A-Za-z])\.(?=[A-Za-z]\b|\s|$|,)")
_SHORT = re.compile(r"\s*\([A-Z][A-Za-z&/]*[A-Z]\)")
_HEAD = re.compile(r"[,(/]|\s[-\u2013\u2014]\s|\s(?:of|for|to|in|at|from|with|on)\s", re.IGNORECASE)
_LONGEST = 8

Words = tuple[str, ...]


def tokens(text: str) -> list[str]:
    """The words of a name as printed, apostrophes straight, initials without their points."""
    plain = unicodedata.normalize("NFKC", text).replace("\u2019", "'").replace("\u2018", "'")
    return _TOKEN.findall(_INITIAL.sub(r"\1", plain))


def folded(word: str) -> str:
    """A word in lower case without apostrophes."""
    return word.replace("'", "").casefold()


@cache
def listed(name: str) -> frozenset[str]:
    """The wordings of a list of `bodies.ttl`, several words as one with blanks between."""
    labels = ontology.concepts("bodies")[f"name/{name}"].labels[1:]
    return frozenset(" ".join(map(folded, tokens(label))) for label in labels)


@cache
def _posts() -> frozenset[str]:
    return frozenset(map(folded, ontology.concepts("cues")["cue/post"].labels[1:])) | listed("post")


@cache
def _trade() -> frozenset[str]:
    """Every word of the lists that makes no name of its own."""
    lists = ("generic", "one-off", "one-each", "of-first", "many", "phase", "school", "soft",
             "legal-form", "council-word", "little")  # fmt: skip
    words = {w for name in lists for label in listed(name) for w in label.split()}
    full = {w for out, _ in _written_out().values() for w in out} - {"saint"}
    return frozenset(words | full | _posts())


@cache
def _written_out() -> Mapping[Words, tuple[Words, str]]:
    """Words of a short form -> the words that it stands for, and the form if its case counts."""
    found = {}
    for concept in ontology.concepts("bodies").values():
        if concept.id.startswith("name/short/"):
            for label in concept.labels[1:]:
                parts = tokens(label)
                exact = label if len(parts) == 1 and parts[0].isupper() else ""
                found[tuple(map(folded, parts))] = (tuple(concept.label.split()), exact)
    return found


@dataclass(frozen=True, slots=True)
class Name:
    """A name as it is compared: `words` in full, and `told`, what was done to get there."""

    words: Words
    told: tuple[str, ...] = ()
    acronyms: frozenset[str] = frozenset()
    post: bool = False
    many: bool = False
    school: bool = False

    @property
    def key(self) -> str:
        """What two spellings of one name have in common: its letters."""
        return "".join(self.words)


@lru_cache(maxsize=100_000)
def parsed(text: str) -> Name:
    """A name taken apart.

    >>> parsed("The Ashdown & Burwell HS").words
    ('ashdown', 'burwell', 'high', 'school')
    """
    bare = _SHORT.sub("", text)
    printed = tokens(bare) or tokens(text)
    words, told = _expanded(printed)
    words = _without_form(words, told)
    head = tokens(_HEAD.split(bare, maxsplit=1)[0])
    post = bool(head) and folded(head[-1]) in _posts()
    of = next((n for n, w in enumerate(words) if w == "of"), 0)
    if 0 < of < len(words) - 1 and words[of - 1] in listed("of-first"):
        words = words[of + 1 :] + words[:of]
    words = _schools(tuple(w for w in words if w not in listed("little"))) or words
    shouted = sum(t.isupper() for t in printed) == len(printed) > 1
    acronyms = frozenset(folded(t) for t in printed if t.isupper() and len(t) > 1 and not shouted)
    many = bool(head) and folded(head[-1]) in listed("many")
    school = len(words) > 1 and _is_school(words)
    return Name(words, tuple(told), acronyms & {*words}, post, many, school)


def _expanded(printed: list[str]) -> tuple[Words, list[str]]:
    """The words in full, and which were written short."""
    low, at = [folded(t) for t in printed], 0
    out: list[str] = []
    told: list[str] = []
    while at < len(low):
        for size in range(min(_LONGEST, len(low) - at), 0, -1):
            full, exact = _written_out().get(tuple(low[at : at + size]), ((), ""))
            last = at + size == len(low)
            if full and exact in ("", printed[at]) and not (full == ("saint",) and last):
                out += full
                said = " ".join(printed[at : at + size])
                if folded(said) != " ".join(full) and full != ("and",):
                    told.append(f"{said} for {' '.join(full)}")
                break
        else:
            out.append(low[at])
            size = 1
        at += size
    return tuple(out), told


def _is_school(words: Words) -> bool:
    """Whether a school's noun ends a name, or its phase and noun stand before its place."""
    return words[-1] in listed("school") or any(
        word in listed("phase") and after == "school" and not {*words[n + 2 :]} & _trade()
        for n, (word, after) in enumerate(pairwise(words))
    )


def _schools(words: Words) -> Words:
    """The words with school after a phase that ends a part, and without commas."""
    out: list[str] = []
    for word, after in pairwise([*words, ","]):
        out += [word] * (word != ",")
        out += ["school"] * (word in listed("phase") and after == "," and len(out) > 1)
    return tuple(out)


def _without_form(words: Words, told: list[str]) -> Words:
    """The words without those of a legal form or status, which never come first."""
    for form in _legal_forms():
        size = len(form)
        for at in range(len(words) - size, 0, -1):
            if words[at] == form[0] and words[at : at + size] == form:
                told.append(f"without {' '.join(form)}")
                words = words[:at] + words[at + size :]
    return words


@cache
def _legal_forms() -> tuple[Words, ...]:
    """The longest first, so that none leaves a part of another behind."""
    return tuple(
        sorted((tuple(f.split()) for f in listed("legal-form")), key=lambda f: (-len(f), f))
    )


def area_of(council: str | None) -> str:
    """The words of a council's name that only it has, or "".

    >>> area_of("ASHDOWN METROPOLITAN BOROUGH COUNCIL"), area_of("Ashdown Council")
    ('ashdown', 'ashdown')
    """
    words = [folded(t) for t in tokens(council or "")]
    return " ".join(w for w in words if w not in listed("council-word") and w != "&")


@dataclass(frozen=True, slots=True)
class Lexicon:
    """What the plans themselves show: words that they use as ordinary ones, and names of areas."""

    ordinary: frozenset[str]
    areas: frozenset[str]

    @staticmethod
    def of(ordinary: Iterable[str], councils: Iterable[str]) -> "Lexicon":
        words = {w for c in councils for w in c.split()} | listed("area")
        usual = frozenset(ordinary) - listed("area")
        return Lexicon(usual, frozenset(words) - usual - _trade() - listed("common"))

    def own(self, name: Name) -> frozenset[str]:
        """The words of a name that are no words of the trade and no ordinary ones."""
        return frozenset(w for w in name.words if self._own(w) and w not in name.acronyms)

    def _own(self, word: str) -> bool:
        usual = word in self.ordinary and word not in listed("common")
        return not (usual or word in _trade() or word.isdecimal())

    def telling(self, name: Name) -> bool:
        """Whether a word is hardly another body's: no person's name, and for a school no area's."""
        people = {after for word, after in pairwise(name.words) if word in listed("title")}
        lists = ("common", "title", *["area"] * name.school)
        return any(
            len(w) > 3 and w not in people and not any(w in listed(n) for n in lists)
            for w in self.own(name)
        )

    def placed(self, name: Name) -> bool:
        """Whether a name holds that of an area."""
        return any(w in self.areas for w in name.words)


def one_off(name: Name) -> bool:
    """Whether a name ends in the noun of a body that works under its own name anywhere."""
    return any(" ".join(name.words[-n:]) in listed("one-off") for n in (1, 2, 3))


def unit(name: Name) -> tuple[str, str] | None:
    """The area in a name, "" if none, and the unit of which each council has one, if it is one."""
    for size in range(len(name.words), 1, -1):
        last = " ".join(name.words[-size:])
        if last in _units():
            return area_of(" ".join(name.words[:-size])), last
    return None


@cache
def _units() -> frozenset[str]:
    return frozenset(" ".join(parsed(label).words) for label in listed("one-each"))
