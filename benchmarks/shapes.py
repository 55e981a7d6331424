"""The shapes that a made-up plan is printed in: text, Markdown, web page, Word, workbook, PDF."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

COLUMNS = ("Ref", "Action", "Lead", "Partners", "Timescale", "Success measure", "Progress")


@dataclass(frozen=True, slots=True)
class Deed:
    """One action as printed."""

    text: str
    lead: str
    partner: str
    when: str
    measure: str


@dataclass(frozen=True, slots=True)
class Part:
    """A priority with what will be done under it."""

    title: str
    scene: str
    deeds: tuple[Deed, ...]


@dataclass(frozen=True, slots=True)
class Draft:
    """A plan before it is printed; `planted` says what was put into it beside chance."""

    number: int
    council: str
    start: int
    parts: tuple[Part, ...]
    planted: Mapping[str, Any]

    @property
    def title(self) -> str:
        return f"{self.council.rsplit(' ', 2)[0]} Education Plan {self.start}-{self.start + 3}"


def _row(ref: str, deed: Deed) -> tuple[str, ...]:
    return ref, deed.text, deed.lead, deed.partner, deed.when, deed.measure, ""


def _numbered(part: Part, number: int) -> Iterator[tuple[str, Deed]]:
    return ((f"{number}.{i}", deed) for i, deed in enumerate(part.deeds, 1))


def bullets(plan: Draft, path: Path) -> None:
    """Plain text with headings, lead-ins and bullets."""
    lines = [plan.council.upper(), "", plan.title, ""]
    for n, part in enumerate(plan.parts, 1):
        lines += [f"Priority {n}: {part.title}", "", part.scene, "", "What we will do", ""]
        lines += [f"- {d.text} by {d.when} (Lead: {d.lead})" for d in part.deeds]
        lines += ["", "How we will know", "", *(f"- {d.measure}" for d in part.deeds), ""]
    path.write_text("\n".join(lines), "utf-8")


def markdown(plan: Draft, path: Path) -> None:
    """Markdown with a pipe table under each priority."""
    lines = [f"# {plan.title}", "", plan.council, ""]
    for n, part in enumerate(plan.parts, 1):
        lines += [f"## Priority {n}: {part.title}", "", part.scene, ""]
        lines += [f"| {' | '.join(COLUMNS[:6])} |", "|---" * 6 + "|"]
        lines += [f"| {' | '.join(_row(r, d)[:6])} |" for r, d in _numbered(part, n)]
        lines.append("")
    path.write_text("\n".join(lines), "utf-8")


def ruled(plan: Draft, path: Path) -> None:
    """Plain text whose tables have bars between the cells."""
    lines = [plan.title.upper(), "", plan.council, ""]
    for n, part in enumerate(plan.parts, 1):
        lines += [f"PRIORITY {n}: {part.title}", "", part.scene, ""]
        lines += ["Ref | Action | Owner | Deadline | Measure of success"]
        lines += [
            f"{r} | {d.text} | {d.lead} | {d.when} | {d.measure}" for r, d in _numbered(part, n)
        ]
        lines.append("")
    path.write_text("\n".join(lines), "utf-8")


def html(plan: Draft, path: Path) -> None:
    """A web page with a table of seven columns under each priority."""
    from html import escape

    out = [f"<!DOCTYPE html><html lang=en><head><title>{plan.title}</title></head><body><main>",
           f"<h1>{plan.title}</h1><p>{plan.council}</p>"]  # fmt: skip
    for n, part in enumerate(plan.parts, 1):
        out.append(f"<h2>Priority {n}: {escape(part.title)}</h2><p>{escape(part.scene)}</p><table>")
        out.append("<tr>" + "".join(f"<th>{c}</th>" for c in COLUMNS) + "</tr>")
        for ref, deed in _numbered(part, n):
            cells = "".join(f"<td>{escape(c)}</td>" for c in _row(ref, deed))
            out.append(f"<tr>{cells}</tr>")
        out.append("</table>")
    path.write_text("\n".join([*out, "</main></body></html>"]), "utf-8")


def word(plan: Draft, path: Path) -> None:
    """A Word file with styled headings and a table under each priority."""
    import docx

    made = docx.Document()
    made.add_heading(plan.title, 0)
    made.add_paragraph(plan.council)
    for n, part in enumerate(plan.parts, 1):
        made.add_heading(f"Priority {n}: {part.title}", 1)
        made.add_paragraph(part.scene)
        table = made.add_table(rows=0, cols=len(COLUMNS))
        for row in (COLUMNS, *(_row(r, d) for r, d in _numbered(part, n))):
            for cell, text in zip(table.add_row().cells, row, strict=True):
                cell.text = text
    made.save(str(path))


def workbook(plan: Draft, path: Path) -> None:
    """A workbook with one sheet: a line for each priority and a table under it."""
    import openpyxl

    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.append([plan.title])
    sheet.append([plan.council])
    for n, part in enumerate(plan.parts, 1):
        sheet.append([])
        sheet.append([f"Priority {n}: {part.title}"])
        sheet.append(COLUMNS)
        for ref, deed in _numbered(part, n):
            sheet.append(_row(ref, deed))
    book.save(path)


def pages(plan: Draft, path: Path) -> None:
    """A PDF of pages on their side with a ruled table of seven columns under each priority."""
    from reportlab.lib import colors
    from reportlab.lib.pagesizes import A4, landscape
    from reportlab.lib.styles import getSampleStyleSheet
    from reportlab.platypus import Paragraph, SimpleDocTemplate, Table

    styles = getSampleStyleSheet()
    normal = styles["Normal"]
    story: list[Any] = [Paragraph(plan.title, styles["Title"]), Paragraph(plan.council, normal)]
    widths = [30, 200, 90, 90, 80, 170, 60]
    for n, part in enumerate(plan.parts, 1):
        story.append(Paragraph(f"Priority {n}: {part.title}", styles["Heading1"]))
        story.append(Paragraph(part.scene, normal))
        rows = [COLUMNS, *(_row(r, d) for r, d in _numbered(part, n))]
        cells = [[Paragraph(text, normal) for text in row] for row in rows]
        lines = ("GRID", (0, 0), (-1, -1), 0.5, colors.black)
        story.append(Table(cells, widths, style=[lines], repeatRows=1))
    SimpleDocTemplate(str(path), pagesize=landscape(A4), invariant=True).build(story)


FORMATS: Mapping[str, tuple[str, Callable[[Draft, Path], None]]] = {
    "bullets": (".txt", bullets), "markdown": (".md", markdown), "ruled": (".txt", ruled),
    "html": (".html", html), "word": (".docx", word), "workbook": (".xlsx", workbook),
    "pages": (".pdf", pages),
}  # fmt: skip
TEXTS = ("bullets", "markdown", "ruled")
