"""Reads many files, in several processes if wanted, and gives them back in their order."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from os.path import realpath
from pathlib import Path
from typing import TYPE_CHECKING

from graph.errors import CrossplanError
from loaders import Account, Facts, account
from loaders.decisions.decision import Decision

if TYPE_CHECKING:
    from concurrent.futures import Future

Read = Account | CrossplanError
Decided = Callable[[Path], Iterable[Decision]]
_AHEAD = 4
"""How many files a process may be ahead of the one that is taken: memory stays flat."""


def none(_: Path) -> Iterable[Decision]:
    """No decisions on any file."""
    return ()


def _attempt(file: Path, facts: Facts | None, decisions: Decided) -> Read:
    """What `read_all` gives of a file: without the blocks, which cost more to send than to read."""
    try:
        found = account(file, facts, decisions(file))
        return replace(found, document=replace(found.document, blocks=()))
    except CrossplanError as problem:
        return problem


def read_all(
    files: Sequence[Path], facts: Mapping[Path, Facts], jobs: int = 1, decisions: Decided = none
) -> Iterator[tuple[Path, Read]]:
    """Each file with what was read from it, or with the error that says why nothing was.

    `decisions` gives those of people on a file, and must be known by name to other processes.
    """
    known = ((file, facts.get(Path(realpath(file)))) for file in files)
    if jobs < 2 or len(files) < 2:
        for file, fact in known:
            yield file, _attempt(file, fact, decisions)
        return
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    with ProcessPoolExecutor(min(jobs, len(files)), get_context("spawn")) as pool:
        waiting: deque[tuple[Path, Future[Read]]] = deque()
        for file, fact in known:
            waiting.append((file, pool.submit(_attempt, file, fact, decisions)))
            if len(waiting) > jobs * _AHEAD:
                yield _result(*waiting.popleft())
        while waiting:
            yield _result(*waiting.popleft())


def _result(file: Path, read: "Future[Read]") -> tuple[Path, Read]:
    from concurrent.futures.process import BrokenProcessPool

    try:
        return file, read.result()
    except BrokenProcessPool:
        told = "a reading process was ended from outside, as where memory is short; try --jobs 1"
        return file, CrossplanError(f"{file}: {told}")
