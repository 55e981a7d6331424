"""Commands on documents: what one states, how far it was understood, and taking it in."""

import sys
from pathlib import Path
from typing import Any

import click

from commands import console
from graph.errors import UsageError


@click.command()
@click.argument("paths", nargs=-1, type=console.path)
@console.manifest
@console.decisions
@click.option("--replace", is_flag=True, help="Let a plan take the id of another publication.")
@click.option(
    "--jobs",
    "-j",
    type=click.IntRange(1),
    default=1,
    show_default=True,
    help="Processes that read side by side.",
)
@click.option(
    "--dask", metavar="ADDRESS", help="Read on the workers of this Dask scheduler instead."
)
@click.option("--from-nq", "backup", type=console.path, help="A backup that export -f nq wrote.")
@console.in_workspace
def load(paths: tuple[Path, ...], manifest: Path | None, decisions: Path | None, replace: bool,
         jobs: int, dask: str | None, backup: Path | None, workspace: Path) -> None:  # fmt: skip
    """Read plans into the workspace: files, folders, or all that a manifest names.

    A file that fails is named with its reason and the rest is loaded; loading again changes
    nothing.

    \b
    Examples:
      crossplan load plans/
      crossplan load --manifest examples/plans.toml
      crossplan load plans/ --jobs 4
      crossplan load plans/ --dask tcp://scheduler:8786
      crossplan load --from-nq plans.nq
    """
    import crossplan

    if backup and (paths or manifest):
        raise UsageError("load a backup alone: crossplan load --from-nq FILE")
    if backup:
        console.report(crossplan.restore(backup, workspace, replace))
        return
    if not paths and not manifest:
        raise UsageError("name a file, a folder or a manifest: crossplan load PATH")
    files = crossplan.files_of(paths, manifest)
    results = crossplan.load(paths, workspace, manifest, replace, decisions, jobs, dask)
    console.report(results, len(files))
    for told in crossplan.unapplied(files, workspace, manifest, decisions):
        console.say(told)


@click.command()
@click.argument("path", metavar="FILE", type=console.path)
@click.option("--format", "-f", "form", type=click.Choice(["json", "ttl", "csv"]), default="json",
              show_default=True, help="Node-link JSON, Turtle, or a row a node.")  # fmt: skip
@console.decisions
@console.to_file
def extract(path: Path, form: str, decisions: Path | None, file: Path | None) -> None:
    """Print what one document states as a graph, without a workspace.

    \b
    Examples:
      crossplan extract plan.txt
      crossplan extract plan.txt --format csv -o plan.csv
    """
    import crossplan
    from graph.exporting import export

    console.output(export([crossplan.extract(path, decisions=decisions)], form), file)


@click.command()
@click.argument("path", metavar="FILE", type=console.path)
@click.option("--strict", is_flag=True, help="Leave with 3 if over 10 % was not understood.")
@console.form
def explain(path: Path, strict: bool, form: str) -> None:
    """Say how much of a document was understood, and show each passage that was not.

    Every character, white space aside, is in one class: extracted, context (prose that commits
    to nothing), furniture (running heads, page numbers, menus) or not understood.

    \b
    Examples:
      crossplan explain plan.txt
      crossplan explain plan.txt --strict --format csv
    """
    from loaders.box import account
    from loaders.coverage import explained

    found = account(path).coverage
    console.show(explained(found), form)
    if strict and found.much_unread:
        sys.exit(console.FOUND)


@click.command()
@click.argument("name", metavar="FILE|PLAN")
@click.option("--below", type=click.FloatRange(0, 1), help="Only what is less sure than this.")
@console.verdicts
@console.manifest
@console.decisions
@console.rows
def review(name: str, below: float | None, manifest: Path | None, decisions: Path | None,
           workspace: Path, form: str, **wishes: Any) -> None:  # fmt: skip
    """List the statements of a plan, the doubtful first, and decide on those of a document.

    Decisions are written to decisions.toml beside the manifest, or else beside the document, and
    every later load applies them.

    \b
    Examples:
      crossplan review plan.txt --below 0.8
      crossplan review plan.txt --reject action/2.1 --because "a heading"
      crossplan review plan.txt --correct action/2.2 --type Measure
      crossplan review plan.txt --undo action/2.1
    """
    import crossplan
    from loaders.decisions.review import Wishes

    if wanted := Wishes(**wishes):
        for told in crossplan.decide(name, wanted, manifest, decisions):
            console.say(told)
    else:
        table = crossplan.review(name, workspace, manifest, decisions, below)
        console.show(table, form)


COMMANDS = (load, extract, explain, review)
