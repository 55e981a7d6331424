"""What the workspace knows of one plan: the manifest beside its statements."""

import hashlib
import json
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from functools import cache
from typing import Any

from graph.errors import DamagedError, UsageError
from graph.model import PlanGraph

_SLUG = re.compile(r"[a-z0-9][a-z0-9-]{0,99}")
_QUAD_GRAPH = re.compile(rb" <([^<>]*)> \.\n$")


def sha256(data: bytes) -> str:
    """The SHA-256 of some bytes, in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


@cache
def version() -> str:
    """The version of crossplan that is installed."""
    from importlib.metadata import PackageNotFoundError
    from importlib.metadata import version as installed

    try:
        return installed("crossplan")
    except PackageNotFoundError:
        return "0"


@dataclass(frozen=True, slots=True)
class Reading:
    """What became of a document's text when it was read.

    `characters` counts them by class; `unread` holds start and end of each passage that was not
    understood, `pages` the start and number of each page, where the document has pages.
    """

    characters: Mapping[str, int] = field(default_factory=dict, hash=False)
    unread: tuple[tuple[int, int], ...] = ()
    pages: tuple[tuple[int, int], ...] = ()

    @staticmethod
    def of(values: Mapping[str, Any]) -> "Reading":
        """The value whose fields were kept as JSON."""
        return Reading(
            values["characters"],
            *(tuple((a, b) for a, b in values[name]) for name in ("unread", "pages")),
        )


NOTHING_TOLD = Reading()


@dataclass(frozen=True, slots=True)
class PlanRecord:
    """One plan's manifest: what was read, from where, and the hashes that prove it unchanged.

    `sources` are the names of the files with these bytes; `sha256` is the document's,
    `text_sha256` the canonical text's, `graph_sha256` that of the N-Quads; `quads` counts them
    by named graph. `reading` tells what became of the text, so that what a plan does not say can be
    told from what was not read of it; it is empty where nobody counted.
    """

    id: str
    title: str
    kind: str
    council: str | None
    sources: tuple[str, ...]
    sha256: str
    text_sha256: str
    graph_sha256: str
    crossplan: str
    quads: Mapping[str, int] = field(hash=False)
    reading: Reading = NOTHING_TOLD

    @property
    def percents(self) -> dict[str, float]:
        """The part of the text's characters in each class, in per cent."""
        counts = self.reading.characters
        total = sum(counts.values())
        return {name: round(100 * n / total, 1) for name, n in counts.items() if total}

    def to_json(self) -> bytes:
        """The manifest's bytes: the same for the same record."""
        return (json.dumps(asdict(self), ensure_ascii=False, indent=1) + "\n").encode()


def checked_id(plan: str) -> str:
    """A plan's id, if it can be the name of a folder everywhere."""
    if not _SLUG.fullmatch(plan):
        raise UsageError(
            f"{plan!r} cannot be a plan's id; use lower-case letters, digits and hyphens"
        )
    return plan


def record_of(graph: PlanGraph, nquads: bytes, text: str, reading: Reading) -> PlanRecord:
    """The manifest for a graph with its N-Quads, its canonical text and what became of it."""
    publication = graph.publication
    return PlanRecord(
        id=checked_id(graph.plan),
        title=publication.title,
        kind=publication.kind,
        council=graph.council,
        sources=(graph.source.name,),
        sha256=graph.source.sha256,
        text_sha256=sha256(text.encode()),
        graph_sha256=sha256(nquads),
        crossplan=version(),
        quads=count_quads(nquads),
        reading=reading,
    )


def count_quads(nquads: bytes) -> dict[str, int]:
    """The number of quads in each named graph of sorted N-Quads."""
    found = Counter(
        match[1].decode()
        for line in nquads.splitlines(keepends=True)
        if (match := _QUAD_GRAPH.search(line))
    )
    return dict(sorted(found.items()))


def parse_record(data: bytes, where: str) -> PlanRecord:
    """A manifest read back; anything but what `to_json` writes is damage."""
    try:
        values: dict[str, Any] = json.loads(data)
        reading = Reading.of(values["reading"]) if "reading" in values else NOTHING_TOLD
        return PlanRecord(**values | {"sources": tuple(values["sources"]), "reading": reading})
    except (ValueError, TypeError, KeyError) as problem:
        raise DamagedError(
            f"{where} is not a plan's manifest; remove its folder and load the plan again"
        ) from problem
