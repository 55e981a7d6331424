"""Bodies named in the running text of statements: in passing, as partner or as lead."""

import re
from collections.abc import Iterator
from functools import cache

from graph.model import Action, Element, Node, Subaction
from loaders.interpret.build import Builder
from loaders.interpret.lexicon import cue, cue_pattern, plain
from loaders.interpret.partners import Named, body_named, kind_of
from loaders.slices import Slice

_CAPITAL = r"[A-Z][\w\u2019'-]*"
_NAME = re.compile(rf"(?<![\w/-]){_CAPITAL}(?:\s+(?:(?:of|and|&)\s+(?:the\s+)?)?{_CAPITAL})+")
_ACRONYM = re.compile(r"(?<![\w/])[A-Z][A-Za-z]*[A-Z][A-Za-z]*(?![\w/])")
_WORD = re.compile(r"\S+")
_HEADS = ("body", "group", "programme", "school")
_FIRST_HEADS = ("university", "college", "department", "office", "council")


def _is_named_body(name: str) -> bool:
    """Whether a capitalised name ends in the noun of a body, or begins like "University of"."""
    words = [plain(w) for w in name.split()]
    local = words[0] == "nhs" and len(words) == 2 and not words[1].endswith("s")
    if local or (words[0] in _FIRST_HEADS and words[1:2] == ["of"]):
        return True
    several = (words[-1].endswith("s") and words[-1][:-1] in _nouns()) or words[-1].endswith("ies")
    return words[-1] in _nouns() and not several


@cache
def _nouns() -> frozenset[str]:
    return frozenset().union(*(cue(h) for h in _HEADS))


def _runs(text: Slice) -> Iterator[Slice]:
    """Capitalised runs; "and" parts two names, unless only both sides together make one."""
    for m in _NAME.finditer(text.text):
        parts = list(text.cut(m.start(), m.end()).split(r"\s+(?:and|&)\s+(?:the\s+)?"))
        whole = (
            len(parts) == 2
            and " the " not in m.group()
            and len(parts[0].text.split()) > 1
            and not _is_named_body(parts[0].text)
        )
        yield from [text.cut(m.start(), m.end())] if whole or body_named(m.group()) else parts


def _trimmed(run: Slice, opens: bool) -> Slice | None:
    """A run without the verb that opens its sentence; whose it is, is not part of a name."""
    words = list(_WORD.finditer(run.text))
    verb = plain(words[0].group()) in cue("imperative") or len(words) == 2
    if opens and verb and not body_named(" ".join(w.group() for w in words[:2])):
        words = words[1:]
    while words and (
        plain(words[0].group()) in cue("open") or words[0].group()[-2:] in ("'s", "\u2019s")
    ):
        words = words[1:]
    return run.cut(words[0].start()) if len(words) > 1 else None


def named_in(text: Slice, builder: Builder) -> Iterator[Named]:
    """The bodies that a statement names: national ones, the plan's own, and by their noun."""
    taken: set[int] = set()
    for run in _runs(text):
        opens = run.start == text.start
        found = run if body_named(run.text) else _trimmed(run, opens)
        if found is None:
            continue
        body = body_named(found.text)
        if body or (_is_named_body(found.text) and kind_of(found.text) != "role"):
            taken.update(found.starts)
            yield builder.directory.named(found)
    for m in _ACRONYM.finditer(text.text):
        short = text.cut(m.start(), m.end())
        known = builder.directory.glossary.get(short.text)
        if short.start in taken:
            continue
        if body_named(short.text) or (known and _partner_like(known.text)):
            yield builder.directory.named(short)
    for m in re.finditer(r"(?<!\w)Ofsted(?!\w)", text.text):
        yield builder.directory.named(text.cut(m.start(), m.end()))


def _partner_like(long: str) -> bool:
    last = plain(long.split("(")[0]).split()[-1:]
    return any(w in cue(h) for w in last for h in (*_HEADS, "post")) or body_named(long) is not None


def _part_in(text: Slice, named: Slice) -> str:
    """The part that a sentence gives to a body: lead, partner, or none but being named."""
    before = text.text[: text.starts.index(named.start)]
    clause = re.split(r"[.;:()]", before)[-1][-60:]
    if cue_pattern("led-by").search(clause):
        return "LED_BY"
    return "WITH_PARTNER" if cue_pattern("with-partner").search(clause) else "MENTIONS"


def mention(builder: Builder) -> None:
    """Links statements to the bodies that they name; the words before tell the part they have."""
    begins = {builder.slices[n][0].start: builder.parent[n]
              for n, node in builder.nodes.items() if isinstance(node, Subaction)}  # fmt: skip
    wholes = {p for start, p in begins.items() if builder.slices[p][0].start == start}
    known = {(e.source, e.key, e.target) for e in builder.edges}
    for node_id, slices in list(builder.slices.items()):
        node: Node = builder.nodes[node_id]
        of = builder.parent[node_id] if isinstance(node, Subaction) else node_id
        if not isinstance(builder.nodes[of], Element) or node_id in wholes:
            continue
        for text in slices[:1]:
            for named in named_in(text, builder):
                if named.canonical != builder.directory.council:
                    partner = builder.partner(named)
                    acts = isinstance(builder.nodes[of], Action)
                    key = _part_in(text, named.at) if acts else "MENTIONS"
                    if not known & {(of, k, partner) for k in ("LED_BY", "WITH_PARTNER", key)}:
                        builder.link(of, key, partner, named.at)
