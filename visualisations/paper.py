"""A short paper in several formats: headings, paragraphs, quotes side by side and tables.

Words come from documents: they are escaped in Markdown and HTML, and what no format may hold is
made visible.
"""

import io
import re
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from graph.tables import visible

if TYPE_CHECKING:
    from docx.document import Document

_MARKUP = re.compile(r"([\\`*_{}\[\]<>|#~&])")
_NO_CHARACTER = re.compile("[\ud800-\udfff\ufffe\uffff]")
_LIST = re.compile(r"^([-+>]|\d+[.)])")
_OLDEST = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence with who says it."""

    who: str
    text: str


@dataclass(frozen=True, slots=True)
class Pair:
    """Two sentences side by side, and why they are."""

    title: str
    first: Said
    second: Said
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """A table; every row has as many cells as there are columns."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Section:
    """A heading, a paragraph, and below it pairs or a table."""

    title: str
    text: str
    pairs: tuple[Pair, ...] = ()
    grid: Grid | None = None


@dataclass(frozen=True, slots=True)
class Paper:
    title: str
    summary: tuple[str, ...]
    sections: tuple[Section, ...]
    note: str
    version: str


def line(text: str) -> str:
    """Text on one line in which nothing is hidden and nothing is no character of XML."""
    return _NO_CHARACTER.sub("\ufffd", visible(" ".join(text.split())))


def _md(text: str) -> str:
    r"""Text in which nothing is markup.

    >>> _md("- *one* <b>"), _md("1. two")
    ('\\- \\*one\\* \\<b\\>', '1\\. two')
    """
    escaped = _MARKUP.sub(r"\\\1", line(text))
    return _LIST.sub(lambda m: f"{m[0][:-1]}\\{m[0][-1]}", escaped)


def markdown(paper: Paper) -> bytes:
    """The paper as CommonMark with pipe tables."""
    parts = [f"# {_md(paper.title)}", *map(_md, paper.summary)]
    for section in paper.sections:
        parts += [f"## {_md(section.title)}", _md(section.text)]
        for n, pair in enumerate(section.pairs, 1):
            parts.append(f"### {n}. {_md(pair.title)}")
            parts += [f"> {_md(s.text)}\n>\n> — {_md(s.who)}" for s in (pair.first, pair.second)]
            parts.append("\n".join(f"- {_md(r)}" for r in pair.reasons))
        if section.grid:
            rows = [section.grid.columns, tuple("---" for _ in section.grid.columns)]
            cells = [*rows, *(tuple(map(_md, row)) for row in section.grid.rows)]
            parts.append("\n".join(f"| {' | '.join(row)} |" for row in cells))
    return ("\n\n".join(p for p in (*parts, _md(paper.note)) if p) + "\n").encode()


def html(paper: Paper) -> bytes:
    """The paper as one page that opens from disk and prints on A4."""
    from visualisations import page

    style = "\n" + page.asset("paper.css")
    template = page.environment().get_template("paper.html.j2")
    shown = template.render(paper=paper, line=line, style=style, csp=page.policy((), (style,)))
    return shown.encode()


def docx(paper: Paper) -> bytes:
    """The paper as a Word file in its built-in styles."""
    import docx as word
    from docx.shared import Cm, Pt

    document = word.Document()
    for side in ("left_margin", "right_margin", "top_margin", "bottom_margin"):
        setattr(document.sections[0], side, Cm(2))
    document.styles["Normal"].font.size = Pt(10)
    document.core_properties.title = line(paper.title)
    document.core_properties.author = "crossplan"
    document.core_properties.comments = ""
    document.add_heading(line(paper.title), 0)
    for text in paper.summary:
        document.add_paragraph(line(text))
    for section in paper.sections:
        document.add_heading(line(section.title), 1)
        document.add_paragraph(line(section.text))
        for n, pair in enumerate(section.pairs, 1):
            document.add_heading(f"{n}. {line(pair.title)}", 2)
            for said in (pair.first, pair.second):
                document.add_paragraph(f"{line(said.text)} — {line(said.who)}", "Quote")
            for reason in pair.reasons:
                document.add_paragraph(line(reason), "List Bullet")
        if section.grid:
            _grid(document, section.grid)
    document.add_paragraph(line(paper.note))
    out = io.BytesIO()
    document.save(out)
    return _undated(out.getvalue())


def _grid(document: "Document", grid: Grid) -> None:
    table = document.add_table(rows=1, cols=len(grid.columns), style="Light Grid Accent 1")
    for cells, row in zip(
        [table.rows[0].cells, *(table.add_row().cells for _ in grid.rows)],
        [grid.columns, *grid.rows], strict=True,
    ):  # fmt: skip
        for cell, text in zip(cells, row, strict=True):
            cell.text = line(text)


def _undated(data: bytes) -> bytes:
    """The same archive without the times at which its parts were written."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in sorted(old.namelist()):
            entry = zipfile.ZipInfo(name, _OLDEST)
            entry.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(entry, old.read(name))
    return out.getvalue()


WRITERS: Mapping[str, Callable[[Paper], bytes]] = {".md": markdown, ".html": html, ".docx": docx}
"""A file's ending -> the writer of its format."""
