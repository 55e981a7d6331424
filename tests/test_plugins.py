"""What another package offers by entry points: the template plug-in, installed."""

import subprocess
import sys
import sysconfig
from importlib.metadata import EntryPoint
from pathlib import Path

import pytest

from graph import plugins
from graph.errors import UsageError

ROOT = Path(__file__).parent.parent
ORG = """* Fairport Plan 2029-31

** Priority 1: Belonging

- Greet every pupil by May 2030
- Visit each family. Lead: Head of Inclusion
"""


@pytest.fixture(scope="module")
def python(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A Python that has what this one has, crossplan from this checkout, and the plug-in."""
    home = tmp_path_factory.mktemp("plugin")
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", home], check=True)
    (site,) = home.glob("lib/python*/site-packages")
    (site / "all.pth").write_text(f"{sysconfig.get_path('purelib')}\n{ROOT}\n")
    source = ROOT / "examples" / "plugin"
    subprocess.run(
        [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-build-isolation",
         "--target", site, source],
        check=True,
    )  # fmt: skip
    return home / "bin" / "python"


def call(python: Path, folder: Path, *args: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [python, "-m", "crossplan", *args], cwd=folder, capture_output=True, text=True, check=False
    )


def test_reader_question_and_page_of_another_package(python: Path, tmp_path: Path) -> None:
    (tmp_path / "plan.org").write_text(ORG)
    assert call(python, tmp_path, "load", ".").stderr == "plan.org: added as plan\n1 added\n"
    for store in ("oxigraph", "ladybug"):
        asked = call(python, tmp_path, "ask", "unled", "--on", store, "--format", "csv")
        assert "Greet every pupil" in asked.stdout
    assert "unled" in call(python, tmp_path, "ask", "--list").stdout
    assert call(python, tmp_path, "view", "unled", "-o", "page.html").returncode == 0
    assert "Greet every pupil" in (tmp_path / "page.html").read_text()
    assert call(python, tmp_path, "verify").returncode == 0


def test_without_it_the_format_is_not_known(tmp_path: Path) -> None:
    (tmp_path / "plan.org").write_text(ORG)
    done = call(Path(sys.executable), tmp_path, "extract", "plan.org")
    assert done.returncode == 1
    assert "no reader for '.org'" in done.stderr


def test_a_plug_in_that_cannot_be_imported_is_named() -> None:
    point = EntryPoint("x", "no_such_module:read", "crossplan.readers")
    with pytest.raises(UsageError, match="no_such_module:read does not work"):
        plugins.loaded(point)


def test_two_packages_cannot_offer_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    points = [EntryPoint(".org", f"{m}:read", "crossplan.readers") for m in ("one", "two")]
    monkeypatch.setattr(plugins, "entry_points", lambda **_: points)
    plugins.offered.cache_clear()
    with pytest.raises(UsageError, match="uninstall one"):
        plugins.offered("readers")
    plugins.offered.cache_clear()
