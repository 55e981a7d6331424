"""The command line: each command parses, calls one function and prints."""

from pathlib import Path

import click

from commands import config, console, documents, exchange, pages, plans, questions, serve


@click.group(cls=console.Program, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="crossplan")
@click.option("--config", "file", type=console.path, metavar="FILE",
              help="Defaults and vocabulary.  [default: crossplan.toml, if any]")  # fmt: skip
@click.pass_context
def app(ctx: click.Context, file: Path | None) -> None:
    """Councils' education plans as one graph, every statement traced to its words.

    \b
    Begin with:
      crossplan demo
      crossplan load plans/
      crossplan ask --list

    Exit codes: 0 done, 1 something failed, 2 wrong usage, 3 a check found something, 4 a store is
    locked or out of reach, 5 a limit was hit, 6 the workspace is damaged, 130 interrupted,
    143 terminated.
    """
    config.apply(ctx, file)


for commands in (documents, plans, questions, pages, serve, exchange):
    for command in commands.COMMANDS:
        app.add_command(command)


def main() -> None:
    """Entry point of the console script."""
    console.end_orderly()
    app(prog_name="crossplan")


if __name__ == "__main__":
    main()
