"""The file of decisions: TOML that people read, diff and merge."""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import fields
from functools import lru_cache
from pathlib import Path
from typing import Any

from graph.errors import UsageError
from graph.files import toml_string
from loaders.decisions.decision import Decision, checked, nearest

NAME = "decisions.toml"
_KEYS = tuple(f.name for f in fields(Decision) if f.compare)
_ORDER = ("plan", "statement", "quote", "verdict", "text", "type", "parent", "because")
_HEAD = """# What people decided about statements that were read from plans. Every load applies it.
# crossplan review writes this file: reasons belong into because, comments are not kept.
"""


def files_for(document: Path, manifest: Path | None = None, given: Path | None = None
              ) -> list[Path]:  # fmt: skip
    """The files of decisions for a document: the one given, or those beside it and its manifest."""
    if given:
        return [given]
    folders = [p.absolute().parent for p in (manifest, document) if p]
    return [f for f in dict.fromkeys(folder / NAME for folder in folders) if f.is_file()]


def decisions_for(document: Path, manifest: Path | None = None, given: Path | None = None
                  ) -> tuple[Decision, ...]:  # fmt: skip
    """The decisions of all these files."""
    return tuple(d for f in files_for(document, manifest, given) for d in read_decisions(f))


def strangers(decisions: Iterable[Decision], plans: Iterable[str]) -> list[str]:
    """A sentence for each plan that decisions name and that is not among these."""
    known = {p: p for p in plans}
    first = {d.plan: d for d in decisions if d.plan not in known}
    return [
        f"{d.told} and what else is on the plan {plan!r} was not applied: no such plan is loaded;"
        f" the nearest is {nearest(plan, known) or 'none'}"
        for plan, d in first.items()
    ]


def read_decisions(path: Path) -> tuple[Decision, ...]:
    """The decisions in a file; a UsageError says what in it is wrong."""
    try:
        return _parsed(path, path.read_bytes())
    except OSError as e:
        raise UsageError(f"{path}: cannot be read ({e.strerror})") from e


@lru_cache(maxsize=4)
def _parsed(path: Path, data: bytes) -> tuple[Decision, ...]:
    """Remembered, because every document of a folder has the same file."""
    try:
        found = tomllib.loads(data.decode())
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as e:
        raise UsageError(f"{path}: is not a TOML file ({e})") from e
    extra = sorted(set(found) - {"decision"})
    entries = found.get("decision", [])
    if extra or not isinstance(entries, list) or not all(isinstance(e, dict) for e in entries):
        what = f"has the unknown key {extra[0]!r}" if extra else "has no list of decisions"
        raise UsageError(f"{path}: {what}; each decision is a [[decision]] table")
    return tuple(_decision(f"{path}: decision {n}", e) for n, e in enumerate(entries, start=1))


def _decision(told: str, entry: Mapping[str, Any]) -> Decision:
    for key, value in entry.items():
        if key not in _KEYS:
            near = nearest(key, {k: k for k in _KEYS})
            hint = f"did you mean {near!r}" if near else "known are " + ", ".join(_KEYS)
            raise UsageError(f"{told} has the unknown key {key!r}; {hint}")
        if not isinstance(value, str) or not value.strip():
            raise UsageError(f"{told}: {key} must be a text that is not empty")
    for key in ("plan", "verdict"):
        if key not in entry:
            raise UsageError(f'{told} has no {key}; add {key} = "..."')
    values: dict[str, Any] = {key: " ".join(value.split()) for key, value in entry.items()}
    local = values.get("statement", "").removeprefix(f"{values['plan']}/")
    return checked(Decision(**values | {"statement": local, "told": told}))


def to_toml(decisions: Iterable[Decision]) -> bytes:
    """The file's bytes: one table a decision, by plan and statement."""
    tables = [_table(d) for d in sorted(decisions, key=lambda d: (d.plan, d.statement, d.quote))]
    return "\n".join([_HEAD, *tables]).encode() if tables else _HEAD.encode()


def _table(decision: Decision) -> str:
    values = ((key, getattr(decision, key)) for key in _ORDER)
    lines = [f"{key} = {toml_string(value)}" for key, value in values if value]
    return "\n".join(["[[decision]]", *lines, ""])
