"""The workspace: one folder with each plan's text, statements and manifest as plain files.

    workspace.json             format of the folder
    identity                   tells this workspace from others on a server
    lock                       who writes
    unfinished                 there while somebody writes: what is left over must be looked for
    plans/ID/manifest.json     what is known of a plan; the plan is there when this file is
    plans/ID/graph.nq          its statements as sorted N-Quads
    texts/SHA256.txt           the canonical text of a document, named by its own hash
    index/                     stores made from these files, see `graph.index`

How they are changed is in `graph.writer`.
"""

import json
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

from graph.errors import DamagedError, StoreError, UsageError
from graph.files import replace_file, writing
from graph.model import PlanGraph
from graph.record import PlanRecord, checked_id, parse_record, sha256

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from graph.writer import Writer

FORMAT = 1
DEFAULT = Path(".crossplan")


@dataclass(frozen=True)
class Workspace:
    """A folder of plans; make one with `Workspace.open` or `Workspace.create`."""

    path: Path

    @staticmethod
    def open(path: Path = DEFAULT) -> "Workspace":
        """The workspace at `path`: a `UsageError` if there is none, else it must be readable."""
        if not (path / "workspace.json").is_file():
            raise UsageError(f"no workspace at {path}; make one with: crossplan load PATH")
        _check_format(path)
        return Workspace(path)

    @staticmethod
    def create(path: Path = DEFAULT) -> "Workspace":
        """The workspace at `path`, made if the folder is missing or empty."""
        if (path / "workspace.json").is_file():
            return Workspace.open(path)
        try:
            _refuse_foreign(path)
            (path / "plans").mkdir(parents=True, exist_ok=True)
            (path / "texts").mkdir(exist_ok=True)
            (path / ".gitignore").write_text(
                "/index/\n/lock\n/unfinished\n*.next\n", encoding="utf-8"
            )
            replace_file(path / "workspace.json", _dump({"crossplan-workspace": FORMAT}))
        except OSError as problem:
            raise StoreError(f"cannot make a workspace at {path}: {problem.strerror}") from problem
        return Workspace(path)

    @property
    def plans_folder(self) -> Path:
        return self.path / "plans"

    def plans(self) -> list[PlanRecord]:
        """What is known of each plan, in the order of their ids."""
        found = (f"{self.plans_folder}/{name}/manifest.json" for name in self._plan_ids())
        return [r for r in map(read_record, found) if r is not None]

    def _plan_ids(self) -> list[str]:
        try:
            return sorted(os.listdir(self.plans_folder))  # noqa: PTH208
        except FileNotFoundError:
            return []

    def record(self, plan: str) -> PlanRecord:
        """The record of the plan with exactly this id."""
        path = self.plans_folder / checked_id(plan) / "manifest.json"
        if record := read_record(path):
            return record
        raise UsageError(
            f"no plan {plan!r} in {self.path}{_near(plan, [r.id for r in self.plans()])}"
        )

    def resolve(self, name: str) -> PlanRecord:
        """The one plan that `name` means: its id, the start of it, or a part of id or title."""
        titles = {r.id: r.title for r in self.plans()}
        return self.record(pick(titles, name, str(self.path)))

    def identity(self) -> str:
        """A name that no other workspace has, kept with it; made when it is first asked for."""
        path = self.path / "identity"
        if (known := read(path)) is None:
            known = f"{uuid4()}\n".encode()
            with writing(path):
                replace_file(path, known)
        return known.decode().strip()

    def nquads(self, plan: str) -> bytes:
        """A plan's statements, exactly as its manifest vouches for them."""
        while True:
            record = self.record(plan)
            for name in ("graph.nq", "graph.nq.next"):
                data = read(self.plans_folder / plan / name)
                if data is not None and sha256(data) == record.graph_sha256:
                    return data
            if self.record(plan) == record:
                raise DamagedError(
                    f"the statements of {plan} are not what its manifest says;"
                    f" load {record.sources[0]} again"
                )

    def graph(self, plan: str) -> PlanGraph:
        """A plan's graph: stated, curated and derived."""
        import pyoxigraph as ox

        from graph.rdf_reading import from_rdf

        data = self.nquads(plan)
        try:
            return from_rdf(ox.parse(data, format=ox.RdfFormat.N_QUADS))
        except (SyntaxError, ValueError, KeyError, IndexError) as problem:
            raise DamagedError(f"the statements of {plan} cannot be read: {problem}") from problem

    def text(self, plan: str) -> str:
        """The canonical text that a plan's quotes were read from."""
        record = self.record(plan)
        data = read(self.text_path(record))
        if data is None or sha256(data) != record.text_sha256:
            raise DamagedError(
                f"the text of {plan} is not what its manifest says; load {record.sources[0]} again"
            )
        return data.decode()

    def text_path(self, record: PlanRecord) -> Path:
        return self.path / "texts" / f"{record.text_sha256}.txt"

    def writer(self) -> "AbstractContextManager[Writer]":
        """The right to change the workspace; the indexes are published when it is given back."""
        from graph.writer import writing_to

        return writing_to(self)


def _dump(value: object) -> bytes:
    return (json.dumps(value) + "\n").encode()


def read(path: Path) -> bytes | None:
    """The bytes of a file, None if it is not there."""
    try:
        return path.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as problem:
        raise StoreError(f"cannot read {path}: {problem.strerror}") from problem


def read_record(path: Path | str) -> PlanRecord | None:
    """The record in a manifest, None if it is not there; of thousands, plain strings are faster."""
    try:
        now = os.stat(path)  # noqa: PTH116
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as problem:
        raise StoreError(f"cannot read {path}: {problem.strerror}") from problem
    return _record_as_of(str(path), (now.st_ino, now.st_mtime_ns, now.st_size))


@lru_cache(maxsize=20_000)
def _record_as_of(path: str, _: tuple[int, int, int]) -> PlanRecord | None:
    """The record in a file that has not changed since it had this number, time and size."""
    data = read(Path(path))
    return None if data is None else parse_record(data, path)


def _check_format(path: Path) -> None:
    try:
        found = json.loads((path / "workspace.json").read_bytes())["crossplan-workspace"]
    except (OSError, ValueError, KeyError, TypeError) as problem:
        raise DamagedError(
            f"{path / 'workspace.json'} cannot be read as a workspace's"
        ) from problem
    if not isinstance(found, int) or found > FORMAT:
        raise DamagedError(
            f"{path} has format {found} and this crossplan knows {FORMAT}; use a newer crossplan"
        )


def _refuse_foreign(path: Path) -> None:
    if path.exists() and (not path.is_dir() or any(path.iterdir())):
        raise UsageError(f"{path} holds something else; name a new or empty folder")


def pick(titles: Mapping[str, str], name: str, where: str) -> str:
    """The one plan that `name` means: its id, the start of it, or a part of id or title."""
    tests: tuple[Callable[[str], bool], ...] = (
        lambda plan: plan == name,
        lambda plan: plan.startswith(name),
        lambda plan: name.lower() in f"{plan} {titles[plan].lower()}",
    )
    for test in tests:
        found = [plan for plan in titles if name and test(plan)]
        if len(found) == 1:
            return found[0]
        if found:
            raise UsageError(f"{name!r} could be any of these plans: {', '.join(found)}")
    raise UsageError(f"no plan {name!r} in {where}{_near(name, list(titles))}")


def _near(name: str, ids: list[str]) -> str:
    import difflib

    near = difflib.get_close_matches(name, ids, n=3, cutoff=0.4) or ids[:5]
    return f"; there is {', '.join(near)}" if near else "; it is empty"
