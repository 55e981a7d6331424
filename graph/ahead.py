"""Work on many items at once, its results in order: in a process ahead, and side by side."""

import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from multiprocessing import get_context
from typing import TYPE_CHECKING, TypeVar

from graph.errors import CrossplanError

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

T = TypeVar("T")
R = TypeVar("R")

FEW = 20
"""Below this, a process costs more than it saves."""


def ahead(make: Callable[[T], R], items: Sequence[T], few: int = FEW) -> Iterator[R]:
    """What `make` gives for each item, in order; of many, the next one is made meanwhile.

    The pipe holds less than a value, so that the process is never more than one ahead. A
    CrossplanError that `make` raises is raised here, and one where the process itself was ended.
    """
    if len(items) < few:
        yield from map(make, items)
        return
    context = get_context("spawn")
    here, there = context.Pipe(duplex=False)
    process = context.Process(target=_make, args=(there, make, items), daemon=True)
    process.start()
    there.close()
    try:
        for _ in items:
            yield _received(here)
    finally:
        here.close()
        process.kill()
        process.join()


def side_by_side(work: Callable[[T], R], items: Iterable[T], threads: int) -> Iterator[R]:
    """What `work` gives for each item, in order, so many of them at once and one more ready.

    It is for work that waits. After an error, or where nobody asks any more, what is under way
    ends first and nothing else is begun.
    """
    going: deque[Future[R]] = deque()
    with ThreadPoolExecutor(threads) as pool:
        try:
            for item in items:
                going.append(pool.submit(work, item))
                if len(going) > threads:
                    yield going.popleft().result()
            while going:
                yield going.popleft().result()
        finally:
            for waiting in going:
                waiting.cancel()


def _received(here: "Connection[None, R | Exception]") -> R:
    try:
        found = here.recv()
    except EOFError:
        raise CrossplanError(
            "the process that makes plans ready was ended, perhaps for want of memory"
        ) from None
    if isinstance(found, Exception):
        raise found
    return found


def _make(
    there: "Connection[R | Exception, None]", make: Callable[[T], R], items: Sequence[T]
) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        for item in items:
            there.send(make(item))
    except BrokenPipeError:
        return
    except CrossplanError as problem:
        there.send(problem)
