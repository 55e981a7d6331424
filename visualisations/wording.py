"""Two wordings side by side: which words of each the other does not have."""

import re
from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from itertools import groupby

LONGEST = 600
"""Words of a text above which its words are not compared one by one."""

Piece = tuple[str, bool]
"""Some of a text, and whether it differs."""

_WORD = re.compile(r"\w+(?:['’.,]\w+)*%?\s*|[^\w\s]\s*|\s+")


def differences(one: str, other: str) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    """Both texts in pieces that joined are the text; what stands in both, in order, is the same.

    >>> differences("15% by July", "17% by July")[0]
    (('15%', True), (' by July', False))
    """
    a, b = _WORD.findall(one), _WORD.findall(other)
    if one == other or max(len(a), len(b)) > LONGEST:
        return ((one, False),), ((other, False),)
    one_by_one = SequenceMatcher(None, _bare(a), _bare(b), autojunk=False)
    runs = one_by_one.get_opcodes()
    return (
        tuple(_pieces(a, ((i, j, kind != "equal") for kind, i, j, _, _ in runs))),
        tuple(_pieces(b, ((i, j, kind != "equal") for kind, _, _, i, j in runs))),
    )


def _bare(words: Iterable[str]) -> list[str]:
    return [word.strip() for word in words]


def _pieces(words: Sequence[str], runs: Iterable[tuple[int, int, bool]]) -> Iterator[Piece]:
    """The words of runs, those that differ without the white space around them."""
    cut: list[Piece] = []
    for start, end, differs in runs:
        text = "".join(words[start:end])
        mark = text.strip() if differs else ""
        before, _, after = text.partition(mark) if mark else (text, "", "")
        cut += [(before, False), (mark, True), (after, False)]
    for differs, found in groupby((piece for piece in cut if piece[0]), lambda piece: piece[1]):
        yield "".join(text for text, _ in found), differs
