"""Commands that ask: named questions, SPARQL, Cypher."""

from pathlib import Path
from typing import TYPE_CHECKING, cast

import click

from commands import console, remote

if TYPE_CHECKING:
    from graph.questions import On

STORES = ("oxigraph", "ladybug", "neo4j")
CYPHER_STORES = ("ladybug", "neo4j")


@click.command(context_settings={"ignore_unknown_options": True, "allow_extra_args": True})
@click.argument("name", required=False)
@click.option("--list", "listing", is_flag=True, help="The questions and their parameters.")
@click.option("--on", type=click.Choice(STORES), default="oxigraph", show_default=True)
@console.bounded
@click.pass_context
def ask(ctx: click.Context, name: str | None, listing: bool, on: str, workspace: Path, form: str,
        timeout: float, limit: int) -> None:  # fmt: skip
    """Answer a named question across all plans; each parameter is an option.

    \b
    Examples:
      crossplan ask --list
      crossplan ask due --by 2016-12-31
      crossplan ask partners --on neo4j
    """
    from graph import describe, questions

    if listing or not name:
        console.show(describe.question_table(), form)
        return
    given = console.named_values(ctx.args)
    bounds = console.limits(timeout, limit)
    if on == "neo4j":
        from graph import neo4j_query

        table = neo4j_query.ask(remote.server(), name, given, bounds)
    else:
        table = questions.ask(console.opened(workspace), name, given, cast("On", on), bounds)
    questions.refuse_nothing(name, given, table)
    console.show(table, form)


@click.command()
@console.query
def sparql(query: str | None, file: Path | None, workspace: Path, form: str, timeout: float,
           limit: int) -> None:  # fmt: skip
    """Run a SPARQL query, read-only; the usual prefixes are declared.

    \b
    Examples:
      crossplan sparql 'SELECT ?text { ?a a xp:Action ; xp:text ?text }'
      crossplan sparql --input query.rq --format csv
    """
    from graph.query import sparql as run

    text = console.query_text(query, file)
    console.show(run(console.opened(workspace), text, limits=console.limits(timeout, limit)), form)


@click.command()
@console.query
@click.option("--on", type=click.Choice(CYPHER_STORES), default="ladybug", show_default=True,
              help="The embedded store, or the server of push neo4j.")  # fmt: skip
def cypher(query: str | None, file: Path | None, workspace: Path, form: str, timeout: float,
           limit: int, on: str) -> None:  # fmt: skip
    """Run a Cypher query, read-only.

    \b
    Examples:
      crossplan cypher 'MATCH (a:Action)-[:LED_BY]->(p) RETURN p.canonical, count(a)'
      crossplan cypher --input query.cypher --format json
      crossplan cypher --on neo4j 'MATCH (t:Topic)<-[:ABOUT]-(e) RETURN t.name, count(e)'
    """
    from graph import query as embedded

    text, bounds = console.query_text(query, file), console.limits(timeout, limit)
    if on == "neo4j":
        from graph import neo4j_query

        table = neo4j_query.cypher(remote.server(), text, limits=bounds)
    else:
        table = embedded.cypher(console.opened(workspace), text, limits=bounds)
    console.show(table, form)


COMMANDS = (ask, sparql, cypher)
