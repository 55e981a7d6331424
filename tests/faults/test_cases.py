"""Every fault of the list is checked here, in the test that it names, or says why it cannot be."""

import ast
import tomllib
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).parent
CASES: dict[str, dict[str, Any]] = tomllib.loads((HERE / "cases.toml").read_text("utf-8"))
WAYS = ("check", "tests", "reason")


@cache
def defined_in(file: str) -> set[str]:
    tree = ast.parse((HERE.parent / file).read_text("utf-8"))
    return {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}


def test_every_fault_is_listed() -> None:
    counts = {"A": 40, "B": 15, "C": 17, "D": 15, "E": 9}
    assert list(CASES) == [f"{letter}{n}" for letter, n in counts.items() for n in range(1, n + 1)]


@pytest.mark.parametrize("case", CASES)
def test_fault(case: str, tmp_path: Path) -> None:
    said = CASES[case]
    assert said["what"]
    assert said["expected"]
    assert set(WAYS) & set(said)
    for test in said.get("tests", []):
        file, _, name = test.partition("::")
        assert name in defined_in(file), f"{test} is gone"
    if "check" in said:
        module, _, name = said["check"].partition(".")
        getattr(import_module(module), name)(tmp_path)
    if "reason" in said:
        pytest.skip(said["reason"])
