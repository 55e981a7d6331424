"""Reads many files in boxes, side by side if wanted, and gives them back in their order."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from os.path import realpath
from pathlib import Path
from queue import SimpleQueue

from graph.errors import CrossplanError
from loaders import Account, Facts
from loaders.box import Box
from loaders.decisions.decision import Decision

Read = Account | CrossplanError
Pending = Callable[[], Read]
"""Waits for a document that is being read."""

Decided = Callable[[Path], Iterable[Decision]]
_AHEAD = 4
"""How many files a box may be ahead of the one that is taken: memory stays flat."""


def none(_: Path) -> Iterable[Decision]:
    """No decisions on any file."""
    return ()


def read_all(
    files: Sequence[Path], facts: Mapping[Path, Facts], jobs: int = 1, decisions: Decided = none
) -> Iterator[tuple[Path, Read]]:
    """Each file with what was read from it, or with the error that says why nothing was.

    `decisions` gives those of people on a file.
    """
    count = max(min(jobs, len(files)), 1)
    free: SimpleQueue[Box] = SimpleQueue()

    def attempt(file: Path) -> Read:
        box = free.get()
        try:
            return box.account(file, facts.get(Path(realpath(file))), decisions(file))
        except CrossplanError as problem:
            return problem
        finally:
            free.put(box)

    with ExitStack() as stack:
        pool = stack.enter_context(ThreadPoolExecutor(count))
        for _ in range(count):
            free.put(stack.enter_context(Box()))
        stack.callback(pool.shutdown, wait=False, cancel_futures=True)
        yield from in_order(files, lambda file: pool.submit(attempt, file).result, count)


def in_order(
    files: Iterable[Path], begin: Callable[[Path], Pending], count: int
) -> Iterator[tuple[Path, Read]]:
    """Each file with what was read from it, in order, where `count` are read at the same time."""
    waiting: deque[tuple[Path, Pending]] = deque()
    for file in files:
        waiting.append((file, begin(file)))
        if len(waiting) > count * _AHEAD:
            first, read = waiting.popleft()
            yield first, read()
    while waiting:
        first, read = waiting.popleft()
        yield first, read()
