"""Blocks as the author had them: tables whole, without page numbers, sections under headings."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from loaders.document import Block, Kind, Row, Table
from loaders.interpret.flattened import unflattened
from loaders.interpret.header import column_roles
from loaders.interpret.lexicon import cue, label_like, plain, role_named
from loaders.interpret.listed import told_at
from loaders.interpret.prose import acts

_PAGE = re.compile(r"(?:page\s*[|:]?\s*)?\d{1,3}(?:\s+of\s+\d{1,3})?", re.IGNORECASE)

_CODED = re.compile(r"(?P<code>[A-Z]{1,4})[ -]?(?P<number>\d{1,2})[.:)]?\s+(?=[A-Z])")
_FEW, _LONG, _LONGEST = 6, 10, 20


def is_page_number(block: Block) -> bool:
    """Whether a line is no more than the number of a page."""
    return block.kind == "paragraph" and _PAGE.fullmatch(block.text.text) is not None


def _says(block: Block) -> bool:
    """Whether a block holds a letter or figure, and not a bullet alone."""
    return any(c.isalnum() for c in block.text.text)


def _again(block: Block, after: Block | Table | None) -> bool:
    """Whether a line says what the next one says, as the words for a picture of a heading do."""
    same = isinstance(after, Block) and plain(block.text.text) == plain(after.text.text)
    return same and block.kind == "paragraph" and bool(plain(block.text.text))


def sections(blocks: Sequence[Block | Table]) -> list[Block | Table]:
    """The blocks, with lone numbered lines that count up through the text as headings.

    Two names will do, and one that opens a page of a plan.
    """
    around = zip([None, *blocks], blocks, [*blocks[1:], None], strict=False)
    lone = {
        i: b
        for i, (before, b, after) in enumerate(around)
        if isinstance(b, Block)
        and _lone(b)
        and (b.bold or not (_item(before, True) or _item(after)))
    }
    if any(b.numbered for b in lone.values()):
        lone = {i: b for i, b in lone.items() if b.numbered}
    if sum(b.bold for b in lone.values()) > 1:
        lone = {i: b for i, b in lone.items() if b.bold}
    numbers = [_count(b) for b in lone.values()]
    sure = all(_name(b) or b.marker.endswith(":") for b in lone.values())
    few = sure and (numbers == [1, 2] or (list(lone) == [0] and len(blocks) > 1))
    if not (few or len(lone) > 2) or any(a >= b for a, b in pairwise(numbers)):
        return list(blocks)
    return [replace(lone[i], kind="heading", level=2) if i in lone else b
            for i, b in enumerate(blocks)]  # fmt: skip


def parted(blocks: Sequence[Block | Table]) -> list[Block | Table]:
    """The blocks, with numbered names that go on in a text of their own parted from it.

    "1. Skilled staff - In all schools ...": two or more that count up, with other blocks between.
    """
    found = {
        i: b
        for i, (b, after) in enumerate(pairwise(blocks))
        if isinstance(b, Block) and b.numbered and told_at(b) and not _item(after, True)
    }
    if len(found) < 2 or [int(b.code) for b in found.values()] != list(range(1, len(found) + 1)):
        return list(blocks)
    out: list[Block | Table] = []
    for i, block in enumerate(blocks):
        if i in found:
            name, text = found[i], found[i].text
            out.append(replace(name, text=text.cut(0, told_at(name))))
            block = Block("paragraph", text.cut(told_at(name)).strip(":\u2013\u2014- "))
        out.append(block)
    return out


def coded(blocks: Sequence[Block | Table]) -> list[Block | Table]:
    """The blocks, with lines under codes of letters that count up from one as items or headings.

    "SW1 Stop all forms of abuse", "SW2 Help ...": items where three or more, or two or more time
    and again, stand right after one another; headings where more than a line stands below each.
    """
    out, level = list(blocks), 1
    for runs in _coded_runs(blocks):
        apart = [r for r in runs if len(r) > 1 and all(b - a > 2 for a, b in pairwise(r))]
        level += bool(apart)
        for run in runs:
            together = run[-1] - run[0] == len(run) - 1 and len(run) > (1 if runs[1:] else 2)
            if run in apart or together:
                kind: Kind = "heading" if run in apart else "item"
                for i in run:
                    out[i] = _uncoded(blocks[i], kind, level if run in apart else 1)
    return out


def _coded_runs(blocks: Sequence[Block | Table]) -> Iterator[list[list[int]]]:
    """For each code of letters the places of lines under it, parted where it begins from one."""
    found: dict[str, list[list[int]]] = defaultdict(list)
    due: dict[str, int] = {}
    for i, block in enumerate(blocks):
        if code := _code(block):
            letters, number = code
            if number == 1:
                found[letters].append([i])
            elif found[letters] and number == due[letters]:
                found[letters][-1].append(i)
            due[letters] = number + 1
    yield from (
        runs for letters, runs in found.items() if letters.casefold() not in cue("numbered")
    )


def _code(block: Block | Table) -> tuple[str, int] | None:
    line = isinstance(block, Block) and block.kind == "paragraph"
    m = _CODED.match(block.text.text) if isinstance(block, Block) and line else None
    return (m["code"], int(m["number"])) if m else None


def _uncoded(block: Block | Table, kind: Kind, level: int) -> Block:
    """A line under a code as an item or heading with its number."""
    assert isinstance(block, Block)
    m = _CODED.match(block.text.text)
    assert m
    text = block.text.cut(m.end())
    return replace(block, kind=kind, text=text, level=level, marker=f"{m['number']}.")


def _item(block: Block | Table | None, numbered: bool = False) -> bool:
    return isinstance(block, Block) and block.kind == "item" and (not numbered or block.numbered)


def _lone(block: Block) -> bool:
    most = _LONGEST if block.marker.endswith(":") else _LONG if block.numbered else 3 * _LONG
    counts = block.kind == "item" and _count(block) > 0
    return counts and len(block.text.text.split()) <= most and block.text.text[-1] not in ".;,"


def _count(block: Block) -> int:
    """The number before an item, or that of its letter; 0 for none."""
    letter = len(block.code) == 1 and block.code.isalpha()
    return int(block.code) if block.numbered else ord(block.code) - ord("a") + 1 if letter else 0


def _without_contents(blocks: Sequence[Block | Table]) -> list[Block | Table]:
    """The blocks without the items, and lines that end in a page, right below "Contents"."""
    kept: list[Block | Table] = []
    inside = False
    for block in blocks:
        line = isinstance(block, Block) and block.kind != "heading" and not block.bold
        inside = inside and line and isinstance(block, Block) and _listed(block)
        if not inside:
            kept.append(block)
            role = role_named(block.text.text) if isinstance(block, Block) else None
            inside = role is not None and role.name == "contents"
    return kept


def _listed(block: Block) -> bool:
    return block.kind == "item" or re.search(r"\d$", block.text.text) is not None


def _name(block: Block) -> bool:
    text = block.text.text
    return len(text.split()) <= _FEW and label_like(text) and not acts(text)


@dataclass
class _Run:
    """Tables that are one so far, and what tells whether the next goes on: header and width."""

    page: int | None
    rows: list[Row] = field(default_factory=list)
    header: tuple[str, ...] = ()
    wide: int = 0

    def add(self, table: Table) -> None:
        for row in table.rows:
            self.rows.append(row)
            self.wide = max(self.wide, len(row))
            if column_roles(row):
                self.header = _texts(row)

    def goes_on_in(self, table: Table) -> bool:
        top = table.rows[0]
        more = len(top) == self.wide > 1 and not top[0].blocks and any(c.blocks for c in top)
        return bool(self.header) and (more or _texts(top) == self.header)


def _texts(row: Row) -> tuple[str, ...]:
    return tuple(c.text for c in row)


def joined(blocks: Sequence[Block | Table]) -> list[Block | Table]:
    """The blocks without page numbers and contents, and with tables whole that a page end parted.

    A table goes on in the next one where that repeats its header, or begins with a row whose
    first cell is empty, and only page numbers stand between.
    """
    runs: list[Block | _Run] = []
    lines = sections(parted(coded(unflattened(_without_contents(blocks)))))
    for block, after in zip(lines, [*lines[1:], None], strict=False):
        if isinstance(block, Block):
            said = _says(block) and not (is_page_number(block) or _again(block, after))
            runs += [block] if said else []
            continue
        last = runs[-1] if runs else None
        if not (isinstance(last, _Run) and last.goes_on_in(block)):
            last = _Run(block.page)
            runs.append(last)
        last.add(block)
    return [Table(tuple(r.rows), r.page) if isinstance(r, _Run) else r for r in runs]
