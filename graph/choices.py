"""The decisions of a workspace on what is across plans: `decisions.toml` in its folder.

[[overlap]]                       two statements of different plans
first = "north-plan/action/2"
first_quote = "Visit each school"   # finds it when a later reading changes its id
second = "south-plan/action/5"
verdict = "reject"
because = "one is for staff"

[[same]]                          two bodies, by a name that plans print or a partner's id
first = "Ashdown High"
second = "Ashdown HS"
verdict = "accept"
"""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from graph.errors import StoreError, UsageError
from graph.files import toml_string

NAME = "decisions.toml"
Kind = Literal["overlap", "same"]
_QUOTES = ("first_quote", "second_quote")
_KEYS: Mapping[Kind, tuple[str, ...]] = {
    "overlap": ("first", "first_quote", "second", "second_quote", "verdict", "because"),
    "same": ("first", "second", "verdict", "because"),
}
_HEAD = """# What people decided about what is across plans. Every comparison follows it.
# crossplan decide writes this file: reasons belong into because, comments are not kept.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A person's verdict on two statements or two names of bodies; `told` is where it stands."""

    kind: Kind
    first: str
    second: str
    verdict: str
    first_quote: str = ""
    second_quote: str = ""
    because: str = ""
    told: str = field(default="the decision", compare=False)


def parse(data: bytes, where: str) -> tuple[Choice, ...]:
    """The choices in a file's bytes; a UsageError says what in it is wrong."""
    try:
        found = tomllib.loads(data.decode())
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as e:
        raise UsageError(f"{where}: is not a TOML file ({e})") from e
    if extra := sorted(set(found) - set(_KEYS)):
        raise UsageError(f"{where}: has the unknown key {extra[0]!r}; known are overlap and same")
    choices = []
    for kind in _KEYS:
        entries = found.get(kind, [])
        if not isinstance(entries, list) or not all(isinstance(e, dict) for e in entries):
            raise UsageError(f"{where}: each decision is a [[{kind}]] table")
        choices += [_choice(kind, f"{where}: {kind} {n}", e) for n, e in enumerate(entries, 1)]
    return tuple(choices)


def _choice(kind: Kind, told: str, entry: Mapping[str, Any]) -> Choice:
    for key, value in entry.items():
        if key not in _KEYS[kind]:
            raise UsageError(f"{told} has the unknown key {key!r}; known: {', '.join(_KEYS[kind])}")
        if not isinstance(value, str) or not value.strip():
            raise UsageError(f"{told}: {key} must be a text that is not empty")
    for key in ("first", "second", "verdict"):
        if key not in entry:
            raise UsageError(f'{told} has no {key}; add {key} = "..."')
    if entry["verdict"] not in ("accept", "reject"):
        raise UsageError(f"{told} has the verdict {entry['verdict']!r}; it is accept or reject")
    return Choice(kind=kind, told=told, **{k: " ".join(v.split()) for k, v in entry.items()})


def to_toml(choices: Iterable[Choice]) -> bytes:
    """The file's bytes: one table a choice, in one order."""
    return "\n".join([_HEAD, *sorted(map(_table, choices))]).encode()


def _table(choice: Choice) -> str:
    lines = [f"{k} = {toml_string(v)}" for k in _KEYS[choice.kind] if (v := getattr(choice, k))]
    return "\n".join([f"[[{choice.kind}]]", *lines, ""])


def read(folder: Path) -> bytes:
    """The bytes of a workspace's file of choices, none if it has no such file."""
    try:
        return (folder / NAME).read_bytes()
    except FileNotFoundError:
        return b""
    except OSError as problem:
        raise StoreError(f"cannot read {folder / NAME}: {problem.strerror}") from problem
