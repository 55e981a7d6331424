"""What every command of the command line shares: errors, streams, options."""

import os
import sys
from collections.abc import Callable
from functools import reduce
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from graph.errors import CrossplanError, UsageError

if TYPE_CHECKING:
    from graph.tables import Table

F = TypeVar("F", bound=Callable[..., Any])
Option = Callable[[F], F]
INTERRUPTED, BROKEN_PIPE = 130, 141


class Program(click.Group):
    """Errors raised on purpose become one sentence on stderr and an exit code."""

    def main(self, *args: Any, **more: Any) -> Any:
        try:
            return super().main(*args, **more)
        except CrossplanError as problem:
            say(f"Error: {problem}")
            sys.exit(problem.exit_code)

    def invoke(self, ctx: click.Context) -> Any:
        try:
            result = super().invoke(ctx)
            sys.stdout.flush()
        except KeyboardInterrupt as stop:
            say(f"interrupted{f'; {stop}' if str(stop) else ''}")
            ctx.exit(INTERRUPTED)
        except BrokenPipeError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            ctx.exit(BROKEN_PIPE)
        return result


def say(message: str) -> None:
    """A message for people on stderr, which never mixes with data."""
    from graph.tables import visible

    click.echo(visible(message), err=True)


def output(data: bytes, file: Path | None) -> None:
    """Data to a file, whole or not at all, or to stdout."""
    from graph.files import replace_file

    if file is None or str(file) == "-":
        click.echo(data, nl=False)
        return
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        replace_file(file, data)
    except OSError as problem:
        raise CrossplanError(f"cannot write {file}: {problem.strerror}") from problem
    say(f"wrote {file}")


def show(table: "Table", form: str) -> None:
    """Rows to stdout; that the limit cut some is said on stderr."""
    from graph.tables import render

    click.echo(render(table, form), nl=False)
    if table.truncated:
        say(f"these are the first {len(table.rows):,} rows; --limit allows more")


def query_text(query: str | None, file: Path | None) -> str:
    """A query from the command line, from a file or, as `-`, from stdin."""
    if (query is None) == (file is None):
        raise UsageError("give one query: as an argument, as - for stdin, or with --input FILE")
    try:
        if file:
            return file.read_text("utf-8")
        return sys.stdin.read() if query == "-" else query or ""
    except (OSError, UnicodeDecodeError) as problem:
        raise UsageError(f"cannot read the query in {file or 'stdin'}: {problem}") from problem


def together(*options: Option[Any]) -> Option[Any]:
    """Several options as one decorator, in the order of the help."""
    return lambda command: reduce(lambda c, option: option(c), reversed(options), command)


path = click.Path(path_type=Path)
in_workspace = click.option(
    "--workspace", "-w", type=path, default=Path(".crossplan"), envvar="CROSSPLAN_WORKSPACE",
    show_default=True, show_envvar=True, help="Folder of the plans.",
)  # fmt: skip
form = click.option(
    "--format", "-f", "form", type=click.Choice(["table", "json", "ndjson", "csv", "md"]),
    default="table", show_default=True, help="How rows are printed.",
)  # fmt: skip
rows = together(in_workspace, form)
bounded = together(
    rows,
    click.option("--timeout", type=click.FloatRange(min=0, min_open=True), default=10.0,
                 show_default=True, help="Seconds to wait for the answer."),
    click.option("--limit", type=click.IntRange(min=1), default=1_000, show_default=True,
                 help="Rows to print."),
)  # fmt: skip
query = together(
    click.argument("query", required=False),
    click.option("--input", "-i", "file", type=path, help="A file with the query."),
    bounded,
)
plans = click.option("--plan", "-p", "some", multiple=True, help="Only this plan; repeatable.")
to_file = click.option("--output", "-o", "file", type=path, help="A file instead of stdout.")
