"""The documentation as a site: it builds without a warning and asks nothing of the network."""

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
FETCHED = re.compile(
    r"<(?:script|link|img|iframe)\b[^>]*?\b(?:src|href)=[\"']?(https?:)?//", re.IGNORECASE
)


def test_the_site_builds_with_no_dead_link_and_fetches_nothing(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(tmp_path / "site")],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    pages = list((tmp_path / "site").rglob("*.html"))
    assert {p.stem for p in (ROOT / "docs").glob("*.md")} <= {p.stem for p in pages}
    assert [p.name for p in pages if FETCHED.search(p.read_text("utf-8"))] == []
