"""Makes whole what the end of a column or page cut: paragraphs, tables and rows of tables."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from loaders.pdf.draft import DraftCell, DraftTable, Part
from loaders.pdf.flow import Depths, Draft, Leading, Region, drafts, inside, runs_over

_INDENT = 32.0
"""Points by which items stand in from a column's edge."""
_ALIKE = 8.0
"""Points by which the columns of a table may move from page to page."""


@dataclass(slots=True)
class DraftBlocks:
    """The blocks of a cell, its width, and whether it is the lower part of one above."""

    drafts: list[Draft]
    width: int = 1
    merged: bool = False


Cells = list[DraftBlocks]


@dataclass(slots=True)
class Joined:
    """A table with the blocks of its cells, over all its pages.

    `last` is the page that it has come to, `header` how many rows each page repeats.
    """

    rows: list[Cells]
    xs: tuple[float, ...]
    page: int
    ruled: bool
    open_below: bool
    last: int
    header: int | None = None


Whole = Draft | Joined


def whole(found: Iterable[Part], usual: Leading) -> list[Whole]:
    """Blocks and tables in reading order, those that a column or page end cut made whole."""
    out: list[Whole] = []
    depths = Depths()
    for part in found:
        last = out[-1] if out else None
        if isinstance(last, Joined) and not last.ruled:
            part = _as_rows_of(last, part, usual)
        if isinstance(part, DraftTable):
            _add_table(out, part, usual)
            continue
        made = drafts(part, usual, depths)
        if isinstance(last, Draft) and made and _seam(last, made[0]) and runs_over(last, made[0]):
            last.lines += made.pop(0).lines
            last.right = part.right
        out += made
    return out


def _as_rows_of(table: Joined, part: Part, usual: Leading) -> Part:
    """What begins a page in some of the columns of an unruled table, as rows of that table."""
    page = part.page if isinstance(part, DraftTable) else part.lines[0].page
    if page != table.last + 1:
        return part
    if isinstance(part, Region):
        at = _column_at(table, part.left)
        if at is None or not _is_rest(table, at, part, usual):
            return part
        cells = [DraftCell(Region((), 0.0))] * (len(table.xs) - 1)
        cells[at] = DraftCell(part)
        return DraftTable((tuple(cells),), table.xs, page, ruled=False)
    columns = [_column_at(table, x) for x in part.xs[:-1]]
    moved = [x - table.xs[c] for c, x in zip(columns, part.xs, strict=False) if c is not None]
    apart = len(set(columns)) == len(columns) == len(moved)
    if part.ruled or not apart or max(moved) > _INDENT:
        return part
    rows = []
    for row in part.rows:
        cells = [DraftCell(Region((), 0.0))] * (len(table.xs) - 1)
        for column, cell in zip(columns, row, strict=True):
            cells[column or 0] = cell
        rows.append(tuple(cells))
    return DraftTable(tuple(rows), table.xs, page, ruled=False)


def _is_rest(table: Joined, at: int, region: Region, usual: Leading) -> bool:
    """Whether text that begins a page is the rest of a cell of the table's last row."""
    cell = table.rows[-1][at]
    if max(n.x1 for n in region.lines) > table.xs[at + cell.width] + 2:
        return False
    return at > 0 or bool(cell.drafts and _continues(cell.drafts, drafts(region, usual)))


def _column_at(table: Joined, x: float) -> int | None:
    """The column that a left edge stands in."""
    return next((i for i in reversed(range(len(table.xs) - 1)) if x > table.xs[i] - 4), None)


def _seam(before: Draft, after: Draft) -> bool:
    a, b = before.lines[-1], after.lines[0]
    return a.page != b.page or b.base < a.base


def _cell(cell: DraftCell, usual: Leading) -> DraftBlocks:
    return DraftBlocks(drafts(cell.region, usual), cell.width, cell.merged)


def _add_table(out: list[Whole], table: DraftTable, usual: Leading) -> None:
    rows = [[_cell(c, usual) for c in row] for row in table.rows]
    last = out[-1] if out else None
    if not (isinstance(last, Joined) and last.ruled == table.ruled and _alike(last, table.xs)):
        out.append(Joined(rows, table.xs, table.page, table.ruled, table.open_below, table.page))
        return
    repeated = 0
    while repeated < min(len(rows), len(last.rows), 4 if last.header is None else last.header) and (
        _texts(rows[repeated]) == _texts(last.rows[repeated])
    ):
        repeated += 1
    last.header = repeated if last.header is None else last.header
    rows = rows[repeated:]
    if rows and _same_row(last, rows[0], table):
        last.rows[-1] = _row_joined(last.rows[-1], rows.pop(0))
    last.rows += rows
    last.open_below, last.last = table.open_below, table.page
    if not table.ruled:
        lefts = (min(a, b) for a, b in zip(last.xs[:-1], table.xs[:-1], strict=True))
        last.xs = (*lefts, max(last.xs[-1], table.xs[-1]))


def _alike(table: Joined, xs: Sequence[float]) -> bool:
    """Whether columns stand at the same places; without rules, a column of items is indented."""
    moved = [(y - xs[0] * table.ruled) - (x - table.xs[0] * table.ruled)
             for x, y in zip(table.xs, xs, strict=False)]  # fmt: skip
    if table.ruled:
        return len(xs) == len(table.xs) and all(abs(m) <= _ALIKE for m in moved)
    return len(xs) == len(table.xs) and all(abs(m) <= _INDENT for m in moved[:-1])


def _texts(row: Cells) -> list[str]:
    return [" ".join(d.text for d in cell.drafts) for cell in row]


def _same_row(table: Joined, row: Cells, part: DraftTable) -> bool:
    """Whether the first row of a page goes on with the last row of the page before.

    It does when no rule closes that row, or when a sentence goes on in one of its cells and no
    cell begins that the row before has not.
    """
    before = table.rows[-1]
    if part.page == table.last or [c.width for c in before] != [c.width for c in row]:
        return False
    if table.open_below:
        return True
    pairs = [(a.drafts, b.drafts) for a, b in zip(before, row, strict=True)]
    if any(new and not old for old, new in pairs):
        return False
    first, begins = pairs[0]
    if first and begins and len(row) > 2 and not _mid_sentence(first, begins):
        return False
    return any(_mid_sentence(old, new) for old, new in pairs if old and new)


def _mid_sentence(old: Sequence[Draft], new: Sequence[Draft]) -> bool:
    return inside(new[0].text) and _continues(old, new)


def _continues(old: Sequence[Draft], new: Sequence[Draft]) -> bool:
    return runs_over(old[-1], new[0])


def _row_joined(before: Cells, after: Cells) -> Cells:
    for upper, lower in zip(before, after, strict=True):
        rest = lower.drafts
        if upper.drafts and rest and _continues(upper.drafts, rest):
            upper.drafts[-1].lines += rest[0].lines
            rest = rest[1:]
        upper.drafts += rest
    return before
