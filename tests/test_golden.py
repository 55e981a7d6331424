"""Golden cases: a folder holds a plan and the graph that is read from it.

`pytest --update-golden` rewrites the expected graphs; read the difference before you commit it.
"""

import json
from pathlib import Path

import pytest

from graph.property_graph import dumps, to_node_link
from loaders import extract

HERE = Path(__file__).parent
CASES = sorted(p.parent for p in (HERE / "golden").glob("*/expected.json"))
EXAMPLES = sorted((HERE.parent / "examples" / "plans").glob("*.txt"))


def read(path: Path) -> str:
    _, graph = extract(path)
    data = to_node_link(graph, "")
    for node in data["nodes"]:
        for key in ("start", "end", "alsoAt", "tags"):
            node.pop(key, None)
    return dumps(data)


def source_of(case: Path) -> Path:
    named = json.loads((case / "expected.json").read_text(encoding="utf-8"))["graph"]["source"]
    beside = case / named
    return beside if beside.exists() else HERE.parent / "examples" / "plans" / named


@pytest.mark.parametrize("case", CASES, ids=lambda c: c.name)
def test_a_plan_is_read_as_a_careful_reader_reads_it(
    case: Path, request: pytest.FixtureRequest
) -> None:
    found = read(source_of(case))
    expected = case / "expected.json"
    if request.config.getoption("--update-golden"):
        expected.write_text(found, encoding="utf-8")
    assert found == expected.read_text(encoding="utf-8")


def test_every_example_has_a_golden_case() -> None:
    assert {p.stem for p in EXAMPLES} <= {c.name for c in CASES}
    assert len(EXAMPLES) == 5
