"""Reader for plain text and Markdown of every flavour, as people and converters write them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from loaders.columns import table_at
from loaders.document import Block, Document, Row, Table
from loaders.flow import mended, rejoined
from loaders.furniture import said_by_a_page
from loaders.lines import Line, lines, without_furniture
from loaders.markdown import HEADING, is_rule, read_marks
from loaders.markup import BULLET, MARKER, all_bold, clean, fragment, typed
from loaders.passages import Joiner, Wrapping, wrapping
from loaders.rows import closed_at, row_at
from loaders.slices import Slice, join
from loaders.source import Source, check_length

_PAGE = re.compile(r"\s*(?:<\?xml[^>]*>\s*)?(?:<!doctype html|<html)\b", re.IGNORECASE)
_NUMBERED = re.compile(r"\d{1,4}\s*$")
_MARK = re.compile(rf"\s*(?:{BULLET}|\d{{1,2}}[.)])\s*")


class Reader:
    """Reads lines into blocks; rows with only blank lines between them are one table."""

    def __init__(self, source: str, found: Sequence[Line], wrapped: Wrapping | None) -> None:
        self.source, self.found = source, found
        self.joins = Joiner(wrapped)
        self.indents: list[int] = []
        self.no_table_before = self.no_cells_before = 0

    def blocks(self) -> Iterator[Block | Table]:
        rows: list[Row] = []
        i = 0
        while i < len(self.found):
            line = self.found[i]
            if line.blank or (rows and is_rule(line.text)):
                i += 1
            elif not rows and (cells := self._closed(i)):
                yield Table(tuple(cells[0]), line.page)
                i = cells[1]
            elif not is_rule(line.text) and (row := row_at(self.found, i, self.source, bool(rows))):
                rows.append(row[0])
                i = row[1]
            else:
                if rows:
                    yield Table(tuple(rows), self.found[i - 1].page)
                    rows = []
                found, i = self._other(i)
                yield from found
        if rows:
            yield Table(tuple(rows), self.found[-1].page)

    def _closed(self, i: int) -> tuple[list[Row], int] | None:
        """The cells that bars close, one a line, where they begin here."""
        text = self.found[i].text.strip()
        if i < self.no_cells_before or text.find("|") != len(text) - 1:
            return None
        cells, self.no_cells_before = closed_at(self.found, i, self.source)
        return (cells, self.no_cells_before) if cells else None

    def _other(self, i: int) -> tuple[list[Block | Table], int]:
        line = self.found[i]
        if is_rule(line.text):
            return [], i + 1
        if line.level or HEADING.match(line.text):
            self.indents = []
            return list(self._heading(line)), i + 1
        if i >= self.no_table_before:
            table, end = table_at(self.found, i, self.source)
            if table:
                return [table], end
            self.no_table_before = end
        end = i + 1
        while end < len(self.found) and self._joined(i, end):
            end += 1
        return list(self._passage(self.found[i:end])), end

    def _joined(self, first: int, end: int) -> bool:
        line = self.found[end]
        return not line.blank and self.joins(self.found[first], self.found[end - 1], line)

    def _heading(self, line: Line) -> Iterator[Block]:
        m = HEADING.match(line.text)
        start = line.start + (m.end() if m else 0)
        text = clean(self.source, start, line.end)
        if closing := re.search(r"\s+#+$", text.text):
            text = text.cut(0, closing.start())
        if text:
            level = line.level or (len(m[1]) if m else 1)
            yield typed(text, level=level, bold=all_bold(self.source[start : line.end].strip()),
                        page=line.page)  # fmt: skip

    def _passage(self, found: Sequence[Line]) -> Iterator[Block]:
        first = found[0]
        if any("<" in x.text for x in found):
            blocks = [b for x in found for b in fragment(self.source, x.start, x.end)]
        else:
            text = join(self._parts(found), apart=True)
            bold = all(all_bold(x.text.strip()) for x in found)
            blocks = [typed(text, bold=bold)] if text else []
        for block in blocks:
            depth = block.level
            if block.kind == "item":
                depth += self._depth(first.indent) - 1
            elif first.indent == 0:
                self.indents = []
            yield Block(block.kind, block.text, depth, block.marker, block.bold, first.page)

    def _parts(self, found: Sequence[Line]) -> Iterator[Slice]:
        """The text of lines; lines that follow each other in the source are one stretch."""
        start = end = found[0].start
        for line in found:
            if self.source[end : line.start].strip():
                yield clean(self.source, start, end)
                start = line.start
            end = line.end
        yield clean(self.source, start, end)

    def _depth(self, indent: int) -> int:
        """The depth of an item: one more than that of the last item further to the left."""
        while self.indents and self.indents[-1] > indent + 1:
            self.indents.pop()
        if not self.indents or indent > self.indents[-1] + 1:
            self.indents.append(indent)
        return len(self.indents)


def _with_marks(found: Sequence[Line], source: str) -> Iterator[Line]:
    """The lines; the mark of an item on a line of its own is one with the text on the next."""
    alone: Line | None = None
    for line in found:
        if alone and _begins_nothing(line) and line.page == alone.page:
            line = replace(line, start=alone.start, text=source[alone.start : line.end])
        elif alone:
            yield alone
        alone = line if _MARK.fullmatch(line.text) else None
        if alone is None:
            yield line
    if alone:
        yield alone


def _begins_nothing(line: Line) -> bool:
    marked = MARKER.match(line.text.lstrip()) or _MARK.fullmatch(line.text)
    return not (line.blank or line.level or marked or HEADING.match(line.text) or "|" in line.text)


def _leads_to_page(line: str) -> bool:
    """Whether a row of dots leads to a page number, as in a table of contents."""
    m = _NUMBERED.search(line[-12:])
    before = line[: len(line) - len(line[-12:]) + m.start()] if m else ""
    return before[-16:].replace(" ", "").endswith("." * 5)


def read(source: Source) -> Document:
    """A document of headings, paragraphs, items and tables; one line is one block.

    Unless the text is wrapped: then its lines are joined again.
    """
    if _PAGE.match(source.text):
        from loaders import webpage

        page = webpage.read(source)
        return Document(page.name, page.sha256, page.text, page.blocks,
                        (*page.notes, "read as the web page that it is"))  # fmt: skip
    check_length(source, len(source.text))
    found, furniture = without_furniture(lines(source.text))
    notes = [f"left out {furniture} running heads and page numbers"] if furniture else []
    found, more = read_marks(found, source.text)
    contents = [x for x in found if _leads_to_page(x.text)]
    if len(contents) > 2:
        found = [x for x in found if not _leads_to_page(x.text)]
        notes.append(f"left out {len(contents)} lines of contents")
    kept = [x for x in found if not said_by_a_page(x.text.strip())]
    if len(kept) < len(found):
        notes.append(f"left out {len(found) - len(kept)} lines of a web page about itself")
    found = list(_with_marks(kept, source.text))
    wrapped = wrapping(found)
    notes += [f"joined lines wrapped at column {wrapped.high}"] if wrapped else []
    blocks = mended(rejoined(Reader(source.text, found, wrapped).blocks()))
    return Document(source.name, source.sha256, source.text, blocks,
                    (*source.notes, *notes, *more))  # fmt: skip
