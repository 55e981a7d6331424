"""Text with offsets, statements run together, dates, sources: the small parts of reading."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.errors import CrossplanError, LimitError
from loaders import read
from loaders.document import Table
from loaders.interpret import splitter_for
from loaders.interpret.dates import timing, together
from loaders.interpret.leadins import announces
from loaders.interpret.lexicon import labelled, role_named
from loaders.interpret.segment import Splitter, sentences
from loaders.interpret.targets import commitments, embedded, level
from loaders.markup import clean, fragment
from loaders.slices import join
from loaders.source import open_text

PLAIN = Splitter(frozenset(), frozenset())


@given(st.text(max_size=200))
def test_every_clean_character_knows_its_place(source: str) -> None:
    text = clean(source)
    assert len(text.text) == len(text.starts) == len(text.ends)
    assert all(0 <= a < b <= len(source) for a, b in zip(text.starts, text.ends, strict=True))
    assert list(text.starts) == sorted(text.starts)
    for c, a in zip(text.text, text.starts, strict=True):
        assert c == source[a] or c == " " or source[a] in "&\\"


@given(st.text("ab. AB&;<>/p", max_size=80))
def test_a_cut_is_the_same_stretch_of_the_source(source: str) -> None:
    text = clean(source)
    for part in text.split(r"\."):
        assert part.text in text.text
        (span,) = part.spans(source)
        assert span.quote == source[span.start : span.end]


def test_mark_up_goes_and_entities_stay_as_meant() -> None:
    source = "**On** 6<sup>th</sup> &amp; *12th* [May](#x) \\*2016\\*"
    text = clean(source)
    assert text.text == "On 6th & 12th May *2016*"
    assert source[text.cut(3, 6).start : text.cut(3, 6).end] == "6<sup>th"


def test_a_joined_sentence_has_two_spans() -> None:
    source = "first part ... second part"
    both = join([clean(source, 0, 10), clean(source, 15, 26)], apart=True)
    assert both.text == "first part second part"
    assert [s.quote for s in both.spans(source)] == ["first part", "second part"]


def test_cells_of_html_become_paragraphs_and_items_with_depth() -> None:
    source = "<p>Lead-in:</p><ul><li>one</li><li>two<ul><li>deep</li></ul></li></ul>"
    blocks = [(b.kind, b.level, b.text.text) for b in fragment(source, 0, len(source))]
    assert blocks == [("paragraph", 0, "Lead-in:"), ("item", 1, "one"), ("item", 1, "two"),
                      ("item", 2, "deep")]  # fmt: skip


def write(folder: Path, text: str, name: str = "plan.txt") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_rows_with_blank_lines_between_are_one_table(tmp_path: Path) -> None:
    document = read(
        write(tmp_path, "No\tActions\tWho\n1\tDo this\tAB\n\n\n2\tDo that\tCD\n\nEnd.\n")
    )
    tables = [b for b in document.blocks if isinstance(b, Table)]
    assert [len(t.rows) for t in tables] == [3]


@pytest.mark.parametrize(
    ("text", "statements"),
    [
        ("Improve attendance Reduce exclusions", ["Improve attendance", "Reduce exclusions"]),
        ("Increase Year 11 and Year 12 progression Ensure all pupils read",
         ["Increase Year 11 and Year 12 progression", "Ensure all pupils read"]),
        ("Work with the Rainbow Trust (a Local Charity) on reading Open a hub",
         ["Work with the Rainbow Trust (a Local Charity) on reading", "Open a hub"]),
        ("Cut surplus places. Through public consultation and talks Build a school",
         ["Cut surplus places. Through public consultation and talks", "Build a school"]),
        ("Surveys say morale is high SEMH needs of pupils are met",
         ["Surveys say morale is high", "SEMH needs of pupils are met"]),
        ("Reach band C by March 2029 Insulate homes",
         ["Reach band C by March 2029", "Insulate homes"]),
        ("The reading group The reading group meets weekly", ["The reading group meets weekly"]),
    ],
)  # fmt: skip
def test_statements_run_together_come_apart(text: str, statements: list[str]) -> None:
    assert [s.text for s in PLAIN.statements(clean(text))] == statements


def test_a_name_of_the_document_does_not_begin_a_statement(tmp_path: Path) -> None:
    path = write(
        tmp_path, "Schools in Fairport thrive.\n\nWe like Fairport.\n\nHelp in Fairport.\n"
    )
    splitter = splitter_for(read(path))
    text = clean("Grow the strong Fairport reading offer Train staff")
    assert [s.text for s in splitter.statements(text)] == [
        "Grow the strong Fairport reading offer",
        "Train staff",
    ]


@given(st.text("aB c.D e(F)g", max_size=120))
def test_statements_lose_nothing_but_repeated_fragments(source: str) -> None:
    text = clean(source)
    if not text:
        return
    parts = PLAIN.statements(text)
    assert [p.start for p in parts] == sorted(p.start for p in parts)
    assert all(p.text in text.text for p in parts)


def test_sentences_do_not_end_at_abbreviations() -> None:
    text = clean("Work with partners e.g. Health. Then stop.")
    assert [s.text for s in sentences(text)] == ["Work with partners e.g. Health.", "Then stop."]


@pytest.mark.parametrize(
    ("phrase", "first", "last"),
    [
        ("By Sept 2016", None, date(2016, 9, 30)),
        ("From Jan 2017", date(2017, 1, 1), None),
        ("May - Sept 2016", date(2016, 5, 1), date(2016, 9, 30)),
        ("by June 1, 2023", None, date(2023, 6, 1)),
        ("May 3rd 2030", date(2030, 5, 3), date(2030, 5, 3)),
        ("2016/17", date(2016, 9, 1), date(2017, 8, 31)),
        ("2023-26", date(2023, 1, 1), date(2026, 12, 31)),
        ("by the end of academic year 2025", None, date(2025, 8, 31)),
        ("Spring term 2025/26", date(2026, 1, 1), date(2026, 3, 31)),
        ("Autumn term 2025-26", date(2025, 9, 1), date(2025, 12, 31)),
        ("by Easter 2026", None, date(2026, 4, 30)),
        ("Autumn term 2024", date(2024, 9, 1), date(2024, 12, 31)),
        ("Q1 2024/25", date(2024, 4, 1), date(2024, 6, 30)),
        ("31/03/2025", date(2025, 3, 31), date(2025, 3, 31)),
        ("31st March 2025", date(2025, 3, 31), date(2025, 3, 31)),
        ("as soon as possible", None, None),
        ("30 February 2025", None, None),
    ],
)
def test_a_phrase_implies_an_interval(phrase: str, first: date | None, last: date | None) -> None:
    found = timing(phrase)
    assert (found.not_before, found.due_by) == (first, last)


def test_a_slip_in_a_year_is_read_as_meant_and_said() -> None:
    found = timing("207/18")
    assert found.due_by == date(2018, 8, 31)
    assert found.fault == "207/18 read as 2017/18"


def test_two_different_ends_set_none() -> None:
    assert together(["By Dec 2016", "By Sept 2016"]).due_by is None
    assert together(["By Sept 2016", "Annual"]).recurrence == "annual"


@given(st.text("0123456789/-. janFebQ", max_size=30))
def test_any_phrase_has_a_reading(phrase: str) -> None:
    found = timing(phrase)
    assert not (found.not_before and found.due_by) or found.not_before <= found.due_by


@pytest.mark.parametrize(
    ("heading", "role"),
    [
        ("How will we know it has worked?", "measure"),
        ("Success criteria", "measure"),
        ("KPIs", "measure"),
        ("Lead officer", "lead"),
        ("By when", "when"),
        ("Our five priorities are:", "priority"),
        ("Key Strategic Priorities 2024-27", "priority"),
        ("Exit strategy", "exit-strategy"),
        ("Education priorities 2029-31", "priority"),
        ("Outcomes and actions", "outcome"),
        ("5 HOW WE WILL KNOW", "measure"),
        ("What would success look like in 2030?", "measure"),
        ("How will parents know that it works?", "measure"),
        ("Over the next three years we will", "action"),
        ("What we still need to do", "action"),
        ("What do we want schools to achieve?", "objective"),
        ("What are you hoping for?", None),
        ("Impact at 6 months", "impact"),
        ("Milestones by the end of Year 1", "milestone"),
        ("Outcome we want", "outcome"),
        ("Why does attendance come first?", "narrative"),
        ("The rural picture", "narrative"),
        ("The pictures", None),
        ("Why it came first was never told.", None),
        ("Schools in special measures", None),
        ("Priority groups", None),
        ("The weather", None),
    ],
)
def test_a_wording_has_its_role(heading: str, role: str | None) -> None:
    found = role_named(heading)
    assert (found.name if found else None) == role


@pytest.mark.parametrize(
    ("line", "role", "number", "rest"),
    [
        ("Theme 2: Skills for work", "theme", "2", "Skills for work"),
        ("Priority Three - Reading", "priority", "3", "Reading"),
        ("Partners - Health Trust - North", "partner", None, "Health Trust - North"),
    ],
)
def test_labels_with_numbers_and_content(
    line: str, role: str, number: str | None, rest: str
) -> None:
    found = labelled(clean(line))
    assert found is not None
    assert (found.role.name, found.number, str(found.rest)) == (role, number, rest)


def test_a_sentence_is_no_label() -> None:
    assert labelled(clean("Working with schools to raise standards")) is None


def test_an_announcement_tells_the_role_of_what_is_listed() -> None:
    found = announces("The plan has 8 key priorities:")
    assert found is not None
    assert found.name == "priority"
    assert announces("We will see about that:") is None


@pytest.mark.parametrize(
    ("text", "value", "amount"),
    [
        ("All pupils are in school by July 2030", "All", 100),
        ("All schools judged to be good", "All", None),
        ("No school in deficit", "No", None),
        ("Attendance rises by at least 4 percentage points", "4", 4),
        ("Attendance is above 95%", "95%", 95),
        ("in the top 25% of authorities", "top 25%", None),
        ("A minimum of 12 schools take part", "12", None),
        ("Offer to Year 10 pupils", None, None),
    ],
)
def test_a_level_is_read(text: str, value: str | None, amount: int | None) -> None:
    found = level(text)
    assert found.value == value
    assert (int(found.amount) if found.amount is not None else None) == amount


def test_a_date_of_comparison_is_no_deadline() -> None:
    assert level("Fewer appeals than in 2025").due_by is None
    assert level("More places compared with 2024/25, by July 2030").due_by == date(2030, 7, 31)
    assert level("Rise from 54% (2025) to 62%").due_by is None


def test_commitments_leave_out_where_things_stand() -> None:
    text = clean("At Key Stage 2, our results are low. We will reach 80% by July 2030.")
    assert [(c.text.text, c.label and c.label.text) for c in commitments(text)] == [
        ("We will reach 80% by July 2030.", "Key Stage 2")
    ]


def test_a_sentence_that_sets_two_levels_is_two() -> None:
    text = clean(
        "Results dipped. By July 2030 we will gain 5 points and be within the top 50% of LAs."
    )
    found = commitments(text)
    assert len(found) == 2
    assert level(found[1].text.text, found[1].leading).due_by == date(2030, 7, 31)


def test_what_an_action_counts_out_is_a_measure() -> None:
    parts = embedded(clean("Deliver 120 new places at primary and 60 at secondary to meet need"))
    assert [(s.text, str(found.amount), found.unit) for s, found in parts] == [
        ("120 new places at primary", "120", "places"),
        ("60 at secondary", "60", "places"),
    ]


def test_text_in_every_usual_coding(tmp_path: Path) -> None:
    words = "Priority 1: £5m – more"
    for name, data in {
        "bom": b"\xef\xbb\xbf" + words.encode(),
        "utf16": b"\xff\xfe" + words.encode("utf-16-le"),
        "windows": words.encode("cp1252"),
    }.items():
        path = tmp_path / f"{name}.txt"
        path.write_bytes(data)
        assert open_text(path).text == words


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("empty.txt", b"", "is empty"),
        ("blank.txt", b" \n\t\n", "is empty"),
        ("pdf.txt", b"%PDF-1.7 ...", "is a PDF"),
        ("zip.md", b"PK\x03\x04....", "zip or Office file"),
        ("noise.txt", bytes(range(1, 32)) * 20, "binary"),
    ],
)
def test_what_is_no_text_is_said(tmp_path: Path, name: str, data: bytes, says: str) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(CrossplanError, match=says):
        open_text(path)


def test_missing_folder_and_too_large(tmp_path: Path) -> None:
    with pytest.raises(CrossplanError, match="no such file"):
        open_text(tmp_path / "none.txt")
    with pytest.raises(CrossplanError, match="not a regular file"):
        open_text(tmp_path)
    big = write(tmp_path, "x" * 100)
    with pytest.raises(LimitError, match="more than the limit"):
        open_text(big, limit=99)
