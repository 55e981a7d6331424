"""Where the W3C's tests are, and what their manifests have in common."""

import os
from pathlib import Path
from typing import Any

import pytest
from rdflib import Namespace

SUITES = Path(__file__).parent.parent.parent / ".tools" / "w3c"
MF = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")


def required(suite: Path) -> None:
    """Skips a test whose suite is not there; in continuous integration it fails."""
    if not suite.exists():
        told = f"{suite} is not there; tests/w3c/fetch.sh brings it"
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(told)


def file_of(name: Any) -> Path:
    return Path(str(name).removeprefix("file://"))
