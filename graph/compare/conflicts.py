"""Conflicts: targets for one thing that differ, in a plan or between it and the plan above it."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations, product

from graph.compare.levels import Level, level
from graph.compare.likeness import Likeness, masked
from graph.compare.outline import Outline
from graph.compare.pairs import Pair, linked
from graph.corpus import Corpus
from graph.findings import Conflict, Findings, finding_id, joined
from graph.model import Measure, PlanGraph, Target

METHOD = "conflicts"
VERSION = f"{METHOD}-1"
LEAST, SAME = 0.4, 0.8
"""How alike two measures must read, with a shared indicator and without one."""


@dataclass(frozen=True, slots=True)
class Aim:
    """A measure with its target; `scope` is the populations and phases that it is for."""

    measure: Measure
    target: Target
    level: Level
    indicators: frozenset[str]
    scope: frozenset[str]


def find(corpus: Corpus) -> Findings:
    """Conflicts inside each plan, and between each plan and its parent where both are there."""
    inside = [Pair(g, g) for g in corpus.graphs]
    above = [Pair(p.second, p.first) for p in linked(corpus.graphs, "UNDER_PLAN")]
    return joined(one for pair in (*inside, *above) for one in _conflicts(pair))


def _conflicts(pair: Pair) -> Iterator[Findings]:
    own = list(_aims(pair.first))
    alone = pair.first is pair.second
    above = own if alone else list(_aims(pair.second))
    like = Likeness.among(
        masked(a.measure.text) for a in {id(a): a for a in (*own, *above)}.values()
    )
    seen: set[tuple[str, ...]] = set()
    for a, b in _candidates(own, above, alone):
        said = _difference(a, b, like)
        if said and (key := tuple(said)) not in seen:
            seen.add(key)
            yield _finding(pair, a, b, said)


def _aims(graph: PlanGraph) -> Iterator[Aim]:
    outline = Outline(graph)
    for s in outline.statements:
        if isinstance(s, Measure) and s.id in outline.target:
            target = outline.target[s.id]
            concepts = {t.concept for t in s.tags}
            yield Aim(
                s, target, level(s, target),
                frozenset(c for c in concepts if "/indicator/" in c),
                frozenset(c for c in concepts if "/population/" in c or "/phase/" in c),
            )  # fmt: skip


def _candidates(own: list[Aim], above: list[Aim], alone: bool) -> Iterator[tuple[Aim, Aim]]:
    """Pairs on one indicator, or with the same words figures aside, each once."""
    seen = set()
    for group in _groups(own, above):
        found = combinations(group[0], 2) if alone else product(*group)
        for a, b in found:
            if (key := (a.measure.id, b.measure.id)) not in seen:
                seen.add(key)
                yield a, b


def _groups(own: Iterable[Aim], above: Iterable[Aim]) -> Iterator[tuple[list[Aim], list[Aim]]]:
    groups: Mapping[str, tuple[list[Aim], list[Aim]]] = defaultdict(lambda: ([], []))
    for side, aims in enumerate((own, above)):
        for aim in aims:
            for key in (*sorted(aim.indicators), masked(aim.measure.text)):
                groups[key][side].append(aim)
    yield from (groups[key] for key in sorted(groups))


def _difference(a: Aim, b: Aim, like: Likeness) -> list[str]:
    """What is in conflict, the two values and why they are about one thing; or nothing."""
    shared = sorted(c.rsplit("/", 1)[1] for c in a.indicators & b.indicators)
    alike = like.alike(masked(a.measure.text), masked(b.measure.text))
    one_thing = a.scope == b.scope and alike >= (LEAST if shared else SAME)
    x, y = a.level, b.level
    if not one_thing or x.figure is None or y.figure is None or x.scale != y.scale:
        return []
    why = [f"both on {', '.join(shared)}"] if shared else []
    why.append(f"the two read alike by {alike:.2f}, figures aside")
    due = a.target.due_by, b.target.due_by
    if x.figure != y.figure and (due[0] == due[1] or None in due):
        return ["value", x.words, y.words, *why]
    if x.figure == y.figure and due[0] and due[1] and due[0] != due[1]:
        return ["date", due[0].isoformat(), due[1].isoformat(), *why]
    return []


def _finding(pair: Pair, a: Aim, b: Aim, said: list[str]) -> Findings:
    kind, before, after, *why = said
    made = Conflict(
        id=finding_id("conflict", a.measure.id, b.measure.id), basis="derived", kind=kind,
        before=before, after=after, evidence=tuple(sorted(why)), method=VERSION,
        status=pair.status,
    )  # fmt: skip
    return pair.finding(made, METHOD, a.measure, b.measure)
