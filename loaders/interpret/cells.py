"""What single cells of a table say: codes, lists of things to do, actions with their parts."""

from collections.abc import Sequence

from loaders.document import Cell
from loaders.interpret.lexicon import cue, plain
from loaders.slices import Slice, join


def code(cells: dict[str, Cell], name: str) -> str | None:
    """The code in a cell, without the stop after it."""
    return (cells[name].text.strip(" .") or None) if name in cells else None


def only_items(cell: Cell) -> bool:
    """Whether a cell holds items alone, and so no action of which they are parts."""
    return len(cell.blocks) > 1 and all(b.kind == "item" for b in cell.blocks)


def all_imperative(texts: Sequence[Slice]) -> bool:
    """Whether several texts all open with a verb of something to be done."""
    first = [plain(t.text.split()[0]) for t in texts]
    return len(texts) > 1 and all(w in cue("imperative") for w in first)


def lead_in(cell: Cell) -> tuple[Slice, Sequence[Slice]]:
    """An action's text and its subactions: a lead-in with bullets, or distinct paragraphs."""
    first, *rest = cell.blocks
    if not rest:
        return first.text, ()
    if any(b.kind == "item" for b in rest):
        if first.kind == "item":
            return join(b.text for b in cell.blocks), [b.text for b in cell.blocks]
        return first.text, [b.text for b in rest]
    return join(b.text for b in cell.blocks), [b.text for b in cell.blocks]
