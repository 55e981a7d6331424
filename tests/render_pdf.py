"""Draws a document as a PDF in several looks, for tests that it reads the same."""

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from reportlab.lib import colors
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import (
    BaseDocTemplate,
    Flowable,
    Frame,
    PageTemplate,
    Paragraph,
    Table,
    TableStyle,
)

from loaders.document import Block, Cell, Document, Row
from loaders.document import Table as Rows

MARGIN = 56
PAGE = Any


def style(block: Block, size: float, in_cell: bool) -> ParagraphStyle:
    """Headings are larger and bold, items hang behind their marker, paragraphs have a gap."""
    gap = size * (0.3 if in_cell else 0.7)
    if block.kind == "heading":
        larger = size + (5 - min(block.level, 4)) * 1.5 * (not in_cell)
        return ParagraphStyle("h", fontName="Helvetica-Bold", fontSize=larger,
                              leading=larger * 1.2, spaceBefore=gap, spaceAfter=gap)  # fmt: skip
    font = "Helvetica-Bold" if block.bold else "Helvetica"
    hang = size * (1.2 if in_cell else 1.8)
    left = hang * max(block.level, 1) if block.kind == "item" else 0
    return ParagraphStyle(
        "p", fontName=font, fontSize=size, leading=size * 1.2, spaceAfter=gap,
        leftIndent=left, bulletIndent=max(left - hang, 0), bulletFontSize=size,
    )  # fmt: skip


def drawn(block: Block, size: float, in_cell: bool = False) -> Paragraph:
    text = escape(block.text.text)
    look = style(block, size, in_cell)
    if block.kind == "item":
        marker = block.marker if block.marker[:1].isalnum() or block.marker[:1] == "(" else "•"
        return Paragraph(text, look, bulletText=marker)
    return Paragraph(f"{escape(block.marker)} {text}" if block.marker else text, look)


def spread(row: Row) -> Row:
    """A row as drawn: in a caption, filled cells take the empty ones after them."""
    filled = [c for c in row if c.blocks]
    if len(filled) > 2 or not row[0].blocks or len(row) == len(filled) > 1:
        return row
    out: list[Cell] = []
    for cell in row:
        if cell.blocks or not out:
            out.append(cell)
        else:
            out[-1] = replace(out[-1], width=out[-1].width + cell.width)
    return tuple(out)


def weights(rows: list[Row]) -> list[float]:
    """A share of the width for each column, by how much text it holds."""
    wide = max(sum(c.width for c in r) for r in rows)
    share = [5.0] * wide
    for row in rows:
        for i, cell in enumerate(row if len(row) == wide else ()):
            share[i] = max(
                share[i], len(cell.text) ** 0.5, *(1.2 * len(w) for w in cell.text.split())
            )
    return [s / sum(share) for s in share]


def table(rows: list[Row], size: float, width: float, ruled: bool) -> Table:
    shares = weights(rows)
    data: list[list[Any]] = []
    spans = []
    for i, row in enumerate(rows):
        line: list[Any] = []
        for cell in row:
            if cell.width > 1:
                spans.append(("SPAN", (len(line), i), (len(line) + cell.width - 1, i)))
            line += [cell_content(cell, size), *[""] * (cell.width - 1)]
        if len(row) == 1:
            spans.append(("SPAN", (0, i), (-1, i)))
        data.append(line + [""] * (len(shares) - len(line)))
    look = [("VALIGN", (0, 0), (-1, -1), "TOP"), *spans]
    look += [("LEFTPADDING", (0, 0), (-1, -1), 4), ("RIGHTPADDING", (0, 0), (-1, -1), 4)]
    if ruled:
        look += [("GRID", (0, 0), (-1, -1), 0.5, colors.black)]
        look += [("BACKGROUND", (0, 0), (-1, 0), colors.lightgrey)]
    else:
        look += [("BOTTOMPADDING", (0, 0), (-1, -1), size), ("LEFTPADDING", (0, 0), (-1, -1), 9)]
    header = sum(bool(c.blocks) for c in rows[0]) > 2
    return Table(data, [s * width for s in shares], repeatRows=int(header), splitInRow=1,
                 style=TableStyle(look))  # fmt: skip


def cell_content(cell: Cell, size: float) -> list[Flowable] | str:
    return [drawn(b, size, in_cell=True) for b in cell.blocks] or ""


def flowables(document: Document, size: float, width: float, ruled: bool) -> Iterable[Flowable]:
    for block in document.blocks:
        if isinstance(block, Rows):
            yield table([spread(r) for r in block.rows], size * 0.9, width, ruled)
        else:
            yield drawn(block, size)


def render(document: Document, to: Path, ruled: bool = True, wide: bool = False,
           columns: int = 1, size: float = 10, head: bool = True) -> Path:  # fmt: skip
    """Writes the document to a PDF, with a running head and page numbers if wanted."""
    page = landscape(A4) if wide else A4
    gutter = 24
    width = (page[0] - 2 * MARGIN - gutter * (columns - 1)) / columns
    frames = [
        Frame(MARGIN + i * (width + gutter), MARGIN, width, page[1] - 2 * MARGIN,
              leftPadding=0, rightPadding=0)
        for i in range(columns)
    ]  # fmt: skip

    def furniture(canvas: Any, template: Any) -> None:
        canvas.setFont("Helvetica", 8)
        canvas.drawString(MARGIN, page[1] - 30, "Education and learning service")
        canvas.drawCentredString(page[0] / 2, 24, f"Page {template.page}")

    made = BaseDocTemplate(str(to), pagesize=page, invariant=1)
    made.addPageTemplates(
        [PageTemplate(frames=frames, onPage=furniture if head else lambda *_: None)]
    )
    made.build(list(flowables(document, size, width, ruled)))
    return to
