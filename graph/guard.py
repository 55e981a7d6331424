"""What a person's query may say: a lexical check before it reaches a store.

Words in strings, comments, IRIs and variable names are not commands and never count. The guard
gives early, clear refusals; the child process of `graph.sandbox` is the defence.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from graph.errors import QueryError

Language = Literal["sparql", "cypher"]

MAX_BYTES = 100_000
MAX_DEPTH = 100
MAX_OPERATORS = 2_000


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of a query: a word, a mark, or what may hold words that are no commands."""

    kind: str
    text: str
    start: int


_WORD = r"(?P<word>[^\W\d]\w*)|(?P<number>\d+(?:\.\d+)?)|(?P<space>\s+)|(?P<mark>.)"
_LEXERS: Mapping[Language, re.Pattern[str]] = {
    "sparql": re.compile(
        r"(?P<long>\'\'\'(?:[^\\]|\\.)*?\'\'\'|\"\"\"(?:[^\\]|\\.)*?\"\"\")"
        r"|(?P<string>'(?:[^'\\\n\r]|\\.)*'|\"(?:[^\"\\\n\r]|\\.)*\")"
        r"|(?P<comment>\#[^\n\r]*)"
        r"|(?P<iri><[^<>\"{}|^`\x00-\x20]*>)"
        r"|(?P<name>[?$]\w+|@[A-Za-z]+(?:-[A-Za-z0-9]+)*)"
        r"|(?P<prefixed>(?:[^\W\d_](?:[\w.-]*[\w-])?)?:(?:[\w:%-]|\.(?=[\w:%-]))*)|" + _WORD,
        re.DOTALL,
    ),
    "cypher": re.compile(
        r"(?P<string>'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\")"
        r"|(?P<comment>//[^\n\r]*|/\*.*?(?:\*/|\Z))"
        r"|(?P<name>`(?:[^`]|``)*`|\$\w+)|" + _WORD,
        re.DOTALL,
    ),
}
_VISIBLE = ("word", "mark")
_OPERATORS: Mapping[Language, frozenset[str]] = {
    "sparql": frozenset("|&/^!*+-=<>,;."),
    "cypher": frozenset("+-*/%^=<>,|"),
}
_OPERATOR_WORDS = frozenset({"UNION", "AND", "OR", "XOR", "NOT", "MINUS", "OPTIONAL", "IN"})

_FETCHES = re.compile("SERVICE|LOAD", re.IGNORECASE)
_ELSEWHERE = re.compile("SERVICE|LOAD|FROM", re.IGNORECASE)
_UPDATES = frozenset({
    "INSERT", "DELETE", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY", "WITH", "USING",
})  # fmt: skip
_CYPHER_FIRST = frozenset({"MATCH", "OPTIONAL", "WITH", "UNWIND", "RETURN"})
_CYPHER_DENIED = frozenset({
    "LOAD", "COPY", "CALL", "EXPORT", "IMPORT", "INSTALL", "UNINSTALL", "ATTACH", "DETACH",
    "CHECKPOINT", "CREATE", "MERGE", "SET", "DELETE", "REMOVE", "DROP", "ALTER", "FOREACH",
})  # fmt: skip
_READ_ONLY = "queries only read, and only this workspace"
_NO_ESCAPES = "a backslash may stand in strings only"


def tokens(text: str, language: Language) -> Iterator[Token]:
    """The whole query in pieces, in order."""
    for match in _LEXERS[language].finditer(text):
        yield Token(match.lastgroup or "mark", match[0], match.start())


def place(text: str, offset: int) -> str:
    """Where an offset is, for people.

    >>> place("SELECT *\\nWHERE", 9)
    'line 2, column 1'
    """
    before = text[:offset]
    return f"line {before.count(chr(10)) + 1}, column {offset - (before.rfind(chr(10)) + 1) + 1}"


def check(text: str, language: Language, own_graphs: bool = False) -> None:
    """Raises a `QueryError` for a query that writes, reads elsewhere or is too much to parse.

    With `own_graphs` FROM may name graphs, for a store that never fetches what it names.
    """
    if len(text.encode("utf-8", "replace")) > MAX_BYTES:
        raise QueryError(f"the query is longer than {MAX_BYTES:,} bytes; shorten it")
    found = list(tokens(text, language))
    visible = [t for t in found if t.kind in _VISIBLE]
    if not visible:
        raise QueryError("the query is empty; give one as an argument, a file or on stdin")
    _check_size(text, visible, language)
    if language == "sparql":
        _check_sparql(text, found, _FETCHES if own_graphs else _ELSEWHERE)
    else:
        _check_cypher(text, found)


def names_graphs(text: str) -> bool:
    """Whether a SPARQL query says itself which graphs it reads."""
    return any(t.kind == "word" and t.text.upper() == "FROM" for t in tokens(text, "sparql"))


def _check_size(text: str, visible: list[Token], language: Language) -> None:
    depth = operators = 0
    for token in visible:
        depth += (token.text in "([{") - (token.text in ")]}")
        operators += token.text in _OPERATORS[language] or token.text.upper() in _OPERATOR_WORDS
        if depth > MAX_DEPTH:
            raise QueryError(
                f"brackets are nested more than {MAX_DEPTH} deep at {place(text, token.start)}"
            )
        if operators > MAX_OPERATORS:
            raise QueryError(f"the query has more than {MAX_OPERATORS:,} operators; split it")


def _refuse(text: str, token: Token, why: str) -> QueryError:
    return QueryError(f"{token.text} at {place(text, token.start)} is not allowed: {why}")


def _check_sparql(text: str, found: list[Token], elsewhere: re.Pattern[str]) -> None:
    """A store may read keywords more greedily than the standard's lexer: `trueSERVICE`, `FROM:x`.

    It may also read `<` as less-than where this lexer sees an IRI. The two meet again after the
    IRI if it has no quote and its line opens no string that goes on over the next.
    """
    hash_on_line = False
    for token in found:
        prefix = token.text.split(":")[0] if token.kind == "prefixed" else ""
        if token.kind == "word" and token.text.upper() in _UPDATES:
            raise _refuse(text, token, _READ_ONLY)
        if elsewhere.search(token.text if token.kind == "word" else prefix):
            raise _refuse(text, token, _READ_ONLY)
        if token.text == "\\" or (token.kind == "iri" and "\\" in token.text):
            raise _refuse(text, token, _NO_ESCAPES)
        if token.kind == "iri" and "'" in token.text:
            raise _refuse(text, token, "write %27 for a quote in an IRI")
        if token.kind == "long" and "\n" in token.text and hash_on_line:
            raise _refuse(text, token, "begin a string of several lines on a line of its own")
        hash_on_line |= token.kind == "iri" and "#" in token.text
        hash_on_line &= not (token.kind == "space" and "\n" in token.text)


def _check_cypher(text: str, found: list[Token]) -> None:
    visible = [t for t in found if t.kind != "space" and t.kind != "comment"]
    visible = visible[:-1] if visible[-1].text == ";" else visible
    if visible and visible[0].text.upper() not in _CYPHER_FIRST:
        allowed = ", ".join(sorted(_CYPHER_FIRST))
        raise _refuse(text, visible[0], f"a query starts with one of {allowed}")
    before = ""
    for token in visible:
        named = before in (".", ":")
        if token.kind == "word" and token.text.upper() in _CYPHER_DENIED and not named:
            raise _refuse(text, token, _READ_ONLY)
        if token.text == ";":
            raise _refuse(text, token, "give one statement")
        if token.text == "\\" or (token.kind == "name" and "\\" in token.text):
            raise _refuse(text, token, _NO_ESCAPES)
        before = token.text
