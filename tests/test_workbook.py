"""The workbook for committees: a sheet each, every row traced, nothing that Excel would run."""

import io
import zipfile
from datetime import datetime

import pytest
from openpyxl import Workbook, load_workbook
from sample import sample

from graph.exporting import export
from graph.exporting.sheets import LONGEST, Sheet, written
from graph.model import Action, Measure, Partner, Priority
from graph.workspace import Workspace

KINDS = {"Priorities": Priority, "Actions": Action, "Partners": Partner}


def opened(data: bytes) -> Workbook:
    return load_workbook(io.BytesIO(data))


def rows(book: Workbook, name: str) -> list[dict[str, object]]:
    head, *more = book[name].iter_rows(values_only=True)
    return [dict(zip(map(str, head), row, strict=True)) for row in more]


def test_a_row_for_each_statement(five_plans: Workspace) -> None:
    plans = [five_plans.graph(r.id) for r in five_plans.plans()]
    book = opened(export(plans, "xlsx", five_plans))
    assert book.sheetnames == ["Plans", "Priorities", "Actions", "Measures", "Partners", "Overlaps"]
    assert len(rows(book, "Plans")) == 5
    for name, kind in KINDS.items():
        stated = [n for g in plans for n in g.of_type(kind) if n.basis != "derived"]
        assert len(rows(book, name)) == len(stated)
    measures = {n.text for g in plans for n in g.of_type(Measure)}
    assert {r["measure"] for r in rows(book, "Measures")} == measures


def test_an_action_with_all_that_is_said_of_it(five_plans: Workspace) -> None:
    plan = five_plans.resolve("portsmouth").id
    found = rows(opened(export([five_plans.graph(plan)], "xlsx")), "Actions")
    (row,) = (r for r in found if r["number"] == "2.1")
    assert str(row["action"]).startswith("Introduce a new peer challenge process")
    assert "Head of School Improvement (Interim)" in str(row["lead"]).split("\n")
    assert (row["when"], row["due"]) == ("From Jan 2017", None)
    assert any(isinstance(r["due"], datetime) for r in found)
    name, _, place = str(row["place"]).partition(", characters ")
    start, end = map(int, place.split(" to "))
    assert name == "ofsted-action-plan-portsmouth.txt"
    assert five_plans.text(plan)[start:end] == row["quote"]


def test_leads_of_a_priority_are_told_apart(five_plans: Workspace) -> None:
    plan = five_plans.resolve("strategic-education-plan-southampton").id
    found = rows(opened(export([five_plans.graph(plan)], "xlsx")), "Actions")
    assert not [r for r in found if r["lead"]]
    assert [r for r in found if r["lead of its priority"]]


def test_overlaps_are_those_of_the_chosen_plans(five_plans: Workspace) -> None:
    two = [five_plans.graph(five_plans.resolve(n).id) for n in ("portsmouth", "herefordshire")]
    found = rows(opened(export(two, "xlsx", five_plans)), "Overlaps")
    titles = {g.publication.title for g in two}
    assert found
    assert all({r["plan"], r["other plan"]} == titles for r in found)
    scores = [float(str(r["score"])) for r in found]
    assert scores == sorted(scores, reverse=True)


def test_headers_stay_and_filter_and_texts_wrap() -> None:
    book = opened(export([sample()], "xlsx"))
    assert book.sheetnames == ["Plans", "Priorities", "Actions", "Measures", "Partners"]
    for sheet in book:
        assert sheet.freeze_panes == "A2"
        assert sheet.auto_filter.ref == sheet.dimensions
        assert all(sheet.column_dimensions[c.column_letter].width >= 8 for c in sheet[1])
        assert all(c.font.bold for c in sheet[1])
        assert all(c.alignment.wrap_text for row in sheet.iter_rows(min_row=2) for c in row)


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "\t=1", "=cmd|' /C calc'!A0"])
def test_formulas_are_text(text: str) -> None:
    cell = opened(written([Sheet("A", {"a": 9}, [[text]])]))["A"]["A2"]
    assert (cell.value, cell.data_type, cell.quotePrefix) == (text, "s", True)


def test_a_text_too_long_for_a_cell_is_cut() -> None:
    cell = opened(written([Sheet("A", {"a": 9}, [["x" * 40_000]])]))["A"]["A2"]
    assert (len(cell.value), cell.value[-1]) == (LONGEST, "…")


def test_the_same_plans_give_the_same_bytes() -> None:
    data = export([sample()], "xlsx")
    assert data == export([sample()], "xlsx")
    package = zipfile.ZipFile(io.BytesIO(data))
    assert {i.date_time for i in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert package.read("docProps/core.xml").count(b"2000-01-01T00:00:00Z") == 2
