"""A Cypher script for Neo4j: constraints, nodes and relationships, a statement a line.

It makes what `crossplan push neo4j` makes, but for the findings across plans, and running it again
changes nothing. Labels and types come from the model, every value is an escaped literal.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from graph.exporting.content import Content
from graph.ladybug_index import concept_rows
from graph.names import ID
from graph.neo4j_rows import join, merge_nodes, name, stored
from graph.property_graph import Row, to_cypher

_BATCH = 500
_NAMED = {"\n": "\\n", "\r": "\\r", "\t": "\\t", "'": "\\'", "\\": "\\\\' + '"}
_SPECIAL = re.compile(r"['\\\x00-\x1f\x7f-\x9f\u2028\u2029]")


def literal(value: Any) -> str:
    r"""A value as Cypher writes it.

    A string ends after a backslash and goes on in another, as Cypher decodes `\\u` before all else.

    >>> literal(["it's", 5.0, None]), literal({"a": date(2016, 9, 30)})
    ("['it\\'s', 5.0, null]", "{`a`: date('2016-09-30')}")
    """
    match value:
        case None:
            return "null"
        case bool():
            return str(value).lower()
        case str():
            return f"'{_SPECIAL.sub(_escaped, value)}'"
        case date():
            return f"date('{value.isoformat()}')"
        case list() | tuple():
            return f"[{', '.join(map(literal, value))}]"
        case dict():
            return "{" + ", ".join(f"`{k}`: {literal(v)}" for k, v in value.items()) + "}"
        case _:
            return repr(value)


def _escaped(m: re.Match[str]) -> str:
    return _NAMED.get(m[0]) or f"\\u{ord(m[0]):04x}"


def write(content: Content) -> bytes:
    """The script, to be run by `cypher-shell --file`."""
    return "".join(f"{line}\n" for line in _lines(content)).encode()


def _lines(content: Content) -> Iterator[str]:
    yield "// Made by crossplan: run it with cypher-shell --file; run it again at will."
    nodes: dict[str, dict[str, Row]] = {}
    links: dict[tuple[str, str, str], list[Row]] = {}
    concepts, broader = concept_rows()
    for label, found in concepts.items():
        nodes[label] = {row["uri"]: row for row in found}
    for graph in content.graphs:
        rows = stored(to_cypher(graph), ID + graph.plan)
        for label, found in rows.nodes.items():
            nodes.setdefault(label, {}).update((r["uri"], r) for r in found)
        for ends, found in rows.edges.items():
            links.setdefault(ends, []).extend(found)
    links["BROADER", "Topic", "Topic"] = [{**row, "properties": {}} for row in broader]
    for label in nodes:
        yield (
            f"CREATE CONSTRAINT crossplan_{label.lower()}_uri IF NOT EXISTS"
            f" FOR (n:{name(label)}) REQUIRE n.uri IS UNIQUE;"
        )
    for label, by_uri in nodes.items():
        yield from _filled(merge_nodes(label), by_uri.values())
    for (key, source, target), found in links.items():
        yield from _filled(join(key, source, target, "MERGE"), found)


def _filled(statement: str, rows: Iterable[Row]) -> Iterator[str]:
    """The statement with its rows in place of the parameter, some at a time."""
    every = [_without_nothing(row) for row in rows]
    for at in range(0, len(every), _BATCH):
        yield statement.replace("$rows", literal(every[at : at + _BATCH])) + ";"


def _without_nothing(row: Row) -> Row:
    return {k: v for k, v in row.items() if v is not None}
