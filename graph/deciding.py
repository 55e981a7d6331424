"""Taking and taking back decisions on what is across the plans of a workspace."""

from dataclasses import replace
from pathlib import Path

from graph.choices import NAME, Choice, Kind, parse, read, to_toml
from graph.describe import find
from graph.errors import StoreError, UsageError
from graph.files import replace_file
from graph.lock import locked
from graph.model import Element
from graph.names import ID
from graph.resolve_choices import Known, named, quoted, resolved
from graph.tables import Table
from graph.workspace import Workspace


def chosen(workspace: Workspace) -> tuple[Choice, ...]:
    """The decisions of a workspace as its file has them."""
    return parse(read(workspace.path), str(workspace.path / NAME))


def listed(workspace: Workspace) -> Table:
    """The decisions of a workspace, a row each."""
    rows = [(c.kind, c.verdict, c.first, c.second, c.because or None) for c in chosen(workspace)]
    return Table(("about", "verdict", "first", "second", "because"), tuple(sorted(rows, key=str)))


def decide(
    workspace: Workspace, kind: Kind, first: str, second: str, verdict: str, because: str = ""
) -> list[str]:
    """Takes a decision, or takes it back if the verdict is undo, and says what was done.

    A new verdict takes the place of an old one on the same. Raises a UsageError, and writes
    nothing, for what is not there and for what contradicts another decision.
    """
    if verdict not in ("accept", "reject", "undo"):
        raise UsageError("say what is decided: --accept, --reject or --undo")
    if verdict == "undo" and because:
        raise UsageError("--because gives a reason for --accept or --reject, not for --undo")
    with locked(workspace.path / "lock"):
        before = chosen(workspace)
        if verdict == "undo":
            gone = _one(before, kind, first, second)
            _write(workspace.path / NAME, [c for c in before if c is not gone])
            told = f"took back the decision on {gone.first} and {gone.second}"
        else:
            new = Choice(kind=kind, first=_line(first), second=_line(second), verdict=verdict,
                         because=_line(because))  # fmt: skip
            _add(workspace, before, _full(workspace, new) if kind == "overlap" else new)
            told = f"{verdict}ed that {new.first} and {new.second} {_WHAT[kind]}"
    return [told, f"wrote {workspace.path / NAME}; every comparison follows it"]


_WHAT = {"overlap": "are about the same matter", "same": "are one body"}


def _line(text: str) -> str:
    line = " ".join(text.split())
    if any("\ud800" <= c <= "\udfff" for c in line):
        raise UsageError(f"{line!r} is not text in UTF-8")
    return line


def _full(workspace: Workspace, new: Choice) -> Choice:
    """The decision with the ids of its statements and the words that find them again."""
    ends = []
    for name in (new.first, new.second):
        _, node = find(workspace, name)
        if not isinstance(node, Element):
            raise UsageError(f"{node.id} is a {type(node).__name__} and no statement")
        ends.append(node)
    return replace(new, first=ends[0].id, first_quote=quoted(ends[0]), second=ends[1].id,
                   second_quote=quoted(ends[1]))  # fmt: skip


def _add(workspace: Workspace, before: tuple[Choice, ...], new: Choice) -> None:
    """Writes the decision in the place of others on the same, if all hold together."""
    graphs = tuple(workspace.graph(r.id) for r in workspace.plans())
    known = Known(graphs)
    on = known.ends(new)
    left = [c for c in before if c.kind != new.kind or known.ends(c) != on]
    resolved([*left, new], graphs)
    _write(workspace.path / NAME, [*left, new])


def _one(before: tuple[Choice, ...], kind: Kind, first: str, second: str) -> Choice:
    """The one decision on these ends, as they are written, whether they are there or not."""
    found = [
        c for c in before
        if c.kind == kind
        and any(_means(first, a) and _means(second, b)
                for a, b in ((c.first, c.second), (c.second, c.first)))
    ]  # fmt: skip
    if len(found) != 1:
        how = "no decision" if not found else f"{len(found)} decisions"
        raise UsageError(f"there is {how} on {first} and {second}; see: crossplan decide --list")
    return found[0]


def _means(name: str, written: str) -> bool:
    local = named(name.removeprefix(ID))
    return named(written) == local or named(written).endswith(f"/{local}")


def _write(path: Path, choices: list[Choice]) -> None:
    try:
        replace_file(path, to_toml(choices))
    except OSError as problem:
        raise StoreError(f"cannot write {path}: {problem.strerror}") from problem
