"""The documents show what the commands do."""

import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from cli import app

ROOT = Path(__file__).parent.parent
CLI_DOC = ROOT / "docs" / "cli.md"
README = ROOT / "README.md"
SESSION = re.compile(r"```console\n(.*?)```", re.DOTALL)
HEAD = """# Command line

`crossplan COMMAND --help` prints what stands here. Data goes to stdout, messages and progress to
stderr; tables are plain when they do not go to a terminal. `--workspace` may come from the variable
`CROSSPLAN_WORKSPACE`. Completion in a shell: `eval "$(_CROSSPLAN_COMPLETE=bash_source crossplan)"`,
or with `zsh_source` or `fish_source`.

`python -m pytest tests/test_docs.py --update-golden` writes this page.

| Exit code | Meaning |
|---|---|
| 0 | done |
| 1 | something failed and was said in one sentence; the rest is done |
| 2 | wrong usage: an argument, a manifest or a query |
| 3 | a check (`verify`, `validate`, `audit --strict`, `explain --strict`) found something |
| 4 | a store cannot be reached or is locked |
| 5 | a limit on time, rows, memory or size was hit |
| 6 | the workspace is damaged |
| 130 | interrupted (Ctrl-C) |
| 143 | terminated (SIGTERM) |
"""


def commands(group: click.Group, path: str) -> Iterator[tuple[str, click.Command]]:
    """Every command that does something, with the words that call it."""
    for name, command in sorted(group.commands.items()):
        if isinstance(command, click.Group):
            yield from commands(command, f"{path} {name}")
        else:
            yield f"{path} {name}", command


COMMANDS = dict(commands(app, "crossplan"))


def help_of(call: str) -> str:
    args = [*call.split()[1:], "--help"]
    result = CliRunner().invoke(app, args, prog_name="crossplan", terminal_width=96)
    assert result.exit_code == 0
    return result.output


def test_cli_page_shows_every_help(update_golden: bool) -> None:
    parts = [f"## {call}\n\n```\n{help_of(call)}```\n" for call in COMMANDS]
    page = "\n".join([HEAD, *parts])
    if update_golden:
        CLI_DOC.write_text(page, encoding="utf-8")
    assert CLI_DOC.read_text("utf-8") == page


@pytest.mark.parametrize("call", COMMANDS)
def test_every_command_has_an_example_that_it_understands(call: str) -> None:
    examples = [
        line.strip()
        for line in help_of(call).partition("Examples:")[2].splitlines()
        if line.strip().startswith("crossplan")
    ]
    assert examples
    for example in examples:
        words = shlex.split(re.split(r" [|<>] ", example)[0])
        assert " ".join(words).startswith(call)
        COMMANDS[call].make_context(call, words[len(call.split()) :])


@pytest.mark.parametrize("call", COMMANDS)
def test_short_help_is_help(call: str) -> None:
    args = [*call.split()[1:], "-h"]
    assert CliRunner().invoke(app, args).output.startswith("Usage:")


def sessions() -> list[tuple[str, str]]:
    """The commands of the README with the output printed below them."""
    found = []
    for block in SESSION.findall(README.read_text("utf-8")):
        for part in block.split("$ ")[1:]:
            command, _, output = part.partition("\n")
            found.append((command, output))
    return found


def run(command: str, folder: Path) -> str:
    """What a command of the README prints in a folder with the examples."""
    program = f"{shlex.quote(sys.executable)} -m crossplan"
    line = re.sub(r"^crossplan\b", program, command)
    done = subprocess.run(
        ["bash", "-c", f"{line} 2>&1"], cwd=folder, capture_output=True, text=True,
        check=False, env={"PATH": "/usr/bin:/bin", "COLUMNS": "100", "LANG": "C.UTF-8"},
    )  # fmt: skip
    return done.stdout


def test_readme_prints_what_the_commands_print(tmp_path: Path, update_golden: bool) -> None:
    shutil.copytree(ROOT / "examples", tmp_path / "examples")
    shown = sessions()
    assert len(shown) >= 5
    text = README.read_text("utf-8")
    for command, output in shown:
        printed = run(command, tmp_path)
        if update_golden:
            text = text.replace(f"$ {command}\n{output}", f"$ {command}\n{printed}", 1)
        else:
            assert printed == output, command
    if update_golden:
        README.write_text(text, encoding="utf-8")


def test_python_of_the_readme_runs(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "examples", tmp_path / "examples")
    (code,) = re.findall(r"```python\n(.*?)```", README.read_text("utf-8"), re.DOTALL)
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout
