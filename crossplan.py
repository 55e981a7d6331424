"""crossplan for Python: read education plans, keep them in a workspace, ask across them.

    import crossplan

    graph = crossplan.extract("plan.txt")
    graph.of_type(crossplan.Action)

    for done in crossplan.load(["plans/"], workspace=".crossplan"):
        print(done.path, done.outcome)

`python -m crossplan` is the command line.
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from graph.errors import CrossplanError, StoreError
from graph.model import Action, Measure, Partner, Plan, PlanGraph, Priority, Theme
from graph.workspace import DEFAULT, Workspace, Writer

if TYPE_CHECKING:
    from loaders.manifest import Facts

__all__ = [
    "Action", "CrossplanError", "Loaded", "Measure", "Partner", "Plan", "PlanGraph", "Priority",
    "Theme", "Workspace", "extract", "load",
]  # fmt: skip

Outcome = Literal["added", "replaced", "unchanged", "failed"]


@dataclass(frozen=True, slots=True)
class Loaded:
    """What became of one file: the id of its plan, or the reason why there is none."""

    path: Path
    outcome: Outcome
    plan: str = ""
    reason: str = ""


def extract(path: str | Path, facts: "Facts | None" = None) -> PlanGraph:
    """The graph that one document states, with the curated facts if they are given."""
    import loaders

    return loaders.extract(Path(path), facts)[1]


def load(
    paths: Iterable[str | Path],
    workspace: str | Path = DEFAULT,
    manifest: str | Path | None = None,
    replace: bool = False,
) -> Iterator[Loaded]:
    """Reads files and folders into a workspace, one plan after the other, each whole or not.

    Without paths it reads what the manifest names. A file that fails is told in its result and
    the rest goes on; only a wrong path, manifest or workspace raises.
    """
    from loaders.manifest import read_manifest

    facts = read_manifest(Path(manifest)) if manifest else {}
    target = Path(workspace)
    if (target / "workspace.json").exists():
        Workspace.open(target)
    with ExitStack() as stack:
        writer: Writer | None = None
        for file in find_plans(map(Path, paths)) or list(facts):
            try:
                text, graph = _read(file, facts)
                writer = writer or stack.enter_context(Workspace.create(target).writer())
                yield Loaded(file, writer.put(graph, text, replace), graph.plan)
            except StoreError:
                raise
            except CrossplanError as problem:
                yield Loaded(file, "failed", reason=_without(file, str(problem)))


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
        and p.resolve().is_relative_to(root)
        and not any(part.startswith(".") for part in p.relative_to(folder).parts)
    )


def _read(path: Path, facts: "Mapping[Path, Facts]") -> tuple[str, PlanGraph]:
    """A document's text and its graph with what follows from it."""
    import loaders
    from graph.derive import derive

    if path.is_dir():
        endings = ", ".join(sorted(loaders.READERS))
        raise CrossplanError(f"no plan in this folder: no file in it ends in {endings}")
    document, graph = loaders.extract(path, facts.get(path.resolve()))
    return document.text, derive(graph)


def _without(path: Path, reason: str) -> str:
    """The reason without the path that it may begin with, since results name it already."""
    return reason.removeprefix(f"{path}: ")


if __name__ == "__main__":
    from cli import main

    main()
