"""The pages of the documentation as steps that a reader takes, in order."""

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent
PAGES = (ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md")))
PARTS = ("cli.py", "commands", "crossplan.py", "examples", "graph", "loaders", "ontology",
         "visualisations", "web")  # fmt: skip
_FENCE = re.compile(r'^```(\w+)(?: title="([^"]+)")?\n(.*?)^```$', re.DOTALL | re.MULTILINE)


@dataclass(frozen=True)
class Step:
    """A file to write or to change, a command with what it prints, or a program in Python."""

    kind: str
    words: str
    printed: str = ""
    file: str = ""


def steps(text: str) -> Iterator[Step]:
    """What a page asks its reader to do; other blocks only show something."""
    for kind, file, body in _FENCE.findall(text):
        if kind == "console":
            for part in body.split("$ ")[1:]:
                command, _, printed = part.partition("\n")
                yield Step("command", command, printed)
        elif file:
            yield Step("change" if kind == "diff" else "file", body, file=file)
        elif kind == "python":
            yield Step("python", body)


def checkout(folder: Path) -> Path:
    """A copy of what a checkout has, and `crossplan` as a command that runs it."""
    for name in PARTS:
        part = ROOT / name
        if part.is_dir():
            ignored = shutil.ignore_patterns("__pycache__", ".crossplan", "node_modules")
            shutil.copytree(part, folder / name, ignore=ignored)
        else:
            shutil.copy(part, folder / name)
    program = folder / "bin" / "crossplan"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m crossplan "$@"\n')
    program.chmod(0o755)
    return folder


def run(step: Step, folder: Path) -> "subprocess.CompletedProcess[str]":
    """A command or program of a page, in the copy."""
    said = [sys.executable, "-c", step.words] if step.kind == "python" else [
        "bash", "-c", f"{step.words} 2>&1"]  # fmt: skip
    return subprocess.run(
        said, cwd=folder, capture_output=True, text=True, check=False,
        env={"PATH": f"{folder}/bin:/usr/bin:/bin", "PYTHONPATH": str(folder), "COLUMNS": "100",
             "LANG": "C.UTF-8", "PYTHONDONTWRITEBYTECODE": "1"},
    )  # fmt: skip


def write(step: Step, folder: Path) -> None:
    """Makes or lengthens a file, or changes lines of one as a difference says."""
    file = folder / step.file
    if step.kind == "file":
        file.parent.mkdir(parents=True, exist_ok=True)
        with file.open("a", encoding="utf-8") as out:
            out.write(step.words)
        return
    lines = step.words.splitlines(keepends=True)
    old = "".join(line[1:] for line in lines if line[0] != "+")
    new = "".join(line[1:] for line in lines if line[0] != "-")
    text = file.read_text("utf-8")
    assert text.count(old) == 1, f"{step.file} has not just one place such as\n{old}"
    file.write_text(text.replace(old, new), encoding="utf-8")
