"""A file's bytes and the text in them: size, kind and character set are settled here."""

import hashlib
import os
import stat
from dataclasses import dataclass
from pathlib import Path

from graph.errors import CrossplanError, LimitError

MAX_BYTES = 50_000_000


@dataclass(frozen=True, slots=True)
class Source:
    """A file by name and content; `text` is decoded on creation by `open_source`."""

    name: str
    sha256: str
    data: bytes
    text: str = ""
    notes: tuple[str, ...] = ()


_BINARY = {
    b"%PDF": "a PDF",
    b"PK\x03\x04": "a zip or Office file",
    b"\xd0\xcf\x11\xe0": "an old or encrypted Office file",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"{\\rtf": "a rich text file",
}


def open_bytes(path: Path, limit: int = MAX_BYTES) -> Source:
    """The file's bytes, or one sentence why they cannot be had."""
    try:
        info = path.stat()
    except FileNotFoundError as e:
        raise CrossplanError(f"{path}: there is no such file") from e
    except OSError as e:
        raise CrossplanError(f"{path}: cannot be opened ({e.strerror})") from e
    if not stat.S_ISREG(info.st_mode):
        raise CrossplanError(f"{path}: is not a regular file")
    if info.st_size > limit:
        raise LimitError(f"{path}: has {info.st_size:,} bytes, more than the limit of {limit:,}")
    try:
        with os.fdopen(os.open(path, os.O_RDONLY | os.O_NONBLOCK), "rb") as f:
            data = f.read(limit + 1)
    except OSError as e:
        raise CrossplanError(f"{path}: cannot be read ({e.strerror})") from e
    return Source(path.name, hashlib.sha256(data).hexdigest(), data)


def _decode(source: Source) -> tuple[str, tuple[str, ...]]:
    data = source.data
    for bom, name in (
        (b"\xef\xbb\xbf", "utf-8"),
        (b"\xff\xfe", "utf-16-le"),
        (b"\xfe\xff", "utf-16-be"),
    ):
        if data.startswith(bom):
            return data[len(bom) :].decode(name), ()
    try:
        return data.decode("utf-8"), ()
    except UnicodeDecodeError:
        return data.decode("cp1252"), ("read as Windows-1252",)


_CONTROL = dict.fromkeys((*range(9), *range(14, 32), 65534, 65535, *range(127, 160)))


def open_text(path: Path, limit: int = MAX_BYTES) -> Source:
    """The file as text: byte order mark, then UTF-8, then Windows-1252; never a guess.

    Control characters are dropped and counted in `notes`. Raises CrossplanError for what is
    empty or no text.
    """
    source = open_bytes(path, limit)
    for magic, what in _BINARY.items():
        if source.data.startswith(magic):
            raise CrossplanError(f"{path}: is {what}, not text; its ending should say so")
    try:
        text, notes = _decode(source)
    except UnicodeDecodeError as e:
        raise CrossplanError(f"{path}: is neither UTF-8, UTF-16 nor Windows-1252 text") from e
    kept = text.translate(_CONTROL)
    lost = len(text) - len(kept)
    if lost > len(text) // 20:
        raise CrossplanError(f"{path}: is a binary file, not text")
    if not kept.strip():
        raise CrossplanError(f"{path}: is empty")
    if lost:
        notes = (*notes, f"{lost} control characters dropped")
    return Source(source.name, source.sha256, source.data, kept, notes)
