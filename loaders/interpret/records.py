"""Records written down the page as tables: a line that says what to do over lines with labels.

Refurbish the libraries                 | Lead officer: Principal Librarian | Measure: Plan in place
Lead officer: Principal Librarian    ->
Measure: Plan in place
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from loaders.document import Block, Cell, Row, Table
from loaders.interpret.header import column_roles
from loaders.interpret.lexicon import labelled, plain
from loaders.interpret.looks import Line
from loaders.interpret.prose import acts
from loaders.interpret.series import Series
from loaders.slices import Slice

_LABEL = re.compile(r"([A-Z][^:.;\d]{1,60}):\s+(?=\S)")
_LEAST = 3
_MOST = 2 / 3
_LONGEST = 12
"""How many lines a record has at most."""

Record = Sequence[tuple[str, Block]]
"""The lines of a record below its title, each with the column that it stands in."""


def filed(found: Series) -> Series | None:
    """The blocks with such records as tables; None where there are not three or more."""
    lines = list(found.blocks)
    labels = [_label(line) for line in lines]
    often = {label for label, n in Counter(labels).items() if label and n >= _LEAST}
    starts = _starts(lines, labels, often)
    known = often & {label for i in starts for label in labels[i + 1 : i + _LONGEST]}
    out: list[Line] = []
    run: list[tuple[Block, Record]] = []
    at = 0
    while at < len(lines):
        line = lines[at]
        if at in starts and isinstance(line, Block):
            record = _record(lines, labels, at, known, starts)
            run.append((line, record))
            at += 1 + len(record)
            continue
        out += [*_table(run), line]
        run, at = [], at + 1
    tables = [*out, *_table(run)]
    return replace(found, blocks=tables) if any(map(_lists, tables)) else None


def _label(line: Line) -> str:
    """The label that a line begins with, empty if none; one of a statement is none."""
    m = _LABEL.match(line.text.text) if isinstance(line, Block) else None
    return plain(m[1]) if m else ""


def _starts(lines: Sequence[Line], labels: Sequence[str], often: set[str]) -> frozenset[int]:
    """Where records begin: lines that say what to do, right before the label that opens each."""
    opens = next((label for label in labels if label in often), "")
    found = [i - 1 for i, label in enumerate(labels) if i and label == opens and opens]
    titles = {i: line for i in found if isinstance(line := lines[i], Block) and not labels[i]}
    most = sum(acts(line.text.text) for line in titles.values()) >= _MOST * len(titles)
    stated = any(labelled(line.text) for line in titles.values())
    enough = len(titles) >= _LEAST and most and not stated
    return frozenset(titles if enough else ())


def _record(
    lines: Sequence[Line], labels: Sequence[str], start: int, known: set[str],
    starts: frozenset[int],
) -> Record:  # fmt: skip
    """The lines below a title up to the last one with a label."""
    column, taken, last = "", list[tuple[str, Block]](), 0
    for at in range(start + 1, min(start + _LONGEST, len(lines))):
        line = lines[at]
        if at in starts or not isinstance(line, Block) or line.kind == "heading":
            break
        column = labels[at] if labels[at] in known else f"{column}+"
        taken.append((column, line))
        last = len(taken) if labels[at] in known else last
    return taken[:last]


def _table(run: Sequence[tuple[Block, Record]]) -> Iterator[Table]:
    """The records as rows under a header of their labels."""
    if not run:
        return
    columns = dict.fromkeys(column for _, record in run for column, _ in record)
    titles: dict[str, Slice] = {}
    for _, record in run:
        for column, line in record:
            if m := _LABEL.match(line.text.text) if not column.endswith("+") else None:
                titles.setdefault(column, line.text.cut(0, m.end(1)))
    header = (Cell(()), *(_cell([titles[c]] if c in titles else []) for c in columns))
    rows = [(_cell([title.text]), *_cells(columns, record)) for title, record in run]
    yield Table((header, *rows), run[0][0].page)


def _cells(columns: Mapping[str, None], record: Record) -> Iterator[Cell]:
    for column in columns:
        found = [line.text for c, line in record if c == column]
        values = [t.cut(m.end()) if (m := _LABEL.match(t.text)) else t for t in found]
        yield _cell(found if column.endswith("+") else values)


def _cell(texts: Sequence[Slice]) -> Cell:
    return Cell(tuple(Block("paragraph", text) for text in texts))


def _lists(line: Line) -> bool:
    """Whether a table has a header that names what some of its columns hold."""
    header: Row = line.rows[0] if isinstance(line, Table) else ()
    return bool(header) and not header[0].blocks and column_roles(header) is not None
