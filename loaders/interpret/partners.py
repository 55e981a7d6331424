"""Who: names in "who" cells and partner lines, written out and told apart by kind."""

import itertools
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

import ontology
from loaders.interpret.glossary import SHORT
from loaders.interpret.lexicon import cue, plain
from loaders.interpret.segment import Splitter, is_acronym
from loaders.slices import Slice


@dataclass(frozen=True, slots=True)
class Named:
    """A body or post as named: where, its name written out, kind, and a slip read as meant."""

    at: Slice
    canonical: str
    kind: str
    body: str | None = None
    fault: str | None = None


@cache
def _bodies() -> Mapping[str, tuple[str, str, str]]:
    """Every label of a national body -> its id, preferred name and kind."""
    out = {}
    for c in ontology.concepts("vocab").values():
        if c.id.startswith("vocab/body/"):
            for label in c.labels:
                key = label if is_acronym(label) else plain(label)
                kind = c.more.get("kind", ("organisation",))[0]
                out[key] = (c.id.removeprefix("vocab/body/"), c.label, kind)
    return out


def body_named(name: str) -> tuple[str, str, str] | None:
    """Id, preferred name and kind of the national body with this name."""
    bare = re.sub(r"^(?:the|an?)\s+", "", name.strip(), flags=re.IGNORECASE)
    return _bodies().get(bare) or _bodies().get(plain(bare))


_HEAD = re.compile(r"\s(?:in|of|for|at|from|to|within|across|with)\s", re.IGNORECASE)
_KINDS = (("role", "post"), ("school", "school"), ("programme", "programme"), ("group", "group"),
          ("organisation", "body"))  # fmt: skip


def kind_of(name: str) -> str:
    """The kind that the head noun of a name tells.

    >>> kind_of("Head of Inclusion"), kind_of("Staff in all education settings")
    ('role', 'group')
    """
    bare = re.sub(r"\([^()]*\)", "", name).strip()
    head = _HEAD.split(re.split(r" - |: ", bare)[0], maxsplit=1)[0]
    words = [plain(w) for w in re.split(r"[\s/]+", head) if w]
    proper = sum(w[:1].isupper() for w in bare.split()) > 1
    last = words[-1] if words else ""
    if last in cue("post"):
        return "role"
    if proper and last in cue("body") and last not in cue("school"):
        return "partnership" if last == "partnership" else "organisation"
    for kind, name_of_cue in _KINDS:
        if last in cue(name_of_cue) and (kind != "school" or proper):
            return kind
    if any(w in cue("post") for w in words[:1]):
        return "role"
    return "organisation" if proper or is_acronym(bare) else "group"


def school_name(name: str) -> str:
    """A school's name written out.

    >>> school_name("Ashfield HS"), school_name("Ashfield High")
    ('Ashfield High School', 'Ashfield High School')
    """
    full = re.sub(r"\bHS$", "High School", name)
    return re.sub(r"\b(Primary|High|Secondary|Infant|Junior)$", r"\1 School", full)


def _after_posts(words: list[re.Match[str]]) -> list[int]:
    """Where a new name begins after a post in title case: "Project Officer North Alliance".

    A group of one kind of post is one name: "Headteacher Reference Group".
    """
    cuts: list[int] = []
    first, last = (plain(m.group()) for m in (words[0], words[-1]))
    if len(words) <= 4 and first in cue("post-last") and last in cue("group"):
        return cuts
    for before, m in itertools.pairwise(words):
        word = before.group()
        ended = plain(word) in cue("post-last") or word.endswith(")")
        if (
            ended
            and word[-1] not in ",:"
            and m.group()[:1].isupper()
            and plain(m.group()) not in cue("post")
        ):
            cuts.append(m.start())
    return cuts


class Directory:
    """The names that a plan may use for its partners, with the plan's glossary first."""

    def __init__(self, glossary: Mapping[str, Slice], council: str | None, splitter: Splitter,
                 text: str) -> None:  # fmt: skip
        self.glossary = glossary
        self.splitter = splitter
        self.text = text
        words = council.split() if council else []
        self.initials = "".join(w[0] for w in words if w[0].isupper())
        self.council = council

    def named(self, at: Slice) -> Named:
        """One name, written out by the glossary or the list of national bodies."""
        if m := re.match(r"(?:the|our|an?)\s+(?=[A-Z])", at.text, re.IGNORECASE):
            at = at.cut(m.end())
        short = re.search(rf"\s*\(({SHORT})\)$", at.text)
        if short and short[1] in self.glossary:
            at = at.cut(0, short.start())
        name = at.text
        if long := self.glossary.get(name):
            body = body_named(long.text) or body_named(name)
            return Named(at, long.text, body[2] if body else kind_of(long.text),
                         body[0] if body else None)  # fmt: skip
        if body := body_named(name):
            return Named(at, body[1], body[2], body[0])
        if meant := self._slip(name):
            return Named(at, self.glossary[meant].text, kind_of(self.glossary[meant].text),
                         fault=f"{name} read as {meant}")  # fmt: skip
        m = re.match(rf"({SHORT}) (.+)", name)
        if m and self.council and m[1] == self.initials:
            return Named(at, f"{self.council} {m[2]}", kind_of(m[2]))
        kind = kind_of(name)
        return Named(at, school_name(name) if kind == "school" else name, kind)

    def _slip(self, name: str) -> str | None:
        """The one abbreviation of the glossary that has the same letters in another order."""
        if not re.fullmatch(SHORT, name):
            return None
        same = [s for s in self.glossary if sorted(s) == sorted(name)]
        return same[0] if len(same) == 1 else None

    def _known(self, name: str) -> bool:
        return name in self.glossary or body_named(name) is not None or bool(self._slip(name))

    def listed(self, cell: Slice) -> Iterator[Named]:
        """The names in a cell or line that lists them, however they are parted."""
        for part in self._parted(cell):
            if self._known(part.text):
                yield self.named(part)
                continue
            for piece in self._pieces(part):
                yield self.named(piece)

    def _parted(self, cell: Slice) -> list[Slice]:
        """Parts of a list; a post and its body stay together: "Chief Executive, North Trust"."""
        pair = cell.text.split(", ")
        post = len(pair) == 2 and kind_of(pair[0]) == "role" != kind_of(pair[1])
        one = not plain(pair[0].split(" ")[0]).endswith("s")
        body = kind_of(pair[-1]) != "group" or " " not in pair[-1]
        if (
            post
            and one
            and body
            and (" " in pair[0] or not is_acronym(pair[0]))
            and not self._known(pair[1])
            and all(p[:1].isupper() for p in pair)
        ):
            return [cell]
        if m := re.search(r"\s+(?:and|with)\s+(?=[A-Z])", cell.text):
            sides = cell.text[: m.start()], cell.text[m.end() :]
            if all(self._whole(s) for s in sides):
                return [*self._parted(cell.cut(0, m.start())), *self._parted(cell.cut(m.end()))]
        parts = cell.split(r"\s*[;\n]\s*|\s*,\s+(?!and\b)|\s*/\s*|\s*,?\s+&\s+(?=[A-Z]{2})")
        return [piece for part in parts for piece in self._after_short(part)]

    def _after_short(self, part: Slice) -> list[Slice]:
        """Two names where the first is an abbreviation of the plan's own: "EPS and schools"."""
        m = re.match(rf"({SHORT})\s+and\s+(?=\w)", part.text)
        two = m is not None and m[1] in self.glossary and part.text not in self.glossary
        return [part.cut(0, m.end(1)), part.cut(m.end())] if m and two else [part]

    def _whole(self, name: str) -> bool:
        """Whether a name ends in the noun of a post or body, and so is whole."""
        last = plain(re.sub(r"\s*\([^()]*\)$", "", name).split()[-1])
        if len(name.split()) == 1:
            return is_acronym(name) or self._known(name) or last in cue("body")
        nouns = ("post", "body", "group", "school")
        return self._known(name) or kind_of(name) == "role" or any(last in cue(c) for c in nouns)

    def _of_a_post(self, name: str) -> bool:
        """Whether a post is named by the field it is for: "SEN Support Lead"."""
        field = self.glossary.get(name.split()[0])
        return field is not None and kind_of(field.text) == "group" and kind_of(name) == "role"

    def _pieces(self, part: Slice) -> Iterator[Slice]:
        words = list(re.finditer(r"\S+", part.text))
        if self._of_a_post(part.text):
            words = []
        cuts, i = [0], 0
        while i < len(words):
            token = words[i].group()
            if (token in self.glossary or self._slip(token)) and len(words) > 1:
                follows = words[i + 1] if i + 1 < len(words) else None
                if i:
                    cuts.append(words[i].start())
                word = follows.group() if follows else ""
                if follows and not word[:1].islower() and plain(word) not in cue("post-last"):
                    cuts.append(follows.start())
            i += 1
        for piece in part.at(sorted(set(cuts) - {0})):
            yield from [piece] if self._known(piece.text) else self._run_on(piece)

    def _run_on(self, piece: Slice) -> list[Slice]:
        """Names in sentence case that stand together without a separator."""
        words = list(re.finditer(r"\S+", piece.text))
        content = [m.group() for m in words if m.group().casefold() not in cue("open")]
        if sum(w[:1].isupper() for w in content) > 0.55 * len(content):
            return piece.at(_after_posts(words))
        cuts = []
        for before, m in itertools.pairwise(words):
            word = m.group()
            if not word[:1].isupper() or before.group().casefold() in cue("open"):
                continue
            if before.group()[-1] in "-,(&" or before.group() in ("-", "\u2013"):
                continue
            pair = f"{before.group()} {word}"
            if before.group()[:1].isupper() and self.text.count(pair) > 1:
                continue
            if word.removesuffix("'s") in self.splitter.names and not is_acronym(word):
                continue
            cuts.append(m.start())
        return piece.at(cuts)
