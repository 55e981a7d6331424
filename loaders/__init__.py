"""From files to plan graphs: a reader for each format, then one interpretation for all."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib.metadata import EntryPoint
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from graph.errors import CrossplanError
from graph.model import PlanGraph
from graph.plugins import loaded, offered
from loaders.coverage import Coverage, coverage
from loaders.document import Document
from loaders.facts import NO_FACTS, Facts
from loaders.source import open_text

if TYPE_CHECKING:
    from loaders.decisions.decision import Decision


class Reader(Protocol):
    """Reads a file into a document; raises CrossplanError with a sentence where it cannot."""

    def __call__(self, path: Path) -> Document: ...


def _read_text(path: Path) -> Document:
    from loaders import text

    return text.read(open_text(path))


def _read_page(path: Path) -> Document:
    from loaders import webpage

    return webpage.read(open_text(path))


def _read_word(path: Path) -> Document:
    from loaders import word

    return word.read(path)


def _read_workbook(path: Path) -> Document:
    from loaders import sheets

    return sheets.read_workbook(path)


def _read_csv(path: Path) -> Document:
    from loaders import sheets

    return sheets.read_csv(path)


def _read_pdf(path: Path) -> Document:
    from loaders import pdf

    return pdf.read(path)


def _read_stratml(path: Path) -> Document:
    from loaders import stratml

    return stratml.read(path)


def _offered(point: EntryPoint) -> Reader:
    """The reader of another package, imported when it is used."""

    def read(path: Path) -> Document:
        reader: Reader = loaded(point)
        return reader(path)

    return read


READERS: Mapping[str, Reader] = {name: _offered(p) for name, p in offered("readers").items()} | {
    ".txt": _read_text,
    ".md": _read_text,
    ".markdown": _read_text,
    ".html": _read_page,
    ".htm": _read_page,
    ".docx": _read_word,
    ".docm": _read_word,
    ".xlsx": _read_workbook,
    ".xlsm": _read_workbook,
    ".csv": _read_csv,
    ".pdf": _read_pdf,
    ".xml": _read_stratml,
}
"""File ending -> reader: a new format is one line here, or an entry point of another package."""

CONVERT: Mapping[str, str] = {
    ".doc": "open it in Word or LibreOffice and save it as .docx",
    ".odt": "open it in LibreOffice or Word and save it as .docx",
    ".rtf": "open it in Word or LibreOffice and save it as .docx",
    ".pages": "open it in Pages and export it to Word (.docx)",
    ".xls": "open it in Excel or LibreOffice and save it as .xlsx",
    ".ods": "open it in LibreOffice or Excel and save it as .xlsx",
    ".numbers": "open it in Numbers and export it to Excel (.xlsx)",
}
"""File ending of a known format without a reader -> how to convert it."""


def reader_of(path: Path) -> Reader:
    """The reader for a file, by its ending; raises CrossplanError where there is none."""
    ending = path.suffix.lower()
    if path.is_dir():
        told = ", ".join(sorted(READERS))
        raise CrossplanError(f"{path}: this folder holds no plan: no file in it ends in {told}")
    if ending in CONVERT and ending not in READERS:
        raise CrossplanError(f"{path}: {ending} files are not read; {CONVERT[ending]}")
    reader = READERS.get(ending)
    if reader is None:
        known = ", ".join(sorted(READERS))
        named = repr(path.suffix) if path.suffix else "a name without an ending"
        raise CrossplanError(f"{path}: no reader for {named}; there is one for {known}")
    return reader


def read(path: Path) -> Document:
    """The document in a file."""
    return reader_of(path)(path)


@dataclass(frozen=True, slots=True)
class Account:
    """A file's document, what it states, and what became of each of its characters.

    `decided` counts the decisions of people that the graph follows.
    """

    document: Document
    graph: PlanGraph
    coverage: Coverage
    decided: int = 0


def account(
    path: Path, facts: Facts | None = None, decisions: "Iterable[Decision]" = ()
) -> Account:
    """What a file states and how much of it was understood.

    `facts` are what a manifest says of it, `decisions` what people decided on its statements.
    """
    from loaders.interpret import reading

    document = read(path)
    found = reading(document, facts or NO_FACTS)
    graph, decided = _decided(found.graph, tuple(decisions))
    return Account(document, graph, coverage(document, found.graph, found.unread), decided)


def _decided(graph: PlanGraph, decisions: "tuple[Decision, ...]") -> tuple[PlanGraph, int]:
    if not decisions:
        return graph, 0
    from loaders.decisions.apply import apply
    from loaders.decisions.resolve import resolve

    known = resolve(graph, decisions)
    return apply(graph, known), len(known)


def extract(path: Path, facts: Facts | None = None) -> tuple[Document, PlanGraph]:
    """A file's document and what it states; `facts` are what a manifest says of it."""
    from loaders.interpret import interpret

    document = read(path)
    return document, interpret(document, facts or NO_FACTS)


__all__ = [
    "NO_FACTS", "READERS", "Account", "Facts", "Reader", "account", "extract", "read", "reader_of",
]  # fmt: skip
