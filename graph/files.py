"""Writing files so that a reader sees the old version or the new one, never half of one."""

import hashlib
import json
import os
import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkdtemp

from graph.errors import StoreError, UsageError


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


def fill_folder(folder: Path, files: Mapping[str, bytes]) -> int:
    """Writes files into a new or empty folder, whole or not at all; gives how many they are."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise UsageError(f"{folder} holds something else; name a new or empty folder")
    with writing(folder):
        folder.parent.mkdir(parents=True, exist_ok=True)
        beside = Path(mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
        try:
            for name, data in files.items():
                (beside / name).parent.mkdir(parents=True, exist_ok=True)
                (beside / name).write_bytes(data)
            beside.chmod(0o755)
            beside.replace(folder)
        finally:
            shutil.rmtree(beside, ignore_errors=True)
    return len(files)
