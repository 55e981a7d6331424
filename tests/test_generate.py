"""Generated plans say what their gold tells, whatever their shape, and never depend on how many."""

import json
from collections import Counter
from pathlib import Path

import pytest

import crossplan
from benchmarks.generate import draft, generate, shared_phrase
from benchmarks.shapes import FORMATS, TEXTS


@pytest.mark.parametrize("form", FORMATS)
def test_each_shape_is_read_as_its_gold_says(form: str, tmp_path: Path) -> None:
    generate(4, tmp_path, seed=3, formats=[form])
    for line in (tmp_path / "gold.jsonl").read_text("utf-8").splitlines():
        gold = json.loads(line)
        found = Counter(type(n).__name__ for n in crossplan.extract(tmp_path / gold["file"]).nodes)
        assert found["Priority"] == gold["priorities"]
        assert found["Action"] == gold["actions"]
        assert found["Measure"] == pytest.approx(gold["measures"], abs=2)


def test_a_larger_corpus_begins_with_the_smaller(tmp_path: Path) -> None:
    for count in (6, 11):
        generate(count, tmp_path / str(count), formats=TEXTS)
    few, many = (
        {p.name: p.read_bytes() for p in (tmp_path / n).iterdir() if p.suffix != ".jsonl"}
        for n in ("6", "11")
    )
    assert len(few) == 6
    assert few.items() <= many.items()


def test_planted_overlaps_are_in_both_plans_and_are_nobody_elses() -> None:
    texts = [[d.text for part in draft(1, n).parts for d in part.deeds] for n in (20, 21)]
    for which in range(4):
        one, other = (shared_phrase(2, which, wording) for wording in (0, 1))
        assert one != other
        assert one in texts[0]
        assert other in texts[1]
    said = [shared_phrase(pair, which, 0) for pair in range(1000) for which in range(4)]
    assert len({s.split(" ", 1)[1] for s in said}) == len(said)


def test_the_next_version_keeps_a_part_of_the_old_plan() -> None:
    old, new = ([d.text for p in draft(1, n).parts for d in p.deeds] for n in (14, 15))
    planted = draft(1, 15).planted
    assert planted["replaces"] == 14
    assert set(old) - set(new) == set(planted["dropped"]) - set(new)
    assert set(planted["new"]) <= set(new)
