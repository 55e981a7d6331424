"""What single cells of a table say: codes, lists of things to do, actions with their parts."""

import re
from collections.abc import Sequence
from dataclasses import replace

from loaders.document import Block, Cell
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


_COUNTED = re.compile(r"(?:(?<=\s)|^)\(?(\d{1,2})[.)]\s+(?=[A-Z])")


def itemised(cell: Cell) -> Cell:
    """A cell that runs a numbered list, or things to do parted by semicolons, as its items."""
    if len(cell.blocks) != 1:
        return cell
    block = cell.blocks[0]
    parts = _numbered(block) or _ordered(block)
    items = [replace(block, kind="item", level=1, text=p) for p in parts]
    return replace(cell, blocks=tuple(items)) if len(items) > 1 else cell


def _numbered(block: Block) -> list[Slice]:
    """The parts of "1. Call home. 2. Meet families.", whose first number may be the marker."""
    begun = block.code == "1"
    cuts: list[re.Match[str]] = []
    for m in _COUNTED.finditer(block.text.text):
        if int(m[1]) == len(cuts) + 1 + begun:
            cuts.append(m)
    if not begun and not (cuts and cuts[0].start() == 0):
        return []
    starts = [0] * begun + [m.end() for m in cuts]
    ends = [*(m.start() for m in cuts[not begun :]), len(block.text.text)]
    parts = [block.text.cut(a, b).strip(" ") for a, b in zip(starts, ends, strict=True)]
    return parts if all(p.text for p in parts) else []


def _ordered(block: Block) -> list[Slice]:
    """Three things to do or more, parted by semicolons; two may be halves of one."""
    parts = [p for p in block.text.split(r";\s*(?:and\s+)?") if p.text]
    return parts if len(parts) > 2 and all_imperative(parts) else []


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
