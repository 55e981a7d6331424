"""How well what is read from a plan agrees with what a careful reader noted of it.

A gold file lists a plan's priorities (themes too), objectives, actions and measures, each with
its text as printed and the id of its `priority`; a priority may have a `parent`. `accept` names
other types that are as right, `any_priority` leaves the parent open, `optional` items neither help
nor harm, as little as what is listed under `neutral`. `negatives` are texts that state nothing.
Only the stated graph is compared.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from likeness import likeness, name, same_date, same_phrase, same_value, within, words

Row = dict[str, Any]
Who = tuple[str, frozenset[str]]

STATEMENTS = ("priorities", "objectives", "actions", "measures")
LINKS = ("action to priority", "measure to priority", "who")
FIELDS = ("when", "target value", "target date")
ROW_OF = {
    "Theme": "priorities", "Priority": "priorities",
    "Objective": "objectives", "IntendedOutcome": "objectives",
    "Action": "actions", "Subaction": "actions", "ReportedActivity": "actions",
    "Measure": "measures", "Milestone": "measures", "ImpactStatement": "measures",
}  # fmt: skip
ACCEPTED = {"priority": "priorities", "objective": "objectives", "action": "actions",
            "measure": "measures"}  # fmt: skip
PLACED = {"actions": "action to priority", "measures": "measure to priority"}
DOWN = {"HAS_OBJECTIVE", "HAS_OUTCOME", "HAS_ACTION", "HAS_SUBACTION", "MEASURED_BY", "HAS_IMPACT",
        "HAS_MILESTONE", "LINKED_PRIORITY"}  # fmt: skip


# --- both sides as statements ----------------------------------------------------------------


@dataclass(frozen=True)
class Statement:
    """A statement of either side; `over` are the ids above it, the nearest first.

    `who` holds for each partner the names that it goes by.
    """

    id: str
    row: str
    text: str
    over: tuple[str, ...] = ()
    who: frozenset[frozenset[str]] = frozenset()
    when: tuple[str, ...] = ()
    values: tuple[str, ...] = ()
    dates: tuple[str, ...] = ()
    rows: frozenset[str] = frozenset()
    anywhere: bool = False
    optional: bool = False

    @cached_property
    def words(self) -> tuple[str, ...]:
        return words(self.text)


def noted(gold: Row) -> list[Statement]:
    """What the gold asks for."""
    above = {p["id"]: p.get("parent") for p in gold["priorities"]}

    def chain(at: str | None) -> Iterator[str]:
        while at:
            yield at
            at = above[at]

    return [
        Statement(
            id=x.get("id", f"{row} {n}"), row=row, text=x["text"],
            over=tuple(chain(x.get("parent" if row == "priorities" else "priority"))),
            who=frozenset(frozenset([name(w)]) for w in x.get("who", ())),
            when=tuple([w] if isinstance(w := x.get("when", []), str) else w),
            values=tuple(x.get("target", ())),
            dates=(x["date"],) if "date" in x else (),
            rows=frozenset(ACCEPTED[a] for a in x.get("accept", ())) | {row},
            anywhere=x.get("any_priority", False), optional=x.get("optional", False),
        )
        for row in STATEMENTS for n, x in enumerate(gold[row])
    ]  # fmt: skip


def stated(data: Row) -> list[Statement]:
    """What a graph in node-link form states."""
    nodes: dict[str, Row] = {n["id"]: n for n in data["nodes"]}
    over: dict[str, list[str]] = {}
    linked: dict[tuple[str, str], list[Row]] = {}
    for e in data["edges"]:
        if e["key"] in DOWN:
            over.setdefault(e["target"], []).append(e["source"])
        elif e["key"] == "REPORTS_ON":
            over.setdefault(e["source"], []).append(e["target"])
        key = "WHO" if e["key"] in ("LED_BY", "WITH_PARTNER") else e["key"]
        linked.setdefault((e["source"], key), []).append(nodes[e["target"]])

    def chain(at: str) -> tuple[str, ...]:
        found = [at]
        for x in found:
            found += [up for up in over.get(x, ()) if up not in found]
        return tuple(found[1:])

    def levels(n: Row) -> list[Row]:
        return linked.get((n["id"], "HAS_TARGET"), []) + [n] * (n["type"] == "Milestone")

    return [
        Statement(
            id=n["id"], row=ROW_OF[n["type"]], text=n["text"], over=chain(n["id"]),
            who=frozenset(
                frozenset(name(p[k]) for k in ("name", "canonical") if k in p)
                for p in linked.get((n["id"], "WHO"), ())
            ),
            when=tuple(n.get("when", ())),
            values=tuple(
                str(t[k]) for t in levels(n) for k in ("value", "amount", "comparator") if k in t
            ),
            dates=tuple(t["dueBy"] for t in levels(n) if "dueBy" in t),
        )
        for n in nodes.values() if n["type"] in ROW_OF and n.get("basis") != "derived"
    ]  # fmt: skip


def pairs(gold: Sequence[Statement], read: Sequence[Statement]) -> dict[str, str]:
    """Ids read -> ids noted, one to one, the likest first; parents tell equal texts apart."""
    found: dict[str, str] = {}
    for headings in (True, False):
        likest = [
            (like + 0.1 * (a.row == b.row) + 0.01 * any(found.get(x) in a.over for x in b.over),
             a.id, b.id)
            for a in gold if (a.row == "priorities") == headings
            for b in read if b.row in a.rows and (like := likeness(a.words, b.words))
        ]  # fmt: skip
        taken = set(found.values())
        for _, a, b in sorted(likest, key=lambda x: -x[0]):
            if b not in found and a not in taken:
                found[b] = a
                taken.add(a)
    return found


# --- figures ---------------------------------------------------------------------------------


@dataclass
class Agreement:
    """Counts of each row, and what differs in words."""

    asked: Counter[str] = field(default_factory=Counter)
    given: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    right: Counter[str] = field(default_factory=Counter)
    differs: list[str] = field(default_factory=list)

    def precision(self, row: str) -> float:
        return self.right[row] / self.given[row] if self.given[row] else 0.0

    def recall(self, row: str) -> float:
        return self.found[row] / self.asked[row] if self.asked[row] else 0.0

    def f1(self, row: str) -> float:
        p, r = self.precision(row), self.recall(row)
        return 2 * p * r / (p + r) if p + r else 0.0

    def count(self, row: str, *, asked: bool, given: bool, right: bool) -> None:
        """One place where what is noted and what is read meet, or fail to."""
        self.asked[row] += asked
        self.given[row] += given
        self.found[row] += right
        self.right[row] += right

    def __add__(self, other: "Agreement") -> "Agreement":
        return Agreement(self.asked + other.asked, self.given + other.given,
                         self.found + other.found, self.right + other.right,
                         self.differs + other.differs)  # fmt: skip


class Comparison:
    """One plan's gold beside its graph."""

    def __init__(self, gold: Row, data: Row) -> None:
        self.gold, self.read = noted(gold), stated(data)
        self.met = pairs(self.gold, self.read)
        self.noted: Mapping[str, Statement] = {a.id: a for a in self.gold}
        self.rows = {b.id: b.row for b in self.read}
        self.hits = {self.met[b.id]: b for b in self.read if b.id in self.met}
        free = [*map(words, gold.get("neutral", ()))]
        self.extra = [
            b for b in self.read
            if b.id not in self.met
            and not any(within(x, b.words) or within(b.words, x) for x in free)
        ]  # fmt: skip
        self.untrue = [*map(words, gold.get("negatives", ()))]
        self.result = Agreement()

    def agreement(self) -> Agreement:
        for a in self.gold:
            if not a.optional:
                self._statement(a)
        for b in self.extra:
            self._invented(b)
        self._who()
        self.result.asked["negatives"] += len(self.untrue)
        return self.result

    def _says(self, difference: str) -> None:
        self.result.differs.append(difference)

    def _statement(self, a: Statement) -> None:
        hit = self.hits.get(a.id)
        self.result.count(a.row, asked=True, given=hit is not None, right=hit is not None)
        if not hit:
            self._says(f"missing in {a.row}: {a.text!r}")
        b = hit or Statement("", a.row, "")
        if a.row == "actions":
            self._field("when", a, a.when, b.when, same_phrase)
        if a.row == "measures":
            self._field("target value", a, a.values, b.values, same_value)
            self._field("target date", a, a.dates, b.dates, same_date)
        if a.row in PLACED and a.over and not a.anywhere:
            self._place(a, hit)

    def _field(
        self, row: str, a: Statement, noted: Sequence[str], read: Sequence[str],
        same: Callable[[str, str], bool],
    ) -> None:  # fmt: skip
        """A field counts once, in whatever ways its value may be put."""
        right = any(same(x, y) for x in noted for y in read)
        self.result.count(row, asked=bool(noted), given=bool(read), right=right)
        if not right and (noted or read):
            self._says(f"{row} of {a.text!r}: {list(noted)}, read as {list(read)}")

    def _place(self, a: Statement, hit: Statement | None) -> None:
        """The nearest heading above is the one that the gold names, or one above that."""
        over = [x for x in hit.over if self._is_heading(x)][:1] if hit else []
        right = any(self.met.get(x) in a.over for x in over)
        self.result.count(PLACED[a.row], asked=True, given=bool(over), right=right)
        if hit and not right:
            self._says(f"{a.text!r} is under {over}, not {self.noted[a.over[0]].text!r}")

    def _is_heading(self, read: str) -> bool:
        noted = self.noted.get(self.met.get(read, ""))
        return (noted.row if noted else self.rows.get(read)) == "priorities"

    def _invented(self, b: Statement) -> None:
        self.result.given[b.row] += 1
        if b.row in PLACED:
            self.result.given[PLACED[b.row]] += any(map(self._is_heading, b.over))
        self.result.given["negatives"] += any(likeness(b.words, x) > 0 for x in self.untrue)
        self._says(f"invented in {b.row}: {b.text!r}")

    def _who(self) -> None:
        """Who of a priority holds for its actions: either may have the link."""
        noted = [(a.id, names) for a in self.gold for names in a.who]
        read = [(a, names) for a, b in self.hits.items() for names in b.who]
        found = [p for p in noted if self._met(p, read)]
        right = [p for p in read if self._met(p, noted)]
        self.result.asked["who"] += len(noted)
        self.result.given["who"] += len(read) + sum(len(b.who) for b in self.extra)
        self.result.found["who"] += len(found)
        self.result.right["who"] += len(right)
        for at, names in sorted({*noted} - {*found}, key=str):
            self._says(f"missing who of {self.noted[at].text!r}: {sorted(names)}")
        for at, names in sorted({*read} - {*right}, key=str):
            self._says(f"invented who of {self.noted[at].text!r}: {sorted(names)}")

    def _met(self, pair: Who, others: Sequence[Who]) -> bool:
        at, names = pair
        near = {at, *self.noted[at].over, *(a.id for a in self.gold if at in a.over)}
        return any(x in near and names & more for x, more in others)


def compare(gold: Row, data: Row) -> Agreement:
    """The agreement of a plan's graph in node-link form with its gold."""
    return Comparison(gold, data).agreement()


def table(result: Agreement) -> str:
    """The figures of all rows, for people."""
    lines = [f"{'':20}{'asked':>7}{'given':>7}{'right':>7}{'P':>8}{'R':>8}{'F1':>8}"]
    for row in (*STATEMENTS, *LINKS, *FIELDS):
        counts = "".join(f"{c[row]:7}" for c in (result.asked, result.given, result.right))
        rates = "".join(f"{f(row):8.3f}" for f in (result.precision, result.recall, result.f1))
        lines.append(f"{row:20}{counts}{rates}")
    wrong = f"{result.given['negatives']} of {result.asked['negatives']}"
    return "\n".join([*lines, f"read though they state nothing: {wrong}"])
