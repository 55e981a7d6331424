"""What every command of the command line shares: errors, streams, options."""

import os
import shlex
import signal
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import reduce
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from graph.errors import CrossplanError, UsageError

if TYPE_CHECKING:
    from crossplan import Loaded
    from graph.checks import Checked
    from graph.query import Limits
    from graph.tables import Table
    from graph.workspace import Workspace

    Check = Callable[[Workspace, str | None], list[Checked]]

F = TypeVar("F", bound=Callable[..., Any])
Option = Callable[[F], F]
FAILED, FOUND, INTERRUPTED, BROKEN_PIPE, TERMINATED = 1, 3, 130, 141, 143
GLANCE, WIDEST = 8, 64
ALL = 100_000_000


class Terminated(KeyboardInterrupt):
    """The process was asked to end, as by a supervisor; it ends as orderly as on Ctrl-C."""


def end_orderly() -> None:
    """Makes SIGTERM end a command as Ctrl-C does."""

    def stop(*_: object) -> None:
        raise Terminated

    signal.signal(signal.SIGTERM, stop)


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
            if sys.stdout:
                sys.stdout.flush()
        except KeyboardInterrupt as stop:
            say(f"interrupted{f'; {stop}' if str(stop) else ''}")
            ctx.exit(TERMINATED if isinstance(stop, Terminated) else INTERRUPTED)
        except BrokenPipeError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            ctx.exit(BROKEN_PIPE)
        return result


def say(message: str) -> None:
    """A message for people, on one line of stderr, which never mixes with data."""
    from graph.tables import visible

    click.echo(visible(" ".join(message.splitlines())), err=True)


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


def unless_there(path: Path, force: bool) -> None:
    """Refuses to write over what is there."""
    if path.exists() and str(path) != "-" and not force:
        raise UsageError(f"{path} is there already; name another file, or use --force")


def show(table: "Table", form: str) -> None:
    """Rows to stdout; that there are none, or that the limit cut some, is said on stderr."""
    from graph.tables import render

    if table.rows or form != "table":
        click.echo(render(table, form).encode(), nl=False)
    if not table.rows:
        say("no rows")
    if table.truncated:
        say(f"these are the first {len(table.rows):,} rows; --limit allows more")


def excerpt(table: "Table") -> None:
    """The first rows for a look, long texts shortened, and how many more there are."""
    from dataclasses import replace

    rows = tuple(tuple(map(clipped, row)) for row in table.rows[:GLANCE])
    show(replace(table, rows=rows), "table")
    if len(table.rows) > GLANCE:
        click.echo(f"… and {len(table.rows) - GLANCE:,} more rows")


def clipped(value: Any) -> Any:
    """A text of a line or so; of a list the first items.

    >>> clipped(["x", "y", "z"])
    ['x', 'y', '… 1 more']
    """
    if isinstance(value, list):
        more = [f"… {len(value) - 2} more"] if len(value) > 2 else []
        return [*map(clipped, value[:2]), *more]
    if isinstance(value, str) and len(value) > WIDEST:
        return value[: WIDEST - 1].rstrip() + "…"
    return value


def report(results: "Iterator[Loaded]", total: int | None = None) -> None:
    """Tells what became of each file; leaves with 1 if one failed.

    A terminal shows a progress bar first; elsewhere each file is told as it is done.
    """
    terminal = sys.stderr.isatty()
    outcomes: Counter[str] = Counter()
    lines = []
    try:
        with click.progressbar(results, total, "reading", file=sys.stderr, show_pos=True,
                               hidden=not terminal) as bar:  # fmt: skip
            for done in bar:
                outcomes[done.outcome] += 1
                told = f"{near(done.path)}: {done.reason or _outcome(done)}"
                for line in (told, *_doubts(done)):
                    lines.append(line) if terminal else say(line)
    except KeyboardInterrupt as stop:
        loaded = outcomes.total() - outcomes["failed"]
        of = f" of {total}" if total else ""
        raise type(stop)(f"{loaded}{of} documents loaded") from None
    for told in (*lines, ", ".join(f"{n} {outcome}" for outcome, n in sorted(outcomes.items()))):
        say(told)
    if outcomes["failed"]:
        sys.exit(FAILED)


def _outcome(done: "Loaded") -> str:
    number = f"{done.decided} decision{'s' * (done.decided != 1)}"
    return f"{done.outcome} as {done.plan}" + f", with {number}" * bool(done.decided)


def _doubts(done: "Loaded") -> Iterator[str]:
    from loaders.coverage import MUCH

    if done.notes:
        yield f"{near(done.path)}: {'; '.join(done.notes)}"
    if done.unread > MUCH:
        file, share = near(done.path), round(100 * done.unread)
        call = shlex.join(["crossplan", "explain", str(file)])
        yield f"{file}: {share} % was not understood; {call} shows it"


def near(file: Path) -> Path:
    """The path as seen from here, if the file is below."""
    return file.relative_to(Path.cwd()) if file.is_relative_to(Path.cwd()) else file


def checked(check: "Check", workspace: Path, some: Sequence[str], what: str) -> "list[Checked]":
    """A check run on the plans that are named, or on all, with a count of what it looked at."""
    ws = opened(workspace)
    plans: list[str | None] = [ws.resolve(name).id for name in some] or [None]
    done = [one for plan in plans for one in check(ws, plan)]
    found = sum(len(one.findings) for one in done)
    say(f"{sum(one.counted for one in done):,} {what} of {len(done)} plans: {found:,} findings")
    return done


def findings(done: "list[Checked]", table: "Table", form: str, strict: bool = True) -> None:
    """Prints what a check found; leaves with 3 if it is strict and found something."""
    if table.rows or form != "table":
        show(table, form)
    if strict and any(one.findings for one in done):
        sys.exit(FOUND)


def opened(workspace: Path) -> "Workspace":
    from graph.workspace import Workspace

    return Workspace.open(workspace)


def limits(seconds: float, rows: int) -> "Limits":
    from graph.query import Limits

    return Limits(seconds, rows or ALL)


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


def named_values(words: Sequence[str]) -> dict[str, str]:
    """The parameters of a question out of `--name value` and `--name=value`.

    >>> named_values(["--by", "2016-12-31", "--plan=north"])
    {'by': '2016-12-31', 'plan': 'north'}
    """
    found, rest = {}, list(words)
    while rest:
        name, equals, value = rest.pop(0).partition("=")
        if not name.startswith("--") or not (equals or rest):
            raise UsageError(f"give each parameter as --name value, not {name!r}")
        found[name[2:].replace("-", "_")] = value if equals else rest.pop(0)
    return found


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
    click.option("--limit", type=click.IntRange(min=0), default=1_000, show_default=True,
                 help="Rows to print; 0 for all."),
)  # fmt: skip
query = together(
    click.argument("query", required=False),
    click.option("--input", "-i", "file", type=path, help="A file with the query."),
    bounded,
)
plans = click.option("--plan", "-p", "some", multiple=True, help="Only this plan; repeatable.")
day = click.option(
    "--day", metavar="DATE", help="The day to look from, as 2026-08-31: what is overdue then."
)
force = click.option("--force", is_flag=True, help="Write over what is there.")
manifest = click.option("--manifest", "-m", type=path, help="What the texts leave out.")
decisions = click.option(
    "--decisions", "-d", type=path, help="Instead of decisions.toml beside manifest and document."
)
verdicts = together(
    click.option("--accept", multiple=True, metavar="ID", help="It is right; repeatable."),
    click.option("--reject", multiple=True, metavar="ID", help="It is wrong; repeatable."),
    click.option("--correct", metavar="ID", help="It is nearly right: give what it should be."),
    click.option("--text", help="The text of what is corrected."),
    click.option("--type", metavar="CLASS", help="Its class, such as Measure."),
    click.option("--parent", metavar="ID", help="What it hangs on."),
    click.option("--because", metavar="WORDS", help="The reason, for who reads it later."),
    click.option("--undo", multiple=True, metavar="ID", help="Decide nothing; repeatable."),
)
verdict = together(
    click.argument("first"),
    click.argument("second"),
    click.option("--accept", "verdict", flag_value="accept", help="It is so."),
    click.option("--reject", "verdict", flag_value="reject", help="It is not so."),
    click.option("--undo", "verdict", flag_value="undo", help="Decide nothing on it."),
    click.option("--because", metavar="WORDS", default="", help="The reason, for later readers."),
)
to_file = click.option("--output", "-o", "file", type=path, help="A file instead of stdout.")
