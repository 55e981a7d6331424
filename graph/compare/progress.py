"""Progress: what a report says of each promise of the plan that it reports on."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

import ontology
from graph.compare.features import closure
from graph.compare.levels import level, reached
from graph.compare.likeness import Likeness, Near, masked, stems
from graph.compare.outline import Outline
from graph.compare.pairs import Pair, linked
from graph.compare.versions import timing
from graph.corpus import Corpus
from graph.findings import Findings, Progress, finding_id, joined
from graph.model import (
    Action,
    Element,
    ImpactStatement,
    Measure,
    Milestone,
    Priority,
    ReportedActivity,
    Theme,
    Unread,
)  # fmt: skip
from graph.topics import Matcher, code_list

METHOD = "progress"
VERSION = f"{METHOD}-2"
LEAST, NEAR, HEADING, TOLD = 0.6, 0.15, 0.6, 0.2
TELLS = ("Action", "Subaction", "ReportedActivity", "ImpactStatement", "Milestone", "Measure",
         "Risk")  # fmt: skip
"""Classes of the statements by which a report tells how far something has got."""

KINDS = ("dropped", "slipped", "under way", "done")
"""What words may say, the strongest first."""


@dataclass(frozen=True, slots=True)
class Said:
    """What a report's statement says of a promise; `why` are the words or rating that tell."""

    kind: str
    by: Element | None = None
    why: str = ""
    alike: float = 0.0


SILENT = Said("silently dropped")
POORLY = Decimal("0.1")
"""A share not understood above which a document may well say what was not found in it."""


def find(corpus: Corpus) -> Findings:
    """What each report says of the actions, milestones, targets and priorities of its plan."""
    pairs = linked(corpus.graphs, "REPORTS_ON_PLAN")
    return joined(one for pair in pairs for one in _report(pair))


def _report(pair: Pair) -> Iterator[Findings]:
    plan, report = Outline(pair.first), Outline(pair.second)
    told = _told(plan, report)
    named = _headings(plan, report)
    for s in plan.statements:
        if isinstance(s, Priority):
            told[s.id] = _of_priority(s, plan, named.get(s.id), told)
    for s in plan.statements:
        if said := told.get(s.id):
            yield _finding(pair, s, _silence(s, report) if said is SILENT else said)


def _silence(s: Element, report: Outline) -> Said:
    """What it means that a report does not name a promise: nothing, if it was not read well."""
    share = report.graph.publication.unread
    if share and share > POORLY:
        return Said("not read", why=f"{share:.0%} of the report was not understood")
    for unread in report.graph.of_type(Unread):
        topics = closure(f"topic/{unread.topic}")
        if any(t.concept in topics for t in s.tags):
            return Said("not read", why=f"not understood in the report: {unread.text}")
    return SILENT


def _finding(pair: Pair, s: Element, said: Said) -> Findings:
    by = said.by
    made = Progress(
        id=finding_id("progress", s.id, pair.second.plan), basis="derived", kind=said.kind,
        before=timing(s) or None, after=(_words(by) if by else "") or None, method=VERSION,
        status=pair.status,
        evidence=tuple(sorted(filter(None, (
            said.why, f"the report has {said.alike:.2f} of its words" if said.alike else "",
        )))),
    )  # fmt: skip
    return pair.finding(made, METHOD, s, by)


# --- what stands in the report ---------------------------------------------------------------


def _told(plan: Outline, report: Outline) -> dict[str, Said]:
    """Each promise, priorities aside, with what the report says of it."""
    tells = [n for n in report.graph.of_type(Element)
             if type(n).__name__ in TELLS and n.basis != "derived"]  # fmt: skip
    like = Likeness.among(s.text for s in (*plan.statements, *tells))
    near = Near(tells)
    promises = (s for s in plan.statements if _is_promise(plan, s))
    return {s.id: _verdict(plan, s, _about(s, near, like)) for s in promises}


def _is_promise(plan: Outline, s: Element) -> bool:
    if isinstance(s, Measure):
        return s.id in plan.target and not plan.embedded(s)
    return isinstance(s, Action | Milestone)


def _about(s: Element, near: Near, like: Likeness) -> list[tuple[float, Element]]:
    """The report's statements that say most of a promise's words, the fullest first."""
    words = stems(masked(s.text)) or stems(s.text)
    scored = []
    for t in near.of(s, words):
        besides = _besides(s, t)
        if len(words & stems(t.text)) > 1 or len(words) == 1 or besides >= TOLD:
            scored.append((like.covered(words, stems(t.text)) + besides, t))
    scored = sorted((x for x in scored if x[0] >= LEAST), key=lambda x: (-x[0], x[1].id))
    return [x for x in scored if x[0] >= scored[0][0] - NEAR]


def _besides(s: Element, t: Element) -> float:
    return (
        0.3 * (s.number is not None and s.number == t.number)
        + 0.1 * (type(s) is type(t))
        + 0.2 * (isinstance(s, Measure) and bool(_indicators(s.text) & _indicators(t.text)))
    )


def _indicators(text: str) -> set[str]:
    return {m.concept for m in code_list("indicator").find(text)}


def _verdict(plan: Outline, s: Element, about: list[tuple[float, Element]]) -> Said:
    """The strongest of what several statements say; done in part and planned again is under way."""
    found = [_said(plan, s, t, min(alike, 1.0)) for alike, t in about]
    kinds = {f.kind for f in found}
    if {"done", "planned again"} <= kinds:
        done = next(f for f in found if f.kind == "done")
        return Said("under way", done.by, f"{done.why}; planned again".strip("; "), done.alike)
    for kind in (*KINDS, "planned again"):
        if kind in kinds:
            return next(f for f in found if f.kind == kind)
    return SILENT


def _said(plan: Outline, s: Element, t: Element, alike: float) -> Said:
    kind, why = _level_said(plan, s, t) if isinstance(s, Measure) else reading(_words(t))
    if _later(s, t):
        kind, why = kind if kind == "dropped" else "slipped", why or "a later date"
    if kind is None:
        happened = isinstance(t, ReportedActivity | ImpactStatement)
        rated = isinstance(t, Action) and t.status not in (None, "planned")
        kind = "done" if happened else "under way" if rated else "planned again"
    return Said(kind, t, why, alike)


def _level_said(plan: Outline, s: Measure, t: Element) -> tuple[str | None, str]:
    """What a report says of a level: only words beside a figure, or a figure, can tell."""
    if isinstance(t, Measure):
        return None, ""
    met = reached(level(s, plan.target[s.id]), t.text)
    kind, why = reading(t.text)
    if isinstance(t, ReportedActivity) and met is None:
        return "under way", why
    return kind or {True: "done", False: "under way", None: "under way"}[met], why


def _words(t: Element) -> str:
    """What tells how far something has got: words beside an action, else the statement."""
    beside = isinstance(t, Action) and t.status not in (None, "planned")
    return (t.status or "") if isinstance(t, Action) and beside else t.text


def _later(s: Element, t: Element) -> bool:
    if not isinstance(s, Action | Milestone) or not isinstance(t, Action | Milestone):
        return False
    return bool(s.due_by and t.due_by and t.due_by > s.due_by)


# --- what words say --------------------------------------------------------------------------


@cache
def _cues(start: str) -> Matcher:
    return Matcher({k: c for k, c in ontology.concepts("cues").items() if k.startswith(start)})


def reading(text: str) -> tuple[str | None, str]:
    """How far words say that something has got, if they do, and the words that tell.

    >>> reading("Amber: The launch has been delayed")
    ('slipped', 'delayed')
    """
    rating, _, _ = text.partition(":")
    found = [(m.concept.removeprefix("cue/progress-").replace("-", " "), m)
             for m in _cues("cue/progress-").find(text)]  # fmt: skip
    first = min(found, key=lambda f: f[1].start, default=None)
    opens = first and first[1].start in (0, len(rating) + 2)
    if first and opens and first[0] == "done" and all(k in ("done", "under way") for k, _ in found):
        return "done", text[first[1].start : first[1].end]
    for kind in KINDS:
        for k, m in found:
            if k == kind:
                return kind, text[m.start : m.end]
    for kind in KINDS[1:]:
        name = kind.replace(" ", "-")
        if rating.strip().casefold() in ontology.concepts("cues")[f"cue/rated-{name}"].labels:
            return kind, f"rated {rating.strip()}"
    return None, ""


# --- priorities ------------------------------------------------------------------------------


def _of_priority(
    s: Priority, plan: Outline, named: Element | None, told: Mapping[str, Said]
) -> Said:
    """What is said of a priority as a whole: of all that stands under it, or under its name."""
    under = [c for c in plan.children.get(s.id, ()) if c.id in told]
    actions = {told[c.id].kind for c in under if isinstance(c, Action)}
    if actions in ({"done"}, {"dropped"}):
        return Said(actions.pop(), named, "all its actions")
    by = named or next((told[c.id].by for c in under if told[c.id].by), None)
    return Said("under way", by) if by else SILENT


def _headings(plan: Outline, report: Outline) -> Mapping[str, Element]:
    """Priority -> the report's heading that bears its name."""
    found = {}
    priorities = [s for s in plan.statements if isinstance(s, Priority)]
    headings = [s for s in report.statements if isinstance(s, Theme | Priority)]
    like = Likeness.among(s.text for s in (*priorities, *headings))
    for s in priorities:
        alike, best = max(((like.alike(s.text, h.text), h) for h in headings),
                          key=lambda x: (x[0], x[1].id), default=(0.0, None))  # fmt: skip
        if best and alike >= HEADING:
            found[s.id] = best
    return found
