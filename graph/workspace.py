"""The workspace: one folder with each plan's text, statements and manifest as plain files.

    workspace.json             format of the folder
    identity                   tells this workspace from others on a server
    lock                       who writes
    unfinished                 there while somebody writes: what is left over must be looked for
    plans/ID/manifest.json     what is known of a plan; the plan is there when this file is
    plans/ID/graph.nq          its statements as sorted N-Quads
    texts/SHA256.txt           the canonical text of a document, named by its own hash
    index/                     stores made from these files, see `graph.index`

A plan is replaced at one point, the renaming of its manifest: the statements that it names by
their hash lie ready in `graph.nq.next` until then and move to `graph.nq` after it.
"""

import json
import os
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from dataclasses import replace as changed
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Literal
from uuid import uuid4

from graph.errors import CrossplanError, DamagedError, StoreError, UsageError
from graph.files import replace_file, sync_folder, write_synced, writing
from graph.lock import locked
from graph.model import PlanGraph, Source
from graph.record import (
    NOTHING_TOLD,
    PlanRecord,
    Reading,
    checked_id,
    parse_record,
    record_of,
    sha256,
)

FORMAT = 1
DEFAULT = Path(".crossplan")
Outcome = Literal["added", "replaced", "unchanged"]


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
        found = (self.plans_folder / name / "manifest.json" for name in self._plan_ids())
        return [r for r in map(_read_record, found) if r is not None]

    def _plan_ids(self) -> list[str]:
        try:
            return sorted(os.listdir(self.plans_folder))  # noqa: PTH208
        except FileNotFoundError:
            return []

    def record(self, plan: str) -> PlanRecord:
        """The record of the plan with exactly this id."""
        path = self.plans_folder / checked_id(plan) / "manifest.json"
        if record := _read_record(path):
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
        if (known := _read(path)) is None:
            known = f"{uuid4()}\n".encode()
            with writing(path):
                replace_file(path, known)
        return known.decode().strip()

    def nquads(self, plan: str) -> bytes:
        """A plan's statements, exactly as its manifest vouches for them."""
        while True:
            record = self.record(plan)
            for name in ("graph.nq", "graph.nq.next"):
                data = _read(self.plans_folder / plan / name)
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

        from graph.rdf import from_rdf

        data = self.nquads(plan)
        try:
            return from_rdf(ox.parse(data, format=ox.RdfFormat.N_QUADS))
        except (SyntaxError, ValueError, KeyError, IndexError) as problem:
            raise DamagedError(f"the statements of {plan} cannot be read: {problem}") from problem

    def text(self, plan: str) -> str:
        """The canonical text that a plan's quotes were read from."""
        record = self.record(plan)
        data = _read(self._text_path(record))
        if data is None or sha256(data) != record.text_sha256:
            raise DamagedError(
                f"the text of {plan} is not what its manifest says; load {record.sources[0]} again"
            )
        return data.decode()

    def _text_path(self, record: PlanRecord) -> Path:
        return self.path / "texts" / f"{record.text_sha256}.txt"

    @contextmanager
    def writer(self) -> Iterator["Writer"]:
        """The right to change the workspace; the indexes are published when it is given back."""
        from graph.index import publish

        unfinished = self.path / "unfinished"
        with locked(self.path / "lock"):
            if unfinished.exists():
                with writing(self.path):
                    _recover(self)
            with writing(self.path):
                unfinished.touch()
            writer = Writer(self)
            yield writer
            with writing(self.path):
                writer.forget_texts()
            with writing(self.path / "index"):
                publish(self)
            unfinished.unlink()


@dataclass(frozen=True)
class Writer:
    """Changes plans, each of them whole or not at all."""

    workspace: Workspace
    dropped: set[str] = field(default_factory=set)

    @cached_property
    def _folder(self) -> Path:
        return self.workspace.plans_folder

    def put(self, graph: PlanGraph, text: str, replace: bool = False,
            reading: Reading = NOTHING_TOLD) -> Outcome:  # fmt: skip
        """Adds a plan or replaces the one with its id; the same plan again changes nothing.

        Another publication under a known id is refused unless `replace`. `reading` tells what
        became of the text.
        """
        old = _read_record(self._folder / checked_id(graph.plan) / "manifest.json")
        name = graph.source.name
        if old and old.sha256 == graph.source.sha256:
            graph = _named(graph, old.sources[0])
        new, nquads = _statements(graph, text, reading)
        if old is None:
            self._commit(new, nquads, text)
            return "added"
        if _contents(old) == _contents(new):
            self._add_name(old, name)
            return "unchanged"
        if not replace:
            _refuse_another(old, new)
        self._commit(new, nquads, text)
        self.dropped.add(old.text_sha256)
        return "replaced"

    def remove(self, plan: str) -> None:
        """Takes a plan out, and in the end its text if no other plan was read from it."""
        record = self.workspace.record(plan)
        folder = self._folder / plan
        with writing(plan):
            (folder / "manifest.json").unlink()
            sync_folder(folder)
            shutil.rmtree(folder)
        self.dropped.add(record.text_sha256)

    def _commit(self, record: PlanRecord, nquads: bytes, text: str) -> None:
        folder = self._folder / record.id
        with writing(record.id):
            folder.mkdir(exist_ok=True)
            replace_file(self.workspace._text_path(record), text.encode())
            write_synced(folder / "graph.nq.next", nquads)
            replace_file(folder / "manifest.json", record.to_json())
            (folder / "graph.nq.next").replace(folder / "graph.nq")
            sync_folder(folder)
            sync_folder(self._folder)

    def _add_name(self, record: PlanRecord, name: str) -> None:
        if name not in record.sources:
            named = changed(record, sources=(*record.sources, name))
            with writing(record.id):
                replace_file(self._folder / record.id / "manifest.json", named.to_json())

    def forget_texts(self) -> None:
        """Removes texts of dropped plans that no other plan was read from."""
        used = {r.text_sha256 for r in self.workspace.plans()} if self.dropped else set()
        for unused in self.dropped - used:
            (self.workspace.path / "texts" / f"{unused}.txt").unlink(missing_ok=True)


def _statements(graph: PlanGraph, text: str, reading: Reading) -> tuple[PlanRecord, bytes]:
    from graph.rdf import to_nquads

    nquads = to_nquads(graph)
    return record_of(graph, nquads, text, reading), nquads


def _contents(record: PlanRecord) -> tuple[str, str, Reading]:
    return record.graph_sha256, record.text_sha256, record.reading


def _named(graph: PlanGraph, name: str) -> PlanGraph:
    return changed(graph, source=Source(name, graph.source.sha256))


def _refuse_another(old: PlanRecord, new: PlanRecord) -> None:
    same = (
        old.title == new.title
        or old.sources == new.sources
        or (old.council is not None and old.council == new.council)
    )
    if not same:
        raise CrossplanError(
            f"the id {old.id} already belongs to {old.title!r} from {old.sources[0]};"
            f" give {new.sources[0]} an id of its own in the manifest, or use --replace"
        )


def _dump(value: object) -> bytes:
    return (json.dumps(value) + "\n").encode()


def _read(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as problem:
        raise StoreError(f"cannot read {path}: {problem.strerror}") from problem


def _read_record(path: Path) -> PlanRecord | None:
    try:
        now = path.stat()
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as problem:
        raise StoreError(f"cannot read {path}: {problem.strerror}") from problem
    return _record_as_of(path, (now.st_ino, now.st_mtime_ns, now.st_size))


@lru_cache(maxsize=20_000)
def _record_as_of(path: Path, _: tuple[int, int, int]) -> PlanRecord | None:
    """The record in a file that has not changed since it had this number, time and size."""
    data = _read(path)
    return None if data is None else parse_record(data, str(path))


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


def _recover(workspace: Workspace) -> None:
    """Ends what a killed writer began: its manifest decides."""
    for folder in [f for f in workspace.plans_folder.iterdir() if f.is_dir()]:
        record, ready = _read_record(folder / "manifest.json"), folder / "graph.nq.next"
        if record is None:
            shutil.rmtree(folder)
        elif (data := _read(ready)) is not None:
            wanted = sha256(data) == record.graph_sha256
            ready.replace(folder / "graph.nq") if wanted else ready.unlink()
    for left in workspace.path.glob("**/*.next"):
        left.unlink()
    known = {r.text_sha256 for r in workspace.plans()}
    for text in (workspace.path / "texts").iterdir():
        if text.stem not in known:
            text.unlink()
