"""Word files: every block in its order, as Word shows it; what cannot be read is said."""

import re
import struct
import zipfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

import docx
import pytest
import render_docx
from hypothesis import given, settings
from hypothesis import strategies as st
from refusals import said
from same import agreement
from word_parts import p, parts, r, tbl, tc, tr, write

from graph.errors import CrossplanError, LimitError
from loaders import CONVERT, read
from loaders.document import Block, Document, Table
from loaders.word.styles import numeral

DRAWING = "http://schemas.openxmlformats.org/drawingml/2006"
Word = Callable[..., Document]
EXAMPLES = sorted((Path(__file__).parent.parent / "examples" / "plans").glob("*.txt"))


@pytest.fixture
def word(tmp_path: Path) -> Word:
    """A function that writes a body to a Word file and reads it."""

    def made(body: str, **more: str) -> Document:
        return read(write(tmp_path / "plan.docx", parts(body, **more)))

    return made


def shape(document: Document) -> list[tuple[str, int, str, str]]:
    return [(b.kind, b.level, b.marker, b.text.text) for b in document.blocks
            if isinstance(b, Block)]  # fmt: skip


def texts(document: Document) -> list[str]:
    return [b.text.text for b in document.blocks if isinstance(b, Block)]


def grid(document: Document) -> list[list[str]]:
    (table,) = (b for b in document.blocks if isinstance(b, Table))
    return [[cell.text for cell in row] for row in table.rows]


# ------------------------------------------------------------ headings


def test_headings_by_the_name_and_the_outline_of_their_style(word: Word) -> None:
    found = word(
        p("Our plan", style="berschrift1") + p("Where we are", style="Council2")
        + p("Some text about the schools of the city.")
        + p("What next", props='<w:outlineLvl w:val="2"/>')
    )  # fmt: skip
    assert [(k, n) for k, n, _, _ in shape(found)] == [
        ("heading", 1), ("heading", 2), ("paragraph", 0), ("heading", 3),
    ]  # fmt: skip


def test_headings_by_look_where_no_style_is_used(word: Word) -> None:
    large = "<w:r><w:rPr><w:sz w:val='36'/></w:rPr><w:t>A plan for every child</w:t></w:r>"
    middle = "<w:r><w:rPr><w:b/><w:sz w:val='28'/></w:rPr><w:t>Attendance</w:t></w:r>"
    found = word(
        p(large) + p(middle) + p(r("Why it matters", "b"))
        + p("Pupils who attend learn more, and feel that they belong to their school.")
        + p(r("Every school will have a named leader for attendance by next year.", "b"))
        + p(r("Lead:", "b"), " Head of Inclusion")
    )  # fmt: skip
    assert [(k, n) for k, n, _, _ in shape(found)] == [
        ("heading", 1), ("heading", 2), ("heading", 3), ("paragraph", 0), ("paragraph", 0),
        ("paragraph", 0),
    ]  # fmt: skip


def test_a_bold_line_among_styled_headings_stays_a_bold_paragraph(word: Word) -> None:
    found = word(
        p("Our plan", style="berschrift1") + p("Actions", style="Council2")
        + p(r("Primary schools", "b")) + p("We will visit each school.")
    )  # fmt: skip
    block = found.blocks[2]
    assert isinstance(block, Block)
    assert (block.kind, block.bold) == ("paragraph", True)


def test_a_long_paragraph_in_a_heading_style_is_no_heading(word: Word) -> None:
    found = word(p("word " * 40, style="berschrift1") + p("Short", style="berschrift1"))
    assert [k for k, *_ in shape(found)] == ["paragraph", "heading"]


# ------------------------------------------------------------ lists


def test_numbers_are_those_that_word_prints(word: Word) -> None:
    found = word(
        p("First", num=1) + p("Under it", num=1, depth=1) + p("Again", num=1, depth=1)
        + p("Deep", num=1, depth=2) + p("Text between.") + p("Second", num=1)
        + p("Anew", num=1, depth=1) + p("Later", num=4) + p("On", num=4)
    )  # fmt: skip
    assert [(m, n) for _, n, m, _ in shape(found)] == [
        ("1.", 1), ("1.1", 2), ("1.2", 2), ("(i)", 3), ("", 0), ("2.", 1), ("2.1", 2), ("7.", 1),
        ("8.", 1),
    ]  # fmt: skip


def test_bullets_have_depth_and_symbol_fonts_become_bullets(word: Word) -> None:
    found = word(p("One", num=2) + p("Two", num=2, depth=1) + p("Three", style="Tick"))
    assert shape(found) == [
        ("item", 1, "\u2022", "One"), ("item", 2, "o", "Two"), ("item", 1, "\u2022", "Three"),
    ]  # fmt: skip


def test_a_label_that_numbering_prints_is_text(word: Word) -> None:
    found = word(
        p("Attendance", style="berschrift1", num=3) + p("Inclusion", style="berschrift1", num=3)
    )
    assert texts(found) == ["Priority 1: Attendance", "Priority 2: Inclusion"]


def test_bullets_that_were_typed(word: Word) -> None:
    found = word(p("\u2022 visit each school") + p("a) train governors"))
    assert [(k, m) for k, _, m, _ in shape(found)] == [("item", "\u2022"), ("item", "a)")]


def test_a_manual_line_break_parts_a_paragraph_and_not_a_heading(word: Word) -> None:
    broken = r("Reading") + "<w:r><w:br/></w:r>" + r("Writing")
    found = word(p(broken) + p(broken, style="berschrift1"))
    assert texts(found) == ["Reading", "Writing", "Reading Writing"]


@given(st.integers(1, 3999))
def test_roman_numbers_can_be_read_back(n: int) -> None:
    values = dict(zip("ivxlcdm", (1, 5, 10, 50, 100, 500, 1000), strict=True))
    digits = [values[c] for c in numeral(n, "lowerRoman")]
    signed = [-a if a < b else a for a, b in zip(digits, [*digits[1:], 0], strict=True)]
    assert sum(signed) == n


# ------------------------------------------------------------ tables


def test_a_wide_cell_is_followed_by_empty_ones(word: Word) -> None:
    found = word(tbl(tr(tc("Priority 1: Attendance", span=3)), tr("No", "Action", "Lead")))
    assert grid(found) == [["Priority 1: Attendance", "", ""], ["No", "Action", "Lead"]]
    (table,) = found.blocks
    assert isinstance(table, Table)
    assert table.rows[0][0].width == 3


def test_a_cell_merged_over_rows_is_there_for_each_and_once_in_the_text(word: Word) -> None:
    found = word(
        tbl(
            tr("Action", "Lead"),
            tr(tc("Visit schools"), tc("Head of Inclusion", merge="restart")),
            tr(tc("Write to parents"), tc(merge="continue")),
            tr(tc("Train governors"), tc("Clerk")),
        )
    )
    assert [row[1] for row in grid(found)] == [
        "Lead", "Head of Inclusion", "Head of Inclusion", "Clerk",
    ]  # fmt: skip
    (table,) = found.blocks
    assert isinstance(table, Table)
    assert [row[1].merged for row in table.rows] == [False, False, True, False]
    assert found.text.count("Head of Inclusion") == 1
    assert [b.text.text for b in found.leaves()].count("Head of Inclusion") == 1


def test_paragraphs_and_lists_in_a_cell_are_its_blocks(word: Word) -> None:
    cell = tc(p("We will:"), p("visit each school", num=2), p("train governors", num=2))
    found = word(tbl(tr("Action", "When"), tr(cell, tc("By May 2027"))))
    (table,) = found.blocks
    assert isinstance(table, Table)
    assert [(b.kind, b.marker) for b in table.rows[1][0].blocks] == [
        ("paragraph", ""), ("item", "\u2022"), ("item", "\u2022"),
    ]  # fmt: skip


def test_a_number_that_numbering_prints_in_an_empty_cell(word: Word) -> None:
    rows = [tr(tc(p(num=1)), tc(f"Action {i}")) for i in range(2)]
    assert [row[0] for row in grid(word(tbl(tr("No", "Action"), *rows)))] == ["No", "1", "2"]


def test_a_table_in_a_cell_is_read_with_the_cell(word: Word) -> None:
    inner = tbl(tr("2025", "91%"), tr("2026", "95%"))
    found = word(tbl(tr("Action", "Measure"), tr(tc("Visit each school in the city"), tc(inner))))
    assert grid(found)[1] == ["Visit each school in the city", "2025 91% 2026 95%"]


def test_a_frame_around_text_and_tables_is_looked_through(word: Word) -> None:
    inner = tbl(tr("Action", "Lead"), tr("Visit schools", "Clerk"))
    found = word(tbl(tr(tc(p("Our vision is good schools."), inner))))
    assert texts(found) == ["Our vision is good schools."]
    assert grid(found) == [["Action", "Lead"], ["Visit schools", "Clerk"]]


def test_tables_eighty_deep_are_read(word: Word) -> None:
    body = tbl(tr("Deep text", "other"))
    for _ in range(75):
        body = tbl(tr(tc(body)))
    assert "Deep text" in word(body).text


def test_a_table_that_an_empty_line_parts_is_one(word: Word) -> None:
    first = tbl(tr("No", "Action"), tr("1", "Visit schools"))
    second = tbl(tr("2", "Train governors"))
    assert len(grid(word(first + p() + second))) == 3
    assert len(word(first + p("Then:") + second).blocks) == 3


def test_rows_and_cells_that_content_controls_hold(word: Word) -> None:
    row = f"<w:sdt><w:sdtContent>{tr('1', 'Visit schools')}</w:sdtContent></w:sdt>"
    cell = f"<w:sdt><w:sdtContent>{tc('Clerk')}</w:sdtContent></w:sdt>"
    assert grid(word(tbl(row, tr(cell, "Write")))) == [["1", "Visit schools"], ["Clerk", "Write"]]


def test_rows_that_begin_late_keep_their_columns(word: Word) -> None:
    late = tr("Clerk", props='<w:gridBefore w:val="1"/>')
    assert grid(word(tbl(tr("Action", "Lead"), late)))[1] == ["", "Clerk"]


# ------------------------------------------------------------ what Word shows and hides


def test_tracked_changes_are_read_as_accepted(word: Word) -> None:
    found = word(
        p("Attendance will reach ", '<w:del w:id="1"><w:r><w:delText>94%</w:delText></w:r></w:del>',
          f'<w:ins w:id="2">{r("95%")}</w:ins>', " by 2027.")
        + p(f'<w:moveFrom w:id="3">{r("Old place.")}</w:moveFrom>')
        + p(f'<w:moveTo w:id="4">{r("New place.")}</w:moveTo>')
        + tbl(tr("Action", "Lead"), tr("Gone", "Nobody", props='<w:del w:id="5"/>'),
              tr("New", "Clerk", props='<w:ins w:id="6"/>'))
    )  # fmt: skip
    assert texts(found) == ["Attendance will reach 95% by 2027.", "New place."]
    assert grid(found) == [["Action", "Lead"], ["New", "Clerk"]]


def test_a_deleted_paragraph_mark_joins_two_paragraphs(word: Word) -> None:
    mark = '<w:rPr><w:del w:id="1"/></w:rPr>'
    found = word(p("We will train ", props=mark) + p("every governor."))
    assert texts(found) == ["We will train every governor."]


def test_text_boxes_are_read_once_after_their_paragraph(word: Word) -> None:
    inside = f"<w:txbxContent>{p('Ambition: every child reads')}</w:txbxContent>"
    box = (
        "<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wps:wsp><wps:txbx>"
        f"{inside}</wps:txbx></wps:wsp></w:drawing></mc:Choice><mc:Fallback><w:pict><v:shape>"
        f"<v:textbox>{inside}</v:textbox></v:shape></w:pict></mc:Fallback></mc:AlternateContent>"
        "</w:r>"
    )
    assert texts(word(p("Before.", box) + p("After."))) == [
        "Before.", "Ambition: every child reads", "After.",
    ]  # fmt: skip


def test_a_diagram_is_a_list(word: Word) -> None:
    relation = f'<dgm:relIds xmlns:dgm="{DRAWING}/diagram" r:dm="r2"/>'
    box = f"<w:r><w:drawing><wps:x>{relation}</wps:x></w:drawing></w:r>"
    points = "".join(
        f'<dgm:pt modelId="{i}"><dgm:t><a:p><a:r><a:t>{t}</a:t></a:r></a:p></dgm:t></dgm:pt>'
        for i, t in enumerate(("", "Attendance", "Visit schools"))
    )
    tree = '<dgm:cxn srcId="0" destId="1"/><dgm:cxn srcId="1" destId="2"/>'
    data = f'<dgm:x xmlns:dgm="{DRAWING}/diagram" xmlns:a="{DRAWING}/main">{points}{tree}</dgm:x>'
    found = word(p("Our aims:", box), diagramData1=data)
    assert shape(found)[1:] == [
        ("item", 1, "\u2022", "Attendance"), ("item", 2, "\u2022", "Visit schools"),
    ]  # fmt: skip


def test_the_strict_form_of_word_files(tmp_path: Path) -> None:
    plain = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    strict = "http://purl.oclc.org/ooxml/wordprocessingml/main"
    made = parts(p("Plan", style="berschrift1") + p("Text."))
    path = write(tmp_path / "plan.docx", {k: v.replace(plain, strict) for k, v in made.items()})
    assert [k for k, *_ in shape(read(path))] == ["heading", "paragraph"]


def test_footnotes_stand_at_the_end_and_leave_no_mark(word: Word) -> None:
    note = f'<w:footnote w:id="2">{p("Department for Education, 2025.")}</w:footnote>'
    line = f'<w:footnote w:id="0" w:type="separator">{p("")}</w:footnote>'
    mark = '<w:r><w:footnoteReference w:id="2"/></w:r>'
    found = word(p("Attendance", mark, " is low.") + p("End."), footnotes=line + note)
    assert texts(found) == [
        "Attendance is low.",
        "End.",
        "Notes",
        "Department for Education, 2025.",
    ]


def test_links_controls_and_fields_show_their_text(word: Word) -> None:
    field = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> DATE </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>' + r("May 2027")
        + '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )  # fmt: skip
    link = f'<w:hyperlink r:id="rId9">{r("our site")}</w:hyperlink>'
    control = f"<w:sdt><w:sdtContent>{r('chosen')}</w:sdtContent></w:sdt>"
    unfilled = "<w:sdtPr><w:showingPlcHdr/></w:sdtPr>"
    prompt = f"<w:sdt>{unfilled}<w:sdtContent>{r('Click here')}</w:sdtContent></w:sdt>"
    found = word(p("By ", field, ", see ", link, " ", control, prompt))
    assert texts(found) == ["By May 2027, see our site chosen"]


def test_hidden_text_and_contents_lists_are_left_out_and_the_list_noted(word: Word) -> None:
    found = word(
        p("Attendance ..... 4", style="TOC1") + p("Seen.", r(" Unseen.", "vanish"))
        + p('<w:r><w:sym w:font="Wingdings" w:char="F0FC"/></w:r>')
    )  # fmt: skip
    assert texts(found) == ["Seen.", "\u2713"]
    assert found.notes == ("left out: the list of contents",)


def test_pages_are_those_of_the_last_layout(word: Word) -> None:
    ended = "<w:r><w:lastRenderedPageBreak/></w:r>"
    found = word(p("One.") + p("Two.") + p(ended, "Three.") + p("Four."))
    assert [b.page for b in found.blocks] == [1, 1, 2, 2]
    assert [b.page for b in word(p("One.")).blocks] == [None]


def test_every_block_is_where_the_text_says(word: Word) -> None:
    found = word(
        p("Plan", style="berschrift1") + p("First", num=1) + p("\u2022  typed  bullet")
        + tbl(tr("No", "Action"), tr("1", tc(p("We will:"), p("do", num=2))))
    )  # fmt: skip
    for block in found.leaves():
        (span,) = block.text.spans(found.text)
        assert found.text[span.start : span.end] == block.text.text


@settings(max_examples=25, deadline=None)
@given(st.lists(st.text("abc \u00e9\u4e2d\u05d0.,", min_size=1, max_size=30), max_size=8))
def test_no_paragraph_is_lost(lines: list[str]) -> None:
    made = docx.Document()
    for line in ["Start here.", *lines]:
        made.add_paragraph(line)
    with TemporaryDirectory() as folder:
        made.save(f"{folder}/plan.docx")
        found = read(Path(folder) / "plan.docx").text
    assert "".join(found.split()) == "".join("".join(["Start here.", *lines]).split())


# ------------------------------------------------------------ the same plan in Word


@pytest.mark.parametrize("plan", EXAMPLES, ids=lambda p: p.stem)
def test_a_plan_in_word_says_what_its_text_says(plan: Path, tmp_path: Path) -> None:
    made = render_docx.render(read(plan), tmp_path / f"{plan.stem}.docx")
    assert agreement(plan, made) >= 0.97


# ------------------------------------------------------------ what cannot be read


BODY = parts(p("Some text."))


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"%PDF-1.7 ...", "is a PDF"),
        (b"{\\rtf1 hello}", "rich text"),
        (b"<html><p>hello", "web page"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "before 2007"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "encrypted"),
        (b"Just a text.", "not a Word file"),
        (b"", "empty"),
    ],
)
def test_content_that_is_not_what_the_ending_says(data: bytes, words: str, tmp_path: Path) -> None:
    path = tmp_path / "plan.docx"
    path.write_bytes(data)
    assert words in said(path)


def test_a_file_cut_short(tmp_path: Path) -> None:
    path = write(tmp_path / "plan.docx", BODY)
    whole = path.read_bytes()
    for kept in (10, len(whole) // 2, len(whole) - 10):
        path.write_bytes(whole[:kept])
        assert "damaged or cut short" in said(path)


def test_every_damaged_byte_is_survived(tmp_path: Path) -> None:
    path = write(tmp_path / "plan.docx", BODY)
    whole = path.read_bytes()
    for at in range(0, len(whole), 41):
        path.write_bytes(whole[:at] + bytes([whole[at] ^ 0xFF]) + whole[at + 1 :])
        with suppress(CrossplanError):
            read(path)


@pytest.mark.parametrize("name", ["word/document.xml", "word/styles.xml", "_rels/.rels"])
def test_a_doctype_is_refused_in_every_part(name: str, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("secret")
    declared = f'<!DOCTYPE x [<!ENTITY e SYSTEM "file://{tmp_path}/secret">]>'
    for encoding in ("utf-8", "utf-16"):
        text = BODY[name].replace('<?xml version="1.0" encoding="UTF-8"?>', "")
        data = (f'<?xml version="1.0" encoding="{encoding}"?>{declared}{text}').encode(encoding)
        assert "DOCTYPE" in said(write(tmp_path / "plan.docx", {**BODY, name: data}))


MANY = (
    p("Plan", style="berschrift1") + p("One", num=1) + p("Two", num=1, depth=2)
    + p("Aim", style="Council2", num=3) + p("Again", num=4, props='<w:outlineLvl w:val="3"/>')
    + p('<w:r><w:sym w:char="F0FC"/><w:footnoteReference w:id="2"/></w:r>', "Tick", style="Tick")
    + tbl(tr(tc("Wide", span=2), props='<w:gridBefore w:val="1"/>'),
          tr(tc("High", merge="restart"), "x"), tr(tc(merge="continue"), "y"))
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_any_value_of_any_attribute_is_survived(data: st.DataObject) -> None:
    made = parts(MANY, footnotes=f'<w:footnote w:id="2">{p("Note.")}</w:footnote>')
    name = data.draw(st.sampled_from([n for n in made if n.startswith("word/")]))
    places = [m.span(1) for m in re.finditer('="([^"]*)"', made[name])]
    start, end = data.draw(st.sampled_from(places))
    odd = data.draw(
        st.sampled_from(["", "-1", "x", "\u00b2", "9" * 12, "0", "65535", "%9", "true"])
    )
    made[name] = made[name][:start] + odd + made[name][end:]
    with TemporaryDirectory() as folder, suppress(CrossplanError):
        read(write(Path(folder) / "plan.docx", made))


def test_a_part_that_grows_too_large(tmp_path: Path) -> None:
    bomb = BODY["word/document.xml"].replace("Some text.", "a" * 3_000_000)
    path = write(tmp_path / "plan.docx", {**BODY, "word/document.xml": bomb})
    with pytest.raises(LimitError, match="would grow to"):
        read(path)


def test_a_size_that_the_directory_denies(tmp_path: Path) -> None:
    bomb = BODY["word/document.xml"].replace("Some text.", "a" * 3_000_000)
    path = write(tmp_path / "plan.docx", {**BODY, "word/document.xml": bomb})
    true, lie = struct.pack("<L", len(bomb.encode())), struct.pack("<L", 1_000)
    path.write_bytes(path.read_bytes().replace(true, lie))
    assert "damaged" in said(path)


def test_too_many_parts(tmp_path: Path) -> None:
    path = write(tmp_path / "plan.docx", {**BODY, **{f"x/{i}": "" for i in range(5_000)}})
    with pytest.raises(LimitError, match="parts"):
        read(path)


def test_too_many_elements(tmp_path: Path) -> None:
    body = BODY["word/document.xml"].replace("<w:body>", "<w:body>" + "<a/>" * 6_000_000)
    path = write(tmp_path / "plan.docx", {**BODY, "word/document.xml": body}, zipfile.ZIP_STORED)
    with pytest.raises(LimitError, match="elements"):
        read(path)


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_part_that_is_there_twice(tmp_path: Path) -> None:
    path = write(tmp_path / "plan.docx", BODY)
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("word/document.xml", "<other/>")
    assert "twice" in said(path)


def test_other_zip_files(tmp_path: Path) -> None:
    path = tmp_path / "plan.docx"
    assert "is a zip file" in said(write(path, {"a.txt": "a"}))
    assert "OpenDocument" in said(write(path, {"mimetype": "x", "content.xml": "<a/>"}))
    assert "Pages" in said(write(path, {"Index/Document.iwa": "x"}))
    book = parts("", content_type="application/vnd.openxmlformats-officedocument.spreadsheetml"
                                  ".sheet.main+xml")  # fmt: skip
    assert ".xlsx" in said(write(path, book))


def test_no_text_is_said(tmp_path: Path) -> None:
    assert "no text" in said(write(tmp_path / "plan.docx", parts(p())))


def test_xml_that_is_none(tmp_path: Path) -> None:
    path = tmp_path / "plan.docx"
    assert "no valid XML" in said(write(path, {**BODY, "word/document.xml": "<w:document"}))
    deep = "<a>" * 5_000 + "</a>" * 5_000
    assert "no valid XML" in said(write(path, {**BODY, "word/document.xml": deep}))


def test_macros_are_ignored_and_noted(tmp_path: Path) -> None:
    made = parts(p("Some text."), content_type="application/vnd.ms-word.document.macroEnabled"
                                               ".main+xml")  # fmt: skip
    found = read(write(tmp_path / "plan.docm", {**made, "word/vbaProject.bin": b"\0"}))
    assert texts(found) == ["Some text."]
    assert found.notes == ("macros ignored",)


@pytest.mark.parametrize("ending", sorted(CONVERT))
def test_known_formats_without_a_reader_say_how_to_convert(ending: str, tmp_path: Path) -> None:
    path = tmp_path / f"plan{ending.upper()}"
    path.write_bytes(b"anything")
    assert "save it as" in said(path) or "export it to" in said(path)
