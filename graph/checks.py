"""Checks of what the workspace holds: quotes against texts, graphs against shapes."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from graph.errors import DamagedError
from graph.model import Element, PlanGraph, Span
from graph.names import ID, XP
from graph.shapes import Finding, ShapeSet
from graph.shapes import validate as hold_against
from graph.tables import Table
from graph.workspace import Workspace

_WORDS = (XP + "text", "http://purl.org/dc/terms/title")


@dataclass(frozen=True, slots=True)
class Checked:
    """What a check found in a plan; `layer` says on what, `counted` how much was looked at.

    `texts` are the words of the nodes that the findings are about, by IRI.
    """

    plan: str
    layer: str
    counted: int
    findings: tuple[Finding, ...]
    texts: Mapping[str, str] = field(default_factory=dict, hash=False)


def quotes_of(graph: PlanGraph) -> Iterator[tuple[str, Span]]:
    """Each quote of a graph with what it supports: nodes, tags and edges."""
    for node in graph.nodes:
        yield from ((node.id, span) for span in node.spans)
        if isinstance(node, Element):
            yield from ((f"{node.id} about {tag.concept}", tag.span) for tag in node.tags)
    for edge in graph.edges:
        if edge.span:
            yield f"{edge.source} {edge.key} {edge.target}", edge.span


def misquotes(graph: PlanGraph, text: str) -> Iterator[Finding]:
    """The quotes that the text does not have where they say."""
    for what, span in quotes_of(graph):
        found = text[span.start : span.end]
        if found != span.quote or not span.quote:
            where = f"characters {span.start} to {span.end}"
            message = f"{where} of the text read {found[:80]!r}, not the quote"
            yield Finding("quote", "Violation", ID + what, message, span.quote[:80])


def verify(workspace: Workspace, plan: str | None = None) -> list[Checked]:
    """Reads every quote again from the stored text; the files must be what the manifest says."""
    return _each(workspace, plan, _verified)


def validate(workspace: Workspace, plan: str | None = None) -> list[Checked]:
    """Holds all that is stated, curated and derived about each plan against the shapes."""
    return _each(workspace, plan, lambda w, p: _shaped(w, p, "shapes"))


def audit(workspace: Workspace, plan: str | None = None) -> list[Checked]:
    """Lists what each plan leaves unsaid, by what it states and people added, not by rules."""
    return _each(workspace, plan, lambda w, p: _shaped(w, p, "audit"))


def _each(
    workspace: Workspace, plan: str | None, check: Callable[[Workspace, str], Checked]
) -> list[Checked]:
    """One check for each plan; a file that is not what it should be is a finding itself."""
    done = []
    for name in [plan] if plan else [r.id for r in workspace.plans()]:
        try:
            done.append(check(workspace, name))
        except DamagedError as problem:
            damage = Finding("file", "Violation", ID + name, str(problem))
            done.append(Checked(name, "files", 0, (damage,)))
    return done


def _verified(workspace: Workspace, plan: str) -> Checked:
    graph, text = workspace.graph(plan), workspace.text(plan)
    quotes = sum(1 for _ in quotes_of(graph))
    return Checked(plan, "quotes", quotes, tuple(misquotes(graph, text)))


def _shaped(workspace: Workspace, plan: str, which: ShapeSet) -> Checked:
    import pyoxigraph as ox

    quads = list(ox.parse(workspace.nquads(plan), format=ox.RdfFormat.N_QUADS))
    layer = "stated, curated and derived"
    if which == "audit":
        layer = "stated and curated"
        quads = [q for q in quads if "/derived" not in str(q.graph_name)]
    found = tuple(hold_against(quads, which))
    about = {f.focus for f in found}
    said = {
        q.subject.value: q.object.value
        for q in quads
        if q.predicate.value in _WORDS and q.subject.value in about
    }
    return Checked(plan, layer, len(quads), found, said)


def findings_table(done: Iterable[Checked]) -> Table:
    """Every finding, a row each."""
    rows = [
        (
            c.plan,
            f.check,
            f.severity,
            f.focus.removeprefix(ID),
            c.texts.get(f.focus),
            f.message,
            f.value or None,
        )
        for c in done
        for f in c.findings
    ]
    columns = ("plan", "check", "severity", "node", "text", "message", "value")
    return Table(columns, tuple(rows))


def counts_table(done: Iterable[Checked]) -> Table:
    """How often each check found something in each plan, with the layer that was looked at."""
    rows = []
    for c in done:
        first = {f.check: f for f in reversed(c.findings)}
        for check in sorted(first, key=lambda k: (k[0], len(k), k)):
            times = sum(1 for f in c.findings if f.check == check)
            rows.append(
                (c.plan, c.layer, check, first[check].severity, times, first[check].message)
            )
    return Table(("plan", "layer", "check", "severity", "times", "message"), tuple(rows))
