"""Mends text that a page end or a converter broke in the middle of a sentence."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import pairwise

from loaders.document import Block, Table
from loaders.slices import join

_OPEN = re.compile(
    r"\b(?:a|an|the|and|or|of|to|in|on|at|by|for|from|with|including|our|their|its|which|that|as)$",
    re.IGNORECASE,
)
_STRANDED = re.compile(r"\b(?:of|to|in|on|at|for|from|with)$", re.IGNORECASE)
_LEAD = re.compile(r"(?:so that|by|and we will|we will)(?::| -)")
"""A line of its own that leads into the next list."""
_SENTENCE = re.compile(r"[A-Z](?:.{40,}[.!?]|.{8,}:)$", re.DOTALL)


def goes_on(before: Block, after: Block, least: int = 6) -> bool:
    """Whether a block is the rest of the sentence that the block before began.

    It is when the one before ends in a word that no sentence ends with and it begins without a
    capital; either will do, or a comma, when the one before has at least so many words. What is
    bold does not go on in what is not, nor an item that may end so ("proud of") in sentences or
    lead-ins.
    """
    if after.kind != "paragraph" or after.marker or before.kind == "heading":
        return False
    if before.bold and not after.bold:
        return False
    ended = before.text.text
    if before.kind == "item" and _LEAD.fullmatch(after.text.text):
        return False
    if after.text.text[0].islower() and " " in ended and _OPEN.search(ended):
        return True
    if before.kind == "item" and _STRANDED.search(ended) and _SENTENCE.match(after.text.text):
        return False
    return (
        ended[-1] not in ".:;!?"
        and len(ended.split(maxsplit=least)) >= least
        and (after.text.text[0].islower() or ended[-1] == "," or _OPEN.search(ended) is not None)
    )


def mended(blocks: Iterable[Block | Table]) -> tuple[Block | Table, ...]:
    """The blocks, with the parts of a broken sentence joined; their spans stay apart."""
    out: list[Block | Table] = []
    parts: list[Block] = []
    for block in blocks:
        if isinstance(block, Table):
            out += [*_whole(parts), block]
            parts = []
        elif parts and goes_on(
            replace(parts[-1], kind=parts[0].kind), block, 1 if parts[1:] else 6
        ):
            parts.append(block)
        else:
            out += _whole(parts)
            parts = [block]
    return (*out, *_whole(parts))


def rejoined(blocks: Iterable[Block | Table]) -> Iterator[Block | Table]:
    """The blocks, with the rest of a numbered item, that a bullet was put before, in the item."""
    before: Block | Table | None = None
    for block, after in pairwise([*blocks, None]):
        if (
            isinstance(before, Block)
            and isinstance(block, Block)
            and _is_rest(before, block, after)
        ):
            before = replace(before, text=join([before.text, block.text], apart=True))
            continue
        if before:
            yield before
        before = block
    if before:
        yield before


def _is_rest(before: Block, block: Block, after: Block | Table | None) -> bool:
    """Whether a lone bullet stands in a list of numbered items and begins without a capital."""
    listed = block.kind == before.kind == "item" and block.level == before.level
    lone = not (isinstance(after, Block) and after.kind == "item" and not after.code.isalnum())
    bullet = before.code.isalnum() and not block.code.isalnum()
    return (
        listed
        and lone
        and bullet
        and block.text.text[0].islower()
        and before.text.text[-1] not in ".:;!?"
    )


def _whole(parts: list[Block]) -> list[Block]:
    if len(parts) < 2:
        return parts
    return [replace(parts[0], text=join([p.text for p in parts], apart=True))]
