"""The parts of a Word file as paragraphs and grids, in reading order, as Word would show them.

Tracked changes are read as accepted; text boxes follow the paragraph that holds them.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from loaders.office import Office
from loaders.word.diagram import DGM, points
from loaders.word.flow import Flow, Grid, GridCell, Para, is_frame, unfolded
from loaders.word.styles import Look, Numbering, Style, Styles, W, flag, look, number, val

if TYPE_CHECKING:
    from lxml.etree import _Element

MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
REL = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_THROUGH = frozenset(
    W + n for n in ("ins", "moveTo", "hyperlink", "smartTag", "customXml", "fldSimple", "bdo",
                    "dir", "sdtContent", "ruby", "rubyBase")
)  # fmt: skip
_SIGN = {W + "tab": " ", W + "br": "\n", W + "cr": "\n", W + "noBreakHyphen": "-"}
_TICKS = {"\uf0fc": "\u2713", "\uf0fe": "\u2612", "\uf0a8": "\u2610", "\uf0e0": "\u2192"}


@dataclass(frozen=True, slots=True)
class Run:
    """Characters of one look; a line break is a newline."""

    text: str
    look: Look
    page: int | None = None


@dataclass
class _Pending:
    """What a paragraph holds besides its runs."""

    boxes: list[Para | Grid] = field(default_factory=list)
    notes: list[tuple[str, str]] = field(default_factory=list)


class Body:
    """Walks the parts of one document; what it left out is counted in `left`."""

    def __init__(self, office: Office) -> None:
        self._office = office
        self._relations = office.relations(office.main)
        parts = {r.kind: r.part for r in self._relations.values()}
        part = {k: office.xml(v) for k, v in parts.items()
                if k in ("styles", "numbering", "footnotes", "endnotes")}  # fmt: skip
        self._styles = Styles(part.get("styles"))
        self._numbering = Numbering(part.get("numbering"), self._styles)
        self._foot = {k: _by_id(part.get(k + "s"), k) for k in ("footnote", "endnote")}
        self._rendered = b"lastRenderedPageBreak" in (office.data(office.main) or b"")
        self._page: int | None = 1 if self._rendered else None
        self._noted: list[tuple[str, str]] = []
        self.left: dict[str, int] = {}

    def flow(self) -> Flow:
        """The main part."""
        root = self._office.xml(self._office.main)
        body = root.find(W + "body") if root is not None else None
        return tuple(self._flow(body)) if body is not None else ()

    def notes(self) -> Flow:
        """The footnotes and endnotes that the text refers to, in that order."""
        found = [self._foot[kind].get(number) for kind, number in self._noted]
        self._page = None
        return tuple(p for node in found if node is not None for p in self._flow(node))

    def _leave(self, what: str) -> None:
        self.left[what] = self.left.get(what, 0) + 1

    # ------------------------------------------------------------ blocks

    def _flow(self, parent: "_Element") -> Iterator[Para | Grid]:
        carried: list[Run] = []
        for node in self._blocks(parent):
            if node.tag == W + "tbl":
                yield from self._table(node)
                continue
            pending = _Pending()
            runs = [*carried, *self._runs(node, self._style(node), pending)]
            mark = node.find(f"{W}pPr/{W}rPr")
            if mark is not None and any(mark.find(W + n) is not None for n in ("del", "moveFrom")):
                carried = runs
            else:
                carried = []
                yield from self._paragraph(node, runs)
            yield from pending.boxes
            self._noted += pending.notes
        if any(r.text.strip() for r in carried):
            yield Para("".join(r.text for r in carried))

    def _blocks(self, parent: "_Element") -> "Iterator[_Element]":
        """Paragraphs and tables below a node, through content controls and the like."""
        for node in parent:
            if node.tag in (W + "p", W + "tbl"):
                yield node
            elif node.tag == W + "sdt":
                yield from self._control(node)
            elif node.tag in _THROUGH:
                yield from self._blocks(node)
            elif node.tag == MC + "AlternateContent":
                yield from self._blocks(_choice(node))
            elif node.tag == W + "altChunk":
                self._leave("an embedded document")

    def _control(self, node: "_Element") -> "Iterator[_Element]":
        """What is in a control, unless it is a list of contents or a prompt not filled in."""
        gallery = val(node, "sdtPr/docPartObj/docPartGallery")
        content = node.find(W + "sdtContent")
        if content is None or flag(node.find(W + "sdtPr"), "showingPlcHdr"):
            return
        if gallery == "Table of Contents":
            self._leave("the list of contents")
        else:
            yield from self._blocks(content)

    def _style(self, node: "_Element") -> Style:
        return self._styles.paragraph(val(node, "pPr/pStyle"))

    def _paragraph(self, node: "_Element", runs: list[Run]) -> Iterator[Para]:
        style = self._style(node)
        if style.contents:
            self._leave("the list of contents")
            return
        text = "".join(r.text for r in runs)
        depth, marker = self._listed(node, style)
        level = _outline(node, style.level)
        if not text.strip():
            if marker and re.search(r"\w", marker) and not level:
                yield Para("", 0, depth, marker, page=self._page)
            return
        shown = [r for r in runs if r.text.strip()]
        size = max(shown, key=lambda r: len(r.text)).look.size or 0.0
        bold = all(r.look.bold for r in shown)
        para = Para("", level, depth, marker, bold, size, shown[0].page)
        lines = [text.replace("\n", " ")] if level else text.split("\n")
        for line in filter(str.strip, lines):
            yield replace(para, text=line)
            para = replace(para, depth=0, marker="")

    def _listed(self, node: "_Element", style: Style) -> tuple[int, str]:
        """Depth, from 1, and marker of a list item; 0 and no marker for other paragraphs."""
        num = number(val(node, "pPr/numPr/numId"))
        num = style.num if num is None else num
        if not num:
            return style.listed, "\u2022" if style.listed else ""
        own = number(val(node, "pPr/numPr/ilvl"))
        depth = self._numbering.depth(num, style) if own is None else own
        marker = self._numbering.marker(num, depth)
        if marker is None:
            return style.listed, ""
        return max(min(depth, 8) + 1, style.listed) if marker else 0, marker

    # ------------------------------------------------------------ runs

    def _runs(self, node: "_Element", style: Style, pending: _Pending) -> Iterator[Run]:
        for child in node:
            if child.tag == W + "r":
                yield from self._run(child, style, pending)
            elif child.tag in _THROUGH:
                yield from self._runs(child, style, pending)
            elif child.tag == W + "sdt":
                if not flag(child.find(W + "sdtPr"), "showingPlcHdr"):
                    yield from self._runs(child, style, pending)
            elif child.tag == MC + "AlternateContent":
                yield from self._runs(_choice(child), style, pending)
            elif child.tag in (M + "oMath", M + "oMathPara"):
                text = "".join(t.text or "" for t in child.iter(M + "t"))
                yield Run(text, style.look, self._page)

    def _run(self, node: "_Element", style: Style, pending: _Pending) -> Iterator[Run]:
        properties = node.find(W + "rPr")
        named = val(properties, "rStyle")
        shown = look(properties).over(self._styles.named(named).look if named else Look())
        shown = shown.over(style.look)
        if not shown.hidden:
            yield from self._signs(node, shown, style, pending)

    def _signs(
        self, node: "_Element", shown: Look, style: Style, pending: _Pending
    ) -> Iterator[Run]:
        """The characters of a run, and what hangs on it."""
        for child in node:
            if child.tag == W + "t":
                yield Run((child.text or "").replace("\n", " "), shown, self._page)
            elif child.tag in _SIGN:
                yield Run(_SIGN[str(child.tag)], shown, self._page)
            elif child.tag == W + "sym":
                yield Run(_symbol(str(child.get(W + "char", ""))), shown, self._page)
            elif child.tag == W + "lastRenderedPageBreak" and self._page:
                self._page += 1
            elif child.tag in (W + "footnoteReference", W + "endnoteReference"):
                kind = "footnote" if child.tag == W + "footnoteReference" else "endnote"
                pending.notes.append((kind, str(child.get(W + "id"))))
            elif child.tag == MC + "AlternateContent":
                yield from self._signs(_choice(child), shown, style, pending)
            elif child.tag in (W + "drawing", W + "pict", W + "object"):
                self._boxes(child, pending)
            elif child.tag == W + "ruby":
                yield from self._runs(child, style, pending)

    def _boxes(self, node: "_Element", pending: _Pending) -> None:
        for child in node:
            if child.tag == W + "txbxContent":
                pending.boxes += self._flow(child)
            elif child.tag == MC + "AlternateContent":
                self._boxes(_choice(child), pending)
            elif child.tag == DGM + "relIds":
                pending.boxes += self._diagram(str(child.get(REL + "dm")))
            else:
                self._boxes(child, pending)

    def _diagram(self, relation: str) -> Iterator[Para]:
        """The texts of a SmartArt diagram as a list, each below the one that it hangs on."""
        at = self._relations.get(relation)
        root = self._office.xml(at.part) if at else None
        for text, depth in points(root) if root is not None else ():
            yield Para(text, 0, depth, "\u2022", page=self._page)

    # ------------------------------------------------------------ tables

    def _table(self, node: "_Element") -> Iterator[Para | Grid]:
        page = self._page
        above: dict[int, GridCell] = {}
        rows = [self._row(row, above) for row in self._children(node, W + "tr")
                if row.find(f"{W}trPr/{W}del") is None]  # fmt: skip
        grid = Grid(tuple(rows), page)
        yield from unfolded(grid) if is_frame(grid) else (grid,)

    def _children(self, node: "_Element", tag: str) -> "Iterator[_Element]":
        """Rows of a table or cells of a row, through content controls."""
        for child in node:
            if child.tag == tag:
                yield child
            elif child.tag == W + "sdt" or child.tag in _THROUGH:
                yield from self._children(child, tag)

    def _row(self, row: "_Element", above: dict[int, GridCell]) -> tuple[GridCell, ...]:
        """A row; `above` holds, by column, the cells that may go on below."""
        before, after = _count(val(row, "trPr/gridBefore")), _count(val(row, "trPr/gridAfter"))
        cells = [GridCell()] * before
        for node in self._children(row, W + "tc"):
            properties = node.find(W + "tcPr")
            if properties is not None and properties.find(W + "cellDel") is not None:
                continue
            at, width = len(cells), max(_count(val(properties, "gridSpan")), 1)
            merge = _merge(properties)
            if merge == "continue" and at in above:
                cell = replace(above[at], merged=True)
            else:
                cell = GridCell(tuple(self._flow(node)), width)
                above.pop(at, None)
                if merge:
                    above[at] = cell
            cells += [cell, *[GridCell()] * (width - 1)]
        return (*cells, *[GridCell()] * after)


def _merge(properties: "_Element | None") -> str | None:
    node = properties.find(W + "vMerge") if properties is not None else None
    return None if node is None else str(node.get(W + "val", "continue"))


def _count(value: str | None) -> int:
    return max(0, min(number(value) or 0, 100))


def _symbol(code: str) -> str:
    if not re.fullmatch(r"[0-9A-Fa-f]{4}", code):
        return ""
    sign = chr(int(code, 16))
    return _TICKS.get(sign, "\u2022" if "\ue000" <= sign <= "\uf8ff" else sign)


def _outline(node: "_Element", level: int) -> int:
    own = number(val(node, "pPr/outlineLvl"))
    return level if own is None or not 0 <= own < 10 else (own + 1) % 10


def _choice(node: "_Element") -> "_Element":
    """The newer of two renderings of one thing, or the older where there is no other."""
    found = node.find(MC + "Choice")
    if found is None:
        found = node.find(MC + "Fallback")
    return node.makeelement(W + "none") if found is None else found


def _by_id(root: "_Element | None", kind: str) -> "dict[str, _Element]":
    """Notes by id, without the lines that part them from the text."""
    nodes = root.iterfind(W + kind) if root is not None else ()
    return {str(n.get(W + "id")): n for n in nodes if n.get(W + "type") in (None, "normal")}
