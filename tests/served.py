"""A real server for tests: `crossplan serve` in a process of its own, on a free port."""

import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from graph.workspace import Workspace

ROOT = Path(__file__).parent.parent


@dataclass(frozen=True)
class Served:
    """A running server: its address, ending in a slash, its process, and a client of it."""

    url: str
    process: "subprocess.Popen[str]"
    client: httpx.Client

    @property
    def origin(self) -> str:
        return self.url.rstrip("/")


@contextmanager
def serving(
    workspace: Path, *options: str, ends: tuple[signal.Signals, int] = (signal.SIGINT, 130)
) -> Iterator[Served]:
    """Serves until the end of the block, then ends as on Ctrl-C, having said nothing amiss."""
    by, code = ends
    command = [sys.executable, "-m", "crossplan", "serve", "--port", "0", "-w", str(workspace)]
    with subprocess.Popen(
        [*command, *options], cwd=ROOT, stderr=subprocess.PIPE, text=True
    ) as process:
        try:
            assert process.stderr
            said = process.stderr.readline()
            address = re.search(r"http://[^\s;]+", said)
            assert address, said + process.stderr.read()
            with httpx.Client(base_url=address[0].partition("?")[0], timeout=60) as client:
                yield Served(address[0], process, client)
            process.send_signal(by)
            said = process.stderr.read()
            assert said == "interrupted; the server has ended\n", said
            assert process.wait(20) == code
        finally:
            process.kill()


@pytest.fixture(scope="session")
def served(two_plans: Workspace) -> Iterator[Served]:
    """A server over two small plans that no test changes."""
    with serving(two_plans.path) as running:
        yield running
