"""Overlaps: what two plans have in common, each with a reason that stands in the words of both."""

import re

import pytest
from workspaces import fill

from graph.across import compare, findings
from graph.compare import candidates, features
from graph.compare.overlaps import find
from graph.compare.statement import statements, stem, words_of
from graph.compare.weights import weights
from graph.findings import Findings, Overlap, from_quads, to_nquads
from graph.questions import ask
from graph.topics import code_list, topics
from graph.workspace import Workspace


@pytest.fixture(scope="module")
def found(five_plans: Workspace) -> Findings:
    return findings(five_plans)
