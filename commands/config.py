"""`crossplan.toml`: defaults of a folder for options that people would else type each time."""

from pathlib import Path
from typing import Any

import click

from graph.errors import UsageError

NAME = "crossplan.toml"
KEYS: dict[str, type | tuple[type, ...]] = {
    "workspace": str, "manifest": str, "vocabulary": list, "jobs": int, "timeout": (int, float),
    "limit": int,
}  # fmt: skip
"""What a file may say; addresses of servers are not among it, since passwords go there."""
PATHS = ("workspace", "manifest")


def read(file: Path) -> dict[str, Any]:
    """What a file says, its paths seen from its folder; raises UsageError in one sentence."""
    import difflib
    import tomllib

    try:
        said = tomllib.loads(file.read_text("utf-8"))
    except OSError as problem:
        raise UsageError(f"cannot read {file}: {problem.strerror}") from problem
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as problem:
        raise UsageError(f"{file} is no TOML: {problem}") from problem
    for key, value in said.items():
        if key not in KEYS:
            near = difflib.get_close_matches(key, KEYS, n=1) or KEYS
            raise UsageError(f"{file}: there is no {key!r}; there is {', '.join(near)}")
        if not isinstance(value, KEYS[key]) or isinstance(value, bool):
            raise UsageError(f"{file}: {key} cannot be {value!r}")
    if not all(isinstance(v, str) for v in said.get("vocabulary", [])):
        raise UsageError(f"{file}: vocabulary lists the paths of Turtle files")
    for key in PATHS:
        if key in said:
            said[key] = str(file.parent / said[key])
    said["vocabulary"] = [file.parent / v for v in said.get("vocabulary", [])]
    return said


def apply(ctx: click.Context, given: Path | None) -> None:
    """Makes what the file says the default of every command's options, and adds its vocabulary."""
    file = given or Path(NAME)
    if not given and not file.is_file():
        return
    said = read(file)
    if files := said.pop("vocabulary"):
        from graph.vocabulary import use

        use(files)
    assert isinstance(ctx.command, click.Group)
    ctx.default_map = _defaults(ctx.command, said)


def _defaults(group: click.Group, said: dict[str, Any]) -> dict[str, Any]:
    return {
        name: said | (_defaults(command, said) if isinstance(command, click.Group) else {})
        for name, command in group.commands.items()
    }
