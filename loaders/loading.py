"""Loading: files, backups and databases into a workspace, one plan after the other."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from os.path import realpath
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from graph.errors import CrossplanError, DamagedError, StoreError, UsageError
from graph.workspace import DEFAULT, Workspace

if TYPE_CHECKING:
    from graph.neo4j_server import Server
    from graph.writer import Writer
    from loaders import Account, Facts
    from loaders.pool import Read

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


def load(
    paths: Iterable[Where],
    workspace: Where = DEFAULT,
    manifest: Where | None = None,
    replace: bool = False,
    decisions: Where | None = None,
    jobs: int = 1,
    dask: str | None = None,
) -> Iterator[Loaded]:
    """Reads files and folders into a workspace, one plan after the other, each whole or not.

    `jobs` processes read side by side, or instead the workers of a Dask cluster, by its
    scheduler's address `dask`; what is loaded, and in which order, is the same.

    Without paths it reads what the manifest names. People's decisions are those in the file given,
    or in decisions.toml beside the manifest and beside each document. A file that fails is told
    in its result and the rest goes on; a wrong manifest, wrong decisions beside it, a locked or
    damaged workspace, or a cluster that cannot be used raises.
    """
    from loaders.decisions.file import decisions_for

    beside, given = given_paths(manifest, decisions)
    if about := beside or given:
        decisions_for(about, beside, given)
    decided = partial(decisions_for, manifest=beside, given=given)
    files, facts = files_of(paths, manifest), facts_of(manifest)
    if dask:
        from loaders import cluster

        read = cluster.read_all(files, facts, dask, decided)
    else:
        from loaders import pool

        read = pool.read_all(files, facts, jobs, decided)
    return _load(read, Path(workspace), replace)


def unapplied(
    files: Iterable[Path], workspace: Where = DEFAULT, manifest: Where | None = None,
    decisions: Where | None = None,
) -> list[str]:  # fmt: skip
    """A sentence for each plan that decisions on these files name and the workspace has not."""
    from loaders.decisions.file import decisions_for, strangers

    beside, given = given_paths(manifest, decisions)
    found = dict.fromkeys(d for f in files for d in decisions_for(f, beside, given))
    return strangers(found, [r.id for r in Workspace.open(Path(workspace)).plans()])


def files_of(paths: Iterable[Where], manifest: Where | None = None) -> list[Path]:
    """The files that `load` reads: those of the paths, or without paths those of the manifest."""
    return find_plans(map(Path, paths)) or list(facts_of(manifest))


def facts_of(manifest: Where | None) -> "Mapping[Path, Facts]":
    """What a manifest says of each file, nothing without one."""
    from loaders.manifest import read_manifest

    return read_manifest(Path(manifest)) if manifest else {}


def given_paths(*given: Where | None) -> Iterator[Path | None]:
    """What was given as paths, None for what was not."""
    return (Path(p) if p else None for p in given)


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
