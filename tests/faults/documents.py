"""Strategies for documents of every format: well made, ill made, and broken on their way."""

import io
import zipfile
from collections.abc import Callable

from hypothesis import strategies as st
from naughty import STRINGS
from word_parts import p, part, parts, tbl, tc, tr

PHRASES = (
    "Attendance", "Priority 1: Attendance", "Priority 2", "Theme A: Skills", "Actions", "Lead",
    "Lead officer", "By when", "Success criteria", "How will we know?", "Milestones", "Targets",
    "Exit strategy", "Our vision", "We will visit each school by July 2030", "from 5% to 9%",
    "Reduce exclusions", "Head of Inclusion", "DfE", "2016/17", "31/12/2029", "Sept", "by end of",
    "1.1", "1.2.3", "(a)", "iv.", "RAG", "Green", "£5m", "Progress so far", "Contents", "Page 3",
    "Objective:", "Outcome 1 -", "and", "", " ", "e.g.", "12", "-", "n/a", "TBC", "Key Stage 2",
)  # fmt: skip
SHORT = st.text(st.characters(exclude_categories=("Cs",)), max_size=25)
WORDS = st.one_of(
    st.sampled_from(PHRASES), st.sampled_from(PHRASES), st.sampled_from(STRINGS), SHORT,
    st.lists(st.sampled_from(PHRASES), max_size=6).map(" ".join),
)  # fmt: skip
ROWS = st.lists(st.lists(WORDS, max_size=5), max_size=6)

_LINES: tuple[Callable[[str], str], ...] = (
    "# {}".format, "## {}".format, "{}".format, "- {}".format, "  - {}".format, "1. {}".format,
    "{}:".format, "**{}**".format, "> {}".format, "{}\n===".format, "| {} | {} |".format,
    "| --- | --- |".format, "{}\t{}\t{}".format, "{}   {}   {}".format, "<td>{}".format,
    "\f{}".format, "```\n{}".format, "+---+\n| {} |\n+---+".format, "<p>{}</p>".format,
    "[{}]({})".format,
)  # fmt: skip
START = "# A plan\n\n## Priority 1: Attendance\n\n- Visit each school by July 2030\n\n"
LINE = st.builds(
    lambda form, words: form(words, words, words), st.sampled_from(_LINES), WORDS,
)  # fmt: skip
TEXTS = st.lists(LINE, max_size=25).flatmap(
    lambda lines: st.builds(
        lambda start, end: start + end.join(lines),
        st.sampled_from(("", START)),
        st.sampled_from(("\n", "\n\n", "\r\n")),
    )
)

_TAGS = (
    "p", "h1", "h2", "h3", "ul", "ol", "li", "table", "tr", "td", "th", "div", "main", "nav", "b",
    "span", "br", "dl", "dt", "dd", "details", "summary", "button", "script", "style", "template",
    "svg", "select", "option", "textarea", "title", "head", "body", "html", "iframe", "caption",
)  # fmt: skip
_ATTRIBUTES = (
    "", " class=cookie", " role=tabpanel", ' colspan="9"', " rowspan=-1", " rowspan=99999",
    " hidden", ' style="display:none"', " role=heading aria-level=99", " start=x", " value=7",
    " id=a id=a", " =", " href='javascript:x'", ' x="', " role=presentation",
)  # fmt: skip
TAG = st.builds(
    lambda form, tag, more: form.format(tag, more),
    st.sampled_from(("<{0}{1}>", "</{0}>", "<{0}{1}/>", "<{0}{1}", "<!-- {0}", "<![CDATA[{0}]]>")),
    st.sampled_from(_TAGS), st.sampled_from(_ATTRIBUTES),
)  # fmt: skip
PAGE = "<h1>A plan</h1><h2>Priority 1: Attendance</h2><ul><li>Visit schools</ul>"
SOUP = st.lists(st.one_of(TAG, TAG, WORDS, st.just(PAGE)), max_size=60).map("".join)


def encoded(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


@st.composite
def broken(draw: st.DrawFn, whole: bytes) -> bytes:
    """Bytes as they arrive from a bad disk: as they were, cut short, turned over, doubled."""
    data = bytearray(whole)
    for _ in range(draw(st.integers(0, 3))):
        at = int(draw(st.floats(0, 0.999)) * len(data))
        how = draw(st.sampled_from(("cut", "turn", "put", "twice", "zero")))
        if how == "cut":
            del data[at:]
        elif how == "turn" and data:
            data[at] ^= 1 << draw(st.integers(0, 7))
        elif how == "put":
            data[at:at] = draw(st.binary(max_size=8))
        elif how == "twice":
            data[at:at] = data[at : at + 64]
        else:
            data[at : at + 16] = b"\0" * len(data[at : at + 16])
    return bytes(data)


def fit(words: str) -> str:
    """Words without the characters that XML has no place for."""
    return "".join(c for c in words if c in "\t\n\r" or (c >= " " and c not in "\ufffe\uffff"))


def escaped(words: str) -> str:
    """Words as XML holds them."""
    marks = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"}
    return fit(words).translate(str.maketrans(marks))


_STYLES = st.sampled_from(("", "berschrift1", "Council2", "Tick", "TOC1", "Nothing"))
_PARAGRAPHS = st.builds(
    lambda words, style, num, depth: p(escaped(words), style=style, num=num, depth=depth),
    WORDS, _STYLES, st.integers(0, 5), st.integers(-1, 10),
)  # fmt: skip
_CELLS = st.builds(
    lambda inside, span, merge: tc(*inside, span=span, merge=merge),
    st.lists(_PARAGRAPHS, max_size=2), st.integers(-1, 4),
    st.sampled_from(("", "restart", "continue")),
)  # fmt: skip
_TABLES = st.lists(st.lists(_CELLS, max_size=4).map(lambda c: tr(*c)), max_size=4).map(
    lambda rows: tbl(*rows)
)
_ODD = st.sampled_from((
    "<w:p/>", "<w:tbl/>", "<w:sdt><w:sdtContent/></w:sdt>", "<w:sectPr/>", "<x/>",
    "<w:ins><w:p/></w:ins>", "<w:p><w:r><w:br/><w:tab/></w:r></w:p>",
))  # fmt: skip


def packed(files: dict[str, str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data.encode("utf-8", "replace"))
    return out.getvalue()


@st.composite
def word_files(draw: st.DrawFn) -> bytes:
    head = p("Priority 1: Attendance", style="berschrift1") + p("Visit each school", num=2)
    body = head * draw(st.integers(0, 1)) + "".join(
        draw(st.lists(st.one_of(_PARAGRAPHS, _PARAGRAPHS, _TABLES, _ODD), max_size=12))
    )
    made = parts(body)
    if draw(st.booleans()):
        lost = draw(st.sampled_from(sorted(made)))
        how = draw(st.sampled_from(("gone", "empty", "other", "cut")))
        made[lost] = {"gone": "", "empty": part("document", ""), "other": "<a/>",
                      "cut": made[lost][: len(made[lost]) // 2]}[how]  # fmt: skip
        if how == "gone":
            del made[lost]
    return draw(broken(packed(made)) if draw(st.booleans()) else st.just(packed(made)))


@st.composite
def workbooks(draw: st.DrawFn) -> bytes:
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    assert sheet is not None
    values = st.one_of(
        WORDS.map(fit), st.integers(), st.floats(), st.dates(), st.booleans(), st.none()
    )
    if draw(st.booleans()):
        sheet.append(["No", "Action", "Lead", "By when"])
        sheet.append([1, "Visit each school", "Head of Inclusion", "July 2030"])
    for row in draw(st.lists(st.lists(values, max_size=5), max_size=6)):
        sheet.append(row)
    if draw(st.booleans()):
        sheet.merge_cells(start_row=1, start_column=1, end_row=draw(st.integers(1, 5)),
                          end_column=draw(st.integers(1, 5)))  # fmt: skip
    out = io.BytesIO()
    book.save(out)
    return draw(broken(out.getvalue()) if draw(st.booleans()) else st.just(out.getvalue()))


_FONTS = st.sampled_from(("Helvetica", "Helvetica-Bold"))


@st.composite
def pdfs(draw: st.DrawFn) -> bytes:
    from reportlab.pdfgen.canvas import Canvas

    out = io.BytesIO()
    canvas = Canvas(out, pageCompression=draw(st.integers(0, 1)))
    for _ in range(draw(st.integers(1, 2))):
        y = 800
        canvas.drawString(50, 820, "Priority 1: Attendance")
        for words in draw(st.lists(WORDS, max_size=12)):
            canvas.setFont(
                draw(st.sampled_from(("Helvetica", "Helvetica-Bold"))),
                draw(st.sampled_from((9, 11, 18))),
            )
            canvas.drawString(draw(st.integers(0, 300)), y, words[:80])
            y -= draw(st.integers(0, 40))
        if draw(st.booleans()):
            canvas.grid([50, 200, 400], [100, 300, y])
        canvas.showPage()
    canvas.save()
    return draw(broken(out.getvalue()))


def _separated(rows: list[list[str]]) -> str:
    head = "No,Action,Lead\n1,Visit each school,Head of Inclusion\n"
    return head + "\n".join(",".join(f'"{c}"' if "," in c else c for c in row) for row in rows)


_NAMES = (
    "StrategicPlanCore", "Organization", "Vision", "Value", "Goal", "Objective", "Stakeholder",
    "Role", "RoleType", "PerformanceIndicator", "MeasurementInstance", "TargetResult",
    "ActualResult", "Descriptor", "DescriptorName", "DescriptorValue", "Name", "Description",
    "Identifier", "SequenceIndicator", "OtherInformation", "MeasurementDimension",
    "UnitOfMeasurement", "NumberOfUnits", "StartDate", "EndDate", "AdministrativeInformation",
)  # fmt: skip
_SAID = st.one_of(WORDS, st.sampled_from((
    "xp_Action_a_b", "xp_Subaction_a", "xp_Timing_a", "xp_Held_Loose", "xp_", "NaN", "1e999",
    "2030-07-31", "Performer", "kind: theme", "risk: delay", "refers to: xp_Action_a_b",
)))  # fmt: skip


def _element(name: str, within: str) -> str:
    return f"<{name}>{within}</{name}>"


_TREES = st.recursive(
    _SAID.map(escaped),
    lambda inner: st.lists(st.builds(_element, st.sampled_from(_NAMES), inner), max_size=6).map(
        "".join
    ),
    max_leaves=25,
)
_GOALS = st.lists(_TREES.map(lambda t: f"<Goal><Name>Attendance</Name>{t}</Goal>"), max_size=3)
STRATML = _GOALS.map(
    lambda g: f"<StrategicPlan><StrategicPlanCore>{''.join(g)}</StrategicPlanCore></StrategicPlan>"
)


FORMATS: dict[str, tuple[float, st.SearchStrategy[bytes]]] = {
    ".md": (0.25, st.one_of(TEXTS, TEXTS, TEXTS, SOUP).map(encoded).flatmap(broken)),
    ".html": (0.25, SOUP.map(encoded).flatmap(broken)),
    ".csv": (0.1, st.one_of(ROWS.map(_separated), TEXTS).map(encoded).flatmap(broken)),
    ".docx": (0.18, word_files()),
    ".xlsx": (0.14, workbooks()),
    ".pdf": (0.03, pdfs()),
    ".xml": (0.05, STRATML.map(encoded).flatmap(broken)),
}
"""Ending -> its share of all documents, and their bytes."""
