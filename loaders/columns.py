"""Tables that are drawn with blanks: columns that stay empty over many lines part their cells."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from loaders.document import Block, Cell, Row, Table
from loaders.lines import Line
from loaders.markdown import HEADING, is_rule
from loaders.markup import MARKER, clean, typed
from loaders.slices import Slice, join

_GAP = re.compile(r"(?<=[^\s.:;?!,]) {2,}(?=\S)|(?<=[.:;?!,]) {3,}(?=\S)")
_WIDEST = 400
_BLANKS = 3
_NUMBER = re.compile(r"(?:\d{1,2}(?:\.\d{1,2})*|[A-Z]\d{0,2})[.)]?")

_DASHES = "-\u2013\u2014"

Piece = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Strip:
    """A line of a table: what it has in each column, as places in the source."""

    line: Line
    cells: tuple[Piece | None, ...]
    after_gap: bool

    def filled(self) -> int:
        return sum(c is not None for c in self.cells)

    def text(self, column: int, source: str) -> str:
        piece = self.cells[column]
        return source[piece[0] : piece[1]] if piece else ""


def _gaps(line: Line) -> list[Piece]:
    """Where a line has blanks that could part two cells; those after a bullet do not."""
    text = line.text
    if len(text) > _WIDEST or "\t" in text or "|" in text or HEADING.match(text):
        return []
    m = MARKER.match(text, line.indent)
    return [g.span() for g in _GAP.finditer(text, m.end() if m else 0)]


def _taken(line: Line) -> int:
    """The columns that a line fills, as bits; single blanks between words count as filled."""
    text = line.text.rstrip()
    bits = (1 << len(text)) - 1
    for a, b in [(0, len(text) - len(text.lstrip())), *_gaps(line)]:
        bits &= ~(((1 << (b - a)) - 1) << a)
    return bits


def _rivers(bits: int, least: int = 2) -> list[Piece]:
    """The runs of columns that no line fills, between the first and the last that one does."""
    drawn = bin(bits)[:1:-1].rstrip("0")
    start = len(drawn) - len(drawn.lstrip("0"))
    return [m.span() for m in re.compile(rf"0{{{least},}}").finditer(drawn, start)]


def _region(found: Sequence[Line], at: int) -> tuple[int, list[Piece]]:
    """Where the lines end that leave the columns of the first one empty, and those columns.

    A paragraph without blanks in its lines that fills such a column is text after the table.
    """
    bits, last = _taken(found[at]), at
    before: tuple[int, int] | None = None
    first = len(_rivers(bits))
    needed = first if first < 3 else first - 1
    for i in range(at + 1, len(found)):
        line = found[i]
        if line.blank or is_rule(line.text):
            continue
        gap = sum(x.blank for x in found[last + 1 : i])
        if gap > _BLANKS and line.page == found[last].page:
            break
        if len(line.text) > _WIDEST or "\t" in line.text or HEADING.match(line.text):
            break
        if _gaps(line):
            before = None
        elif found[i - 1].blank:
            before = bits, last
        wider = bits | _taken(line)
        closed = len(_rivers(bits)) - len(_rivers(wider))
        if closed and before:
            bits, last = before
            break
        if len(_rivers(wider)) < needed:
            break
        bits, last = wider, i
    return last + 1, _rivers(bits)


def _strips(found: Sequence[Line], rivers: Sequence[Piece]) -> list[Strip]:
    edges = [0, *((a + b) // 2 for a, b in rivers), _WIDEST]
    out, gap = [], True
    for line in found:
        if line.blank or is_rule(line.text):
            gap = True
            continue
        cells = tuple(_piece(line, a, b) for a, b in pairwise(edges))
        out.append(Strip(line, cells, gap))
        gap = False
    return out


def _piece(line: Line, left: int, right: int) -> Piece | None:
    text = line.text[left:right]
    kept = text.strip()
    if not kept:
        return None
    start = line.start + left + len(text) - len(text.lstrip())
    return start, start + len(kept)


def _is_table(strips: Sequence[Strip], source: str) -> bool:
    """Whether it surely is one: three lines or more of cells, and more than labels with values.

    Two lines that fill four columns or more are a header with its only row.
    """
    full = [s for s in strips if s.filled() > 1]
    if len(full) == len(strips) == 2 and min(s.filled() for s in full) > 3:
        return True
    if len(full) < 3 or len(full) * 3 < len(strips):
        return False
    if len(strips[0].cells) > 2:
        return True
    if _row_by_row(strips, source):
        return True
    labels = sorted(len(s.text(0, source)) for s in full)
    numbered = sum(_NUMBER.fullmatch(s.text(0, source)) is not None for s in full)
    begun = sum(s.cells[0] is not None for s in strips)
    return len(full) * 5 >= begun * 4 and labels[len(labels) // 2] <= 30 and not numbered


def _row_by_row(strips: Sequence[Strip], source: str) -> bool:
    """Whether two columns hold a row in every line that fills both: no line goes on with another.

    So does a table, and never the running text of a page in two columns.
    """
    full = [
        (left[0], left[1] - s.line.start, right[0] - s.line.start, right[0])
        for s in strips
        if len(s.cells) == 2 and (left := s.cells[0]) and (right := s.cells[1])
    ]
    return (
        len(full) > 2
        and len({start for _, _, start, _ in full}) == 1
        and all(end + 3 <= start for _, end, start, _ in full)
        and not any(source[at].islower() for left, _, _, right in full for at in (left, right))
    )


def _rows(strips: Sequence[Strip], source: str) -> Iterator[list[Strip]]:
    """The lines of each row: a row begins with a number, after a gap, or with every line."""
    firsts = [s.text(0, source) for s in strips if s.cells[0]]
    numbers = sum(_NUMBER.fullmatch(t) is not None for t in firsts)
    numbered = numbers >= 2 and numbers * 2 >= len(firsts)
    gapped = sum(s.after_gap for s in strips[2:]) >= 2 and not _row_by_row(strips, source)
    row: list[Strip] = []
    for strip in strips:
        text = strip.text(0, source)
        turned = bool(row) and strip.line.page != row[-1].line.page
        if numbered:
            begins = _NUMBER.fullmatch(text) is not None or (bool(text) and strip.after_gap)
        elif gapped:
            anew = bool(text) or _begins_all(strip, source)
            begins = anew and strip.after_gap and not (turned and text[:1].islower())
        else:
            begins = bool(text) and not text[0].islower()
        if row and begins:
            yield row
            row = []
        row.append(strip)
    yield row


def _begins_all(strip: Strip, source: str) -> bool:
    """Whether a line begins most cells of a row, below a first one that holds for it too."""
    texts = [source[c[0] : c[1]] for c in strip.cells if c]
    return 2 * len(texts) > len(strip.cells) and not any(t[0].islower() for t in texts)


def blocks_of(
    pieces: Iterable[tuple[Piece, bool]], source: str, wrapped: bool = True, room: int = 0
) -> Iterator[Block]:
    """The blocks of a cell that is written on several lines.

    Each piece says whether blank lines part it from the one before; `room` is the width of the
    column. A piece begins a block where it opens with a bullet, or with a word that had room in
    the line before; where lines are not wrapped, every piece does but the rest of a sentence.
    """
    texts = [(clean(source, a, b), gap) for (a, b), gap in pieces]
    room = room or max((len(t) for t, _ in texts), default=0)
    under_way: list[Slice] = []
    first = ""
    for text, gap in texts:
        if not text:
            continue
        goes_on = text.text[0].islower()
        ended = bool(under_way) and not goes_on and _had_room(under_way[-1].text, text.text, room)
        m = MARKER.match(text.text)
        item = m is not None and (m.group()[0] not in _DASHES or first in _DASHES)
        if under_way and (item or ended or (not goes_on and (gap or not wrapped))):
            yield typed(join(under_way, apart=True))
            under_way = []
        first = first or (m.group()[0] if m else "")
        under_way.append(text)
    if under_way:
        yield typed(join(under_way, apart=True))


def _had_room(line: str, after: str, room: int) -> bool:
    """Whether the next line's first word would have fitted: then the break was meant."""
    needed = len(line) + 1 + len(after.split(maxsplit=1)[0])
    return needed * 20 < room * (20 if line[-1] in ".;:" else 17)


def _row(strips: Sequence[Strip], source: str, rooms: Sequence[int]) -> Row:
    cells = []
    for column, room in enumerate(rooms):
        pieces = [(p, s.after_gap) for s in strips if (p := s.cells[column])]
        cells.append(Cell(tuple(blocks_of(pieces, source, room=room))))
    return tuple(cells)


def _rooms(strips: Sequence[Strip]) -> list[int]:
    """The width of each column: that of its longest line."""
    columns = range(len(strips[0].cells))
    return [max((c[1] - c[0] for s in strips if (c := s.cells[i])), default=0) for i in columns]


def _apart(before: Strip, last: Strip, source: str) -> bool:
    """Whether the last line is text after a table, not the rest of a cell over a page's end."""
    if last.filled() != 1 or not last.after_gap:
        return False
    rest = last.cells[0] is None or last.text(0, source)[0].islower()
    return not (rest and last.line.page != before.line.page)


def table_at(found: Sequence[Line], at: int, source: str) -> tuple[Table | None, int]:
    """A table that begins with this line, if one does, and where to look for the next."""
    gaps = _gaps(found[at])
    if not gaps or (len(gaps) == 1 and gaps[0][1] - gaps[0][0] < 3):
        return None, at + 1
    end, rivers = _region(found, at)
    strips = _strips(found[at:end], rivers)
    while len(strips) > 1 and _apart(strips[-2], strips[-1], source):
        dropped = strips.pop().line
        while end > at and found[end - 1].start >= dropped.start:
            end -= 1
    if not _is_table(strips, source):
        return None, end
    rooms = _rooms(strips)
    rows = tuple(_row(r, source, rooms) for r in _rows(strips, source))
    return Table(rows, found[at].page), end
