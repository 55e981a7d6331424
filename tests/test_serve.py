"""The local web app over HTTP: its pages, what it changes, and whom it refuses."""

import asyncio
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from html import unescape
from pathlib import Path

import httpx
import pytest
from hostile_plan import HOSTILE, hostile_plan
from hypothesis import given
from hypothesis import strategies as st
from sample import sample
from served import ROOT, Served, serving
from workspaces import fill

import crossplan
from graph.deciding import chosen, decide
from graph.query import cypher, sparql
from graph.workspace import Workspace
from web.answers import EXAMPLES, FILES, compare
from web.find import marked, words_of
from web.guards import BODY
from web.shelf import Shelf
from web.uploads import safe_name

PLAN = b"""# Northmoor Education Plan 2025 to 2027

## Priority 1: Attendance

- Visit each school by July 2026 (Head of Inclusion)
- Train every governor

Xyzzy plugh quux frotz.
"""


def text_of(page: httpx.Response) -> str:
    return unescape(page.text)


@pytest.fixture
def own(tmp_path: Path) -> Iterator[Served]:
    """A server over plans that a test may change."""
    graphs = [sample("north-plan"), sample("south-plan", "Another", "South")]
    fill(tmp_path / "ws", graphs)
    with serving(tmp_path / "ws") as running:
        yield running


def workspace_of(tmp_path: Path) -> Workspace:
    return Workspace.open(tmp_path / "ws")


# --- pages -------------------------------------------------------------------------------------


def test_the_site_is_served_as_it_is_written(served: Served, two_plans: Workspace) -> None:
    """Each page that `site` writes is there, and leads to no page that is not."""
    names = {"index.html"}
    todo = ["index.html"]
    while todo:
        page = served.client.get(todo.pop())
        assert page.status_code == 200, page.url
        found = {unescape(h).partition("#")[0] for h in re.findall(r'href="([^"#?:]+)', page.text)}
        todo += sorted(found - names)
        names |= found
    for record in two_plans.plans():
        assert {f"plan-{record.id}.html", f"source-{record.id}.html"} <= names
    assert {"overlaps.html", "coverage.html", "compare", "upload", "save", "cypher"} <= names


def test_pages_follow_the_workspace(own: Served, tmp_path: Path) -> None:
    assert "Northmoor" not in own.client.get("").text
    (tmp_path / "northmoor.md").write_bytes(PLAN)
    list(crossplan.load([tmp_path / "northmoor.md"], tmp_path / "ws"))
    assert "Northmoor Education Plan" in own.client.get("").text
    with workspace_of(tmp_path).writer() as writer:
        writer.remove("northmoor")
    assert "Northmoor" not in own.client.get("").text


@pytest.mark.usefixtures("own")
def test_the_first_page_is_made_before_anybody_asks(tmp_path: Path) -> None:
    until = time.monotonic() + 60
    while not list((tmp_path / "ws" / "index").glob("*/answers/*")):
        assert time.monotonic() < until
        time.sleep(0.1)


def test_an_empty_workspace_says_what_to_do(tmp_path: Path) -> None:
    Workspace.create(tmp_path / "ws")
    with serving(tmp_path / "ws") as empty:
        for page in ("", "search.html?q=x", "compare", "save", "upload", "cypher"):
            assert empty.client.get(page).status_code == 200, page
        assert "upload one here" in empty.client.get("").text


def test_a_plan_that_is_not_there_is_one_sentence_with_names_that_are_near(served: Served) -> None:
    for page in ("plan-norht-plan.html", "source-norht-plan.html", "compare?first=norht-plan"):
        got = served.client.get(page)
        assert got.status_code in (400, 404)
        assert "no plan 'norht-plan'" in text_of(got)
        assert "north-plan" in text_of(got)
    assert served.client.get("nothing.html").status_code == 404


def test_search_finds_words_and_leads_to_their_place(served: Served) -> None:
    page = served.client.get("search.html", params={"q": "SCHOOL"})
    assert "<mark>school</mark>" in page.text.lower()
    assert 'href="source-north-plan.html#s' in page.text
    only = served.client.get("search.html", params={"q": "school", "plan": "south-plan"})
    assert "source-north-plan.html#s" not in only.text
    assert "Nothing holds these words" in served.client.get("search.html?q=zzz").text


@given(st.text(max_size=300), st.text(max_size=20))
def test_marked_text_is_the_text(text: str, query: str) -> None:
    words = words_of(query)
    assert "".join(part for part, _ in marked(text, words)) == text
    if words:
        assert all(part for part, found in marked(text, words) if found)


def test_every_format_can_be_saved(served: Served, two_plans: Workspace) -> None:
    for name, form in FILES.items():
        some = ["north-plan"] if form.each else []
        got = served.client.get("export", params={"format": name, "plan": "".join(some)})
        assert got.content == crossplan.exported(two_plans, name, some), name
        saved = f"{(*some, 'crossplan')[0]}.{form.ending}"
        assert got.headers["content-disposition"] == f'attachment; filename="{saved}"'
        if form.each:
            assert served.client.get("export", params={"format": name}).status_code == 400
    one = served.client.get("export", params={"format": "ttl", "plan": "north-plan"})
    assert one.content == crossplan.exported(two_plans, "ttl", ["north-plan"])
    assert served.client.get("export?format=exe").status_code == 400


def test_a_paper_for_a_council_can_be_saved(served: Served, two_plans: Workspace) -> None:
    council = two_plans.plans()[0].council
    for form in ("docx", "html", "md"):
        got = served.client.get("brief", params={"format": form, "council": council})
        assert got.content == crossplan.paper(two_plans, council, ending=f".{form}")
        assert "attachment" in got.headers["content-disposition"]


def test_cypher_answers_and_says_what_is_wrong(served: Served) -> None:
    query = "MATCH (p:Plan) RETURN p.title AS title ORDER BY title"
    page = served.client.post("cypher", data={"query": query})
    assert ">A plan</td>" in page.text
    assert "CREATE at line 1" in text_of(served.client.post("cypher", data={"query": "CREATE (n)"}))


# --- what it changes ---------------------------------------------------------------------------


def test_an_overlap_is_decided_and_undone(own: Served, tmp_path: Path) -> None:
    asked = {"first": "north-plan", "second": "south-plan"}
    page = own.client.get("compare", params=asked)
    assert 'action="decide"' in page.text
    ends = dict(re.findall(r'name="(first|second)" value="([^"]+)"', page.text)[:2])
    for verdict, count in (("reject", 1), ("accept", 1), ("undo", 0)):
        said = {**ends, "verdict": verdict, "back_first": "north-plan"}
        said |= {"because": "heard so"} if verdict != "undo" else {}
        got = own.client.post("decide", data=said)
        assert got.status_code == 303
        taken = chosen(workspace_of(tmp_path))
        assert len(taken) == count
        assert all((c.verdict, c.because) == (verdict, "heard so") for c in taken)
    assert own.client.post("decide", data={**ends, "verdict": "perhaps"}).status_code == 400


def test_decisions_are_laid_over_the_last_comparison(tmp_path: Path) -> None:
    """Who decides on one overlap after the other does not wait for a new comparison each time."""
    graphs = [sample("north-plan"), sample("south-plan", "Another", "South")]
    workspace = fill(tmp_path / "ws", graphs)
    shelf = Shelf(workspace)
    first, asked = shelf.state(), {"first": "north-plan", "second": "south-plan"}

    def shown() -> tuple[str, bool]:
        page = compare(shelf.before(), asked)
        return page.split(" overlaps,")[0].rpartition(">")[2], "accepted" in page

    a, b = re.findall(r'name="(?:first|second)" value="([^"]+)"', compare(first, asked))[:2]
    count = int(shown()[0])
    decide(workspace, "overlap", a, b, "reject")
    assert (shelf.before(), shown()) == (first, (str(count - 1), False))
    decide(workspace, "overlap", a, b, "accept")
    assert (shelf.before(), shown()) == (first, (str(count), True))
    assert shelf.state() is not first
    decide(workspace, "overlap", a, b, "undo")
    assert shown() == (str(count), False)


def uploaded(own: Served, name: str, data: bytes = PLAN) -> httpx.Response:
    return own.client.post("upload", files={"document": (name, data)})


def test_an_upload_is_previewed_and_changes_nothing(own: Served, tmp_path: Path) -> None:
    got = uploaded(own, "northmoor.md")
    assert got.status_code == 303
    page = own.client.get(got.headers["location"])
    assert "Visit each school by July 2026" in page.text
    assert "Northmoor Education Plan" in page.text
    assert "% of it was not understood" in page.text
    assert [r.id for r in workspace_of(tmp_path).plans()] == ["north-plan", "south-plan"]
    assert not (tmp_path / "ws" / "uploads").exists()


def test_what_was_decided_on_an_upload_goes_with_it_into_the_workspace(
    own: Served, tmp_path: Path
) -> None:
    place = uploaded(own, "northmoor.md").headers["location"]
    mark = place.removeprefix("preview-")

    def says(statement: str, verdict: str, **more: str) -> None:
        said = {"statement": statement, "verdict": verdict, **more}
        assert own.client.post(f"review-{mark}", data=said).status_code == 303

    graph = crossplan.extract(_written(tmp_path))
    first, second = (a.id for a in graph.of_type(crossplan.Action))
    says(first, "correct", text="Visit all schools", type="Action")
    says(second, "reject")
    says(second, "undo")
    says(second, "reject")
    assert "Visit all schools" in own.client.get(place).text
    file = own.client.get(f"decisions-{mark}").text
    assert 'text = "Visit all schools"' in file
    assert "type =" not in file
    nothing = {"statement": first, "verdict": "correct", "type": "Action"}
    assert "corrects nothing" in own.client.post(f"review-{mark}", data=nothing).text
    assert own.client.post("add", data={"upload": mark}).status_code == 303
    kept = workspace_of(tmp_path).graph("northmoor")
    assert [a.text for a in kept.of_type(crossplan.Action)] == ["Visit all schools"]
    says(second, "undo")
    kept = workspace_of(tmp_path).graph("northmoor")
    assert len(kept.of_type(crossplan.Action)) == 2
    assert "northmoor.md" in own.client.get("upload").text


def _written(folder: Path) -> Path:
    (folder / "northmoor.md").write_bytes(PLAN)
    return folder / "northmoor.md"


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("plan.exe", PLAN, "no reader for '.exe'"),
        ("plan.doc", PLAN, "save it as .docx"),
        ("empty.txt", b"", "empty"),
        ("broken.docx", b"PK\x03\x04 no archive", "broken.docx"),
        ("<img src=x onerror=alert(1)>.txt", b"", "empty"),
    ],
)
def test_an_upload_that_cannot_be_read_is_one_sentence(
    served: Served, name: str, data: bytes, says: str
) -> None:
    got = uploaded(served, name, data)
    assert got.status_code == 400
    assert says in text_of(got)
    assert "crossplan-serve-" not in got.text
    assert "<img" not in got.text


@pytest.mark.parametrize("name", ["../../../x.txt", "/etc/passwd", "a\\..\\b.md", "\x00.txt", "…"])
def test_a_file_name_leads_nowhere_else(name: str, tmp_path: Path) -> None:
    safe = safe_name(name)
    assert (tmp_path / safe).resolve().parent == tmp_path.resolve()
    assert safe.isprintable()
    assert safe != "decisions.toml"


# --- whom it refuses ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:8765", "", "127.0.0.1.evil.example"]
)
def test_another_host_is_refused(served: Served, host: str) -> None:
    assert served.client.get("", headers={"Host": host}).status_code == 421
    assert served.client.get("sparql?query=ASK{}", headers={"Host": host}).status_code == 421


FOREIGN = (
    {"Origin": "http://evil.example"},
    {"Origin": "null"},
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site", "Sec-Fetch-Mode": "navigate"},
    {"Origin": "http://127.0.0.1:1"},
)


@pytest.mark.parametrize("headers", FOREIGN)
@pytest.mark.parametrize("path", ["decide", "upload", "add", "cypher", "sparql", "review-x"])
def test_another_origin_may_post_nothing(
    served: Served, path: str, headers: dict[str, str]
) -> None:
    assert served.client.post(path, headers=headers, data={"a": "b"}).status_code == 403


def test_another_origin_may_link_but_not_read(served: Served) -> None:
    follow = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"}
    load = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors"}
    assert served.client.get("", headers=follow).status_code == 200
    assert served.client.get("", headers=load).status_code == 403
    got = served.client.get("sparql?query=ASK{}")
    assert "access-control-allow-origin" not in got.headers


def test_too_much_is_refused(served: Served) -> None:
    long = {"query": "#" + "x" * BODY}
    assert served.client.post("sparql", data=long).status_code == 413
    assert served.client.post("cypher", data=long).status_code == 413

    def parts() -> Iterator[bytes]:
        yield from (b"x" * 10_000 for _ in range(BODY // 10_000 + 1))

    got = served.client.post("sparql", content=parts(), headers={"Content-Type": "text/plain"})
    assert got.status_code == 413
    with socket.create_connection(_place(served)) as line:
        line.sendall(
            b"POST /upload HTTP/1.1\r\nHost: localhost\r\nContent-Length: 60000000\r\n\r\n"
        )
        assert line.recv(100).startswith(b"HTTP/1.1 413")


def _place(served: Served) -> tuple[str, int]:
    url = httpx.URL(served.url)
    return url.host, url.port or 0


@pytest.mark.parametrize(
    "path",
    ["/../../etc/passwd", "/static/../app.py", "/static/..%2fapp.py", "/%2e%2e/%2e%2e/etc/passwd",
     "/preview-..%2f..%2fetc", "/decisions-../../x", "//etc/passwd"],
)  # fmt: skip
def test_no_path_leads_out(served: Served, path: str) -> None:
    with socket.create_connection(_place(served)) as line:
        request = f"GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
        line.sendall(request.encode())
        got = b"".join(iter(lambda: line.recv(65_536), b""))
    assert got.split()[1] in (b"400", b"404")
    assert b"root:" not in got
    assert b"Starlette" not in got


def test_answers_say_what_a_browser_may_do_with_them(served: Served) -> None:
    for path in ("", "sparql?query=ASK{}", "export?format=csv", "nothing", "static/start.js"):
        headers = served.client.get(path).headers
        assert headers["x-content-type-options"] == "nosniff"
        assert "frame-ancestors 'none'" in headers["content-security-policy"]
        assert headers["cross-origin-resource-policy"] == "same-origin"
    page = served.client.get("search.html").text
    policy = unescape(page.split('Content-Security-Policy" content="')[1].split('"')[0])
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy + served.client.get("sparql-console").text.split("<title>")[0]


def test_beyond_this_machine_a_token_is_needed(two_plans: Workspace) -> None:
    with serving(two_plans.path, "--host", "0.0.0.0") as open_to_all:  # noqa: S104
        client, token = open_to_all.client, open_to_all.url.partition("token=")[2]
        assert len(token) >= 32
        assert client.get("").status_code == 401
        assert client.get("?token=guess").status_code == 401
        bearer = {"Authorization": f"Bearer {token}"}
        assert client.get("sparql?query=ASK{}", headers=bearer).status_code == 200
        first = client.get(f"search.html?q=x&token={token}")
        assert (first.status_code, first.headers["location"]) == (303, "/search.html?q=x")
        assert "httponly" in first.headers["set-cookie"].lower()
        assert "samesite=strict" in first.headers["set-cookie"].lower()
        assert client.get("search.html?q=x").status_code == 200
        assert client.get("", headers={"Host": "plans.example"}).status_code == 200
        for headers in FOREIGN:
            assert client.post("decide", headers=headers, data={"a": "b"}).status_code == 403


# --- the server --------------------------------------------------------------------------------


def test_two_hundred_at_once_are_all_answered(served: Served) -> None:
    """Each gets its own answer, whatever the others ask for."""

    async def ask() -> list[tuple[int, int, str]]:
        limits = httpx.Limits(max_connections=200)
        async with httpx.AsyncClient(base_url=served.url, timeout=120, limits=limits) as client:

            async def one(n: int) -> tuple[int, int, str]:
                if n % 4:
                    query = f"SELECT ({n} AS ?n) {{}}"
                    got = await client.get("sparql", params={"query": query},
                                           headers={"Accept": "text/csv"})  # fmt: skip
                else:
                    got = await client.get("search.html", params={"q": f"school{n}"})
                return n, got.status_code, got.text

            return await asyncio.gather(*(one(n) for n in range(200)))

    with ThreadPoolExecutor(1) as aside:  # the browser's tests have a loop in this thread
        found = aside.submit(asyncio.run, ask()).result()
    assert Counter(status for _, status, _ in found) == {200: 200}
    for n, _, text in found:
        assert text == f"n\r\n{n}\r\n" if n % 4 else f'value="school{n}"' in text


def test_a_port_that_is_taken_is_one_sentence(two_plans: Workspace) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        done = subprocess.run(
            [sys.executable, "-m", "crossplan", "serve", "-p", port, "-w", str(two_plans.path)],
            cwd=ROOT, capture_output=True, text=True, check=False,
        )  # fmt: skip
    assert done.returncode == 4
    assert f"cannot listen on 127.0.0.1, port {port}" in done.stderr
    assert done.stderr.count("\n") == 1


def test_no_workspace_is_one_sentence(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "crossplan", "serve", "-w", str(tmp_path / "none")]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, "no workspace at" in done.stderr) == (2, True)


def test_without_the_extra_it_says_what_to_install(tmp_path: Path) -> None:
    code = "import sys; sys.modules['uvicorn'] = None; import cli; cli.main()"
    done = subprocess.run(
        [sys.executable, "-c", code, "serve", "-w", str(tmp_path)],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert "pip install 'crossplan[serve]'" in done.stderr


def test_a_supervisor_can_end_it(two_plans: Workspace) -> None:
    with serving(two_plans.path, ends=(signal.SIGTERM, 143)) as running:
        assert running.client.get("").status_code == 200


def test_it_ends_while_a_query_runs(two_plans: Workspace) -> None:
    query = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
    with serving(two_plans.path) as running, socket.create_connection(_place(running)) as line:
        body = httpx.QueryParams({"query": query})
        line.sendall(f"GET /sparql?{body} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
        while not _children(running.process.pid):
            assert running.client.get("save").status_code == 200


def test_nothing_is_left_behind(two_plans: Workspace, tmp_path: Path) -> None:
    """No temporary folder and no child outlives the server."""
    os.environ["TMPDIR"] = str(tmp_path)
    try:
        with serving(two_plans.path) as running:
            uploaded(running, "northmoor.md")
            running.client.get("sparql?query=ASK{}")
            children = _children(running.process.pid)
            assert list(tmp_path.iterdir())
            assert children
    finally:
        del os.environ["TMPDIR"]
    assert list(tmp_path.iterdir()) == []
    assert not [c for c in children if Path(f"/proc/{c}/stat").exists()]


def _children(pid: int) -> list[str]:
    tasks = Path(f"/proc/{pid}/task").iterdir()
    return [c for task in tasks for c in (task / "children").read_text().split()]


def test_hostile_words_stay_words(tmp_path: Path) -> None:
    workspace = Workspace.create(tmp_path / "ws")
    with workspace.writer() as writer:
        for plan in ("bad", "worse"):
            writer.put(*hostile_plan(plan, storable=True))
    with serving(workspace.path) as bad:
        pages = ["", "compare?first=bad&second=worse", "save", "search.html?q=window",
                 "search.html?q=%3Cimg%20src%3Dx%3E", "plan-%3Cimg%20src=x%3E.html"]  # fmt: skip
        for page in pages:
            text = bad.client.get(page).text
            body = text.split("<body>")[1]
            assert not any(words in body for words in (HOSTILE[0], "<img", "<svg onload"))


def test_every_query_that_a_console_begins_with_fills_its_columns(five_plans: Workspace) -> None:
    start = (ROOT / "web" / "yasgui" / "start.js").read_text("utf-8")
    (typed,) = re.findall(r"value = `(.*?)`", start, re.DOTALL)
    tables = [sparql(five_plans, typed.replace("LIMIT 20", ""))]
    tables += [cypher(five_plans, example) for example in EXAMPLES]
    for table in tables:
        assert all(any(row[i] for row in table.rows) for i in range(len(table.columns)))
