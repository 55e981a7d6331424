"""What we store and write is inert: strings that break programs come out as they went in."""

import csv
import io
import json
import re
from datetime import date
from pathlib import Path

import pytest
from browser import Open
from lxml import etree
from naughty import STRINGS, SURROGATES
from openpyxl import load_workbook
from stratml_content import faults

import crossplan
from graph.exporting import FORMATS as FORMS
from graph.exporting import Folder, Format
from graph.exporting.content import in_xml
from graph.model import Action, Edge, Partner, Plan, PlanGraph, Priority, Source, Span
from graph.query import cypher, sparql
from graph.tables import FORMATS, Table, render, visible
from graph.workspace import Workspace
from visualisations.content import content
from visualisations.network import page
from visualisations.page import Frame

WORDS = tuple(s for s in STRINGS if s.strip() and "\0" not in s)
"""Texts of statements; no reader lets NUL through, and no store takes it."""
DAY = date(2030, 7, 31)


def naughty() -> tuple[PlanGraph, str]:
    """A plan with each string as text, label, number, time, name and fault."""
    text, nodes, edges = "", [], []
    nodes.append(Plan(id="bad", title=WORDS[0], kind="strategy", council=WORDS[1]))
    for n, words in enumerate(WORDS):
        span = (Span(len(text), len(text) + len(words), words),)
        text += words + "\n\n"
        priority, action, partner = (
            f"bad/{kind}/{n}" for kind in ("priority", "action", "partner")
        )
        nodes += [
            Priority(id=priority, text=words, label=words, spans=span),
            Action(id=action, text=words, number=words, when=(words.replace("\n", " "),),
                   anomalies=(words,), due_by=DAY, spans=span),
            Partner(id=partner, name=words, canonical=words, kind="role", spans=span),
        ]  # fmt: skip
        edges += [Edge(source=priority, key="HAS_ACTION", target=action),
                  Edge(source=action, key="LED_BY", target=partner)]  # fmt: skip
    return PlanGraph.of("bad", Source(WORDS[2], "0" * 64), nodes, edges), text


@pytest.fixture(scope="module")
def ws(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    graph, text = naughty()
    workspace = Workspace.create(tmp_path_factory.mktemp("naughty") / "ws")
    with workspace.writer() as writer:
        writer.put(graph, text)
    return workspace


def test_in_the_workspace(ws: Workspace, tmp_path: Path) -> None:
    graph, text = naughty()
    assert ws.graph("bad") == graph
    assert ws.text("bad") == text
    (tmp_path / "b.nq").write_bytes(crossplan.exported(ws, "nq"))
    list(crossplan.restore(tmp_path / "b.nq", tmp_path / "again"))
    assert Workspace.open(tmp_path / "again").graph("bad") == graph


def test_in_both_stores(ws: Workspace) -> None:
    rows = sparql(ws, "SELECT ?t { ?a a xp:Action ; xp:text ?t }").rows
    assert {t for (t,) in rows} == set(WORDS)
    rows = cypher(ws, "MATCH (a:Action) RETURN a.text").rows
    assert {t for (t,) in rows} == set(WORDS)


CHOSEN = [w for w in WORDS if len(w) < 40 and set(w) & set("'\"\\`$?{<\u202e\x1b;")][::3]


@pytest.mark.parametrize("words", CHOSEN)
def test_as_parameters(words: str, ws: Workspace) -> None:
    """A parameter finds the node that bears it and no other."""
    text = "MATCH (a:Action) WHERE a.text = $t RETURN a.text"
    assert cypher(ws, text, {"t": words}).rows == ((words,),)


def test_as_parameters_of_sparql(ws: Workspace) -> None:
    for words in CHOSEN[::4]:
        text = "SELECT ?t ?a { ?a a xp:Action ; xp:text ?t }"
        assert len(sparql(ws, text, {"t": words}).rows) == 1


@pytest.mark.parametrize("form", sorted(f for f, m in FORMS.items() if isinstance(m, Folder)))
def test_in_folders(form: str, ws: Workspace, tmp_path: Path) -> None:
    """Every file lands in the folder, and the words in the notes are words."""
    count = crossplan.exported_folder(ws, form, tmp_path / "out")
    written = [p for p in (tmp_path / "out").rglob("*") if p.is_file()]
    assert len(written) == count
    assert list(tmp_path.iterdir()) == [tmp_path / "out"]
    if form == "vault":
        whole = "\n".join(p.read_text("utf-8") for p in written if p.name.startswith("Action"))
        said = {re.sub(r"\\(.)", r"\1", m[1]) for m in re.finditer("^# (.*)$", whole, re.MULTILINE)}
        kept = {" ".join(in_xml(n.text).split()) for n in naughty()[0].of_type(Action)}
        assert said == kept


@pytest.mark.parametrize("form", sorted(f for f, m in FORMS.items() if isinstance(m, Format)))
def test_in_exports(form: str, ws: Workspace, tmp_path: Path) -> None:
    import networkx as nx
    import rdflib

    graph, _ = naughty()
    data = crossplan.exported(ws, form)
    texts = {getattr(n, "text", "") for n in graph} - {""}
    if form == "json":
        assert {n["text"] for n in json.loads(data)["nodes"] if "text" in n} == texts
    elif form == "csv":
        rows = list(csv.DictReader(io.StringIO(data.decode(), newline="")))
        assert {r["text"].removeprefix("'") for r in rows if r["text"]} == {
            t.removeprefix("'") for t in texts
        }
        assert not [
            v for r in rows for v in r.values() if v.startswith(("=", "+", "@", "\t", "\r"))
        ]
    elif form in ("graphml", "gexf"):
        (tmp_path / "g").write_bytes(data)
        read = {"graphml": nx.read_graphml, "gexf": nx.read_gexf}[form]
        assert read(tmp_path / "g").number_of_nodes() == len(graph.nodes)
    elif form == "cypher":
        lines = data.decode().rstrip("\n").split("\n")
        assert {line[-1] for line in lines[1:]} == {";"}
    elif form == "xlsx":
        rows = list(load_workbook(io.BytesIO(data))["Actions"].iter_rows(min_row=2, max_col=5))
        assert {c.data_type for row in rows for c in row if c.value is not None} == {"s"}
        kept = {in_xml(n.text).replace("\r", "\n") for n in graph.of_type(Action)}
        assert {str(row[4].value) for row in rows} == kept
    elif form.startswith("stratml"):
        said = [" ".join("".join(n.itertext()).split()) for n in etree.fromstring(data).iter()]
        kept = {" ".join(in_xml(getattr(n, "text", "")).split()) for n in graph.of_type(Action)}
        assert kept <= set(said)
        assert faults(data) == []
    else:
        kind = {"nq": "nquads", "trig": "trig", "jsonld": "json-ld"}.get(form, "turtle")
        found = rdflib.Dataset()
        found.parse(data=data, format=kind)
        said = {str(o) for _, p, o, *_ in found.quads() if str(p).endswith("ns#text")}
        assert texts <= said or form in ("qb", "dcat")


@pytest.mark.parametrize("form", FORMATS)
def test_on_a_terminal(form: str) -> None:
    """Nothing that a terminal obeys or that turns the direction of a line is in any format."""
    table = Table(("words",), tuple((w,) for w in (*STRINGS, *SURROGATES)))
    said = render(table, form)
    if form == "csv":
        return
    assert not {"\x1b", "\x9b", "\x07", "\x08", "\x7f", "\u202e", "\u2066"} & set(said)
    said.encode()


def test_errors_are_visible() -> None:
    assert [
        w for w in (*STRINGS, *SURROGATES) if "\x1b" in visible(w) or "\x9b" in visible(w)
    ] == []
    for words in SURROGATES:
        visible(words).encode()


def test_on_a_page(visit: Open) -> None:
    graph, text = naughty()
    shown = content([graph], {"bad": text})
    at = visit(page(shown, Frame(WORDS[1], shown.plans), WORDS[0]))
    at.page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    at.settle()
    assert at.page.evaluate("window.__xss") is None
    said = at.page.evaluate("document.body.textContent")
    short = [w for w in WORDS if len(w) < 60 and "\r" not in w and "\n" not in w and "\t" not in w]
    assert [w for w in short if w.strip() not in said] == []
    assert at.page.locator("tbody img, tbody b, tbody iframe, tbody style").count() == 0
