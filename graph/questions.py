"""The named questions: pairs of files, `NAME.rq` and `NAME.cypher`, that give the same rows.

Each file begins with a comment that declares its title, parameters and columns:

    title: what the question asks
    param by: date! = 2016-12-31 | what the value means
    columns: plan, due, leads*
    sort: -due, plan
    graph: stated

A type is one of `graph.parameters.KINDS`, or the words to choose from: `top/all`. A value with `!`
must be given and the one in the file is an example; without it is the default. A column with `*`
holds a list. `plans: 2` asks for as many plans to compare. In SPARQL a parameter is a line
`VALUES ?given_NAME { ... }` with that value, in Cypher `$NAME`.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, partial
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any, Literal, cast

from graph.errors import UsageError
from graph.guard import Language, check
from graph.parameters import CHOICE, KINDS, Known, Parameter, known, typed
from graph.plugins import offered
from graph.query import Graph, Limits, run
from graph.tables import Table, Value
from graph.workspace import Workspace

On = Literal["oxigraph", "ladybug"]

_PARAM = re.compile(rf"(\w+): ({'|'.join(KINDS)}|{CHOICE})(!?) = \"?([^\"|]*?)\"? \| (.*)")
_ENDING: Mapping[Language, str] = {"sparql": ".rq", "cypher": ".cypher"}
_LANGUAGE: Mapping[On, Language] = {"oxigraph": "sparql", "ladybug": "cypher"}
_DATE = "http://www.w3.org/2001/XMLSchema#date"
ROWS = 20_000


@dataclass(frozen=True, slots=True)
class Question:
    """A named question as its files declare it; `sort` names columns, `-` before a falling one.

    `least` is the number of plans without which there is nothing to ask.
    `needs` says what there must be to compare, for a question that then always has rows.
    """

    name: str
    title: str
    parameters: tuple[Parameter, ...]
    columns: tuple[str, ...]
    lists: frozenset[str]
    sort: tuple[str, ...]
    graph: Graph
    text: Mapping[Language, str]
    least: int = 1
    needs: str = ""


def _words(line: str) -> tuple[str, ...]:
    return tuple(w.strip() for w in line.split(",") if w.strip())


def _header(text: str) -> list[tuple[str, str]]:
    """The declarations at the head of a file, as pairs of key and value."""
    found = []
    for line in text.splitlines():
        match = re.fullmatch(r"(?:#|//) (\w+)(?:: | )(.*)", line)
        if not match:
            break
        found.append((match[1], match[2]))
    return found


def _parameter(line: str) -> Parameter:
    match = _PARAM.fullmatch(line)
    assert match, f"not a parameter: {line}"
    name, kind, required, value, meaning = match.groups()
    return Parameter(name, kind, bool(required), value, meaning)


def parse(name: str, text: Mapping[Language, str]) -> Question:
    """A question from its two files, whose headers must be the same."""
    pairs = _header(text["sparql"])
    assert pairs == _header(text["cypher"]), f"the headers of {name} differ"
    one = dict(pairs)
    columns = _words(one["columns"])
    return Question(
        name, one["title"], tuple(_parameter(v) for k, v in pairs if k == "param"),
        tuple(c.rstrip("*") for c in columns), frozenset(c[:-1] for c in columns if c[-1] == "*"),
        _words(one.get("sort", "")), cast(Graph, one["graph"]), text,
        int(one.get("plans", 1)),
        needs=one.get("needs", ""),
    )  # fmt: skip


@cache
def questions() -> Mapping[str, Question]:
    """All questions by name; a pair of files is one by being there, ours or another package's."""
    found: dict[str, Question] = {}
    for package in ("graph.questions", *(p.value for p in offered("questions").values())):
        found = _in_folder(_folder(package)) | found
    return dict(sorted(found.items()))


def _folder(package: str) -> Traversable:
    """The folder of a package, or a folder without modules in one."""
    parent, _, name = package.rpartition(".")
    try:
        return files(parent) / name if parent else files(name)
    except ImportError as problem:
        raise UsageError(f"the plug-in {package} does not work: {problem}") from problem


def _in_folder(folder: Traversable) -> dict[str, Question]:
    names = [p.name[:-3] for p in folder.iterdir() if p.name.endswith(".rq")]
    return {n: parse(n, {k: (folder / f"{n}{e}").read_text("utf-8") for k, e in _ENDING.items()})
            for n in names}  # fmt: skip


def find(name: str) -> Question:
    """The question of this name."""
    if name not in questions():
        import difflib

        near = difflib.get_close_matches(name, questions(), n=3) or list(questions())
        raise UsageError(f"no question {name!r}; there is {', '.join(near)}")
    return questions()[name]


def parse_arguments(name: str, arguments: Sequence[str]) -> dict[str, str]:
    """The parameters in command-line words such as `--by 2016-12-31` or `--plan=north`."""
    given: dict[str, str] = {}
    words = list(arguments)
    while words:
        word, _, value = words.pop(0).partition("=")
        if not word.startswith("--") or not (value or words):
            raise UsageError(f"{word!r} is not --NAME VALUE; {_takes(find(name))}")
        given[word[2:].replace("-", "_")] = value or words.pop(0)
    return given


def _takes(question: Question) -> str:
    names = ", ".join(p.name for p in question.parameters)
    return f"{question.name} takes {names or 'no parameter'}"


def values_of(question: Question, given: Mapping[str, str], store: Known) -> dict[str, Any]:
    """A typed value for each parameter; a `UsageError` where one is wrong or plans are too few."""
    names = {p.name for p in question.parameters}
    if unknown := sorted(given.keys() - names):
        raise UsageError(f"{_takes(question)}, not {', '.join(unknown)}")
    values: dict[str, Any] = {}
    for p in question.parameters:
        if p.required and p.name not in given:
            raise UsageError(f"{question.name} needs {p.name}: {p.meaning}, such as {p.value}")
        values[p.name] = typed(p, given.get(p.name, p.value), store)
    if len(store.titles) < question.least:
        raise UsageError(
            f"{question.name} is a comparison and needs {question.least} plans;"
            f" {store.where} holds {len(store.titles)}"
        )
    return values


def _term(value: Any) -> str:
    """A value as SPARQL writes it, by the store's own serialiser."""
    import pyoxigraph as ox

    if isinstance(value, date):
        return str(ox.Literal(value.isoformat(), datatype=ox.NamedNode(_DATE)))
    return str(ox.Literal(value))


def bound(question: Question, values: Mapping[str, Any]) -> str:
    """The SPARQL text with these values in the place of those in the file."""
    text = question.text["sparql"]
    for p in question.parameters:
        own = date.fromisoformat(p.value) if p.kind == "date" else p.value
        line = "VALUES ?given_%s { %s }"
        old, new = line % (p.name, _term(own)), line % (p.name, _term(values[p.name]))
        assert old in text, f"{question.name}.rq must have: {old}"
        text = text.replace(old, new)
    return text


def _natural(value: Value) -> tuple[Any, ...]:
    """A sorting key under which 2 comes before 10, also within text, and nothing before all."""
    if value is None:
        return (0,)
    if isinstance(value, int | float):
        return (1, value)
    parts = re.split(r"(\d+)", "\n".join(value) if isinstance(value, list) else str(value))
    return (2, *((0, int(p), "") if p.isdecimal() else (1, 0, p.casefold()) for p in parts))


def arranged(question: Question, table: Table) -> Table:
    """The rows in canonical order, lists sorted: the same bytes from every store."""
    rows = [
        tuple(
            _list(v) if name in question.lists else v
            for name, v in zip(question.columns, row, strict=True)
        )
        for row in table.rows
    ]
    rows.sort(key=lambda row: [_natural(v) for v in row])
    for name in reversed(question.sort):
        at = question.columns.index(name.lstrip("-"))
        rows.sort(key=lambda row, at=at: _natural(row[at]), reverse=name.startswith("-"))  # type: ignore[misc]
    return Table(question.columns, tuple(rows), table.truncated)


def _list(value: Value) -> list[str]:
    """A list from either language: SPARQL joins its items by line breaks."""
    items = value if isinstance(value, list) else (value or "").split("\n")
    return sorted({i for i in items if i}, key=_natural)


def ask(
    workspace: Workspace,
    name: str,
    parameters: Mapping[str, str] | None = None,
    on: On = "oxigraph",
    limits: Limits | None = None,
) -> Table:
    """The answer to a named question on one of the stores; every store gives the same rows."""
    question, language = find(name), _LANGUAGE[on]
    values = values_of(question, parameters or {}, known(workspace))
    text = bound(question, values) if language == "sparql" else question.text[language]
    check(text, language)
    given = values if language == "cypher" else {}
    every, rows = room(limits)
    in_order = partial(arranged, question)
    return run(workspace, language, text, given, question.graph, every, in_order).first(rows)


def room(limits: Limits | None) -> tuple[Limits, int]:
    """Limits under which a question has all its rows to sort, and how many of them are wanted."""
    limits = limits or Limits(rows=ROWS)
    return replace(limits, rows=max(limits.rows, ROWS)), limits.rows


def refuse_nothing(name: str, given: Mapping[str, str], table: Table) -> None:
    """Raises a `UsageError` where a comparison has no rows because nothing belongs together."""
    question = find(name)
    filters = {p.name for p in question.parameters if p.kind != "plan"}
    if question.needs and not table.rows and not given.keys() & filters:
        raise UsageError(f"a comparison needs two, and {name} needs {question.needs}")
