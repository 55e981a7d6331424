"""JSON-LD: what it says is what N-Quads say, in the terms of the published context."""

import json

from graphs import plan_graphs
from hypothesis import given, settings
from rdflib import Dataset

from graph.exporting import export
from graph.exporting.jsonld import context
from graph.fields import FIELDS
from graph.findings import FINDING_RELATIONS
from graph.model import RELATIONS, PlanGraph
from graph.names import property_of
from graph.rdf import PREFIXES, TAG_PROPERTY
from graph.workspace import Workspace


def quads(data: bytes, kind: str) -> set[tuple[str, ...]]:
    found = Dataset().parse(data=data, format=kind)
    return {tuple(t.n3() if hasattr(t, "n3") else str(t) for t in q) for q in found.quads()}


@given(plan_graphs())
@settings(max_examples=40)
def test_json_ld_says_what_n_quads_say(graph: PlanGraph) -> None:
    assert quads(export([graph], "jsonld"), "json-ld") == quads(export([graph], "nq"), "nquads")


def test_an_action_reads_like_plain_json(five_plans: Workspace) -> None:
    plan = five_plans.resolve("portsmouth").id
    data = json.loads(export([five_plans.graph(plan)], "jsonld"))
    assert data["@context"] == context()
    nodes = {n["id"]: n for g in data["@graph"] for n in g["@graph"]}
    action = nodes[f"xpid:{plan}/action/1.3"]
    assert action["type"] == "xp:Action"
    assert action["number"] == "1.3"
    assert action["inPlan"] == f"xpid:{plan}"
    assert not [k for k in action if ":" in k]


def test_the_context_has_a_term_for_everything() -> None:
    said = context()
    terms = {v if isinstance(v, str) else v["@id"] for v in said.values() if v != 1.1}
    wanted = {f.prop for f in FIELDS.values()} | set(TAG_PROPERTY.values())
    wanted |= {f"xp:{property_of(key)}" for key in (*RELATIONS, *FINDING_RELATIONS)}
    assert wanted <= terms
    assert PREFIXES.items() <= said.items()
    assert len(terms) == len(said) - 1, "no two terms mean the same"
