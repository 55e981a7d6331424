"""The PDF reader: headings, lists, columns, tables over page ends, and PDFs that mean harm."""

import io
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import render_html
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image
from render_pdf import render
from reportlab.lib.pagesizes import A4
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas
from same import agreement

import loaders
from graph.errors import CrossplanError, LimitError
from loaders.compose import Composer
from loaders.document import Block, Cell, Document, Table
from loaders.pdf import Limits
from loaders.pdf import read as read_pdf
from loaders.source import Source

if TYPE_CHECKING:
    from playwright.sync_api import Browser

PLANS = sorted((Path(__file__).parent.parent / "examples" / "plans").glob("*.txt"))
PROSE = [p for p in PLANS if "\t" not in p.read_text("utf-8") and "|" not in p.read_text("utf-8")]
LOOKS = {
    "ruled, landscape": {"wide": True},
    "ruled, portrait": {},
    "unruled, landscape": {"ruled": False, "wide": True},
}
Draw = Callable[[Canvas], None]


def drawn(to: Path, *pages: Draw, **options: Any) -> Document:
    """The document in a PDF of these pages."""
    canvas = Canvas(str(to), pagesize=A4, **options)
    for page in pages:
        canvas.setFont("Helvetica", 10)
        page(canvas)
        canvas.showPage()
    canvas.save()
    return loaders.read(to)


def write(canvas: Canvas, x: float, y: float, *lines: str, font: str = "Helvetica",
          size: float = 10) -> None:  # fmt: skip
    """Lines from a height downwards; y is measured from the top."""
    canvas.setFont(font, size)
    for i, line in enumerate(lines):
        canvas.drawString(x, A4[1] - y - 1.2 * size * i, line)


def said(document: Document) -> list[tuple[str, int, str]]:
    return [(b.kind, b.level, b.text.text) for b in document.blocks if isinstance(b, Block)]


def rows(document: Document) -> list[list[list[str]]]:
    (table,) = (b for b in document.blocks if isinstance(b, Table))
    return [[[b.text.text for b in cell.blocks] for cell in row] for row in table.rows]


# --- text ----------------------------------------------------------------------------------


def test_headings_by_size_and_weight(tmp_path: Path) -> None:
    def page(c: Canvas) -> None:
        write(c, 60, 80, "Education strategy", size=22)
        write(c, 60, 120, "Our priorities", size=14, font="Helvetica-Bold")
        write(c, 60, 145, "Attendance", font="Helvetica-Bold")
        write(c, 60, 165, "We will visit every school in the city before the end of the term and",
              "report what we saw.")  # fmt: skip

    assert said(drawn(tmp_path / "a.pdf", page)) == [
        ("heading", 1, "Education strategy"),
        ("heading", 2, "Our priorities"),
        ("heading", 3, "Attendance"),
        (
            "paragraph", 0,
            ("We will visit every school in the city before the end of the term and "
             "report what we saw."),
        ),
    ]  # fmt: skip


def test_lists_nest_by_indent_and_wrapped_items_stay_whole(tmp_path: Path) -> None:
    def page(c: Canvas) -> None:
        write(c, 60, 80, "1.")
        write(c, 75, 80, "Open a hub in the north of the city for families who cannot travel far")
        write(c, 75, 92, "to the old one")
        write(c, 75, 104, "\u2022")
        write(c, 90, 104, "with the library")
        write(c, 75, 116, "\u2022")
        write(c, 90, 116, "with two schools")
        write(c, 60, 128, "2.")
        write(c, 75, 128, "Close the old one")

    found = [b for b in drawn(tmp_path / "a.pdf", page).blocks if isinstance(b, Block)]
    assert [(b.marker, b.level, b.text.text) for b in found] == [
        ("1.", 1, ("Open a hub in the north of the city for families who cannot travel far to the "
                   "old one")),
        ("\u2022", 2, "with the library"),
        ("\u2022", 2, "with two schools"),
        ("2.", 1, "Close the old one"),
    ]  # fmt: skip


def test_bullets_that_are_drawn_not_written(tmp_path: Path) -> None:
    def page(c: Canvas) -> None:
        for y, text in ((80, "Train every teacher"), (100, "Visit every school")):
            c.circle(62, A4[1] - y + 3.2, 2, stroke=0, fill=1)
            write(c, 75, y, text)

    assert said(drawn(tmp_path / "a.pdf", page)) == [
        ("item", 1, "Train every teacher"),
        ("item", 1, "Visit every school"),
    ]


def test_hyphens_at_line_ends_go_where_they_only_part_a_word(tmp_path: Path) -> None:
    def page(c: Canvas) -> None:
        write(c, 60, 80, "Attainment is up and groups led by heads meet; all of them attain-",
              "ment groups, and each of them is a school-", "led group of the city.")  # fmt: skip
        write(c, 60, 140, "attainment led school")

    first = said(drawn(tmp_path / "a.pdf", page))[0][2]
    assert "them attainment groups" in first
    assert "school-led group" in first


def test_two_columns_are_read_one_after_the_other(tmp_path: Path) -> None:
    left = ["The first column tells of schools that", "do well and of those which do not, and",
            "of what the council will do for them", "in the years to come."]  # fmt: skip
    right = ["The second column tells of parents,", "of children and of all who help them to",
             "come to school every day, and of how", "they will be asked."]  # fmt: skip

    def page(c: Canvas) -> None:
        write(c, 60, 60, "A title over both of the columns of this page", size=16)
        write(c, 60, 100, *left)
        write(c, 60, 160, "It ends with a second paragraph that", "goes over into the next column,")
        write(c, 310, 100, "where the same sentence ends.")
        write(c, 310, 124, *right)

    assert [t for _, _, t in said(drawn(tmp_path / "a.pdf", page))][1:] == [
        " ".join(left),
        (
            "It ends with a second paragraph that goes over into the next column, where the same "
            "sentence ends."
        ),
        " ".join(right),
    ]


def test_heads_feet_and_page_numbers_are_left_out_and_pages_are_kept(tmp_path: Path) -> None:
    def page(number: int) -> Draw:
        def draw(c: Canvas) -> None:
            write(c, 60, 30, "Example Council: education plan", size=8)
            write(c, 60, 100, f"Paragraph {'abcd'[number]} of the plan stands here alone.")
            write(c, 290, 815, f"Page {number + 1} of 4", size=8)

        return draw

    document = drawn(tmp_path / "a.pdf", *map(page, range(4)))
    assert [b.text.text[:11] for b in document.leaves()] == [f"Paragraph {c}" for c in "abcd"]
    assert [b.page for b in document.leaves()] == [1, 2, 3, 4]


def test_a_page_drawn_sideways_is_turned(tmp_path: Path) -> None:
    def page(c: Canvas) -> None:
        c.rotate(90)
        c.translate(0, -A4[0])
        c.drawString(80, 500, "We will open a hub for families in the north of the city.")
        c.drawString(80, 470, "We will train every teacher.")

    assert [t for _, _, t in said(drawn(tmp_path / "a.pdf", page))] == [
        "We will open a hub for families in the north of the city.",
        "We will train every teacher.",
    ]


def test_footnote_marks_do_not_stick_to_words(tmp_path: Path) -> None:
    def page(c: Canvas) -> None:
        text = c.beginText(60, 700)
        text.setFont("Helvetica", 10)
        text.textOut("Attendance is low")
        text.setFont("Helvetica", 6)
        text.setRise(4)
        text.textOut("12")
        text.setFont("Helvetica", 10)
        text.setRise(0)
        text.textOut(" in two wards.")
        c.drawText(text)

    document = drawn(tmp_path / "a.pdf", page)
    assert said(document)[0][2] == "Attendance is low in two wards."
    assert document.notes == ("left out footnote marks: 1",)


WORD = st.sampled_from(
    [
        "school",
        "pupils",
        "leaders",
        "improve",
        "attendance",
        "support",
        "families",
        "every",
        "partnership",
        "outcomes",
        "plan",
        "with",
        "and",
        "for",
        "the",
        "of",
        "a",
        "to",
        "young",
        "people",
        "city",
    ]
)
SENTENCE = st.lists(WORD, min_size=1, max_size=60).map(lambda w: " ".join(w).capitalize() + ".")


@settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(SENTENCE, min_size=1, max_size=12), st.booleans(), st.integers(8, 14))
def test_paragraphs_survive_any_wrapping(
    tmp_path: Path, texts: list[str], wide: bool, size: int
) -> None:
    composer = Composer()
    blocks = [b for t in texts if (b := composer.block("paragraph", t))]
    source = Source("a.txt", "0" * 64, b"")
    made = render(
        composer.document(source, [*blocks]), tmp_path / "a.pdf", wide=wide, size=size, head=False
    )
    assert [b.text.text for b in read_pdf(made).leaves()] == texts


def test_blocks_are_parts_of_the_text(tmp_path: Path) -> None:
    document = loaders.read(render(loaders.read(PLANS[0]), tmp_path / "a.pdf"))
    for block in document.leaves():
        assert document.text[block.text.start : block.text.end] == block.text.text


# --- tables --------------------------------------------------------------------------------


def cell(composer: Composer, *texts: str, width: int = 1) -> Cell:
    made = [composer.block("item" if t[0] == "\u2022" else "paragraph", t) for t in texts]
    return Cell(tuple(b for b in made if b), width)


def tabled(to: Path, content: list[list[list[str]]], **look: Any) -> Document:
    composer = Composer()
    made = tuple(tuple(cell(composer, *c) for c in row) for row in content)
    source = Source("a.txt", "0" * 64, b"")
    return loaders.read(render(composer.document(source, [Table(made)]), to, **look))


HEADER = [["No"], ["Action"], ["Lead"], ["By when"]]


def line(number: int) -> list[list[str]]:
    return [
        [f"{number}"], [f"Action {number} opens a hub", "\u2022 It closes the old one"],
        ["Head of service"], ["\u2022 May 2026", "\u2022 June 2027"],
    ]  # fmt: skip


@pytest.mark.parametrize("ruled", [True, False])
def test_a_table_over_pages_is_one_with_one_header(tmp_path: Path, ruled: bool) -> None:
    content = [HEADER, *map(line, range(1, 40))]
    document = tabled(tmp_path / "a.pdf", content, ruled=ruled)
    bare = [[[t.removeprefix("\u2022 ") for t in c] for c in row] for row in content]
    assert rows(document) == bare
    pages = [b.page for b in document.leaves()]
    assert pages == sorted(pages, key=lambda p: p or 0)
    assert (pages[-1] or 0) > 1


def test_a_row_over_a_page_end_is_one_row(tmp_path: Path) -> None:
    long = " ".join(["we will work with every school and all of their partners"] * 60)
    content = [HEADER, [["1"], [long], ["Head of service"], ["May 2026"]], line(2)]
    found = rows(tabled(tmp_path / "a.pdf", content, wide=True))
    assert found[1] == content[1]
    assert len(found) == 3


def test_merged_cells_keep_their_columns(tmp_path: Path) -> None:
    def page(c: Canvas) -> None:
        xs, ys = (60, 160, 300, 420), (100, 130, 160, 190)
        for y in ys:
            c.line(160 if y == 160 else 60, A4[1] - y, 420, A4[1] - y)
        for x in xs:
            c.line(x, A4[1] - (130 if x == 300 else 100), x, A4[1] - 190)
        write(c, 65, 120, "Priority")
        write(c, 165, 120, "What we will do and who leads it")
        write(c, 65, 150, "Inclusion")
        write(c, 165, 150, "Open a hub")
        write(c, 305, 150, "Head of service")
        write(c, 165, 180, "Train staff")
        write(c, 305, 180, "Director")

    (table,) = drawn(tmp_path / "a.pdf", page).blocks
    assert isinstance(table, Table)
    assert [[(c.text, c.width, c.merged) for c in row] for row in table.rows] == [
        [("Priority", 1, False), ("What we will do and who leads it", 2, False), ("", 1, False)],
        [("Inclusion", 1, False), ("Open a hub", 1, False), ("Head of service", 1, False)],
        [("Inclusion", 1, True), ("Train staff", 1, False), ("Director", 1, False)],
    ]


def test_shaded_rows_without_rules_keep_their_columns(tmp_path: Path) -> None:
    def page(c: Canvas) -> None:
        c.setFillGray(0.85)
        for x, wide in ((60, 100), (160, 140), (300, 120)):
            for y in (100, 140):
                c.rect(x, A4[1] - y - 20, wide, 20, stroke=0, fill=1)
        c.setFillGray(0)
        for y, row in ((115, "1 2 3"), (135, "4 5 6"), (155, "7 8 9")):
            for x, text in zip((65, 165, 305), row.split(), strict=True):
                write(c, x, y, f"cell {text}")

    found = rows(drawn(tmp_path / "a.pdf", page))
    assert found == [[[f"cell {3 * r + c + 1}"] for c in range(3)] for r in range(3)]


# --- the same plan -------------------------------------------------------------------------


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("plan", PLANS, ids=lambda p: p.stem)
def test_a_plan_says_the_same_as_its_text(tmp_path: Path, plan: Path, look: str) -> None:
    made = render(loaders.read(plan), tmp_path / f"{plan.stem}.pdf", **LOOKS[look])
    assert agreement(plan, made) >= 0.97


@pytest.mark.parametrize("plan", PROSE, ids=lambda p: p.stem)
def test_a_plan_in_two_columns_says_the_same(tmp_path: Path, plan: Path) -> None:
    made = render(loaders.read(plan), tmp_path / f"{plan.stem}.pdf", columns=2)
    assert agreement(plan, made) >= 0.97


@pytest.mark.parametrize("plan", PLANS, ids=lambda p: p.stem)
def test_a_plan_printed_by_a_browser_says_the_same(
    tmp_path: Path, plan: Path, chromium: "Browser"
) -> None:
    made = tmp_path / f"{plan.stem}.pdf"
    page = chromium.new_page()
    style = "table{border-collapse:collapse} td{border:1px solid;padding:4px;vertical-align:top}"
    page.set_content(f"<style>{style}</style>{render_html.content(loaders.read(plan))}")
    page.pdf(path=str(made), format="A4", landscape=True)
    page.close()
    assert agreement(plan, made) >= 0.97


# --- PDFs that cannot be read --------------------------------------------------------------


def a_page(c: Canvas) -> None:
    write(c, 60, 100, "We will open a hub for families in the north of the city.")


def scanned(c: Canvas) -> None:
    picture = io.BytesIO()
    Image.new("L", (60, 80), 128).save(picture, "PNG")
    c.drawImage(ImageReader(picture), 0, 0, *A4)


def test_a_scan_is_said_to_need_ocr(tmp_path: Path) -> None:
    with pytest.raises(CrossplanError, match=r"no text layer \(2 pages\), needs OCR"):
        drawn(tmp_path / "a.pdf", scanned, scanned)


def test_a_scanned_page_among_others_is_noted(tmp_path: Path) -> None:
    document = drawn(tmp_path / "a.pdf", a_page, scanned)
    assert document.notes == ("no text layer on page 2: needs OCR, was not read",)


def test_a_password_is_named(tmp_path: Path) -> None:
    with pytest.raises(CrossplanError, match="is encrypted"):
        drawn(tmp_path / "a.pdf", a_page, encrypt=StandardEncryption("secret"))


def test_an_owner_password_keeps_nobody_from_reading(tmp_path: Path) -> None:
    locked = StandardEncryption("", ownerPassword="secret", canPrint=0)
    assert said(drawn(tmp_path / "a.pdf", a_page, encrypt=locked))


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
def test_a_file_cut_short_is_said_to_be(tmp_path: Path, share: float) -> None:
    whole = render(loaders.read(PLANS[1]), tmp_path / "whole.pdf").read_bytes()
    path = tmp_path / "a.pdf"
    path.write_bytes(whole[: int(len(whole) * share)])
    with pytest.raises(CrossplanError, match=r"a\.pdf: is cut short"):
        loaders.read(path)


@pytest.mark.parametrize("data", [b"", b"no PDF", b"PK\x03\x04", b"%PDF-1.7\n%%EOF", b"\0" * 99])
def test_what_is_no_pdf_gets_one_sentence(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(data)
    with pytest.raises(CrossplanError, match=r"a\.pdf: .*(damaged|not a PDF)") as e:
        loaders.read(path)
    assert "\n" not in str(e.value)


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_flipped_bytes_give_a_document_or_a_sentence(tmp_path: Path, data: st.DataObject) -> None:
    path = tmp_path / "a.pdf"
    whole = bytearray(render(loaders.read(PLANS[0]), tmp_path / "whole.pdf").read_bytes())
    for at in data.draw(st.lists(st.integers(0, len(whole) - 1), min_size=1, max_size=40)):
        whole[at] ^= data.draw(st.integers(1, 255))
    path.write_bytes(whole)
    try:
        loaders.read(path)
    except CrossplanError as e:
        said_once = str(e).count("a.pdf") == 1 and "\n" not in str(e)
        assert said_once


def raw_pdf(*objects: bytes) -> bytes:
    """A file of these objects, of which the first is the catalogue."""
    out, offsets = b"%PDF-1.7\n", []
    for number, content in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%b\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % at for at in offsets)
    size = len(objects) + 1
    return (
        out + b"xref\n0 %d\n0000000000 65535 f \n%b" % (size, table)
        + b"trailer\n<</Size %d/Root 1 0 R/Prev %d>>\nstartxref\n%d\n%%%%EOF\n"
        % (size, len(out), len(out))
    )  # fmt: skip


CATALOG = b"<</Type/Catalog/Pages 2 0 R>>"
ONE = b"<</Type/Pages/Kids[3 0 R]/Count 1>>"
PAGE = (
    b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R"
    b"/Resources<</XObject<</F 5 0 R>>>>>>"
)


def stream(content: bytes, extra: bytes = b"") -> bytes:
    return b"<</Length %d%b>>stream\n%b\nendstream" % (len(content), extra, content)


def inflated(unit: bytes, times: int) -> bytes:
    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(unit) for _ in range(times)) + packer.flush()
    return stream(packed, b"/Filter/FlateDecode")


FORM = b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</F 5 0 R>>>>"
HARMFUL = {
    "a table of objects that points to itself": raw_pdf(CATALOG, ONE, PAGE, stream(b"")),
    "a tree of pages without end": raw_pdf(
        CATALOG, b"<</Type/Pages/Kids[2 0 R 2 0 R]/Count 100000>>"
    ),
    "a form that holds itself": raw_pdf(
        CATALOG, ONE, PAGE, stream(b"/F Do"), stream(b"/F Do /F Do", FORM)
    ),
    "a stream of a gigabyte": raw_pdf(CATALOG, ONE, PAGE, inflated(b" " * 1_000_000, 900)),
    "millions of lines": raw_pdf(CATALOG, ONE, PAGE, inflated(b"0 0 m 9 9 l S\n" * 50_000, 100)),
}


@pytest.mark.parametrize("kind", HARMFUL)
def test_a_pdf_that_means_harm_gets_one_sentence(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(HARMFUL[kind])
    with pytest.raises(CrossplanError, match=r"a\.pdf: ") as e:
        loaders.read(path)
    assert "\n" not in str(e.value)


def test_limits_on_pages_and_time_name_what_to_do(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    drawn(path, a_page, a_page, a_page)
    with pytest.raises(LimitError, match=r"has 3 pages, more than the limit of 2; split it"):
        read_pdf(path, Limits(pages=2))
    with pytest.raises(LimitError, match=r"page 1: takes too long"):
        read_pdf(path, Limits(page_seconds=0.0))
