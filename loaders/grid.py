"""Builds a table out of cells that span columns and rows."""

from dataclasses import replace

from graph.errors import LimitError
from loaders.document import Block, Cell, Row, Table

MAX_CELLS = 200_000
_WIDEST = 100
_EMPTY = Cell(())


class Grid:
    """A table under way, row by row, so that column i is cell i of every row.

    A cell over several columns has empty cells after it; one over several rows stands in each of
    them, merged in all but the first.
    """

    def __init__(self) -> None:
        self._rows: list[Row] = []
        self._cells: list[Cell] = []
        self._above: dict[int, tuple[int, Cell]] = {}
        self._below: dict[int, tuple[int, Cell]] = {}
        self._size = (1, 1)
        self._own = False
        self._count = 0

    def row(self) -> None:
        """A new row begins; one without cells of its own is none."""
        if not self._own:
            return
        self._reach()
        self._rows.append(tuple(self._cells))
        self._above, self._below = self._below, {}
        self._cells, self._own = [], False

    def cell(self, width: int, height: int) -> None:
        """A cell begins; `fill` ends it."""
        self._reach()
        self._size = (min(max(width, 1), _WIDEST), max(height, 1))

    def fill(self, blocks: list[Block | Table]) -> None:
        """The content of the cell that began last."""
        width, height = self._size
        self._own = True
        self._put(Cell(tuple(b for b in blocks if isinstance(b, Block)), width), height)

    def _reach(self) -> None:
        """The cells of rows above that reach down into the columns that come next."""
        while (at := len(self._cells)) in self._above:
            height, cell = self._above.pop(at)
            self._put(replace(cell, merged=True), height)

    def _put(self, cell: Cell, height: int) -> None:
        self._count += cell.width
        if self._count > MAX_CELLS:
            raise LimitError(f"has a table of more than {MAX_CELLS:,} cells; "
                             "save the part with the plan as a file of its own")  # fmt: skip
        if height > 1:
            self._below[len(self._cells)] = (height - 1, cell)
        self._cells += [cell, *[_EMPTY] * (cell.width - 1)]

    def table(self) -> Table | None:
        """The rows so far, or nothing where all are empty."""
        self.row()
        filled = any(c.blocks for row in self._rows for c in row)
        return Table(tuple(self._rows)) if filled else None
