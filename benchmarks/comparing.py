"""Time and memory of comparing plans, beside TF-IDF and cosine of all pairs without reasons.

The five examples are compared, and plans that were made up. `benchmarks.run` prints the rows.
"""

import math
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.generate import generate
from benchmarks.growth import FORMATS, Figures, step

EXAMPLES = Path(__file__).resolve().parent.parent / "examples" / "plans"
SEED = 1
FEW, MANY = 50, 200
NOISE = 1.2
"""How much more than n log n one run may show on a machine that does other things as well."""


@contextmanager
def compared(plans: Path) -> Iterator[tuple[Figures, Figures]]:
    """The figures of comparing the plans of a folder, and of TF-IDF on the same statements."""
    with tempfile.TemporaryDirectory() as folder:
        workspace = Path(folder) / "workspace"
        step("load", plans, workspace)
        yield step("compare", plans, workspace), step("tfidf", plans, workspace)


@contextmanager
def made_up(count: int) -> Iterator[tuple[Figures, Figures]]:
    """The same of so many plans of the generator."""
    with tempfile.TemporaryDirectory() as folder:
        generate(count, Path(folder), SEED, FORMATS)
        with compared(Path(folder)) as figures:
            yield figures


def rows() -> Iterator[tuple[str, bool]]:
    """The lines of the report with whether each kept its limits."""
    with compared(EXAMPLES) as (ours, theirs):
        yield _row("comparing the 5 examples", ours, theirs, 5)
    with made_up(FEW) as (few, _), made_up(MANY) as (ours, theirs):
        yield _row(f"comparing {MANY} plans made up", ours, theirs, 120, 1_000)
        grown = ours["seconds"] / few["seconds"]
        sizes = [f["statements"] for f in (few, ours)]
        most = sizes[1] * math.log(sizes[1]) / (sizes[0] * math.log(sizes[0])) * NOISE
        cells = (
            f"comparing {MANY} plans and {FEW}, growth of processor time", f"{grown:.1f} ×", "–",
            "–", f"{most:.1f} × (n log n)", _word(grown < most),
        )  # fmt: skip
        yield f"| {' | '.join(cells)} |", grown < most


def _row(
    name: str, ours: Figures, theirs: Figures, seconds: float, megabytes: float = math.inf
) -> tuple[str, bool]:
    kept = ours["wall"] < seconds and ours["peak MB"] < megabytes
    limit = f"{seconds:g} s" + (f", {megabytes:g} MB" if megabytes < math.inf else "")
    cells = (
        name, f"{ours['wall']:.2f} s", f"{ours['peak MB']:.0f} MB",
        f"{ours['wall'] / theirs['wall']:.1f} × TF-IDF of all pairs", limit, _word(kept),
    )  # fmt: skip
    return f"| {' | '.join(cells)} |", kept


def _word(kept: bool) -> str:
    return "yes" if kept else "NO"
