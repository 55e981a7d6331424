"""One small plan, written in the many ways that plans are laid out and words are set."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from textwrap import wrap
from types import MappingProxyType

from render_html import ABOVE, BELOW, END

Row = tuple[str, ...]
TITLE = "Ellerby Borough Council Learning Plan 2028 to 2031"
ABOUT = (
    "Ellerby has forty schools, and most of the families who use them live within a mile of the"
    " gate. This plan was written with pupils, parents and staff over two terms, and it is short"
    " because they asked for something that they could read in one sitting."
)
PRIORITIES: Sequence[tuple[str, str, Sequence[Row]]] = (
    (
        "Reading for every child",
        "Every pupil leaves primary school a fluent reader",
        (
            ("Train a reading lead in each primary school and give them half a day a week",
             "Head of School Improvement", "By July 2029",
             "80% of pupils reach the expected level in reading by July 2030"),
            ("Open a lending library in all family hubs, with books in the languages spoken there",
             "Library Service", "September 2029", "Each hub lends 500 books a year"),
            ("Publish a guide for grandparents who look after children once school has ended",
             "Ellerby Parent Forum", "Spring 2030", "Families say that the guide is useful"),
        ),
    ),
    (
        "A place where everybody belongs",
        "No pupil misses school because they feel unsafe or alone",
        (
            ("Appoint a named adult for any pupil who joins a school after the start of the year",
             "Inclusion Manager", "From January 2029", "Fewer than 60 pupils change school twice"),
            ("Replace exclusion from lessons with a shared room that is staffed all day long",
             "Behaviour Partnership", "Ongoing", "Suspensions fall from 410 to 200 by 2031"),
        ),
    ),
)  # fmt: skip
COLUMNS = ("number", "action", "lead", "when", "measure")
LABELS: Mapping[str, str] = MappingProxyType(
    {
        "number": "Ref", "action": "Actions", "lead": "Lead", "when": "Timescale",
        "measure": "Success criteria", "priority": "Priority", "objective": "Objective",
    }
)  # fmt: skip


@dataclass(frozen=True)
class Style:
    """How the plan is written; the defaults are the plainest way."""

    table: bool = True
    order: Row = COLUMNS
    labels: Mapping[str, str] = field(default_factory=lambda: LABELS)
    heading: str = "{label} {n}: {text}"
    numbers: Row = ("1", "2")
    label: str = "{}"
    upper: bool = False
    bullet: str = "-"
    width: int | None = None
    cut: int = 0
    again: bool = False
    split: bool = False
    drawn: bool = False
    pages: int = 0
    framed: bool = False

    def title(self, role: str) -> str:
        label = self.labels[role]
        return label.upper() if self.upper else label[0].upper() + label[1:]

    def headed(self, n: int, text: str) -> str:
        label = self.labels["priority"].capitalize()
        line = self.heading.format(label=label, n=self.numbers[n], text=text)
        return line.upper() if self.upper else line

    def marker(self, n: int) -> str:
        """The bullet of an item, or its number or letter."""
        return self.bullet.format(n=n + 1, a="abcdef"[n], i=("i", "ii", "iii", "iv", "v")[n])


def cells(style: Style, n: int, rows: Sequence[Row]) -> list[Row]:
    """The rows of a table with its header, in the order of the style's columns."""
    numbered = [(f"{n + 1}.{i}", *row) for i, row in enumerate(rows, start=1)]
    header = tuple(style.title(c) for c in style.order)
    at = [COLUMNS.index(c) for c in style.order]
    body = [tuple(row[i] for i in at) for row in numbered]
    if style.split:
        body[-1:] = _in_two(body[-1], style.order.index("action"))
    if 0 < style.cut < len(body):
        body[style.cut : style.cut] = [(), header] if style.again else [()]
    return [header, *body]


def _in_two(row: Row, at: int) -> list[Row]:
    """A row whose text goes on in the next: a page ended in the middle of the cell."""
    words = row[at].split()
    first, rest = " ".join(words[:7]), " ".join(words[7:])
    return [(*row[:at], first, *row[at + 1 :]), ("",) * at + (rest,) + ("",) * (len(row) - at - 1)]


def parts(style: Style) -> Iterator[tuple[str, Sequence[Row]]]:
    """The plan as (kind, rows): headings, paragraphs, labels, items and tables."""
    yield "title", [(TITLE,)]
    yield "paragraph", [(ABOUT,)]
    for n, (text, objective, rows) in enumerate(PRIORITIES):
        yield "heading", [(style.headed(n, text),)]
        yield "paragraph", [(f"{style.title('objective')}: {objective}",)]
        if style.table:
            yield "table", cells(style, n, rows)
        else:
            yield "label", [(style.label.format(style.title("action")),)]
            yield "items", [row[:1] for row in rows]
            yield "label", [(style.label.format(style.title("measure")),)]
            yield "items", [row[3:] for row in rows]


def _filled(text: str, style: Style, marker: str = "") -> list[str]:
    lead = f"{marker} " if marker else ""
    if not style.width:
        return [lead + text]
    return wrap(text, style.width, initial_indent=lead, subsequent_indent=" " * len(lead),
                break_long_words=False, break_on_hyphens=False)  # fmt: skip


def markdown(style: Style) -> str:
    return "\n".join(_markdown(style)) + "\n"


def _markdown(style: Style) -> Iterator[str]:
    marks = {"title": "# ", "heading": "## "} | ({"label": "### "} if style.label == "{}" else {})
    for kind, rows in parts(style):
        yield ""
        if kind == "table":
            yield "| " + " | ".join(rows[0]) + " |"
            yield "|" + " --- |" * len(rows[0])
            yield from ("| " + " | ".join(r) + " |" if r else "" for r in rows[1:])
        elif kind == "items":
            yield from (f"{style.marker(i)} {row[0]}" for i, row in enumerate(rows))
        else:
            yield from (marks.get(kind, "") + row[0] for row in rows)


def plain(style: Style) -> str:
    """As text, wrapped and on pages with a running head and a number where the style says so."""
    lines = list(_plain(style))
    if not style.pages:
        return "\n".join(lines) + "\n"
    pages = [lines[i : i + style.pages] for i in range(0, len(lines), style.pages)]
    numbered = (f"{TITLE}\n\n" + "\n".join(p) + f"\n\n{n}" for n, p in enumerate(pages, start=1))
    return "\n\f".join(numbered) + "\n"


def _plain(style: Style) -> Iterator[str]:
    for kind, rows in parts(style):
        yield ""
        if kind == "table":
            yield from _columns(rows) if style.drawn else map("\t".join, rows)
            continue
        for i, row in enumerate(rows):
            yield from _filled(row[0], style, style.marker(i) if kind == "items" else "")


def _columns(rows: Sequence[Row]) -> Iterator[str]:
    """A table as a printed page shows it: cells wrapped side by side, columns parted by blanks."""
    wide = [min(max(len(row[i]) for row in rows if row), 26) for i in range(len(rows[0]))]
    for row in rows:
        texts = [wrap(cell, w) for cell, w in zip(row, wide, strict=False)]
        for line in range(max(map(len, texts), default=1)):
            parts = (t[line] if line < len(t) else "" for t in texts)
            yield "   ".join(x.ljust(w) for x, w in zip(parts, wide, strict=False)).rstrip()
        yield ""


def page(style: Style) -> str:
    """As a web page, with the menus and footers of one where the style says so."""
    body = "".join(_page(style))
    if style.framed:
        return f'{ABOVE}<main id="content">{body}{BELOW}</main>{END}'
    return f"<!DOCTYPE html><html><body>{body}</body></html>"


def _page(style: Style) -> Iterator[str]:
    tags = {"title": "h1", "heading": "h2", "label": "h3", "paragraph": "p"}
    for kind, rows in parts(style):
        if kind == "table":
            head, *body = (row for row in rows if row)
            drawn = [_drawn(head, "th"), *(_drawn(row, "td") for row in body)]
            yield f"<table>{''.join(drawn)}</table>\n"
        elif kind == "items":
            yield "<ul>" + "".join(f"<li>{escape(row[0])}</li>" for row in rows) + "</ul>\n"
        else:
            yield f"<{tags[kind]}>{escape(rows[0][0])}</{tags[kind]}>\n"


def _drawn(row: Row, tag: str) -> str:
    return "<tr>" + "".join(f"<{tag}>{escape(x)}</{tag}>" for x in row) + "</tr>"
