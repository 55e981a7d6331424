"""From files to plan graphs: a reader for each format, then one interpretation for all."""

from collections.abc import Mapping
from pathlib import Path
from typing import Protocol

from graph.errors import CrossplanError
from graph.model import PlanGraph
from loaders import text
from loaders.document import Document
from loaders.facts import NO_FACTS, Facts
from loaders.source import open_text


class Reader(Protocol):
    """Reads a file into a document; raises CrossplanError with a sentence where it cannot."""

    def __call__(self, path: Path) -> Document: ...


def _read_text(path: Path) -> Document:
    return text.read(open_text(path))


READERS: Mapping[str, Reader] = {
    ".txt": _read_text,
    ".md": _read_text,
}
"""File ending -> reader: a new format is one line here."""


def read(path: Path) -> Document:
    """The document in a file."""
    reader = READERS.get(path.suffix.lower())
    if reader is None:
        known = ", ".join(sorted(READERS))
        raise CrossplanError(f"{path}: no reader for {path.suffix or 'a name without ending'!r}; "
                             f"there is one for {known}")  # fmt: skip
    return reader(path)


def extract(path: Path, facts: Facts | None = None) -> tuple[Document, PlanGraph]:
    """A file's document and what it states; `facts` are what a manifest says of it."""
    from loaders.interpret import interpret

    document = read(path)
    return document, interpret(document, facts or NO_FACTS)


__all__ = ["NO_FACTS", "READERS", "Facts", "Reader", "extract", "read"]
