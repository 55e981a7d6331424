"""The pages by name, what most readers ask for first: a new view is one line here.

Other packages offer more by entry points.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from graph import questions
from graph.errors import UsageError
from graph.plugins import loaded, offered
from graph.record import version
from visualisations import (
    chosen,
    comparisons,
    coverage,
    explore,
    flow,
    network,
    overlaps,
    overview,
    partners,
    source,
    targets,
    timeline,
)
from visualisations.page import Frame
from visualisations.plans import Plans


@dataclass(frozen=True, slots=True)
class View:
    """A page: what it answers, how many plans it takes, and the question without whose rows it is
    no use; a site has it unless it is only made where it is wished for."""

    title: str
    question: str
    page: Callable[[Plans, Frame, str], str]
    least: int = 1
    most: int = 0
    asks: str = ""
    wished: bool = False


VIEWS: Mapping[str, View] = {name: loaded(p) for name, p in offered("views").items()} | {
    "overlaps": View("Overlaps", "Where are two plans about the same matter, and why?",
                     overlaps.page, least=2),
    "coverage": View("Coverage", "Who commits to what on each topic, and who is silent?",
                     coverage.page),
    "network": View("Map of plans", "What does each plan say, and how does it hang together?",
                    lambda plans, frame, title: network.page(plans.content, frame, title)),
    "overview": View("Map of plans and topics", "Which plans speak of which topics?",
                     overview.page),
    "timeline": View("Timeline", "What is due when, and who leads it?", timeline.page),
    "partners": View("Partners", "Who works with whom, and who bridges plans?", partners.page,
                     least=2),
    "targets": View("Targets compared", "Who wants to reach what on the same indicator?",
                    targets.page, least=2),
    "changes": View("Changes", "What became of each statement in the next version of its plan?",
                    comparisons.CHANGES.page, least=2, asks="changes"),
    "progress": View("Progress", "What does a report say of each promise of its plan?",
                     comparisons.PROGRESS.page, least=2, asks="progress"),
    "conflicts": View("Conflicts", "Which targets cannot both be met?", comparisons.CONFLICTS.page,
                      asks="conflicts"),
    "flow": View("Flow", "What leads to what, from theme to measure?", flow.page),
    "explore": View("Everything", "How does everything hang together?", explore.page,
                    wished=True),
    "source": View("Source", "What was understood of a document, and what was not?",
                   source.page, most=1),
}  # fmt: skip


def checked(day: str | None) -> str | None:
    """The day that a reader gave, if it is one."""
    try:
        return date.fromisoformat(day).isoformat() if day else None
    except ValueError:
        raise UsageError(f"{day!r} is not a date; write it as 2026-08-31") from None


def page(
    plans: Plans, name: str, day: str | None = None, topic: str | None = None,
    partner: str | None = None, say: Callable[[str], None] = lambda _: None,
) -> bytes:  # fmt: skip
    """A page that needs nothing beside it; the same plans give the same bytes.

    The map can be of a topic or of a partner alone. `say` is told what the page leaves out.
    """
    view = VIEWS[name]
    count = len(plans.records)
    if not count:
        raise UsageError(f"the workspace {plans.workspace.path} holds no plan; load one first")
    if count < view.least:
        raise UsageError(f"{name} compares plans, and this is one; choose or load another")
    if view.most and count > view.most:
        names = ", ".join(r.id for r in plans.records[:5])
        raise UsageError(f"{name} shows one plan; choose it with --plan: {names}")
    if view.asks:
        questions.refuse_nothing(view.asks, {}, plans.table(view.asks))
    frame = Frame(version(), plans.content.plans, checked(day), say=say)
    if not topic and not partner:
        return view.page(plans, frame, view.title).encode()
    if name != "network" or (topic and partner):
        raise UsageError("the map takes a topic or a partner: crossplan view network --topic NAME")
    shown, of = chosen.of_topic(plans, topic) if topic else chosen.of_partner(plans, partner or "")
    return network.page(shown, frame, f"Map: {of}").encode()
