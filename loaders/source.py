"""A file's bytes and the text in them: size, kind and character set are settled here."""

import hashlib
import os
import re
import stat
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from graph.errors import CrossplanError, LimitError

MAX_BYTES = 50_000_000
MAX_CHARACTERS = 4_000_000


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


def _shown(name: str) -> str:
    """A file's name as text that every store takes: bytes that are no UTF-8 are written out."""
    return os.fsencode(name).decode("utf-8", "backslashreplace")


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
    return Source(_shown(path.name), hashlib.sha256(data).hexdigest(), data)


_MARKS = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)
_DECLARED = re.compile(
    rb"""<(?:meta|\?xml)[^>]{1,200}?(?:charset|encoding)\s*=\s*["']?\s*
    (iso-?8859-\d{1,2}|windows-125\d|cp125\d|koi8-[ru]|macintosh|big5|gbk|gb2312|gb18030|shift_jis
    |euc-jp|euc-kr)\b""",
    re.IGNORECASE | re.VERBOSE,
)
_LATIN_1 = re.compile(r"iso-?8859-1|windows-1252|cp1252", re.IGNORECASE)


def _utf_16(data: bytes) -> str | None:
    """The byte order of UTF-16 without a mark: every other byte of its start is mostly NUL."""
    head = data[: 4_096 & ~1]
    low, high = head[::2].count(0), head[1::2].count(0)
    few, many = len(head) // 40, len(head) // 6
    if len(data) % 2 or max(low, high) <= many or min(low, high) > few:
        return None
    return "utf-16-le" if high > low else "utf-16-be"


def _attempts(data: bytes) -> Iterator[tuple[str, str | None]]:
    """Encodings to try in turn, each with what to say of it."""
    if order := _utf_16(data):
        yield order, "read as UTF-16 without a byte order mark"
    yield "utf-8", None
    declared = _DECLARED.search(data, 0, 4_096)
    if declared and not _LATIN_1.fullmatch(name := declared[1].decode("ascii")):
        yield name, f"read as {name}, as the file declares"
    yield "cp1252", "read as Windows-1252"


def _decode(source: Source) -> tuple[str, tuple[str, ...]]:
    data = source.data
    for mark, name in _MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(name), ()
    for name, note in _attempts(data):
        with suppress(UnicodeDecodeError, LookupError):
            return data.decode(name), (note,) if note else ()
    raise CrossplanError(f"{source.name}: is neither UTF-8, UTF-16 nor Windows-1252 text; "
                         "save it as UTF-8 and load it again")  # fmt: skip


_SECOND = re.escape(bytes(range(0x80, 0xC0)).decode("cp1252", "ignore") + "\x81\x8d\x8f\x90\x9d")
_GARBLED = re.compile(f"(?:[ÂÃ]|â€)[{_SECOND}]")
"""UTF-8 that somebody took for Windows-1252 and saved again: Â£ for £, â€œ for “."""

_CONTROL = dict.fromkeys((*range(9), *range(14, 32), 65534, 65535, *range(127, 160)))


def open_text(path: Path, limit: int = MAX_BYTES) -> Source:
    """The file as text: byte order mark, UTF-8, what it declares, Windows-1252; never a guess.

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
        raise CrossplanError(
            f"{path}: is not the {e.encoding.upper()} text that its first bytes say; "
            "save it as UTF-8 and load it again"
        ) from e
    kept = text.translate(_CONTROL)
    lost = len(text) - len(kept)
    if lost > len(text) // 20:
        raise CrossplanError(f"{path}: is a binary file, not text")
    if not kept.strip():
        raise CrossplanError(f"{path}: is empty")
    if lost:
        notes = (*notes, f"{lost} control characters dropped")
    if garbled := len(_GARBLED.findall(kept)):
        notes = (*notes, f"{garbled} garbled characters kept: saved as UTF-8, read as Windows-1252")
    return Source(source.name, source.sha256, source.data, kept, notes)


def check_length(source: Source, characters: int) -> None:
    """Raises LimitError for more text than the longest plans have many times over."""
    if characters > MAX_CHARACTERS:
        raise LimitError(
            f"{source.name}: has {characters:,} characters of text, more than the limit of "
            f"{MAX_CHARACTERS:,}; load the part with the plan alone"
        )
