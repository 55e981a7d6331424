"""Which statements of a plan its decisions are on."""

from collections.abc import Iterable
from dataclasses import replace

from graph.errors import UsageError
from graph.model import Element, PlanGraph
from loaders.decisions.corrections import quoted
from loaders.decisions.decision import Decision, nearest


def resolve(graph: PlanGraph, decisions: Iterable[Decision]) -> tuple[Decision, ...]:
    """The decisions on a plan as it was read, each with the id of its statement.

    Raises UsageError for a statement, type or parent that is not there, and for two decisions on
    one statement that differ.
    """
    found: dict[str, Decision] = {}
    for given in decisions:
        if given.plan != graph.plan:
            continue
        known = _known(graph, given)
        other = found.setdefault(known.statement, known)
        if (other.verdict, other.changes) != (known.verdict, known.changes):
            raise UsageError(
                f"{given.told} contradicts {other.told} on {graph.plan}/{known.statement};"
                " keep one of them"
            )
    return tuple(found.values())


def _known(graph: PlanGraph, given: Decision) -> Decision:
    node = _statement(graph, given)
    parent = given.parent and _parent(graph, node, given)
    return replace(given, statement=node.id.removeprefix(f"{graph.plan}/"), parent=parent)


def _statement(graph: PlanGraph, given: Decision) -> Element:
    """By its id if that has the quote, else by its quote."""
    words = " ".join(given.quote.split())
    named = graph.by_id.get(f"{graph.plan}/{given.statement}")
    if isinstance(named, Element) and words in ("", quoted(named)):
        return named
    same = [n for n in graph.of_type(Element) if words and quoted(n) == words]
    if len(same) == 1:
        return same[0]
    what = f"{given.told} is on {given.statement or repr(words[:60])}"
    if same:
        ids = ", ".join(n.id for n in same)
        raise UsageError(f"{what}, and its words stand for {ids}; name one of them as statement")
    near = nearest(words, {n.id: quoted(n) for n in graph.of_type(Element)}) if words else ""
    near = near or nearest(given.statement, {n.id: n.id for n in graph.of_type(Element)})
    raise UsageError(
        f"{what}, which is no statement of {graph.plan} as it is read now;"
        f" the nearest is {near}: decide on that one, or take the decision out"
    )


def _parent(graph: PlanGraph, node: Element, given: Decision) -> str:
    parent = str(given.parent)
    for name in (parent, f"{graph.plan}/{parent}"):
        if name in graph.by_id and name != node.id:
            return name.removeprefix(f"{graph.plan}/")
    near = nearest(parent, {n.id: n.id for n in graph.of_type(Element) if n is not node})
    raise UsageError(
        f"{given.told} names the parent {parent!r}, which {node.id} cannot have;"
        f" the nearest is {near or graph.plan}"
    )
