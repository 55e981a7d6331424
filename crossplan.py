"""crossplan for Python: read education plans, keep them in a workspace, ask across them.

    import crossplan

    graph = crossplan.extract("plan.txt")
    graph.of_type(crossplan.Action)

    for done in crossplan.load(["plans/"], workspace=".crossplan"):
        print(done.path, done.outcome)

    crossplan.ask("due", by="2016-12-31").rows

`python -m crossplan` is the command line.
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from os.path import realpath
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from graph.errors import CrossplanError, DamagedError, StoreError, UsageError
from graph.model import Action, Measure, Partner, Plan, PlanGraph, Priority, Theme
from graph.workspace import DEFAULT, Workspace, Writer

if TYPE_CHECKING:
    from graph.neo4j_server import Server
    from graph.questions import On
    from graph.tables import Table
    from loaders import Facts

__all__ = [
    "Action", "CrossplanError", "Loaded", "Measure", "Partner", "Plan", "PlanGraph", "Priority",
    "Theme", "Workspace", "ask", "extract", "load",
]  # fmt: skip

Outcome = Literal["added", "replaced", "unchanged", "failed"]
Where = str | Path


@dataclass(frozen=True, slots=True)
class Loaded:
    """What became of one file: the id of its plan, or the reason why there is none."""

    path: Path
    outcome: Outcome
    plan: str = ""
    reason: str = ""


def extract(path: Where, facts: "Facts | None" = None) -> PlanGraph:
    """The graph that one document states, with the curated facts if they are given."""
    import loaders

    return loaders.extract(Path(path), facts)[1]


def ask(name: str, workspace: Where = DEFAULT, on: "On" = "oxigraph", **parameters: str) -> "Table":
    """The answer to a named question across all plans of a workspace."""
    from graph import questions

    return questions.ask(Workspace.open(Path(workspace)), name, parameters, on)


def load(
    paths: Iterable[Where],
    workspace: Where = DEFAULT,
    manifest: Where | None = None,
    replace: bool = False,
) -> Iterator[Loaded]:
    """Reads files and folders into a workspace, one plan after the other, each whole or not.

    Without paths it reads what the manifest names. A file that fails is told in its result and
    the rest goes on; a wrong manifest, a locked or damaged workspace raises.
    """
    facts = _facts(manifest)
    return _load(files_of(paths, manifest), facts, Path(workspace), replace)


def files_of(paths: Iterable[Where], manifest: Where | None = None) -> list[Path]:
    """The files that `load` reads: those of the paths, or without paths those of the manifest."""
    return find_plans(map(Path, paths)) or list(_facts(manifest))


def _facts(manifest: Where | None) -> "Mapping[Path, Facts]":
    from loaders.manifest import read_manifest

    return read_manifest(Path(manifest)) if manifest else {}


def _load(
    files: list[Path], facts: "Mapping[Path, Facts]", workspace: Path, replace: bool
) -> Iterator[Loaded]:
    if (workspace / "workspace.json").exists():
        Workspace.open(workspace)
    with ExitStack() as stack:
        writer: Writer | None = None
        for file in files:
            try:
                text, graph = _read(file, facts)
            except CrossplanError as problem:
                yield _failed(file, problem)
                continue
            writer = writer or stack.enter_context(Workspace.create(workspace).writer())
            try:
                yield Loaded(file, writer.put(graph, text, replace), graph.plan)
            except (DamagedError, StoreError):
                raise
            except CrossplanError as problem:
                yield _failed(file, problem)


def pull_neo4j(
    server: "Server", workspace: Where = DEFAULT, replace: bool = False
) -> Iterator[tuple[str, str, int]]:
    """Puts the plans of a Neo4j database into a workspace: id, what became of it, edits there."""
    from graph import neo4j_store

    pulled = list(neo4j_store.pull(server))
    with Workspace.create(Path(workspace)).writer() as writer:
        for plan in pulled:
            yield plan.graph.plan, writer.put(plan.graph, plan.text, replace), int(plan.changed)


def _failed(file: Path, problem: CrossplanError) -> Loaded:
    return Loaded(file, "failed", reason=str(problem).removeprefix(f"{file}: "))


def find_plans(paths: Iterable[Path]) -> list[Path]:
    """The files to read: folders stand for the files below them that a reader knows.

    A folder without any stays in the list, so that reading it says so. Hidden files, hidden
    folders and links that leave the folder are passed over.
    """
    found: list[Path] = []
    for path in paths:
        found += (path.is_dir() and _inside(path)) or [path]
    return list(dict.fromkeys(found))


def _inside(folder: Path) -> list[Path]:
    from loaders import READERS

    root = folder.resolve()
    return sorted(
        p
        for p in folder.rglob("*")
        if p.suffix.lower() in READERS
        and p.is_file()
        and Path(realpath(p)).is_relative_to(root)
        and not any(part.startswith(".") for part in p.relative_to(folder).parts)
    )


def _read(path: Path, facts: "Mapping[Path, Facts]") -> tuple[str, PlanGraph]:
    """A document's text and its graph with what follows from it."""
    import loaders
    from graph.derive import derive

    if path.is_dir():
        endings = ", ".join(sorted(loaders.READERS))
        raise CrossplanError(f"this folder holds no plan: no file in it ends in {endings}")
    document, graph = loaders.extract(path, facts.get(Path(realpath(path))))
    return document.text, derive(graph)


def chosen(workspace: Workspace, names: Iterable[str]) -> list[PlanGraph]:
    """The graphs of the plans that the names mean, or of all."""
    records = [workspace.resolve(name) for name in names] or workspace.plans()
    return [workspace.graph(r.id) for r in records]


def page(workspace: Workspace, view: str = "network", names: Iterable[str] = ()) -> bytes:
    """Plans as one HTML file that needs nothing beside it."""
    from graph.record import version
    from visualisations import network

    views = {"network": network.page}
    graphs = chosen(workspace, names)
    texts = {g.plan: workspace.text(g.plan) for g in graphs}
    return views[view](graphs, texts, title="Map of plans", version=version()).encode()


def examples() -> Path:
    """The manifest of the example plans, which stand beside this file in a checkout."""
    manifest = Path(__file__).resolve().parent / "examples" / "plans.toml"
    if not manifest.is_file():
        raise UsageError("the example plans are not installed; run the demo in a checkout")
    return manifest


if __name__ == "__main__":
    from cli import main

    main()
