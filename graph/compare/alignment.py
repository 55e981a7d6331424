"""Which statement of one version of a plan is which of the next.

The likeliest pair is taken first and its two statements are spoken for. Only statements that share
a telling word or a number are looked at, so that work grows with their number and not its square.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from graph.compare.likeness import Likeness, Near, stems
from graph.compare.outline import Outline
from graph.model import Element

FAMILIES: Sequence[frozenset[str]] = (
    frozenset({"Theme", "Priority", "Objective", "IntendedOutcome"}),
    frozenset({"Action"}),
    frozenset({"Subaction", "Milestone"}),
    frozenset({"Measure", "ImpactStatement"}),
    frozenset({"Vision", "Mission", "Principle", "Risk", "ExitStrategy"}),
)
"""Classes among which a statement is looked for, those that others stand under first."""

LEAST, FLOOR, SURE = 0.5, 0.3, 0.85

Pairs = Mapping[str, tuple[str, float]]


def align(old: Outline, new: Outline) -> dict[str, tuple[str, float]]:
    """Statement of the old version -> that of the new one, and how alike they read from 0 to 1."""
    like = Likeness.among(s.text for o in (old, new) for s in o.statements)
    found: dict[str, tuple[str, float]] = {}
    for family in FAMILIES:
        before, after = (
            [s for s in o.statements if type(s).__name__ in family] for o in (old, new)
        )
        found |= _assign(_scored(old, new, before, after, like, found, LEAST), found)
        if family == FAMILIES[1]:
            found |= _by_children(old, new, found)
    taken = {b for b, _ in found.values()}
    before = [s for s in old.statements if s.id not in found]
    after = [s for s in new.statements if s.id not in taken]
    return found | _assign(_scored(old, new, before, after, like, found, SURE), found)


def _scored(
    old: Outline, new: Outline, before: Sequence[Element], after: Sequence[Element],
    like: Likeness, known: Pairs, least: float,
) -> Iterator[tuple[float, float, int, int, str, str]]:  # fmt: skip
    """Each likely pair with its rank, its likeness, the places of the two and their ids."""
    places = {s.id: n for n, s in enumerate(after)}
    near = Near(after)
    for i, a in enumerate(before):
        for b in near.of(a, stems(a.text)):
            alike = like.alike(a.text, b.text)
            rank = alike + _besides(old, new, a, b, known)
            if alike >= FLOOR and rank >= least:
                yield -round(rank, 4), alike, abs(i - places[b.id]), i, a.id, b.id


def _assign(
    scored: Iterator[tuple[float, float, int, int, str, str]], known: Pairs
) -> dict[str, tuple[str, float]]:
    found: dict[str, tuple[str, float]] = {}
    taken = {b for b, _ in known.values()}
    for _, alike, _, _, a, b in sorted(scored, key=lambda s: (s[0], s[2:])):
        if a not in known and a not in found and b not in taken:
            found[a] = (b, alike)
            taken.add(b)
    return found


def _besides(old: Outline, new: Outline, a: Element, b: Element, known: Pairs) -> float:
    """What speaks for a pair beside its words: number, place, lead, indicator, class."""
    above = known.get(old.parent.get(a.id, ""), ("", 0.0))[0]
    indicators = [{t.concept for t in s.tags if "/indicator/" in t.concept} for s in (a, b)]
    return (
        0.1 * (a.number is not None and a.number == b.number)
        + 0.1 * (bool(above) and above == new.parent.get(b.id))
        + 0.05 * (a.id in old.leads and old.leads[a.id] == new.leads.get(b.id))
        + 0.1 * bool(indicators[0] & indicators[1])
        - 0.1 * (type(a) is not type(b))
    )


def _by_children(old: Outline, new: Outline, known: Pairs) -> dict[str, tuple[str, float]]:
    """Headings worded anew, of which most actions stand under one heading of the new version."""
    votes: dict[str, list[str]] = defaultdict(list)
    taken = {b for b, _ in known.values()}
    for a, (b, _) in sorted(known.items()):
        above, now = old.parent.get(a, ""), new.parent.get(b, "")
        if above in old.graph.by_id and above not in known:
            votes[above].append(now)
    found = {}
    for above, names in sorted(votes.items()):
        best = max(sorted(set(names)), key=names.count)
        kinds = (type(o.graph.by_id.get(n)) for o, n in ((old, above), (new, best)))
        same = len(set(kinds)) == 1 and above != old.graph.plan
        if same and best not in taken and 2 <= names.count(best) >= len(old.children[above]) / 2:
            found[above] = (best, 0.0)
            taken.add(best)
    return found
