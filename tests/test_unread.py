"""What was not understood is kept by topic with the plan that it was read from."""

from pathlib import Path

import crossplan
from graph.model import Unread
from graph.workspace import Workspace

PLAN = """Priority 1: Reading

- Lend books in every school

Appendix

The weather

- sun and truancy
- rain

We will mend the roof and cut persistent absence; truancy is a worry.
"""


def loaded(folder: Path, text: str) -> Workspace:
    (folder / "plan.txt").write_text(text, encoding="utf-8")
    assert [d.outcome for d in crossplan.load([folder / "plan.txt"], folder / "ws")] == ["added"]
    return Workspace.open(folder / "ws")


def test_topics_of_passages_that_were_not_understood_are_kept(tmp_path: Path) -> None:
    ws = loaded(tmp_path, PLAN)
    (record,) = ws.plans()
    graph, text = ws.graph(record.id), ws.text(record.id)
    found = {n.topic: n for n in graph.of_type(Unread)}
    assert set(found) == {"attendance", "persistent-absence"}
    for node in found.values():
        assert all(text[s.start : s.end] == s.quote for s in node.spans)
        assert node.spans[0].quote in node.text
    ends = {(e.source, e.target) for e in graph.edges if e.key == "LEFT_UNREAD"}
    assert ends == {(record.id, n.id) for n in found.values()}
    counts = record.reading.characters
    share = counts["not understood"] / sum(counts.values())
    assert float(graph.publication.unread or 0) == round(share, 4)


def test_a_plan_that_was_understood_leaves_nothing_unread(tmp_path: Path) -> None:
    ws = loaded(tmp_path, "Priority 1: Attendance\n\n- Lend books in every school\n")
    (record,) = ws.plans()
    assert ws.graph(record.id).of_type(Unread) == []
    assert ws.graph(record.id).publication.unread == 0


def test_loading_again_changes_nothing(tmp_path: Path) -> None:
    loaded(tmp_path, PLAN)
    again = crossplan.load([tmp_path / "plan.txt"], tmp_path / "ws")
    assert [d.outcome for d in again] == ["unchanged"]
