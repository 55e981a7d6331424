"""One writer at a time: a lock file that names its holder."""

import fcntl
import json
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import TextIO

from graph.errors import StoreError


def _holder(file: TextIO) -> str:
    """Who holds the lock, in words; the file may be caught half written."""
    file.seek(0)
    try:
        who = json.loads(file.read())
        return f"process {who['pid']} on {who['host']} since {who['since']}"
    except (ValueError, KeyError, TypeError):
        return "another process"


def _sign(file: TextIO) -> None:
    """A full disk does not keep the lock from being held, only from naming its holder."""
    since = datetime.now(UTC).isoformat(timespec="seconds")
    who = {"pid": os.getpid(), "host": socket.gethostname(), "since": since}
    with suppress(OSError):
        os.ftruncate(file.fileno(), 0)
        os.pwrite(file.fileno(), json.dumps(who).encode() + b"\n", 0)


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Holds the lock at `path`; a `StoreError` names whoever holds it already.

    The operating system lets go of it when the process ends, however it ends.
    """
    try:
        file = path.open("a+", encoding="utf-8")
    except OSError as problem:
        raise StoreError(f"cannot write to {path.parent}: {problem.strerror}") from problem
    with file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise StoreError(
                f"{path.parent} is being written by {_holder(file)}; try again when it is done"
            ) from None
        _sign(file)
        yield
