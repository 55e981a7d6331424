"""The map beside pyvis's own page of the same graph, in one browser without a GPU.

For each size: seconds until the first drawing, and main-thread milliseconds a frame while the whole
map is moved. pyvis lays out in the browser; it is given up on after `GIVE_UP` seconds.
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

from graph.model import Action, Edge, Measure, Node, Partner, Plan, PlanGraph, Priority, Source
from visualisations.content import Content, content
from visualisations.network import page
from visualisations.page import Frame

SIZES = {200: 60.0, 1_000: 60.0, 3_000: 200.0}
"""Statements -> the milliseconds that a frame may take."""
GIVE_UP = 60
TIMES = 10
"""How many times sooner than pyvis the map is drawn at least."""
FRAMES = 40
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


def plan(count: int) -> PlanGraph:
    """A plan of about this many statements, in the proportions of real ones."""
    nodes: list[Node] = [Plan(id="big", title="Big", kind="strategy")]
    edges = []
    for n in range((count - 1) * 8 // 25):
        action, measure, partner = (f"big/{kind}/{n}" for kind in ("action", "measure", "partner"))
        above = f"big/priority/{n // 8}"
        nodes += [
            Priority(id=above, text=f"Improve everything {n // 8}"),
            Action(id=action, text=f"Do thing {n} with the schools of the city", number=f"{n}"),
            Measure(id=measure, text=f"Thing {n} is done well and on time", kind="indicator"),
            Partner(id=partner, name=f"P{n}", canonical=f"Partner {n}", kind="role"),
        ]
        edges += [
            Edge(source=above, key="HAS_ACTION", target=action),
            Edge(source=action, key="MEASURED_BY", target=measure),
            Edge(source=action, key="LED_BY", target=partner),
        ]
    return PlanGraph.of("big", Source("big.txt", "0" * 64), nodes, edges)


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


def drawn(browser: Any, file: Path) -> Drawn:
    """What it costs until a page has drawn, and to move it."""
    from playwright.sync_api import TimeoutError as TooLong

    context = browser.new_context(offline=True, viewport={"width": 1280, "height": 900})
    at = context.new_page()
    begun = time.monotonic()
    try:
        at.goto(file.as_uri(), wait_until="commit", timeout=GIVE_UP * 1000)
        at.wait_for_selector("html[data-drawn]", timeout=GIVE_UP * 1000)
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


def main() -> None:
    """Prints a line for each size; with --strict leaves with 1 when a limit is broken."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--strict", action="store_true")
    strict = parser.parse_args().strict
    from playwright.sync_api import sync_playwright

    broken = []
    path = os.environ.get("CHROMIUM") or shutil.which("chromium")
    with sync_playwright() as running, tempfile.TemporaryDirectory() as folder:
        browser = running.chromium.launch(executable_path=path, args=list(FLAGS))
        for size, limit in SIZES.items():
            shown = content([plan(size)], {})
            pages = {"crossplan": page(shown, Frame("0", shown.plans)), "pyvis": pyvis_page(shown)}
            found = {}
            for name, html in pages.items():
                file = Path(folder) / f"{name}.html"
                file.write_text(html, encoding="utf-8")
                found[name] = drawn(browser, file)
            ours, theirs = found["crossplan"], found["pyvis"]
            times = (theirs.seconds or GIVE_UP) / (ours.seconds or GIVE_UP)
            print(
                f"{len(shown.statements):,} statements: drawn after {ours.seconds:.2f} s,"
                f" pyvis {f'{theirs.seconds:.1f} s' if theirs.seconds else f'not in {GIVE_UP} s'},"
                f" {'' if theirs.seconds else 'at least '}{times:.0f} times sooner;"
                f" {ours.frame:.0f} ms a frame (limit {limit:.0f})"
                f"{f', pyvis {theirs.frame:.0f} ms' if theirs.frame else ''}"
            )
            broken += [size] if times < TIMES or (ours.frame or 0) > limit else []
        browser.close()
    sys.exit(1 if strict and broken else 0)


if __name__ == "__main__":
    main()
