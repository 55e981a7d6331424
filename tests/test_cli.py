"""The command line from outside: what it prints where, and how it leaves."""

import csv
import io
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import loaders
from cli import app
from commands import pages
from graph.workspace import Workspace
from visualisations.views import VIEWS

ROOT = Path(__file__).parent.parent
PLANS = ROOT / "examples" / "plans"
SMALL = PLANS / "themes-southampton.txt"
OTHER = PLANS / "education-strategy-herefordshire.txt"

Crossplan = Callable[..., Result]


def crossplan(*args: str | Path) -> Result:
    return CliRunner().invoke(app, list(map(str, args)), prog_name="crossplan")


def sentence(result: Result) -> str:
    """The one line on stderr."""
    (line,) = result.stderr.splitlines()
    assert line.startswith(("Error: ", "these are the first "))
    return line


def state(folder: Path) -> dict[str, str]:
    """The files of record of a workspace by their hash; indexes and the lock are made from them."""
    return {
        str(p.relative_to(folder)): sha256(p.read_bytes()).hexdigest()
        for p in sorted(folder.rglob("*"))
        if p.is_file() and p.relative_to(folder).parts[0] not in ("index", "lock", "unfinished")
    }


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    workspace = tmp_path_factory.mktemp("prepared") / "ws"
    result = crossplan("load", SMALL, OTHER, "--workspace", workspace)
    assert result.exit_code == 0, result.stderr
    return workspace


@pytest.fixture
def ws(prepared: Path, tmp_path: Path) -> Path:
    """A workspace of its own with two plans."""
    return Path(shutil.copytree(prepared, tmp_path / "ws", symlinks=True))


def plan_ids(ws: Path) -> list[str]:
    return [r["id"] for r in json.loads(crossplan("plans", "-w", ws, "-f", "json").stdout)["rows"]]


# --- bad input -------------------------------------------------------------------------------


def empty(folder: Path) -> Path:
    (folder / "empty.txt").write_bytes(b"")
    return folder / "empty.txt"


def blank(folder: Path) -> Path:
    (folder / "blank.txt").write_text(" \n\n\t\n")
    return folder / "blank.txt"


def missing(folder: Path) -> Path:
    return folder / "missing.txt"


def unreadable(folder: Path) -> Path:
    (folder / "loop.txt").symlink_to(folder / "loop.txt")
    return folder / "loop.txt"


def pipe(folder: Path) -> Path:
    os.mkfifo(folder / "pipe.txt")
    return folder / "pipe.txt"


def binary(folder: Path) -> Path:
    (folder / "binary.txt").write_bytes(bytes(range(256)) * 40)
    return folder / "binary.txt"


def disguised(folder: Path) -> Path:
    (folder / "disguised.txt").write_bytes(b"%PDF-1.7\n1 0 obj\n")
    return folder / "disguised.txt"


def no_plans(folder: Path) -> Path:
    (folder / "pictures").mkdir()
    (folder / "pictures" / "photo.jpeg").write_bytes(b"\xff\xd8\xff")
    return folder / "pictures"


def unknown(folder: Path) -> Path:
    (folder / "plan.xyz").write_text("# Plan\n")
    return folder / "plan.xyz"


def prose(folder: Path) -> Path:
    (folder / "prose.txt").write_text("It rained. We stayed at home and read the paper.\n")
    return folder / "prose.txt"


BAD_FILES = {
    empty: "empty",
    blank: "empty",
    missing: "no such file",
    unreadable: "cannot be",
    pipe: "regular file",
    binary: "binary",
    disguised: "PDF",
    no_plans: "no plan",
    unknown: f"no reader for '.xyz'; there is one for {', '.join(sorted(loaders.READERS))}",
    prose: "nothing that looks like a plan",
}


@pytest.mark.parametrize("make", BAD_FILES, ids=lambda f: f.__name__)
def test_load_names_a_bad_file_and_leaves_the_workspace(
    make: Callable[[Path], Path], tmp_path: Path, ws: Path
) -> None:
    before, file = state(ws), make(tmp_path)
    result = crossplan("load", file, "-w", ws)
    assert result.exit_code == 1
    assert result.stdout == ""
    said, count = result.stderr.splitlines()
    assert said.startswith(f"{file}: ")
    assert BAD_FILES[make] in said
    assert count == "1 failed"
    assert state(ws) == before


@pytest.mark.parametrize("make", set(BAD_FILES) - {no_plans}, ids=lambda f: f.__name__)
def test_extract_says_why_in_one_sentence(make: Callable[[Path], Path], tmp_path: Path) -> None:
    result = crossplan("extract", make(tmp_path))
    assert (result.exit_code, result.stdout) == (1, "")
    assert BAD_FILES[make] in sentence(result)


def test_load_goes_on_after_a_bad_file(tmp_path: Path) -> None:
    ws = tmp_path / "ws"
    result = crossplan("load", binary(tmp_path), SMALL, missing(tmp_path), "-w", ws)
    assert result.exit_code == 1
    assert len(plan_ids(ws)) == 1
    assert result.stderr.splitlines()[-1] == "1 added, 2 failed"


def test_nothing_but_bad_files_makes_no_workspace(tmp_path: Path) -> None:
    crossplan("load", empty(tmp_path), "-w", tmp_path / "ws")
    assert not (tmp_path / "ws").exists()


BAD_MANIFESTS = {
    "unknown key": ('[[plan]]\nfile = "a.txt"\ncouncl = "Ambridge"\n', "councl"),
    "file not there": ('[[plan]]\nfile = "gone.txt"\n', "gone.txt"),
    "no TOML": ("[[plan\n", "line 1"),
}


@pytest.mark.parametrize("case", BAD_MANIFESTS)
def test_bad_manifest_is_wrong_usage(case: str, tmp_path: Path, ws: Path) -> None:
    text, named = BAD_MANIFESTS[case]
    manifest = tmp_path / "plans.toml"
    manifest.write_text(text)
    (tmp_path / "a.txt").write_bytes(SMALL.read_bytes())
    before = state(ws)
    result = crossplan("load", "--manifest", manifest, "-w", ws)
    assert (result.exit_code, result.stdout) == (2, "")
    assert named in sentence(result)
    assert state(ws) == before


def test_missing_manifest_is_wrong_usage(tmp_path: Path, ws: Path) -> None:
    result = crossplan("load", "--manifest", tmp_path / "none.toml", "-w", ws)
    assert result.exit_code == 2
    assert "none.toml" in sentence(result)


@pytest.mark.parametrize("command", [("plans",), ("load", SMALL), ("verify",), ("ask", "--list")])
def test_workspace_of_a_newer_version_is_left_alone(command: tuple[str, ...], ws: Path) -> None:
    (ws / "workspace.json").write_text('{"crossplan-workspace": 99}\n')
    before = state(ws)
    result = crossplan(*command, "-w", ws)
    if command != ("ask", "--list"):
        assert result.exit_code == 6
        assert "newer" in sentence(result)
    assert state(ws) == before


@pytest.mark.parametrize("command", ["plans", "verify", "validate", "audit", "export"])
def test_reading_makes_no_workspace(command: str, tmp_path: Path) -> None:
    args = ("--format", "nq") if command == "export" else ()
    result = crossplan(command, *args, "-w", tmp_path / "none")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "crossplan load" in sentence(result)
    assert not (tmp_path / "none").exists()


def test_a_folder_with_other_files_does_not_become_a_workspace(tmp_path: Path) -> None:
    (tmp_path / "thesis.doc").write_bytes(b"dear to somebody")
    result = crossplan("load", SMALL, "-w", tmp_path)
    assert result.exit_code == 2
    assert "holds something else" in sentence(result)
    assert [p.name for p in tmp_path.iterdir()] == ["thesis.doc"]


def test_a_second_writer_is_told_who_writes(ws: Path) -> None:
    before = state(ws)
    with Workspace.open(ws).writer():
        result = crossplan("load", SMALL, "-w", ws)
    assert result.exit_code == 4
    assert f"process {os.getpid()}" in sentence(result)
    assert state(ws) == before


def test_a_damaged_manifest_stops_a_load(ws: Path) -> None:
    for manifest in ws.glob("plans/*/manifest.json"):
        manifest.write_text("{")
    before = state(ws)
    result = crossplan("load", SMALL, "-w", ws)
    assert result.exit_code == 6
    assert sentence(result)
    assert state(ws) == before


def test_a_file_name_cannot_steer_the_terminal(tmp_path: Path) -> None:
    evil = tmp_path / "a\x1b[31m\u202e\nb.txt"
    evil.write_bytes(b"")
    result = crossplan("load", evil, "-w", tmp_path / "ws")
    assert result.exit_code == 1
    assert len(result.stderr.splitlines()) == 2
    assert not {"\x1b", "\u202e"} & set(result.stderr)


BAD_QUERIES = [
    ("sparql", "SELECT ?a WHERE {\n ?a xp:text }"),
    ("cypher", "MATCH (a:Action)\nRETRUN a"),
]


@pytest.mark.parametrize(("language", "query"), BAD_QUERIES)
def test_syntax_error_has_line_and_column(language: str, query: str, ws: Path) -> None:
    before = state(ws)
    result = crossplan(language, query, "-w", ws)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "line 2, column" in sentence(result)
    assert state(ws) == before


@pytest.mark.parametrize(
    ("language", "query"),
    [
        ("sparql", "SELECT * { SERVICE <http://localhost:1/> { ?s ?p ?o } }"),
        ("sparql", "DROP ALL"),
        ("cypher", "MATCH (n) DETACH DELETE n"),
        ("cypher", "COPY (MATCH (n) RETURN n) TO 'x.csv'"),
    ],
)
def test_queries_only_read(language: str, query: str, ws: Path) -> None:
    before = state(ws)
    result = crossplan(language, query, "-w", ws)
    assert (result.exit_code, result.stdout) == (2, "")
    assert sentence(result)
    assert state(ws) == before


def test_query_over_its_time_is_stopped(ws: Path) -> None:
    query = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
    result = crossplan("sparql", query, "-w", ws, "--timeout", "1")
    assert result.exit_code == 5
    assert "1 s" in sentence(result)


def test_rows_over_the_limit_are_said_to_be_cut(ws: Path) -> None:
    query = "SELECT ?t { ?s xp:text ?t }"
    result = crossplan("sparql", query, "-w", ws, "--limit", "2", "-f", "ndjson")
    assert result.exit_code == 0
    assert len(result.stdout.splitlines()) == 2
    assert "first 2 rows" in sentence(result)


# --- usage -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "args",
    [("lod",), ("plans", "--frmat", "json"), ("view", "netwrk"), ("ask", "no-such-question")],
)
def test_wrong_usage_leaves_with_two(args: tuple[str, ...], ws: Path) -> None:
    result = crossplan(*args) if args == ("lod",) else crossplan(*args, "-w", ws)
    assert (result.exit_code, result.stdout) == (2, "")


@pytest.mark.parametrize(
    ("args", "meant"),
    [
        (("lod",), "load"),
        (("plans", "--frmat", "json"), "--format"),
        (("view", "netwrk"), "network"),
    ],
)
def test_a_slip_is_answered_with_what_was_meant(args: tuple[str, ...], meant: str) -> None:
    assert meant in crossplan(*args).stderr


def test_an_unknown_plan_is_answered_with_those_there_are(ws: Path) -> None:
    before = state(ws)
    result = crossplan("remove", "portsmuth", "-w", ws)
    assert result.exit_code == 2
    assert any(plan in sentence(result) for plan in plan_ids(ws))
    assert state(ws) == before


# --- work ------------------------------------------------------------------------------------


def test_loading_again_changes_nothing(ws: Path) -> None:
    before = state(ws)
    result = crossplan("load", SMALL, OTHER, "-w", ws)
    assert result.exit_code == 0
    assert result.stderr.splitlines()[-1] == "2 unchanged"
    assert state(ws) == before


def test_a_folder_loads_its_plans_and_hidden_files_stay_out(tmp_path: Path) -> None:
    folder = tmp_path / "plans"
    (folder / ".hidden").mkdir(parents=True)
    for target in (folder / "a.txt", folder / ".hidden" / "b.txt"):
        target.write_bytes(SMALL.read_bytes())
    (folder / "note.toml").write_text("")
    (folder / "outside.txt").symlink_to(OTHER)
    result = crossplan("load", folder, "-w", tmp_path / "ws")
    assert result.exit_code == 0
    assert len(plan_ids(tmp_path / "ws")) == 1


def test_remove_restores_what_was(ws: Path) -> None:
    first, second = plan_ids(ws)
    texts = crossplan("export", "--format", "nq", "--plan", first, "-w", ws).stdout
    assert crossplan("remove", second, "-w", ws).exit_code == 0
    assert plan_ids(ws) == [first]
    assert crossplan("export", "--format", "nq", "-w", ws).stdout == texts


def test_manifest_gives_what_the_texts_leave_out(tmp_path: Path) -> None:
    ws = tmp_path / "ws"
    result = crossplan("load", "--manifest", ROOT / "examples" / "plans.toml", "-w", ws)
    assert result.exit_code == 0, result.stderr
    rows = json.loads(crossplan("plans", "-w", ws, "-f", "json").stdout)["rows"]
    assert len(rows) == len(list(PLANS.iterdir()))
    assert sum(r["council"] is not None for r in rows) == 3


@pytest.mark.parametrize("form", ["table", "json", "ndjson", "csv", "md"])
def test_every_table_format_holds_the_plans(form: str, ws: Path) -> None:
    args = ["plans", "-w", str(ws), "-f", form]
    result = CliRunner().invoke(app, args, env={"COLUMNS": "200"})
    assert (result.exit_code, result.stderr) == (0, "")
    assert all(plan in result.stdout for plan in plan_ids(ws))
    assert "\x1b" not in result.stdout


def test_workspace_may_come_from_the_environment(ws: Path) -> None:
    variables = {"CROSSPLAN_WORKSPACE": str(ws)}
    result = CliRunner().invoke(app, ["plans", "-f", "json"], env=variables)
    assert len(json.loads(result.stdout)["rows"]) == 2


def test_query_from_file_and_stdin_give_the_same(tmp_path: Path, ws: Path) -> None:
    query = "SELECT ?t { ?s a xp:Priority ; xp:text ?t } ORDER BY ?t"
    (tmp_path / "q.rq").write_text(query)
    args = ["sparql", "-w", str(ws), "-f", "csv"]
    direct = CliRunner().invoke(app, [*args, query])
    assert direct.exit_code == 0
    assert len(direct.stdout.splitlines()) > 1
    assert CliRunner().invoke(app, [*args, "-i", str(tmp_path / "q.rq")]).stdout == direct.stdout
    assert CliRunner().invoke(app, [*args, "-"], input=query).stdout == direct.stdout


def test_both_languages_count_the_same_priorities(ws: Path) -> None:
    sparql = crossplan("sparql", "SELECT ?p { ?p a xp:Priority }", "-w", ws, "-f", "ndjson")
    cypher = crossplan("cypher", "MATCH (p:Priority) RETURN p.uri", "-w", ws, "-f", "ndjson")
    assert cypher.exit_code == 0, cypher.stderr
    assert len(sparql.stdout.splitlines()) == len(cypher.stdout.splitlines()) > 0


def test_show_prints_the_quote_and_the_neighbours(ws: Path) -> None:
    graph = json.loads(crossplan("extract", SMALL).stdout)
    node = next(n for n in graph["nodes"] if n["type"] == "Priority")
    result = crossplan("show", node["id"], "-w", ws, "-f", "json")
    assert result.exit_code == 0, result.stderr
    rows = json.loads(result.stdout)["rows"]
    assert node["quote"] in {r["value"] for r in rows}
    assert any("LINKED_PRIORITY" in r["property"] for r in rows)


def test_extract_gives_the_same_bytes_twice_and_every_quote() -> None:
    first, second = (crossplan("extract", OTHER) for _ in range(2))
    assert first.stdout_bytes == second.stdout_bytes
    data, text = json.loads(first.stdout), loaders.read(OTHER).text
    assert data["graph"]["sha256"] == sha256(OTHER.read_bytes()).hexdigest()
    quoted = [n for n in data["nodes"] if "quote" in n]
    assert quoted
    assert all(text[n["start"] : n["end"]] == n["quote"] for n in quoted)


@pytest.mark.parametrize("plan", sorted(PLANS.iterdir()), ids=lambda p: p.stem)
def test_extract_prints_every_node_in_every_format(plan: Path) -> None:
    nodes = json.loads(crossplan("extract", plan).stdout)["nodes"]
    table = crossplan("extract", plan, "--format", "csv").stdout
    assert [r["id"] for r in csv.DictReader(io.StringIO(table))] == [n["id"] for n in nodes]
    turtle = crossplan("extract", plan, "--format", "ttl").stdout
    assert all(f"/{n['id']}> " in turtle for n in nodes)


@pytest.mark.parametrize("form", ["ttl", "trig", "nq", "jsonld", "json", "graphml", "gexf", "csv"])
def test_export_gives_the_same_bytes_in_another_process(form: str, ws: Path) -> None:
    here = crossplan("export", "--format", form, "-w", ws)
    assert here.exit_code == 0, here.stderr
    command = [sys.executable, "-m", "crossplan", "export", "--format", form, "-w", str(ws)]
    there = subprocess.run(command, capture_output=True, check=True, cwd=ROOT)
    assert there.stdout == here.stdout_bytes != b""


def test_export_takes_the_format_from_the_ending(tmp_path: Path, ws: Path) -> None:
    result = crossplan("export", "-o", tmp_path / "new" / "plans.csv", "-w", ws)
    assert result.exit_code == 0
    assert result.stdout == ""
    rows = csv.DictReader(io.StringIO((tmp_path / "new" / "plans.csv").read_text("utf-8")))
    assert {r["plan"] for r in rows} == set(plan_ids(ws))


def test_export_of_two_plans_is_readable_by_rdflib(ws: Path) -> None:
    import rdflib

    for form, name in (("trig", "trig"), ("nq", "nquads"), ("jsonld", "json-ld")):
        data = rdflib.Dataset()
        data.parse(data=crossplan("export", "--format", form, "-w", ws).stdout, format=name)
        graphs = {str(g.identifier) for g in data.graphs() if len(g)}
        assert {g.split("/graph/")[1].split("/")[0] for g in graphs} == set(plan_ids(ws))


def test_checks_pass_on_what_was_loaded(ws: Path) -> None:
    for command in ("verify", "validate"):
        result = crossplan(command, "-w", ws)
        assert result.exit_code == 0, result.stdout + result.stderr


def test_verify_finds_a_changed_text(ws: Path) -> None:
    text = next((ws / "texts").iterdir())
    text.write_text(text.read_text("utf-8").replace("e", "a"), encoding="utf-8")
    result = crossplan("verify", "-w", ws)
    assert result.exit_code == 3
    assert result.stdout


def test_audit_says_what_plans_lack_and_fails_only_when_strict(ws: Path) -> None:
    relaxed = crossplan("audit", "-w", ws, "-f", "ndjson")
    assert relaxed.exit_code == 0
    assert relaxed.stdout
    assert crossplan("audit", "--strict", "-w", ws).exit_code == 3


def test_view_writes_one_page(tmp_path: Path, ws: Path) -> None:
    result = crossplan("view", "network", "-o", tmp_path / "map.html", "-w", ws)
    assert result.exit_code == 0, result.stderr
    assert (tmp_path / "map.html").read_text("utf-8").lower().startswith("<!doctype html>")


def test_view_says_on_stderr_what_the_page_says(
    tmp_path: Path, ws: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("visualisations.network.COMFORTABLE", 1)
    file = tmp_path / "map.html"
    result = crossplan("view", "network", "--topic", "attendance", "-o", file, "-w", ws)
    assert result.stderr.startswith("This map is large")
    assert result.stderr.splitlines()[0] in file.read_text("utf-8")
    assert "<title>Map: School attendance" in file.read_text("utf-8")


def test_site_writes_a_folder_and_replaces_only_its_own(tmp_path: Path, ws: Path) -> None:
    folder, plan = tmp_path / "site", "themes-southampton"
    done = crossplan("site", "-o", folder, "--plan", plan, "-w", ws)
    assert done.exit_code == 0, done.stderr
    assert str(folder / "index.html") in done.stderr
    assert (folder / f"plan-{plan}.html").is_file()
    (tmp_path / "file").write_text("mine")
    for target, told in (
        (folder, "holds a site already; --force replaces it"),
        (tmp_path, "holds something else"),
        (tmp_path / "file" / "below", "cannot write"),
    ):
        result = crossplan("site", "-o", target, "--plan", plan, "-w", ws)
        assert result.exit_code in (1, 2)
        assert told in result.stderr
        assert len(result.stderr.splitlines()) == 1
    assert crossplan("site", "-o", folder, "--plan", plan, "-w", ws, "--force").exit_code == 0


def test_view_knows_every_page() -> None:
    assert set(pages.VIEWS) == set(VIEWS)


@pytest.mark.parametrize(
    ("args", "code", "told"),
    [
        (("network",), 2, "is there already; name another file, or use --force"),
        (("network", "--force", "--day", "soon"), 2, "'soon' is not a date"),
        (("source", "--force"), 2, "source shows one plan; choose it with --plan"),
        (("network", "--force", "--plan", "nowhere"), 2, "no plan 'nowhere'"),
    ],
)
def test_view_refuses_in_one_sentence_and_leaves_the_file(
    tmp_path: Path, ws: Path, args: tuple[str, ...], code: int, told: str
) -> None:
    file = tmp_path / "page.html"
    file.write_text("mine")
    result = crossplan("view", *args, "-o", file, "-w", ws)
    assert (result.exit_code, len(result.stderr.splitlines())) == (code, 1)
    assert told in result.stderr
    assert file.read_text() == "mine"


def test_every_question_is_answered_on_both_stores(ws: Path) -> None:
    listed = json.loads(crossplan("ask", "--list", "-f", "json").stdout)["rows"]
    assert listed
    plan = plan_ids(ws)[0]
    for row in listed:
        needed = dict(line.split() for line in row["parameters"] if "[" not in line)
        needed |= {"--plan": plan} if "--plan" in needed else {}
        args = [word for option in needed.items() for word in option]
        one, two = (
            crossplan("ask", row["question"], *args, "--on", store, "-w", ws, "-f", "json")
            for store in ("oxigraph", "ladybug")
        )
        assert (one.exit_code, one.stdout) == (two.exit_code, two.stdout)
        assert one.exit_code == 0 or "a comparison needs two" in one.stderr, one.stderr


def test_demo_answers_and_writes_the_map(tmp_path: Path) -> None:
    first = crossplan("demo", "-o", tmp_path / "site")
    assert first.exit_code == 0, first.stderr
    index = tmp_path / "site" / "site" / "index.html"
    assert str(index) in first.stdout
    assert index.is_file()
    assert crossplan("demo", "-o", tmp_path / "site").stdout == first.stdout


# --- the process -----------------------------------------------------------------------------


def test_a_closed_pipe_is_quiet(ws: Path) -> None:
    command = f"'{sys.executable}' -m crossplan export -f nq -w '{ws}' | head -n 1"
    done = subprocess.run(
        ["bash", "-c", command], capture_output=True, text=True, check=False, cwd=ROOT
    )
    assert done.stderr == ""
    assert len(done.stdout.splitlines()) == 1


def test_interrupt_is_said_in_one_sentence(tmp_path: Path) -> None:
    fifo = tmp_path / "query"
    os.mkfifo(fifo)
    command = [sys.executable, "-m", "crossplan", "sparql", "--input", str(fifo)]
    child = subprocess.Popen(
        command, stderr=subprocess.PIPE, text=True, cwd=ROOT,
        # A shell in the background hands down that interrupts are ignored.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
    )  # fmt: skip
    writer = os.open(fifo, os.O_WRONLY)
    time.sleep(0.3)
    child.send_signal(signal.SIGINT)
    _, said = child.communicate(timeout=30)
    os.close(writer)
    assert (child.returncode, said.strip()) == (130, "interrupted")


def test_no_colour_and_no_progress_when_piped(ws: Path) -> None:
    command = [sys.executable, "-m", "crossplan", "load", str(SMALL), "-w", str(ws)]
    done = subprocess.run(command, capture_output=True, check=True, cwd=ROOT)
    assert b"\x1b" not in done.stdout + done.stderr
    assert b"\r" not in done.stderr


def test_jobs_read_side_by_side_what_one_reads(tmp_path: Path) -> None:
    """Processes change neither what is loaded nor the order in which it is told."""
    said = []
    for jobs in ("1", "3"):
        ws = tmp_path / jobs
        done = crossplan("load", "-m", ROOT / "examples" / "plans.toml", "-j", jobs, "-w", ws)
        assert done.exit_code == 0, done.stderr
        exported = crossplan("export", "--format", "nq", "-w", ws)
        said.append((done.stderr.replace(str(ws), ""), exported.stdout))
    assert said[0] == said[1]
