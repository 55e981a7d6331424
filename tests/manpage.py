"""The manual page, from the commands' own help: `docs/crossplan.1`, which the wheel installs."""

import re
from collections.abc import Iterator, Mapping
from inspect import cleandoc

import click

import ontology

FILES = {
    "crossplan.toml": "Defaults of options and vocabulary of the folder, read where it is.",
    ".crossplan": "The workspace, unless another is named.",
    "decisions.toml": "What people decided on statements of the documents beside it.",
}
ENVIRONMENT = {
    "CROSSPLAN_WORKSPACE": "The folder of the workspace.",
    ontology.VARIABLE: "Files of vocabulary, read besides our own.",
    "NEO4J_USERNAME, NEO4J_PASSWORD": "How push, pull and --on neo4j sign in.",
    "SPARQL_USERNAME, SPARQL_PASSWORD": "How push sparql signs in.",
}


def roff(text: str) -> str:
    """Text that the typesetter prints as it is."""
    return re.sub(
        r"^([.'])", r"\\&\1", text.replace("\\", r"\e").replace("-", r"\-"), flags=re.MULTILINE
    )


def manual(commands: Mapping[str, click.Command], exits: Mapping[str, str]) -> str:
    """The page in man(7): every command with its options, then exit codes, files, environment."""
    about = commands["crossplan"]
    lines = [
        '.TH CROSSPLAN 1 "" "crossplan" "User commands"',
        ".SH NAME",
        rf"crossplan \- {roff(_short(about))}",
        ".SH SYNOPSIS",
        r".B crossplan\fR [\fIOPTIONS\fR] \fICOMMAND\fR [\fIARGS\fR]...",
        ".SH DESCRIPTION",
        *_body(about),
        *_options("crossplan", about),
        ".SH COMMANDS",
    ]
    for call, command in commands.items():
        if command is not about:
            lines += [f".SS {roff(_usage(call, command))}", *_body(command)]
            lines += _options(call, command)
    for title, entries in (("EXIT STATUS", exits), ("FILES", FILES), ("ENVIRONMENT", ENVIRONMENT)):
        lines += [f".SH {title}", *_entries(entries)]
    return "\n".join(lines) + "\n"


def _context(call: str, command: click.Command) -> click.Context:
    return click.Context(command, info_name=call, terminal_width=10_000, max_content_width=10_000)


def _usage(call: str, command: click.Command) -> str:
    return " ".join([call, *command.collect_usage_pieces(_context(call, command))])


def _short(command: click.Command) -> str:
    return (command.help or "").split("\n\n")[0].replace("\n", " ").strip().rstrip(".")


def _body(command: click.Command) -> Iterator[str]:
    """The paragraphs of a help; those that are marked to keep their lines do."""
    for part in cleandoc(command.help or "").split("\n\n"):
        kept, text = part.startswith("\b"), roff(part.lstrip("\b\n"))
        yield ".PP"
        yield from (".nf", text, ".fi") if kept else (text,)


def _options(call: str, command: click.Command) -> Iterator[str]:
    context = _context(call, command)
    found = (p.get_help_record(context) for p in command.get_params(context))
    yield from _entries(dict(record for record in found if record and record[1]))


def _entries(entries: Mapping[str, str]) -> Iterator[str]:
    for term, meaning in entries.items():
        yield from (".TP", rf"\fB{roff(term)}\fR", roff(meaning))
