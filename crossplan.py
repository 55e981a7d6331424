"""crossplan for Python: read education plans, keep them in a workspace, ask across them.

    import crossplan

    graph = crossplan.extract("plan.txt")
    graph.of_type(crossplan.Action)

    for done in crossplan.load(["plans/"], workspace=".crossplan"):
        print(done.path, done.outcome)

    crossplan.ask("due", by="2016-12-31").to_pandas()
    crossplan.overlaps(level="priority").records

In a notebook a table shows as a table and the graph of a plan as its map. `python -m crossplan` is
the command line.
"""

from collections.abc import Callable, Iterable
from os.path import realpath
from pathlib import Path
from typing import TYPE_CHECKING, Any

from graph.errors import (
    CrossplanError,
    DamagedError,
    LimitError,
    QueryError,
    StoreError,
    UsageError,
)
from graph.model import (
    Action,
    Edge,
    Element,
    Measure,
    Milestone,
    Node,
    Objective,
    Partner,
    Plan,
    PlanGraph,
    Priority,
    ProgressReport,
    Target,
    Theme,
)
from graph.tables import Table
from graph.workspace import DEFAULT, Workspace
from loaders.loading import (
    Loaded,
    facts_of,
    files_of,
    find_plans,
    given_paths,
    load,
    pull_neo4j,
    restore,
    unapplied,
)

if TYPE_CHECKING:
    from graph.questions import On
    from loaders import Facts
    from loaders.decisions.review import Wishes

__all__ = [
    "Action", "CrossplanError", "DamagedError", "Edge", "Element", "LimitError", "Loaded",
    "Measure", "Milestone", "Node", "Objective", "Partner", "Plan", "PlanGraph", "Priority",
    "ProgressReport", "QueryError", "StoreError", "Table", "Target", "Theme", "UsageError",
    "Workspace", "ask", "cypher", "decide", "exported", "exported_folder", "extract", "files_of",
    "find_plans", "load", "overlaps", "page", "paper", "plans", "pull_neo4j", "restore", "review",
    "site", "sparql", "unapplied",
]  # fmt: skip

Where = str | Path


def extract(path: Where, facts: "Facts | None" = None, decisions: Where | None = None) -> PlanGraph:
    """The graph that one document states, with the curated facts if they are given.

    People's decisions on it are those in the file given, or in decisions.toml beside it.
    """
    from loaders.box import account
    from loaders.decisions.file import decisions_for

    decided = decisions_for(Path(path), given=Path(decisions) if decisions else None)
    return account(Path(path), facts, decided).graph


def ask(
    name: str, workspace: Where | Workspace = DEFAULT, on: "On" = "oxigraph", **parameters: str
) -> Table:
    """The answer to a named question across all plans of a workspace."""
    from graph import questions

    return questions.ask(_opened(workspace), name, parameters, on)


def overlaps(workspace: Where | Workspace = DEFAULT, **filters: str) -> Table:
    """Where two plans are about the same matter, and why; filters are those of that question."""
    from graph import questions

    return questions.ask(_opened(workspace), "overlaps", filters)


def sparql(query: str, workspace: Where | Workspace = DEFAULT, **parameters: Any) -> Table:
    """The rows of a SPARQL query, read-only; a parameter binds a selected variable."""
    from graph import query as q

    return q.sparql(_opened(workspace), query, parameters)


def cypher(query: str, workspace: Where | Workspace = DEFAULT, **parameters: Any) -> Table:
    """The rows of a Cypher query, read-only; a parameter is `$name` in it."""
    from graph import query as q

    return q.cypher(_opened(workspace), query, parameters)


def plans(workspace: Where | Workspace = DEFAULT) -> Table:
    """The plans of a workspace."""
    from graph.describe import plans_table

    return plans_table(_opened(workspace))


def _opened(workspace: Where | Workspace) -> Workspace:
    return workspace if isinstance(workspace, Workspace) else Workspace.open(Path(workspace))


def decide(
    path: Where, wishes: "Wishes", manifest: Where | None = None, decisions: Where | None = None
) -> list[str]:
    """Writes a person's decisions on a document's statements and says what was done."""
    from loaders.decisions.review import decide

    file = Path(path)
    if not _is_file(file):
        raise UsageError(f"decide on a document, not on a plan of the workspace: {path} is no file")
    graph = _read(file, manifest)
    beside, given = given_paths(manifest, decisions)
    return decide(graph, file, wishes, beside, given)


def review(
    name: Where, workspace: Where = DEFAULT, manifest: Where | None = None,
    decisions: Where | None = None, below: float | None = None,
) -> Table:  # fmt: skip
    """The statements of a document, or of a plan in the workspace, the doubtful first."""
    from loaders.decisions.file import decisions_for
    from loaders.decisions.review import review

    file = Path(name)
    if not _is_file(file):
        ws = Workspace.open(Path(workspace))
        return review(ws.graph(ws.resolve(str(name)).id), below=below)
    graph = _read(file, manifest)
    beside, given = given_paths(manifest, decisions)
    return review(graph, decisions_for(file, beside, given), below)


def _read(file: Path, manifest: Where | None) -> PlanGraph:
    """What a document states by itself, before people's decisions."""
    from loaders.box import account

    return account(file, facts_of(manifest).get(Path(realpath(file)))).graph


def _is_file(path: Path) -> bool:
    from loaders import READERS

    return path.exists() or path.suffix.lower() in READERS


def chosen(workspace: Workspace, names: Iterable[str]) -> list[PlanGraph]:
    """The graphs of the plans that the names mean, or of all."""
    records = [workspace.resolve(name) for name in names] or workspace.plans()
    return [workspace.graph(r.id) for r in records]


def exported(workspace: Workspace, form: str, names: Iterable[str] = ()) -> bytes:
    """The plans that the names mean, or all, in a format; N-Quads are a backup with the texts."""
    from graph.exporting import export

    return export(chosen(workspace, names), form, workspace)


def exported_folder(
    workspace: Workspace, form: str, folder: Path, names: Iterable[str] = ()
) -> int:
    """Writes such plans as files into a new or empty folder and says how many files they are."""
    from graph.exporting import export_folder
    from graph.files import fill_folder

    return fill_folder(folder, export_folder(chosen(workspace, names), form, workspace))


def page(
    workspace: Workspace, view: str = "network", names: Iterable[str] = (), day: str | None = None,
    topic: str | None = None, partner: str | None = None,
    say: Callable[[str], None] = lambda _: None,
) -> bytes:  # fmt: skip
    """Plans as one HTML file that needs nothing beside it; the map also of a topic or a partner.

    `say` is told what the page has no room for.
    """
    from visualisations import views
    from visualisations.plans import Plans

    return views.page(Plans.of(workspace, names), view, day, topic, partner, say)


def paper(
    workspace: Workspace, council: str | None = None, names: Iterable[str] = (), ending: str = ".md"
) -> bytes:
    """The briefing paper for a council or for plans, in the format of a file's ending."""
    from graph.parameters import council_of, known
    from visualisations import brief
    from visualisations.paper import WRITERS

    if ending not in WRITERS:
        raise UsageError(f"a paper ends in {', '.join(WRITERS)}, not {ending!r}")
    own = [workspace.resolve(n) for n in names]
    if bool(council) == bool(own):
        raise UsageError("name a council or plans: --council NAME or --plan NAME")
    if council:
        store = known(workspace)
        name = council_of(council, store)
        ids = [plan for plan, its in store.councils.items() if its == name]
    else:
        name = own[0].council or own[0].title
        ids = [r.id for r in own]
    return WRITERS[ending](brief.brief(workspace, ids, name))


def site(
    workspace: Workspace, folder: Path, names: Iterable[str] = (), force: bool = False,
    day: str | None = None, say: Callable[[str], None] = lambda _: None,
) -> int:  # fmt: skip
    """Writes all pages of plans into a folder, whole or not at all, and says how many they are.

    `say` is told what a page has no room for.
    """
    from visualisations.plans import Plans
    from visualisations.site import write

    return write(Plans.of(workspace, names), folder, force, day, say)


def examples() -> Path:
    """The manifest of the example plans, which stand beside this file in a checkout."""
    manifest = Path(__file__).resolve().parent / "examples" / "plans.toml"
    if not manifest.is_file():
        raise UsageError("the example plans are not installed; run the demo in a checkout")
    return manifest


def _in_notebook() -> None:
    """Lets a notebook that runs show the graph of a plan as its map."""
    import sys

    if shell := sys.modules.get("IPython"):
        from visualisations.notebook import register

        register(shell.get_ipython())


_in_notebook()

if __name__ == "__main__":
    from cli import main

    main()
