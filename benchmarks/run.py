"""Time and memory of the main commands, beside baselines measured in the same run.

Machines differ and are shared, so each command runs in turn with its baseline, several times, and
what counts is the median of the ratios; comparing plans runs once. `python -m benchmarks.run
--strict` leaves with 1 when a limit is broken.
"""

import argparse
import os
import platform
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from benchmarks import comparing

ROOT = Path(__file__).resolve().parent.parent
PLANS = ROOT / "examples" / "plans"
LARGEST = PLANS / "ofsted-action-plan-portsmouth.txt"
OTHERS = sorted(p for p in (ROOT / "tests" / "plans").iterdir() if p.suffix != ".json")
NOTHING = ("-c", "pass")
TOPICS = ROOT / "ontology" / "topics.ttl"
RDFLIB = ("-c", f"import rdflib; rdflib.Graph().parse({str(TOPICS)!r})")


@dataclass(frozen=True)
class Case:
    """A command of crossplan with its baseline and its limits on two cores."""

    name: str
    args: Sequence[str]
    against: str
    baseline: Sequence[str]
    seconds: float
    megabytes: float | None = None


@dataclass(frozen=True)
class Run:
    seconds: float
    megabytes: float


CASES = (
    Case("--help", ("-m", "crossplan", "--help"), "bare Python", NOTHING, 0.3),
    Case(
        "extract, largest example", ("-m", "crossplan", "extract", str(LARGEST)),
        "rdflib reading topics.ttl", RDFLIB, 1.5, 200,
    ),
    Case(
        "extract, 300 pages of tables in a PDF", ("-m", "benchmarks.long_pdf", "300"),
        "rdflib reading topics.ttl", RDFLIB, 75, 600,
    ),
    Case(
        f"load, {len(OTHERS)} plans of other shapes",
        ("-m", "crossplan", "load", "--workspace", "{folder}/plans", *map(str, OTHERS)),
        "rdflib reading topics.ttl", RDFLIB, 0.1 * len(OTHERS), 600,
    ),
    Case(
        "demo", ("-m", "crossplan", "demo", "-o", "{folder}"),
        "rdflib reading topics.ttl", RDFLIB, 15, 500,
    ),
)  # fmt: skip


def once(args: Sequence[str]) -> Run:
    """Runs Python once: wall time and the peak memory of it with all its children's largest."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, *(a.format(folder=folder) for a in args)]
        sink = os.open(os.devnull, os.O_RDWR)
        streams = [(os.POSIX_SPAWN_DUP2, sink, n) for n in (0, 1, 2)]
        start = time.perf_counter()
        child = os.posix_spawn(sys.executable, command, os.environ, file_actions=streams)
        _, status, usage = os.wait4(child, 0)
        seconds = time.perf_counter() - start
        os.close(sink)
    if code := os.waitstatus_to_exitcode(status):
        raise SystemExit(f"{' '.join(args)} left with {code}")
    unit = 1 if platform.system() == "Darwin" else 1024
    return Run(seconds, usage.ru_maxrss * unit / 1e6)


def measure(case: Case, rounds: int) -> tuple[list[Run], list[Run]]:
    """Paired runs, the command and its baseline in turn, after one of each to warm the disk."""
    pairs = [(once(case.args), once(case.baseline)) for _ in range(rounds + 1)][1:]
    return [a for a, _ in pairs], [b for _, b in pairs]


def row(case: Case, rounds: int) -> tuple[str, bool]:
    """A line of the report, and whether the limits were kept."""
    runs, base = measure(case, rounds)
    seconds = statistics.median(r.seconds for r in runs)
    megabytes = statistics.median(r.megabytes for r in runs)
    ratio = statistics.median(a.seconds / b.seconds for a, b in zip(runs, base, strict=True))
    kept = seconds < case.seconds and (case.megabytes is None or megabytes < case.megabytes)
    limit = f"{case.seconds:g} s" + (f", {case.megabytes:g} MB" if case.megabytes else "")
    cells = (
        case.name, f"{seconds:.2f} s", f"{megabytes:.0f} MB", f"{ratio:.1f} × {case.against}",
        limit, "yes" if kept else "NO",
    )  # fmt: skip
    return f"| {' | '.join(cells)} |", kept


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5, help="paired runs of each command")
    parser.add_argument("--strict", action="store_true", help="leave with 1 on a broken limit")
    options = parser.parse_args()
    print(f"Python {platform.python_version()}, {os.cpu_count()} cores, "
          f"medians of {options.rounds} paired runs\n")  # fmt: skip
    print("| Command | Wall time | Peak memory | Ratio of times | Limit | Kept |")
    print("|---|---|---|---|---|---|")
    kept = True
    measured = (row(case, options.rounds) for case in CASES)
    for line, within in chain(measured, comparing.rows()):
        print(line, flush=True)
        kept &= within
    sys.exit(options.strict and not kept)


if __name__ == "__main__":
    main()
