"""Who runs a checked query: a child process for each, or a few that are kept for the next."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from threading import BoundedSemaphore, Lock
from typing import Any

from graph.child import Child, GoneError
from graph.errors import LimitError

Runner = Callable[[dict[str, Any], float], bytes]
"""Given a request and its seconds: JSON lines, of which the last says how it ended."""

END = b"}\n"
USES = 1_000
"""Queries that one child runs before another takes its place, so that nothing can pile up."""


def once(request: dict[str, Any], seconds: float) -> bytes:
    """Runs a query in a child of its own."""
    child = Child("graph.sandbox")
    try:
        return _asked(child, request, seconds)
    finally:
        child.close()


def _asked(child: Child, request: dict[str, Any], seconds: float) -> bytes:
    try:
        return child.ask(json.dumps(request), seconds, END)
    except TimeoutError:
        raise LimitError(
            f"the query was stopped after {seconds:g} s; narrow it or allow more time"
        ) from None
    except GoneError as gone:
        signal = f" (signal {-gone.code})" if gone.code < 0 else ""
        raise LimitError(
            f"the query ended the process that ran it{signal}: it needed more memory, processor"
            " time or depth than it may have; narrow it"
        ) from None


@dataclass(slots=True)
class _Kept:
    """A child that has one index open, and how often it was used."""

    child: Child
    index: str
    uses: int = 0


class Runners:
    """At most so many queries at once, each in a child that has its index open already.

    A child that was late, failed or hit a limit is ended and never used again.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._slots = BoundedSemaphore(most)
        self._lock = Lock()
        self._free: list[_Kept] = []

    def __call__(self, request: dict[str, Any], seconds: float) -> bytes:
        with self._slots:
            kept = self._taken(str(request["index"]))
            kept.uses += 1
            try:
                out = _asked(kept.child, request, seconds)
            except BaseException:
                kept.child.close()
                raise
            self._give_back(kept, sound=b'\n{"truncated": ' in out[-32:] and kept.uses < USES)
            return out

    def _taken(self, index: str) -> _Kept:
        with self._lock:
            for kept in reversed(self._free):
                if kept.index == index and kept.child.lives:
                    self._free.remove(kept)
                    return kept
        return _Kept(Child("graph.sandbox"), index)

    def _give_back(self, kept: _Kept, sound: bool) -> None:
        """Keeps the child, and ends the one that waited longest if too many wait."""
        with self._lock:
            self._free += [kept] if sound else []
            gone = [] if sound else [kept]
            while len(self._free) > 2 * self._most:
                gone.append(self._free.pop(0))
        for old in gone:
            old.child.close()

    def close(self) -> None:
        """Ends all children that wait."""
        with self._lock:
            waiting, self._free = self._free, []
        for kept in waiting:
            kept.child.close()
