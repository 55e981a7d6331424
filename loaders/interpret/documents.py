"""Laws, guidance, inspections and other plans that a document names.

What many plans name is listed in `ontology/documents.ttl`; other Acts, regulations, papers and
plans are known by the shape of their names, the words for which are in `cues.ttl`.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

import ontology
from graph.model import CitedDocument, Element, Subaction
from graph.topics import Matcher
from loaders.document import Block
from loaders.interpret.build import Builder, slug
from loaders.interpret.lexicon import cue, plain
from loaders.slices import Slice

_SCHEME = "vocab/document/"
_CAP = r"[A-Z][\w\u2019'&-]*"
_LINK = r"(?:,?\s+(?:and|&)|\s+(?:of|for|to|in)(?:\s+the)?|,)"
_RUN = rf"(?<![\w\u2019'/-]){_CAP}(?:{_LINK}?\s+{_CAP}|\s+\({_CAP}\)){{0,9}}"
_YEARS = r"(?:19|20)\d\d(?:\s*[-\u2013/]\s*(?:19|20)?\d\d)?"
_LAW = re.compile(
    rf"{_RUN}?\s+(?P<noun>Act|Bill|Regulations)\s+(?:\([A-Z][^()]{{2,40}}\)\s+)?(?:19|20)\d\d\b"
)
_PAPER = re.compile(
    rf"(?:{_RUN}?\s+)?\b(?:White|Green)\s+Paper\b(?:\W{{1,3}}[\u2018\u201c'\"][^\u2019\u201d\"]{{5,80}}[\u2019\u201d'\"])?"
)
_NAMED = re.compile(rf"{_RUN}(?:,?\s+\(?{_YEARS}\)?)?")


@dataclass(frozen=True, slots=True)
class Cited:
    """A document named at a place; `known` is its concept in the list, if it is there."""

    at: Slice
    canonical: str
    kind: str
    known: str | None = None


@cache
def _listed() -> Matcher:
    every = ontology.concepts("documents")
    return Matcher({k: c for k, c in every.items() if c.broader})


def cited_in(text: Slice, title: str = "", owner: str = "") -> Iterator[Cited]:
    """The documents that a text names, none twice at one place.

    `title` is that of the document itself, which is not cited, `owner` the council's name, which
    is no part of the name of a plan.
    """
    taken: list[tuple[int, int]] = []
    for start, end, found in (*_known(text), *_laws(text), *_papers(text), *_plans(text, owner)):
        if all(end <= a or start >= b for a, b in taken):
            taken.append((start, end))
            if not _is_own(found, title):
                yield found


_Placed = Iterator[tuple[int, int, Cited]]


def _known(text: Slice) -> _Placed:
    for m in _listed().find(text.text):
        concept = ontology.concepts("documents")[m.concept]
        kind = concept.broader[0].removeprefix(_SCHEME)
        at = text.cut(m.start, m.end)
        yield m.start, m.end, Cited(at, concept.label, kind, m.concept.removeprefix(_SCHEME))


def _laws(text: Slice) -> _Placed:
    for m in _LAW.finditer(text.text):
        at = _trimmed(text.cut(m.start(), m.end()))
        kind = "regulations" if m["noun"] == "Regulations" else "statute"
        if len(at.text.split()) > 2:
            yield m.start(), m.end(), Cited(at, at.text, kind)


def _papers(text: Slice) -> _Placed:
    for m in _PAPER.finditer(text.text):
        at = _trimmed(text.cut(m.start(), m.end()))
        yield m.start(), m.end(), Cited(at, at.text, "policy-paper")


def _plans(text: Slice, owner: str) -> _Placed:
    """Names that end in the noun of a plan and say more than that; "and" parts two of them."""
    for m in _NAMED.finditer(text.text):
        run = text.cut(m.start(), m.end())
        opens = not text.text[: m.start()].rstrip(" \u201c\u2018\"'(")[-1:].isalnum()
        for part in run.split(rf"(?<=\s)(?:and|&)\s+(?={_CAP})") if _two(run.text) else [run]:
            at = _without_owner(_trimmed(part, opens), owner)
            if _names_plan(at.text):
                yield m.start(), m.end(), Cited(at, at.text, "plan")


def _two(run: str) -> bool:
    parts = re.split(r"\s(?:and|&)\s", run)
    return len(parts) > 1 and all(_names_plan(p) for p in parts)


def _names_plan(name: str) -> bool:
    words = plain(_undated(name)).split()
    if name.isupper() or not 1 < len(words) <= 10 or words[-1] not in cue("cited-plan"):
        return False
    telling = set(words) - cue("document-generic") - cue("cited-plan") - cue("open")
    many = any(f" {' '.join(words)} ".endswith(f" {kind} ") for kind in cue("plan-of-many"))
    return bool(telling) and not many and not set(words[:-1]) & cue("post")


def _undated(name: str) -> str:
    return re.sub(rf"[\s,(]*{_YEARS}\)?$", "", name)


def _trimmed(at: Slice, opens: bool = False) -> Slice:
    """A name without the words before it: an article, "revised", a verb that opens a sentence."""
    while len(words := at.text.split()) > 1 and _before(plain(words[0]), opens):
        if words[1] in ("and", "&"):
            break
        at = at.cut(len(words[0]))
    return at


def _before(word: str, opens: bool) -> bool:
    doing = word.removesuffix("ing")
    verbs = {word, doing, f"{doing}e", doing[:-1]} if doing != word else {word}
    return word in (cue("open") - cue("document-generic")) | cue("modifier") | cue(
        "document-state"
    ) or (opens and bool(verbs & cue("imperative")))


def _without_owner(at: Slice, owner: str) -> Slice:
    """A plan's name without whose it is: "the council's Early Years Strategy"."""
    first = at.text.split()[0] if at else ""
    whose = {plain(w) for w in owner.split()} | cue("document-owner")
    if first[-2:] in ("'s", "\u2019s") and plain(first[:-2]) in whose:
        return at.cut(len(first))
    return at


def _key(cited: Cited, owner: str) -> str:
    """What ways to write one name have in common: no years, no owner, no possessives."""
    words = plain(_undated(cited.canonical)).replace("\u2019", "'").split()
    whose = {plain(w) for w in owner.split()} | cue("document-owner")
    bare = [w.removesuffix("'s").removesuffix("'") for w in words]
    return slug(cited.known or " ".join(w for w in bare if w not in whose) or cited.canonical, 12)


def _is_own(found: Cited, title: str) -> bool:
    """Whether a name is no more than the title of the document in which it stands."""
    words = set(plain(_undated(found.canonical)).split())
    return found.kind == "plan" and words <= set(plain(title).split()) | cue("open")


def cite(builder: Builder, blocks: Iterable[Block], title: str) -> None:
    """Links statements to the documents that they name, and the plan to those named elsewhere."""
    owner = builder.directory.council or ""
    named: dict[str, list[tuple[str, Cited]]] = defaultdict(list)
    taken: set[int] = set()
    for of, text in [*_statements(builder), *((builder.plan, b.text) for b in blocks)]:
        for cited in cited_in(text, title, owner):
            if cited.at.start not in taken:
                named[_key(cited, owner)].append((of, cited))
        taken.update(text.starts if of != builder.plan else ())
    for key, found in named.items():
        node_id = f"{builder.plan}/document/{key}"
        best = max((c for _, c in found), key=lambda c: len(c.canonical))
        spans = {s for _, c in found for s in c.at.spans(builder.text)}
        builder.nodes[node_id] = CitedDocument(
            id=node_id, name=found[0][1].at.text, canonical=best.canonical, kind=best.kind,
            document=best.known, spans=tuple(sorted(spans)),
        )  # fmt: skip
        for of, cited in found:
            builder.link(of, "CITES", node_id, cited.at)


def _statements(builder: Builder) -> Iterator[tuple[str, Slice]]:
    """Each statement's words; those of a part of an action are the action's."""
    for node_id, slices in builder.slices.items():
        node = builder.nodes[node_id]
        of = builder.parent[node_id] if isinstance(node, Subaction) else node_id
        if isinstance(builder.nodes[of], Element):
            yield from ((of, text) for text in slices)
