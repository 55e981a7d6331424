"""What stands before every page: who may ask, from where, and how much a request may bring.

A page of another site can make a browser ask a server on the reader's own machine. So the `Host`
must be a name of this machine (against DNS rebinding), and what another origin asks is answered
only where a reader followed a link. Bound to more than this machine, a server has many names, and
a token is needed instead, which no browser sends for the name of another.
"""

from http.cookies import CookieError, SimpleCookie
from secrets import compare_digest
from urllib.parse import parse_qsl, quote, urlencode

from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.responses import PlainTextResponse, RedirectResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

BODY, UPLOAD = 200_000, 51_000_000
"""Bytes that a request may have: of a form or a query, and of an uploaded document."""
COOKIE = "crossplan-token"
LOOPBACK = frozenset(("127.0.0.1", "localhost", "::1"))
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}
NOTHING = "default-src 'none'; frame-ancestors 'none'"


class Guard:
    """Middleware that refuses what this server is not for, and says to browsers what is allowed."""

    def __init__(self, app: ASGIApp, token: str = "") -> None:
        self._app = app
        self._token = token

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        answer = self._refused(scope) or self._asked_for_token(scope)
        if answer:
            await answer(scope, receive, _with_headers(send))
            return
        await self._app(scope, _bounded(scope, receive), _with_headers(send))

    def _refused(self, scope: Scope) -> PlainTextResponse | None:
        headers = Headers(scope=scope)
        if not self._token and name_of(headers.get("host", "")) not in LOOPBACK:
            return PlainTextResponse("This server has another name.\n", 421)
        if is_foreign(scope["method"], headers):
            return PlainTextResponse("Another site may not ask this of the server.\n", 403)
        if int(headers.get("content-length") or 0) > _most(scope):
            return PlainTextResponse(too_large(_most(scope)) + "\n", 413)
        return None

    def _asked_for_token(self, scope: Scope) -> PlainTextResponse | RedirectResponse | None:
        """Asks for the token; who brings it in the address gets it as a cookie and a clean one."""
        if not self._token:
            return None
        headers = Headers(scope=scope)
        query = dict(parse_qsl(scope["query_string"].decode("latin-1")))
        if self._is_token(query.pop("token", "")):
            rest = f"?{urlencode(query)}" if query else ""
            answer = RedirectResponse(f"/{quote(scope['path'].lstrip('/'))}{rest}", 303)
            answer.set_cookie(COOKIE, self._token, httponly=True, samesite="strict", path="/")
            return answer
        given = headers.get("authorization", "").removeprefix("Bearer ")
        if self._is_token(given) or self._is_token(_cookie(headers)):
            return None
        return PlainTextResponse("Open the address with the token that serve printed.\n", 401)

    def _is_token(self, given: str) -> bool:
        return compare_digest(given.encode(), self._token.encode())


def name_of(host: str) -> str:
    """The name in a Host header, without its port.

    >>> name_of("127.0.0.1:8765"), name_of("[::1]:8765")
    ('127.0.0.1', '::1')
    """
    if host.startswith("["):
        return host[1:].partition("]")[0]
    return host.partition(":")[0].lower()


def is_foreign(method: str, headers: Headers) -> bool:
    """Whether another origin asks; a link that a reader follows is no such thing.

    Browsers say by `Sec-Fetch-Site` where a request comes from, or at least by `Origin`; programs
    say neither.
    """
    site = headers.get("sec-fetch-site", "")
    safe = method in ("GET", "HEAD")
    if site:
        followed = safe and headers.get("sec-fetch-mode") == "navigate"
        return site not in ("same-origin", "none") and not followed
    origin = headers.get("origin", "")
    return bool(origin) and origin.partition("://")[2].lower() != headers.get("host", "").lower()


def too_large(most: int) -> str:
    return f"This is larger than the {most // 1000:,} kB that may be sent."


def _most(scope: Scope) -> int:
    return UPLOAD if scope["path"] == "/upload" else BODY


def _cookie(headers: Headers) -> str:
    try:
        found = SimpleCookie(headers.get("cookie", "")).get(COOKIE)
    except CookieError:
        return ""
    return found.value if found else ""


def _bounded(scope: Scope, receive: Receive) -> Receive:
    """The body up to what it may have, whatever length was promised."""
    had = 0

    async def next_part() -> Message:
        nonlocal had
        message = await receive()
        had += len(message.get("body", b""))
        if had > _most(scope):
            raise HTTPException(413, too_large(_most(scope)))
        return message

    return next_part


def _with_headers(send: Send) -> Send:
    async def sent(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in HEADERS.items():
                headers.setdefault(name, value)
            page = headers.get("content-type", "").startswith("text/html")
            headers.setdefault(
                "Content-Security-Policy", NOTHING.split("; ")[1] if page else NOTHING
            )
        await send(message)

    return sent
