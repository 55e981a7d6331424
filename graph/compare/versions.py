"""Changes: what became of each statement of a plan in the version after it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from graph.compare.alignment import align
from graph.compare.levels import level, moved
from graph.compare.likeness import figures, masked, plain
from graph.compare.outline import Outline
from graph.compare.pairs import Pair, versions
from graph.corpus import Corpus
from graph.findings import Change, Findings, finding_id, joined
from graph.model import Action, Element, Measure, Milestone, Target

METHOD = "versions"
VERSION = f"{METHOD}-1"


@dataclass(frozen=True, slots=True)
class Difference:
    """One way in which a statement changed, with what it said before and after."""

    kind: str
    before: str = ""
    after: str = ""


def find(corpus: Corpus) -> Findings:
    """The changes between each two versions of a plan, and what was kept."""
    return joined(one for pair in versions(corpus.graphs) for one in _changes(pair))


def _changes(pair: Pair) -> Iterator[Findings]:
    old, new = Outline(pair.first), Outline(pair.second)
    found = align(old, new)
    same = {before: after for before, (after, _) in found.items()}
    later = {s.id: s for s in new.statements}
    for a in old.statements:
        if a.id in found:
            b, alike = later.pop(found[a.id][0]), found[a.id][1]
            for d in _differences(old, new, a, b, same):
                yield _change(pair, d, a, b, f"the two read alike by {alike:.2f}")
        elif not old.embedded(a):
            yield _change(pair, Difference("dropped", timing(a)), a, None)
    for b in later.values():
        if not new.embedded(b):
            yield _change(pair, Difference("added", after=timing(b)), None, b)


def _change(
    pair: Pair, said: Difference, a: Element | None, b: Element | None, why: str = ""
) -> Findings:
    ends = [a.id if a else pair.first.plan, b.id if b else pair.second.plan]
    made = Change(
        id=finding_id("change", said.kind, *ends), basis="derived", kind=said.kind,
        before=said.before or None, after=said.after or None, method=VERSION, status=pair.status,
        evidence=tuple(sorted(filter(None, (pair.proposed, why)))),
    )  # fmt: skip
    return pair.finding(made, METHOD, a, b)


def _differences(
    old: Outline, new: Outline, a: Element, b: Element, same: dict[str, str]
) -> list[Difference]:
    """All the ways in which one statement differs, or that it was kept."""
    if new.embedded(b) and old.embedded(a):
        return list(_levels(old, new, a, b))
    found = [
        *_dates(_due(a), _due(b), timing(a), timing(b)),
        *_leads(old, new, a, b), *_levels(old, new, a, b), *_place(old, new, a, b, same),
    ]  # fmt: skip
    figures_only = masked(a.text) == masked(b.text)
    told = any(d.kind.startswith(("target", "re-dated", "date")) for d in found)
    told |= any(_levels(old, new, x, y) for x, y in _inside(old, new, a, same))
    if plain(a.text) != plain(b.text) and not (figures_only and told):
        found.append(Difference("reworded", a.text, b.text))
    return found or [Difference("kept")]


def _inside(
    old: Outline, new: Outline, a: Element, same: dict[str, str]
) -> Iterator[tuple[Element, Element]]:
    """What stands under an action, such as a measure in its words, with what it became."""
    for x in old.children.get(a.id, ()):
        y = new.graph.by_id.get(same.get(x.id, ""))
        if isinstance(y, Element):
            yield x, y


def _due(s: Element) -> tuple[date | None, str | None]:
    """When a statement is due, or else begins, and the rhythm in which it comes again."""
    if isinstance(s, Action | Milestone):
        return s.due_by or s.not_before, s.recurrence if isinstance(s, Action) else None
    return None, None


def timing(s: Element) -> str:
    """When something is due, as printed or else as read."""
    if isinstance(s, Action) and s.when:
        return "; ".join(s.when)
    due, _ = _due(s)
    return due.isoformat() if due else ""


def _dates(
    a: tuple[date | None, str | None], b: tuple[date | None, str | None], before: str, after: str
) -> Iterator[Difference]:
    if a[0] and b[0] and a[0] != b[0]:
        yield Difference(f"re-dated {'later' if b[0] > a[0] else 'earlier'}", before, after)
    elif a[0] and not b[0]:
        yield Difference("date removed", before, after)
    elif b[0] and not a[0]:
        yield Difference("date added", before, after)
    elif a[1] != b[1]:
        yield Difference("re-dated", before, after)


def _leads(old: Outline, new: Outline, a: Element, b: Element) -> Iterator[Difference]:
    before, after = (o.leads.get(s.id, ()) for o, s in ((old, a), (new, b)))
    if _names(before) != _names(after):
        yield Difference("re-owned", "; ".join(before), "; ".join(after))


def _names(leads: Iterable[str]) -> set[str]:
    return {plain(name.partition("(")[0]) for name in leads}


def _levels(old: Outline, new: Outline, a: Element, b: Element) -> list[Difference]:
    """How the target of a measure, or the quantity of a milestone, changed."""
    before, after = _target(old, a), _target(new, b)
    if not (before or after):
        return _figures(a, b)
    if not (before and after):
        given = before or after
        if given is None or not given.value:
            return []
        kind = "target loosened" if before else "target tightened"
        return [Difference(kind, before.value or "" if before else "",
                           after.value or "" if after else "")]  # fmt: skip
    became = moved(x := level(a, before), y := level(b, after))
    found = [Difference(f"target {became}", x.words, y.words)] if became else []
    if isinstance(a, Measure):
        said = [t.due_by.isoformat() if t.due_by else "" for t in (before, after)]
        found += _dates((before.due_by, None), (after.due_by, None), *said)
    return found


def _figures(a: Element, b: Element) -> list[Difference]:
    """How the one figure changed that tells two measures apart and was not read as a target."""
    if not isinstance(a, Measure) or masked(a.text) != masked(b.text):
        return []
    changed = [(x, y) for x, y in zip(figures(a.text), figures(b.text), strict=False) if x != y]
    if len(changed) != 1:
        return []
    levels = [level(s, Target(id="", text=s.text, value=v))
              for s, v in zip((a, b), changed[0], strict=True)]  # fmt: skip
    became = moved(*levels)
    return [Difference(f"target {became}", *changed[0])] if became else []


def _target(outline: Outline, s: Element) -> Target | None:
    if isinstance(s, Milestone):
        return Target(id=s.id, text=s.text, value=s.value) if s.value else None
    return outline.target.get(s.id)


def _place(
    old: Outline, new: Outline, a: Element, b: Element, same: dict[str, str]
) -> Iterator[Difference]:
    """Whether a statement went to another priority or theme."""
    before, after = old.heading(a), new.heading(b)
    if before and after and same.get(before.id) != after.id:
        yield Difference("moved", before.text, after.text)
