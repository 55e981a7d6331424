"""Coverage-guided fuzzing of one reader: python tests/faults/guided.py .html [--seconds 60]

Atheris changes the documents of the corpus to reach code that none of them reached. What breaks
the reading is kept in tests/faults/finds/, where the tests read it again.
"""

import argparse
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parent.parent

SMALL = 20_000


def seeds(ending: str) -> list[Path]:
    """Small documents of the format that the tests have: plans of other shapes and past finds."""
    found = [*(ROOT / "tests" / "plans").rglob(f"*{ending}"), *(HERE / "finds").glob(f"*{ending}")]
    return [p for p in found if p.stat().st_size <= SMALL]


def main() -> None:
    sys.path[:0] = [str(ROOT), str(HERE), str(HERE.parent)]
    import atheris

    with atheris.instrument_imports(include=["loaders"]):
        from test_fuzz import BOUND, assert_read_or_refused

        import loaders
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("ending", choices=sorted(loaders.READERS))
    options.add_argument("--seconds", type=int, default=60)
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        corpus, document = Path(folder) / "corpus", Path(folder) / f"plan{given.ending}"
        corpus.mkdir()
        for n, seed in enumerate(seeds(given.ending)):
            (corpus / str(n)).write_bytes(seed.read_bytes())

        def read(data: bytes) -> None:
            document.write_bytes(data)
            assert_read_or_refused(document)

        atheris.Setup(
            [
                sys.argv[0],
                str(corpus),
                f"-max_total_time={given.seconds}",
                f"-max_len={SMALL}",
                f"-timeout={2 * BOUND}",
                f"-exact_artifact_path={HERE}/finds/new{given.ending}",
            ],
            read,
        )
        atheris.Fuzz()


if __name__ == "__main__":
    main()
