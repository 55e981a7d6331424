"""Small plans with known answers, loaded as their authors would load them."""

from collections.abc import Mapping
from pathlib import Path

import crossplan
from graph.workspace import Workspace

NORTH = """# North Council Education Plan 2024-2026

## Priority 1: School attendance

| Action | Lead | By when | Success measure |
|---|---|---|---|
| Visit every pupil with persistent absence | Director of Education | September 2025 | {aim} |
| Publish attendance data each term | Head of Inclusion | Termly | |
| Train governors in safeguarding | Head of Inclusion | | |
""".format(aim="Persistent absence falls to 10% by July 2026")
SOUTH = """# South Council Education Strategy 2020-2022

Our vision: attendance is high and every child is happy.

## Priority 1: Apprenticeships

- We will double the number of apprenticeships by 2021
"""
EAST = """# East Council Education Plan 2024-2027

## Priority 1: Reading

- We will lend books in every school
- We will invite an author to read to the pupils of every primary school in each term of the year
- We will open the libraries of secondary schools to all readers on every day of the summer holidays
- We will give a book to every child who comes to a school in the county for the first time
- We will ask the readers of every school to choose the book of the year and tell everyone about it

Appendix

We will cut persistent absence.
"""
THREE = {"north": NORTH, "south": SOUTH, "east": EAST}


def planted(folder: Path, texts: Mapping[str, str]) -> Workspace:
    """A workspace with these texts; the ids of the plans begin with their names."""
    for name, text in texts.items():
        (folder / f"{name}.md").write_text(text, encoding="utf-8")
    done = list(crossplan.load([folder], folder / "ws"))
    assert {d.outcome for d in done} == {"added"}, [d.reason for d in done]
    return Workspace.open(folder / "ws")
