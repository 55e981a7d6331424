"""The documents show what the commands do."""

import re
import shlex
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner
from manpage import manual
from pages import PAGES, checkout, run, steps, write

from cli import app

ROOT = Path(__file__).parent.parent
CLI_DOC = ROOT / "docs" / "cli.md"
MAN = ROOT / "docs" / "crossplan.1"
EXITS = {
    "0": "done",
    "1": "something failed and was said in one sentence; the rest is done",
    "2": "wrong usage: an argument, a manifest or a query",
    "3": "a check (`verify`, `validate`, `audit --strict`, `explain --strict`) found something",
    "4": "a store cannot be reached or is locked",
    "5": "a limit on time, rows, memory or size was hit",
    "6": "the workspace is damaged",
    "130": "interrupted (Ctrl-C)",
    "143": "terminated (SIGTERM)",
}
HEAD = """# Command line

`crossplan COMMAND --help` prints what stands here. Data goes to stdout, messages and progress to
stderr; tables are plain when they do not go to a terminal. `--workspace` may come from the variable
`CROSSPLAN_WORKSPACE`. Completion in a shell: `eval "$(_CROSSPLAN_COMPLETE=bash_source crossplan)"`,
or with `zsh_source` or `fish_source`. Installed by pipx or pip, `man crossplan` shows the same.

`python -m pytest tests/test_docs.py --update-golden` writes this page.

| Exit code | Meaning |
|---|---|
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
    codes = "".join(f"| {code} | {meaning} |\n" for code, meaning in EXITS.items())
    page = "\n".join([HEAD + codes, *parts])
    if update_golden:
        CLI_DOC.write_text(page, encoding="utf-8")
    assert CLI_DOC.read_text("utf-8") == page


def test_manual_page_shows_every_command(update_golden: bool) -> None:
    page = manual({"crossplan": app, **COMMANDS}, EXITS)
    if update_golden:
        MAN.write_text(page, encoding="utf-8")
    assert MAN.read_text("utf-8") == page


@pytest.mark.skipif(not shutil.which("groff"), reason="groff is not installed")
def test_manual_page_is_typeset_without_a_warning() -> None:
    command = ["groff", "-man", "-Tutf8", "-ww", "-P-cbou", MAN]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stderr == ""
    assert all(f"crossplan {call.partition(' ')[2]}" in done.stdout for call in COMMANDS)


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


@pytest.mark.parametrize("page", [p for p in PAGES if any(steps(p.read_text("utf-8")))],
                         ids=lambda p: p.stem)  # fmt: skip
def test_a_reader_who_does_what_a_page_says_sees_what_it_shows(
    page: Path, tmp_path: Path, update_golden: bool
) -> None:
    folder, text, at = checkout(tmp_path), page.read_text("utf-8"), 0
    for step in steps(text):
        if step.kind in ("file", "change"):
            write(step, folder)
            continue
        done = run(step, folder)
        assert done.returncode == 0, (step.words, done.stdout, done.stderr)
        if step.kind == "python":
            assert done.stderr == ""
        elif update_golden:
            shown = text.index(f"$ {step.words}\n{step.printed}", at) + len(f"$ {step.words}\n")
            text = text[:shown] + done.stdout + text[shown + len(step.printed) :]
            at = shown + len(done.stdout)
        else:
            assert done.stdout == step.printed, step.words
    if update_golden:
        page.write_text(text, encoding="utf-8")
