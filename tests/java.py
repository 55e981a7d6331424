"""Programs in Java that judge what we write, from the jars that `tests/tools/jars.sh` fetches."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

TOOLS = Path(__file__).parent.parent / ".tools"


def java(jars: str, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """Runs Java on these jars; where they lack the test is skipped, and fails in CI."""
    missing = None if shutil.which("java") else "Java is not installed"
    if not (TOOLS / jars / "complete").exists():
        missing = missing or f"{TOOLS / jars} is not there: run tests/tools/jars.sh"
    if missing and os.environ.get("CI"):
        pytest.fail(missing)
    if missing:
        pytest.skip(missing)
    command = ["java", "-Djava.awt.headless=true", "-cp", f"{TOOLS / jars}/*"]
    return subprocess.run(
        [*command, *map(str, arguments)], capture_output=True, text=True, timeout=300, check=False
    )
