"""Checks of what the workspace holds: quotes against texts, graphs against shapes."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from graph.errors import DamagedError
from graph.model import Element, PlanGraph, Span
from graph.names import ID
from graph.workspace import Workspace

if TYPE_CHECKING:
    from graph.shapes import Finding

Layer = Literal["stated", "union"]


@dataclass(frozen=True, slots=True)
class Verified:
    """How many quotes of a plan were read again, and which were not where they should be."""

    plan: str
    quotes: int
    findings: tuple["Finding", ...]


def quotes_of(graph: PlanGraph) -> Iterator[tuple[str, Span]]:
    """Each quote of a graph with what it supports: nodes, tags and edges."""
    for node in graph.nodes:
        yield from ((node.id, span) for span in node.spans)
        if isinstance(node, Element):
            yield from ((f"{node.id} about {tag.concept}", tag.span) for tag in node.tags)
    for edge in graph.edges:
        if edge.span:
            yield f"{edge.source} {edge.key} {edge.target}", edge.span


def misquotes(graph: PlanGraph, text: str) -> Iterator["Finding"]:
    """The quotes that the text does not have where they say."""
    from graph.shapes import Finding

    for what, span in quotes_of(graph):
        found = text[span.start : span.end]
        if found != span.quote or not span.quote:
            where = f"characters {span.start} to {span.end}"
            message = f"{where} of the text read {found[:80]!r}, not the quote"
            yield Finding("quote", "violation", ID + what, message, span.quote[:80])


def verify(workspace: Workspace, plan: str | None = None) -> list[Verified]:
    """Reads every quote again from the stored text; the files must be what the manifest says.

    A file that is not is a finding, and the quotes of its plan count as not read.
    """
    names = [plan] if plan else [r.id for r in workspace.plans()]
    return [_verify(workspace, name) for name in names]


def _verify(workspace: Workspace, plan: str) -> Verified:
    from graph.shapes import Finding

    try:
        graph, text = workspace.graph(plan), workspace.text(plan)
    except DamagedError as problem:
        return Verified(plan, 0, (Finding("file", "violation", ID + plan, str(problem), ""),))
    return Verified(plan, sum(1 for _ in quotes_of(graph)), tuple(misquotes(graph, text)))
