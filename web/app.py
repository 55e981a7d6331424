"""The app: which address gives which page, and where each is made."""

import shutil
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from functools import partial
from importlib.resources import files
from pathlib import Path
from tempfile import mkdtemp
from threading import Thread
from typing import TypeVar
from urllib.parse import urlencode

from anyio import CapacityLimiter, to_thread
from starlette.applications import Starlette
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

import crossplan
from graph.deciding import decide
from graph.errors import CrossplanError, LimitError, QueryError, StoreError, UsageError
from graph.model import PlanGraph
from graph.query import Limits
from graph.runners import Runners
from graph.workspace import Workspace
from loaders.decisions.review import Wishes
from web import answers
from web.guards import Guard
from web.protocol import Endpoint
from web.shelf import Shelf
from web.uploads import Upload, Uploads

T = TypeVar("T")
QUERIES, MAKERS, READERS = 2, 16, 2
"""Queries, pages and uploaded documents that are worked on at once; what is more waits its turn."""
CONSOLE = Limits(seconds=10, rows=1_000)
STATUS: Mapping[type[Exception], int] = {
    UsageError: 400,
    QueryError: 400,
    LimitError: 503,
    StoreError: 503,
}
MEDIA = {
    "ttl": "text/turtle", "trig": "application/trig", "nq": "application/n-quads",
    "jsonld": "application/ld+json", "json": "application/json", "csv": "text/csv",
    "graphml": "application/xml", "gexf": "application/xml", "html": "text/html",
    "md": "text/markdown", "xml": "application/xml", "cypher": "text/plain",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}  # fmt: skip


class App:
    """The pages of one workspace. Handlers only parse; the work is done in threads."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self.shelf = Shelf(workspace)
        self.folder = Path(mkdtemp(prefix="crossplan-serve-"))
        self.uploads = Uploads(workspace, self.folder)
        self.runners = Runners(QUERIES)
        self.queries, self.makers = CapacityLimiter(QUERIES), CapacityLimiter(MAKERS)
        self.readers = CapacityLimiter(READERS)
        self.endpoint = Endpoint(workspace, self.runners, Limits(seconds=10), self.queries)

    def prepare(self) -> None:
        """Makes the first page before anybody asks for it; what is wrong is told who asks."""
        with suppress(CrossplanError):
            self.shelf.page("index.html")

    def close(self) -> None:
        self.runners.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    async def _page(self, make: Callable[[], str | bytes]) -> Response:
        return HTMLResponse(await self._done(make))

    async def _done(self, make: Callable[[], T]) -> T:
        return await to_thread.run_sync(make, limiter=self.makers)

    async def _read(self, make: Callable[[], T]) -> T:
        return await to_thread.run_sync(make, limiter=self.readers)

    async def start(self, _: Request) -> Response:
        def make() -> str | bytes:
            empty = "The workspace holds no plan yet: upload one here, or use crossplan load."
            page = self.shelf.page("index.html")
            return page or answers.message(self.shelf.frame, "Plans", empty)

        return await self._page(make)

    async def file(self, request: Request) -> Response:
        """A page of the site; for a plan that is not there, the names that are near."""
        name = request.path_params["file"]
        found = await self._done(partial(self.shelf.page, name))
        if found is None:
            kind, _, plan = name.removesuffix(".html").partition("-")
            if plan and kind in ("plan", "source", "flow", "network"):
                await self._done(partial(self._missing, plan))
            raise HTTPException(404, f"there is no page {name}")
        return HTMLResponse(found)

    def _missing(self, plan: str) -> None:
        try:
            self.workspace.resolve(plan)
        except UsageError as problem:
            raise HTTPException(404, str(problem)) from None

    async def search(self, request: Request) -> Response:
        asked = dict(request.query_params)
        return await self._page(lambda: answers.search(self.shelf.before(), asked))

    async def compare(self, request: Request) -> Response:
        asked = dict(request.query_params)
        return await self._page(lambda: answers.compare(self.shelf.before(), asked))

    async def decide(self, request: Request) -> Response:
        form = await _fields(request)
        ends, verdict = (form.get("first", ""), form.get("second", "")), form.get("verdict", "")
        because = form.get("because", "")
        await self._done(partial(decide, self.workspace, "overlap", *ends, verdict, because))
        back = {"first": form.get("back_first", ""), "second": form.get("back_second", "")}
        return RedirectResponse(f"compare?{urlencode(back | {'done': verdict})}", 303)

    async def save(self, _: Request) -> Response:
        return await self._page(lambda: answers.save(self.workspace, self.shelf.frame))

    async def export(self, request: Request) -> Response:
        form = answers.known_form(request.query_params.get("format", ""), answers.FILES)
        plan = request.query_params.get("plan", "")

        def make() -> tuple[bytes, str]:
            names = [self.workspace.resolve(plan).id] if plan else []
            return crossplan.exported(self.workspace, form, names), "".join(names) or "crossplan"

        data, name = await self._done(make)
        return _download(data, f"{name}.{answers.FILES[form].ending}")

    async def brief(self, request: Request) -> Response:
        form = answers.known_form(request.query_params.get("format", ""), answers.PAPERS)
        council = request.query_params.get("council", "")
        make = partial(crossplan.paper, self.workspace, council, ending=f".{form}")
        return _download(await self._done(make), f"brief.{form}")

    async def upload(self, request: Request) -> Response:
        if request.method == "GET":
            return await self._page(partial(self._upload_page, ""))
        async with request.form(max_files=1, max_fields=5) as form:
            given = form.get("document")
            if not isinstance(given, UploadFile) or not given.filename:
                return await self._page(partial(self._upload_page, "Choose a document first."))
            name, data = given.filename, await given.read()
        try:
            taken = await self._read(partial(self.uploads.take, name, data))
        except CrossplanError as problem:
            page = await self._done(partial(self._upload_page, f"{problem}"))
            return HTMLResponse(page, 400)
        return RedirectResponse(f"preview-{taken.id}", 303)

    def _upload_page(self, problem: str) -> str:
        return answers.upload(self.shelf.frame, self.uploads.kept(), problem)

    async def preview(self, request: Request) -> Response:
        upload, asked = self._upload(request), dict(request.query_params)
        return await self._page(lambda: answers.preview(self.shelf.frame, upload, asked))

    def _upload(self, request: Request) -> Upload:
        return self.uploads.find(request.path_params["id"])

    async def review(self, request: Request) -> Response:
        upload, form = self._upload(request), await _fields(request)
        wishes = _wishes(form, upload.account.graph)
        await self._read(partial(self.uploads.decide, upload, wishes))
        back = {k: form.get(k, "") for k in ("kind", "page")}
        return RedirectResponse(f"preview-{upload.id}?{urlencode(back)}#queue", 303)

    async def decisions(self, request: Request) -> Response:
        file = self._upload(request).path.with_name("decisions.toml")
        if not file.is_file():
            raise HTTPException(404, "nothing was decided on this document")
        return FileResponse(file, media_type="application/toml", filename="decisions.toml")

    async def add(self, request: Request) -> Response:
        form = await _fields(request)
        upload = self.uploads.find(form.get("upload", ""))
        await self._read(partial(self.uploads.add, upload))
        return RedirectResponse(f"preview-{upload.id}", 303)

    async def cypher(self, request: Request) -> Response:
        query = (await _fields(request)).get("query", "") if request.method == "POST" else ""

        def make() -> str:
            return answers.cypher_console(
                self.workspace, self.shelf.frame, self.runners, CONSOLE, query
            )

        return HTMLResponse(await to_thread.run_sync(make, limiter=self.queries))

    async def console(self, _: Request) -> Response:
        return await self._page(lambda: answers.sparql_console(self.shelf.frame))

    async def static(self, request: Request) -> Response:
        name = request.path_params["name"]
        if name not in answers.STATIC:
            raise HTTPException(404, f"there is no file {name}")
        data = files(__package__).joinpath("yasgui", name).read_bytes()
        return Response(data, media_type=answers.STATIC[name])

    def told(self, problem: Exception) -> Response:
        """A page with one sentence for what was raised on purpose."""
        if isinstance(problem, HTTPException):
            status, words = problem.status_code, problem.detail
        else:
            status, words = STATUS.get(type(problem), 500), str(problem)
        title = "Not found" if status == 404 else "This did not work"
        return HTMLResponse(answers.message(self.shelf.frame, title, words), status)

    def routes(self) -> list[Route]:
        post = ["POST"]
        return [
            Route("/", self.start), Route("/search.html", self.search),
            Route("/compare", self.compare), Route("/decide", self.decide, methods=post),
            Route("/save", self.save), Route("/export", self.export), Route("/brief", self.brief),
            Route("/upload", self.upload, methods=["GET", "POST"]),
            Route("/preview-{id}", self.preview), Route("/add", self.add, methods=post),
            Route("/review-{id}", self.review, methods=post),
            Route("/decisions-{id}", self.decisions),
            Route("/cypher", self.cypher, methods=["GET", "POST"]),
            Route("/sparql-console", self.console), Route("/static/{name}", self.static),
            Route("/sparql", self.endpoint.respond, methods=["GET", "POST"]),
            Route("/{file}", self.file),
        ]  # fmt: skip


async def _fields(request: Request) -> dict[str, str]:
    """The fields of a form, each once."""
    async with request.form(max_files=0, max_fields=20) as form:
        return {k: v for k, v in form.items() if isinstance(v, str)}


def _wishes(form: dict[str, str], graph: PlanGraph) -> Wishes:
    """What a form of the queue asks for; a correction sets only what differs from what was read."""
    name, verdict = form.get("statement", ""), form.get("verdict", "")
    because = form.get("because", "").strip() or None
    if verdict == "accept":
        return Wishes(accept=(name,), because=because)
    if verdict == "reject":
        return Wishes(reject=(name,), because=because)
    if verdict == "undo":
        return Wishes(undo=(name,))
    if verdict != "correct":
        raise UsageError("say what is decided: accept, reject, correct or undo")
    node = graph.by_id.get(name)
    text, kind = form.get("text", ""), form.get("type", "")
    return Wishes(
        correct=name,
        text=text if text and text != getattr(node, "text", "") else None,
        type=kind if kind and kind != type(node).__name__ else None,
    )


def _download(data: bytes, name: str) -> Response:
    ending = name.rpartition(".")[2]
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(data, media_type=MEDIA[ending], headers=headers)


def make(workspace: Workspace, token: str = "") -> Starlette:
    """The app over a workspace, for who has the token if there is one."""
    app = App(workspace)

    @asynccontextmanager
    async def life(_: Starlette) -> AsyncIterator[None]:
        Thread(target=app.prepare, daemon=True).start()
        yield
        app.close()

    async def told(_: Request, problem: Exception) -> Response:
        return await to_thread.run_sync(partial(app.told, problem))

    return Starlette(
        routes=app.routes(), lifespan=life,
        middleware=[Middleware(Guard, token=token)],
        exception_handlers={CrossplanError: told, HTTPException: told},
    )  # fmt: skip
