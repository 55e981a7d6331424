"""Graphs are held against shapes as the W3C's tests of SHACL demand."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from rdflib import RDF, SH, BNode, Graph, Namespace
from rdflib.collection import Collection
from suites import MF, SUITES, file_of, required

from graph.errors import CrossplanError
from graph.shapes import report

SUITE = SUITES / "shacl"
SHT = Namespace("http://www.w3.org/ns/shacl-test#")
FOLDERS = {
    "core/complex": 2, "core/misc": 5, "core/node": 32, "core/path": 13, "core/property": 37,
    "core/targets": 7, "core/validation-reports": 1, "sparql/component": 4, "sparql/node": 4,
    "sparql/pre-binding": 13, "sparql/property": 1,
}  # fmt: skip
"""Folder -> how many of its tests the validation passes."""
DIFFERENT = {
    "shapesGraph-001": "$shapesGraph, which validators need not know, is none that pySHACL knows",
    "uniqueLang-002": "pySHACL takes 1 for true where the test wants the word",
}
"""Tests whose demand the validation does not meet, with the reason."""
TOLD = (SH.focusNode, SH.value, SH.resultSeverity, SH.sourceConstraintComponent, SH.sourceShape)


def graph_of(file: Path) -> Graph:
    return Graph().parse(file, format="turtle", publicID=file.as_uri())


def entries(folder: str) -> Iterator[tuple[str, Graph, Any]]:
    manifest = SUITE / folder / "manifest.ttl"
    for file in graph_of(manifest).objects(None, MF.include):
        said = graph_of(file_of(file))
        for listed in said.objects(None, MF.entries):
            for test in Collection(said, listed):
                yield file_of(file).stem, said, test


def results(said: Graph, whole: Any) -> Counter[Any]:
    """What a report says, blank nodes alike, a path by the number of its triples."""
    found: Counter[Any] = Counter()
    for one in said.objects(whole, SH.result):
        values = [said.value(one, p) for p in TOLD]
        path = said.value(one, SH.resultPath)
        found[
            *("_:" if isinstance(v, BNode) else v for v in values),
            len(said.cbd(path)) if isinstance(path, BNode) else path,
        ] += 1
    return found


def holds(said: Graph, test: Any) -> bool:
    """Whether the report is the one that the test demands, or the shapes are refused as it does."""
    action, wanted = said.value(test, MF.action), said.value(test, MF.result)
    data, shapes = (graph_of(file_of(said.value(action, p)))
                    for p in (SHT.dataGraph, SHT.shapesGraph))  # fmt: skip
    try:
        made = report(data, shapes)
    except CrossplanError:
        return bool(wanted == SHT.Failure)
    except NotImplementedError:
        return False
    if wanted == SHT.Failure:
        return False
    whole = made.value(None, RDF.type, SH.ValidationReport)
    conforms = [g.value(w, SH.conforms).toPython() for g, w in ((made, whole), (said, wanted))]
    return conforms[0] == conforms[1] and results(made, whole) == results(said, wanted)


@pytest.mark.parametrize("folder", FOLDERS)
def test_reports(folder: str) -> None:
    required(SUITE)
    outcomes = {name: holds(said, test) for name, said, test in entries(folder)}
    assert [n for n, ok in outcomes.items() if ok == (n in DIFFERENT)] == []
    assert sum(outcomes.values()) == FOLDERS[folder]
