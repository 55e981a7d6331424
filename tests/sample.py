"""Small plans made by hand, with one of nearly everything, and plans that lack any part of them."""

import hashlib
from dataclasses import replace
from datetime import date
from decimal import Decimal

from hypothesis import strategies as st

from graph.model import (
    Action,
    Basis,
    Council,
    Edge,
    ExitStrategy,
    Measure,
    Milestone,
    Node,
    Partner,
    Plan,
    PlanGraph,
    Priority,
    Source,
    Span,
    Subaction,
    Tag,
    Target,
    Theme,
)  # fmt: skip

WORDS = "Attendance matters. Peer challenge by Sept 2016. Schools agree; DfE helps."


def text_of(plan: str) -> str:
    return f"{plan}\r\n{WORDS} £5m – ‘quoted’\n"


def span(plan: str, words: str) -> Span:
    text = text_of(plan)
    start = text.index(words)
    return Span(start, start + len(words), words)


def sample(
    plan: str = "north-plan", title: str = "A plan", council: str | None = "North", extra: int = 0
) -> PlanGraph:
    """A plan with one of nearly everything."""
    peer, words = span(plan, "Peer challenge"), span(plan, "Attendance")
    ids = {n: f"{plan}/{n}/1" for n in ("theme", "priority", "action", "partner", "measure")}
    tag = Tag("topic/attendance", words)
    actions = [
        Action(id=f"{plan}/action/{n}", text=f"Peer challenge {n}", number=f"1.{n}", spans=(peer,),
               when=("by Sept 2016",), due_by=date(2016, 9, 30))
        for n in range(2, 2 + extra)
    ]  # fmt: skip
    nodes: list[Node] = [
        Plan(id=plan, title=title, kind="strategy", council=council,
             period_start=date(2016, 1, 1), spans=(span(plan, "matters"),)),
        Theme(id=ids["theme"], text="Theme one", number="1", spans=(words,), tags=(tag,)),
        Priority(id=ids["priority"], text="Attendance", spans=(words,), tags=(tag,)),
        Action(id=ids["action"], text="Peer challenge", number="1.1", spans=(peer,),
               when=("by Sept 2016",), due_by=date(2016, 9, 30), anomalies=("a fault",)),
        *actions,
        Action(id=f"{plan}/action/bare", text="Nothing said of it", spans=(peer,)),
        Subaction(id=f"{plan}/subaction/1", text="Schools agree", spans=(peer,)),
        Milestone(id=f"{plan}/milestone/1", text="Agreed", due_by=date(2016, 7, 1), spans=(peer,)),
        Measure(id=ids["measure"], text="Fewer absences", kind="success-criterion",
                direction="decrease", spans=(words,),
                tags=(Tag("vocab/indicator/overall-absence", words),)),
        Target(id=f"{plan}/target/1", text="5%", amount=Decimal(5), unit="percent",
               due_by=date(2018, 9, 30), benchmarks=("national-average",), spans=(words,)),
        Partner(id=ids["partner"], name="DfE", canonical="Department for Education",
                kind="organisation", body="department-for-education",
                spans=(span(plan, "DfE"),)),
        ExitStrategy(id=f"{plan}/exit/1", text="Schools go on", spans=(peer,)),
        Council(id="council/E06000044", canonical="North", gss="E06000044", basis="curated"),
    ]  # fmt: skip

    def edge(source: str, key: str, target: str, basis: Basis = "stated") -> Edge:
        return Edge(source=source, key=key, target=target, basis=basis,
                    rule="R4" if basis == "derived" else "")  # fmt: skip

    edges = [
        edge(ids["theme"], "LINKED_PRIORITY", ids["priority"]),
        edge(ids["priority"], "HAS_ACTION", ids["action"]),
        *(edge(ids["priority"], "HAS_ACTION", a.id) for a in actions),
        edge(ids["priority"], "HAS_ACTION", f"{plan}/action/bare"),
        edge(ids["action"], "HAS_SUBACTION", f"{plan}/subaction/1"),
        edge(ids["action"], "HAS_MILESTONE", f"{plan}/milestone/1"),
        replace(edge(ids["action"], "LED_BY", ids["partner"]), span=span(plan, "DfE")),
        edge(ids["priority"], "MEASURED_BY", ids["measure"]),
        edge(ids["action"], "MEASURED_BY", ids["measure"], "derived"),
        edge(ids["measure"], "HAS_TARGET", f"{plan}/target/1"),
        edge(ids["priority"], "HAS_EXIT_STRATEGY", f"{plan}/exit/1"),
        edge(plan, "PLAN_OF", "council/E06000044", "curated"),
        edge(plan, "REPLACES", "plan-before", "curated"),
    ]
    digest = hashlib.sha256(text_of(plan).encode()).hexdigest()
    return PlanGraph.of(plan, Source(f"{plan}.txt", digest), nodes, edges)


@st.composite
def graphs(draw: st.DrawFn) -> list[PlanGraph]:
    """Plans of which any part may be missing, derived or curated."""
    found = []
    for plan in draw(st.lists(st.sampled_from(["a", "b-2", "c10"]), min_size=2, unique=True)):
        whole = sample(plan, extra=draw(st.integers(0, 3)))
        edges = [
            replace(e, basis=basis, rule="R1" if basis == "derived" else "")
            for e in whole.edges
            if (basis := draw(st.sampled_from([None, "stated", "stated", "derived", "curated"])))
        ]
        lost = draw(st.sets(st.sampled_from([n.id for n in whole if n.id != plan]), max_size=4))
        edges = [e for e in edges if not {e.source, e.target} & lost]
        nodes = [n for n in whole if n.id not in lost]
        found.append(PlanGraph.of(plan, whole.source, nodes, edges))
    return found
