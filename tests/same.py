"""How far two files of one plan are read alike."""

from collections import Counter
from pathlib import Path

from graph.model import Element
from loaders import extract


def _said(path: Path) -> tuple[Counter[object], Counter[object]]:
    """Statements by type and text, and the links between them, by the texts at their ends."""
    _, graph = extract(path)
    named: dict[str, object] = {
        n.id: (type(n).__name__, n.text if isinstance(n, Element) else getattr(n, "name", ""))
        for n in graph
    }
    statements = Counter(named[n.id] for n in graph if isinstance(n, Element))
    links = Counter((named[e.source], e.key, named[e.target]) for e in graph.edges)
    return statements, links


def _overlap(a: Counter[object], b: Counter[object]) -> float:
    return 2 * (a & b).total() / max(a.total() + b.total(), 1)


def agreement(one: Path, other: Path) -> float:
    """The smaller of the overlaps of statements and of links, from 0 to 1."""
    pairs = zip(_said(one), _said(other), strict=True)
    return min(_overlap(a, b) for a, b in pairs)
