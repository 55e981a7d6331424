"""Reads many files, in several processes if wanted, and gives them back in their order."""

from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import replace
from multiprocessing import get_context
from pathlib import Path

from graph.errors import CrossplanError
from loaders import Account, Facts, account

Read = Account | CrossplanError
_AHEAD = 4
"""How many files a process may be ahead of the one that is taken: memory stays flat."""


def _attempt(file: Path, facts: Facts | None) -> Read:
    """What `read_all` gives of a file: without the blocks, which cost more to send than to read."""
    try:
        found = account(file, facts)
        return replace(found, document=replace(found.document, blocks=()))
    except CrossplanError as problem:
        return problem


def read_all(
    files: Sequence[Path], facts: Mapping[Path, Facts], jobs: int = 1
) -> Iterator[tuple[Path, Read]]:
    """Each file with what was read from it, or with the error that says why nothing was."""
    if jobs < 2 or len(files) < 2:
        for file in files:
            yield file, _attempt(file, facts.get(file.resolve()))
        return
    with ProcessPoolExecutor(min(jobs, len(files)), get_context("spawn")) as pool:
        waiting: deque[tuple[Path, Future[Read]]] = deque()
        for file in files:
            waiting.append((file, pool.submit(_attempt, file, facts.get(file.resolve()))))
            if len(waiting) > jobs * _AHEAD:
                done, read = waiting.popleft()
                yield done, read.result()
        while waiting:
            done, read = waiting.popleft()
            yield done, read.result()
