"""The child process in which a person's query runs: `python -m graph.sandbox`.

It gives up the network and reads requests as JSON, one a line, on standard input. For each it opens
the published index read-only, bounds its own memory, processor time and files, and writes JSON
lines: the columns, one line a row, and at the end an object that says whether there were more rows.
It never sees the environment of its parent.
"""

import io
import json
import os
import re
import resource
import sys
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import Any

import ontology

THREADS = 2
MAX_OUTPUT = 64 << 20

_NEW_USER, _NEW_NET = 0x10000000, 0x40000000
_POSITION = re.compile(r"error at (\d+):(\d+): (.*)", re.DOTALL)
_OFFSET = re.compile(r"(.*?) \(line: (\d+), offset: (\d+)\)", re.DOTALL)

Row = list[Any]


def drop_network() -> bool:
    """Moves into an empty network namespace where the system lets us; says whether it did."""
    import ctypes

    unshare = getattr(ctypes.CDLL(None, use_errno=True), "unshare", None)
    return unshare is not None and (unshare(_NEW_NET) == 0 or unshare(_NEW_USER | _NEW_NET) == 0)


def child_environment() -> dict[str, str]:
    """All that a child process may see of our environment: where code and vocabulary are."""
    home = str(Path(__file__).resolve().parent.parent)
    added = os.environ.get(ontology.VARIABLE, "")
    return {"PYTHONPATH": home, "PYTHONDONTWRITEBYTECODE": "1", "LC_ALL": "C.UTF-8",
            ontology.VARIABLE: added}  # fmt: skip


def _limit(what: int, soft: int, hard: int) -> None:
    """Sets a limit, or leaves the tighter one that a parent has set."""
    most = resource.getrlimit(what)[1]
    if most != resource.RLIM_INFINITY:
        soft, hard = min(soft, most), most if hard == resource.RLIM_INFINITY else min(hard, most)
    resource.setrlimit(what, (soft, hard))


def write_nothing() -> None:
    """No file written from here on, and no core dumped."""
    _limit(resource.RLIMIT_FSIZE, 0, 0)
    _limit(resource.RLIMIT_CORE, 0, 0)


def bound_memory(memory: int) -> None:
    """`memory` bytes more than now from here on.

    The limit counts from what is mapped already, since Ladybug reserves addresses on opening
    that it never fills.
    """
    try:
        with open("/proc/self/statm", encoding="ascii") as file:  # noqa: PTH123
            mapped = int(file.read().split()[0]) * resource.getpagesize()
    except OSError:
        return
    _limit(resource.RLIMIT_AS, mapped + memory, mapped + memory)


def bound_seconds(seconds: float) -> None:
    """So many more seconds of processor time on each thread that a query may use."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    cpu = int(used.ru_utime + used.ru_stime) + THREADS * (int(seconds) + 1)
    _limit(resource.RLIMIT_CPU, cpu, resource.RLIM_INFINITY)


def bound(seconds: float, memory: int) -> None:
    """All these limits from here on."""
    bound_seconds(seconds)
    write_nothing()
    bound_memory(memory)


def _number(text: str) -> Any:
    number = Decimal(text)
    return int(number) if number == number.to_integral_value() else float(number)


def _literal(term: Any) -> Any:
    kind = term.datatype.value.rpartition("#")[2]
    if kind in ("integer", "decimal", "int", "long", "nonNegativeInteger", "positiveInteger"):
        return _number(term.value)
    if kind in ("double", "float"):
        number = float(term.value)
        return number if abs(number) != float("inf") and number == number else term.value
    return term.value == "true" if kind == "boolean" else term.value


def plain_term(term: Any) -> Any:
    """An RDF term as JSON holds it: IRIs and dates are strings, numbers are numbers."""
    import pyoxigraph as ox

    if isinstance(term, ox.Literal):
        return _literal(term)
    if isinstance(term, ox.Triple):
        return [plain_term(t) for t in term]
    return f"_:{term.value}" if isinstance(term, ox.BlankNode) else getattr(term, "value", None)


def plain_value(value: Any) -> Any:
    """A value of Ladybug as JSON holds it; nodes and relationships lose their internal ids."""
    if isinstance(value, dict):
        kind = {"type": value["_LABEL"]} if "_LABEL" in value else {}
        inner = {k: v for k, v in value.items() if not k.startswith("_") and v is not None}
        return kind | {k: plain_value(v) for k, v in inner.items()}
    if isinstance(value, list | tuple):
        return [plain_value(v) for v in value]
    if isinstance(value, Decimal):
        return _number(str(value))
    if isinstance(value, float):
        whole = value.is_integer() and abs(value) < 2**53
        return int(value) if whole else value if value - value == 0 else str(value)
    if isinstance(value, date | datetime):
        return value.isoformat()
    return value if isinstance(value, str | int | None) else str(value)


class _Bounded(io.BytesIO):
    """Bytes up to the most that an answer may have."""

    def write(self, data: Any) -> int:
        if self.tell() + len(data) > MAX_OUTPUT:
            raise OverflowError
        return super().write(data)


@lru_cache(maxsize=1)
def _store(index: str) -> Any:
    import pyoxigraph as ox

    return ox.Store.read_only(index)


def _dataset(request: dict[str, Any]) -> dict[str, Any]:
    """The graphs to query: those that the request names, the query's own, or all that is seen."""
    import pyoxigraph as ox

    from graph.oxigraph_index import seen

    named = {k: [ox.NamedNode(g) for g in request.get(k, ())] for k in ("default", "named")}
    if any(named.values()):
        return {"default_graph": named["default"], "named_graphs": named["named"]}
    return {} if request.get("own") else {"default_graph": seen(request["graph"])}


def _written(results: Any, forms: dict[str, str]) -> Iterator[Row]:
    """The whole answer in a standard format: its media type and its text."""
    import pyoxigraph as ox

    kind = "triples" if isinstance(results, ox.QueryTriples) else "rows"
    media, out = forms.get(kind, ""), _Bounded()
    yield ["media", "text"]
    if not media:
        yield [kind, None]
        return
    known = ox.RdfFormat if kind == "triples" else ox.QueryResultsFormat
    results.serialize(out, format=known.from_media_type(media))
    yield [media, out.getvalue().decode()]


def _sparql(request: dict[str, Any]) -> Iterator[Row]:
    import pyoxigraph as ox

    store = _store(request["index"])
    bound(request["seconds"], request["memory"])
    from graph.rdf import PREFIXES

    given = {ox.Variable(n): ox.Literal(v) for n, v in request["parameters"].items()}
    options: dict[str, Any] = {"substitutions": given} if given else {}
    results = store.query(request["query"], prefixes=PREFIXES, **_dataset(request), **options)
    if "forms" in request:
        yield from _written(results, request["forms"])
    elif isinstance(results, ox.QueryBoolean):
        yield from (["answer"], [bool(results)])
    elif isinstance(results, ox.QueryTriples):
        yield ["subject", "predicate", "object"]
        yield from ([plain_term(t) for t in triple] for triple in results)
    else:
        yield [v.value for v in results.variables]
        yield from ([plain_term(t) for t in solution] for solution in results)


@lru_cache(maxsize=1)
def _connection(index: str) -> Any:
    import ladybug

    from graph.ladybug_index import BUFFER_POOL, MAX_SIZE

    database = ladybug.Database(
        index, read_only=True, buffer_pool_size=BUFFER_POOL, max_db_size=MAX_SIZE,
        max_num_threads=THREADS,
    )  # fmt: skip
    return ladybug.Connection(database)


def _cypher(request: dict[str, Any]) -> Iterator[Row]:
    connection = _connection(request["index"])
    bound(request["seconds"], request["memory"])
    given = {n: _typed(v) for n, v in request["parameters"].items()}
    result = connection.execute(request["query"], given)
    assert not isinstance(result, list)
    yield list(result.get_column_names())
    while result.has_next():
        yield [plain_value(v) for v in result.get_next()]


def _typed(value: Any) -> Any:
    """A parameter for Cypher: dates travel as ISO text under a key of their own."""
    return date.fromisoformat(value["date"]) if isinstance(value, dict) else value


def _syntax(problem: SyntaxError, query: str) -> dict[str, str]:
    """Where a SPARQL query is wrong; the store lists every character that it would have taken."""
    found = _POSITION.match(str(problem))
    if not found:
        return {"query": str(problem)}
    line, column, why = int(found[1]), int(found[2]), found[3]
    named = re.findall(r"[A-Z][a-z]+(?: [A-Za-z]+)+", why)
    at = "".join(query.splitlines(keepends=True)[line - 1 :])[column - 1 :].split()
    near = f"near {at[0][:40]!r}" if at else "at its end"
    return {
        "query": f"syntax error at line {line}, column {column}: {named[-1] if named else near}"
    }


def _refused(problem: RuntimeError) -> dict[str, str]:
    text = str(problem)
    if re.search(r"buffer pool is full|bad_alloc|[Uu]nable to allocate|Mmap", text):
        return {"limit": "memory"}
    if "exception: " not in text and "does not contain" not in text:
        return {"store": text}
    text = text.split("exception: ", 1)[-1]
    found = _OFFSET.match(text)
    if not found:
        return {"query": text.strip().splitlines()[0]}
    why, line, offset = found.groups()
    why = re.sub(r" expecting \{.*", "", why, flags=re.DOTALL)
    return {"query": f"syntax error at line {line}, column {int(offset) + 1}: {why}"}


def answer(request: dict[str, Any]) -> Iterator[Any]:
    """The lines of the answer: columns, rows, and `{"truncated": ...}` or what went wrong."""
    run = _sparql if request["language"] == "sparql" else _cypher
    rows = run(request)
    try:
        yield from islice(rows, request["rows"] + 1)
        yield {"truncated": next(rows, None) is not None}
    except SyntaxError as problem:
        yield _syntax(problem, request["query"])
    except MemoryError:
        yield {"limit": "memory"}
    except OverflowError:
        yield {"limit": "output"}
    except RuntimeError as problem:
        yield _refused(problem)
    except (OSError, ValueError) as problem:
        yield {"store": str(problem)}


def main() -> None:
    drop_network()
    for asked in sys.stdin:
        written = 0
        for line in answer(json.loads(asked)):
            written += sys.stdout.write(json.dumps(line, ensure_ascii=True) + "\n")
            if written > MAX_OUTPUT:
                sys.stdout.write(json.dumps({"limit": "output"}) + "\n")
                break
        sys.stdout.flush()
    os._exit(0)


if __name__ == "__main__":
    main()
