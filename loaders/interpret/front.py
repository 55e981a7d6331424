"""What a document says of itself: title, kind, council and period."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from loaders.document import Block, Document
from loaders.interpret.dates import intervals, timing
from loaders.interpret.lexicon import cue, label_like, labelled, plain, role_named
from loaders.slices import Slice


@dataclass(frozen=True, slots=True)
class Front:
    """Title, council and period as printed, each None where the text does not say."""

    title: Slice | None
    council: str | None
    council_at: Slice | None
    period: Slice | None


_COUNCIL = re.compile(
    r"\b((?:London\s+|Royal\s+)?Borough\s+of\s+[A-Z][\w\u2019'-]+(?:\s+(?:and|upon)\s+[A-Z][\w-]+|\s+[A-Z][\w-]+)*"
    r"|(?:[A-Z][\w\u2019'-]+\s+(?:(?:and|&|upon|of)\s+)?){1,4}Council"
    r"|(?:[A-Z]{2,}\s+){1,4}COUNCIL)\b"
)
_FRONT = 5
_YEARS = re.compile(
    r"(?:19|20)\d\d/\d\d(?:\d\d)?\s*(?:[-\u2013]|to)\s*(?:19|20)\d\d/\d\d(?:\d\d)?"
    r"|(?:19|20)\d\d\s*(?:[-\u2013/]|to)\s*(?:(?:19|20)?\d\d)\b"
)


def council_named(blocks: Sequence[Block]) -> Slice | None:
    """The council that the text names most often; the first of several equally often."""
    found: list[Slice] = []
    for block in blocks:
        for m in _COUNCIL.finditer(block.text.text):
            name = block.text.cut(m.start(1), m.end(1))
            words = name.text.split()
            while words and words[0] in ("The", "Our"):
                name = name.cut(len(words[0]))
                words = words[1:]
            before = plain(" ".join(words[:-1]))
            if len(words) > 1 and before and not set(before.split()) & cue("not-a-council"):
                found.append(name)
    if not found:
        return None
    counts = Counter(s.text for s in found)
    return max(found, key=lambda s: (counts[s.text], -s.start))


def _names_publication(text: str) -> bool:
    words = [plain(w) for w in re.sub(r"[\d\s\u2013/-]+$", "", text).split()]
    does = words[:1] != [] and words[0] in cue("imperative") - cue("publication")
    return not does and any(w in cue("publication") for w in words)


def _title_like(block: Block) -> bool:
    text = block.text.text
    return (
        block.kind != "item" and len(text.split()) <= 30 and text[-1] not in ".;:,?"
        and text[0].isupper() and _names_publication(text) and role_named(text) is None
        and labelled(block.text) is None
    )  # fmt: skip


def _dated(text: str) -> bool:
    return len(text.split()) <= 6 and any(True for _ in intervals(text))


def title_of(blocks: Sequence[Block]) -> Slice | None:
    """The line that names the document.

    A line that names a kind of publication and opens the text, or stands right before a label
    or a date; else the first such line of the front; else the first line.
    """
    lines = [b for b in blocks if b.text.text]
    candidates = [i for i, b in enumerate(lines) if _title_like(b)]
    for i in (i for i in candidates if i < 12 or len(lines[i].text.text.split()) > 2):
        after = lines[i + 1] if i + 1 < len(lines) else None
        if i == 0 or (after and (labelled(after.text) or _dated(after.text.text))):
            return lines[i].text
    front = [i for i in candidates if i < 12]
    if front:
        return lines[front[0]].text
    first = lines[0] if lines else None
    if first and first.kind == "heading" and first.level == 1 and len(first.text.text.split()) > 1:
        return first.text
    return (
        first.text if first and label_like(first.text.text) and not labelled(first.text) else None
    )


def period_of(blocks: Sequence[Block], title: Slice | None) -> Slice | None:
    """The years in the title, else those in a short line of the front."""
    texts = [title] if title else []
    texts += [b.text for b in blocks[:30] if len(b.text.text.split()) <= 14 and b.kind != "item"]
    for text in texts:
        if m := _YEARS.search(text.text):
            return text.cut(m.start(), m.end())
    return None


def _own_body(lines: Sequence[Block]) -> Slice | None:
    """The body, other than a council, that one of the first lines names: the plan is its own."""
    nouns = "|".join(sorted(map(re.escape, cue("own-body")), key=len, reverse=True))
    name = re.compile(
        rf"(?:NHS\s+)?(?:[A-Z][\w\u2019'-]+\s+(?:(?:and|&|of|the)\s+)*){{1,6}}(?i:{nouns})\b"
    )
    front = [b.text for b in lines[:_FRONT] if len(b.text.text.split()) <= 15]
    found = ((text, _COUNCIL.search(text.text), name.match(text.text)) for text in front)
    first = next(((text, of, m) for text, of, m in found if of or m), None)
    if first is None or first[1]:
        return None
    text, _, m = first
    assert m
    return text.cut(m.start(), m.end())


def front(document: Document) -> Front:
    blocks = list(document.leaves())
    plain_blocks = [b for b in document.blocks if isinstance(b, Block)]
    title = title_of(plain_blocks)
    council = _own_body(plain_blocks) or council_named(blocks)
    return Front(title, council.text if council else None, council, period_of(plain_blocks, title))


def years(period: Slice | None) -> tuple[date | None, date | None]:
    """First and last day of a period as printed."""
    if period is None:
        return None, None
    found = timing(period.text)
    return found.not_before, found.due_by


def kind_of(title: str | None, reported: bool, themes: bool, rows: bool) -> str:
    """Strategy, action plan, progress report or theme paper."""
    words = plain(title or "")
    if reported or re.search(r"\b(?:progress|update|monitoring|annual) (?:report|update)\b", words):
        return "progress report"
    if re.search(
        r"\b(?:(?:action|improvement|delivery|development|implementation) plan"
        r"|statement of action)\b",
        words,
    ):
        return "action plan"
    if re.search(r"\b(?:strategy|strategic|plan|framework|vision)\b", words):
        return "strategy"
    if themes:
        return "theme paper"
    return "action plan" if rows else "strategy"
