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

FORMAT = 2
Store = Literal["oxigraph", "ladybug"]


def stamp_of(workspace: "Workspace") -> str:
    """What an index of this workspace must bear: a hash of all that goes into it."""
    import ontology
    from graph.across import current

    parts = [f"format {FORMAT}"]
    parts += [f"{r.id} {r.graph_sha256}" for r in workspace.plans()]
    parts += [sha256(ontology.text(name).encode()) for name in ontology.names()]
    parts.append(sha256(current(workspace)))
    return sha256("\n".join(parts).encode())


def _sizes(folder: Path) -> dict[str, int]:
    files = [p for p in folder.rglob("*") if p.is_file()] if folder.is_dir() else []
    if folder.is_file():
        files = [folder]
    return {str(p.relative_to(folder.parent)): p.stat().st_size for p in sorted(files)}


def _is_sound(version: Path, store: Store, stamp: str) -> bool:
    try:
        said: dict[str, Any] = json.loads((version / f"{store}.json").read_bytes())
        return said == {"stamp": stamp, "files": _sizes(version / store)} and bool(said["files"])
    except (OSError, ValueError):
        return False


def _build(workspace: "Workspace", store: Store, version: Path, stamp: str) -> None:
    """Makes one store in a version's folder; its stamp is written last."""
    place = version / store
    shutil.rmtree(place, ignore_errors=True)
    place.unlink(missing_ok=True)
    _BUILDERS[store](workspace, place)
    said = {"stamp": stamp, "files": _sizes(place)}
    write_synced(version / f"{store}.json", json.dumps(said).encode())
    sync_folder(version)


def _build_oxigraph(workspace: "Workspace", place: Path) -> None:
    from graph.across import current
    from graph.oxigraph_index import build

    build(place, [*(workspace.nquads(r.id) for r in workspace.plans()), current(workspace)])


def _build_ladybug(workspace: "Workspace", place: Path) -> None:
    import pyoxigraph as ox

    from graph.across import current
    from graph.findings import from_quads
    from graph.ladybug_index import build

    findings = from_quads(ox.parse(current(workspace), format=ox.RdfFormat.N_QUADS))
    build(place, [workspace.graph(r.id) for r in workspace.plans()], findings)


_BUILDERS: dict[Store, Callable[["Workspace", Path], None]] = {
    "oxigraph": _build_oxigraph,
    "ladybug": _build_ladybug,
}


def _current(workspace: "Workspace") -> Path | None:
    """The published version's own folder, so that a later swap does not move it."""
    link = workspace.path / "index" / "current"
    return link.resolve() if link.exists() else None


def publish(workspace: "Workspace") -> Path:
    """Brings the published SPARQL index up to date; the caller holds the lock."""
    stamp, old = stamp_of(workspace), _current(workspace)
    if old and _is_sound(old, "oxigraph", stamp):
        return old
    index = workspace.path / "index"
    index.mkdir(exist_ok=True)
    numbers = [int(p.name) for p in index.iterdir() if p.name.isdigit()]
    version = index / str(max(numbers, default=0) + 1)
    version.mkdir()
    _build(workspace, "oxigraph", version, stamp)
    link = index / "current.next"
    link.unlink(missing_ok=True)
    link.symlink_to(version.name)
    link.replace(index / "current")
    sync_folder(index)
    _forget(index, keep={version, old})
    return version


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
    stamp, version = stamp_of(workspace), _current(workspace)
    if version and _is_sound(version, store, stamp):
        yield version / store
        return
    try:
        with locked(workspace.path / "lock"):
            version = publish(workspace)
            if not _is_sound(version, store, stamp_of(workspace)):
                _build(workspace, store, version, stamp_of(workspace))
    except (StoreError, OSError):
        with tempfile.TemporaryDirectory(prefix="crossplan-") as folder:
            _build(workspace, store, Path(folder), stamp)
            yield Path(folder) / store
        return
    yield (version / store).resolve()


def rebuild(workspace: "Workspace") -> None:
    """Throws the published indexes away and makes the SPARQL index anew."""
    with locked(workspace.path / "lock"):
        if version := _current(workspace):
            (version / "oxigraph.json").unlink(missing_ok=True)
        publish(workspace)
