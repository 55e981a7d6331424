"""Values that a process of its own makes ready while this one uses the last."""

import signal
from collections.abc import Callable, Iterator, Sequence
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
