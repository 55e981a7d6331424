"""Which pairs of statements are worth looking at: each one's nearest in meaning, topics and words.

A statement's joint vector holds, side by side and in whole numbers from -127 to 127, the meaning of
its words in context, its topics, and its words themselves, hashed (Weinberger et al. 2009, "Feature
hashing"): the matters by which a pair is scored, so that what scores highest is near. Whole numbers
make nearness come out alike on every machine. Among few statements each is compared with each by
one product of matrices; among many, an index of approximate nearest neighbours is asked (usearch:
HNSW, Malkov and Yashunin 2016), so that work grows as n log n and never with all pairs.
"""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING

from graph.compare.features import Prepared
from graph.compare.meaning import unit

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Rows = NDArray[np.float32]
    Whole = NDArray[np.int8]
    Numbers = NDArray[np.int64]

NEAREST = 60
FEW = 40_000
BLOCK = 256
SCALE = 127
LINKS, WIDTH, OWN = 24, 128, 4
MEANING, TOPICS, OWN_TOPICS, WORDS, OWN_WORDS = 0.7, 0.8, 0.7, 1.4, 0.6
"""How much each part weighs in a joint vector: so that the ten pairs of a statement that score
highest are nearly always among its nearest."""
ABOVE_PLACES, OWN_PLACES, EACH = 256, 128, 4
"""Places of hashed words, with what is above a statement and without; places of one word."""


def joint(data: Prepared) -> "Whole":
    """A row of whole numbers for each statement: meaning in context, topics, words."""
    import numpy as np

    telling = np.sqrt(data.telling)
    parts = (
        MEANING * data.with_above,
        TOPICS * unit(data.every * telling),
        OWN_TOPICS * unit(data.own * telling),
        WORDS * _hashed(data.above, ABOVE_PLACES),
        OWN_WORDS * _hashed(data.words, OWN_PLACES),
    )
    return np.rint(SCALE * unit(np.hstack(parts))).astype(np.int8)


def _hashed(texts: Sequence[Mapping[str, float]], places: int) -> "Rows":
    """A unit row for each text, given as its words with their weights."""
    import numpy as np

    out = np.zeros((len(texts), places), np.float32)
    for row, words in zip(out, texts, strict=True):
        for word, weight in words.items():
            for place, sign in _places(word):
                row[place % places] += sign * weight**0.5
    return unit(out)


@cache
def _places(word: str) -> tuple[tuple[int, int], ...]:
    """Where a word stands among hashed ones, each time with a sign."""
    digest = hashlib.sha256(word.encode()).digest()
    numbers = (int.from_bytes(digest[4 * i : 4 * i + 4], "big") for i in range(EACH))
    return tuple((n >> 1, 1 if n & 1 else -1) for n in numbers)


def candidates(data: Prepared, nearest: int = NEAREST) -> tuple["Numbers", "Numbers"]:
    """Pairs of statements of one level and of different plans, by their numbers, each once."""
    import numpy as np

    plans = np.unique([s.plan for s in data.statements], return_inverse=True)[1]
    levels = np.array([s.level for s in data.statements])
    rows = joint(data)
    found = [np.empty((0, 2), np.int64)]
    for level in sorted(set(levels.tolist())):
        at = np.flatnonzero(levels == level)
        search = _each if len(at) <= FEW else _indexed
        for inside, others in search(rows[at], plans[at], nearest):
            found.append(np.sort(np.column_stack([at[inside], at[others]]), axis=1))
    pairs = np.unique(np.concatenate(found), axis=0)
    return pairs[:, 0], pairs[:, 1]


def _each(rows: "Whole", plans: "Numbers", nearest: int) -> Iterator[tuple["Numbers", "Numbers"]]:
    """The nearest of every row in other plans, as pairs; the first of two that are as near.

    Sums of whole numbers are exact in any order. Nearness and number make one whole number, so
    that no two are equal.
    """
    import numpy as np

    numbers, size = rows.astype(np.float32), len(rows)
    last = np.arange(size)[::-1]
    for start in range(0, size, BLOCK):
        inside = np.arange(start, min(start + BLOCK, size))
        near = (numbers[inside] @ numbers.T).astype(np.int64)
        near = np.where(plans[inside, None] == plans, -1, (near + (1 << 31)) * size + last)
        best = np.partition(near, -min(nearest, size), axis=1)[:, -nearest:]
        there = best >= 0
        yield np.repeat(inside, there.sum(axis=1)), size - 1 - best[there] % size


def _indexed(
    rows: "Whole", plans: "Numbers", nearest: int
) -> Iterator[tuple["Numbers", "Numbers"]]:
    """The same from an index; a plan's own statements are asked for too and left out."""
    import numpy as np
    from usearch.index import Index

    index = Index(
        ndim=rows.shape[1], metric="ip", dtype="i8", connectivity=LINKS, expansion_search=WIDTH
    )
    index.add(np.arange(len(rows)), rows, threads=1)
    sizes = np.bincount(plans)
    for i, row in enumerate(rows):
        wanted = min(nearest + min(int(sizes[plans[i]]), OWN * nearest), len(rows))
        keys = index.search(row, wanted, threads=1).keys.astype(np.int64)
        others = keys[plans[keys] != plans[i]][:nearest]
        yield np.full(len(others), i), others
