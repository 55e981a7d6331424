"""What versions, reports and plans above are known to differ in, and how much of it is found.

`pytest tests/test_versions.py -s` prints the figures of each case and what differs. The cases in
`held-out.txt` were written when the methods were finished; docs/versions.md has first figures.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

import pytest
from workspaces import VERSIONS, cases

from graph import questions as q
from graph.tables import Table
from graph.workspace import Workspace

CASES = cases()
HELD_OUT = set((VERSIONS / "held-out.txt").read_text(encoding="utf-8").split())
KINDS = ("changes", "progress", "conflicts")
LEAST = 0.9
Known = list[str]


@dataclass
class Tally:
    """How many known things there are, how many were found, and how many of these were known."""

    known: int = 0
    found: int = 0
    right: int = 0
    differs: list[str] = field(default_factory=list)

    def add(self, other: "Tally") -> None:
        self.known += other.known
        self.found += other.found
        self.right += other.right

    @property
    def precision(self) -> float:
        return self.right / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        return self.right / self.known if self.known else 1.0

    def __str__(self) -> str:
        return (f"{self.known} known, {self.found} found, {self.right} right:"
                f" precision {self.precision:.2f}, recall {self.recall:.2f}")  # fmt: skip


def rows(table: Table) -> list[Known]:
    """Each finding as its kind, its texts and its plans; what was kept aside."""
    at = {name: i for i, name in enumerate(table.columns)}
    names = ("text", "next_text", "report_text", "other_text")
    shown = [n for n in names if n in at]
    plans = [n for n in ("plan", "other_plan") if n in at]
    return [
        [str(row[at["kind"]]), *(str(row[at[n]] or "") for n in shown),
         *(str(row[at[n]]) for n in plans)]
        for row in table.rows if row[at["kind"]] != "kept"
    ]  # fmt: skip


def is_it(known: Known, found: Known) -> bool:
    """Whether a finding has the kind that is known, and each of the words in some text of it."""
    return known[0] == found[0] and all(any(w in text for text in found[1:]) for w in known[1:])


def tally(known: Sequence[Known], found: Sequence[Known]) -> Tally:
    left, out = list(found), Tally(len(known), len(found))
    for wanted in known:
        hit = next((f for f in left if is_it(wanted, f)), None)
        if hit is None:
            out.differs.append(f"not found: {wanted}")
        else:
            left.remove(hit)
            out.right += 1
    out.differs += [f"not known: {f}" for f in left]
    return out


@pytest.fixture(scope="module")
def tallies(all_versions: Workspace) -> dict[str, dict[str, Tally]]:
    tables = {kind: q.ask(all_versions, kind) for kind in KINDS}
    found = {
        c.name: {
            kind: tally(c.known.get(kind, []), rows(of_plans(table, c.plans)))
            for kind, table in tables.items()
        }
        for c in CASES
    }
    for name, parts in found.items():
        for kind, one in parts.items():
            if one.known or one.found:
                print(f"\n{name}: {kind}: {one}", *one.differs, sep="\n  ")
    return found


def of_plans(table: Table, plans: set[str]) -> Table:
    at = table.columns.index("plan")
    return Table(table.columns, tuple(row for row in table.rows if row[at] in plans))


@pytest.mark.parametrize("held_out", [False, True], ids=["written first", "held out"])
@pytest.mark.parametrize("kind", KINDS)
def test_what_is_known_is_found_and_little_else(
    kind: str, held_out: bool, tallies: dict[str, dict[str, Tally]]
) -> None:
    every = Tally()
    for name, parts in tallies.items():
        if (name in HELD_OUT) == held_out and kind in parts:
            every.add(parts[kind])
    print(f"\n{kind}, {'held out' if held_out else 'written first'}: {every}")
    assert every.known
    assert every.precision >= LEAST
    assert every.recall >= LEAST


def test_half_of_the_cases_are_held_out() -> None:
    names = {c.name for c in CASES}
    assert names >= HELD_OUT
    assert len(names) <= 2 * len(HELD_OUT)
    assert sum("changes" in c.known for c in CASES) >= 12
    assert sum("progress" in c.known for c in CASES) >= 8


def test_a_tally_sees_what_is_missing_and_what_is_too_much() -> None:
    known = [["dropped", "Lend books"], ["added", "Sing"]]
    found = [["dropped", "Lend books to all", ""], ["dropped", "Sing", ""]]
    assert (tally(known, found).precision, tally(known, found).recall) == (0.5, 0.5)
