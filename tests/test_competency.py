"""The twenty competency questions on the five example plans: the rows that people counted."""

import json
from pathlib import Path
from typing import Any

import pytest
from workspaces import LETTERS, letters

from graph.names import ID
from graph.query import sparql
from graph.workspace import Workspace

DATA = json.loads(Path(__file__).with_name("competency-questions.json").read_text("utf-8"))
PREFIXES = "".join(f"PREFIX {k}: <{v}>\n" for k, v in DATA["prefixes"].items())


def plain(value: Any, plans: dict[str, str]) -> str:
    """A cell as the expected rows write it."""
    text = "" if value is None else str(value)
    if text.startswith(ID):
        return plans.get(text.removeprefix(ID), text)
    return text.partition("/vocab/")[2] or text


def test_letters_mean_the_same_plans() -> None:
    assert {v: k for k, v in LETTERS.items()} == DATA["plans"]


@pytest.mark.parametrize("question", DATA["questions"], ids=lambda q: q["id"])
def test_competency_question(question: dict[str, Any], five_plans: Workspace) -> None:
    plans = letters(five_plans)
    portsmouth = next(p for p, letter in plans.items() if letter == "P")
    text = PREFIXES + question["sparql"].replace("{{P}}", portsmouth)
    table = sparql(five_plans, text, graph="stated")
    rows = sorted([plain(v, plans) for v in row] for row in table.rows)
    right = [sorted(r) for r in (question["expect"], *question.get("accept", []))]
    assert rows in right, f"{question['question']} {question['note']}"


@pytest.mark.parametrize("question", DATA["questions"], ids=lambda q: q["id"])
def test_its_sources_are_in_the_texts(question: dict[str, Any], five_plans: Workspace) -> None:
    texts = {letter: five_plans.text(plan) for plan, letter in letters(five_plans).items()}
    for letter, quote in question["quotes"]:
        assert quote in texts[letter]
