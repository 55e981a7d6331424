"""A part of what plans say: a topic or a partner, with what leads to it and what it leads to."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace

import ontology
from graph.errors import UsageError
from graph.findings import Organisation
from graph.parameters import choose, topics_of
from visualisations.content import Content
from visualisations.plans import Plans


def of_topic(plans: Plans, name: str) -> tuple[Content, str]:
    """What is about a topic or what is narrower, and what to call it."""
    ids = topics_of(name)
    label = ontology.concepts("topics")[ids[0]].label
    seeds = [s.key for s in plans.content.statements if not set(ids).isdisjoint(s.topics)]
    return _around(plans.content, seeds, label), label


def of_partner(plans: Plans, name: str) -> tuple[Content, str]:
    """What names a body, however it is written, and what to call it."""
    bodies = _bodies(plans)
    if not bodies:
        raise UsageError("no partner is named in these plans")
    body = choose("partner", name, {b: [b] for b in bodies})
    return _around(plans.content, bodies[body], body), body


def _bodies(plans: Plans) -> Mapping[str, list[str]]:
    """The keys of the partners that are one body, by its name."""
    across = plans.across
    names = {n.id: n.canonical for n in across.nodes if isinstance(n, Organisation)}
    whose = {e.target: names[e.source] for e in across.edges if e.key == "NAMED_AS"}
    found: dict[str, list[str]] = defaultdict(list)
    for s in plans.content.statements:
        if s.type == "Partner":
            found[whose.get(s.id, s.text)].append(s.key)
    return found


def _around(shown: Content, seeds: Iterable[str], name: str) -> Content:
    """The seeds, one step from each, and all that leads to them."""
    above: dict[str, list[str]] = defaultdict(list)
    kept = set(seeds)
    if not kept:
        raise UsageError(f"nothing in these plans is about {name}")
    near = {end for k in shown.links if {k.source, k.target} & kept for end in (k.source, k.target)}
    for link in shown.links:
        if link.basis != "derived":
            above[link.target].append(link.source)
    waiting = list(kept)
    while waiting:
        new = [key for key in above[waiting.pop()] if key not in kept]
        kept.update(new)
        waiting += new
    kept |= near
    return replace(
        shown, statements=tuple(s for s in shown.statements if s.key in kept),
        links=tuple(k for k in shown.links if k.source in kept and k.target in kept),
        topics={t: label for t, label in shown.topics.items()
                if any(t in s.topics for s in shown.statements if s.key in kept)},
    )  # fmt: skip
