"""Commands that draw: pages, papers, the demonstration."""

from pathlib import Path
from typing import Any

import click

from commands import console

VIEWS = (
    "network",
    "overview",
    "explore",
    "source",
    "overlaps",
    "coverage",
    "timeline",
    "partners",
    "flow",
    "targets",
    "changes",
    "progress",
    "conflicts",
)
DEMO = (
    "completeness", "partners", "levels-of-topic --topic neet", "indicators",
    "due --by 2016-09-30", "path --plan portsmouth",
)  # fmt: skip


class _View(click.Choice[str]):
    """The name of a page of ours, or of one that another package offers."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        from graph.plugins import offered

        return value if value in offered("views") else super().convert(value, param, ctx)


@click.command()
@click.argument("name", metavar="NAME", type=_View(VIEWS))
@console.plans
@click.option("--topic", "-t", help="The map of a topic and what is narrower.")
@click.option("--partner", help="The map of a body: all that names it.")
@console.in_workspace
@console.day
@click.option("--output", "-o", "file", type=console.path,
              help="The page; - is stdout.  [default: NAME.html]")  # fmt: skip
@console.force
def view(name: str, some: tuple[str, ...], topic: str | None, partner: str | None, workspace: Path,
         day: str | None, file: Path | None, force: bool) -> None:  # fmt: skip
    """Write a page that opens from disk, with nothing beside it.

    \b
    network    the map: what each plan says and how it hangs together
    overview   the map of many plans: a card for each plan and each topic
    explore    every statement at once, where the browser draws with a graphics card
    source     one document, with what was read of it and what was not
    coverage   topics by plans: who acts, aims or is silent, and what was not read
    timeline   what is due when: intervals, what recurs, what has no date
    partners   who works with whom: bodies that several plans name
    flow       one plan from theme to measure, or several by topic and kind
    targets    the same indicator in several plans: level, comparator and date
    overlaps   pairs of statements about the same matter, side by side, to accept or reject
    changes    versions of a plan: what was dropped, added, put off or reworded, word by word
    progress   what a plan promised beside what the report on it says
    conflicts  targets for one thing that cannot both be met

    \b
    Examples:
      crossplan view network -o map.html
      crossplan view network --topic attendance
      crossplan view source --plan ofsted-action-plan-portsmouth
    """
    from crossplan import page

    target = file or Path(f"{name}.html")
    console.unless_there(target, force)
    made = page(console.opened(workspace), name, some, day, topic, partner, console.say)
    console.output(made, target)


@click.command()
@click.option("--council", "-c", help="The council that it is for, by name or a part of it.")
@click.option("--plan", "-p", "some", multiple=True, help="Or its plans; repeatable.")
@console.in_workspace
@click.option("--output", "-o", "file", type=console.path, default="brief.md", show_default=True,
              help="The paper: .md, .html or .docx.")  # fmt: skip
def brief(council: str | None, some: tuple[str, ...], workspace: Path, file: Path) -> None:
    """Write a committee paper: where a council's plans stand beside those of others.

    Coverage by topic, the strongest overlaps with both sentences and the reasons, gaps, shared
    partners, conflicts, and what the plans themselves lack: about two pages.

    \b
    Examples:
      crossplan brief --council Portsmouth -o paper.docx
      crossplan brief --plan ofsted-action-plan-portsmouth -o paper.html
    """
    from crossplan import paper

    console.output(paper(console.opened(workspace), council, some, file.suffix), file)


@click.command()
@click.option("--output", "-o", "folder", type=console.path, default=Path("site"),
              show_default=True, help="The folder; begin with index.html in it.")  # fmt: skip
@console.plans
@console.in_workspace
@console.day
@console.force
def site(folder: Path, some: tuple[str, ...], workspace: Path, day: str | None,
         force: bool) -> None:  # fmt: skip
    """Write all pages of the workspace as a folder to hand on: no server, no network.

    An index and a search lead to every view, plan, topic and partner. A folder that is no site
    is left alone; an older site is replaced as a whole with --force.

    \b
    Examples:
      crossplan site -o site
      crossplan site --plan southampton --plan portsmouth --force
    """
    import crossplan

    count = crossplan.site(console.opened(workspace), folder, some, force, day, console.say)
    console.say(f"wrote {count} pages; open {folder / 'index.html'}")


@click.command()
@click.option("--output", "-o", "folder", type=console.path, default=Path("demo-site"),
              show_default=True, help="Folder for the workspace and the pages.")  # fmt: skip
def demo(folder: Path) -> None:
    """Read the five example plans, print the answers and write the pages.

    \b
    Examples:
      crossplan demo -o demo-site
    """
    import crossplan
    from graph import checks, questions

    workspace, manifest = folder / ".crossplan", crossplan.examples()
    results = crossplan.load([], workspace, manifest)
    console.report(results, len(crossplan.files_of([], manifest)))
    ws = console.opened(workspace)
    console.checked(checks.verify, workspace, (), "quotes")
    for call in DEMO:
        name, *given = call.split()
        click.echo(f"\n{questions.find(name).title}\n$ crossplan ask {call}\n")
        console.excerpt(questions.ask(ws, name, console.named_values(given)))
    pages = folder / "site"
    count = crossplan.site(ws, pages, force=True)
    click.echo(f"\n{count} pages to open in a browser: {pages / 'index.html'}")


COMMANDS = (view, brief, site, demo)
