"""Canonical text for formats that have none of their own, such as Word and PDF."""

import re

from loaders.document import Block, Document, Kind, Table
from loaders.flow import mended
from loaders.markup import MARKER
from loaders.slices import Slice
from loaders.source import Source


class Composer:
    """Writes the canonical text block by block, so that every block knows its characters."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._at = 0

    def put(self, text: str, after: str = "\n\n") -> Slice:
        """A stretch of text, white space folded; `after` is what separates it from the next."""
        text = re.sub(r"\s+", " ", text).strip()
        at = self._at
        self._parts += [text, after]
        self._at += len(text) + len(after)
        return Slice(
            text, tuple(range(at, at + len(text))), tuple(range(at + 1, at + len(text) + 1))
        )

    def block(self, kind: Kind, text: str, level: int = 0, marker: str = "", bold: bool = False,
              page: int | None = None, after: str = "\n\n") -> Block | None:  # fmt: skip
        """A block, or None where the text is blank; a bullet or number in it is its marker.

        A marker that is given is written before the text.
        """
        if not text.strip():
            return None
        at = self.put(f"{marker} {text}", after).cut(len(marker))
        if not marker and (m := MARKER.match(at.text)):
            marker, at = m.group().strip(), at.cut(m.end())
            if kind != "heading":
                kind, level = "item", level or 1
        return Block(kind, at, level, marker, bold, page)

    def document(
        self, source: Source, blocks: list[Block | Table], notes: tuple[str, ...] = ()
    ) -> Document:
        """The document of these blocks; broken sentences are mended."""
        text = "".join(self._parts)
        return Document(source.name, source.sha256, text, mended(blocks), (*source.notes, *notes))
