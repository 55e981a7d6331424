"""A process of ours that works for this one: no network, no environment, killed when it is late."""

import os
import select
import signal
import subprocess
import sys
import time
from contextlib import suppress

from graph.sandbox import child_environment


class TooMuchError(Exception):
    """The child says more than it may."""


class GoneError(Exception):
    """The child ended before its answer did; `code` is how, below 0 for a signal."""

    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code


class Child:
    """A module that reads requests, one a line, on its input and answers each on its output."""

    def __init__(self, module: str, *args: str) -> None:
        command = [sys.executable, "-P", "-m", module, *args]
        self._process = subprocess.Popen(  # noqa: S603
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
            env=child_environment(), start_new_session=True,
        )  # fmt: skip

    @property
    def lives(self) -> bool:
        return self._process.poll() is None

    def ask(self, request: str, seconds: float, end: bytes = b"\n", most: int = 1 << 62) -> bytes:
        """The answer to a request, which is whole when it ends in `end`.

        Raises TimeoutError, TooMuchError beyond `most` bytes, or GoneError; the child is to be
        closed then.
        """
        assert self._process.stdin
        assert self._process.stdout
        late = time.monotonic() + seconds
        with suppress(BrokenPipeError):
            self._process.stdin.write(request.encode() + b"\n")
            self._process.stdin.flush()
        said = bytearray()
        output = self._process.stdout.fileno()
        ready = select.poll()
        ready.register(output, select.POLLIN)
        while not said.endswith(end):
            wait = late - time.monotonic()
            if wait <= 0 or not ready.poll(1000 * wait):
                raise TimeoutError
            data = os.read(output, 1 << 20)
            if not data:
                raise GoneError(self._process.wait())
            said += data
            if len(said) > most:
                raise TooMuchError
        return bytes(said)

    def close(self) -> None:
        """Ends the child and what it began, whatever they are at."""
        with suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            with suppress(BrokenPipeError):
                assert pipe
                pipe.close()
