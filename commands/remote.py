"""What the commands that speak to a server share: its address, the password, progress."""

import os
import sys
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

import click

from commands.console import say, together
from graph.errors import UsageError

if TYPE_CHECKING:
    from graph.neo4j_server import Server
    from graph.sparql_server import Endpoint

LOCAL = "neo4j://localhost:7687"

address = together(
    click.option("--uri", envvar="NEO4J_URI", default=LOCAL, show_default=True, show_envvar=True,
                 help="Where the server is; +s or +ssc after the scheme encrypts."),
    click.option("--database", envvar="NEO4J_DATABASE", show_envvar=True,
                 help="Another database than the user's own."),
)  # fmt: skip

endpoint = together(
    click.argument("base", metavar="[ENDPOINT]", envvar="SPARQL_ENDPOINT", default=""),
    click.option("--query", metavar="URL", default="", help="The service that takes queries."),
    click.option("--store", metavar="URL", default="", help="The graph store."),
    click.option("--update", metavar="URL", default="", help="Where updates go, if it has none."),
)


def server(uri: str = "", database: str | None = None) -> "Server":
    """The server of the options and the environment; a person is asked for a missing password."""
    from graph.neo4j_server import Server

    where = os.environ
    return Server(
        uri or where.get("NEO4J_URI") or LOCAL, where.get("NEO4J_USERNAME", "neo4j"),
        _password(), database or where.get("NEO4J_DATABASE") or None,
    )  # fmt: skip


def sparql_server(base: str, services: Mapping[str, str]) -> "Endpoint":
    """The server of the arguments and the environment."""
    from graph.sparql_server import Endpoint

    if not base and not services["query"]:
        raise UsageError(
            "name the server, such as http://localhost:3030/plans, or its services with --query"
            " and --store"
        )
    who = {
        "username": os.environ.get("SPARQL_USERNAME", ""),
        "password": os.environ.get("SPARQL_PASSWORD", ""),
    }
    return Endpoint.at(base, **services, **who)


def _password() -> str:
    known = os.environ.get("NEO4J_PASSWORD")
    if known is not None or os.environ.get("NEO4J_USERNAME") == "":
        return known or ""
    if not sys.stdin.isatty():
        raise UsageError("Neo4j wants a password; set NEO4J_PASSWORD")
    return str(click.prompt("Password of Neo4j", hide_input=True, err=True))


def report(results: Iterable[tuple[str, str, int]], doing: str, total: int | None = None) -> None:
    """Tells what became of each plan; a terminal shows a progress bar first."""
    terminal = sys.stderr.isatty()
    outcomes: Counter[str] = Counter()
    lines = []
    try:
        with click.progressbar(results, total, doing, file=sys.stderr, show_pos=True,
                               hidden=not terminal) as bar:  # fmt: skip
            for plan, outcome, count in bar:
                outcomes[outcome] += 1
                told = f"{plan}: {outcome}{_detail(doing, count)}"
                lines.append(told) if terminal else say(told)
    except KeyboardInterrupt as stop:
        raise type(stop)(
            f"{outcomes.total()} plans done, each other one is whole or as it was"
        ) from None
    counts = ", ".join(f"{n} {outcome}" for outcome, n in sorted(outcomes.items()))
    for told in (*lines, counts or "no plans"):
        say(told)


def _detail(doing: str, count: int) -> str:
    if doing == "sending":
        return f", {count:,} statements" if count else ""
    if doing == "pulling":
        return ", edited in Neo4j since it was pushed" if count else ""
    return f", {count:,} writes"
