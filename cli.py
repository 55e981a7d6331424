"""The command line: each command parses, calls one function and prints."""

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from graph.errors import CrossplanError

if TYPE_CHECKING:
    from graph.tables import Table
    from graph.workspace import Workspace

FAILED, FOUND, INTERRUPTED, BROKEN_PIPE = 1, 3, 130, 141
GRAPH_FORMATS = ("ttl", "trig", "nq", "jsonld", "json", "graphml", "gexf", "csv")


class Program(click.Group):
    """Errors raised on purpose become one sentence on stderr and an exit code."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            result = super().invoke(ctx)
            sys.stdout.flush()
        except CrossplanError as problem:
            say(f"Error: {problem}")
            ctx.exit(problem.exit_code)
        except KeyboardInterrupt:
            say("interrupted; what was done until now is kept")
            ctx.exit(INTERRUPTED)
        except BrokenPipeError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            ctx.exit(BROKEN_PIPE)
        return result


def say(message: str) -> None:
    """A message for people, which never mixes with data."""
    click.echo(message, err=True)


def output(data: str | bytes, file: Path | None) -> None:
    """Data to a file, whole or not at all, or to stdout."""
    from graph.files import replace_file

    raw = data.encode() if isinstance(data, str) else data
    if file is None or str(file) == "-":
        click.echo(raw, nl=False)
        return
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        replace_file(file, raw)
    except OSError as problem:
        raise CrossplanError(f"cannot write {file}: {problem.strerror}") from problem
    say(f"wrote {file}")


def show_table(table: "Table", form: str) -> None:
    from graph.tables import render

    click.echo(render(table, form), nl=False)


in_workspace = click.option(
    "--workspace", "-w", type=click.Path(path_type=Path), default=Path(".crossplan"),
    envvar="CROSSPLAN_WORKSPACE", show_default=True, show_envvar=True, help="Folder of the graph.",
)  # fmt: skip
as_table = click.option(
    "--format", "-f", "form", type=click.Choice(["table", "json", "ndjson", "csv", "md"]),
    default="table", show_default=True, help="How to print the rows.",
)  # fmt: skip
to_file = click.option(
    "--output", "-o", "file", type=click.Path(path_type=Path), help="File instead of stdout."
)


def opened(workspace: Path) -> "Workspace":
    from graph.workspace import Workspace

    return Workspace.open(workspace)


@click.group(cls=Program, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="crossplan")
def app() -> None:
    """Councils' education plans as one graph, every statement traced to its words.

    \b
    Begin with:
      crossplan demo
      crossplan load plans/
      crossplan ask --list

    Exit codes: 0 done, 1 something failed, 2 wrong usage, 3 a check found something, 4 a store is
    locked or out of reach, 5 a limit was hit, 6 the workspace is damaged, 130 interrupted.
    """


def main() -> None:
    """Entry point of the console script."""
    app(prog_name="crossplan")


if __name__ == "__main__":
    main()
