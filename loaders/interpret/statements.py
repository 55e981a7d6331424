"""States things: puts one statement of a role into the graph, under what it belongs to."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TypeVar

from graph.model import (
    NODE_TYPES,
    Action,
    Element,
    ExitStrategy,
    Measure,
    Milestone,
    Mission,
    Principle,
    Priority,
    ReportedActivity,
    Risk,
    Subaction,
    Vision,
)
from loaders.interpret.build import FAIR, Builder, Why
from loaders.interpret.dates import intervals, relative, timing, together
from loaders.interpret.lexicon import Role, cue_pattern, labelled, roles
from loaders.interpret.partners import kind_of
from loaders.interpret.place import dated_heading
from loaders.interpret.prose import COMMENT, acts
from loaders.interpret.segment import semicolons, sentences
from loaders.interpret.targets import commitments, direction, embedded, level
from loaders.slices import Slice, join

_QUOTED = re.compile(r"\bis:?\s+['\"\u2018\u201c](.+?)['\"\u2019\u201d]?$")
_T = TypeVar("_T")
_BRACKETS = re.compile(r"\([^()]*\)")
_WORD = re.compile(r"[^\W\d_]{2}")
_DUE = re.compile(
    r"\b(?:by|before|from|until|in|during|in time for|no later than)"
    r"\s+(?:the\s+)?(?:end\s+of\s+)?$",
    re.IGNORECASE,
)


@dataclass
class Heading:
    """What stands under one theme or priority and cannot be placed until it ends.

    `who` and `when` are lines of their own, each with the number of actions before it.
    """

    who: list[tuple[int, tuple[str, Slice]]] = field(default_factory=list)
    lines: int = 0
    actions: list[str] = field(default_factory=list)
    exit: list[Slice] = field(default_factory=list)
    when: list[tuple[int, Slice]] = field(default_factory=list)


class Statements:
    """Adds statements to the builder; `home` is the id of the theme, priority or plan above."""

    def __init__(self, builder: Builder) -> None:
        self.b = builder
        self.headings: dict[str, Heading] = defaultdict(Heading)
        self.reported = False
        self.last_action: str | None = None

    def state(
        self,
        role: Role,
        text: Slice,
        home: str,
        label: Slice | None = None,
        number: str | None = None,
        when: Slice | None = None,
    ) -> None:
        """One statement of a role; `when` are words around it that date a measure."""
        assert role.makes
        kind = NODE_TYPES[role.makes]
        assert issubclass(kind, Element)
        if kind is Action:
            self.action(text, home, number, label=label)
        elif kind in (Measure, Milestone) or (role.impact_kind == "intended" and _sets_level(text)):
            self.measures(text, home, role, label, when)
        elif kind is ReportedActivity:
            self._activity(text, home)
        elif kind is ExitStrategy:
            self.headings[home].exit.append(text)
        elif kind is Risk:
            self.b.attach(home, self.b.add(Risk, text, label))
        else:
            self._plain(kind, role, text, home, label, number)

    def _plain(
        self,
        kind: type[Element],
        role: Role,
        text: Slice,
        home: str,
        label: Slice | None,
        number: str | None,
    ) -> None:
        if kind is Vision and (m := _QUOTED.search(text.text)):
            text = text.cut(m.start(1), m.end(1))
        extra = {"impact_kind": role.impact_kind} if role.impact_kind else {}
        self.reported |= role.impact_kind == "reported"
        new = self.b.add(kind, text, label, number=number, **extra)
        if kind not in (Vision, Mission, Principle):
            self.b.attach(home, new)

    def action(self, text: Slice, home: str, number: str | None = None,
               when: Iterable[Slice] = (), label: Slice | None = None) -> str:  # fmt: skip
        """An action with its timing, and with the measures inside its own words."""
        text, said = aside(without_comment(text))
        when = [*when, *(s for role, s in said if role.name == "when")]
        phrases = [w.text for w in when] or [p.text for p in due_phrases(text)]
        read = together(phrases)
        new = self.b.add(
            Action, text, label, number=number, status="planned", when=tuple(phrases),
            not_before=read.not_before, due_by=read.due_by, recurrence=read.recurrence,
        )  # fmt: skip
        if read.fault:
            self.b.fault(new, read.fault)
        self.b.attach(home, new)
        self.headings[home].actions.append(new)
        self.last_action = new
        for role, of in said:
            if role.name != "when":
                self.about(new, role, of)
        why = self.b.why
        self.b.why = Why("level inside an action", FAIR)
        for part, found in embedded(text):
            measure = self.b.add(Measure, part, kind="target", direction=found.direction)
            self.b.attach(new, measure)
            self.b.target(measure, part, found)
        self.b.why = why
        return new

    def measures(self, text: Slice, home: str, role: Role, label: Slice | None = None,
                 when: Slice | None = None) -> None:  # fmt: skip
        """The measures in a statement, each with its target; a lone figure or note is none."""
        if not _WORD.search(_BRACKETS.sub("", text.text)):
            return
        parts = semicolons(without_comment(text))
        for said in (c for part in parts for c in commitments(part)):
            found = level(said.text.text, said.leading)
            kind = "target" if said.label else role.kind or "success-criterion"
            label = label or said.label
            new = self.b.add(
                Measure, said.text, label, kind=kind, direction=direction(said.text.text)
            )
            self.b.attach(home, new)
            self.b.target(new, said.text, found, when)

    def subaction(self, text: Slice) -> None:
        """A part of the action stated last."""
        assert self.last_action
        self.b.attach(self.last_action, self.b.add(Subaction, text))

    def _activity(self, text: Slice, home: str) -> None:
        self.reported = True
        hindered = [s for s in sentences(text) if cue_pattern("barrier").search(s.text)]
        new = self.b.add(ReportedActivity, text, status="in progress" if hindered else "done")
        if isinstance(self.b.nodes[home], Priority):
            self.b.link(new, "REPORTS_ON", home)
            for risk in hindered:
                self.b.attach(home, self.b.add(Risk, risk))

    def about(self, action: str, role: Role, text: Slice) -> None:
        """Who or when, said of one action."""
        if role.name == "when":
            self._time([action], [text])
        else:
            key = "LED_BY" if role.name == "lead" else "WITH_PARTNER"
            self.b.who(action, key, self.b.directory.listed(text))

    def who(self, role: Role, text: Slice, home: str) -> None:
        """A line that says who leads or takes part."""
        first, *rest = text.split(r"\s+in partnership(?:\s+with)?\s+")
        key = "LED_BY" if role.name == "lead" else "WITH_PARTNER"
        heading = self.headings[home]
        said = [(key, first), *(("WITH_PARTNER", r) for r in rest)]
        heading.who += [(len(heading.actions), s) for s in said]

    def when(self, text: Slice, home: str) -> None:
        """A line that says when."""
        self.headings[home].when.append((len(self.headings[home].actions), text))

    def _time(self, actions: Iterable[str], when: list[Slice]) -> None:
        """The timing said of actions that have none of their own."""
        phrases = tuple(w.text for w in when)
        read = together(list(phrases))
        for action in actions:
            node = self.b.nodes[action]
            dated = isinstance(node, Action) and (node.not_before or node.due_by or node.recurrence)
            if isinstance(node, Action) and not dated:
                self.b.update(action, when=phrases, not_before=read.not_before,
                              due_by=read.due_by, recurrence=read.recurrence)  # fmt: skip

    def finish(self) -> None:
        """Place who leads what, and the exit strategies, now that each heading is whole."""
        for home, heading in self.headings.items():
            one_line = heading.actions if heading.lines == 1 else []
            for (key, names), actions in _parted(heading.who, heading.actions):
                for of in actions or one_line or [home]:
                    self.b.who(of, key, self.b.directory.listed(names))
            times: dict[tuple[str, ...], list[Slice]] = defaultdict(list)
            for when, actions in _parted(heading.when, heading.actions):
                times[tuple(actions or heading.actions)].append(when)
            for some, phrases in times.items():
                self._time(some, phrases)
            if heading.exit and home != self.b.plan:
                self.b.attach(home, self.b.add(ExitStrategy, join(heading.exit, apart=True)))


def _parted(
    said: Sequence[tuple[int, _T]], actions: Sequence[str]
) -> Iterator[tuple[_T, Sequence[str]]]:
    """What lines among actions say, each with the actions that it is about; none for all of them.

    Lines are about the actions after them where one stands before all, else about those before.
    """
    at = sorted({n for n, _ in said})
    if not any(0 < n < len(actions) for n in at) or len(at) < 2:
        yield from ((x, ()) for _, x in said)
        return
    edges = [*at, len(actions)] if at[0] == 0 else [0, *at]
    of = dict(zip(at, pairwise(edges), strict=True))
    yield from ((x, actions[slice(*of[n])]) for n, x in said)


def _sets_level(text: Slice) -> bool:
    """Whether an intended impact says how far: then it is a measure with a target."""
    return level(text.text).value is not None


def _timed(text: Slice) -> bool:
    """Whether a phrase is a time and no more."""
    return dated_heading(text) is not None or timing(text.text).recurrence is not None


def _elaborates(text: str) -> bool:
    """Whether a sentence only tells how: "Targeting those who left school early."."""
    return text.split()[0].endswith("ing") and acts(text)


def without_comment(text: Slice) -> Slice:
    """A statement without the sentences after it that speak of it: "This will help ..."."""
    said = sentences(text)
    comments = (bool(COMMENT.match(s.text)) or _elaborates(s.text) for s in said[1:])
    at = next((i for i, comment in enumerate(comments, start=1) if comment), len(said))
    return text.cut(0, text.starts.index(said[at].start)) if at < len(said) else text


_AFTER_DASH = re.compile(r"\s+[\u2013\u2014-]\s+(?P<when>[^\u2013\u2014\"\u201c]{3,50})$")
_BRACKET = re.compile(r"\s*[(\[](?P<inside>[^()\[\]]{3,150})[)\]]\.?$")


def aside(text: Slice) -> tuple[Slice, list[tuple[Role, Slice]]]:
    """An action without the bracket at its end that says who and when, and what that says.

    "Open a hub (Lead: Head of Early Years, by May 2030)": the first part is labelled or a post.
    A time may also stand after a dash: "Open a hub - May 2030".
    """
    if (m := _AFTER_DASH.search(text.text)) and _timed(text.cut(m.start("when"))):
        return text.cut(0, m.start()), [(roles()["when"], text.cut(m.start("when")))]
    m = _BRACKET.search(text.text)
    if m is None or m.start() == 0:
        return text, []
    said: list[tuple[Role, Slice]] = []
    inside = list(text.cut(m.start("inside"), m.end("inside")).split(r"\s*[;,]\s*"))
    if len(inside) > 1 and inside[0].text[0].isupper() and _timed(inside[-1]):
        leads = [(roles()["lead"], p) for p in inside[:-1]]
        if not any(labelled(p) for _, p in leads):
            return text.cut(0, m.start()), [*leads, (roles()["when"], inside[-1])]
    for part in inside:
        found = labelled(part)
        if found and found.rest and found.role.name in ("lead", "partner", "when"):
            said.append((found.role, found.rest))
        elif said and part.text[0].islower():
            said.append((roles()["when"], part))
        elif said or kind_of(part.text) == "role":
            dated = any(True for _ in intervals(part.text))
            said.append((roles()["when" if dated else "lead"], part))
        else:
            return text, []
    return text.cut(0, m.start()), said


def due_phrases(text: Slice) -> list[Slice]:
    """Phrases of a running text that set a date: "by April 2030", "from the end of 2029"."""
    found = ((_DUE.search(text.text[: i.start]), i) for i in intervals(text.text))
    dated = [text.cut(m.start(), i.end) for m, i in found if m]
    return dated or [text.cut(*at) for at in relative(text.text)]
