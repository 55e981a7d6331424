"""Answers to named questions, kept beside the index that gave them and forgotten with it."""

import json
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from graph.files import replace_file
from graph.record import sha256
from graph.tables import Table

MOST = 2_000
"""How many answers are kept beside one index."""


def kept(index: Path, asked: Mapping[str, Any], make: Callable[[], Table]) -> Table:
    """The answer to what was asked of an index, made only if it is not there yet."""
    signed = index.parent / f"{index.name}.json"
    key = json.dumps(asked, sort_keys=True).encode() + signed.read_bytes()
    path = index.parent / "answers" / f"{sha256(key)}.json"
    if (known := _read(path)) is not None:
        return known
    table = make()
    with suppress(OSError):
        path.parent.mkdir(exist_ok=True)
        if sum(1 for _ in path.parent.iterdir()) < MOST:
            replace_file(path, json.dumps([table.columns, table.rows, table.truncated]).encode())
    return table


def _read(path: Path) -> Table | None:
    try:
        columns, rows, truncated = json.loads(path.read_bytes())
        return Table(tuple(columns), tuple(map(tuple, rows)), truncated)
    except (OSError, ValueError, TypeError):
        return None
