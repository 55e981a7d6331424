"""The pages of a PDF, read in a child process, so that no file can hang or break this one."""

import json
import os
import select
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

from graph.errors import CrossplanError, LimitError
from graph.sandbox import child_environment
from loaders.pdf.child import unpacked
from loaders.pdf.page import Page
from loaders.source import Source

_TAIL = 4096
_ANEW = "open it in a PDF program and save it anew"


@dataclass(frozen=True, slots=True)
class Limits:
    """How much of a PDF is read: pages, seconds for all of them and for each."""

    pages: int = 2_000
    seconds: float = 300.0
    page_seconds: float = 30.0


def pages(path: Path, source: Source, limits: Limits) -> Iterator[Page]:
    """The pages one by one; raises CrossplanError with the page where it cannot go on."""
    _looks_whole(path, source)
    command = [sys.executable, "-P", "-m", "loaders.pdf.child"]
    with subprocess.Popen(  # noqa: S603
        [*command, str(limits.pages), str(limits.seconds)], stdin=subprocess.PIPE,
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=child_environment(),
    ) as child:  # fmt: skip
        try:
            _send(child, source.data)
            yield from _received(path, child, limits)
        finally:
            child.kill()


def _looks_whole(path: Path, source: Source) -> None:
    if b"%PDF" not in source.data[:1024]:
        raise CrossplanError(f"{path}: is not a PDF; its ending should say what it is")
    tail = source.data[-_TAIL:]
    if b"startxref" not in tail and b"%%EOF" not in tail:
        raise CrossplanError(f"{path}: is cut short, its end is missing; get the whole file")


def _send(child: "subprocess.Popen[bytes]", data: bytes) -> None:
    assert child.stdin
    try:
        child.stdin.write(data)
        child.stdin.close()
    except BrokenPipeError:
        return


def _received(path: Path, child: "subprocess.Popen[bytes]", limits: Limits) -> Iterator[Page]:
    lines = _lines(path, child, limits)
    first = json.loads(next(lines, b"{}"))
    count = first.get("pages")
    if count is None:
        _fault(path, None, first.get("fault", "broken"))
    if count > limits.pages:
        raise LimitError(f"{path}: has {count:,} pages, more than the limit of "
                         f"{limits.pages:,}; split it")  # fmt: skip
    for number in range(1, count + 1):
        line = next(lines, b'{"fault": "broken"}')
        if line.startswith(b"{"):
            _fault(path, number, json.loads(line)["fault"])
        yield unpacked(line)


def _fault(path: Path, page: int | None, fault: str) -> NoReturn:
    where = f"{path}: page {page}" if page else str(path)
    if fault == "encrypted":
        raise CrossplanError(f"{path}: is encrypted; save it without a password and load that")
    if fault == "damaged":
        raise CrossplanError(f"{where}: is damaged; {_ANEW}")
    if fault in ("broken", "memory"):
        raise LimitError(
            f"{where}: cannot be read, it is damaged or needs more memory or time than is "
            f"allowed; {_ANEW}"
        )
    raise LimitError(f"{where}: {fault}")


def _lines(path: Path, child: "subprocess.Popen[bytes]", limits: Limits) -> Iterator[bytes]:
    """Whole lines of the child's output; one that takes too long ends the reading."""
    assert child.stdout
    out = child.stdout.fileno()
    end = time.monotonic() + limits.seconds
    held = bytearray()
    number = 0
    last = time.monotonic()
    while True:
        wait = min(limits.page_seconds - (time.monotonic() - last), end - time.monotonic())
        if wait <= 0 or not select.select([out], [], [], wait)[0]:
            raise LimitError(f"{path}: page {max(number, 1)}: takes too long to read; {_ANEW}")
        data = os.read(out, 1 << 20)
        if not data:
            return
        held += data
        *whole, rest = held.split(b"\n")
        held = bytearray(rest)
        for line in whole:
            number += 1
            yield bytes(line)
            last = time.monotonic()
