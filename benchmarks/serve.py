"""The local web app under load: latencies, requests a second, memory, over real HTTP.

`python -m benchmarks.serve` serves the example plans, asks two hundred at once of each kind, then
two thousand in turn on sixteen connections, and prints p50, p95, requests a second and the memory
of the server with its children before and after. It leaves with 1 if a request failed or, with
`--strict`, if memory grew by more than a tenth.
"""

import argparse
import asyncio
import re
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import httpx

import crossplan

ROOT = Path(__file__).resolve().parent.parent
AT_ONCE, MANY, LINES = 200, 2_000, 16
GROWTH = 1.1
COUNT = "SELECT ?plan (COUNT(?a) AS ?n) { ?a a xp:Action ; xp:inPlan ?plan } GROUP BY ?plan"
Ask = Callable[[int], tuple[str, dict[str, str]]]
KINDS: dict[str, Ask] = {
    "start page": lambda _: ("", {}),
    "search": lambda n: ("search.html", {"q": ("school", "attendance", "skills")[n % 3]}),
    "SPARQL, a count by plan": lambda _: ("sparql", {"query": COUNT}),
    "SPARQL, each another": lambda n: ("sparql", {"query": f"SELECT ({n} AS ?n) {{}}"}),
}


@dataclass(frozen=True)
class Load:
    """What many requests took: seconds of each, seconds of all, and how many failed."""

    each: list[float]
    whole: float
    failed: int

    def __str__(self) -> str:
        ordered = sorted(self.each)
        p95 = ordered[int(0.95 * (len(ordered) - 1))]
        rate = len(ordered) / self.whole
        return (
            f"p50 {1000 * statistics.median(ordered):6.0f} ms  p95 {1000 * p95:6.0f} ms "
            f"{rate:6.0f} requests/s  {self.failed} failed"
        )


async def ask(url: str, kinds: list[Ask], requests: int, lines: int) -> Load:
    """Sends requests of these kinds in turn, on so many connections at once."""
    each, failed = [], 0
    free = asyncio.Semaphore(lines)
    limits = httpx.Limits(max_connections=lines, max_keepalive_connections=lines)
    async with httpx.AsyncClient(base_url=url, timeout=300, limits=limits) as client:

        async def one(n: int) -> None:
            nonlocal failed
            path, params = kinds[n % len(kinds)](n)
            async with free:
                begin = time.perf_counter()
                got = await client.get(path, params=params)
                each.append(time.perf_counter() - begin)
            failed += got.status_code != 200

        begin = time.perf_counter()
        await asyncio.gather(*(one(n) for n in range(requests)))
        return Load(each, time.perf_counter() - begin, failed)


def megabytes(pid: int) -> float:
    """The memory of a process and its children that no other process shares, in MB."""
    tasks = Path(f"/proc/{pid}/task").iterdir()
    children = [c for task in tasks for c in (task / "children").read_text().split()]
    sizes = Path(f"/proc/{pid}/smaps_rollup").read_text()
    own = sum(int(n) for n in re.findall(r"Private_\w+: +(\d+)", sizes)) / 1024
    return own + sum(megabytes(int(c)) for c in children)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--strict", action="store_true", help="leave with 1 if memory grows")
    strict = parser.parse_args().strict
    with tempfile.TemporaryDirectory() as folder:
        list(crossplan.load([], folder, crossplan.examples()))
        command = [sys.executable, "-m", "crossplan", "serve", "--port", "0", "-w", folder]
        with subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, text=True) as server:
            try:
                assert server.stderr
                url = server.stderr.readline().split(" at ")[1].split(";")[0]
                sys.exit(measure(url, server.pid, strict))
            finally:
                server.send_signal(signal.SIGINT)


def measure(url: str, pid: int, strict: bool) -> int:
    """Prints the figures of a server; 1 if a limit is broken."""
    every = list(KINDS.values())
    failed = asyncio.run(ask(url, every, 100, 4)).failed
    for name, kind in KINDS.items():
        load = asyncio.run(ask(url, [kind], AT_ONCE, AT_ONCE))
        failed += load.failed
        print(f"{AT_ONCE} at once, {name:24} {load}")
    before = megabytes(pid)
    load = asyncio.run(ask(url, every, MANY, LINES))
    after = megabytes(pid)
    print(f"{MANY:,} of all kinds on {LINES} connections {load}")
    print(f"memory with children: {before:.0f} MB before, {after:.0f} MB after")
    return int(failed + load.failed > 0 or (strict and after > GROWTH * before))


if __name__ == "__main__":
    main()
