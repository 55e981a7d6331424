"""The manifest: a TOML file with what the texts of plans do not say."""

import tomllib
from collections.abc import Mapping
from dataclasses import fields
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from graph.errors import UsageError
from loaders.facts import Facts

_KEYS = ("file", *(f.name for f in fields(Facts)))


def _facts(path: Path, number: int, entry: Mapping[str, Any]) -> tuple[Path, Facts]:
    for key, value in entry.items():
        if key not in _KEYS:
            near = get_close_matches(key, _KEYS, 1)
            hint = f"did you mean {near[0]!r}" if near else "known are " + ", ".join(_KEYS)
            raise UsageError(f"{path}: plan {number} has the unknown key {key!r}; {hint}")
        if not isinstance(value, str) or not value.strip():
            raise UsageError(f"{path}: plan {number}: {key} must be a text that is not empty")
    if "file" not in entry:
        raise UsageError(f'{path}: plan {number} names no file; add file = "..."')
    file = path.parent / entry["file"]
    if not file.is_file():
        raise UsageError(f"{path}: plan {number} names {entry['file']}, and there is no such file")
    return file.resolve(), Facts(**{k: v for k, v in entry.items() if k != "file"})


def read_manifest(path: Path) -> dict[Path, Facts]:
    """File, with its path resolved -> what the manifest says of it.

    Raises UsageError for what is no TOML, an unknown key, or a file that is not there.
    """
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as e:
        raise UsageError(f"{path}: cannot be read ({e.strerror})") from e
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as e:
        raise UsageError(f"{path}: is not a TOML file ({e})") from e
    extra = sorted(set(data) - {"plan"})
    if extra:
        raise UsageError(f"{path}: has the unknown key {extra[0]!r}; each plan is a [[plan]] table")
    entries = data.get("plan", [])
    if not isinstance(entries, list):
        raise UsageError(f"{path}: each plan is a [[plan]] table, with double brackets")
    return dict(_facts(path, i, e) for i, e in enumerate(entries, start=1))
