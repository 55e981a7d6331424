"""How much of a document was understood is told, kept and held against a limit."""

import csv
import io
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import crossplan
from cli import app
from graph.model import Plan, PlanGraph, Source
from graph.workspace import Workspace
from loaders import account
from loaders.coverage import CLASSES, coverage, explained
from loaders.document import Block, Document
from loaders.slices import Slice

EXAMPLES = sorted((Path(__file__).parent.parent / "examples" / "plans").glob("*.txt"))
CLEAR = "Priority 1: Reading\n\nActions\n\n- Lend books to every school\n- Train 20 volunteers\n"
MURKY = CLEAR + "\nAppendix\n\nThe weather\n\n- sun\n\nWe will mend the roof of the hall.\n"


def call(*args: str | Path) -> Result:
    return CliRunner().invoke(app, list(map(str, args)), prog_name="crossplan")


def written(folder: Path, text: str) -> Path:
    path = folder / "some plan.txt"
    path.write_text(text, encoding="utf-8")
    return path


def rows(result: Result) -> list[dict[str, str]]:
    assert result.exit_code in (0, 3), result.stderr
    return list(csv.DictReader(io.StringIO(result.stdout)))


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda p: p.stem)
def test_the_shares_are_of_all_characters_and_passages_stand_where_they_say(path: Path) -> None:
    text = path.read_bytes().decode()
    (*told,) = rows(call("explain", path, "-f", "csv"))
    shares, passages = told[: len(CLASSES)], told[len(CLASSES) :]
    assert [r["class"] for r in shares] == list(CLASSES)
    assert sum(int(r["characters"]) for r in shares) == sum(not c.isspace() for c in text)
    assert sum(float(r["percent"]) for r in shares) == pytest.approx(100, abs=0.2)
    assert sum(int(r["characters"]) for r in passages) == int(shares[-1]["characters"])
    for row in passages:
        assert " ".join(text[int(row["start"]) : int(row["end"])].split()) == row["text"]


def test_a_passage_bears_the_page_that_it_stands_on() -> None:
    text = "Sun.\nRain.\nHail."

    def block(word: str, page: int) -> Block:
        start = text.index(word)
        places = tuple(range(start, start + len(word)))
        return Block("paragraph", Slice(word, places, tuple(p + 1 for p in places)), page=page)

    blocks = tuple(block(w, n) for n, w in enumerate(("Sun.", "Rain.", "Hail."), start=4))
    document = Document("x.pdf", "00", text, blocks)
    graph = PlanGraph.of("x", Source("x.pdf", "00"), [Plan(id="x", title="X", kind="strategy")], [])
    found = coverage(document, graph, [blocks[1].text, blocks[2].text])
    assert [(p.text, p.page) for p in found.unread] == [("Rain.", 5), ("Hail.", 6)]
    assert [r[3] for r in explained(found).rows[len(CLASSES) :]] == [5, 6]


@pytest.mark.parametrize(("text", "strict", "code"), [
    (CLEAR, True, 0), (CLEAR, False, 0), (MURKY, True, 3), (MURKY, False, 0),
])  # fmt: skip
def test_strict_leaves_with_3_above_the_limit(
    text: str, strict: bool, code: int, tmp_path: Path
) -> None:
    path = written(tmp_path, text)
    assert account(path).coverage.much_unread == (text == MURKY)
    assert call("explain", path, *["--strict"] * strict).exit_code == code


def test_load_warns_of_what_was_not_understood_and_says_how_to_see_it(tmp_path: Path) -> None:
    path = written(tmp_path, MURKY)
    result = call("load", path, "-w", tmp_path / "ws")
    assert result.exit_code == 0
    (warning,) = [line for line in result.stderr.splitlines() if "not understood" in line]
    percent = round(100 * account(path).coverage.share("not understood"))
    assert warning == (
        f"{path}: {percent} % was not understood; crossplan explain '{path}' shows it"
    )
    clear = call("load", written(tmp_path, CLEAR), "-w", tmp_path / "ws")
    assert "not understood" not in clear.stderr


def test_the_workspace_keeps_what_became_of_the_characters(tmp_path: Path) -> None:
    path, ws = written(tmp_path, MURKY), tmp_path / "ws"
    (done,) = crossplan.load([path], ws)
    record = Workspace.open(ws).record(done.plan)
    found = account(path).coverage
    assert record.reading == found.reading
    text = Workspace.open(ws).text(done.plan)
    passages = [" ".join(text[start:end].split()) for start, end in record.reading.unread]
    assert passages == [p.text for p in found.unread] != []
    assert [d.outcome for d in crossplan.load([path], ws)] == ["unchanged"]
    (plan,) = json.loads(call("plans", "-w", ws, "-f", "json").stdout)["rows"]
    assert plan["percent_unread"] == record.percents["not understood"] > 10
    told = {r["property"]: r["value"] for r in rows(call("show", done.plan, "-w", ws, "-f", "csv"))}
    assert told["not understood"] == f"{plan['percent_unread']} %"


def test_the_workspace_keeps_where_each_page_begins(tmp_path: Path) -> None:
    path = written(tmp_path, f"{CLEAR}\fPriority 2: Sums\n\nActions\n\n- Count sheep\n")
    (done,) = crossplan.load([path], tmp_path / "ws")
    ws = Workspace.open(tmp_path / "ws")
    (_, one), (start, two) = ws.record(done.plan).reading.pages
    assert (one, two, ws.text(done.plan).index("\f") < start) == (1, 2, True)


def test_a_manifest_without_the_figures_is_read_and_filled_by_the_next_load(tmp_path: Path) -> None:
    path, ws = written(tmp_path, CLEAR), tmp_path / "ws"
    (done,) = crossplan.load([path], ws)
    manifest = ws / "plans" / done.plan / "manifest.json"
    data = json.loads(manifest.read_bytes())
    del data["reading"]
    manifest.write_text(json.dumps(data))
    assert Workspace.open(ws).record(done.plan).percents == {}
    assert call("plans", "-w", ws).exit_code == 0
    list(crossplan.load([path], ws))
    assert Workspace.open(ws).record(done.plan).percents


def test_a_file_that_cannot_be_read_is_one_sentence(tmp_path: Path) -> None:
    result = call("explain", tmp_path / "no.txt")
    assert result.exit_code == 1
    assert result.stderr.startswith("Error: ")
    assert len(result.stderr.splitlines()) == 1
