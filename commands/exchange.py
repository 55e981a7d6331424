"""Commands that hand the graph on: files of other tools, and servers."""

from pathlib import Path

import click

from commands import console, remote
from graph.errors import UsageError
from graph.exporting import FORMATS, by_ending, in_folder


def _forms() -> str:
    """The formats, a line each, for the end of the help."""
    return "\b\nFormats:\n" + "\n".join(f"  {n:<10}{f.told}" for n, f in FORMATS.items())


@click.command(epilog=_forms())
@click.option("--format", "-f", "form", type=click.Choice([*FORMATS]), metavar="NAME",
              help="Or by the file's ending.")  # fmt: skip
@console.plans
@console.in_workspace
@click.option("--output", "-o", "target", type=console.path,
              help="A file, or a folder, instead of stdout.")  # fmt: skip
def export(form: str | None, some: tuple[str, ...], workspace: Path, target: Path | None) -> None:
    """Print the graph in the form of other tools.

    N-Quads are a backup: they hold the texts too, and load --from-nq brings all of it back. Where
    a file holds one plan, --output may name a folder.

    \b
    Examples:
      crossplan export --format nq > plans.nq
      crossplan export -o plans.graphml
    """
    from crossplan import exported, exported_folder

    form = form or (by_ending(target.name) if target else None)
    if not form:
        raise UsageError(f"name a format: --format {'|'.join(FORMATS)}")
    ws = console.opened(workspace)
    if target and in_folder(form, target):
        console.say(f"wrote {exported_folder(ws, form, target, some)} files into {target}")
    else:
        console.output(exported(ws, form, some), target)


@click.group()
def push() -> None:
    """Send the plans of the workspace to a server."""


@push.command("neo4j")
@remote.address
@click.option("--centrality", is_flag=True,
              help="Also write degree, betweenness and community to the partners.")  # fmt: skip
@console.in_workspace
def push_neo4j(uri: str, database: str | None, centrality: bool, workspace: Path) -> None:
    """Make a Neo4j database hold the plans of the workspace, and leave all else in it alone.

    Only plans that changed are written, each in one transaction: after a break push again. The
    user is NEO4J_USERNAME (or neo4j), the password NEO4J_PASSWORD, or asked for.

    \b
    Examples:
      crossplan push neo4j
      crossplan push neo4j --uri neo4j+s://graph.example.org --database plans
      crossplan push neo4j --centrality
    """
    from graph import neo4j_centrality, neo4j_store

    ws, server = console.opened(workspace), remote.server(uri, database)
    results = neo4j_store.push(ws, server)
    remote.report(((d.plan, d.outcome, d.writes) for d in results), "pushing", len(ws.plans()))
    if centrality:
        console.say(f"{neo4j_centrality.write(ws, server):,} partners have a new place")


@push.command("sparql")
@remote.endpoint
@console.in_workspace
def push_sparql(base: str, workspace: Path, **services: str) -> None:
    """Make a SPARQL 1.1 server hold the graphs of the workspace, and leave all others alone.

    ENDPOINT is a dataset whose services are called query and data, as Apache Jena Fuseki does;
    of other servers name each service. Only what changed is sent: after a break push again. The
    user is SPARQL_USERNAME, the password SPARQL_PASSWORD.

    \b
    Examples:
      crossplan push sparql http://localhost:3030/plans
      crossplan push sparql --query http://localhost:7200/plans --store http://localhost:7200/data
    """
    from graph import sparql_store

    ws = console.opened(workspace)
    results = sparql_store.push(ws, remote.sparql_server(base, services))
    remote.report(((d.name, d.outcome, d.statements) for d in results), "sending")


@click.group()
def pull() -> None:
    """Fetch plans from a server into the workspace."""


@pull.command("neo4j")
@remote.address
@click.option("--replace", is_flag=True, help="Let a plan take the id of another publication.")
@console.in_workspace
def pull_neo4j(uri: str, database: str | None, replace: bool, workspace: Path) -> None:
    """Read the plans of a Neo4j database back, with what was edited there.

    \b
    Examples:
      crossplan pull neo4j --workspace copy
    """
    import crossplan

    results = crossplan.pull_neo4j(remote.server(uri, database), workspace, replace)
    remote.report(results, "pulling")


COMMANDS = (export, push, pull)
