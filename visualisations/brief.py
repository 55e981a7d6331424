"""The briefing paper: where a council's plans stand beside those of others, on about two pages."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from graph import checks, questions
from graph.errors import UsageError
from graph.names import ID
from graph.record import PlanRecord, version
from graph.workspace import Workspace
from visualisations.paper import Grid, Pair, Paper, Said, Section

Row = Mapping[str, Any]
OVERLAPS, GAPS, PARTNERS, CONFLICTS, LACKS = 5, 8, 6, 5, 6
_LONGEST = 220
_COMMITTED = ("priority", "objective", "action", "measure")
_STRONGEST = (
    "action with lead and measure", "action with measure", "action with lead", "action", "target",
    "measure", "objective", "priority", "reported activity",
)  # fmt: skip
"""What a plan can say of a topic, by how much it commits to."""


@dataclass(frozen=True)
class _Desk:
    """What a paper is written from: the council's own plans, and all plans by id."""

    workspace: Workspace
    own: tuple[str, ...]
    plans: Mapping[str, PlanRecord]

    @property
    def others(self) -> list[str]:
        return [p for p in self.plans if p not in self.own]

    def ask(self, name: str, **given: str) -> list[Row]:
        """The rows of a question as mappings; none where there is no such question."""
        if name not in questions.questions():
            return []
        table = questions.ask(self.workspace, name, given)
        return [dict(zip(table.columns, row, strict=True)) for row in table.rows]

    def of_own(self, name: str) -> list[Row]:
        """The rows for each of the council's plans, each row once."""
        rows = [row for plan in self.own for row in self.ask(name, plan=plan)]
        return list({repr(row): row for row in rows}.values())

    def who(self, plan: str) -> str:
        """How a plan is cited: by its council if it has no other here, or by its title."""
        council, title = self.plans[plan].council, self.plans[plan].title
        if not council:
            return title
        several = sum(r.council == council for r in self.plans.values()) > 1
        return f"{council}, {title}" if several else council


def brief(workspace: Workspace, own: Iterable[str], name: str) -> Paper:
    """The paper for who made the plans `own`, called `name`; a comparison needs another plan."""
    desk = _Desk(workspace, tuple(sorted(own)), {r.id: r for r in workspace.plans()})
    if not desk.others:
        raise UsageError(f"a comparison needs two plans; {workspace.path} holds no plan of others")
    count = len(desk.others)
    sections = (_standing, _overlaps, _gaps, _partners, _conflicts, _lacks)
    return Paper(
        title=f"{name}: education plans compared",
        summary=tuple(_summary(desk)),
        sections=tuple(s for make in sections if (s := make(desk))),
        note=f"Written by crossplan {version()} from {count + len(desk.own)} plans. Every sentence"
        " is quoted from its plan; crossplan ask gives all rows behind each section.",
        version=version(),
    )  # fmt: skip


def _summary(desk: _Desk) -> Iterator[str]:
    titles = "; ".join(_read(desk.plans[p]) for p in desk.own)
    beside = "; ".join(sorted(desk.who(p) for p in desk.others[:12]))
    more = f"; and {len(desk.others) - 12} more" if len(desk.others) > 12 else ""
    yield f"This paper reads {titles}, beside {beside}{more}."


def _read(record: PlanRecord) -> str:
    unread = record.percents.get("not understood")
    share = "" if unread is None else f" ({100 - unread:.0f} % of it was understood)"
    return record.title + share


def _strength(rows: Sequence[Row]) -> str:
    """The strongest kind of commitment in the rows of one topic."""
    total = {k: sum(r[k] for r in rows) for k in rows[0] if k not in ("topic", "plan")}
    actions = f"{total['action']} action{'s' * (total['action'] != 1)}"
    if total["action"]:
        return f"{actions}, {total['led']} with a lead, {total['checked']} with a measure"
    for kind, words in (("priority", "a priority without action"), ("objective", "an objective"),
                        ("measure", "a measure only")):  # fmt: skip
        if total[kind]:
            return words
    if total["unread"]:
        return "not read"
    return "only mentioned" if total["vision"] or total["other"] else "silent"


def _standing(desk: _Desk) -> Section | None:
    topics: dict[str, list[Row]] = defaultdict(list)
    for row in desk.ask("coverage"):
        topics[row["topic"]].append(row)
    rows = []
    for topic, found in topics.items():
        others = [r for r in found if r["plan"] not in desk.own]
        acting = sum(any(r[k] for k in _COMMITTED) for r in others)
        checked = sum(bool(r["checked"]) for r in others)
        mine = _strength([r for r in found if r["plan"] in desk.own])
        rows.append((topic, mine, f"{acting} of {len(others)}", f"{checked} of {len(others)}"))
    return Section(
        "Where we stand",
        "What our plans commit to on each topic, beside how many other plans commit to it.",
        grid=Grid(("Topic", "Our plans", "Others commit", "Others measure actions"), tuple(rows)),
    )  # fmt: skip


def _overlaps(desk: _Desk) -> Section | None:
    pairs: list[Pair] = []
    used: set[str] = set()
    rows = desk.of_own("overlaps")
    for row in sorted(rows, key=lambda r: (-r["score"], r["a_text"], r["b_text"])):
        sides = [(row[f"{s}_plan"], row[f"{s}_text"], row[f"{s}_type"]) for s in "ab"]
        sides.sort(key=lambda side: side[0] not in desk.own)
        (mine, my_text, kind), (theirs, their_text, _) = sides
        if theirs in desk.own or used & {my_text, their_text} or len(pairs) == OVERLAPS:
            continue
        used |= {my_text, their_text}
        said = (Said(desk.who(mine), _short(my_text)), Said(desk.who(theirs), _short(their_text)))
        reasons = row.get("evidence") or [r.replace("-", " ") for r in row["reasons"]]
        pairs.append(Pair(f"{kind} shared with {desk.who(theirs)}", *said, tuple(reasons)))
    text = "The strongest of what we and another plan both say, and why they belong together."
    return Section("Overlaps to act on", text, tuple(pairs)) if pairs else None


def _gaps(desk: _Desk) -> Section | None:
    by_topic: dict[str, dict[str, list[Row]]] = defaultdict(lambda: defaultdict(list))
    for plan in desk.own:
        for row in desk.ask("gaps", plan=plan):
            if row["plan"] not in desk.own:
                by_topic[row["topic"]][plan].append(row)
    common = [(t, found) for t, found in by_topic.items() if len(found) == len(desk.own)]
    ranks = {"not read": 0, "only mentioned": 1, "silent": 2}
    rows = []
    for topic, found in common:
        every = [row for rows_ in found.values() for row in rows_]
        status = min((r["status"] for r in every), key=lambda s: ranks[s])
        best = min(every, key=lambda r: (_STRONGEST.index(r["commitment"]), r["plan"], r["text"]))
        others = len({r["plan"] for r in every})
        words = f"“{_short(best['text'])}” ({best['commitment']}; {desk.who(best['plan'])})"
        rows.append((topic, status, str(others), words))
    rows.sort(key=lambda r: (-int(r[2]), r[0]))
    rows = list({row[3]: row for row in reversed(rows)}.values())[::-1]
    if not rows:
        return None
    text = ("Topics on which other plans act and ours do not; what was not read of ours may still"
            " be in it.")  # fmt: skip
    grid = Grid(("Topic", "Our plans", "Others", "What one of them says"), tuple(rows[:GAPS]))
    return Section("Gaps", _of(text, len(rows), GAPS), grid=grid)


def _partners(desk: _Desk) -> Section | None:
    rows = [
        (row["body"], ", ".join(desk.who(p) for p in row["named_in"] if p not in desk.own),
         ", ".join(row["topics"][:3]))
        for row in desk.of_own("shared-partners")
        if set(row["named_in"]) - set(desk.own)
    ]  # fmt: skip
    if not rows:
        return None
    text = _of("Bodies that our plans name and others too.", len(rows), PARTNERS)
    grid = Grid(("Partner", "Also named by", "On what"), tuple(rows[:PARTNERS]))
    return Section("Shared partners", text, grid=grid)


def _conflicts(desk: _Desk) -> Section | None:
    rows = [
        (row["kind"].replace("-", " "), f"“{_short(row['text'])}” ({desk.who(row['plan'])})",
         f"“{_short(row['other_text'])}” ({desk.who(row['other_plan'])})")
        for row in desk.of_own("conflicts")
    ]  # fmt: skip
    if not rows:
        return None
    text = _of("Sentences that cannot both be met as they stand.", len(rows), CONFLICTS)
    return Section("Conflicts", text, grid=Grid(("Kind", "One", "Other"), tuple(rows[:CONFLICTS])))


def _lacks(desk: _Desk) -> Section | None:
    rows = []
    for plan in desk.own:
        (done,) = checks.audit(desk.workspace, plan)
        warned = [f for f in done.findings if f.severity == "Warning"]
        for check in sorted({f.check for f in warned}, key=lambda k: (len(k), k)):
            found = [f for f in warned if f.check == check]
            first = done.texts.get(found[0].focus) or found[0].focus.removeprefix(ID)
            rows.append((found[0].message, len(found), f"“{_short(first)}”"))
    rows.sort(key=lambda r: (-r[1], r[0]))
    shown = tuple((message, str(times), first) for message, times, first in rows[:LACKS])
    if not shown:
        return None
    text = "What our own plans leave unsaid, by what they state themselves; the first case of each."
    return Section("What our plans lack", text, grid=Grid(("What", "Times", "First"), shown))


def _of(text: str, there: int, shown: int) -> str:
    return f"{text} The first {shown} of {there}." if there > shown else text


def _short(text: str) -> str:
    """A sentence of a few lines at most, cut at a word."""
    if len(text) <= _LONGEST:
        return text
    return text[:_LONGEST].rpartition(" ")[0] + " …"
