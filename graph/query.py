"""A person's query, answered: guard, child process, limits, rows."""

import json
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from graph.across import asks_across, compare
from graph.answers import kept
from graph.errors import LimitError, QueryError, StoreError
from graph.guard import Language, check, place, tokens
from graph.index import Store, published
from graph.sandbox import child_environment
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
) -> Table:
    """The answer to a SPARQL query on what all plans state, or on all that is known.

    A parameter takes the place of the variable of its name, which must be selected too.
    ASK gives one cell, CONSTRUCT and DESCRIBE give triples.
    """
    check(query, "sparql")
    return run(workspace, "sparql", query, parameters or {}, graph, limits or Limits())


def cypher(
    workspace: Workspace,
    query: str,
    parameters: Mapping[str, Any] | None = None,
    limits: Limits | None = None,
) -> Table:
    """The answer to a Cypher query; `$name` in it stands for the parameter `name`."""
    check(query, "cypher")
    check_given(query, parameters or {})
    return run(workspace, "cypher", query, parameters or {}, "all", limits or Limits())


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
) -> Table:  # fmt: skip
    """Runs a checked query in the child process on the published index.

    With `arranged`, which puts the rows in order, the answer is kept for as long as the index is.
    """
    store = _STORE[language]
    if asks_across(query):
        compare(workspace)
        store = "across" if language == "sparql" else store
    with published(workspace, store) as index:
        asked = {
            "language": language, "query": query, "graph": graph, "rows": limits.rows,
            "parameters": {k: _sent(v) for k, v in parameters.items()},
        }  # fmt: skip
        bounds = {"index": str(index), "seconds": limits.seconds, "memory": limits.memory}
        if arranged is None:
            return _table(*_child(asked | bounds, limits))
        return kept(index, asked, lambda: arranged(_table(*_child(asked | bounds, limits))))


def _sent(value: Any) -> Any:
    return {"date": value.isoformat()} if isinstance(value, date) else value


def _child(request: dict[str, Any], limits: Limits) -> tuple[bytes, int]:
    environment = child_environment()
    command = [sys.executable, "-m", "graph.sandbox"]
    with subprocess.Popen(  # noqa: S603
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        env=environment, cwd=environment["PYTHONPATH"], start_new_session=True,
    ) as child:  # fmt: skip
        try:
            out, _ = child.communicate(json.dumps(request).encode(), timeout=limits.seconds)
        except subprocess.TimeoutExpired:
            raise LimitError(
                f"the query was stopped after {limits.seconds:g} s; narrow it or allow more time"
            ) from None
        finally:
            child.kill()
        return out, child.returncode


def _table(out: bytes, code: int) -> Table:
    lines = [json.loads(line) for line in out.splitlines(keepends=True) if line.endswith(b"\n")]
    last = lines.pop() if lines else {}
    if not isinstance(last, dict) or not last:
        raise _ended(code)
    if "truncated" in last:
        columns, *rows = lines
        return Table(tuple(columns), tuple(map(tuple, rows)), last["truncated"])
    if "limit" in last:
        raise LimitError(_LIMITS[last["limit"]])
    if "query" in last:
        raise QueryError(last["query"])
    raise StoreError(f"the store failed: {last['store']}")


def _ended(code: int) -> LimitError:
    signal = f" (signal {-code})" if code < 0 else ""
    return LimitError(
        f"the query ended the process that ran it{signal}: it needed more memory, processor time"
        " or depth than it may have; narrow it"
    )
