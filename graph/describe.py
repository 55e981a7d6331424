"""One node told in rows: its fields, its quotes and its neighbours."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from graph.errors import UsageError
from graph.model import Edge, Node, PlanGraph
from graph.names import ID
from graph.property_graph import node_row
from graph.tables import Table

if TYPE_CHECKING:
    from graph.parameters import Parameter
    from graph.workspace import Workspace

Line = tuple[str, str, str]
COLUMNS = ("property", "value", "id")
_STRUCTURE = ("id", "tags", "alsoAt", "start", "end", "quote")


def find(workspace: "Workspace", name: str) -> tuple[PlanGraph, Node]:
    """The node that an id, an IRI or the end of an id means, with the graph that it is in."""
    local = name.removeprefix(ID)
    known = [r.id for r in workspace.plans()]
    plan = local.split("/")[0]
    graphs = [workspace.graph(p) for p in ([plan] if plan in known else known)]
    for is_meant in (local.__eq__, lambda i: i.endswith(f"/{local}")):
        found = {n.id: (g, n) for g in graphs for n in g if is_meant(n.id)}
        if len(found) == 1:
            return found.popitem()[1]
        if found:
            raise UsageError(f"{name!r} could be any of these: {', '.join(sorted(found)[:5])}")
    raise UsageError(f"no node {name!r}{_near(local, graphs)}")


def _near(name: str, graphs: list[PlanGraph]) -> str:
    from rapidfuzz import process

    near = process.extract(name, [n.id for g in graphs for n in g], limit=3, score_cutoff=70)
    return f"; there is {', '.join(i for i, _, _ in near)}" if near else "; see: crossplan plans"


def lines(graph: PlanGraph, node: Node) -> list[Line]:
    """What is known of a node, under the names that JSON gives."""
    row = node_row(node)
    told = [("id", node.id, node.id)]
    told += [(k, _words(v), "") for k, v in row.items() if k not in _STRUCTURE]
    told += [("quote", s.quote, f"{graph.source.name} {s.start}-{s.end}") for s in node.spans]
    told += [("about", t["quote"], t["concept"]) for t in row.get("tags", ())]
    return [*told, *_neighbours(graph, node)]


def _words(value: object) -> str:
    return "; ".join(map(str, value)) if isinstance(value, list) else str(value)


def _neighbours(graph: PlanGraph, node: Node) -> Iterator[Line]:
    for edge in graph.edges:
        if edge.source == node.id:
            yield _link(graph, edge, edge.target, f"{edge.key} →")
    for edge in graph.edges:
        if edge.target == node.id:
            yield _link(graph, edge, edge.source, f"← {edge.key}")


def _link(graph: PlanGraph, edge: Edge, end: str, arrow: str) -> Line:
    basis = "" if edge.basis == "stated" else f" ({edge.basis}{f' {edge.rule}' * bool(edge.rule)})"
    return (arrow + basis, title_of(graph.by_id.get(end)), end)


def title_of(node: Node | None) -> str:
    """The words by which a person knows a node."""
    names = (getattr(node, name, None) for name in ("text", "title", "canonical"))
    return next((n for n in names if n), "")


def plans_table(workspace: "Workspace") -> Table:
    """The plans of a workspace, a row each."""
    columns = ("id", "title", "kind", "council", "source", "statements", "percent_unread")
    rows = [
        (r.id, r.title, r.kind, r.council, ", ".join(r.sources), sum(r.quads.values()),
         r.percents.get("not understood"))
        for r in workspace.plans()
    ]  # fmt: skip
    return Table(columns, tuple(rows))


def node_table(workspace: "Workspace", name: str) -> Table:
    """What is known of one node, a row each; of a plan also how much of its text was read."""
    graph, node = find(workspace, name)
    shares = workspace.record(graph.plan).percents if node.id == graph.plan else {}
    read = [(name, f"{share} %", "") for name, share in shares.items()]
    return Table(COLUMNS, (*lines(graph, node), *read))


def question_table() -> Table:
    """The named questions with what they take, a row each; what is in brackets may be left out."""
    from graph.questions import questions

    def taken(p: "Parameter") -> str:
        words = f"{p.option} {p.value or p.kind}"
        return words if p.required else f"[{words}]"

    rows = [(q.name, q.title, [taken(p) for p in q.parameters]) for q in questions().values()]
    return Table(("question", "title", "parameters"), tuple(rows))
