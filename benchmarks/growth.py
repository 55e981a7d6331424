"""How time, memory and disk grow with the number of plans, beside what a user would take instead.

    python -m benchmarks.growth --sizes 10 100 1000 --seed 1

Each step is a process of its own. Its figures are seconds of processor time, its own and that of
the processes it starts, which a shared machine changes less than wall time, and peak memory. The
exponent is that of a power law through the smallest and the largest size. `first` is a question
that was never asked of these plans, `again` the same once more.
"""

import argparse
import json
import math
import os
import platform
import resource
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from benchmarks.generate import draft, generate

FORMATS = ("bullets", "markdown", "ruled", "html")
PATIENCE = 60
"""Seconds of waiting after which a question is stopped."""

Figures = dict[str, float]


def seconds() -> float:
    """Processor time of this process and of those that it has waited for."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(u.ru_utime + u.ru_stime for u in used)


@contextmanager
def timed(into: list[float]) -> Iterator[None]:
    start = seconds()
    try:
        yield
    finally:
        into.append(seconds() - start)


def _late(values: Sequence[float]) -> float:
    """The 95th percentile."""
    return sorted(values)[math.ceil(0.95 * len(values)) - 1]


def _opened(workspace: Path) -> Any:
    from graph.workspace import Workspace

    return Workspace.open(workspace)


def _questions(workspace: Any) -> dict[str, dict[str, str]]:
    """The named questions on the plans themselves, each with the values that it must have."""
    from graph.across import asks_across
    from graph.questions import questions

    plan = workspace.plans()[0].id
    return {
        q.name: {p.name: plan if p.kind == "plan" else p.value for p in q.parameters if p.required}
        for q in questions().values()
        if not asks_across(q.text["sparql"])
    }


def load(plans: Path, workspace: Path) -> Figures:
    """Reads every plan with two processes into a new workspace."""
    import crossplan

    start = time.perf_counter()
    done = list(crossplan.load([plans], workspace, jobs=2))
    assert all(d.outcome == "added" for d in done), [d for d in done if d.outcome != "added"]
    size = sum(p.stat().st_size for p in workspace.rglob("*") if p.is_file())
    quads = sum(sum(r.quads.values()) for r in _opened(workspace).plans())
    return {"wall": time.perf_counter() - start, "disk MB": size / 1e6, "quads": quads}


def replace(plans: Path, workspace: Path) -> Figures:
    """Reads one plan again that lost an action, with all that follows for the index."""
    import crossplan

    gold = json.loads((plans / "gold.jsonl").open(encoding="utf-8").readline())
    text = (plans / gold["file"]).read_text("utf-8")
    changed = workspace.parent / gold["file"]
    changed.write_text(
        text.replace(draft(1, 0).parts[-1].deeds[-1].text, "Hold a meeting"), "utf-8"
    )
    crossplan.extract(changed)
    took: list[float] = []
    start = time.perf_counter()
    with timed(took):
        (done,) = crossplan.load([changed], workspace, replace=True)
    assert done.outcome == "replaced"
    return {"seconds": took[0], "wall": time.perf_counter() - start}


def _asked(workspace: Path, on: Any) -> Figures:
    from graph.errors import LimitError
    from graph.query import Limits
    from graph.questions import ask

    ws = _opened(workspace)
    built: list[float] = []
    with timed(built):
        ask(ws, "exit", on=on, limits=Limits(seconds=600))
    times: dict[str, list[float]] = {"first": [], "again": []}
    stopped = 0
    for name, given in _questions(ws).items():
        for took in times.values():
            try:
                with timed(took):
                    ask(ws, name, given, on, Limits(seconds=PATIENCE, rows=20_000))
            except LimitError:
                took.pop()
                print(f"{name} was stopped after {PATIENCE} s", file=sys.stderr, flush=True)
                stopped += 1
    spread = {f"p95 {which}": _late(took) for which, took in times.items()}
    return spread | {"median first": statistics.median(times["first"]), "index": built[0],
                     "stopped": stopped / 2}  # fmt: skip


def sparql(_: Path, workspace: Path) -> Figures:
    """The named questions on Oxigraph."""
    return _asked(workspace, "oxigraph")


def cypher(_: Path, workspace: Path) -> Figures:
    """The named questions on Ladybug; the index is made for the first of them."""
    return _asked(workspace, "ladybug")


def rdflib(_: Path, workspace: Path) -> Figures:
    """The same questions on rdflib in memory, over what the plans state and the vocabulary."""
    import rdflib as rl

    import ontology
    from graph.parameters import known
    from graph.questions import bound, find, values_of

    ws, graph, took = _opened(workspace), rl.Graph(), []
    loading: list[float] = []
    with timed(loading):
        for name in ontology.names():
            graph.parse(data=ontology.text(name), format="turtle")
        for record in ws.plans():
            lines = ws.nquads(record.id).decode().splitlines()
            stated = (line.rpartition(" <")[0] + " ." for line in lines if "/stated> ." in line)
            graph.parse(data="\n".join(stated), format="nt")
    stopped, names = 0, known(ws)
    for name, given in _questions(ws).items():
        question = find(name)
        text = bound(question, values_of(question, given, names))
        try:
            with timed(took), _patient():
                list(graph.query(text))
        except TimeoutError:
            stopped += 1
    return {"p95 first": _late(took), "index": loading[0], "stopped": stopped,
            "median first": statistics.median(took)}  # fmt: skip


@contextmanager
def _patient() -> Iterator[None]:
    """Raises TimeoutError in what takes longer than PATIENCE."""

    def stop(*_: object) -> None:
        raise TimeoutError

    before = signal.signal(signal.SIGALRM, stop)
    signal.alarm(PATIENCE)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def compare(_: Path, workspace: Path) -> Figures:
    """Comparing all plans by all methods."""
    from benchmarks.recall import overlaps_of, statements_of
    from graph.across import compare as made

    took: list[float] = []
    start = time.perf_counter()
    with timed(took):
        made(_opened(workspace))
    wall = time.perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    disk = (workspace / "across" / "graph.nq").stat().st_size / 1e6
    return {"seconds": took[0], "wall": wall, "peak MB": peak, "disk MB": disk,
            "statements": len(statements_of(workspace)),
            "overlaps": len(overlaps_of(workspace))}  # fmt: skip


def found(_: Path, workspace: Path) -> Figures:
    """How many overlaps are listed of those that scoring all pairs lists, by a sample."""
    from benchmarks import recall

    return recall.found(workspace)


def tfidf(_: Path, workspace: Path) -> Figures:
    """The same statements by TF-IDF and cosine, all pairs, without reasons."""
    import numpy as np

    from benchmarks.recall import statements_of
    from graph.compare.statement import stem

    texts = [[stem(w) for w in s.words] for s in statements_of(workspace)]
    took: list[float] = []
    start = time.perf_counter()
    with timed(took):
        column = {w: i for i, w in enumerate(sorted({w for t in texts for w in t}))}
        rows = np.zeros((len(texts), len(column)), np.float32)
        for row, text in zip(rows, texts, strict=True):
            for word in text:
                row[column[word]] += 1
        rows *= np.log(len(rows) / (rows > 0).sum(axis=0))
        rows /= np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)
        near = sum(int((rows[a : a + 500] @ rows.T > 0.5).sum()) for a in range(0, len(rows), 500))
    return {"seconds": took[0], "wall": time.perf_counter() - start, "pairs": near / 2}


def pyvis(_: Path, workspace: Path) -> Figures:
    """A page of all nodes and links by pyvis with its defaults."""
    from pyvis.network import Network

    ws, net, took = _opened(workspace), Network(), []
    with timed(took):
        for record in ws.plans():
            graph = ws.graph(record.id)
            for node in graph.nodes:
                net.add_node(node.id, label=getattr(node, "text", node.id))
            for edge in graph.edges:
                net.add_edge(edge.source, edge.target)
        size = len(net.generate_html())
    return {"seconds": took[0], "page MB": size / 1e6}


STEPS: dict[str, Callable[[Path, Path], Figures]] = {
    f.__name__: f for f in (load, sparql, cypher, rdflib, replace, compare, found, tfidf, pyvis)
}
SLOW = ("rdflib", "tfidf", "pyvis")
"""What a user would take instead; it is left out above --against plans."""


def step(name: str, plans: Path, workspace: Path) -> Figures:
    """A step's figures with its whole processor time and peak memory, from a process of its own."""
    command = [
        sys.executable,
        "-m",
        "benchmarks.growth",
        "--step",
        name,
        str(plans),
        str(workspace),
    ]
    out = Path(f"{workspace}.{name}")
    sink = os.open(out, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    child = os.posix_spawn(
        sys.executable, command, os.environ, file_actions=[(os.POSIX_SPAWN_DUP2, sink, 1)]
    )
    _, status, used = os.wait4(child, 0)
    if os.waitstatus_to_exitcode(status):
        raise subprocess.CalledProcessError(status, command)
    figures: Figures = json.loads(out.read_text("utf-8"))
    return {"seconds": used.ru_utime + used.ru_stime, "peak MB": used.ru_maxrss / 1024} | figures


def measured(size: int, seed: int, against: int) -> Iterator[tuple[str, Figures]]:
    """The figures of every step with so many plans."""
    with tempfile.TemporaryDirectory() as folder:
        plans, workspace = Path(folder) / "plans", Path(folder) / "workspace"
        generate(size, plans, seed, FORMATS)
        for name in STEPS:
            if name not in SLOW or size <= against:
                print(f"{size} plans: {name}", file=sys.stderr, flush=True)
                yield name, step(name, plans, workspace)


def table(sizes: Sequence[int], figures: Sequence[dict[str, Figures]]) -> Iterator[str]:
    """A row for each figure, a column for each size, and the exponent of its growth."""
    yield f"| Step | Figure | {' | '.join(f'{s:,} plans' for s in sizes)} | Exponent |"
    yield "|---|---|" + "---:|" * (len(sizes) + 1)
    for name in STEPS:
        for what in next((f[name] for f in figures if name in f), ()):
            values = [f.get(name, {}).get(what) for f in figures]
            cells = ["–" if v is None else f"{v:,.3g}" if v < 1000 else f"{v:,.0f}" for v in values]
            known = [(s, v) for s, v in zip(sizes, values, strict=True) if v]
            growth = "–"
            if len(known) > 1 and "recall" not in what:
                (s0, v0), (s1, v1) = known[0], known[-1]
                growth = f"{math.log(v1 / v0) / math.log(s1 / s0):.2f}"
            yield f"| {name} | {what} | {' | '.join(cells)} | {growth} |"


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--sizes", type=int, nargs="+", default=[10, 100], help="numbers of plans")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--against", type=int, default=100, help="most plans for the baselines")
    parser.add_argument("--step", nargs=3, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.step:
        name, plans, workspace = options.step
        print(json.dumps(STEPS[name](Path(plans), Path(workspace))))
        return
    figures = [dict(measured(size, options.seed, options.against)) for size in options.sizes]
    print(f"Python {platform.python_version()}, {os.cpu_count()} cores, seed {options.seed}\n")
    print("\n".join(table(options.sizes, figures)))


if __name__ == "__main__":
    main()
