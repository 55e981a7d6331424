"""Which blocks of a PDF are headings, and of what level, by size and weight."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from loaders.pdf.flow import Draft
from loaders.pdf.join import Whole

Style = tuple[float, bool]


def style(draft: Draft) -> Style:
    return round(draft.size * 2) / 2, draft.bold


def body_size(blocks: Sequence[Whole]) -> float:
    """The font size of most of the running text, or of the tables where there is little."""
    counts: dict[bool, Counter[float]] = defaultdict(Counter)
    for block in blocks:
        if isinstance(block, Draft):
            counts[True][style(block)[0]] += len(block.text)
        else:
            for draft in (d for row in block.rows for cell in row for d in cell.drafts):
                counts[False][style(draft)[0]] += len(draft.text)
    flow, cells = counts[True], counts[False]
    chosen = flow if flow.total() > 0.1 * cells.total() else cells
    return chosen.most_common(1)[0][0] if chosen else 10.0


def is_heading(draft: Draft, body: float) -> bool:
    """Larger than the text, or bold throughout, and short and without the end of a sentence."""
    size, bold = style(draft)
    text = draft.text.rstrip()
    larger = size >= 1.1 * body
    short = len(text.split()) <= (30 if larger else 20) and any(c.isalpha() for c in text)
    return short and (larger or bold) and text[-1] not in ".;,:" and _numbered(draft)


def _numbered(draft: Draft) -> bool:
    """A list item is no heading unless its marker is a number."""
    return not draft.depth or draft.lines[0].words[0].text.strip("().").isdigit()


def levels(blocks: Iterable[Whole], body: float) -> dict[Style, int]:
    """Style -> level of heading, by size, then weight."""
    styles = {style(d) for d in blocks if isinstance(d, Draft) and is_heading(d, body)}
    ordered = sorted(styles, key=lambda s: (-s[0], not s[1]))
    return {s: min(i, 6) for i, s in enumerate(ordered, 1)}
