"""Programs in Java that judge what we write, from the jars that `tests/tools/jars.sh` fetches."""

import subprocess
from pathlib import Path

from servers import lacking, require

TOOLS = Path(__file__).parent.parent / ".tools"


def java(jars: str, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """Runs Java on these jars; where they lack the test is skipped, and fails in CI."""
    require(lacking(TOOLS / jars))
    command = ["java", "-Djava.awt.headless=true", "-cp", f"{TOOLS / jars}/*"]
    return subprocess.run(
        [*command, *map(str, arguments)], capture_output=True, text=True, timeout=300, check=False
    )
