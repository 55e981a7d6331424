"""`import crossplan`: what it offers, data frames of answers, and what a notebook shows."""

import builtins
import dataclasses
import html
import importlib
import re
from pathlib import Path
from typing import Any

import networkx as nx
import pandas as pd
import polars as pl
import pytest
from sample import sample

import crossplan
import graph.tables
from crossplan import Table, UsageError
from graph.model import Element, PlanGraph
from graph.tables import SHOWN
from graph.workspace import Workspace
from visualisations.notebook import map_html, register

MIXED = Table(("a", "b", "c"), ((1, "x", None), (2.5, "<b>", ["p", "q"])))


def test_all_names_are_there_and_documented() -> None:
    assert crossplan.__all__ == sorted(crossplan.__all__, key=lambda n: (n[0].islower(), n))
    for name in crossplan.__all__:
        said = getattr(crossplan, name)
        assert said.__doc__ or issubclass(said, Element), name


def test_a_table_is_records_and_frames() -> None:
    assert MIXED.records[0] == {"a": 1, "b": "x", "c": None}
    assert isinstance(MIXED.to_pandas(), pd.DataFrame)
    assert list(MIXED.to_pandas().columns) == ["a", "b", "c"]
    assert MIXED.to_pandas()["b"].tolist() == ["x", "<b>"]
    simple = Table(("n", "w"), ((1, "x"), (2, None)))
    assert isinstance(simple.to_polars(), pl.DataFrame)
    assert simple.to_polars().rows() == [(1, "x"), (2, None)]
    assert Table(("n",), ()).to_polars().columns == ["n"]
    assert list(Table(("n",), ()).to_pandas().columns) == ["n"]


@pytest.mark.parametrize("package", ["pandas", "polars"])
def test_a_missing_package_is_said(package: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> Any:
        raise ImportError(name)

    monkeypatch.setattr(graph.tables, "import_module", missing)
    with pytest.raises(UsageError, match=rf"{package} is not installed; pip install 'crossplan\["):
        getattr(MIXED, f"to_{package}")()


def test_a_table_shows_in_a_notebook_without_markup_of_its_own() -> None:
    shown = MIXED._repr_html_()
    assert "<td>&lt;b&gt;</td>" in shown
    assert "<td>p<br>q</td>" in shown
    long = Table(("n",), tuple((n,) for n in range(SHOWN + 7)))._repr_html_()
    assert long.count("<td>") == SHOWN
    assert "7 more rows" in long


def test_a_graph_is_a_network() -> None:
    made = sample().to_networkx()
    assert isinstance(made, nx.MultiDiGraph)
    assert set(made) >= {n.id for n in sample()}


def test_a_graph_shows_as_its_map_in_a_frame_that_reaches_nothing() -> None:
    shown = map_html(sample(title='A "plan" <b>'))
    (frame,) = re.findall(r"<iframe [^>]*>", shown)
    assert 'sandbox="allow-scripts allow-downloads"' in frame
    assert "allow-same-origin" not in frame
    (page,) = re.findall(r'srcdoc="([^"]*)"', shown)
    assert html.unescape(page).lstrip().lower().startswith("<!doctype html>")
    assert "Peer challenge" in html.unescape(page)


def test_a_graph_without_statements_is_a_sentence() -> None:
    whole = sample()
    empty = PlanGraph.of(whole.plan, whole.source, [whole.publication], [])
    assert "<iframe" in map_html(empty) or map_html(empty).startswith("<p>A plan: ")


def test_only_a_running_notebook_is_taught() -> None:
    @dataclasses.dataclass
    class Shell:
        known: dict[type, object] = dataclasses.field(default_factory=dict)

        @property
        def display_formatter(self) -> Any:
            formatter = type("F", (), {"for_type": lambda _, t, f: self.known.update({t: f})})()
            return type("D", (), {"formatters": {"text/html": formatter}})()

    shell = Shell()
    register(shell)
    assert shell.known == {PlanGraph: map_html}
    register(None)


def test_questions_and_queries(five_plans: Workspace) -> None:
    assert len(crossplan.plans(five_plans).rows) == 5
    assert crossplan.ask("completeness", five_plans) == crossplan.ask(
        "completeness", five_plans.path
    )
    overlaps = crossplan.overlaps(five_plans, level="priority")
    assert overlaps.rows
    assert overlaps == crossplan.ask("overlaps", five_plans, level="priority")
    said = "Introduce a new peer challenge process (refer to 1.3)"
    query = "SELECT ?t ?n { ?a a xp:Action ; xp:number ?n ; xp:text ?t }"
    assert crossplan.sparql(query, five_plans, n="2.1").rows == ((said, "2.1"),)
    query = "MATCH (a:Action) WHERE a.number = $n RETURN a.text"
    assert crossplan.cypher(query, five_plans, n="2.1").rows == ((said,),)


def test_packages_say_that_they_are_typed() -> None:
    for name in ("graph", "loaders", "ontology", "visualisations", "web"):
        folder = Path(str(importlib.import_module(name).__file__)).parent
        assert (folder / "py.typed").is_file()
    assert issubclass(crossplan.Action, Element)
    assert builtins.isinstance(crossplan.Plan, type)
