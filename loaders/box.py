"""Documents read in a child process, so that none can hang, break or steer this one."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from graph.child import Child, GoneError, TooMuchError
from graph.errors import CrossplanError, DamagedError, LimitError, StoreError, UsageError
from graph.property_graph import from_node_link
from loaders import NO_FACTS, Account, Facts
from loaders.coverage import Coverage, Passage
from loaders.document import Document

if TYPE_CHECKING:
    from collections.abc import Iterable

    from loaders.decisions.decision import Decision


_ERRORS = {
    e.__name__: e for e in (CrossplanError, DamagedError, LimitError, StoreError, UsageError)
}


@dataclass(frozen=True, slots=True)
class Limits:
    """What reading a document may cost: seconds, bytes of memory, bytes of what it says."""

    seconds: float = 300.0
    memory: int = 1_500_000_000
    output: int = 400_000_000


class Box:
    """A child process that reads one document after the other.

    It is begun when first needed, ended at the deadline of a document that takes too long, and
    begun anew for the next.
    """

    def __init__(self, limits: Limits = Limits()) -> None:
        self._limits = limits
        self._child: Child | None = None

    def __enter__(self) -> "Box":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def account(
        self, path: Path, facts: Facts | None = None, decisions: "Iterable[Decision]" = ()
    ) -> Account:
        """What a file states, as `loaders.account` has it, but for the document's blocks.

        Raises LimitError where a limit was hit or the child died.
        """
        request = {
            "path": str(path), "facts": asdict(facts or NO_FACTS),
            "decisions": [asdict(d) for d in decisions], "seconds": self._limits.seconds,
        }  # fmt: skip
        try:
            return _unpacked(path, json.loads(self._asked(path, json.dumps(request))))
        except (ValueError, KeyError, TypeError) as problem:
            self.close()
            raise _ended(path, 0) from problem
        except (LimitError, KeyboardInterrupt):
            self.close()
            raise

    def close(self) -> None:
        """Ends the child and what it began, whatever they are at."""
        child, self._child = self._child, None
        if child:
            child.close()

    def _asked(self, path: Path, request: str) -> bytes:
        if self._child is None or not self._child.lives:
            self.close()
            self._child = Child("loaders.child", str(self._limits.memory))
        try:
            return self._child.ask(request, self._limits.seconds, most=self._limits.output)
        except TimeoutError:
            raise LimitError(
                f"{path}: was not read within {self._limits.seconds:g} s; load the part with "
                "the plan alone"
            ) from None
        except TooMuchError:
            raise LimitError(
                f"{path}: says more than {self._limits.output // 1_000_000} MB; load the part "
                "with the plan alone"
            ) from None
        except GoneError as gone:
            raise _ended(path, gone.code) from None


def _ended(path: Path, code: int) -> LimitError:
    signalled = f" (signal {-code})" if code < 0 else ""
    return LimitError(
        f"{path}: ended the process that read it{signalled}: it is damaged or needs more memory "
        "than is allowed"
    )


def _unpacked(path: Path, said: dict[str, Any]) -> Account:
    if "error" in said:
        raise _ERRORS[said["error"]](said["told"])
    if "limit" in said:
        raise LimitError(f"{path}: needs more memory to read than is allowed")
    if "fault" in said:
        raise CrossplanError(
            f"{path}: cannot be read, by a fault of crossplan ({said['fault']}); please report it"
        )
    document = Document(said["name"], said["sha256"], said["text"], (), tuple(said["notes"]))
    unread = tuple(Passage(*p) for p in said["unread"])
    pages = tuple((start, number) for start, number in said["pages"])
    found = Coverage(said["characters"], unread, pages)
    return Account(document, from_node_link(said["graph"]), found, said["decided"])


def account(
    path: Path, facts: Facts | None = None, decisions: "Iterable[Decision]" = ()
) -> Account:  # fmt: skip
    """What one file states, read in a child process of its own; see `Box.account`."""
    with Box() as box:
        return box.account(path, facts, decisions)
