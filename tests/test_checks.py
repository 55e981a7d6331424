"""verify, validate and audit on what a workspace holds."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from sample import sample, text_of
from workspaces import fill, letters

from graph.checks import Checked, audit, counts_table, findings_table, quotes_of, validate, verify
from graph.model import Action, PlanGraph, Span
from graph.record import sha256
from graph.workspace import Workspace


def test_every_quote_of_the_examples_is_where_it_says(five_plans: Workspace) -> None:
    done = verify(five_plans)
    assert [c.findings for c in done] == [()] * 5
    assert all(c.counted > 50 for c in done)


def test_the_examples_fit_their_shapes(five_plans: Workspace) -> None:
    assert findings_table(validate(five_plans)).rows == ()


def test_the_audit_looks_at_what_is_stated(five_plans: Workspace) -> None:
    plans = letters(five_plans)
    found = {(plans[c.plan], f.check): 0 for c in audit(five_plans) for f in c.findings}
    for c in audit(five_plans):
        assert c.layer == "stated and curated"
        for f in c.findings:
            found[plans[c.plan], f.check] += 1
    leads = {letter: found.get((letter, "A1"), 0) for letter in "TSHPM"}
    assert leads == {"T": 0, "S": 39, "H": 18, "P": 0, "M": 9}


def misplaced(whole: PlanGraph) -> PlanGraph:
    """The graph with one action's quote a character off."""
    nodes = [
        replace(n, spans=(Span(s.start + 1, s.end + 1, s.quote),))
        if isinstance(n, Action) and n.number == "1.1" and (s := n.spans[0])
        else n
        for n in whole
    ]
    return PlanGraph.of(whole.plan, whole.source, nodes, whole.edges)


def test_a_quote_that_is_not_there_is_found(tmp_path: Path) -> None:
    ws = fill(tmp_path / "ws", [misplaced(sample())])
    (done,) = verify(ws, "north-plan")
    (finding,) = done.findings
    assert done.counted == sum(1 for _ in quotes_of(sample()))
    assert "action/1" in finding.focus
    assert "'eer challenge " in finding.message


def test_a_quote_is_read_from_nodes_tags_and_edges() -> None:
    kinds = {what.split(" ")[1] if " " in what else "node" for what, _ in quotes_of(sample())}
    assert kinds == {"node", "about", "LED_BY"}


@pytest.mark.parametrize("check", [verify, validate, audit])
def test_a_damaged_file_is_a_finding_and_the_rest_goes_on(
    check: Callable[[Workspace], list[Checked]], tmp_path: Path
) -> None:
    ws = fill(tmp_path / "ws", [sample(), sample("south-plan")])
    (ws.path / "plans" / "north-plan" / "graph.nq").write_bytes(b"")
    north, south = check(ws)
    assert [f.check for f in north.findings] == ["file"]
    assert south.counted > 0


def test_a_changed_text_is_found(tmp_path: Path) -> None:
    ws = fill(tmp_path / "ws", [sample()])
    text = text_of("north-plan").encode()
    path = ws.path / "texts" / f"{sha256(text)}.txt"
    assert path.read_bytes() == text
    path.write_bytes(text + b" ")
    (done,) = verify(ws)
    assert "the text of north-plan" in done.findings[0].message


def test_tables_of_findings(five_plans: Workspace) -> None:
    done = audit(five_plans)
    counts, every = counts_table(done), findings_table(done)
    assert counts.columns == ("plan", "layer", "check", "severity", "times", "message")
    assert sum(row[4] for row in counts.rows) == len(every.rows)
