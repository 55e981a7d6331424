"""Rows of tables drawn with tabs or pipes, also where a converter broke them over lines."""

import itertools
import re
from collections.abc import Sequence

from loaders.columns import Piece, blocks_of
from loaders.document import Block, Cell, Row
from loaders.lines import Line
from loaders.markup import BULLET, fragment

_PIPES = re.compile(r"(?<!\\)\|")
_GRID = re.compile(r"\s*\+(?:[-=:]+\+)+\s*")
_DELIMITER = re.compile(r"\s*+\|?\s*+:?-{2,}+:?\s*+(?:\|\s*+:?-{2,}+:?\s*+)++\|?\s*+")
_TABBED_ITEM = re.compile(rf"\s*{BULLET}\s+[^\t]+")
_OPEN = re.compile(r"\s*+[^|\s][^|]*\|\s*")
_MOST_LINES = 30
_LEAST = 8
_GAP = 4

Edges = list[Piece]


def _tabbed(line: Line, in_table: bool) -> Edges | None:
    text = line.text
    inner = "\t" in text.strip("\t ")
    if not in_table and _TABBED_ITEM.fullmatch(text):
        return None
    if not inner and not (in_table and (text.startswith("\t") or text.endswith("\t"))):
        return None
    edges = [-1, *(m.start() for m in re.finditer("\t", text)), len(text)]
    return [(line.start + a + 1, line.start + b) for a, b in itertools.pairwise(edges)]


def _piped(line: Line, end: int, source: str, in_table: bool) -> Edges | None:
    """The cells between pipes, up to `end`; outer pipes may be missing inside a table."""
    at = [m.start() for m in _PIPES.finditer(source, line.start, end)]
    led = line.text.lstrip().startswith("|")
    if not at or (len(at) < 2 if led else not in_table):
        return None
    edges = at if led else [line.start - 1, *at]
    if source[at[-1] + 1 : end].strip() or (not led and len(at) < 2):
        edges = [*edges, end]
    return [(a + 1, b) for a, b in itertools.pairwise(edges)]


def _broken(found: Sequence[Line], at: int) -> int:
    """Where a piped row ends whose cells run over several lines; else the next line."""
    line = found[at].text
    if not line.lstrip().startswith("|") or line.rstrip().endswith("|"):
        return at + 1
    for i in range(at + 1, min(at + _MOST_LINES, len(found))):
        text = found[i].text
        if text.lstrip().startswith("|") or text.lstrip().startswith("#"):
            break
        if text.rstrip().endswith("|"):
            return i + 1
    return at + 1


def _listed(found: Sequence[Line], at: int, in_table: bool) -> int | None:
    """Where a row ends that is a name before a bar, a list, and a bar on a line of its own.

    Below another row, the name may take two lines.
    """
    goes_on = in_table and "|" not in found[at].text and at + 1 < len(found)
    first = at + 1 if goes_on else at
    if not _OPEN.fullmatch(found[first].text):
        return None
    for i in range(first + 1, min(first + _MOST_LINES, len(found))):
        if "|" in found[i].text:
            return i + 1 if found[i].text.strip() == "|" and i > first + 1 else None
    return None


def _cell(piece: Piece, source: str) -> Cell:
    """A cell; one over several lines has a block in each, unless a sentence goes on."""
    start, end = piece
    if "\n" not in source[start:end]:
        return Cell(fragment(source, start, end))
    lines = [m.span() for m in re.compile(r"[^\r\n]+").finditer(source, start, end)]
    pieces = [((a, b), False) for a, b in lines if source[a:b].strip()]
    if any("<" in source[a:b] for (a, b), _ in pieces):
        return Cell(tuple(x for (a, b), _ in pieces for x in fragment(source, a, b)))
    return Cell(tuple(blocks_of(pieces, source, wrapped=False)))


def _two_rows(text: str, following: str) -> bool:
    """Whether a line of cells has a delimiter or a line with as many cells below it."""
    bars = text.count(" | ")
    return _DELIMITER.fullmatch(following) is not None or following.count(" | ") == bars > 1


def row_at(found: Sequence[Line], at: int, source: str, in_table: bool) -> tuple[Row, int] | None:
    """The row that begins with this line, and the line after it; None where none does."""
    line = found[at]
    if closed := _listed(found, at, in_table):
        cells = _piped(line, found[closed - 1].end, source, True) or []
        return tuple(_cell(c, source) for c in cells), closed
    after = _broken(found, at)
    in_table = in_table or (after < len(found) and _two_rows(line.text, found[after].text))
    if _grid_opens(found, at):
        return _grid_row(found, at, source)
    if "\t" in line.text and (edges := _tabbed(line, in_table)):
        return tuple(_cell(e, source) for e in edges), at + 1
    after = after if in_table else at + 1
    edges = _piped(line, found[after - 1].end, source, in_table)
    return (tuple(_cell(e, source) for e in edges), after) if edges else None


def closed_at(found: Sequence[Line], at: int, source: str) -> tuple[list[Row], int]:
    """Cells that a bar closes, most of them on a line of their own, from this line on.

    Each is a row, since nothing but what they say tells where rows end. Also the line after them.
    """
    closed, after = 0, at
    for i in range(at, len(found)):
        text = found[i].text.strip()
        if not text or (text.startswith("|") and text.strip("|")) or i > after + _GAP:
            break
        if text.endswith("|"):
            closed, after = closed + 1, i + 1
    if closed < _LEAST or 2 * (after - at) > 3 * closed:
        return [], max(after, at + 1)
    stop = found[after - 1].end
    bars = [m.start() for m in _PIPES.finditer(source, found[at].start, stop)]
    edges = itertools.pairwise([found[at].start - 1, *bars])
    return [(_cell((a + 1, b), source),) for a, b in edges], after


def _grid_opens(found: Sequence[Line], at: int) -> bool:
    return (
        at > 0
        and found[at].text.lstrip().startswith("|")
        and _GRID.fullmatch(found[at - 1].text) is not None
    )


def _grid_row(found: Sequence[Line], at: int, source: str) -> tuple[Row, int]:
    """A row between two lines of "+---+", each of its cells over all of its lines."""
    columns: list[list[Piece]] = []
    i = at
    while i < len(found) and found[i].text.lstrip().startswith("|"):
        for n, piece in enumerate(_piped(found[i], found[i].end, source, True) or ()):
            columns += [[] for _ in range(n + 1 - len(columns))]
            columns[n].append(piece)
        i += 1
    return tuple(Cell(tuple(_of_lines(c, source))) for c in columns), i


def _of_lines(column: Sequence[Piece], source: str) -> list[Block]:
    pieces: list[tuple[Piece, bool]] = []
    gap = False
    for a, b in column:
        if source[a:b].strip():
            pieces.append(((a, b), gap))
            gap = False
        else:
            gap = bool(pieces)
    return list(blocks_of(pieces, source))
