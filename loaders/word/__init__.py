"""Reader for Word files (.docx, .docm): headings by style and by look, lists, tables, notes."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from graph.errors import CrossplanError
from loaders.compose import Composer
from loaders.document import Block, Cell, Document, Kind, Row, Table
from loaders.flow import mended
from loaders.office import open_office
from loaders.word.body import Body
from loaders.word.flow import Flow, Grid, GridCell, Para

_LARGER = 1.15
_BARE_NUMBER = re.compile(r"[\W\d]*|\W*(?:[A-Za-z]|[ivxlcIVXLC]+)(?:[.\d]*)\W*")


def read(path: Path) -> Document:
    """The document in a Word file; tracked changes are accepted, comments left out."""
    office = open_office(path, "Word file")
    body = Body(office)
    writer = _Writer(body.flow())
    blocks = [*writer.blocks(), *writer.notes(body.notes())]
    left = tuple(f"left out: {what}" for what in sorted(body.left))
    if not blocks:
        raise CrossplanError(f"{path}: has no text of its own ({', '.join(left) or 'pictures?'}); "
                             "put the text into the document and save it again")  # fmt: skip
    return writer.composer.document(office.source, blocks, (*office.notes, *left))


@dataclass(frozen=True, slots=True)
class _Looks:
    """What makes a heading in this document: the size of its text, and larger sizes, by rank."""

    body: float
    ranks: dict[float, int]
    styled: bool


def _paras(flow: Flow) -> Iterator[Para]:
    return (p for p in flow if isinstance(p, Para))


def _short(para: Para) -> bool:
    text = para.text.strip()
    return (
        len(text) <= 100 and len(text.split()) <= 14 and text[-1:] not in tuple(".;,")
        and (text[:1].isupper() or text[:1].isdigit())
    )  # fmt: skip


def _looks(flow: Flow) -> _Looks:
    """The commonest size by characters is the text's; sizes of short larger lines are ranked."""
    sizes: Counter[float] = Counter()
    for p in _every(flow):
        if not p.level:
            sizes[p.size] += len(p.text)
    body = sizes.most_common(1)[0][0] if sizes else 0.0
    larger = {p.size for p in _paras(flow)
              if not p.level and _short(p) and p.size >= body * _LARGER}  # fmt: skip
    ranks = {size: i for i, size in enumerate(sorted(larger, reverse=True), start=1)}
    return _Looks(body, ranks, sum(p.level > 0 for p in _paras(flow)) > 1)


def _every(flow: Flow) -> Iterator[Para]:
    for p in flow:
        if isinstance(p, Para):
            yield p
        else:
            yield from (q for row in p.rows for c in row if not c.merged for q in _every(c.flow))


class _Writer:
    """Decides what each paragraph is, and writes the canonical text."""

    def __init__(self, flow: Flow) -> None:
        self.composer = Composer()
        self._flow = tuple(_joined(flow))
        self._looks = _looks(self._flow)
        self._level = 0

    def blocks(self) -> list[Block | Table]:
        out: list[Block | Table] = []
        for part in self._flow:
            if isinstance(part, Grid):
                out += [self._table(part)] if any(part.rows) else []
            elif block := self._block(part, self._heading(part)):
                out.append(block)
        return out

    def notes(self, flow: Flow) -> list[Block | Table]:
        """Footnotes at the end, under a heading that Word does not print."""
        made = [b for p in _every(flow) if (b := self._block(p, 0))]
        if not made:
            return []
        return [*self._notes_heading(), *made]

    def _notes_heading(self) -> Iterator[Block]:
        if block := self.composer.block("heading", "Notes", 1):
            yield block

    def _heading(self, para: Para) -> int:
        """The level of a heading: that of its style, else what its look tells, else 0."""
        if para.level:
            self._level = para.level if len(para.text.split()) <= 30 else self._level
            return para.level if len(para.text.split()) <= 30 else 0
        if not _short(para) or (para.depth and not para.marker[:1].isalnum()):
            return 0
        rank = self._looks.ranks.get(para.size)
        if rank is None and (self._looks.styled or not self._strong(para)):
            return 0
        rank = rank or len(self._looks.ranks) + 1
        return min(self._level + 1 if self._looks.styled else rank, 6)

    @staticmethod
    def _strong(para: Para) -> bool:
        text = para.text.strip()
        return text[-1] != ":" and (para.bold or (text.isupper() and len(text.split()) > 1))

    def _block(self, para: Para, level: int, after: str = "\n\n") -> Block | None:
        text, marker = para.text, para.marker
        if not text.strip():
            text, marker = marker.rstrip(".)"), ""
        if marker and not _BARE_NUMBER.fullmatch(marker) and marker[-1:] != "\u2022":
            text, marker = f"{marker}{'' if marker[-1] in '.:)' else ':'} {text}", ""
        kind: Kind = "heading" if level else "item" if marker and para.depth else "paragraph"
        depth = level or (para.depth if kind == "item" else 0)
        return self.composer.block(kind, text, depth, marker, para.bold, para.page, after)

    # ------------------------------------------------------------ tables

    def _table(self, grid: Grid) -> Table:
        rows: list[Row] = []
        above: dict[int, Cell] = {}
        for row in grid.rows:
            cells = [self._cell(cell, above.get(i)) for i, cell in enumerate(row)]
            above |= dict(enumerate(cells))
            rows.append(tuple(cells))
            self.composer.put("", "\n")
        self.composer.put("", "\n")
        return Table(tuple(rows), grid.page)

    def _cell(self, cell: GridCell, above: Cell | None) -> Cell:
        if cell.merged and above:
            return replace(above, merged=True)
        paras = list(_every(cell.flow))
        found = [self._block(p, p.level, "\n" if p is not paras[-1] else "\t") for p in paras]
        kept = [b for b in mended(b for b in found if b) if isinstance(b, Block)]
        return Cell(tuple(kept), cell.width)


def _joined(flow: Flow) -> Iterator[Para | Grid]:
    """Tables of one width with nothing between them are one: a page end parted them."""
    last: Grid | None = None
    for part in flow:
        if isinstance(part, Grid) and last and _width(part) == _width(last):
            last = Grid(last.rows + part.rows, last.page)
            continue
        if last:
            yield last
        last = part if isinstance(part, Grid) else None
        if last is None:
            yield part
    if last:
        yield last


def _width(grid: Grid) -> int:
    return max((len(row) for row in grid.rows), default=0)
