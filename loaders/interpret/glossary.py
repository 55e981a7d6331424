"""The plan's own abbreviations: from its glossary, and from names followed by "(ABC)"."""

import re
from collections.abc import Iterator, Mapping

from loaders.document import Block, Document, Table
from loaders.interpret.lexicon import role_named
from loaders.slices import Slice

SHORT = r"[A-Z][A-Za-z&]{0,6}[A-Z]s?"
_PAIR = re.compile(
    rf"(?P<short>{SHORT})\s*(?:[-\u2013\u2014=:])\s*(?P<long>[A-Z][^,;]+)(?:[,;]\s*|$)"
)
_PLAIN = re.compile(rf"(?:^|\.\s+)(?P<short>{SHORT})\s+(?P<long>[A-Z][^.]+)")
_BRACKETED = re.compile(rf"\((?P<short>{SHORT})\)")


def _pairs(text: Slice) -> Iterator[tuple[str, Slice]]:
    for m in _PAIR.finditer(text.text):
        yield m["short"], text.cut(m.start("long"), m.end("long"))


def is_glossary_line(text: Slice) -> bool:
    """Whether a line holds nothing but abbreviations and what they stand for."""
    return len(list(_pairs(text))) > 1 and _PAIR.match(text.text) is not None


def _listed(document: Document) -> Iterator[tuple[str, Slice]]:
    """Two-column tables and lines under a glossary heading; elsewhere lines of several pairs."""
    inside = False
    for block in document.blocks:
        if isinstance(block, Table):
            rows = [r for r in block.rows if len(r) >= 2 and r[0].blocks and r[1].blocks]
            if inside and all(re.fullmatch(SHORT, r[0].text) for r in rows):
                yield from ((r[0].text, r[1].slice) for r in rows)
            continue
        role = role_named(block.text.text) if len(block.text.text) < 60 else None
        if block.kind == "heading" or role:
            inside = role is not None and role.name == "glossary"
            continue
        if is_glossary_line(block.text) or (inside and _PAIR.match(block.text.text)):
            yield from _pairs(block.text)
        elif inside:
            yield from (
                (m["short"], block.text.cut(m.start("long"), m.end("long")))
                for m in _PLAIN.finditer(block.text.text)
            )


def _initials(text: str, short: str) -> int | None:
    """Where in the text before a bracket the name begins that the abbreviation stands for."""
    words = list(re.finditer(r"[A-Za-z][\w'\u2019]*", text))
    letters = [c.upper() for c in short.rstrip("s") if c.isalpha()]
    for take in range(len(letters), len(letters) + 4):
        some = words[-take:]
        if len(some) < take or not some[0].group()[0].isupper():
            continue
        initials = iter(w.group()[0].upper() for w in some)
        if some[0].group()[0].upper() == letters[0] and all(c in initials for c in letters):
            return some[0].start()
    return None


def _bracketed(block: Block) -> Iterator[tuple[str, Slice]]:
    for m in _BRACKETED.finditer(block.text.text):
        at = _initials(block.text.text[: m.start()], m["short"])
        if at is not None:
            yield m["short"], block.text.cut(at, m.start())


def glossary(document: Document) -> Mapping[str, Slice]:
    """Abbreviation -> its long form where the document prints it; the glossary wins."""
    out: dict[str, Slice] = {}
    for short, long in _listed(document):
        out.setdefault(short, long)
    for block in document.leaves():
        for short, long in _bracketed(block):
            out.setdefault(short, long)
    return out
