"""The work of a reading grows with the length of the plan: calls are counted, not seconds."""

import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from types import FrameType

import pytest

from loaders import extract

PRIORITY = "## Priority 1: Reading"
HEAD = ["| No | Action | Lead | When |", "|---|---|---|---|"]


def pages(n: int, first: str) -> Iterator[str]:
    """A table over pages, of which every later one begins with a row of four cells."""
    yield from ("## Priority 1: Reading", "")
    for page in range(n):
        rows = [f"| {page}.{i} | Open the hub {page} {i} | Head of Hubs | May 2031 |"
                for i in range(8)]  # fmt: skip
        yield from (*HEAD, *rows) if not page else (first, HEAD[1], *rows)
        yield from ("", f"Page {page + 1}", "")


def repeated(n: int) -> Sequence[str]:
    return [
        "## Priority 1: Reading",
        "",
        "### Actions",
        "",
        *["- Review the offer of places with Hub Trust"] * (8 * n),
    ]


def counted(n: int) -> Iterator[str]:
    """Counts of what no lines name, among lines that begin as the names do or look like some."""
    yield from ("## Actions", "", "- Open the doors", "")
    for i in range(2 * n):
        yield from (
            f"We have three anchors: reach, reading and sums {i}.",
            "",
            "Reached by all",
            "",
        )
        yield from ("We will open two doors.", "", f"Door {i}", "", "Reading goes on", "")


SHAPES: dict[str, Callable[[int], Iterator[str] | Sequence[str]]] = {
    "the header on every page": lambda n: pages(n, HEAD[0]),
    "rows parted by pages": lambda n: pages(n, "|  | and more of it | Head | May 2031 |"),
    "the same action again": repeated,
    "counts that lead nowhere": counted,
    "column titles without cells": lambda n: [
        PRIORITY,
        "",
        *(
            line
            for cell in (
                "Action",
                "Measure",
                "Lead",
                "By when",
                "Lend a book",
                "Books lent",
                "Head",
                "May 2031",
            )
            * (2 * n)
            for line in (cell, "")
        ),
    ],
    "codes that begin again": lambda n: [PRIORITY, *["A1 Lend every family a book", ""] * (8 * n)],
    "lists beside names": lambda n: [
        PRIORITY,
        *["Read to babies |", "- Lend", "- Sing", "|"] * (4 * n),
    ],
}


def calls(path: Path, lines: Iterator[str] | Sequence[str]) -> int:
    """How many calls reading a plan of these lines takes."""
    path.write_text("\n".join(["# Plan", "", *lines]))
    count = 0

    def profile(_frame: FrameType, event: str, _arg: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    sys.setprofile(profile)
    try:
        extract(path)
    finally:
        sys.setprofile(None)
    return count


@pytest.mark.parametrize("shape", SHAPES)
def test_a_plan_of_twice_the_length_takes_twice_the_calls(shape: str, tmp_path: Path) -> None:
    made, path = SHAPES[shape], tmp_path / "plan.md"
    _, first, second = (calls(path, made(n)) for n in (1, 20, 40))
    assert second <= 2.3 * first
