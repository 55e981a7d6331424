"""A statement in the words or the class that a person gave it, with what follows from its words."""

from collections.abc import Container
from dataclasses import fields, replace
from typing import Any

from graph.model import Action, Element, Measure, Milestone, Span, Subaction, Tag, Target
from graph.topics import code_list, topics
from loaders.interpret.dates import together
from loaders.interpret.statements import due_phrases
from loaders.interpret.targets import direction, level
from loaders.slices import Slice

_OWN = ("kind", "status")
"""Fields that several classes have, each with values of its own."""

_FIRST: dict[str, dict[str, str]] = {
    "Action": {"status": "planned"},
    "ImpactStatement": {"impact_kind": "intended"},
    "Measure": {"kind": "success-criterion"},
    "ReportedActivity": {"status": "done"},
}
"""Class -> what such a statement is, as long as nothing else is said of it."""


def corrected(node: Element, kind: type[Element], text: str) -> Element:
    """The statement with this class and text; unchanged if it has both already.

    Its spans stay. Dates, direction and topics are read again from the new words, and its basis is
    curated where the words are no longer those of the source.
    """
    if type(node) is kind and node.text == text:
        return node
    new = replace(node if type(node) is kind else _as(kind, node), text=text)
    if node.text != text and text not in quoted(node):
        new = replace(new, basis="curated")
    return replace(_reread(node, new), tags=_tags(new))


def quoted(node: Element) -> str:
    """The words of the source that a statement was read from, on one line."""
    return " ".join(" ".join(s.quote for s in node.spans).split())


def within(span: Span, others: tuple[Span, ...]) -> bool:
    return any(o.start <= span.start and span.end <= o.end for o in others)


def _as(kind: type[Element], node: Element) -> Element:
    shared = {f.name for f in fields(kind)} & {f.name for f in fields(node)} - {*_OWN}
    values: dict[str, Any] = {name: getattr(node, name) for name in shared}
    return kind(**values | _FIRST.get(kind.__name__, {}))


def _reread(old: Element, new: Element) -> Element:
    """What a reader takes from the words themselves, taken from the new ones."""
    if isinstance(new, Milestone):
        found = level(new.text)
        return replace(new, value=found.value, not_before=found.not_before, due_by=found.due_by)
    if isinstance(new, Measure):
        return replace(new, direction=direction(new.text))
    if isinstance(new, Action) and all(phrase in old.text for phrase in new.when):
        phrases = tuple(p.text for p in due_phrases(_plain(new.text)))
        read = together(list(phrases))
        return replace(new, when=phrases, not_before=read.not_before, due_by=read.due_by,
                       recurrence=read.recurrence)  # fmt: skip
    return new


def _plain(text: str) -> Slice:
    places = tuple(range(len(text) + 1))
    return Slice(text, places[:-1], places[1:])


def _tags(node: Element) -> tuple[Tag, ...]:
    """Tags that other words earned or that the text still has, and those that it has now."""
    if isinstance(node, Subaction):
        return ()
    lists = ("population", "phase", *["indicator"] * isinstance(node, Measure))
    kept = {
        t.concept: t
        for t in node.tags
        if not within(t.span, node.spans) or t.span.quote.casefold() in node.text.casefold()
        if isinstance(node, Measure) or not t.concept.startswith("vocab/indicator/")
    }
    found = [m for matcher in (topics(), *map(code_list, lists)) for m in matcher.find(node.text)]
    for match in found if node.spans else ():
        kept.setdefault(match.concept, Tag(match.concept, node.spans[0]))
    return tuple(sorted(kept.values()))


def target_of(measure: Measure, taken: Container[str]) -> Target | None:
    """The target that a measure's words set, under an id that is free."""
    found = level(measure.text)
    if not found.checkable:
        return None
    plan, _, name = measure.id.split("/", 2)
    target, n = f"{plan}/target/{name}", 2
    while target in taken:
        target, n = f"{plan}/target/{name}-{n}", n + 1
    return Target(
        id=target, text=measure.text, basis=measure.basis, spans=measure.spans,
        value=found.value, baseline=found.baseline, amount=found.amount, unit=found.unit,
        direction=found.direction or "reach", comparator=found.comparator,
        benchmarks=found.benchmarks, due_by=found.due_by,
        populations=_codes(measure, "population"), phases=_codes(measure, "phase"),
    )  # fmt: skip


def _codes(measure: Measure, scheme: str) -> tuple[str, ...]:
    start = f"vocab/{scheme}/"
    return tuple(
        sorted(t.concept.removeprefix(start) for t in measure.tags if t.concept.startswith(start))
    )
