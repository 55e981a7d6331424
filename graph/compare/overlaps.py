"""Overlaps: statements of two plans that are about the same matter."""

import hashlib

from graph.findings import NO_FINDINGS, Findings
from graph.model import PlanGraph

VERSION = "overlaps-1"


def find(graphs: tuple[PlanGraph, ...]) -> Findings:
    """The overlaps of each two plans, strongest candidates only."""
    return NO_FINDINGS


def overlap_id(first: str, second: str) -> str:
    """The id of the overlap of two statements, whichever comes first."""
    ends = "\n".join(sorted((first, second)))
    return f"_across/overlap/{hashlib.sha256(ends.encode()).hexdigest()[:16]}"
