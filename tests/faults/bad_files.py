"""Faults of documents: each check makes its own material and says what must come of it."""

import os
import socket
import tracemalloc
import zipfile
from io import BytesIO
from pathlib import Path

import pyoxigraph as ox
import pytest
from naughty import STRINGS
from tools import PLAN, WORDS, load, put, read, refused, snapshot, texts
from word_parts import p, parts, write

import crossplan
import loaders
from graph.checks import misquotes
from graph.errors import LimitError
from graph.model import Council
from graph.rdf import to_nquads, to_rdf
from graph.record import checked_id, record_of
from graph.workspace import Workspace
from loaders.box import Box
from loaders.source import MAX_BYTES, open_text

PAGE = f"<h1>A plan for schools</h1><h2>Priority 1: Attendance</h2><ul><li>{WORDS}</ul>"


def unmarked_utf16(folder: Path) -> None:
    for order in ("utf-16-le", "utf-16-be"):
        graph = read(folder, put(folder, f"{order}.txt", PLAN.encode(order)))
        assert f"{WORDS} by July 2030" in texts(graph)


def windows_1252(folder: Path) -> None:
    path = put(folder, "plan.txt", PLAN.replace("school", "£5m – “school”").encode("cp1252"))
    (done,) = load(folder / "ws", path).values()
    assert "read as Windows-1252" in done.notes
    graph = Workspace.open(folder / "ws").graph(done.plan)
    assert any("£5m – “school”" in text for text in texts(graph))


def mojibake(folder: Path) -> None:
    wrong = "£5m “school”, café".encode().decode("cp1252", "ignore")
    path = put(folder, "plan.txt", PLAN.replace("each school", wrong))
    (done,) = load(folder / "ws", path).values()
    assert [n for n in done.notes if n.startswith("3 garbled characters kept")]
    assert wrong in Workspace.open(folder / "ws").text(done.plan)
    assert open_text(put(folder, "good.txt", PLAN.replace("school", "£5m “école” Â Ã"))).notes == ()


UNWANTED = ("\x00", "\x07", "\x1b[31m", "\x85", "\ufffe", "\uffff", "\U0001ffff", "\ufdd0")
ENTITIES = ("&#0;", "&#7;", "&#x1b;", "&#xD800;", "&#xDFFF;", "&#xFFFE;", "&#x110000;", "&#133;")


def control_characters(folder: Path) -> None:
    """Whatever the format, what reaches a store is text that every store and writer takes."""
    import rdflib

    made = [put(folder, f"t{n}.txt", PLAN.replace("school", f"sch{c}ool"))
            for n, c in enumerate(UNWANTED)]  # fmt: skip
    made += [put(folder, f"h{n}.html", PAGE.replace("school", f"sch{e}ool"))
             for n, e in enumerate(ENTITIES)]  # fmt: skip
    made += [put(folder, f"m{n}.md", PLAN.replace("school", f"sch{e}ool"))
             for n, e in enumerate(ENTITIES)]  # fmt: skip
    made.append(put(folder, "surrogate.txt", PLAN.encode().replace(b"school", b"sch\xed\xa0\x80l")))
    made.append(
        put(
            folder,
            "made.csv",
            "No,Action,Lead\n1,Visit sch\x00\x07ool,Head\n2,Call each parent in the city,Head\n",
        )
    )
    made.append(write(folder / "word.docx", parts(
        p("A plan", style="berschrift1") + p("Priority 1: Attendance", style="Council2")
        + p("Visit each sch&#x85;&#xFFFD;ool", num=2))))  # fmt: skip
    done = load(folder / "ws", *made)
    assert {d.outcome for d in done.values()} == {"added"}, done
    workspace = Workspace.open(folder / "ws")
    for form in ("nq", "jsonld", "graphml", "gexf", "csv", "ttl"):
        data = crossplan.exported(workspace, form)
        assert not {"\x00", "\x07", "\x1b", "\ufffe", "\uffff"} & set(data.decode())
    triples = rdflib.Graph().parse(data=crossplan.exported(workspace, "ttl"), format="turtle")
    again = rdflib.Graph().parse(data=triples.serialize(format="xml"), format="xml")
    assert len(again) == len(triples) > 100


def too_large(folder: Path) -> None:
    """Refused by its size, before a byte of it is read."""
    path = put(folder, "plan.txt")
    os.truncate(path, 200_000_000)
    tracemalloc.start()
    with pytest.raises(LimitError, match=r"200,000,000 bytes, more than the limit"):
        open_text(path)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 1_000_000
    assert "limit" in refused(folder, path)


def very_long_lines_and_very_many_headings(folder: Path) -> None:
    assert "characters of text" in refused(folder, put(folder, "a.txt", b"word " * 9_990_000))
    assert "characters of text" in refused(
        folder, put(folder, "b.md", b"# a heading\n" * 1_000_000)
    )
    assert MAX_BYTES >= 50_000_000


ACTIVE = """<base href="{at}/"><link rel=stylesheet href="{at}/a.css">
<script src="{at}/a.js">window.x = 1</script><script>fetch("{at}/b")</script>
<iframe src="{at}/c"></iframe><img src="{at}/d" onerror="fetch('{at}/e')">
<object data="{at}/f"></object><img src="data:text/html,<script>1</script>">
<p onclick="fetch('{at}/g')">Read <a href="javascript:alert(1)">this</a></p>"""
NEVER_TEXT = ("window.x", "fetch", "javascript:", "data:text", "onclick", "onerror")


def active_pages(folder: Path) -> None:
    """Text only, and nobody is asked for anything."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        at = f"http://127.0.0.1:{listener.getsockname()[1]}"
        head, tail = PAGE.split("<h2>")
        path = put(folder, "plan.html", head + ACTIVE.format(at=at) + "<h2>" + tail)
        document, graph = loaders.extract(path)
        listener.settimeout(0.2)
        with pytest.raises(TimeoutError):
            listener.accept()
    said = " ".join(b.text.text for b in document.leaves()) + " ".join(texts(graph))
    assert WORDS in said
    assert [w for w in NEVER_TEXT if w in said] == []


def markdown_with_html(folder: Path) -> None:
    active = (
        "[the plan](javascript:alert(1)) <img src=x onerror=alert(1)> <script>alert(2)</script>"
    )
    graph = read(folder, put(folder, "plan.md", PLAN.replace("school", f"school, {active}")))
    (said,) = [t for t in texts(graph) if t.startswith(WORDS)]
    assert "the plan" in said
    assert [w for w in ("javascript:", "onerror", "<img", "<script") if w in said] == []


def packages_in_packages(folder: Path) -> None:
    """No part is unpacked to disk, whatever its name, and no package inside is opened."""
    inner = BytesIO()
    with zipfile.ZipFile(inner, "w") as archive:
        archive.writestr("word/document.xml", "not to be read")
    made = parts(p("Priority 1: Attendance", style="berschrift1") + p(WORDS, num=2))
    names = ("../../outside.txt", "/absolute.txt", "word/embeddings/inner.docx", "D:windows.txt")
    path = write(folder / "plan.docx", {**made, **dict.fromkeys(names, inner.getvalue())})
    before = snapshot(folder)
    document = loaders.read(path)
    assert [b.text.text for b in document.leaves()] == ["Priority 1: Attendance", WORDS]
    assert snapshot(folder) == before
    overlapping = bytearray(path.read_bytes())
    first = overlapping.find(b"PK\x01\x02")
    second = overlapping.find(b"PK\x01\x02", first + 4)
    overlapping[second + 42 : second + 46] = overlapping[first + 42 : first + 46]
    path.write_bytes(overlapping)
    assert "damaged" in refused(folder, path)


def files_that_are_none(folder: Path) -> None:
    """Each is one sentence, none is waited for, and the plan beside them is loaded."""
    (folder / "loop.txt").symlink_to(folder / "loop.txt")
    (folder / "dangling.txt").symlink_to(folder / "nowhere.txt")
    (folder / "device.txt").symlink_to("/dev/zero")
    os.mkfifo(folder / "pipe.txt")
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(folder / "socket.txt"))
        bad = [
            folder / f"{n}.txt" for n in ("loop", "dangling", "device", "pipe", "socket", "gone")
        ]
        done = load(folder / "ws", *bad, put(folder, "good.txt"))
    assert done.pop("good.txt").outcome == "added"
    assert {d.outcome for d in done.values()} == {"failed"}
    assert {d.reason for d in done.values()} <= {
        "there is no such file", "is not a regular file",
        "cannot be opened (Too many levels of symbolic links)",
    }  # fmt: skip
    (folder / "in").mkdir()
    vanishing = put(folder / "in", "vanishing.txt")
    found = crossplan.find_plans([folder / "in"])
    vanishing.unlink()
    assert load(folder / "ws", *found)["vanishing.txt"].reason == "there is no such file"


def file_names(folder: Path) -> None:
    """A name is kept as it is where it is text, written out where it is none, and is no path."""
    names = [n for n in STRINGS if 0 < len(os.fsencode(n)) < 240 and "/" not in n and "\0" not in n]
    names += [os.fsdecode(b"caf\xe9\xff"), "x" * 251]
    with Box() as box:
        for name in names:
            path = put(folder, f"{name}.txt")
            graph = box.account(path).graph
            record = record_of(graph, to_nquads(graph), PLAN, {})
            assert record.sources == (os.fsencode(path.name).decode("utf-8", "backslashreplace"),)
            assert checked_id(record.id) == Path(record.id).name
    odd = folder / os.fsdecode(b"caf\xe9\xff.txt")
    assert read(folder, odd).source.name == r"caf\xe9\xff.txt"


def another_edition(folder: Path) -> None:
    """It takes the place of the one before, and nothing of that one stays."""
    first = read(folder, put(folder, "plan.txt"))
    later = put(folder, "plan.txt", PLAN.replace("July 2030", "July 2031") + "- Call each parent\n")
    (done,) = load(folder / "ws", later).values()
    assert (done.outcome, done.plan) == ("replaced", first.plan)
    assert snapshot(folder / "ws") == snapshot_of(folder / "fresh", later)


def snapshot_of(workspace: Path, *paths: Path) -> dict[str, bytes]:
    load(workspace, *paths)
    return dict(snapshot(workspace))


def councils_of_one_name(folder: Path) -> None:
    """A council is known by its code: two with one name stay two."""
    for name in ("one", "two"):
        put(folder, f"{name}.txt", PLAN.replace("A plan", f"Plan {name}"))
    put(folder, "plans.toml", "".join(
        f'[[plan]]\nfile = "{name}.txt"\nid = "{name}"\ncouncil = "Newcastle"\ngss = "{gss}"\n'
        for name, gss in (("one", "E08000021"), ("two", "E07000195"))))  # fmt: skip
    list(crossplan.load([], folder / "ws", folder / "plans.toml"))
    workspace = Workspace.open(folder / "ws")
    found = {c.id for r in workspace.plans() for c in workspace.graph(r.id).of_type(Council)}
    assert found == {"council/E08000021", "council/E07000195"}


SCRIPTS = (
    "Cynllun ysgol â ŵyl", "Świetna szkoła żółw", "تعليمی منصوبہ", "خطة التعليم", "İstanbul ısı",
    "👩🏽‍🏫 lessons", "e\u0301cole", "école", "学校計画",
)  # fmt: skip


def other_languages(folder: Path) -> None:
    """Kept character by character, in the text, the statements and the way out and back."""
    plan = "# A plan\n\n" + "".join(
        f"## Priority {n}: {s}\n\n- Visit {s}\n\n" for n, s in enumerate(SCRIPTS, 1)
    )
    graph = read(folder, put(folder, "plan.txt", plan))
    assert {f"Visit {s}" for s in SCRIPTS} <= texts(graph)
    workspace = Workspace.open(folder / "ws")
    assert not any(misquotes(graph, workspace.text(graph.plan)))
    backup = put(folder, "plans.nq", crossplan.exported(workspace, "nq"))
    list(crossplan.restore(backup, folder / "again"))
    assert snapshot(folder / "again") == snapshot(folder / "ws")


def blank_nodes(folder: Path) -> None:
    """The only RDF that is read is a backup, and a backup has none."""
    read(folder, put(folder, "plan.txt"))
    data = crossplan.exported(Workspace.open(folder / "ws"), "nq")
    graph = data.split()[-2].decode()
    data += f'_:b <https://w3id.org/crossplan/ns#text> "x" {graph} .\n'.encode()
    path = put(folder, "plans.nq", data)
    with pytest.raises(crossplan.CrossplanError, match="no backup"):
        list(crossplan.restore(path, folder / "again"))
    for ending in (".ttl", ".rdf", ".jsonld", ".nq", ".trig"):
        assert "no reader" in refused(folder, put(folder, f"plan{ending}"))


def rdf_xml(folder: Path) -> None:
    """The only XML that is read is StratML, and that without a DOCTYPE."""
    space = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
    rdf = f'<rdf:RDF xmlns:rdf="{space}"><rdf:Description/></rdf:RDF>'
    assert "no StratML" in refused(folder, put(folder, "plan.xml", rdf.encode()))
    declared = '<!DOCTYPE rdf:RDF [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
    assert "DOCTYPE" in refused(folder, put(folder, "plan.xml", (declared + rdf).encode()))


def odd_iris(folder: Path) -> None:
    """Words of a document never become part of an IRI but as letters and digits of a plan's id."""
    headings = [s for s in STRINGS if s.strip() and "\n" not in s and len(s) < 500]
    plan = "# A plan\n\n" + "".join(
        f"## Priority {n}: {s}\n\n- {s}\n\n" for n, s in enumerate(headings, 1)
    )
    path = put(folder, "plan.txt", plan.encode("utf-8", "replace"))
    graph = loaders.extract(path)[1]
    quads = to_rdf(graph)
    again = list(ox.parse(ox.serialize(quads, format=ox.RdfFormat.N_QUADS),
                          format=ox.RdfFormat.N_QUADS))  # fmt: skip
    assert set(again) == set(quads)
    names = {t.value for q in quads for t in (q.subject, q.predicate, q.object, q.graph_name)
             if isinstance(t, ox.NamedNode)}  # fmt: skip
    assert [
        n for n in names if not n.startswith(("https://", "http://")) or set(n) & set(' <>"{}|\\^`')
    ] == []
