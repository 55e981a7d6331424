"""The map of many plans: each plan and each topic is one card, which leads to a page of its own."""

from collections import Counter, defaultdict
from typing import Any

import ontology
from visualisations import network
from visualisations.content import Content, Link, Source, Statement
from visualisations.coverage import KINDS, topic_file
from visualisations.page import Frame
from visualisations.plans import Plans

MANY = 3_000
"""Links above which only topics at the top are drawn."""


def page(plans: Plans, frame: Frame, title: str, **more: Any) -> str:
    """One HTML file with plans and topics; what stands on a link is counted as by `coverage`.

    `more` goes to the map's page.
    """
    counts = _counts(plans, "all")
    if len(counts) > MANY:
        counts = _counts(plans, "top")
    return network.page(
        _content(plans, counts), frame, title, pages=_pages(plans, frame),
        left_out=sum(plans.sizes.values()), **more,
    )  # fmt: skip


def _counts(plans: Plans, topics: str) -> Counter[tuple[str, str]]:
    """How many statements of a plan are about a topic."""
    found: Counter[tuple[str, str]] = Counter()
    for row in plans.rows("coverage", topics=topics):
        if said := sum(int(row[kind]) for kind in KINDS):
            found[str(row["plan"]), str(row["topic"])] = said
    return found


def _content(plans: Plans, counts: Counter[tuple[str, str]]) -> Content:
    """The cards and links, as the map of statements takes them."""
    about: dict[str, list[tuple[str, int]]] = defaultdict(list)
    by: dict[str, list[tuple[str, int]]] = defaultdict(list)
    for (plan, topic), n in sorted(counts.items(), key=lambda c: (-c[1], c[0])):
        about[plan].append((topic, n))
        by[topic].append((plans.names[plan], n))
    keys = {name: f"n{n}" for n, name in enumerate((*plans.names, *sorted(by)))}
    cards = [
        _card(keys[p], p, "Plan", name, [("Statements", str(plans.sizes[p])), *_told(about[p])])
        for p, name in plans.names.items()
    ]
    cards += [_card(keys[t], f"topic/{t}", "Theme", t, _told(by[t])) for t in sorted(by)]
    links = [Link(keys[p], keys[t], "ABOUT", "stated", "", "", True) for p, t in sorted(counts)]
    both = Source("Plans and topics", "", "", "", "", "")
    return Content((both,), tuple(cards), tuple(links), {})


def _told(counts: list[tuple[str, int]]) -> list[tuple[str, str]]:
    return [(name, f"{n:,}") for name, n in counts]


def _card(key: str, name: str, kind: str, text: str, facts: list[tuple[str, str]]) -> Statement:
    return Statement(key, name, kind, 0, "", text, "stated", (), tuple(facts), (), (), (), "")


def _pages(plans: Plans, frame: Frame) -> dict[str, str]:
    """The page of each card, by its id."""
    found = {r.id: frame.link(f"plan-{r.id}.html") for r in plans.records}
    topics = ((t.id, t.label) for t in ontology.concepts("topics").values())
    found |= {f"topic/{label}": frame.link(topic_file(t)) for t, label in topics}
    return {name: file for name, file in found.items() if file}
