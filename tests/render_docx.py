"""Writes a document's blocks as a Word file with real headings, lists and tables."""

import re
from pathlib import Path

import docx
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.table import _Cell
from docx.text.paragraph import Paragraph

from loaders.document import Block, Document, Table

_FORMS = ((r"\d+", "decimal"), (r"[ivx]+", "lowerRoman"), (r"[a-z]", "lowerLetter"))
_DIGITS = {
    "i": 1,
    "ii": 2,
    "iii": 3,
    "iv": 4,
    "v": 5,
    "vi": 6,
    "vii": 7,
    "viii": 8,
    "ix": 9,
    "x": 10,
}


def _value(number: str, form: str) -> int:
    if form == "decimal":
        return int(number)
    return _DIGITS[number] if form == "lowerRoman" else ord(number) - ord("a") + 1


class Renderer:
    """Adds paragraphs and tables to a new Word file, and a list definition for each number."""

    def __init__(self) -> None:
        self.docx = docx.Document()
        self.numbering = self.docx.part.numbering_part.element
        self.lists = 500

    def document(self, document: Document) -> None:
        for block in document.blocks:
            if isinstance(block, Table):
                self._table(block)
            else:
                self._fill(self.docx.add_paragraph(), block)

    def _fill(self, paragraph: Paragraph, block: Block) -> None:
        run = paragraph.add_run(block.text.text)
        run.bold = block.bold or None
        if block.kind == "heading":
            paragraph.style = f"Heading {block.level}"
        if block.marker or block.kind == "item":
            self._listed(paragraph, block)

    def _listed(self, paragraph: Paragraph, block: Block) -> None:
        m = re.fullmatch(r"(\W*)(\w+)(\W*)", block.marker)
        depth = max(block.level - 1, 0)
        if m and (form := next((f for p, f in _FORMS if re.fullmatch(p, m[2])), None)):
            text = f"{m[1]}%{depth + 1}{m[3]}"
            number = self._list(depth, form, text, _value(m[2], form))
        else:
            number = self._list(depth, "bullet", "\uf0b7", 1)
        properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
        properties.get_or_add_ilvl().val = depth
        properties.get_or_add_numId().val = number

    def _list(self, depth: int, form: str, text: str, start: int) -> int:
        self.lists += 1
        abstract = OxmlElement("w:abstractNum", {qn("w:abstractNumId"): str(self.lists)})
        level = OxmlElement("w:lvl", {qn("w:ilvl"): str(depth)})
        for tag, value in (("start", start), ("numFmt", form), ("lvlText", text)):
            level.append(OxmlElement(f"w:{tag}", {qn("w:val"): str(value)}))
        abstract.append(level)
        self.numbering.insert(0, abstract)
        number = self.numbering.add_num(self.lists)
        return int(number.numId)

    def _table(self, table: Table) -> None:
        width = max(len(row) for row in table.rows)
        made = self.docx.add_table(rows=len(table.rows), cols=width)
        for row, cells in zip(table.rows, made.rows, strict=True):
            for cell, into in zip(row, cells.cells, strict=False):
                self._cell(into, cell.blocks)

    def _cell(self, into: _Cell, blocks: tuple[Block, ...]) -> None:
        for i, block in enumerate(blocks):
            self._fill(into.add_paragraph() if i else into.paragraphs[0], block)


def render(document: Document, path: Path) -> Path:
    renderer = Renderer()
    renderer.document(document)
    renderer.docx.save(str(path))
    return path
