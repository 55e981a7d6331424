"""Names of priorities that stand as plain lines, over a paragraph each or over numbered aims."""

import re
from collections.abc import Iterator, Sequence
from itertools import dropwhile, groupby, takewhile

from loaders.document import Block, Table
from loaders.interpret.leadins import announces
from loaders.interpret.lexicon import Labelled, cue_pattern, label_like
from loaders.interpret.place import label_of, names_document, number_of
from loaders.interpret.prose import acts
from loaders.interpret.segment import sentences
from loaders.slices import Slice

_LONGEST = 9
_LONG = 14
_LONGEST_NAME = 25
_DESCRIBED = re.compile(r"[^:.\u2013\u2014]{3,60}?(?=(?::|\s[\u2013\u2014-])\s+\S)")


def named_over_paragraphs(lines: Sequence[Block | Table]) -> Iterator[tuple[int, bool]]:
    """Where such names begin in the source, two or more, and whether another one follows."""
    for i, block in enumerate(lines):
        if isinstance(block, Block) and _lists_priorities(block):
            below = list(takewhile(_running, lines[i + 1 :]))
            starts = list(_names(dropwhile(_introduces, below)))
            if len(starts) > 1:
                yield from ((at, at != starts[-1]) for at in starts)


def described(lines: Sequence[Block | Table]) -> Iterator[tuple[int, int]]:
    """Where the items of lists begin that all are a name and what it stands for, and where that is.

    "Voice: young people are heard", "Best start - every learner is curious": one of them at least
    is a sentence or long.
    """
    for told, run in groupby(lines, lambda b: isinstance(b, Block) and b.kind == "item"):
        items = [b.text for b in run if isinstance(b, Block) and told]
        found = [_DESCRIBED.match(t.text) for t in items]
        long = any(len(t.text.split()) > _LONG or t.text.endswith(".") for t in items)
        if len(items) > 1 and all(found) and long:
            yield from ((t.start, m.end()) for t, m in zip(items, found, strict=True) if m)


def told_at(item: Block) -> int:
    """Where the name ends that opens a long item, else 0: "Skilled staff - In all schools ..."."""
    m = _DESCRIBED.match(item.text.text)
    return m.end() if m and len(item.text.text.split()) > _LONG else 0


def name_and_more(text: Slice) -> tuple[Slice, list[Slice]]:
    """The name of a priority, which of a long text is its first sentence, and the others."""
    first, *more = sentences(text)
    return (first, more) if more and len(text.text.split()) > _LONGEST_NAME else (text, [])


def over_numbered_aims(lines: Sequence[Block | Table]) -> list[int]:
    """The places of lines, two or more, that each stand right over a numbered aim or objective.

    One will do that opens a page of nothing but those. None where a line names itself a theme or
    priority: then these are no names of priorities.
    """
    found = [label_of(b) if isinstance(b, Block) else None for b in lines]
    named = [f for f in found if f and f.role.heads]
    if any(f.number or f.rest for f in named):
        return []
    over = [
        i
        for i, b in enumerate(lines[:-1])
        if found[i] is None and _numbered_aim(found[i + 1]) and isinstance(b, Block)
        if b.kind != "item" and _name(b) and number_of(b)[0] is None
        if not names_document(b.text.text)
    ]  # fmt: skip
    numbered = sum(f is not None and f.number is not None for f in found)
    if over == [0] and all(map(_numbered_aim, found[1:])) and numbered > 1:
        return over
    below = [i for i in over if i]
    return below if 1 < len(below) < numbered else []


def _numbered_aim(found: Labelled | None) -> bool:
    aims = found is not None and found.role.makes in ("Objective", "IntendedOutcome")
    return aims and found is not None and found.number is not None


def _names(blocks: Iterator[Block | Table]) -> Iterator[int]:
    """The names, until a line breaks the change of name and paragraph; a list may stand between."""
    name: Block | None = None
    for block in blocks:
        assert isinstance(block, Block)
        if name:
            if not _tells(block, name):
                return
            yield name.text.start
            name = None
        elif block.kind == "paragraph" and _name(block):
            name = block
        elif block.kind == "paragraph" and not block.text.text.endswith("."):
            return


def _lists_priorities(block: Block) -> bool:
    if led := announces(block.text.text):
        return led.makes == "Priority"
    found = label_of(block)
    heads = found is not None and found.role.makes == "Priority" and found.number is None
    return heads and found is not None and found.rest is None


def _running(block: Block | Table) -> bool:
    """Whether a block is running text or a list: no heading, table or label."""
    text = isinstance(block, Block) and block.kind != "heading" and not block.bold
    return text and isinstance(block, Block) and label_of(block) is None


def _introduces(block: Block | Table) -> bool:
    return isinstance(block, Block) and block.text.text[-1] in ".:"


def _name(block: Block) -> bool:
    text = block.text.text
    return label_like(text) and len(text.split()) <= _LONGEST


def _tells(block: Block, name: Block) -> bool:
    """Whether a paragraph says what a name stands for: what to do, or a sentence.

    Below the name of a document, a sentence is about that.
    """
    text = block.text.text
    if block.kind == "item":
        return False
    longer = len(text.split()) > len(name.text.text.split())
    sentence = text.endswith(".") and not cue_pattern("ask").search(text)
    sentence &= not names_document(name.text.text)
    return longer and (sentence or acts(text))
