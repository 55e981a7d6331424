"""Draws a document as Markdown and as plain text in the ways that people and converters do."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from textwrap import wrap

from loaders.document import Block, Cell, Document, Row, Table

Draw = Callable[[Document], str]


def _marker(block: Block, bullet: str) -> str:
    if block.marker[:1].isalnum() or block.marker[:1] == "(":
        return block.marker
    return bullet if block.kind == "item" else ""


def _escaped(text: str) -> str:
    return re.sub(r"([*_`|\\\[\]<])", r"\\\1", text)


def _lines(block: Block, bullet: str, width: int | None, escape: bool = True) -> list[str]:
    """A block as lines: its marker at an indent by depth, further lines below its text."""
    text = _escaped(block.text.text) if escape else block.text.text
    if block.kind == "heading":
        marker = f"{block.marker} " if block.marker else ""
        return [f"{'#' * block.level} {marker}{text}"]
    lead = "  " * max(block.level - 1, 0) if block.kind == "item" else ""
    marker = _marker(block, bullet)
    lead += f"{marker} " if marker else ""
    if width is None:
        return [lead + text]
    return wrap(text, width, initial_indent=lead, subsequent_indent=" " * len(lead),
                break_long_words=False, break_on_hyphens=False)  # fmt: skip


def _one_line(cell: Cell, br: str) -> str:
    """A cell of a pipe table: its blocks parted by breaks."""
    return br.join(_lines(b, "\u2022", None)[0] for b in cell.blocks)


def _pipes(table: Table, br: str) -> Iterator[str]:
    """A pipe table with a row of dashes under its first row."""
    for n, row in enumerate(table.rows):
        yield "| " + " | ".join(_one_line(c, br) for c in row) + " |"
        if n == 0:
            yield "|" + "|".join([":---", "---:", ":---:"][i % 3] for i in range(len(row))) + "|"


def _drawn(document: Document, bullet: str, width: int | None,
           tables: Callable[[Table], Iterable[str]], gap: bool = True) -> str:  # fmt: skip
    out: list[str] = []
    item = False
    for block in document.blocks:
        table = isinstance(block, Table)
        is_item = not table and block.kind == "item"
        if gap or not (item and is_item):
            out.append("")
        item = is_item
        out += tables(block) if isinstance(block, Table) else _lines(block, bullet, width)
    return "\n".join(out) + "\n"


def markdown(document: Document) -> str:
    """As a careful author writes it."""
    meta = "---\nlayout: page\ntags: [schools, plan]\n---\n<!-- a note\n  - to editors -->\n"
    return meta + _drawn(document, "-", None, lambda t: _pipes(t, "<br>"), gap=False)


def wrapped_markdown(document: Document) -> str:
    """With lines of 80 characters, stars for bullets and links to notes."""
    drawn = _drawn(document, "*", 80, lambda t: _pipes(t, " <br/> "), gap=False)
    return drawn + "\n\n[home]: https://example.org 'A title'\n\n* * *\n"


def quoted(document: Document) -> str:
    """All of it in a quotation, with a line ending of another system."""
    drawn = _drawn(document, "+", None, lambda t: _pipes(t, "<br />"))
    return "\r\n".join(f"> {line}".rstrip() for line in drawn.split("\n"))


def broken_tables(document: Document) -> str:
    """Pipe tables in which breaks of cells became breaks of lines."""
    return _drawn(document, "-", None, lambda t: _pipes(t, "\n"))


def _padded(lines: Sequence[Sequence[str]], widths: Sequence[int], bar: str) -> Iterator[str]:
    for n in range(max(map(len, lines), default=0)):
        cells = (c[n] if n < len(c) else "" for c in lines)
        drawn = bar.join(t.ljust(w) for t, w in zip(cells, widths, strict=True))
        yield f"{bar.lstrip()}{drawn}{bar.rstrip()}" if bar.strip() else drawn.rstrip()


def _cell_lines(cell: Cell, width: int) -> list[str]:
    return [x for b in cell.blocks for x in _lines(b, "\u2022", width, escape=False)] or [""]


def _widths(table: Table, total: int) -> list[int]:
    """Widths of columns by what is in them, each at least 16 characters."""
    count = max(map(len, table.rows))
    sizes = [max((len(c.text) for r in table.rows for c in r[i : i + 1]), default=1) ** 0.5
             for i in range(count)]  # fmt: skip
    return [max(16, int(total * s / sum(sizes))) for s in sizes]


def _full(row: Row, count: int) -> list[Cell]:
    return [*row, *[Cell(())] * (count - len(row))]


def _grid(table: Table) -> Iterator[str]:
    """A table with drawn borders; cells run over several lines."""
    widths = _widths(table, 110)
    rule = "+" + "+".join("-" * (w + 2) for w in widths) + "+"
    for row in table.rows:
        yield rule
        cells = [_cell_lines(c, w) for c, w in zip(_full(row, len(widths)), widths, strict=True)]
        yield from _padded(cells, widths, " | ")
    yield rule


def grids(document: Document) -> str:
    return _drawn(document, "-", 78, _grid)


def _columns(table: Table) -> Iterator[str]:
    """A table of columns parted by blanks, rows by empty lines."""
    widths = _widths(table, 110)
    for row in table.rows:
        cells = [_cell_lines(c, w) for c, w in zip(_full(row, len(widths)), widths, strict=True)]
        yield from _padded(cells, [w + 3 for w in widths], "")
        yield ""


def _plain_lines(document: Document) -> Iterator[str]:
    for block in document.blocks:
        if isinstance(block, Table):
            yield from _columns(block)
        elif block.kind == "heading":
            yield from _lines(block, "", 90, escape=False)
        else:
            yield from _lines(block, "\u2022", 90, escape=False)
        yield ""


def _pages(lines: Iterable[str], length: int = 46) -> Iterator[list[str]]:
    """Pages of some length, each broken at an empty line."""
    page: list[str] = []
    for line in lines:
        page.append(f"   {line}".rstrip())
        if len(page) >= length and not line:
            yield page
            page = []
    yield page


def layout(document: Document) -> str:
    """As a program prints the pages of a PDF: indents, columns, form feeds, heads and feet."""
    pages = list(_pages(_plain_lines(document)))
    head = f"{'Example Council: education plan':>90}" if len(pages) > 3 else ""
    foot = [f"{n:>48}" for n in range(1, len(pages) + 1)]
    parts = [["", head, "", *p, "", f, ""] for p, f in zip(pages, foot, strict=True)]
    return "\f".join("\n".join(p) for p in parts)


LOOKS: dict[str, tuple[Draw, str]] = {
    "markdown": (markdown, ".md"),
    "wrapped": (wrapped_markdown, ".md"),
    "quoted": (quoted, ".md"),
    "broken": (broken_tables, ".md"),
    "grids": (grids, ".md"),
    "layout": (layout, ".txt"),
}
"""Name -> how to draw it, and the ending of such a file."""
