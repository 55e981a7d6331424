"""What the columns of a table hold: by their titles, by what stands in them, and in which order."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import takewhile

from loaders.document import Block, Cell, Row, Table
from loaders.interpret.dates import timing
from loaders.interpret.lexicon import (
    NUMBER_WORDS,
    Role,
    cue,
    cue_pattern,
    labelled,
    plain,
    role_named,
    roles,
)
from loaders.interpret.partners import kind_of
from loaders.interpret.place import dated_heading
from loaders.interpret.targets import level

_COLUMN_ONLY = ("number", "lead", "partner", "when", "milestone", "status", "resource", "note")
_CODE = re.compile(r"\(?\d{1,2}(?:\.\d{1,2}|[a-z])*[.)]?|[A-Z]\d{1,2}(?:\.\d{1,2})?")
FIGURE = re.compile(r"[\u00a3$-]?[\d.,]+\s*%?|n/?a|-|\u2013|")
_AND = re.compile(r"\s*/\s*|\s+(?:and|&)\s+")
_AFTER = re.compile(
    rf"(?:after |in |at )?(?:\d+|{'|'.join(NUMBER_WORDS)})[ -]months?(?: .{{1,12}})?|year \w+",
    re.IGNORECASE,
)
_PERIOD = re.compile(
    r"(?:q|quarter |term )[1-4]|(?:autumn|spring|summer|winter)(?: term)?(?: [12])?", re.IGNORECASE
)
_FIGURE_IN = re.compile(r"\d\s*%|[.:]\s")
_LEADS = ("role", "organisation", "partnership")
_LAST = ("Action", "Measure", "Milestone")
_TAKEN = ("action taken", "actions taken")
"""What a plan's column of actions may be called, where another tells when they are due."""
_MOST = 3 / 5


@dataclass(frozen=True, slots=True)
class Around:
    """What stands around a table: the first day of the plan, and whether measures are listed."""

    begins: date | None = None
    measures: bool = False


def column_roles(row: Row, around: Around = Around()) -> dict[int, Role] | None:
    """Column -> role where a row is a header: two or more of its cells name roles, and most do.

    A column of a time after the plan has begun holds what is to be reached.
    """
    titles = _titles(row)
    named = _named(row, titles)
    if around.measures and 0 not in titles:
        named[0] = roles()["measure"]
    named |= _ahead(titles, named, around.begins)
    tells = any(r.name in _COLUMN_ONLY or r.makes for r in named.values())
    return named if len(named) >= 2 and len(named) * 2 >= len(titles) and tells else None


def _titles(row: Row) -> dict[int, str]:
    return {i: c.text for i, c in enumerate(row) if c.text.strip()}


def _named(row: Row, titles: Mapping[int, str]) -> dict[int, Role]:
    return {i: r for i, text in titles.items()
            if len(text.split()) <= 12 and (r := _column_role(row[i], text))}  # fmt: skip


def _ahead(
    titles: Mapping[int, str], named: Mapping[int, Role], begins: date | None
) -> dict[int, Role]:
    """The columns of times ahead, beside measures and no actions."""
    first = min((i for i, r in named.items() if r.makes == "Measure"), default=None)
    if first is None or any(r.makes == "Action" for r in named.values()):
        return {}
    timed = {i: timing(t).due_by for i, t in titles.items() if i > first and i not in named}
    days = [day for day in timed.values() if day]
    later = bool(begins and days and max(days) > begins.replace(year=begins.year + 1))
    return {i: roles()["target"] for i, day in timed.items()
            if (later if day else _AFTER.fullmatch(titles[i]))}  # fmt: skip


class Held:
    """What the columns of a document's tables hold; tables of one header are looked at together."""

    def __init__(self, blocks: Iterable[Block | Table]) -> None:
        self._rows: dict[tuple[str, ...], list[Row]] = defaultdict(list)
        for table in blocks:
            if isinstance(table, Table) and (at := first_full(table)) is not None:
                below = takewhile(lambda row: not column_roles(row), table.rows[at + 1 :])
                self._rows[_texts(table.rows[at])] += below
        self._known: dict[tuple[str, ...], dict[int, Role]] = {}

    def __call__(self, titles: tuple[str, ...]) -> dict[int, Role]:
        """Column -> role, as most of the cells below a header of these titles tell."""
        if titles not in self._known:
            rows = self._rows.get(titles, [])
            columns = range(len(titles) if len(rows) > 1 else 0)
            self._known[titles] = {i: r for i in columns if (r := _held(i, rows))}
        return self._known[titles]


def first_full(table: Table) -> int | None:
    """The place of the first row with two cells or more that are not empty."""
    full = (i for i, row in enumerate(table.rows) if sum(bool(c.blocks) for c in row) > 1)
    return next(full, None)


def _texts(row: Row) -> tuple[str, ...]:
    return tuple(c.text for c in row)


def told_roles(row: Row, held: Held) -> dict[int, Role] | None:
    """Column -> role where what stands below tells that a row is the header of a plan's table.

    It is where one column holds actions and another who leads them, or when they are due.
    """
    titles = _titles(row)
    first = next(iter(titles.values()), "")
    if len(titles) < 2 or _CODE.fullmatch(first) or not all(map(_title_like, titles.values())):
        return None
    named = _named(row, titles)
    found = named | {i: r for i, r in held(_texts(row)).items() if i in titles and i not in named}
    names = [r.name for r in found.values()]
    acts = names.count("action") == 1
    return found if acts and {"lead", "when"} & set(names) else None


def _title_like(text: str) -> bool:
    return len(text.split()) <= 8 and text[-1] not in ".;"


def _held(column: int, rows: Sequence[Row]) -> Role | None:
    """What a column holds, told by most of its cells."""
    cells = [row[column] for row in rows if column < len(row) and row[column].blocks]
    kinds = [_kind(c) for c in cells if not c.merged]
    best = max(set(kinds), key=kinds.count, default="")
    return roles()[best] if best and kinds.count(best) >= _MOST * len(kinds) else None


def _timed(title: str) -> bool:
    """Whether a title is a time: "Q1", "Autumn term", "6 months", "2026"."""
    return bool(_AFTER.fullmatch(title) or _PERIOD.fullmatch(title) or timing(title).due_by)


def _dated(cell: Cell) -> bool:
    """Whether a cell is a time and little else: "By May 2030", "Ongoing"."""
    few = len(cell.text.split()) <= 8
    return few and bool(dated_heading(cell.slice) or timing(cell.text).recurrence)


def _kind(cell: Cell) -> str:
    text = cell.text
    if plain(text.split()[0]) in cue("imperative") and len(text.split()) > 2:
        return "action"
    if _dated(cell):
        return "when"
    first = re.split(r"[,;/&]|\sand\s", text)[0]
    named = text[0].isupper() and len(first.split()) <= 8 and text[-1] != "."
    if named and not _FIGURE_IN.search(text) and kind_of(first) in _LEADS:
        return "lead"
    return "measure" if level(text).value and not cue_pattern("past").search(text) else ""


def _column_role(cell: Cell, title: str) -> Role | None:
    """The role of a column by its title, or by the label that its title begins with."""
    if role := role_named(title):
        return role
    several = [r for part in _AND.split(title) if (r := role_named(part))]
    if len(several) > 1 or (several and "/" in title):
        return next((r for r in several if r.makes == "Measure"), several[0])
    found = labelled(cell.slice)
    if found and found.rest:
        return found.role
    last = role_named(title.split()[-1])
    if last and last.makes in _LAST and len(title.split()) <= 4:
        return last
    return roles()["lead"] if plain(title).startswith("who ") else None


def settled(
    columns: dict[int, Role], rows: Sequence[Row], titles: Mapping[int, str], held: dict[int, Role]
) -> dict[int, Role]:
    """The roles of columns after a look at what stands in them, and in which order they stand.

    A column of codes numbers its rows, whatever its title, or names their priorities where codes
    recur; the outcome or impact of an action is what it is measured by when it stands after it;
    a recommendation is an area to be improved by the action beside it, or else itself the action,
    as deliverables are that have leads or times and no action beside them, and actions taken
    that have times; an aim that stands for several rows of actions is a priority;
    a column of a year after the one that says where a measure stands is what it is to reach.
    `held` tells what stands in columns whose titles say nothing.
    """
    if all(r.name != "action" for r in columns.values()):
        acts = [i for i, r in held.items() if r.name == "action" and i not in columns]
        columns = columns | {i: held[i] for i in acts if len(acts) == 1}
    names = {r.name for r in columns.values()}
    if "when" in names and not names & {"action", "recommendation", "milestone"}:
        taken = {i: roles()["action"] for i in columns if plain(titles[i]) in _TAKEN}
        columns = columns | taken
    out = dict(columns)
    action = next((i for i, r in columns.items() if r.name == "action"), None)
    names = {r.name for r in columns.values()}
    answered = "area-for-improvement" if "action" in names else "action"
    stands = {"recommendation": answered} | (
        {"milestone": "action"} if "action" not in names and names & {"lead", "when"} else {}
    )
    out |= {i: roles()[stands[r.name]] for i, r in columns.items() if r.name in stands}
    if action is not None:
        out |= {i: roles()["milestone"] for i, t in titles.items() if i not in out and _timed(t)}
        more = {i: r for i, r in held.items() if i not in out}
        out |= {i: r for i, r in more.items() if r.name not in (*names, "action")
                and (r.name != "measure" or i > action)}  # fmt: skip
        first = next((i for i in titles if i < action and i not in out), None)
        if first is not None and not names & {"priority", "theme", "linked-priority"}:
            out |= {first: roles()["priority"]} if _groups(first, rows) else {}
    if action is not None and not names & {"priority", "theme", "linked-priority"}:
        out |= {i: roles()["priority"] for i, r in columns.items()
                if i < action and r.numbered_as == "priority" and _groups(i, rows)}  # fmt: skip
    baseline = next((i for i, r in columns.items() if r.name == "baseline"), None)
    if baseline is not None and any(r.name == "measure" for r in columns.values()):
        after = (i for i in titles if i > baseline and i not in columns)
        out |= {i: roles()["target"] for i in after if timing(titles[i]).due_by}
    measured = any(r.name == "measure" for r in columns.values())
    for i, role in columns.items():
        cells = [row[i] for row in rows if i < len(row) and row[i].blocks]
        texts = [cell.text for cell in cells]
        if role.name == "milestone" and "when" not in names and texts and all(map(_dated, cells)):
            out[i] = roles()["when"]
        if role.heads and texts and all(map(_CODE.fullmatch, texts)):
            refers = len(set(texts)) < len(texts) and action is not None
            out[i] = roles()["linked-priority" if refers else "number"]
        later = action is not None and i > action and not measured
        if later and role.makes in ("IntendedOutcome", "ImpactStatement"):
            out[i] = roles()["measure"]
    return out


def _groups(column: int, rows: Sequence[Row]) -> bool:
    """Whether each cell of a column stands for several rows: those below it are empty or merged."""
    cells = [row[column] for row in rows if column < len(row)]
    own = [bool(c.blocks) and not c.merged for c in cells]
    return bool(own) and own[0] and 1 < sum(own) < len(own)
