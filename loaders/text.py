"""Reader for plain text and Markdown, with tables of tabs or pipes and HTML in their cells."""

import itertools
import re
from collections.abc import Iterator

from loaders.document import Block, Cell, Document, Row, Table
from loaders.flow import mended
from loaders.markup import block_at, clean, fragment
from loaders.source import Source

_HEADING = re.compile(r"[ \t]*(#{1,6})[ \t]+(?=\S)")
_RULE = re.compile(r"[\s|:+=_-]*[-=_][\s|:+=_-]*")
_PIPES = re.compile(r"(?<!\\)\|")
_LINE = re.compile(r"[^\n]*")


def lines(text: str) -> Iterator[tuple[int, int]]:
    """Start and end of each line, without the line break."""
    at = 0
    while at <= len(text):
        end = text.find("\n", at)
        end = len(text) if end < 0 else end
        yield at, end - 1 if text[at:end].endswith("\r") else end
        at = end + 1


def _cells(text: str, start: int, end: int) -> list[tuple[int, int]] | None:
    """Offsets of the cells of a table row, or None where the line is no row."""
    line = text[start:end]
    if "\t" in line.strip("\t") or (line.strip() and line.endswith("\t")) or line.startswith("\t"):
        edges = [-1, *(m.start() for m in re.finditer("\t", line)), len(line)]
    elif line.lstrip().startswith("|") and len(_PIPES.findall(line)) > 1:
        edges = [m.start() for m in _PIPES.finditer(line)]
        if line.rstrip()[-1] != "|":
            edges.append(len(line))
    else:
        return None
    return [(start + a + 1, start + b) for a, b in itertools.pairwise(edges)]


def _row(text: str, cells: list[tuple[int, int]]) -> Row:
    return tuple(Cell(fragment(text, a, b)) for a, b in cells)


def _line_blocks(text: str, start: int, end: int) -> Iterator[Block]:
    if "<" in text[start:end]:
        yield from fragment(text, start, end)
    else:
        yield from block_at(text, start, end)


def read(source: Source) -> Document:
    """A document of headings, paragraphs, items and tables; one line is one block.

    Table rows with only blank lines between them are one table, because a page break leaves
    blank lines; rules between rows are dropped.
    """
    text = source.text
    blocks: list[Block | Table] = []
    rows: list[Row] = []
    for start, end in lines(text):
        line = text[start:end]
        if not line.strip(" \r\n\v\f") or (rows and _RULE.fullmatch(line)):
            continue
        cells = _cells(text, start, end)
        if cells is not None and not _RULE.fullmatch(line):
            rows.append(_row(text, cells))
            continue
        if rows:
            blocks.append(Table(tuple(rows)))
            rows = []
        if m := _HEADING.match(text, start, end):
            blocks += block_at(text, m.end(), end, level=len(m[1]))
        elif not _RULE.fullmatch(line):
            indent = len(line) - len(line.lstrip())
            for block in _line_blocks(text, start, end):
                depth = block.level + indent // 4 if block.kind == "item" else block.level
                blocks.append(Block(block.kind, block.text, depth, block.marker, block.bold))
    if rows:
        blocks.append(Table(tuple(rows)))
    return Document(source.name, source.sha256, text, mended(blocks), source.notes)


__all__ = ["clean", "read"]
