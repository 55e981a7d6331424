"""The map beside pyvis's own page of the same graph, in one browser without a GPU.

For each size: seconds until the first drawing, and main-thread milliseconds a frame while the whole
map is moved. pyvis lays out in the browser; it is given up on after `GIVE_UP` seconds, or after
long enough to know that the map is drawn `TIMES` times sooner.
"""

import argparse
import os
import shutil
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import crossplan
import ontology
from graph.model import (
    Action,
    Edge,
    Measure,
    Node,
    Partner,
    Plan,
    PlanGraph,
    Priority,
    Source,
    Span,
    Tag,
)
from graph.record import sha256
from graph.workspace import Workspace
from visualisations import views
from visualisations.content import Content, content
from visualisations.network import page
from visualisations.page import Frame
from visualisations.plans import Plans

SIZES = {200: 60.0, 1_000: 60.0, 3_000: 200.0}
"""Statements -> the milliseconds that a frame may take."""
GIVE_UP = 60
TIMES = 10
"""How many times sooner than pyvis the map is drawn at least."""
FRAMES = 40
KINDS = ("action", "measure", "partner")
LONG = 90
MANY = (40, 500)
"""Plans of the large workspace, and statements in each."""
SOON = 3.0
"""Seconds within which its map of topics is ready."""
READY, LARGEST = 2.0, 3.0
"""Seconds within which the map of the example plans is ready, and its megabytes."""
FLAGS = ("--headless", "--no-sandbox", "--disable-gpu", "--host-resolver-rules=MAP * ~NOTFOUND")
PAN = """frames => new Promise(done => {
  const map = globalThis.crossplan ? crossplan.network : network;
  let n = 0;
  const step = () => {
    map.moveTo({ position: { x: 10 * (n % 9), y: 8 * (n % 7) }, animation: false });
    if (++n < frames) requestAnimationFrame(step); else done();
  };
  step();
})"""


@dataclass(frozen=True)
class Drawn:
    """Seconds until the first drawing, or none if it did not come, and milliseconds a frame."""

    seconds: float | None
    frame: float | None


def plan(count: int, name: str = "big") -> PlanGraph:
    """A plan of about this many statements, in the proportions of real ones and as dense.

    There are about two and a half links for each statement; every action is about a topic.
    """
    nodes: list[Node] = [Plan(id=name, title=name.title(), kind="strategy")]
    edges = []
    size = (count - 1) * 8 // 25
    topics = sorted(t for t in ontology.concepts("topics") if t.startswith("topic/"))
    for n in range(size):
        action, measure, partner = (f"{name}/{kind}/{n}" for kind in KINDS)
        above, span = f"{name}/priority/{n // 8}", Span(n * LONG, (n + 1) * LONG, _words(n))
        nodes += [
            Priority(id=above, text=f"Improve everything {n // 8} for the children of the city"),
            Action(id=action, text=span.quote, number=f"{n}", spans=(span,),
                   tags=(Tag(topics[(n + len(name)) % len(topics)], span),)),
            Measure(id=measure, text=f"Thing {n} is done well and on time by every school",
                    kind="indicator"),
            Partner(id=partner, name=f"P{n}", canonical=f"Partner {n}", kind="role"),
        ]  # fmt: skip
        edges += [
            Edge(source=above, key="HAS_ACTION", target=action),
            *(Edge(source=action, key="MEASURED_BY", target=f"{name}/measure/{(n + by) % size}")
              for by in (0, 1, 2)),
            Edge(source=action, key="LED_BY", target=partner),
            *(Edge(source=action, key="WITH_PARTNER", target=f"{name}/partner/{(n + by) % size}")
              for by in (3, 9)),
            Edge(source=action, key="REFERS_TO", target=f"{name}/action/{(n + 5) % size}"),
        ]  # fmt: skip
    return PlanGraph.of(name, Source(f"{name}.txt", sha256(text(count).encode())), nodes, edges)


def text(count: int) -> str:
    """The document that `plan` of this size quotes."""
    return "".join(_words(n) for n in range((count - 1) * 8 // 25))


def _words(n: int) -> str:
    return f"Do thing {n} with the schools of the city, so that every child comes and stays".ljust(
        LONG
    )


def pyvis_page(shown: Content) -> str:
    """The same graph as pyvis draws it by itself, with all scripts within the file."""
    from pyvis.network import Network

    network = Network(directed=True, cdn_resources="in_line")
    for s in shown.statements:
        network.add_node(s.key, label=s.text)
    for link in shown.links:
        network.add_edge(link.source, link.target)
    html: str = network.generate_html()
    return html.replace("drawGraph();", "drawGraph(); network.once('stabilized', () => {"
                        "document.documentElement.dataset.drawn = 1});")  # fmt: skip


def drawn(browser: Any, file: Path, patience: float = GIVE_UP) -> Drawn:
    """What it costs until a page has drawn, and to move it."""
    from playwright.sync_api import TimeoutError as TooLong

    context = browser.new_context(offline=True, viewport={"width": 1280, "height": 900})
    at = context.new_page()
    begun = time.monotonic()
    try:
        at.goto(file.as_uri(), wait_until="commit", timeout=patience * 1000)
        at.wait_for_selector("html[data-drawn]", timeout=patience * 1000)
        seconds = time.monotonic() - begun
        return Drawn(seconds, _frame(context, at))
    except TooLong:
        return Drawn(None, None)
    finally:
        context.close()


def _frame(context: Any, at: Any) -> float:
    metrics = context.new_cdp_session(at)
    metrics.send("Performance.enable", {"timeDomain": "threadTicks"})

    def busy() -> float:
        found = metrics.send("Performance.getMetrics")["metrics"]
        return float(next(m["value"] for m in found if m["name"] == "TaskDuration"))

    before = busy()
    at.evaluate(PAN, FRAMES)
    return 1000 * (busy() - before) / FRAMES


def beside_pyvis(browser: Any, folder: Path, size: int, limit: float) -> bool:
    """Prints what both pages of one graph cost; whether ours keeps its limits."""
    shown = content([plan(size)], {})
    pages = {"crossplan": page(shown, Frame("0", shown.plans)), "pyvis": pyvis_page(shown)}
    found: dict[str, Drawn] = {}
    waited: float = GIVE_UP
    for name, html in pages.items():
        file = folder / f"{name}.html"
        file.write_text(html, encoding="utf-8")
        found[name] = drawn(browser, file, waited)
        waited = max(GIVE_UP, 1.1 * TIMES * (found["crossplan"].seconds or 0))
    ours, theirs = found["crossplan"], found["pyvis"]
    times = (theirs.seconds or waited) / (ours.seconds or GIVE_UP)
    print(
        f"{len(shown.statements):,} statements, {len(shown.links):,} links:"
        f" drawn after {ours.seconds or GIVE_UP:.2f} s,"
        f" pyvis {f'{theirs.seconds:.1f} s' if theirs.seconds else f'not in {waited:.0f} s'},"
        f" {'' if theirs.seconds else 'at least '}{times:.0f} times sooner"
    )
    print(
        f"  moving it: {ours.frame or 0:.0f} ms of CPU a frame (limit {limit:.0f}),"
        f" pyvis {f'{theirs.frame:.0f} ms' if theirs.frame else 'not measured'}",
        flush=True,
    )
    return times >= TIMES and (ours.frame or limit + 1) <= limit


def of_many(browser: Any, folder: Path) -> bool:
    """Prints what the maps of a large workspace cost; whether that of topics is ready in time."""
    plans, each = MANY
    workspace = Workspace.create(folder / "ws")
    with workspace.writer() as writer:
        for n in range(plans):
            writer.put(plan(each, f"plan-{n}"), text(each))
    seconds = {}
    for name in ("overview", "explore"):
        file = folder / f"{name}.html"
        begun = time.monotonic()
        file.write_bytes(views.page(Plans.of(workspace), name))
        made = time.monotonic() - begun
        found = drawn(browser, file)
        seconds[name] = found.seconds or GIVE_UP
        print(
            f"{plans * each:,} statements, {name}: ready after {seconds[name]:.2f} s,"
            f" {found.frame or 0:.0f} ms of CPU a frame, {file.stat().st_size / 1e6:.1f} MB,"
            f" made in {made:.1f} s",
            flush=True,
        )
    return seconds["overview"] < SOON


def of_examples(browser: Any, folder: Path) -> bool:
    """Prints what the map of the five example plans costs; whether it keeps its limits."""
    list(crossplan.load([], folder / "five", crossplan.examples()))
    file = folder / "five.html"
    file.write_bytes(views.page(Plans.of(Workspace.open(folder / "five")), "network"))
    found, size = drawn(browser, file), file.stat().st_size / 1e6
    print(
        f"five example plans: drawn after {found.seconds or GIVE_UP:.2f} s (limit {READY} s),"
        f" {found.frame or 0:.0f} ms of CPU a frame, {size:.1f} MB (limit {LARGEST} MB)",
        flush=True,
    )
    return (found.seconds or GIVE_UP) < READY and size < LARGEST


def main() -> None:
    """Prints lines for each size; with --strict leaves with 1 when a limit is broken."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--strict", action="store_true")
    strict = parser.parse_args().strict
    from playwright.sync_api import sync_playwright

    path = os.environ.get("CHROMIUM") or shutil.which("chromium")
    with sync_playwright() as running, tempfile.TemporaryDirectory() as folder:
        browser = running.chromium.launch(executable_path=path, args=list(FLAGS))
        kept = [of_examples(browser, Path(folder))]
        kept += [beside_pyvis(browser, Path(folder), size, SIZES[size]) for size in SIZES]
        kept.append(of_many(browser, Path(folder)))
        browser.close()
    sys.exit(0 if all(kept) or not strict else 1)


if __name__ == "__main__":
    main()
