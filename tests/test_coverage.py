"""Every character of a document ends in one class, and what was not understood is shown."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.errors import CrossplanError
from loaders import read
from loaders.coverage import CLASSES, coverage
from loaders.interpret import reading

EXAMPLES = sorted((Path(__file__).parent.parent / "examples" / "plans").glob("*.txt"))


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda p: p.stem)
def test_little_of_the_examples_is_not_understood(path: Path) -> None:
    document = read(path)
    found = reading(document)
    read_as = coverage(document, found.graph, found.unread)
    assert sum(read_as.characters.values()) == sum(not c.isspace() for c in document.text)
    assert read_as.share("not understood") < 0.05
    assert read_as.share("extracted") > 0.6


def test_an_unknown_list_and_a_promise_without_a_home_are_shown(tmp_path: Path) -> None:
    path = tmp_path / "plan.txt"
    path.write_text(
        "Priority 1: Reading\n\n- Lend books\n\nAppendix\n\nThe weather\n\n- sun\n- rain\n\n"
        "We will mend the roof.\n\nIt was cold.\n"
    )
    document = read(path)
    found = reading(document)
    shown = [p.text for p in coverage(document, found.graph, found.unread).unread]
    assert "We will mend the roof." in shown
    assert "It was cold." not in shown
    assert "Lend books" not in shown


@settings(max_examples=60, deadline=None)
@given(st.text("Priority 1:\n\t|-*#AbcdefWho When<ul><li>.; we will", max_size=300))
def test_all_characters_are_counted(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    path = tmp_path_factory.mktemp("any") / "plan.txt"
    path.write_text(text or "x", encoding="utf-8")
    try:
        document = read(path)
        found = reading(document)
    except CrossplanError:
        return
    read_as = coverage(document, found.graph, found.unread)
    assert set(read_as.characters) == set(CLASSES)
    assert sum(read_as.characters.values()) == sum(not c.isspace() for c in document.text)
