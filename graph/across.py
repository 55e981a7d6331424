"""The findings of a workspace: made by every method, kept beside the plans, made anew when stale.

    across/graph.nq        the findings as sorted N-Quads
    across/manifest.json   what they were made from, and the hash of graph.nq

They follow from the plans, the vocabulary, the methods and what people decided, so they are no
files of record: without them, or when one of these has changed, they are made again.
"""

import json
import re
from collections.abc import Callable
from typing import Any

from graph.errors import DamagedError, StoreError
from graph.files import replace_file, replace_with
from graph.findings import FINDING_RELATIONS, FINDING_TYPES, Findings, from_quads, nquads
from graph.lock import locked
from graph.names import property_of
from graph.record import sha256
from graph.workspace import Workspace

Told = Callable[[str, int, int], None]
"""Called with what is being done, how much of it is done and how much there is to do."""

_NAMED = re.compile(
    "|".join(
        rf"\b(?:xp:)?{name}\b"
        for name in (
            *FINDING_TYPES,
            *FINDING_RELATIONS,
            *(f"xp:{property_of(k)}" for k in FINDING_RELATIONS),
        )
    )
)


def asks_across(query: str) -> bool:
    """Whether a query names findings, which must then be there and current.

    >>> asks_across("MATCH (o:Overlap) RETURN o"), asks_across("MATCH (a:Action) RETURN a")
    (True, False)
    """
    return _NAMED.search(query) is not None


def stamp(workspace: Workspace) -> str:
    """What current findings of this workspace must bear: a hash of all that they follow from."""
    import ontology
    from graph.choices import read
    from graph.compare import VERSIONS

    parts = [f"{r.id} {r.graph_sha256}" for r in workspace.plans()]
    parts += [f"{name} {version}" for name, version in VERSIONS.items()]
    parts += [ontology.digest(), sha256(read(workspace.path))]
    return sha256("\n".join(parts).encode())


def _said(workspace: Workspace) -> dict[str, Any]:
    """What the stored findings say of themselves if they are whole, current or not."""
    folder = workspace.path / "across"
    try:
        said = json.loads((folder / "manifest.json").read_bytes())
        whole = isinstance(said, dict) and said["bytes"] == (folder / "graph.nq").stat().st_size
    except (OSError, ValueError, KeyError):
        return {}
    return said if whole else {}


def _kept(workspace: Workspace) -> dict[str, Any]:
    """What the stored findings say of themselves if they are whole and current."""
    said = _said(workspace)
    return said if said and said["stamp"] == stamp(workspace) else {}


def current_hash(workspace: Workspace) -> str:
    """The hash of the current findings, empty where nothing was found or they are stale."""
    said = _kept(workspace)
    return str(said["sha256"]) if said and said["bytes"] else ""


def current(workspace: Workspace) -> bytes:
    """The N-Quads of the findings, empty where nothing was found or they are stale."""
    if not (wanted := current_hash(workspace)):
        return b""
    folder = workspace.path / "across"
    data = (folder / "graph.nq").read_bytes()
    if sha256(data) != wanted:
        (folder / "manifest.json").unlink(missing_ok=True)
        raise DamagedError(f"the findings in {folder} were damaged; ask again to have them anew")
    return data


def compare(workspace: Workspace, told: Told | None = None) -> bool:
    """Makes the findings anew if they are stale; says whether it had to."""
    from graph.compare import compared

    if _kept(workspace):
        return False
    folder = workspace.path / "across"
    with locked(workspace.path / "lock"):
        wanted = stamp(workspace)
        found = compared(workspace, told)
        try:
            folder.mkdir(exist_ok=True)
            digest, size = replace_with(folder / "graph.nq", nquads(found))
            said = {"stamp": wanted, "sha256": digest, "bytes": size}
            replace_file(folder / "manifest.json", json.dumps(said).encode())
        except OSError as problem:
            raise StoreError(f"cannot write {folder}: {problem.strerror}") from problem
    return True


def findings(workspace: Workspace) -> Findings:
    """The current findings as values, made first if they are stale."""
    import pyoxigraph as ox

    compare(workspace)
    return from_quads(ox.parse(current(workspace), format=ox.RdfFormat.N_QUADS))
