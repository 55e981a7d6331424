"""Reading on a Dask cluster of one worker and of two, on this machine: wall and processor time.

`python -m benchmarks.dask` reads the same made-up plans, alone and as a load that also writes them,
after one round that is not counted, and prints the best of each. Processor time is that of all
processes: client, workers and the boxes in which they read. With `--strict` it leaves with 1 if two
workers read PDF less than 1.6 times as fast as one.
"""

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import psutil
from distributed import LocalCluster

import crossplan
from benchmarks.generate import generate
from loaders import cluster

CORPORA = {
    "PDF": ("pages",),
    "text and web pages": ("bullets", "markdown", "ruled", "html"),
}
TARGET = 1.6
Work = Callable[[list[Path], Path, str], object]
WORKS: dict[str, Work] = {
    "reading": lambda files, _, address: list(cluster.read_all(files, {}, address)),
    "loading": lambda files, folder, address: list(crossplan.load(files, folder, dask=address)),
}


def processor_seconds() -> float:
    """What this process and all that it began have used."""
    me = psutil.Process()
    times = [p.cpu_times() for p in (me, *me.children(recursive=True))]
    return sum(t.user + t.system for t in times)


def once(work: Work, files: list[Path], address: str) -> tuple[float, float]:
    """Wall and processor seconds."""
    with tempfile.TemporaryDirectory() as folder:
        wall, used = time.perf_counter(), processor_seconds()
        work(files, Path(folder) / "ws", address)
        return time.perf_counter() - wall, processor_seconds() - used


def best(workers: int, files: list[Path], rounds: int) -> dict[str, tuple[float, float]]:
    """The quickest round of each kind of work."""
    with LocalCluster(n_workers=workers, threads_per_worker=1, host="127.0.0.1",
                      dashboard_address="127.0.0.1:0") as local:  # fmt: skip
        address = local.scheduler_address
        return {
            name: min([once(work, files, address) for _ in range(rounds + 1)][1:])
            for name, work in WORKS.items()
        }


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--plans", type=int, default=100)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--strict", action="store_true", help="leave with 1 below the target")
    options = parser.parse_args()
    print(f"{options.plans} plans, best of {options.rounds}, {os.cpu_count()} cores, load "
          f"{os.getloadavg()[1]:.1f} over five minutes\n")  # fmt: skip
    print("| | One worker | Two workers | Times as fast |\n|---|---|---|---|")
    reached = {}
    for corpus, formats in CORPORA.items():
        with tempfile.TemporaryDirectory() as folder:
            generate(options.plans, Path(folder), formats=formats)
            files = crossplan.files_of([folder])
            one, two = (best(workers, files, options.rounds) for workers in (1, 2))
        for work in WORKS:
            cells = [
                f"{wall:.1f} s, {used:.1f} s of processor" for wall, used in (one[work], two[work])
            ]
            reached[work, corpus] = one[work][0] / two[work][0]
            print(f"| {work} {corpus} | {' | '.join(cells)} | {reached[work, corpus]:.2f} |")
    sys.exit(options.strict and reached["reading", "PDF"] < TARGET)


if __name__ == "__main__":
    main()
