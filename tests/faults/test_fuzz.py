"""Whatever a document holds: a graph, or one sentence; never a traceback, and within the bound."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from documents import FORMATS, encoded, packed
from hypothesis import HealthCheck, given, settings
from word_parts import p, parts, tbl, tr

import loaders
from graph.checks import misquotes
from graph.derive import derive
from graph.errors import CrossplanError
from graph.property_graph import from_node_link, to_node_link
from graph.rdf import to_rdf
from graph.rdf_reading import from_rdf

BOUND = 20

ROWLESS = p("Actions", style="berschrift1") + tbl(tr("Action", "Lead"), tr("Visit", "Head"))
BESIDE = tbl(tr("Area", "North", "South"), tr(), tr("Action", "Visit", "Call"))
FINDS = {
    ".md": encoded("# A plan\n\n## Priority 1: Attendance\n\n \n \n- Visit\n"),
    ".docx": packed(
        parts(ROWLESS + tbl() + p("Priority 1: Attendance") + tbl() + tbl(tr()) + BESIDE)
    ),
}
"""Documents that once broke the reading; more are the files of `finds`."""
FILES = sorted((Path(__file__).parent / "finds").iterdir())


@contextmanager
def bounded() -> Iterator[None]:
    def late(*_: object) -> None:
        raise AssertionError(f"not read within {BOUND} s")

    before = signal.signal(signal.SIGALRM, late)
    signal.setitimer(signal.ITIMER_REAL, BOUND)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def assert_read_or_refused(path: Path) -> bool:
    """Whether there is a graph; one there is keeps its quotes and comes back from every form."""
    with bounded():
        try:
            found = loaders.account(path)
        except CrossplanError as problem:
            refused = str(problem)
            if path.name in refused and "\n" not in refused:
                return False
            raise
        graph = derive(found.graph)
        assert not list(misquotes(graph, found.document.text))
        assert from_rdf(to_rdf(graph)) == graph
        assert from_node_link(to_node_link(found.graph, "")) == found.graph
    return True


@pytest.mark.parametrize("ending", FORMATS)
def test_any_document(ending: str, documents: int) -> None:
    share, strategy = FORMATS[ending]
    outcomes = []

    @settings(max_examples=max(int(documents * share), 1), database=None, deadline=None,
              derandomize=documents <= 1_000, suppress_health_check=list(HealthCheck))  # fmt: skip
    @given(strategy)
    def read(data: bytes) -> None:
        with TemporaryDirectory() as folder:
            path = Path(folder) / f"plan{ending}"
            path.write_bytes(data)
            outcomes.append(assert_read_or_refused(path))

    read()
    print(f"{ending}: {len(outcomes)} documents, {sum(outcomes)} with a graph")


@pytest.mark.parametrize("ending", FINDS)
def test_past_finds(ending: str, tmp_path: Path) -> None:
    path = tmp_path / f"plan{ending}"
    path.write_bytes(FINDS[ending])
    assert_read_or_refused(path)


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.name)
def test_kept_finds(path: Path) -> None:
    assert_read_or_refused(path)
