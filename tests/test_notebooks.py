"""The notebooks of the documentation run, and show tables and a map."""

import shutil
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient

ROOT = Path(__file__).parent.parent
NOTEBOOKS = sorted((ROOT / "docs" / "notebooks").glob("*.ipynb"))
SHOWS = {
    "analyst": ("text/html", "<table"),
    "developer": ("text/html", "<iframe"),
    "lead": ("text/html", "<table>"),
}


def shown(notebook: Any, kind: str) -> list[str]:
    outputs = (o for cell in notebook.cells for o in cell.get("outputs", ()))
    return [o["data"][kind] for o in outputs if kind in o.get("data", {})]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: p.stem)
def test_notebook(path: Path, tmp_path: Path) -> None:
    shutil.copytree(ROOT / "examples", tmp_path / "examples")
    notebook = nbformat.read(path, as_version=4)
    assert not shown(notebook, "text/html"), "notebooks are kept without what they print"
    NotebookClient(notebook, timeout=120, resources={"metadata": {"path": tmp_path}}).execute()
    kind, wanted = SHOWS[path.stem]
    assert any(wanted in text for text in shown(notebook, kind))


def test_there_is_one_for_each_reader() -> None:
    assert {p.stem for p in NOTEBOOKS} == set(SHOWS)
