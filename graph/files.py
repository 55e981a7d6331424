"""Writing files so that a reader sees the old version or the new one, never half of one."""

import hashlib
import json
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from graph.errors import StoreError


@contextmanager
def writing(what: object) -> Iterator[None]:
    """Says in a `StoreError` what the system does not let us write."""
    try:
        yield
    except OSError as problem:
        raise StoreError(f"cannot write {what}: {problem.strerror}") from problem


def sync_folder(folder: Path) -> None:
    """Makes renames in a folder last through a loss of power."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def write_synced(path: Path, data: bytes) -> None:
    """Writes a file and waits until it is on the disk."""
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def replace_file(path: Path, data: bytes) -> None:
    """Writes beside `path` and renames: all or nothing."""
    beside = path.with_name(path.name + ".next")
    write_synced(beside, data)
    beside.replace(path)
    sync_folder(path.parent)


def toml_string(text: str) -> str:
    """A basic string of TOML: JSON's, but that DEL is escaped too."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def replace_with(path: Path, parts: Iterable[bytes]) -> tuple[str, int]:
    """Puts the parts in the place of a file, one at a time; gives their SHA-256 and length."""
    digest, size = hashlib.sha256(), 0
    ready = path.with_name(path.name + ".next")
    with ready.open("wb") as file:
        for part in parts:
            digest.update(part)
            size += file.write(part)
        file.flush()
        os.fsync(file.fileno())
    ready.replace(path)
    sync_folder(path.parent)
    return digest.hexdigest(), size
