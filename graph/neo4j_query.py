"""Cypher and the named questions on a Neo4j server: only reading, bounded, as tables."""

import math
from collections.abc import Mapping
from threading import Thread
from typing import TYPE_CHECKING, Any

from graph import questions
from graph.errors import LimitError, QueryError
from graph.guard import check
from graph.neo4j_rows import RECORD
from graph.neo4j_server import Connection, Server, connected
from graph.parameters import Known
from graph.query import Limits, check_given
from graph.tables import Table

if TYPE_CHECKING:
    from neo4j import ManagedTransaction as Transaction

_PLANNING = 5.0
"""Seconds beyond a query's own that the server may take to plan it, which its limit leaves out."""


def cypher(
    server: Server, query: str, parameters: Mapping[str, Any] | None = None,
    limits: Limits | None = None,
) -> Table:  # fmt: skip
    """The answer to a person's Cypher query; `$name` in it stands for the parameter `name`."""
    check_cypher(query)
    check_given(query, parameters or {})
    with connected(server) as connection:
        return _answer(connection, query, parameters or {}, limits or Limits())


def ask(
    server: Server, name: str, parameters: Mapping[str, str] | None = None,
    limits: Limits | None = None,
) -> Table:  # fmt: skip
    """The answer to a named question about the plans in the database."""
    question = questions.find(name)
    with connected(server) as connection:
        values = questions.values_of(question, parameters or {}, _known(connection))
        every, rows = questions.room(limits)
        table = _answer(connection, question.text["cypher"], values, every)
    return questions.arranged(question, table).first(rows)


def check_cypher(query: str) -> None:
    """The guard; Neo4j also reads an escaped character as a quote that ends a string."""
    check(query, "cypher")
    if "\\u" in query:
        raise QueryError("an escape such as \\u0027 is not allowed; write the character itself")


def _known(connection: Connection) -> Known:
    """What the database knows of its plans."""
    query = (
        f"MATCH (r:{RECORD}) WHERE r.id IS NOT NULL RETURN r.id, r.title, r.council ORDER BY r.id"
    )
    with connection.session("READ") as session:
        found = session.execute_read(lambda tx: tx.run(query).values())
    titles = {plan: title for plan, title, _ in found}
    councils = {plan: council for plan, _, council in found if council}
    return Known(connection.server.place, titles, councils)


def _answer(
    connection: Connection, query: str, parameters: Mapping[str, Any], limits: Limits
) -> Table:
    """Runs in a thread that is left behind when the server does not keep the time limit."""
    from neo4j import unit_of_work

    @unit_of_work(timeout=limits.seconds)
    def read(tx: "Transaction") -> Table:
        result = tx.run(query, dict(parameters))
        found = result.fetch(limits.rows + 1)
        rows = tuple(tuple(plain(v) for v in record.values()) for record in found[: limits.rows])
        return Table(tuple(result.keys()), rows, len(found) > limits.rows)

    done: list[Table | BaseException] = []

    def work() -> None:
        try:
            with connection.session("READ") as session:
                done.append(session.execute_read(read))
        except BaseException as problem:  # noqa: BLE001
            done.append(problem)

    thread = Thread(target=work, daemon=True)
    thread.start()
    thread.join(limits.seconds + _PLANNING)
    if not done:
        raise LimitError(f"the query was stopped after {limits.seconds:g} s; narrow it or allow"
                         " more time")  # fmt: skip
    if isinstance(done[0], Table):
        return done[0]
    raise done[0]


def plain(value: Any) -> Any:
    """A value of Neo4j as JSON holds it; what it measures time or space with becomes ISO text."""
    from neo4j.graph import Node, Path, Relationship
    from neo4j.spatial import Point

    if iso := getattr(value, "iso_format", None):
        return iso()
    match value:
        case None | bool() | int() | str():
            return value
        case float():
            return _number(value)
        case Node():
            return {"type": ":".join(sorted(value.labels))} | plain(dict(value))
        case Relationship():
            return {"type": value.type} | plain(dict(value))
        case Path():
            return [plain(value.nodes[0])] + [
                plain(part)
                for link, node in zip(value.relationships, value.nodes[1:], strict=True)
                for part in (link, node)
            ]
        case Point():
            return _well_known_text(value)
        case dict():
            return {k: plain(v) for k, v in value.items() if v is not None}
        case list() | tuple() | set():
            return [plain(v) for v in value]
        case bytes() | bytearray():
            return value.hex()
    return str(value)


def _number(value: float) -> Any:
    if not math.isfinite(value):
        return str(value)
    return int(value) if value.is_integer() and abs(value) < 2**53 else value


def _well_known_text(point: Any) -> str:
    """A point as ISO 19125 writes it, with its reference system in front unless it is WGS 84."""
    kind = "POINT Z" if len(point) == 3 else "POINT"
    text = f"{kind}({' '.join(f'{c:g}' if c == int(c) else repr(c) for c in point)})"
    return text if point.srid in (4326, 4979) else f"SRID={point.srid};{text}"
