"""Office Open XML packages (.docx, .xlsx): zip files, checked before anything in them is parsed."""

import lzma
import posixpath
import struct
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from graph.errors import CrossplanError, LimitError
from loaders.source import Source, open_bytes
from loaders.trees import doctype, tree

if TYPE_CHECKING:
    from lxml.etree import _Element

Kind = Literal["Word file", "Excel workbook"]

MAX_PARTS = 5_000
MAX_PART = 50_000_000
MAX_TOTAL = 200_000_000
MAX_RATIO = 200
SMALL = 1_000_000

_READ = (".xml", ".rels", ".vml")
_FAMILY = {
    "wordprocessingml": "Word file", "ms-word": "Word file",
    "spreadsheetml": "Excel workbook", "ms-excel": "Excel workbook",
    "presentationml": "PowerPoint file", "ms-powerpoint": "PowerPoint file",
}  # fmt: skip
_ENDING = {"Word file": ".docx", "Excel workbook": ".xlsx"}
_LOOKS = (
    (b"%PDF", "a PDF", ".pdf"),
    (b"{\\rtf", "a rich text file", ".rtf"),
    (b"<", "a web page or an XML file", ".html"),
)
_FAULTS = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error, EOFError, OSError,
           ValueError, KeyError, RuntimeError)  # fmt: skip
"""What the zip module raises for bytes that are no proper archive."""

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
STRICT = b"http://purl.oclc.org/ooxml/"
_TRANSITIONAL = {
    b"http://purl.oclc.org/ooxml/wordprocessingml/main":
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    b"http://purl.oclc.org/ooxml/officeDocument/relationships":
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    b"http://purl.oclc.org/ooxml/drawingml/":
        b"http://schemas.openxmlformats.org/drawingml/2006/",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Relation:
    """What one part of a package says of another: the last word of the type, and its name."""

    kind: str
    part: str


class Office:
    """A package that passed the checks; parts are read by name, none is written to disk."""

    def __init__(self, path: Path, source: Source, archive: zipfile.ZipFile) -> None:
        self.path, self.source, self._zip = path, source, archive
        self._names = {_plain(i.filename): i for i in archive.infolist()}

    def data(self, name: str) -> bytes | None:
        """A part's bytes, or None where there is no such part."""
        info = self._names.get(_plain(name))
        if info is None:
            return None
        try:
            data = self._zip.read(info)
        except _FAULTS as e:
            raise CrossplanError(
                f"{self.path}: is damaged in {name}; open it in Office, save it again and load that"
            ) from e
        _refuse_doctype(self.path, name, data)
        if STRICT in data:
            for strict, usual in _TRANSITIONAL.items():
                data = data.replace(strict, usual)
        return data

    def xml(self, name: str) -> "_Element | None":
        """A part as a tree, or None where there is no such part."""
        data = self.data(name)
        if data is None:
            return None
        mend = "open the file in Office, save it again and load that"
        return tree(data, f"{self.path}: {name}", mend)

    def relations(self, name: str) -> Mapping[str, Relation]:
        """Relation id -> the part that a part refers to; outside addresses are left out."""
        folder, base = posixpath.split(name)
        root = self.xml(posixpath.join(folder, "_rels", base + ".rels"))
        out = {}
        for node in root if root is not None else ():
            target = str(node.get("Target", ""))
            if node.get("TargetMode") != "External" and target:
                part = posixpath.normpath(posixpath.join("/" + folder, target)).lstrip("/")
                out[str(node.get("Id"))] = Relation(str(node.get("Type")).rsplit("/", 1)[-1], part)
        return out

    @cached_property
    def main(self) -> str:
        """The name of the main part."""
        found = [r.part for r in self.relations("").values() if r.kind == "officeDocument"]
        if not found or _plain(found[0]) not in self._names:
            raise CrossplanError(f"{self.path}: is a zip file without a document in it")
        return found[0]

    @cached_property
    def content_type(self) -> str:
        """The content type of the main part, as the package declares it."""
        root = self.xml("[Content_Types].xml")
        types = {
            _plain(str(n.get("PartName", "")).lstrip("/")): str(n.get("ContentType", ""))
            for n in (root if root is not None else ())
        }
        return types.get(_plain(self.main), "")

    @property
    def notes(self) -> tuple[str, ...]:
        macros = any(n.endswith("vbaproject.bin") for n in self._names)
        return ("macros ignored",) if macros or "macroEnabled" in self.content_type else ()

    def names(self) -> Iterator[str]:
        yield from (i.filename for i in self._names.values())


def _plain(name: str) -> str:
    return name.replace("\\", "/").casefold()


def _refuse_doctype(path: Path, name: str, data: bytes) -> None:
    if name.casefold().endswith(_READ) and b"<!DOCTYPE" in data[:MAX_PART].replace(b"\0", b""):
        raise doctype(f"{path}: {name}")


def _not_a_zip(path: Path, data: bytes, kind: Kind) -> CrossplanError:
    if data.startswith(_OLE):
        if "EncryptedPackage".encode("utf-16-le") in data:
            return CrossplanError(
                f"{path}: is encrypted; save it in Office without a password and load that"
            )
        return CrossplanError(
            f"{path}: is an Office file of the kind used before 2007; open it in Office or "
            f"LibreOffice and save it as {_ENDING[kind]}"
        )
    for magic, what, ending in _LOOKS:
        if data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(magic):
            return CrossplanError(f"{path}: is {what}, not a {kind}; give it the ending {ending}")
    return CrossplanError(f"{path}: is not a {kind}, whatever its ending says" if data else
                          f"{path}: is empty")  # fmt: skip


def _check_entries(path: Path, entries: list[zipfile.ZipInfo]) -> None:
    """Refuses a package that would grow beyond the limits, names a part twice or is encrypted."""
    if len(entries) > MAX_PARTS:
        raise LimitError(
            f"{path}: has {len(entries):,} parts, more than the limit of {MAX_PARTS:,}"
        )
    names = [_plain(i.filename) for i in entries]
    if len(set(names)) < len(names):
        twice = next(n for n in names if names.count(n) > 1)
        raise CrossplanError(f"{path}: has the part {twice} twice; the file is refused unread")
    if any(i.flag_bits & 1 for i in entries):
        raise CrossplanError(f"{path}: is encrypted; save it without a password and load that")
    read = [i for i in entries if _plain(i.filename).endswith(_READ)]
    for info in read:
        ratio = info.file_size / max(info.compress_size, 1)
        if info.file_size > MAX_PART or (info.file_size > SMALL and ratio > MAX_RATIO):
            raise LimitError(
                f"{path}: {info.filename} would grow to {info.file_size:,} bytes, {ratio:,.0f} "
                f"times its packed size; the limits are {MAX_PART:,} and {MAX_RATIO} times"
            )
    if (total := sum(i.file_size for i in read)) > MAX_TOTAL:
        raise LimitError(f"{path}: would grow to {total:,} bytes; the limit is {MAX_TOTAL:,}")


def _another_kind(path: Path, names: list[str], kind: Kind) -> CrossplanError | None:
    plain = {_plain(n) for n in names}
    if "mimetype" in plain and "content.xml" in plain:
        what = "an OpenDocument file"
    elif any(n.endswith(".iwa") for n in plain):
        what = "a file of Apple's Pages, Numbers or Keynote"
    elif "[content_types].xml" not in plain:
        what = "a zip file"
    else:
        return None
    return CrossplanError(
        f"{path}: is {what}, not a {kind}; open it in its program and save it as {_ENDING[kind]}"
    )


def open_office(path: Path, kind: Kind) -> Office:
    """The package in a file, if it is of this kind and within the limits."""
    source = open_bytes(path)
    if not source.data.startswith(b"PK"):
        raise _not_a_zip(path, source.data, kind)
    try:
        archive = zipfile.ZipFile(BytesIO(source.data))
    except _FAULTS as e:
        raise CrossplanError(
            f"{path}: is damaged or cut short ({e}); fetch it again, or save it again in Office"
        ) from e
    _check_entries(path, archive.infolist())
    if other := _another_kind(path, archive.namelist(), kind):
        raise other
    office = Office(path, source, archive)
    family = next((v for k, v in _FAMILY.items() if k in office.content_type), None)
    if family != kind:
        hint = f"; give it the ending {_ENDING[family]}" if family in _ENDING else ""
        raise CrossplanError(f"{path}: holds a {family or 'document of another kind'}, "
                             f"not a {kind}{hint}")  # fmt: skip
    return office
