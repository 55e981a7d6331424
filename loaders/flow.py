"""Mends text that a page end or a converter broke in the middle of a sentence."""

import re
from collections.abc import Iterable
from dataclasses import replace

from loaders.document import Block, Table
from loaders.slices import join

_OPEN = re.compile(
    r"\b(?:a|an|the|and|or|of|to|in|on|at|by|for|from|with|including|our|their|its|which|that|as)$",
    re.IGNORECASE,
)


def goes_on(before: Block, after: Block) -> bool:
    """Whether a block is the rest of the sentence that the block before began.

    It is when it begins without a capital, or when the one before ends in a comma or in a word
    that no sentence ends with.
    """
    if after.kind != "paragraph" or after.marker or before.kind == "heading":
        return False
    ended = before.text.text
    return (
        ended[-1] not in ".:;!?"
        and len(ended.split()) > 5
        and (after.text.text[0].islower() or ended[-1] == "," or _OPEN.search(ended) is not None)
    )


def mended(blocks: Iterable[Block | Table]) -> tuple[Block | Table, ...]:
    """The blocks, with the parts of a broken sentence joined; their spans stay apart."""
    out: list[Block | Table] = []
    for block in blocks:
        last = out[-1] if out else None
        if isinstance(block, Block) and isinstance(last, Block) and goes_on(last, block):
            out[-1] = replace(last, text=join([last.text, block.text], apart=True))
        else:
            out.append(block)
    return tuple(out)
