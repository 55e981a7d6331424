"""Across plans: each method finds one kind of thing, is one pure function, and has one line here.

A method takes the corpus and gives findings; nothing that it finds depends on the order in which
plans were loaded. Its version changes whenever it could find something else in the same plans.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from graph.compare import citations, conflicts, overlaps, partners, progress, versions
from graph.corpus import Corpus
from graph.findings import Findings, joined

if TYPE_CHECKING:
    from graph.across import Told
    from graph.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Method:
    """A way of finding things across plans, with its version."""

    version: str
    find: Callable[[Corpus], Findings]


METHODS: Mapping[str, Method] = {
    "overlaps": Method(overlaps.VERSION, overlaps.find),
    "partners": Method(partners.VERSION, partners.find),
    "versions": Method(versions.VERSION, versions.find),
    "progress": Method(progress.VERSION, progress.find),
    "conflicts": Method(conflicts.VERSION, conflicts.find),
    "citations": Method(citations.VERSION, citations.find),
}

VERSIONS: Mapping[str, str] = {name: method.version for name, method in METHODS.items()}


def compared(workspace: "Workspace", told: "Told | None" = None) -> Findings:
    """The findings of every method on the plans of a workspace."""
    from graph import choices
    from graph.resolve_choices import resolved

    graphs = tuple(workspace.graph(r.id) for r in workspace.plans())
    decided = choices.parse(choices.read(workspace.path), str(workspace.path / choices.NAME))
    corpus = Corpus(graphs, resolved(decided, graphs))
    parts = []
    for done, (name, method) in enumerate(METHODS.items()):
        if told:
            told(name, done, len(METHODS))
        parts.append(method.find(corpus))
    return joined(parts)
