"""Tables and text of a PDF page before they are parted into blocks."""

from dataclasses import dataclass

from loaders.pdf.flow import Region


@dataclass(frozen=True, slots=True)
class DraftCell:
    """A cell before it is parted; `merged` is the lower part of a cell that spans rows."""

    region: Region
    width: int = 1
    merged: bool = False


@dataclass(frozen=True, slots=True)
class DraftTable:
    """A table of a page before its cells are parted into blocks; `xs` are its columns' edges."""

    rows: tuple[tuple[DraftCell, ...], ...]
    xs: tuple[float, ...]
    page: int
    ruled: bool = True
    open_above: bool = False
    open_below: bool = False


Part = Region | DraftTable


def covering(region: Region, width: int, merged: bool = False) -> list[DraftCell]:
    """A cell and the empty ones that it covers."""
    return [DraftCell(region, width, merged), *[DraftCell(Region((), 0.0))] * (width - 1)]
