"""Documents that a reader uploads: read in the box, shown, decided on, and only then kept.

An upload lies in a folder of its own with the decisions on it. What was only looked at is in a
temporary folder and goes with the server; what was added to the workspace is in its `uploads`.
"""

import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from secrets import token_hex

import crossplan
from graph.errors import CrossplanError, UsageError
from graph.model import PlanGraph
from graph.tables import Table
from graph.workspace import Workspace
from loaders import READERS, Account
from loaders.box import Box, Limits
from loaders.decisions.apply import apply
from loaders.decisions.decision import Decision
from loaders.decisions.file import decisions_for
from loaders.decisions.resolve import resolve
from loaders.decisions.review import Wishes, review

WAITING = 20
"""Uploads that were not added and are remembered; the oldest goes first."""
LIMITS = Limits(seconds=120)
_ID = re.compile(r"[0-9a-f]{16}")
_UNSAFE = re.compile(r"[^\w .()-]+")


@dataclass(frozen=True)
class Upload:
    """A document as it was read, before any decision; `kept` if it is in the workspace."""

    id: str
    path: Path
    kept: bool

    @cached_property
    def account(self) -> Account:
        with Box(LIMITS) as box:
            return box.account(self.path)

    @property
    def decisions(self) -> tuple[Decision, ...]:
        return decisions_for(self.path)

    @property
    def graph(self) -> PlanGraph:
        """What the document states, as people decided."""
        return apply(self.account.graph, resolve(self.account.graph, self.decisions))

    @property
    def queue(self) -> Table:
        """Its statements, the doubtful first."""
        return review(self.account.graph, self.decisions)


class Uploads:
    """The uploads of a server: those that wait in `waiting`, those that were added beside plans."""

    def __init__(self, workspace: Workspace, waiting: Path) -> None:
        self._workspace = workspace
        self._waiting = waiting
        self._kept = workspace.path / "uploads"
        self._known: dict[str, Upload] = {}

    def take(self, name: str, data: bytes) -> Upload:
        """Puts a document into a folder of its own and reads it; one that cannot be read is not
        remembered."""
        folder = self._waiting / token_hex(8)
        upload = Upload(folder.name, folder / safe_name(name), False)
        folder.mkdir()
        upload.path.write_bytes(data)
        try:
            upload.account  # noqa: B018
        except CrossplanError as problem:
            shutil.rmtree(folder, ignore_errors=True)
            raise type(problem)(str(problem).replace(str(upload.path), upload.path.name)) from None
        self._known[upload.id] = upload
        self._forget()
        return upload

    def _forget(self) -> None:
        waiting = [u for u in self._known.values() if not u.kept]
        for old in waiting[:-WAITING]:
            shutil.rmtree(old.path.parent, ignore_errors=True)
            del self._known[old.id]

    def find(self, name: str) -> Upload:
        """The upload with this id."""
        if name in self._known:
            return self._known[name]
        folder = self._kept / name
        files = sorted(_documents(folder)) if _ID.fullmatch(name) else []
        if not files:
            raise UsageError("there is no such upload, or it was forgotten; upload it again")
        return self._known.setdefault(name, Upload(name, files[0], True))

    def kept(self) -> list[Upload]:
        """Those that were added to the workspace."""
        folders = sorted(self._kept.iterdir()) if self._kept.is_dir() else []
        return [self.find(f.name) for f in folders if any(_documents(f))]

    def decide(self, upload: Upload, wishes: Wishes) -> None:
        """Writes decisions beside the document; a plan of the workspace follows them at once."""
        crossplan.decide(upload.path, wishes)
        if upload.kept:
            self._load(upload)

    def add(self, upload: Upload) -> str:
        """Puts the document into the workspace, with the decisions on it; the id of its plan."""
        plan = self._load(upload)
        if not upload.kept:
            self._kept.mkdir(exist_ok=True)
            folder = Path(shutil.move(upload.path.parent, self._kept / upload.id))
            self._known[upload.id] = Upload(upload.id, folder / upload.path.name, True)
        return plan

    def _load(self, upload: Upload) -> str:
        (done,) = crossplan.load([upload.path], self._workspace.path)
        if done.outcome == "failed":
            raise CrossplanError(done.reason)
        return done.plan


def _documents(folder: Path) -> Iterator[Path]:
    if folder.is_dir():
        yield from (p for p in folder.iterdir() if p.suffix.lower() in READERS)


def safe_name(name: str) -> str:
    """A file's own name without folders and without what names in file systems do not hold.

    >>> safe_name("../../etc/My plan (2).docx"), safe_name("x\\\\<b>.txt"), safe_name("..")
    ('My plan (2).docx', '-b-.txt', 'document')
    """
    own = name.replace("\\", "/").rpartition("/")[2]
    stem, dot, ending = _UNSAFE.sub("-", own).strip(" .").rpartition(".")
    return f"{stem[:80] or 'document'}{dot}{ending[:10]}" if dot else ending[:80] or "document"
