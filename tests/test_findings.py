"""Findings written part by part are in the order in which a sorted file has them."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph import findings as f
from graph.findings import ACROSS, Findings, Overlap, from_quads, link, nquads, to_nquads
from graph.rdf import serialised, unquoted

NAMES = st.lists(st.text("09az-/", min_size=1, max_size=6), min_size=1, max_size=20, unique=True)


@given(NAMES)
def test_parts_follow_each_other_in_order(names: list[str]) -> None:
    import pyoxigraph as ox

    nodes = [
        Overlap(id=f"{ACROSS}/overlap/{n}", basis="derived", kind="priority", score=Decimal("0.5"),
                reasons=("same-topic",), evidence=("a\nb",), method="overlaps-1")
        for n in names
    ]  # fmt: skip
    found = Findings.of(nodes, [link(n, "FIRST", "plan/action/1", "overlaps") for n in nodes])
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(f, "_CHUNK", 3)
        assert len(list(nquads(found))) == -(-len(nodes) // 3)
        written = to_nquads(found)
    assert written == serialised(unquoted(ACROSS, found.nodes, found.edges))
    assert from_quads(ox.parse(written, format=ox.RdfFormat.N_QUADS)) == found
