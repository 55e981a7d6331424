"""The Cypher index: a Ladybug file of all plans and the vocabulary, one label a node.

Tables follow from the model: one node table for each class and code list, one relationship table
for each type with all the pairs of labels that it may join.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import ontology
from graph.errors import StoreError
from graph.fields import Shape, data_fields
from graph.findings import FINDING_RELATIONS, FINDING_TYPES, NO_FINDINGS, Findings
from graph.model import NODE_TYPES, RELATIONS, Element, PlanGraph
from graph.names import BASE
from graph.property_graph import CONCEPTS, Row, findings_rows, to_cypher

if TYPE_CHECKING:
    import ladybug
    import pyarrow as pa

BUFFER_POOL = 256 << 20
BUILD_POOL = 1 << 30
MAX_SIZE = 1 << 34
SMALL = 10_000

Columns = Mapping[str, str]

_TYPES: Mapping[Shape, str] = {
    "strings": "STRING[]", "lines": "STRING[]", "concepts": "STRING[]",
    "date": "DATE", "decimal": "DOUBLE",
}  # fmt: skip
_SPAN = {"start": "INT64", "end": "INT64", "quote": "STRING"}
_LINK = {"basis": "STRING", "rule": "STRING", **_SPAN}


@dataclass(frozen=True, slots=True)
class Table:
    """A table of the property graph: columns by type; `pairs` of labels if it relates nodes."""

    name: str
    columns: Columns
    pairs: tuple[tuple[str, str], ...] = ()


def node_tables() -> list[Table]:
    """One table for each class of the model, for documents, spans and code lists."""
    base = dict.fromkeys(("uri", "id", "type", "basis", "planUri"), "STRING")
    tables = [
        Table(name, base | {f.json: _TYPES.get(f.shape, "STRING") for _, f in data_fields(kind)})
        for name, kind in {**NODE_TYPES, **FINDING_TYPES}.items()
    ]
    tables.append(Table("SourceDocument", {"uri": "STRING", "name": "STRING", "sha256": "STRING"}))
    spans = {"uri": "STRING", "exact": "STRING", "source": "STRING"}
    tables.append(Table("TextSpan", spans | {"start": "INT64", "end": "INT64"}))
    concept = {"uri": "STRING", "id": "STRING", "name": "STRING"}
    return [*tables, *(Table(label, concept) for _, label in CONCEPTS.values())]


def relation_tables() -> list[Table]:
    """One table for each relationship type of the model and of the projection."""
    elements = [n for n, kind in NODE_TYPES.items() if issubclass(kind, Element)]
    tables = [
        Table(key, _LINK, tuple((a, b) for a in sources for b in targets))
        for key, (sources, targets) in {**RELATIONS, **FINDING_RELATIONS}.items()
    ]
    for key, label in CONCEPTS.values():
        kinds = elements if key != "IDENTIFIED_AS" else ["Partner"]
        tables.append(Table(key, _LINK, tuple((kind, label) for kind in kinds)))
    quoted = tuple((name, "TextSpan") for name in NODE_TYPES)
    tables.append(Table("QUOTED_FROM", {"basis": "STRING", "position": "INT64"}, quoted))
    sources = tuple((name, "SourceDocument") for name in ("Plan", "ProgressReport"))
    tables.append(Table("FROM_SOURCE", {"basis": "STRING"}, sources))
    return [*tables, Table("BROADER", {}, (("Topic", "Topic"),))]


def _name(word: str) -> str:
    return "`" + word.replace("`", "``") + "`"


def _create(table: Table) -> str:
    columns = [f"{_name(c)} {kind}" for c, kind in table.columns.items()]
    if not table.pairs:
        return f"CREATE NODE TABLE {table.name}({', '.join(columns)}, PRIMARY KEY(uri))"
    pairs = [f"FROM {a} TO {b}" for a, b in table.pairs]
    return f"CREATE REL TABLE {table.name}({', '.join([*pairs, *columns])})"


def _arrow_type(kind: str) -> "pa.DataType":
    import pyarrow as pa

    return {
        "STRING": pa.string(), "STRING[]": pa.list_(pa.string()), "DATE": pa.date32(),
        "DOUBLE": pa.float64(), "INT64": pa.int64(),
    }[kind]  # fmt: skip


def _plain(kind: str, value: Any) -> Any:
    if value is None or kind not in ("DOUBLE", "STRING[]"):
        return value
    return float(value) if kind == "DOUBLE" else list(value)


def _frame(columns: Columns, rows: Iterable[Row]) -> "pa.Table":
    import pyarrow as pa

    rows = list(rows)
    arrays = {
        name: pa.array([_plain(kind, r.get(name)) for r in rows], _arrow_type(kind))
        for name, kind in columns.items()
    }
    return pa.table(arrays)


def concept_rows() -> tuple[dict[str, list[Row]], list[Row]]:
    """The concepts of the vocabulary by label, and which topic is narrower than which."""
    nodes: dict[str, list[Row]] = {label: [] for _, label in CONCEPTS.values()}
    broader: list[Row] = []
    for name in ontology.names():
        for concept in ontology.concepts(name).values():
            label = next((v for k, (_, v) in CONCEPTS.items() if concept.id.startswith(k)), None)
            if label is None:
                continue
            uri = BASE + concept.id
            nodes[label].append(
                {"uri": uri, "id": concept.id.rsplit("/", 1)[1], "name": concept.label}
            )
            if label == "Topic":
                broader += [{"source": uri, "target": BASE + b} for b in concept.broader]
    return nodes, broader


def _collect(
    graphs: Iterable[PlanGraph], findings: Findings
) -> tuple[dict[str, dict[str, Row]], dict[Any, list[Row]]]:
    """All rows: nodes by label and uri, so that what plans share is there once; links by table."""
    concepts, broader = concept_rows()
    nodes = {label: {r["uri"]: r for r in rows} for label, rows in concepts.items()}
    links: dict[Any, list[Row]] = {("BROADER", "Topic", "Topic"): broader}
    for graph in graphs:
        rows = to_cypher(graph)
        for label, found in rows.nodes.items():
            for row in found:
                nodes.setdefault(label, {}).setdefault(row["uri"], row)
        for ends, found in rows.edges.items():
            links.setdefault(ends, []).extend(found)
    label_of = {uri: name for name, rows in nodes.items() for uri in rows}
    across = findings_rows(findings, label_of)
    nodes |= {name: {r["uri"]: r for r in found} for name, found in across.nodes.items()}
    return nodes, links | across.edges


def _load(table: Table, rows: int) -> str:
    """COPY is three times as fast and takes 16 MB of memory for each table, however small."""
    if rows > SMALL:
        return f"COPY {table.name} FROM $frame"
    properties = ", ".join(f"{_name(c)}: {_name(c)}" for c in table.columns)
    return f"LOAD FROM $frame CREATE (:{table.name} {{{properties}}})"


def _fill(
    connection: "ladybug.Connection", graphs: Iterable[PlanGraph], findings: Findings
) -> None:
    nodes, links = _collect(graphs, findings)
    for table in node_tables():
        if rows := list(nodes.get(table.name, {}).values()):
            connection.execute(_load(table, len(rows)), {"frame": _frame(table.columns, rows)})
    columns = {t.name: t.columns for t in relation_tables()}
    for (key, source, target), found in sorted(links.items()):
        there = nodes.get(source, {}), nodes.get(target, {})
        rows = [r for r in found if r["source"] in there[0] and r["target"] in there[1]]
        if rows:
            ends = {"source": "STRING", "target": "STRING"}
            frame = _frame({**ends, **columns[key]}, rows)
            copy = f"COPY {key} FROM $frame (from='{source}', to='{target}')"
            connection.execute(copy, {"frame": frame})


def build(place: Path, graphs: Iterable[PlanGraph], findings: Findings = NO_FINDINGS) -> None:
    """A database file at `place`, closed and without side files."""
    import ladybug

    try:
        database = ladybug.Database(
            str(place), buffer_pool_size=BUILD_POOL, max_db_size=MAX_SIZE, max_num_threads=2
        )
        connection = ladybug.Connection(database)
        for table in [*node_tables(), *relation_tables()]:
            connection.execute(_create(table))
        _fill(connection, graphs, findings)
        connection.execute("CHECKPOINT")
        connection.close()
        database.close()
    except RuntimeError as problem:
        raise StoreError(f"cannot make the Cypher index at {place}: {problem}") from problem
