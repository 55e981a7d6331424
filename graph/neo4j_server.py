"""A Neo4j server: where it is, how to reach it, and each of its errors in one sentence."""

import logging
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal
from urllib.parse import urlsplit

from graph.errors import CrossplanError, LimitError, QueryError, StoreError, UsageError
from graph.record import version

if TYPE_CHECKING:
    from neo4j import Driver, Session

SCHEMES = ("neo4j", "neo4j+s", "neo4j+ssc", "bolt", "bolt+s", "bolt+ssc")
LOCAL = "neo4j://localhost:7687"
OLDEST = 5


@dataclass(frozen=True, slots=True)
class Server:
    """A server and who asks; without a user name it is asked without authentication."""

    uri: str = LOCAL
    username: str = "neo4j"
    password: str = field(default="", repr=False)
    database: str | None = None

    def __post_init__(self) -> None:
        parts = urlsplit(self.uri)
        if "@" in parts.netloc:
            raise UsageError(
                "the address of the Neo4j server must not hold a user name or password;"
                " put them in NEO4J_USERNAME and NEO4J_PASSWORD"
            )
        if parts.scheme not in SCHEMES or not parts.hostname:
            known = ", ".join(f"{s}://" for s in SCHEMES)
            raise UsageError(
                f"{self.uri!r} is not the address of a Neo4j server; it begins with one of {known}"
                f" and names a host, such as {LOCAL}"
            )

    @property
    def place(self) -> str:
        """The server and database in words, without credentials."""
        return f"{self.uri}, database {self.database}" if self.database else self.uri


@dataclass(frozen=True, slots=True)
class Connection:
    """A driver that has reached its server; all its sessions see what the others wrote."""

    server: Server
    driver: "Driver"
    bookmarks: Any

    @contextmanager
    def session(self, mode: Literal["READ", "WRITE"] = "WRITE") -> Iterator["Session"]:
        with (
            told(self.server),
            self.driver.session(
                database=self.server.database, default_access_mode=mode,
                bookmark_manager=self.bookmarks,
            ) as session,
        ):  # fmt: skip
            yield session


@contextmanager
def connected(server: Server) -> Iterator[Connection]:
    """A connection to a server that answers, lets us in and is not too old."""
    try:
        from neo4j import GraphDatabase
    except ModuleNotFoundError as problem:
        raise UsageError(
            "Neo4j is spoken to by its own driver; install it with: pip install crossplan[neo4j]"
        ) from problem
    logging.getLogger("neo4j").addHandler(logging.NullHandler())
    auth = (server.username, server.password) if server.username else None
    with told(server):
        driver = GraphDatabase.driver(
            server.uri, auth=auth, connection_timeout=5, connection_acquisition_timeout=10,
            max_transaction_retry_time=15, notifications_min_severity="OFF",
            user_agent=f"crossplan/{version()}",
        )  # fmt: skip
        with driver:
            driver.verify_connectivity()
            check_agent(driver.get_server_info().agent, server.uri)
            yield Connection(server, driver, GraphDatabase.bookmark_manager())


def check_agent(agent: str, uri: str) -> None:
    """Refuses a server that is too old for our Cypher.

    >>> check_agent("Neo4j/5.26.30", "bolt://localhost")
    """
    match = re.search(r"(\d+)\.\d+", agent)
    if match and int(match[1]) < OLDEST:
        raise StoreError(f"{uri} is {agent}; crossplan needs Neo4j {OLDEST} or later")


@contextmanager
def told(server: Server) -> Iterator[None]:
    """Turns errors of the driver and the server into ours."""
    from neo4j.exceptions import DriverError, Neo4jError

    try:
        yield
    except Neo4jError as problem:
        raise _refused(problem, server) from problem
    except DriverError as problem:
        raise StoreError(_unreached(problem, server)) from problem


def _unreached(problem: Exception, server: Server) -> str:
    said = f"{problem} {problem.__cause__ or ''}"
    if "DNS resolve" in said:
        return f"the host of {server.uri} is not known; set NEO4J_URI"
    if "SSL" in said or "TLS" in said or "certificate" in said:
        return (
            f"no encrypted connection with {server.uri}: for a server without a certificate the"
            " address begins with neo4j:// or bolt://, for a self-signed one with neo4j+ssc://"
        )
    if type(problem).__name__ in ("BoltHandshakeError", "UnsupportedServerProduct"):
        return f"what answers at {server.uri} is no Neo4j {OLDEST} or later; set NEO4J_URI"
    if "timed out" in said or "timeout" in said:
        return f"{server.uri} does not answer; see whether Neo4j runs there, or set NEO4J_URI"
    return f"no Neo4j can be reached at {server.uri}; start it, or set NEO4J_URI"


_REFUSALS: Mapping[str, str] = {
    "Security.Unauthorized": "{place} does not accept the user name and password; set"
    " NEO4J_USERNAME and NEO4J_PASSWORD",
    "Security.AuthenticationRateLimit": "{place} was given a wrong password too often; wait some"
    " seconds, then set NEO4J_USERNAME and NEO4J_PASSWORD",
    "Security.CredentialsExpired": "{place} wants the password changed first, with:"
    " ALTER CURRENT USER SET PASSWORD",
    "Security.Forbidden": "{place} does not let this user do that; use one who may",
    "Database.DatabaseNotFound": "there is no database {database} at {uri}; set NEO4J_DATABASE",
    "Database.DatabaseUnavailable": "the database {database} at {uri} is not running; start it",
    "General.ForbiddenOnReadOnlyDatabase": "{place} may only be read, so nothing is written",
    "General.WriteOnReadOnlyAccessDatabase": "{place} may only be read, so nothing is written",
    "General.DatabaseUnavailable": "the database {database} at {uri} is not running; start it",
    "General.MemoryPoolOutOfMemoryError": "{place} has too little memory for one transaction of"
    " this size; raise dbms.memory.transaction.total.max there",
    "Cluster.NotALeader": "the leader of {uri} changed; push again, through neo4j://",
}
_LIMITS = ("TransactionTimedOut", "TransactionTimedOutClientConfiguration", "LockClientStopped")
_QUERY = re.compile(r"Neo\.ClientError\.(Statement|Procedure)\.")


def _refused(problem: Any, server: Server) -> CrossplanError:
    """The error for a server's code, such as Neo.ClientError.Security.Unauthorized."""
    code = str(problem.code or "")
    kind = code.split(".", 2)[-1]
    if kind in _REFUSALS:
        database = repr(server.database) if server.database else "of this user"
        return StoreError(
            _REFUSALS[kind].format(place=server.place, uri=server.uri, database=database)
        )
    if kind.endswith(_LIMITS):
        return LimitError("the query was stopped by its time limit; narrow it or allow more time")
    if kind == "Statement.AccessMode":
        return QueryError("the query writes; queries only read")
    message = _first_line(str(problem.message or code))
    if _QUERY.match(code):
        return QueryError(message)
    return StoreError(f"{server.place} refused: {message}")


def _first_line(message: str) -> str:
    """The words of a server's message, with the place of a syntax error in our form."""
    found = re.search(r"\(line (\d+), column (\d+) \(offset: \d+\)\)", message)
    line = message.strip().splitlines()[0]
    line = re.sub(r" ?\(line \d+, column \d+ \(offset: \d+\)\)", "", line)
    return f"syntax error at line {found[1]}, column {found[2]}: {line}" if found else line
