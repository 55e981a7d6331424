"""What a plan's own repetition tells: labels that no list has, and titles of its records."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise, takewhile

from loaders.document import Block, Table
from loaders.interpret.counted import counted
from loaders.interpret.dates import timing
from loaders.interpret.enumerated import enumerated
from loaders.interpret.header import column_roles
from loaders.interpret.heads import names, names_of_bullets, over_actions, over_records
from loaders.interpret.lexicon import NUMBER_WORDS, Role, cue_pattern, plain, roles
from loaders.interpret.listed import named_over_paragraphs, over_numbered_aims
from loaders.interpret.looks import Line, Named
from loaders.interpret.place import BOLD_LEVEL, dated_heading, label_of
from loaders.interpret.prose import acts
from loaders.interpret.resolved import resolved
from loaders.interpret.targets import level

_MOST = 3 / 5
_LOOKED_AT = 40
_SKIPPED = 2
"""How many sentences may stand between the title of a record and its first label."""

_COUNTED = re.compile(rf"\d|\b(?:{'|'.join(NUMBER_WORDS)}|half|third|quarter)\b")
_PREFIX = re.compile(r"([A-Z][^:.;]{3,60}):\s+(?=\S)")


@dataclass(frozen=True, slots=True)
class Series:
    """The blocks, with the titles of records as headings, and what recurring labels mean.

    `heads` are the places in the source of headings that have actions right below them, `records`
    of those that are themselves actions, with who and when below; `names` those of numbered items
    that are no more than names for the bullets after them. `listed` are lines under a heading of
    priorities that name one each, with paragraphs of its own, and whether another follows.
    `counted` are lines with a number after a noun that no list has, such as name priorities.
    `unknown` are recurring labels before a colon of which nothing tells what they mean.
    """

    blocks: list[Line]
    labels: Mapping[str, Role]
    heads: frozenset[int]
    records: frozenset[int]
    names: frozenset[int]
    listed: Mapping[int, bool]
    unknown: frozenset[str]
    counted: Named

    def unexplained(self, block: Block) -> bool:
        """Whether a paragraph begins with a recurring label of unknown meaning."""
        m = _PREFIX.match(block.text.text) if block.kind == "paragraph" else None
        return m is not None and f"{plain(m[1])}:" in self.unknown


def series(blocks: Sequence[Line]) -> Series:
    """Records are told by what recurs in each: labels of the same wording, tables of one header."""
    lines, named = enumerated(blocks)
    if not named:
        lines, named = resolved(blocks)
    keys = [_key(b) for b in lines]
    places: dict[str, list[int]] = {}
    for i, key in enumerate(keys):
        if key:
            places.setdefault(key, []).append(i)
    again = {key: at for key, at in places.items() if len(at) > 1}
    marked = {i for at in again.values() for i in at}
    labels = {key: role for key, at in again.items() if (role := _role(key, at, lines, marked))}
    for key, at in places.items():
        if len(at) == 1 and cue_pattern("ahead").search(key) and _leads(at[0], lines):
            role = _role(key, at, lines, marked)
            labels |= {key: role} if role and role.makes == "Measure" else {}
    marks = {key: at for key, at in again.items()
             if (key[-1] == ":" or "|" in key or key in labels or len(at) > 2)
             and key != "narrative|"}  # fmt: skip
    over = over_numbered_aims(lines)
    titles = {*_titles(lines, marks, marked), *over}
    if not titles:
        labels |= dict.fromkeys(_opening_aims(lines, marks), roles()["priority"])
    for i in titles:
        block = lines[i]
        assert isinstance(block, Block)
        lines[i] = replace(block, kind="heading", level=BOLD_LEVEL)
    return Series(
        lines,
        labels,
        frozenset({*over_actions(lines, keys), *(_start(lines[i]) for i in over)}),
        frozenset(over_records(lines)),
        frozenset(names_of_bullets(lines)),
        dict(named_over_paragraphs(lines)),
        frozenset(key for key in again if key[-1] == ":" and key not in labels),
        {**counted(lines), **named},
    )


def _key(block: Line) -> str:
    """What is the same of a mark in every record; nothing for what can be none."""
    if isinstance(block, Table):
        header = block.rows[0]
        return "|".join(c.text for c in header) if len(header) > 1 and len(block.rows) > 1 else ""
    text = block.text.text
    if found := label_of(block):
        heads = found.role.heads or found.number
        return "" if heads else f"{found.role.name}|"
    if m := _PREFIX.match(text):
        return f"{plain(m[1])}:"
    if block.kind == "item" or len(text.split()) > 12 or text.endswith((".", ";", ",")):
        return ""
    return plain(text)


def _role(key: str, at: Sequence[int], lines: Sequence[Line], marked: set[int]) -> Role | None:
    """What a recurring line of unknown wording introduces, told by what stands under it or in it.

    Figures are measures only where the line looks ahead or actions stand before it: else they
    are what is known.
    """
    numbered = key[-1] == ":" and key[-2:-1].isdigit()
    if "|" in key or numbered or (_COUNTED.search(key) and level(key).value):
        return None
    here = (m.string[m.end() :] for i in at if (m := _PREFIX.match(_text(lines[i]))))
    under = list(here) if key[-1] == ":" else [
        b.text.text for i in at for b in _below(i, lines, marked)
    ]  # fmt: skip
    if len(under) < 2:
        return None
    acting = sum(map(acts, under))
    if acting >= _MOST * len(under):
        first = lines[at[0]]
        dated = isinstance(first, Block) and dated_heading(first.text)
        return None if dated else roles()["action"]
    facts = sum(cue_pattern("past").search(t) is not None for t in under)
    levels = sum(level(t).checkable and _COUNTED.search(t) is not None for t in under)
    if 2 * max(acting, facts) > len(under):
        return None
    ahead = cue_pattern("ahead").search(key) or timing(key).due_by
    if levels >= _MOST * len(under):
        return roles()["measure"] if ahead or all(_acted(i, lines) for i in at) else None
    return roles()["objective"] if cue_pattern("wanted").search(key) else None


def _start(block: Line) -> int:
    return block.text.start if isinstance(block, Block) else -1


def _text(block: Line) -> str:
    return block.text.text if isinstance(block, Block) else ""


def _leads(i: int, lines: Sequence[Line]) -> bool:
    """Whether a line leads into a list."""
    line, after = lines[i], lines[i + 1] if i + 1 < len(lines) else None
    return isinstance(line, Block) and isinstance(after, Block) and after.kind == "item"


def _below(i: int, lines: Sequence[Line], marked: set[int]) -> Iterator[Block]:
    """The statements under a line: items where there are any, else its paragraphs."""
    first = lines[i + 1] if i + 1 < len(lines) else None
    kind = first.kind if isinstance(first, Block) else "heading"
    for j in range(i + 1, min(i + _LOOKED_AT, len(lines))):
        block = lines[j]
        if not isinstance(block, Block) or block.kind != kind or kind == "heading" or j in marked:
            return
        yield block


def _acted(i: int, lines: Sequence[Line]) -> bool:
    """Whether the statements right before a line are actions."""
    before = lines[i - 1] if i else None
    if isinstance(before, Table):
        return any(r.name == "action" for r in (column_roles(before.rows[0]) or {}).values())
    return before is not None and acts(before.text.text)


def _opening_aims(lines: Sequence[Line], marks: Mapping[str, list[int]]) -> Iterator[str]:
    """The label of an aim or outcome that opens every record, where no heading does."""
    if not marks or any(_headed(b) for b in lines):
        return
    first, *rest = sorted(marks.values(), key=lambda at: at[0])
    found = [label_of(b) if isinstance(b := lines[i], Block) else None for i in first]
    aims = all(f and f.rest and not f.number and f.role.numbered_as for f in found)
    apart = all(after - i > 1 for i, after in pairwise(first))
    if aims and apart and all(len(at) == len(first) for at in rest):
        yield from {f"{plain(_text(lines[i]).partition(':')[0])}:" for i in first}


def _headed(block: Line) -> bool:
    """Whether a line is a heading below the title, or names a priority or theme."""
    if isinstance(block, Table):
        return False
    found = label_of(block)
    named = found is not None and found.role.heads
    return named or block.bold or (block.kind == "heading" and block.level > 1)


def _titles(
    lines: Sequence[Line], marks: Mapping[str, list[int]], marked: set[int]
) -> Iterator[int]:
    """The places of the titles: each stands before the mark that opens its record."""
    if not marks:
        return
    most = max(map(len, marks.values()))
    opening = min((at for at in marks.values() if len(at) >= _MOST * most), key=lambda at: at[0])
    found = [t for i in opening if (t := _title(i, lines, marked)) is not None]
    names = {plain(b.text.text) for t in found if isinstance(b := lines[t], Block)}
    if len(names) == len(found) > 1 and len(found) >= 0.8 * len(opening):
        yield from found


def _title(i: int, lines: Sequence[Line], marked: set[int]) -> int | None:
    """The line before a mark that can name its record, beyond a sentence or two."""
    back = takewhile(lambda j: j not in marked, range(i - 1, max(i - 2 - _SKIPPED, -1), -1))
    for j in back:
        block = lines[j]
        if isinstance(block, Table):
            return None
        if block.kind != "paragraph" and not (block.numbered and block.bold):
            return None
        if names(block):
            return None if _named_by(j, lines) else j
        if not block.text.text.endswith("."):
            return None
    return None


def _named_by(i: int, lines: Sequence[Line]) -> bool:
    """Whether a line is what a numbered label on the line before it names: "Objective 2"."""
    before = lines[i - 1] if i else None
    found = label_of(before) if isinstance(before, Block) else None
    return found is not None and found.number is not None and found.rest is None
