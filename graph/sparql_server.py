"""A SPARQL 1.1 server over HTTP: queries, and whole graphs put and taken away.

Graphs go by the Graph Store Protocol (https://www.w3.org/TR/sparql11-http-rdf-update/) as
N-Triples, so that no word of a document stands in an update; by SPARQL Update where a server has
no graph store.
"""

import base64
import ssl
import urllib.error
import urllib.request
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from http.client import HTTPException
from typing import TYPE_CHECKING, Any, Literal
from urllib.parse import urlencode, urlsplit

from graph.errors import StoreError, UsageError
from graph.record import version

if TYPE_CHECKING:
    import pyoxigraph as ox

PATIENCE = 120.0
"""Seconds without a word from the server after which it is given up."""


@dataclass(frozen=True, slots=True)
class Endpoint:
    """The addresses of a server's services, and who asks.

    `store` is the graph store, `update` takes graphs where there is none.
    """

    query: str
    store: str = ""
    update: str = ""
    username: str = ""
    password: str = field(default="", repr=False)

    def __post_init__(self) -> None:
        if not self.store and not self.update:
            raise UsageError("name the server's graph store (--store) or its update service")
        for url in (self.query, self.store, self.update):
            if url:
                _check(url)

    @staticmethod
    def at(base: str, **more: str) -> "Endpoint":
        """The services of a dataset as Apache Jena Fuseki names them: `/query` and `/data`."""
        base = base.rstrip("/")
        named = {"query": f"{base}/query"} | {k: v for k, v in more.items() if v}
        if "update" not in named:
            named.setdefault("store", f"{base}/data")
        return Endpoint(**named)


def _check(url: str) -> None:
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError:
        host = None
    if not host or parts.scheme not in ("http", "https"):
        raise UsageError(
            f"{url!r} is not the address of a SPARQL server; it begins with http:// or https://"
            " and names a host, such as http://localhost:3030/plans"
        )
    if "@" in parts.netloc:
        raise UsageError(
            "the address of the SPARQL server must not hold a user name or password; put them"
            " in SPARQL_USERNAME and SPARQL_PASSWORD"
        )


class _Stay(urllib.request.HTTPRedirectHandler):
    """Follows no redirect: the password would go along to whatever host it names."""

    def redirect_request(self, *_: Any) -> None:
        return None


_opener = urllib.request.build_opener(_Stay)


def select(server: Endpoint, query: str, graphs: Iterable[str] = ()) -> "ox.QuerySolutions":
    """The rows of a SELECT; `graphs` together are its default graph, if any are named."""
    import pyoxigraph as ox

    values = [("query", query), *(("default-graph-uri", g) for g in graphs)]
    answer = _sent(
        server, "POST", server.query, urlencode(values).encode(),
        {"Content-Type": "application/x-www-form-urlencoded",
         "Accept": ox.QueryResultsFormat.JSON.media_type},
    )  # fmt: skip
    try:
        rows = ox.parse_query_results(answer, format=ox.QueryResultsFormat.JSON)
    except (SyntaxError, ValueError):
        rows = None
    if not isinstance(rows, ox.QuerySolutions):
        raise StoreError(f"{server.query} does not answer queries as SPARQL 1.1 says")
    return rows


def put(server: Endpoint, graph: str, portions: Iterable[bytes]) -> None:
    """Replaces a graph by N-Triples, which come in portions of whole lines."""
    how: Literal["PUT", "POST"] = "PUT"
    for ntriples in portions:
        if server.store:
            _sent(server, how, _in_store(server, graph), ntriples,
                  {"Content-Type": "application/n-triples"})  # fmt: skip
        else:
            drop = f"DROP SILENT GRAPH <{graph}> ;\n".encode() if how == "PUT" else b""
            insert = b"INSERT DATA { GRAPH <%b> {\n%b} }" % (graph.encode(), ntriples)
            _update(server, drop + insert)
        how = "POST"


def drop(server: Endpoint, graph: str) -> None:
    """Takes a graph away, if it is there."""
    if server.store:
        _sent(server, "DELETE", _in_store(server, graph), absent=404)
    else:
        _update(server, f"DROP SILENT GRAPH <{graph}>".encode())


def _in_store(server: Endpoint, graph: str) -> str:
    sign = "&" if urlsplit(server.store).query else "?"
    return f"{server.store}{sign}{urlencode({'graph': graph})}"


def _update(server: Endpoint, text: bytes) -> None:
    kind = {"Content-Type": "application/sparql-update; charset=utf-8"}
    _sent(server, "POST", server.update, text, kind)


def _sent(
    server: Endpoint, method: str, url: str, body: bytes | None = None,
    headers: Mapping[str, str] | None = None, absent: int = 0,
) -> bytes:  # fmt: skip
    """The body of the answer; a status of `absent` counts as done."""
    request = urllib.request.Request(url, body, dict(headers or {}), method=method)  # noqa: S310
    request.add_header("User-Agent", f"crossplan/{version()}")
    if server.username:
        pair = f"{server.username}:{server.password}".encode()
        request.add_header("Authorization", "Basic " + base64.b64encode(pair).decode())
    place = url.partition("?")[0]
    try:
        with _opener.open(request, timeout=PATIENCE) as answer:
            return bytes(answer.read())
    except urllib.error.HTTPError as problem:
        with problem:
            if problem.code == absent:
                return b""
            raise StoreError(_refused(place, problem.code, _first_line(problem))) from problem
    except TimeoutError as problem:
        raise StoreError(f"{place} did not answer within {PATIENCE:g} s") from problem
    except (OSError, HTTPException) as problem:
        raise StoreError(_unreached(place, problem)) from problem


_REFUSALS = {
    401: "{place} does not accept the user name and password; set SPARQL_USERNAME and"
    " SPARQL_PASSWORD",
    403: "{place} does not let this user do that; use one who may",
    404: "there is no such service at {place}; name it with --query, --store or --update",
    405: "{place} does not take graphs; name the service that does with --store or --update",
    413: "{place} takes no request of this size; raise its limit",
    415: "{place} takes no N-Triples, so it is no graph store; name it with --store",
}


def _refused(place: str, status: int, said: str) -> str:
    if 300 <= status < 400:
        return f"{place} answers that it is elsewhere; name its own address"
    told = _REFUSALS.get(status, f"{{place}} refused with status {status}")
    return told.format(place=place) + (f": {said}" if said and status not in _REFUSALS else "")


def _first_line(problem: urllib.error.HTTPError) -> str:
    """What a server says of its refusal, unless it is a page."""
    try:
        line = problem.read(400).decode("utf-8", "replace").strip().split("\n")[0]
    except (OSError, HTTPException):
        return ""
    return "" if line.startswith("<") else line


def _unreached(place: str, problem: Exception) -> str:
    reason = getattr(problem, "reason", problem)
    if isinstance(reason, ssl.SSLError):
        return f"no encrypted connection with {place}: {reason.reason or reason}"
    return f"no SPARQL server can be reached at {place}; start it, or name another address"
