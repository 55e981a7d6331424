"""Reader for PDF: words and rules of each page become headings, paragraphs, items and tables."""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from graph.errors import CrossplanError
from loaders.compose import Composer
from loaders.document import Block, Cell, Document, Kind, Row, Table
from loaders.markup import MARKER
from loaders.pdf.draft import DraftTable, Part
from loaders.pdf.flow import BULLETS, Draft, Region, leading, lines
from loaders.pdf.furniture import bodies
from loaders.pdf.headings import body_size, is_heading, levels, style
from loaders.pdf.hyphens import Vocabulary, joined, vocabulary
from loaders.pdf.join import Joined, Whole, whole
from loaders.pdf.layout import parts
from loaders.pdf.page import Page
from loaders.pdf.pages import Limits, pages
from loaders.source import Source, open_bytes

_ARROW = re.compile(rf"{BULLETS.pattern}\s+(?=\S)")


def read(path: Path, limits: Limits = Limits()) -> Document:  # noqa: B008
    """The document in a PDF; raises CrossplanError where it has no text or cannot be opened."""
    source = open_bytes(path)
    found = list(pages(path, source, limits))
    words = sum(len(p.words) for p in found)
    blocks = _blocks(found) if words >= min(len(found), 20) else []
    if not blocks:
        raise CrossplanError(
            f"{path}: no text layer ({len(found)} pages), needs OCR: run it through a text "
            "recognition program and load what that writes"
        )
    return _compose(source, blocks, _notes(found))


def _notes(found: Sequence[Page]) -> tuple[str, ...]:
    """What a user should know of how the pages were read."""
    blank = [str(p.number) for p in found if not p.words and p.pictures]
    slanted, marks = sum(p.slanted for p in found), sum(p.marks for p in found)
    notes = []
    if blank:
        notes.append(f"no text layer on page {', '.join(blank)}: needs OCR, was not read")
    if slanted:
        notes.append(f"left out words that run aslant: {slanted}")
    if marks:
        notes.append(f"left out footnote marks: {marks}")
    return tuple(notes)


def _blocks(read: Sequence[Page]) -> list[Whole]:
    """The blocks and tables of all pages in reading order."""
    kept = list(bodies(read))
    rough = [Region(tuple(lines(words, p.number)), max((w.x1 for w in words), default=0.0))
             for p, words in zip(read, kept, strict=True)]  # fmt: skip
    usual = leading(rough)
    found = [part for p, words in zip(read, kept, strict=True) for part in parts(p, words, usual)]
    return whole(_widened(found), leading(_regions(found)))


def _regions(found: Sequence[Part]) -> Iterator[Region]:
    for part in found:
        if isinstance(part, DraftTable):
            yield from (cell.region for row in part.rows for cell in row)
        else:
            yield part


def _widened(found: Sequence[Part]) -> Iterator[Part]:
    """Regions of text with the right edge that the document's text has at that left edge."""
    rights: dict[int, float] = {}
    for part in found:
        if isinstance(part, Region):
            at = round(part.left / 4)
            rights[at] = max(rights.get(at, 0.0), part.right)
    for part in found:
        if isinstance(part, Region):
            at = round(part.left / 4)
            yield Region(part.lines, rights[at], part.left)
        else:
            yield part


# --- composition ---------------------------------------------------------------------------


def _all(blocks: Sequence[Whole]) -> Iterator[Draft]:
    for block in blocks:
        if isinstance(block, Draft):
            yield block
        else:
            yield from (d for row in block.rows for cell in row for d in cell.drafts)


def _compose(source: Source, blocks: Sequence[Whole], notes: tuple[str, ...]) -> Document:
    known = vocabulary([n.text for n in d.lines] for d in _all(blocks))
    body = body_size(blocks)
    ranks = levels(blocks, body)
    composer = Composer()
    out: list[Block | Table] = []
    for block in blocks:
        if isinstance(block, Joined):
            out.append(_table(composer, block, known))
        elif made := _block(composer, block, known,
                            ranks[style(block)] if is_heading(block, body) else 0):  # fmt: skip
            out.append(made)
    return composer.document(source, out, notes)


def _block(composer: Composer, draft: Draft, known: Vocabulary, level: int = 0,
           after: str = "\n\n") -> Block | None:  # fmt: skip
    text = joined([n.text for n in draft.lines], known)
    m = MARKER.match(text) or _ARROW.match(text)
    marker = m.group().strip() if m else ""
    kind: Kind = "heading" if level else "item" if marker or draft.depth else "paragraph"
    depth = level or (max(draft.depth, 1) if kind == "item" else 0)
    return composer.block(kind, text[m.end() :] if m else text, depth, marker,
                          draft.bold, draft.page, after)  # fmt: skip


def _table(composer: Composer, table: Joined, known: Vocabulary) -> Table:
    rows: list[Row] = []
    for row in table.rows:
        cells: list[Cell] = []
        for i, cell in enumerate(row):
            if cell.merged and rows:
                cells.append(Cell(rows[-1][i].blocks, cell.width, merged=True))
                continue
            made = [_block(composer, d, known, after="\n") for d in cell.drafts]
            cells.append(Cell(tuple(b for b in made if b), cell.width))
        composer.put("")
        rows.append(tuple(cells))
    return Table(tuple(rows), table.page)
