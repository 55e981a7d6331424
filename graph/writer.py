"""Changing a workspace: plans are put in, replaced and taken out, each of them whole or not at all.

A plan is replaced at one point, the renaming of its manifest: the statements that it names by
their hash lie ready in `graph.nq.next` until then and move to `graph.nq` after it.
"""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from dataclasses import replace as changed
from functools import cached_property
from pathlib import Path
from typing import Literal

from graph.errors import CrossplanError
from graph.files import replace_file, sync_folder, write_synced, writing
from graph.index import publish
from graph.lock import locked
from graph.model import PlanGraph, Source
from graph.rdf import to_nquads
from graph.record import NOTHING_TOLD, PlanRecord, Reading, checked_id, record_of, sha256
from graph.workspace import Workspace, read, read_record

Outcome = Literal["added", "replaced", "unchanged"]


@contextmanager
def writing_to(workspace: Workspace) -> Iterator["Writer"]:
    """The right to change a workspace; its indexes are published when it is given back."""
    unfinished = workspace.path / "unfinished"
    with locked(workspace.path / "lock"):
        if unfinished.exists():
            with writing(workspace.path):
                _recover(workspace)
        with writing(workspace.path):
            unfinished.touch()
        writer = Writer(workspace)
        yield writer
        with writing(workspace.path):
            writer.forget_texts()
        with writing(workspace.path / "index"):
            publish(workspace)
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
        old = read_record(self._folder / checked_id(graph.plan) / "manifest.json")
        name = graph.source.name
        if old and old.sha256 == graph.source.sha256:
            graph = _named(graph, old.sources[0])
        nquads = to_nquads(graph)
        new = record_of(graph, nquads, text, reading)
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
            replace_file(self.workspace.text_path(record), text.encode())
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


def _recover(workspace: Workspace) -> None:
    """Ends what a killed writer began: its manifest decides."""
    for folder in [f for f in workspace.plans_folder.iterdir() if f.is_dir()]:
        record, ready = read_record(folder / "manifest.json"), folder / "graph.nq.next"
        if record is None:
            shutil.rmtree(folder)
        elif (data := read(ready)) is not None:
            wanted = sha256(data) == record.graph_sha256
            ready.replace(folder / "graph.nq") if wanted else ready.unlink()
    for left in workspace.path.glob("**/*.next"):
        left.unlink()
    known = {r.text_sha256 for r in workspace.plans()}
    for text in (workspace.path / "texts").iterdir():
        if text.stem not in known:
            text.unlink()
