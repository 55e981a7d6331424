"""What a statement is about: its own words, the words above it, and the concepts that they bear."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from graph import topics
from graph.compare.outline import HOLDS
from graph.model import Element, Partner, PlanGraph, Tag

LEVELS: Mapping[str, str] = {
    "Theme": "priority", "Priority": "priority",
    **dict.fromkeys(
        ("Objective", "IntendedOutcome", "ImpactStatement", "Action", "Subaction", "Measure",
         "Milestone", "ReportedActivity", "ExitStrategy"), "statement"),
}  # fmt: skip
"""Class -> the level at which its statements are compared; others are not compared."""

CODES = ("indicator", "population", "phase", "mechanism")

_UNDER = (*HOLDS, "REPORTS_ON")
_WITH = ("LED_BY", "WITH_PARTNER", "MENTIONS")
_WORD = re.compile(r"[^\W\d_]{2,}|\d{2,}")
_POSSESSIVE = re.compile(r"['’]s?\b")


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement ready to be compared.

    `words` are those of its text in order, `above` those of the heading or action that it
    stands under. `codes` holds, by kind, each concept with the words that show it; `topics` are
    those of its own words, `inherited` those of its parts and of what it stands under.
    """

    id: str
    plan: str
    type: str
    level: str
    text: str
    words: tuple[str, ...]
    above: tuple[str, ...]
    topics: Mapping[str, str]
    inherited: Mapping[str, str]
    codes: Mapping[str, Mapping[str, str]]
    partners: Mapping[str, str]


@cache
def _stemmer() -> Any:
    import snowballstemmer

    return snowballstemmer.stemmer("english")


@cache
def stem(word: str) -> str:
    """The stem of a word by Porter's second stemmer (Snowball, English).

    >>> stem("absences"), stem("reducing")
    ('absenc', 'reduc')
    """
    return str(_stemmer().stemWord(word))


def words_of(text: str) -> tuple[str, ...]:
    """The words of a text in order, in lower case.

    >>> words_of("Reduce the schools' absences by 5 in Year 11")
    ('reduce', 'the', 'schools', 'absences', 'by', 'in', 'year', '11')
    """
    return tuple(_WORD.findall(_POSSESSIVE.sub("", text.casefold())))


def statements(graph: PlanGraph) -> Iterator[Statement]:
    """The comparable statements of a plan in the order of their ids."""
    holders, partners = _holders(graph), _partners(graph)
    for node in graph.nodes:
        level = LEVELS.get(type(node).__name__)
        if level is None or not isinstance(node, Element) or node.basis == "derived":
            continue
        headings = list(_above(graph, holders, node.id))
        own = _topics(node, (t for e in (node, *headings[:1]) for t in e.tags))
        yield Statement(
            id=node.id, plan=graph.plan, type=type(node).__name__, level=level, text=node.text,
            words=words_of(node.text),
            above=words_of(headings[0].text) if headings else (),
            topics=own,
            inherited=_near(node, own, headings),
            codes={kind: _codes(kind, node) for kind in CODES},
            partners=partners.get(node.id, {}),
        )  # fmt: skip


def _holders(graph: PlanGraph) -> Mapping[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for edge in graph.edges:
        if edge.key in _UNDER and edge.basis != "derived":
            found[edge.target].append(edge.source)
    return found


def _above(graph: PlanGraph, holders: Mapping[str, list[str]], node: str) -> Iterator[Element]:
    """What a statement stands under, the nearest first."""
    queue, seen = list(holders.get(node, ())), {node}
    while queue:
        at = queue.pop(0)
        if at not in seen:
            seen.add(at)
            holder = graph.by_id[at]
            if isinstance(holder, Element):
                yield holder
            queue += holders.get(at, ())


def _topics(node: Element, tags: Iterable[Tag]) -> dict[str, str]:
    """The topics that a statement's own words show, among these tags."""
    found: dict[str, str] = {}
    for tag in tags:
        if tag.concept.startswith("topic/") and any(
            s.start <= tag.span.start and tag.span.end <= s.end for s in node.spans
        ):
            found.setdefault(tag.concept, tag.span.quote)
    label = node.label or ""
    named = {m.concept: label[m.start : m.end] for m in topics.topics().find(label)}
    return named | found


def _near(node: Element, own: Mapping[str, str], headings: Sequence[Element]) -> dict[str, str]:
    """The topics of a statement's parts, and of the nearest that it stands under with any."""
    parts = {
        t.concept: t.span.quote
        for t in reversed(node.tags)
        if t.concept.startswith("topic/") and t.concept not in own
    }
    above = next((found for h in headings if (found := _topics(h, h.tags))), {})
    return parts | above


def _codes(kind: str, node: Element) -> dict[str, str]:
    found = topics.code_list(kind).find(node.text)
    return {m.concept: node.text[m.start : m.end] for m in reversed(found)}


def _partners(graph: PlanGraph) -> dict[str, dict[str, str]]:
    """Statement -> key of each body that it names -> its printed name; posts are no bodies."""
    out: dict[str, dict[str, str]] = defaultdict(dict)
    for edge in graph.edges:
        if edge.key in _WITH and edge.basis != "derived":
            partner = graph.by_id[edge.target]
            if isinstance(partner, Partner) and partner.kind != "role":
                key = partner.body or partner.canonical.casefold()
                out[edge.source][key] = partner.name
    return dict(out)
