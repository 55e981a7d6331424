"""The query operation of the SPARQL 1.1 Protocol: https://www.w3.org/TR/sparql11-protocol/."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any
from urllib.parse import parse_qsl

from anyio import CapacityLimiter, to_thread
from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from graph.errors import CrossplanError, LimitError, QueryError
from graph.guard import names_graphs
from graph.query import Limits, written
from graph.runners import Runner
from graph.workspace import Workspace

ROWS = (
    "application/sparql-results+json", "application/sparql-results+xml", "text/csv",
    "text/tab-separated-values", "application/json", "application/xml", "text/xml",
)  # fmt: skip
TRIPLES = (
    "text/turtle", "application/n-triples", "application/rdf+xml", "application/ld+json",
    "text/plain", "application/xml", "text/xml",
)  # fmt: skip
"""Media types of answers, the one first that is given to who does not mind."""

FORM, QUERY, UPDATE = (
    "application/x-www-form-urlencoded", "application/sparql-query", "application/sparql-update",
)  # fmt: skip
_GRAPHS = {"default-graph-uri": "default", "named-graph-uri": "named"}
_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20<>\"{}|^`\\]*")
"""An absolute IRI as the store takes it."""


class RefusedError(Exception):
    """A request that the protocol does not allow, with the status of the answer."""

    def __init__(self, status: int, told: str) -> None:
        super().__init__(told)
        self.status = status


@dataclass(frozen=True, slots=True)
class Asked:
    """A query with the graphs that the request names for it."""

    query: str
    dataset: Mapping[str, list[str]] = field(default_factory=dict)


async def read(request: Request) -> Asked:
    """The query in a request; raises `RefusedError` for what is none."""
    given = _pairs(request.url.query.encode())
    kind = Headers(request.headers).get("content-type", "")
    media = kind.partition(";")[0].strip().lower()
    if request.method == "POST":
        body = _utf8(await request.body(), kind)
        if media == UPDATE:
            raise RefusedError(403, "this endpoint only reads: it takes no update")
        if media not in (FORM, QUERY):
            raise RefusedError(
                415, f"send a query as {FORM} or as {QUERY}, not as {media or 'nothing'}"
            )
        given += [("query", body)] if media == QUERY else _pairs(body.encode())
    if any(name == "update" for name, _ in given):
        raise RefusedError(403, "this endpoint only reads: it takes no update")
    queries = [value for name, value in given if name == "query"]
    if len(queries) != 1:
        raise RefusedError(400, f"send one query, not {len(queries)}")
    return Asked(queries[0], _dataset(given))


def _dataset(given: list[tuple[str, str]]) -> Mapping[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name, value in given:
        if name in _GRAPHS:
            if not _IRI.fullmatch(value):
                raise RefusedError(400, f"{name} is no IRI")
            found.setdefault(_GRAPHS[name], []).append(value)
    return found


def _utf8(body: bytes, kind: str) -> str:
    charset = re.search(r"charset\s*=\s*\"?([\w-]+)", kind, re.IGNORECASE)
    if charset and charset[1].lower() not in ("utf-8", "utf8", "us-ascii"):
        raise RefusedError(415, "a query is sent in UTF-8")
    try:
        return body.decode()
    except UnicodeDecodeError:
        raise RefusedError(400, "a query is sent in UTF-8") from None


def _pairs(encoded: bytes) -> list[tuple[str, str]]:
    try:
        return parse_qsl(encoded.decode("ascii"), keep_blank_values=True, errors="strict",
                         max_num_fields=200)  # fmt: skip
    except ValueError:
        raise RefusedError(400, "the parameters are not URL-encoded UTF-8") from None


def chosen(accept: str, offered: tuple[str, ...]) -> str:
    """The media type of those offered that the header asks for most, empty if it wants none.

    >>> chosen("text/csv;q=0.5, application/*", ROWS)
    'application/sparql-results+json'
    """
    wanted = [_range(part) for part in accept.split(",") if part.strip()] or [("*/*", 1.0)]
    best, most = "", 0.0
    for media in offered:
        fits = [(_closeness(pattern), q) for pattern, q in wanted if _covers(pattern, media)]
        q = max(fits)[1] if fits else 0.0
        if q > most:
            best, most = media, q
    return best


def _range(part: str) -> tuple[str, float]:
    media, *parameters = (p.strip().lower() for p in part.split(";"))
    weight = next((p[2:] for p in parameters if p.startswith("q=")), "1")
    try:
        return media, float(weight)
    except ValueError:
        return media, 0.0


def _covers(pattern: str, media: str) -> bool:
    return pattern in ("*/*", media) or (
        pattern.endswith("/*") and media.startswith(pattern.removesuffix("*"))
    )


def _closeness(pattern: str) -> int:
    """How much a range of media types says."""
    return 2 - pattern.count("*")


@dataclass(frozen=True)
class Endpoint:
    """The endpoint over a workspace; `most` queries run at once, the others wait for their turn."""

    workspace: Workspace
    runner: Runner
    limits: Limits
    most: CapacityLimiter

    async def respond(self, request: Request) -> Response:
        try:
            asked = await read(request)
            return await to_thread.run_sync(
                partial(self.answer, asked, request.headers.get("accept", "")), limiter=self.most
            )
        except RefusedError as problem:
            return _told(problem.status, problem)
        except QueryError as problem:
            return _told(400, problem)
        except LimitError as problem:
            return _told(500, problem)
        except CrossplanError as problem:
            return _told(503, problem)

    def answer(self, asked: Asked, accept: str) -> Response:
        """The answer in the form that the client prefers; 406 where it takes none that fits."""
        forms = {"rows": chosen(accept, ROWS), "triples": chosen(accept, TRIPLES)}
        dataset: dict[str, Any] = {**asked.dataset, "own": names_graphs(asked.query)}
        media, text = written(self.workspace, asked.query, forms, dataset, self.limits, self.runner)
        if media in forms:
            offered = ", ".join(ROWS if media == "rows" else TRIPLES)
            raise RefusedError(406, f"this query gives {media}; accept one of {offered}")
        return Response(text, media_type=media)


def _told(status: int, problem: Exception) -> PlainTextResponse:
    return PlainTextResponse(f"{problem}\n", status)
