"""Reader for PDF: words and rules of each page become headings, paragraphs, items and tables."""

import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from graph.errors import CrossplanError, LimitError
from loaders.compose import Composer
from loaders.document import Block, Cell, Document, Kind, Row, Table
from loaders.markup import MARKER
from loaders.pdf.draft import DraftTable, Part
from loaders.pdf.flow import Draft, Region, leading, lines
from loaders.pdf.furniture import bodies
from loaders.pdf.headings import body_size, is_heading, levels, style
from loaders.pdf.hyphens import Vocabulary, joined, vocabulary
from loaders.pdf.join import Joined, Whole, whole
from loaders.pdf.layout import parts
from loaders.pdf.page import Page, read_page
from loaders.source import Source, open_bytes

MAX_PAGES = 2_000
MAX_SECONDS = 300.0
_TAIL = 4096


def read(path: Path, pages: int = MAX_PAGES, seconds: float = MAX_SECONDS) -> Document:
    """The document in a PDF; raises CrossplanError where it has no text or cannot be opened."""
    source = open_bytes(path)
    found = list(_pages(path, source, pages, seconds))
    words = sum(len(p.words) for p in found)
    if words < len(found) and words < 20:
        raise CrossplanError(
            f"{path}: no text layer ({len(found)} pages), needs OCR: run it through a text "
            "recognition program and load what that writes"
        )
    return _compose(source, _blocks(found), _notes(found))


def _open(path: Path, source: Source) -> Any:
    import pypdfium2

    if b"%PDF" not in source.data[:1024]:
        raise CrossplanError(f"{path}: is not a PDF; its ending should say what it is")
    tail = source.data[-_TAIL:]
    if b"startxref" not in tail and b"%%EOF" not in tail:
        raise CrossplanError(f"{path}: is cut short, its end is missing; get the whole file")
    try:
        return pypdfium2.PdfDocument(source.data)
    except pypdfium2.PdfiumError as e:
        if e.err_code == pypdfium2.raw.FPDF_ERR_PASSWORD:
            raise CrossplanError(
                f"{path}: is encrypted; save it without a password and load that"
            ) from e
        raise CrossplanError(
            f"{path}: is a damaged PDF; open it in a PDF program and save it anew"
        ) from e


def _pages(path: Path, source: Source, most: int, seconds: float) -> Iterator[Page]:
    """The pages one by one; what PDFium holds of each is given back before the next."""
    import pypdfium2

    started = time.monotonic()
    document = _open(path, source)
    try:
        if len(document) > most:
            raise LimitError(f"{path}: has {len(document):,} pages, more than the limit of "
                             f"{most:,}; split it")  # fmt: skip
        if not len(document):
            raise CrossplanError(f"{path}: has no pages")
        for number in range(1, len(document) + 1):
            if time.monotonic() - started > seconds:
                raise LimitError(f"{path}: page {number}: reading took more than the limit of "
                                 f"{seconds:g} seconds; split it")  # fmt: skip
            try:
                page = document[number - 1]
            except pypdfium2.PdfiumError as e:
                raise CrossplanError(
                    f"{path}: page {number} is damaged; open the file in a PDF program and save "
                    "it anew"
                ) from e
            yield read_page(page, number, str(path))
            page.close()
    finally:
        document.close()


def _notes(pages: Sequence[Page]) -> tuple[str, ...]:
    """What a user should know of how the pages were read."""
    blank = [str(p.number) for p in pages if not p.words and p.pictures]
    slanted, marks = sum(p.slanted for p in pages), sum(p.marks for p in pages)
    notes = []
    if blank:
        notes.append(f"no text layer on page {', '.join(blank)}: needs OCR, was not read")
    if slanted:
        notes.append(f"{slanted} words that run aslant left out")
    if marks:
        notes.append(f"{marks} footnote marks left out")
    return tuple(notes)


def _blocks(pages: Sequence[Page]) -> list[Whole]:
    """The blocks and tables of all pages in reading order."""
    kept = list(bodies(pages))
    rough = [Region(tuple(lines(words, p.number)), max((w.x1 for w in words), default=0.0))
             for p, words in zip(pages, kept, strict=True)]  # fmt: skip
    usual = leading(rough)
    found = [part for p, words in zip(pages, kept, strict=True) for part in parts(p, words, usual)]
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
    m = MARKER.match(text)
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
