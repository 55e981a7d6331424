"""A person's query, answered: guard, child process, limits, rows."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Literal

from graph.across import asks_across, compare
from graph.answers import kept
from graph.errors import LimitError, QueryError, StoreError
from graph.guard import Language, check, place, tokens
from graph.index import Store, published
from graph.runners import Runner, once
from graph.tables import Table
from graph.workspace import Workspace

Graph = Literal["all", "stated"]


@dataclass(frozen=True, slots=True)
class Limits:
    """What a query may cost: seconds of waiting, rows, bytes of memory beyond the opened store."""

    seconds: float = 10.0
    rows: int = 1_000
    memory: int = 1 << 30


_LIMITS = {
    "memory": "the query needed more memory than it may have; narrow it",
    "output": "the answer is larger than 64 MB; select less",
}
_STORE: Mapping[Language, Store] = {"sparql": "oxigraph", "cypher": "ladybug"}


def sparql(
    workspace: Workspace,
    query: str,
    parameters: Mapping[str, str] | None = None,
    graph: Graph = "all",
    limits: Limits | None = None,
    runner: Runner = once,
) -> Table:
    """The answer to a SPARQL query on what all plans state, or on all that is known.

    A parameter takes the place of the variable of its name, which must be selected too.
    ASK gives one cell, CONSTRUCT and DESCRIBE give triples.
    """
    check(query, "sparql")
    return run(
        workspace, "sparql", query, parameters or {}, graph, limits or Limits(), runner=runner
    )


def cypher(
    workspace: Workspace,
    query: str,
    parameters: Mapping[str, Any] | None = None,
    limits: Limits | None = None,
    runner: Runner = once,
) -> Table:
    """The answer to a Cypher query; `$name` in it stands for the parameter `name`."""
    check(query, "cypher")
    check_given(query, parameters or {})
    return run(
        workspace, "cypher", query, parameters or {}, "all", limits or Limits(), runner=runner
    )


def check_given(query: str, parameters: Mapping[str, Any]) -> None:
    """Raises a `QueryError` for a `$name` in Cypher that has no value."""
    for token in tokens(query, "cypher"):
        is_parameter = token.kind == "name" and token.text[0] == "$"
        if is_parameter and token.text[1:] not in parameters:
            raise QueryError(
                f"{token.text} at {place(query, token.start)} has no value; give it one"
            )


def run(
    workspace: Workspace, language: Language, query: str, parameters: Mapping[str, Any],
    graph: Graph, limits: Limits, arranged: Callable[[Table], Table] | None = None,
    runner: Runner = once,
) -> Table:  # fmt: skip
    """Runs a checked query in the child process on the published index.

    With `arranged`, which puts the rows in order, the answer is kept for as long as the index is.
    """
    asked = {
        "language": language, "query": query, "graph": graph, "rows": limits.rows,
        "parameters": {k: _sent(v) for k, v in parameters.items()},
    }  # fmt: skip
    with published(workspace, _store(workspace, language, query)) as index:
        if arranged is None:
            return _run(index, asked, limits, runner)
        return kept(index, asked, lambda: arranged(_run(index, asked, limits, runner)))


def written(
    workspace: Workspace, query: str, forms: Mapping[str, str], dataset: Mapping[str, Any],
    limits: Limits, runner: Runner = once,
) -> tuple[str, str]:  # fmt: skip
    """The whole answer to a SPARQL query in a standard format: its media type and its text.

    `forms` gives media types for `rows` and for `triples`; without one for what the query gives,
    the text is empty and its kind stands in place of the type. In `dataset` stand `default` and
    `named`, the IRIs of graphs to query, and `own` if the query may name graphs by FROM.
    """
    check(query, "sparql", dataset.get("own", False))
    asked = {
        "language": "sparql", "query": query, "graph": "all", "rows": 1, "parameters": {},
        "forms": dict(forms), **dataset,
    }  # fmt: skip
    with published(workspace, _store(workspace, "sparql", query)) as index:
        ((media, text),) = _run(index, asked, limits, runner).rows
    return media, text or ""


def _store(workspace: Workspace, language: Language, query: str) -> Store:
    """The index that a query needs; what it asks across plans is made first."""
    if not asks_across(query):
        return _STORE[language]
    compare(workspace)
    return "across" if language == "sparql" else _STORE[language]


def _run(index: Path, asked: dict[str, Any], limits: Limits, runner: Runner) -> Table:
    bounds = {"index": str(index), "seconds": limits.seconds, "memory": limits.memory}
    return _table(runner(asked | bounds, limits.seconds))


def _sent(value: Any) -> Any:
    return {"date": value.isoformat()} if isinstance(value, date) else value


def _table(out: bytes) -> Table:
    *lines, last = map(json.loads, out.splitlines())
    if "truncated" in last:
        columns, *rows = lines
        return Table(tuple(columns), tuple(map(tuple, rows)), last["truncated"])
    if "limit" in last:
        raise LimitError(_LIMITS[last["limit"]])
    if "query" in last:
        raise QueryError(last["query"])
    raise StoreError(f"the store failed: {last['store']}")
