"""The stores beside the files of record: made from them, published whole, rebuilt in doubt.

`index/current` is a link to the folder of the published version; a reader follows it once and
keeps that version. A version says in `stamp.json` which plans it was made from and how large its
files are, because a store whose log was cut short may open without a word.
"""

import json
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from graph.errors import StoreError
from graph.files import sync_folder, write_synced
from graph.lock import locked
from graph.record import sha256

if TYPE_CHECKING:
    from graph.workspace import Workspace

FORMAT = 4
Store = Literal["oxigraph", "across", "ladybug"]
"""SPARQL on the plans, SPARQL on the plans and what was found across them, Cypher on both."""

Contents = dict[str, tuple[str, list[str]]]
"""Plan -> hash of its statements and the named graphs that hold them."""


def _vocabulary() -> str:
    import ontology

    return f"{FORMAT} {ontology.digest()}"


def _contents(workspace: "Workspace") -> Contents:
    return {r.id: (r.graph_sha256, sorted(r.quads)) for r in workspace.plans()}


def stamp_of(workspace: "Workspace", store: Store = "oxigraph") -> str:
    """What an index of this workspace must bear: a hash of all that goes into it."""
    from graph.across import current_hash

    found = "" if store == "oxigraph" else current_hash(workspace)
    return _stamp(_contents(workspace), found)


def _stamp(contents: Contents, found: str = "") -> str:
    parts = [_vocabulary(), *(f"{plan} {sha}" for plan, (sha, _) in contents.items()), found]
    return sha256("\n".join(parts).encode())


def _sizes(folder: Path) -> dict[str, int]:
    files = [p for p in folder.rglob("*") if p.is_file()] if folder.is_dir() else []
    if folder.is_file():
        files = [folder]
    return {str(p.relative_to(folder.parent)): p.stat().st_size for p in sorted(files)}


def _is_sound(version: Path, store: Store, stamp: str) -> bool:
    try:
        said = _said(version, store)
        return said["stamp"] == stamp and _is_whole(version, store, said)
    except (OSError, ValueError, KeyError, TypeError):
        return False


def _said(version: Path, store: Store) -> dict[str, Any]:
    said: dict[str, Any] = json.loads((version / f"{store}.json").read_bytes())
    return said


def _is_whole(version: Path, store: Store, said: dict[str, Any]) -> bool:
    return bool(said["files"]) and said["files"] == _sizes(version / store)


def _build(workspace: "Workspace", store: Store, version: Path) -> None:
    """Makes one store in a version's folder."""
    place = version / store
    _clear(place)
    contents, stamp = _contents(workspace), stamp_of(workspace, store)
    _BUILDERS[store](workspace, place)
    _sign(version, store, stamp, contents)


def _clear(place: Path) -> None:
    shutil.rmtree(place, ignore_errors=True)
    place.unlink(missing_ok=True)


def _sign(version: Path, store: Store, stamp: str, contents: Contents) -> None:
    """Says of a store what it was made from and how large it is: the last step of making it."""
    said = {"stamp": stamp, "files": _sizes(version / store)}
    if store == "oxigraph":
        said |= {"vocabulary": _vocabulary(), "plans": contents}
    write_synced(version / f"{store}.json", json.dumps(said).encode())
    sync_folder(version)


def _build_oxigraph(workspace: "Workspace", place: Path) -> None:
    from graph.oxigraph_index import build

    build(place, (workspace.nquads(r.id) for r in workspace.plans()))


def _build_across(workspace: "Workspace", place: Path) -> None:
    from graph.across import current
    from graph.oxigraph_index import add_findings, clone

    base = place.parent / "oxigraph"
    if base.is_dir():
        clone(base, place)
    else:
        _build_oxigraph(workspace, place)
    add_findings(place, current(workspace))


def _build_ladybug(workspace: "Workspace", place: Path) -> None:
    import pyoxigraph as ox

    from graph.across import current
    from graph.findings import from_quads
    from graph.ladybug_index import build

    findings = from_quads(ox.parse(current(workspace), format=ox.RdfFormat.N_QUADS))
    build(place, (workspace.graph(r.id) for r in workspace.plans()), findings)


_BUILDERS: dict[Store, Callable[["Workspace", Path], None]] = {
    "oxigraph": _build_oxigraph,
    "across": _build_across,
    "ladybug": _build_ladybug,
}


def _current(workspace: "Workspace") -> Path | None:
    """The published version's own folder, so that a later swap does not move it."""
    link = workspace.path / "index" / "current"
    return link.resolve() if link.exists() else None


def publish(workspace: "Workspace") -> Path:
    """Brings the published SPARQL index up to date; the caller holds the lock."""
    old, contents = _current(workspace), _contents(workspace)
    if old and _is_sound(old, "oxigraph", _stamp(contents)):
        return old
    index = workspace.path / "index"
    index.mkdir(exist_ok=True)
    numbers = [int(p.name) for p in index.iterdir() if p.name.isdigit()]
    version = index / str(max(numbers, default=0) + 1)
    version.mkdir()
    if not (old and _updated(workspace, contents, old, version)):
        _build(workspace, "oxigraph", version)
    link = index / "current.next"
    link.unlink(missing_ok=True)
    link.symlink_to(version.name)
    link.replace(index / "current")
    sync_folder(index)
    _forget(index, keep={version, old})
    return version


def _updated(workspace: "Workspace", wanted: Contents, old: Path, version: Path) -> bool:
    """Makes the new version from a copy of a sound old one, if no more than half has changed."""
    from graph.oxigraph_index import clone, update

    try:
        said = _said(old, "oxigraph")
        had: Contents = {plan: (sha, graphs) for plan, (sha, graphs) in said["plans"].items()}
        usable = said["vocabulary"] == _vocabulary() and _is_whole(old, "oxigraph", said)
    except (OSError, ValueError, KeyError, TypeError):
        return False
    changed = [p for p in had.keys() | wanted.keys() if had.get(p) != wanted.get(p)]
    if not usable or 2 * len(changed) > len(wanted):
        return False
    place = version / "oxigraph"
    clone(old / "oxigraph", place)
    graphs = [g for p in changed if p in had for g in had[p][1]]
    update(place, graphs, (workspace.nquads(p) for p in changed if p in wanted))
    _sign(version, "oxigraph", _stamp(wanted), wanted)
    return True


def _forget(index: Path, keep: set[Path | None]) -> None:
    """Removes versions that no reader can still be opening: all but the newest two."""
    names = {p.name for p in keep if p}
    for folder in index.iterdir():
        if folder.name.isdigit() and folder.name not in names:
            shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def published(workspace: "Workspace", store: Store) -> Iterator[Path]:
    """The place of a sound, current index, for reading only.

    A stale or doubtful one is made anew: in the workspace if nobody writes and it may be written
    to, otherwise in a temporary folder of the reader's own.
    """
    version = _current(workspace)
    if version and _is_sound(version, store, stamp_of(workspace, store)):
        yield version / store
        return
    try:
        with locked(workspace.path / "lock"):
            version = publish(workspace)
            if not _is_sound(version, store, stamp_of(workspace, store)):
                _build(workspace, store, version)
    except (StoreError, OSError):
        with tempfile.TemporaryDirectory(prefix="crossplan-") as folder:
            _build(workspace, store, Path(folder))
            yield Path(folder) / store
        return
    yield (version / store).resolve()


def rebuild(workspace: "Workspace") -> None:
    """Throws the published indexes away and makes the SPARQL index anew."""
    with locked(workspace.path / "lock"):
        if version := _current(workspace):
            (version / "oxigraph.json").unlink(missing_ok=True)
        publish(workspace)
