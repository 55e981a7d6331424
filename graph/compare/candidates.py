"""Which pairs of statements are worth looking at: each one's nearest in meaning and topics.

A statement's joint vector holds its word vector and its topics side by side in whole numbers from
-127 to 127, so that nearness comes out alike on every machine. Few statements are looked at one by
one; among many, an index of approximate nearest neighbours is asked (usearch: HNSW, Malkov and
Yashunin 2016), so that work grows as n log n and never with all pairs.
"""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from graph.compare.features import Prepared
from graph.compare.meaning import unit

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Whole = NDArray[np.int8]
    Numbers = NDArray[np.int64]

NEAREST = 40
FEW = 6_000
SCALE = 127
LINKS, WIDTH, OWN = 32, 256, 4
TOPICS = 1.2
"""How much the topics weigh beside the words in a joint vector."""


def joint(data: Prepared) -> "Whole":
    """A row of whole numbers for each statement: meaning in context, then topics."""
    import numpy as np

    topics = TOPICS * unit(data.every * np.sqrt(data.telling))
    return np.rint(SCALE * unit(np.hstack([data.with_above, topics]))).astype(np.int8)


def candidates(data: Prepared, nearest: int = NEAREST) -> tuple["Numbers", "Numbers"]:
    """Pairs of statements of one level and of different plans, by their numbers, each once."""
    import numpy as np

    plans = np.unique([s.plan for s in data.statements], return_inverse=True)[1]
    levels = np.array([s.level for s in data.statements])
    rows = joint(data)
    found: list[tuple[int, int]] = []
    for level in sorted(set(levels.tolist())):
        at = np.flatnonzero(levels == level)
        search = _each if len(at) <= FEW else _indexed
        for i, others in search(rows[at], plans[at], nearest):
            found += [(min(a, b), max(a, b)) for a, b in ((int(at[i]), int(at[j])) for j in others)]
    pairs = np.array(sorted(set(found)), np.int64).reshape(-1, 2)
    return pairs[:, 0], pairs[:, 1]


def _each(rows: "Whole", plans: "Numbers", nearest: int) -> Iterator[tuple[int, Sequence[int]]]:
    """The nearest of every row in other plans; sums of whole numbers are exact in any order."""
    import numpy as np

    numbers = rows.astype(np.float32)
    for plan in np.unique(plans):
        inside, others = np.flatnonzero(plans == plan), np.flatnonzero(plans != plan)
        near = numbers[inside] @ numbers[others].T
        order = np.argsort(-near, axis=1, kind="stable")[:, :nearest]
        yield from zip(inside.tolist(), others[order].tolist(), strict=True)


def _indexed(rows: "Whole", plans: "Numbers", nearest: int) -> Iterator[tuple[int, Sequence[int]]]:
    """The same from an index; a plan's own statements are asked for too and left out."""
    import numpy as np
    from usearch.index import Index

    index = Index(
        ndim=rows.shape[1], metric="ip", dtype="i8", connectivity=24, expansion_search=128
    )
    index.add(np.arange(len(rows)), rows, threads=1)
    sizes = np.bincount(plans)
    for i, row in enumerate(rows):
        wanted = min(nearest + min(int(sizes[plans[i]]), OWN * nearest), len(rows))
        keys = index.search(row, wanted, threads=1).keys.astype(np.int64)
        yield i, keys[plans[keys] != plans[i]][:nearest].tolist()
