"""crossplan for Python: read education plans, keep them in a workspace, ask across them.

    import crossplan

    graph = crossplan.extract("plan.txt")
    graph.of_type(crossplan.Action)

    for done in crossplan.load(["plans/"], workspace=".crossplan"):
        print(done.path, done.outcome)

    crossplan.ask("due", by="2016-12-31").rows

`python -m crossplan` is the command line.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from os.path import realpath
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from graph.errors import CrossplanError, DamagedError, StoreError, UsageError
from graph.model import Action, Measure, Partner, Plan, PlanGraph, Priority, Theme
from graph.workspace import DEFAULT, Workspace

if TYPE_CHECKING:
    from graph.neo4j_server import Server
    from graph.questions import On
    from graph.tables import Table
    from graph.writer import Writer
    from loaders import Account, Facts
    from loaders.decisions.review import Wishes
    from loaders.pool import Read

__all__ = [
    "Action", "CrossplanError", "Loaded", "Measure", "Partner", "Plan", "PlanGraph", "Priority",
    "Theme", "Workspace", "ask", "extract", "load",
]  # fmt: skip

Outcome = Literal["added", "replaced", "unchanged", "failed"]
Where = str | Path


@dataclass(frozen=True, slots=True)
class Loaded:
    """What became of one file: the id of its plan, or the reason why there is none.

    `unread` is the share of its characters that was not understood, `decided` the number of
    people's decisions that its graph follows; `notes` say what the reader had to do to read it.
    """

    path: Path
    outcome: Outcome
    plan: str = ""
    reason: str = ""
    unread: float = 0.0
    decided: int = 0
    notes: tuple[str, ...] = ()


def extract(path: Where, facts: "Facts | None" = None, decisions: Where | None = None) -> PlanGraph:
    """The graph that one document states, with the curated facts if they are given.

    People's decisions on it are those in the file given, or in decisions.toml beside it.
    """
    from loaders.box import account
    from loaders.decisions.file import decisions_for

    decided = decisions_for(Path(path), given=Path(decisions) if decisions else None)
    return account(Path(path), facts, decided).graph


def ask(name: str, workspace: Where = DEFAULT, on: "On" = "oxigraph", **parameters: str) -> "Table":
    """The answer to a named question across all plans of a workspace."""
    from graph import questions

    return questions.ask(Workspace.open(Path(workspace)), name, parameters, on)


def load(
    paths: Iterable[Where],
    workspace: Where = DEFAULT,
    manifest: Where | None = None,
    replace: bool = False,
    decisions: Where | None = None,
    jobs: int = 1,
) -> Iterator[Loaded]:
    """Reads files and folders into a workspace, one plan after the other, each whole or not.

    `jobs` processes read side by side; what is loaded, and in which order, is the same.

    Without paths it reads what the manifest names. People's decisions are those in the file given,
    or in decisions.toml beside the manifest and beside each document. A file that fails is told
    in its result and the rest goes on; a wrong manifest, wrong decisions beside it, a locked or
    damaged workspace raises.
    """
    from loaders.decisions.file import decisions_for
    from loaders.pool import read_all

    beside, given = _paths(manifest, decisions)
    if about := beside or given:
        decisions_for(about, beside, given)
    decided = partial(decisions_for, manifest=beside, given=given)
    read = read_all(files_of(paths, manifest), _facts(manifest), jobs, decided)
    return _load(read, Path(workspace), replace)


def unapplied(
    files: Iterable[Path], workspace: Where = DEFAULT, manifest: Where | None = None,
    decisions: Where | None = None,
) -> list[str]:  # fmt: skip
    """A sentence for each plan that decisions on these files name and the workspace has not."""
    from loaders.decisions.file import decisions_for, strangers

    beside, given = _paths(manifest, decisions)
    found = dict.fromkeys(d for f in files for d in decisions_for(f, beside, given))
    return strangers(found, [r.id for r in Workspace.open(Path(workspace)).plans()])


def files_of(paths: Iterable[Where], manifest: Where | None = None) -> list[Path]:
    """The files that `load` reads: those of the paths, or without paths those of the manifest."""
    return find_plans(map(Path, paths)) or list(_facts(manifest))


def _facts(manifest: Where | None) -> "Mapping[Path, Facts]":
    from loaders.manifest import read_manifest

    return read_manifest(Path(manifest)) if manifest else {}


def _load(
    accounts: "Iterable[tuple[Path, Read]]", workspace: Path, replace: bool
) -> Iterator[Loaded]:
    if (workspace / "workspace.json").exists():
        Workspace.open(workspace)
    with ExitStack() as stack:
        writer: Writer | None = None
        for file, account in accounts:
            if isinstance(account, CrossplanError):
                yield _failed(file, account)
                continue
            writer = writer or stack.enter_context(Workspace.create(workspace).writer())
            try:
                yield _put(writer, file, account, replace)
            except (DamagedError, StoreError):
                raise
            except CrossplanError as problem:
                yield _failed(file, problem)


def restore(file: Where, workspace: Where = DEFAULT, replace: bool = False) -> Iterator[Loaded]:
    """Puts the plans of a backup, which `export` writes as N-Quads, into a workspace."""
    from graph.backup import from_backup

    path = Path(file)
    try:
        data = path.read_bytes()
    except OSError as problem:
        raise UsageError(f"cannot read {path}: {problem.strerror}") from problem
    with Workspace.create(Path(workspace)).writer() as writer:
        for plan in from_backup(data, str(path)):
            first, *more = plan.named
            try:
                outcome = writer.put(first, plan.text, replace, plan.reading)
            except (DamagedError, StoreError):
                raise
            except CrossplanError as problem:
                yield _failed(path, problem)
                continue
            for graph in more:
                writer.put(graph, plan.text, replace, plan.reading)
            yield Loaded(path, outcome, first.plan)


def pull_neo4j(
    server: "Server", workspace: Where = DEFAULT, replace: bool = False
) -> Iterator[tuple[str, str, int]]:
    """Puts the plans of a Neo4j database into a workspace: id, what became of it, edits there."""
    from graph import neo4j_store

    pulled = list(neo4j_store.pull(server))
    with Workspace.create(Path(workspace)).writer() as writer:
        for plan in pulled:
            outcome = writer.put(plan.graph, plan.text, replace, plan.reading)
            yield plan.graph.plan, outcome, int(plan.changed)


def _put(writer: "Writer", file: Path, account: "Account", replace: bool) -> Loaded:
    from graph.derive import derive
    from loaders.coverage import UNREAD
    from loaders.unread import with_unread

    found = account.coverage
    outcome = writer.put(
        derive(with_unread(account)), account.document.text, replace, found.reading
    )
    return Loaded(
        file, outcome, account.graph.plan, unread=found.share(UNREAD), decided=account.decided,
        notes=account.document.notes,
    )  # fmt: skip


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


def decide(
    path: Where, wishes: "Wishes", manifest: Where | None = None, decisions: Where | None = None
) -> list[str]:
    """Writes a person's decisions on a document's statements and says what was done."""
    from loaders.decisions.review import decide

    file = Path(path)
    if not _is_file(file):
        raise UsageError(f"decide on a document, not on a plan of the workspace: {path} is no file")
    graph = _read(file, manifest)
    beside, given = _paths(manifest, decisions)
    return decide(graph, file, wishes, beside, given)


def review(
    name: Where, workspace: Where = DEFAULT, manifest: Where | None = None,
    decisions: Where | None = None, below: float | None = None,
) -> "Table":  # fmt: skip
    """The statements of a document, or of a plan in the workspace, the doubtful first."""
    from loaders.decisions.file import decisions_for
    from loaders.decisions.review import review

    file = Path(name)
    if not _is_file(file):
        ws = Workspace.open(Path(workspace))
        return review(ws.graph(ws.resolve(str(name)).id), below=below)
    graph = _read(file, manifest)
    beside, given = _paths(manifest, decisions)
    return review(graph, decisions_for(file, beside, given), below)


def _read(file: Path, manifest: Where | None) -> PlanGraph:
    """What a document states by itself, before people's decisions."""
    from loaders.box import account

    return account(file, _facts(manifest).get(Path(realpath(file)))).graph


def _paths(*given: Where | None) -> Iterator[Path | None]:
    return (Path(p) if p else None for p in given)


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


if __name__ == "__main__":
    from cli import main

    main()
