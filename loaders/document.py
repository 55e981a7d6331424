"""A document as readers give it: canonical text and typed blocks, each with its place in it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from loaders.declared import Declaration
from loaders.slices import Slice, join

Kind = Literal["heading", "paragraph", "item"]


@dataclass(frozen=True, slots=True)
class Block:
    """A heading, paragraph or list item.

    `level` is the level of a heading (1 is the top) or the depth of an item (1 is the outermost);
    `marker` is the bullet or number that the source prints before an item or paragraph, which
    `text` does not repeat; `bold` is true when the whole of it is emphasised.
    """

    kind: Kind
    text: Slice
    level: int = 0
    marker: str = ""
    bold: bool = False
    page: int | None = None

    @property
    def code(self) -> str:
        """The marker without the brackets or stop around it: "2", "1.1", "a"."""
        return self.marker.strip("().:")

    @property
    def numbered(self) -> bool:
        """Whether it is an item that a whole number stands before."""
        return self.kind == "item" and self.code.isdigit()


@dataclass(frozen=True, slots=True)
class Cell:
    """A table cell and its blocks.

    `width` is the number of columns that it spans; in formats with spans the columns that it
    covers are empty cells after it, so that column i is cell i of every row. `merged` marks the
    lower part of a cell that spans rows: its blocks are those of the upper part.
    """

    blocks: tuple[Block, ...]
    width: int = 1
    merged: bool = False

    @property
    def text(self) -> str:
        return " ".join(b.text.text for b in self.blocks)

    @property
    def slice(self) -> Slice:
        return join(b.text for b in self.blocks)


Row = tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells, in reading order; rows may differ in length, and none is without a cell."""

    rows: tuple[Row, ...]
    page: int | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "rows", tuple(row for row in self.rows if row))


@dataclass(frozen=True, slots=True)
class Document:
    """What a reader makes of a file.

    `text` is the canonical text, of which every slice in `blocks` is a part; `sha256` is that
    of the file's bytes; `notes` say what the reader had to do to read it. `declared` is what a
    format for plans tells of itself, beyond headings and lists.
    """

    name: str
    sha256: str
    text: str
    blocks: tuple[Block | Table, ...]
    notes: tuple[str, ...] = ()
    declared: Declaration | None = None

    def __post_init__(self) -> None:
        kept = tuple(b for b in self.blocks if isinstance(b, Block) or b.rows)
        object.__setattr__(self, "blocks", kept)

    def leaves(self) -> Iterator[Block]:
        """Every block, those in table cells included."""
        for block in self.blocks:
            if isinstance(block, Block):
                yield block
            else:
                cells = (cell for row in block.rows for cell in row if not cell.merged)
                yield from (b for cell in cells for b in cell.blocks)
