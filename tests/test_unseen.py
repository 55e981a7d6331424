"""Plans in shapes unlike the examples, written for this project, against what they state.

`pytest tests/test_unseen.py -s` prints the figures of each plan and what differs.
"""

import json
from functools import reduce
from operator import add
from pathlib import Path
from typing import Any

import pytest
from agreement import FIELDS, LINKS, STATEMENTS, Agreement, compare, table
from likeness import within, words

from graph.errors import CrossplanError
from graph.property_graph import to_node_link
from loaders import extract

Row = dict[str, Any]
CASES = sorted(p for p in (Path(__file__).parent / "plans").iterdir() if p.suffix != ".json")
LEAST = {
    "priorities": 0.90, "actions": 0.85, "objectives": 0.75, "measures": 0.80,
    "action to priority": 0.92, "who": 0.80, "when": 0.85,
}  # fmt: skip
SMALL: Row = {
    "priorities": [{"id": "p1", "text": "Reading"}, {"id": "p2", "text": "Belonging"}],
    "objectives": [{"text": "Every child reads", "priority": "p1"}],
    "actions": [
        {"text": "Lend books to every family", "priority": "p1", "who": ["Libraries"],
         "when": "by May 2030"},
        {"text": "Greet pupils at the gate", "priority": "p2"},
    ],
    "measures": [{"text": "80% of pupils read well", "priority": "p1", "target": ["80%"],
                  "date": "2030-07"}],
}  # fmt: skip
TYPES = {"priorities": "Priority", "objectives": "Objective", "actions": "Action",
         "measures": "Measure"}  # fmt: skip
KEYS = {"objectives": "HAS_OBJECTIVE", "actions": "HAS_ACTION", "measures": "MEASURED_BY"}


def gold_of(path: Path) -> Row:
    found: Row = json.loads(path.with_suffix(".gold.json").read_text(encoding="utf-8"))
    return found


def graph_of(path: Path) -> Row:
    try:
        return to_node_link(extract(path)[1], "")
    except CrossplanError:
        return {"nodes": [], "edges": []}


@pytest.fixture(scope="module")
def read() -> dict[str, Row]:
    return {p.stem: graph_of(p) for p in CASES}


@pytest.fixture(scope="module")
def pooled(read: dict[str, Row]) -> Agreement:
    found = {p.stem: compare(gold_of(p), read[p.stem]) for p in CASES}
    for plan, result in found.items():
        print(f"\n{plan}\n{table(result)}", *result.differs, sep="\n  ")
    every = reduce(add, found.values())
    print(f"\n{len(found)} plans\n{table(every)}")
    return every


@pytest.mark.parametrize("row", LEAST)
def test_plans_of_other_shapes_are_read(row: str, pooled: Agreement) -> None:
    assert pooled.f1(row) >= LEAST[row], f"\n{table(pooled)}"


@pytest.mark.parametrize("path", CASES, ids=lambda p: p.stem)
def test_a_plan_without_measures_gets_none(path: Path, read: dict[str, Row]) -> None:
    made = [n["text"] for n in read[path.stem]["nodes"]
            if n["type"] in ("Measure", "Milestone", "ImpactStatement", "Target")]  # fmt: skip
    assert made == [] or gold_of(path)["measures"]


def test_hardly_a_fact_or_quotation_is_taken_for_a_statement(pooled: Agreement) -> None:
    assert pooled.asked["negatives"] > 100
    assert pooled.given["negatives"] <= 0.03 * pooled.asked["negatives"]


def test_there_are_twelve_plans_and_some_have_no_measure() -> None:
    assert len(CASES) >= 12
    assert any(not gold_of(p)["measures"] for p in CASES)


def as_graph(gold: Row) -> Row:
    """The graph that a perfect reading of a plan would give."""
    nodes: list[Row] = []
    edges: list[Row] = []
    for row in STATEMENTS:
        for n, x in enumerate(gold[row]):
            at = x.get("id", f"{row} {n}")
            nodes.append({"id": at, "type": TYPES[row], "text": x["text"]})
            if when := x.get("when"):
                nodes[-1]["when"] = [when] if isinstance(when, str) else when
            if above := x.get("parent" if row == "priorities" else "priority"):
                key = KEYS.get(row, "LINKED_PRIORITY")
                edges.append({"source": above, "key": key, "target": at})
            for who in x.get("who", ()):
                nodes.append({"id": who, "type": "Partner", "canonical": who})
                edges.append({"source": at, "key": "LED_BY", "target": who})
            if "target" in x or "date" in x:
                level = {"value": x.get("target", [None])[-1], "dueBy": x.get("date")}
                level = {k: v for k, v in level.items() if v}
                nodes.append({"id": f"{at} level", "type": "Target"} | level)
                edges.append({"source": at, "key": "HAS_TARGET", "target": f"{at} level"})
    return {"nodes": nodes, "edges": edges}


@pytest.mark.parametrize("path", CASES, ids=lambda p: p.stem)
def test_the_gold_is_in_the_plan_and_agrees_with_itself(path: Path) -> None:
    gold = gold_of(path)
    printed = words(path.read_text(encoding="utf-8"))
    texts = [x["text"] for row in STATEMENTS for x in gold[row]]
    assert [t for t in texts if not within(words(t), printed)] == []
    result = compare(gold, as_graph(gold))
    assert result.differs == []
    rows = [r for r in (*STATEMENTS, *LINKS, *FIELDS) if result.asked[r]]
    assert {r: result.f1(r) for r in rows} == dict.fromkeys(rows, 1.0)
    assert result.given["negatives"] == 0


def altered(**values: Any) -> Row:
    """The graph of the small plan with other fields in the node or edge that has that id."""
    graph = as_graph(SMALL)
    at = values.pop("at")
    for x in (*graph["nodes"], *graph["edges"]):
        if at in (x.get("id"), x.get("target")):
            x |= {k: v for k, v in values.items() if k in x}
    return graph


@pytest.mark.parametrize(
    ("row", "precision", "recall", "graph"),
    [
        ("actions", 0.5, 0.5, altered(at="actions 1", text="Paint the gate in yellow")),
        ("actions", 1.0, 0.5, altered(at="actions 1", type="Risk")),
        ("objectives", 0.0, 0.0, altered(at="objectives 0", type="Vision")),
        ("measures", 0.5, 1.0, altered(at="actions 1", type="Measure")),
        ("action to priority", 0.5, 0.5, altered(at="actions 1", source="p1")),
        ("who", 0.0, 0.0, altered(at="Libraries", canonical="Museums")),
        ("when", 0.0, 0.0, altered(at="actions 0", when=["in 2031"])),
        ("target value", 0.0, 0.0, altered(at="measures 0 level", value="8%")),
        ("target date", 0.0, 0.0, altered(at="measures 0 level", dueBy="2031-07-31")),
    ],
)
def test_each_figure_falls_where_a_reading_errs(
    row: str, precision: float, recall: float, graph: Row
) -> None:
    result = compare(SMALL, graph)
    assert (result.precision(row), result.recall(row)) == (precision, recall)
    assert result.differs


def test_what_may_be_read_in_two_ways_is_right_in_both() -> None:
    gold = SMALL | {"priorities": [SMALL["priorities"][0] | {"accept": ["objective"]},
                                   SMALL["priorities"][1]],
                    "neutral": ["The gate is old"]}  # fmt: skip
    graph = altered(at="p1", type="Objective")
    graph["nodes"].append({"id": "n", "type": "Action", "text": "The gate is old."})
    assert compare(gold, graph).differs == []
