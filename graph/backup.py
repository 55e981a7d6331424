"""The whole of a workspace as one file of N-Quads, and back without loss.

Beside a plan's statements stands a named graph `.../graph/PLAN/record` with what its manifest and
its text file hold: the canonical text, the names of the files that it was read from and what
became of its characters.
"""

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from dataclasses import replace as changed
from typing import TYPE_CHECKING

from graph.errors import CrossplanError
from graph.model import PlanGraph
from graph.names import GRAPH
from graph.record import Reading

if TYPE_CHECKING:
    import pyoxigraph as ox

    from graph.workspace import Workspace

RECORD = "record"
_TEXT, _NAME, _READING = "prov:value", "dct:identifier", "xp:reading"


@dataclass(frozen=True, slots=True)
class Backup:
    """A plan as a backup holds it; `names` are those of the files with its document."""

    graph: PlanGraph
    text: str
    names: tuple[str, ...]
    reading: Reading

    @property
    def named(self) -> Iterator[PlanGraph]:
        """The graph once for each name of its document, the first first."""
        for name in self.names:
            yield changed(self.graph, source=changed(self.graph.source, name=name))


def to_backup(workspace: "Workspace", plans: list[str]) -> bytes:
    """These plans with their records, as sorted N-Quads."""
    lines: list[bytes] = []
    for plan in plans:
        lines += workspace.nquads(plan).splitlines(keepends=True)
        lines += _record_lines(workspace, plan)
    return b"".join(sorted(lines))


def _record_lines(workspace: "Workspace", plan: str) -> list[bytes]:
    import pyoxigraph as ox

    from graph.rdf import iri, node_iri, plan_graph

    record, g = workspace.record(plan), plan_graph(plan, RECORD)
    doc = node_iri(f"doc/{record.sha256}")
    said = [(_TEXT, workspace.text(plan)), (_READING, json.dumps(asdict(record.reading)))]
    said += [(_NAME, f"{n} {name}") for n, name in enumerate(record.sources)]
    quads = [ox.Quad(doc, iri(prop), ox.Literal(value), g) for prop, value in said]
    data = ox.serialize(quads, format=ox.RdfFormat.N_QUADS)
    assert data is not None
    return data.splitlines(keepends=True)


def from_backup(data: bytes, where: str) -> Iterator[Backup]:
    """The plans in a backup, in the order of their ids.

    Raises CrossplanError for what `to_backup` did not write.
    """
    plans, records = _by_plan(data, where)
    for plan, quads in sorted(plans.items()):
        try:
            yield _restored(quads, records[plan])
        except (ValueError, KeyError, IndexError, TypeError, AttributeError) as problem:
            raise CrossplanError(f"{where}: {plan} is not as a backup holds it") from problem


def _by_plan(
    data: bytes, where: str
) -> "tuple[Mapping[str, list[ox.Quad]], Mapping[str, list[ox.Quad]]]":
    import pyoxigraph as ox

    plans: Mapping[str, list[ox.Quad]] = defaultdict(list)
    records: Mapping[str, list[ox.Quad]] = defaultdict(list)
    try:
        for quad in ox.parse(data, format=ox.RdfFormat.N_QUADS):
            name = getattr(quad.graph_name, "value", "")
            plan, _, basis = name.removeprefix(GRAPH).partition("/")
            if not name.startswith(GRAPH) or isinstance(quad.subject, ox.BlankNode):
                raise CrossplanError(f"{where}: is no backup of a workspace")
            (records if basis == RECORD else plans)[plan].append(quad)
    except (SyntaxError, ValueError) as problem:
        raise CrossplanError(f"{where}: is not N-Quads ({problem})") from problem
    if not plans:
        raise CrossplanError(f"{where}: holds no plan")
    return plans, records


def _restored(quads: "list[ox.Quad]", record: "list[ox.Quad]") -> Backup:
    from graph.checks import misquotes
    from graph.rdf import iri, to_rdf
    from graph.rdf_reading import from_rdf

    graph = from_rdf(quads)
    if set(to_rdf(graph)) != set(quads):
        raise ValueError("statements that crossplan does not know")

    def said(prop: str) -> list[str]:
        return [q.object.value for q in record if q.predicate == iri(prop)]  # type: ignore[union-attr]

    (text,), (reading,) = said(_TEXT), said(_READING)
    numbered = sorted((int(n), name) for n, _, name in (s.partition(" ") for s in said(_NAME)))
    if any(misquotes(graph, text)):
        raise ValueError("a quote that its text does not hold")
    return Backup(graph, text, tuple(name for _, name in numbered), Reading.of(json.loads(reading)))
