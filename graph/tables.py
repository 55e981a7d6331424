"""Answers as tables for people and programs.

Cells come from documents and are not trusted: control and direction-changing characters are made
visible, and a spreadsheet does not take a cell for a formula.
"""

import csv
import io
import json
import re
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from html import escape
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Any, Literal, cast

from graph.errors import UsageError

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl

Value = Any
"""What a cell holds: None, bool, int, float, str, or a list or dict of these."""

_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ud800-\udfff\ufeff]"
)
SHOWN = 50
"""Rows of a table that a notebook shows."""

COMFORTABLE, GAP, CROWDED = 24, 3, 1.4
"""A column wider than 24 characters can fold; beyond 1.4 widths of them nobody can read a row."""

_FORMULA = re.compile(r"[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]")


@dataclass(frozen=True, slots=True)
class Table:
    """An answer; `truncated` says that the limit on rows cut it."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]
    truncated: bool = False

    def first(self, rows: int) -> "Table":
        """The first rows only."""
        cut = len(self.rows) > rows
        return Table(self.columns, self.rows[:rows], self.truncated or cut)

    @property
    def records(self) -> list[dict[str, Value]]:
        """A dict a row."""
        return [dict(zip(self.columns, row, strict=True)) for row in self.rows]

    def to_pandas(self) -> "pd.DataFrame":
        """A pandas data frame with these columns."""
        made = _frames("pandas").DataFrame(list(self.rows), columns=list(self.columns))
        return cast("pd.DataFrame", made)

    def to_polars(self) -> "pl.DataFrame":
        """A polars data frame with these columns."""
        columns = {n: [row[i] for row in self.rows] for i, n in enumerate(self.columns)}
        return cast("pl.DataFrame", _frames("polars").DataFrame(columns, strict=False))

    def _repr_html_(self) -> str:
        """What a notebook shows: the first rows, nothing in a cell being markup."""
        lines = [("th", self.columns), *(("td", row) for row in self.rows[:SHOWN])]
        body = "".join(
            f"<tr>{''.join(f'<{tag}>{_html_cell(v)}</{tag}>' for v in line)}</tr>"
            for tag, line in lines
        )
        more = len(self.rows) - SHOWN
        rest = f"<p>… and {more:,} more rows</p>" if more > 0 else ""
        return f"<table>{body}</table>{rest}"


def _frames(package: str) -> ModuleType:
    """A package for data frames, or one sentence how to get it."""
    try:
        return import_module(package)
    except ImportError as problem:
        raise UsageError(
            f"{package} is not installed; pip install 'crossplan[{package}]' brings it"
        ) from problem


def _html_cell(value: Value) -> str:
    return escape(visible(cell(value))).replace("\n", "<br>")


def visible(text: str) -> str:
    r"""Text that cannot steer a terminal: what it would obey is written out.

    >>> visible("red \x1b[31m")
    'red \\x1b[31m'
    """
    return _UNSEEN.sub(lambda m: m[0].encode("unicode_escape").decode(), text)


def cell(value: Value) -> str:
    """A value on one line, or one line for each item of a list."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return "\n".join(cell(v) for v in value)
    if isinstance(value, dict):
        return json.dumps(value, ensure_ascii=False)
    return str(value)


def unformula(value: Value) -> str:
    """A cell for a spreadsheet: text that begins like a formula gets an apostrophe.

    >>> unformula("=1+1"), unformula(-5)
    ("'=1+1", '-5')
    """
    text = cell(value)
    return "'" + text if isinstance(value, str | list) and begins_formula(text) else text


def begins_formula(text: str) -> bool:
    """Whether a spreadsheet would take a text for a formula, full-width signs included."""
    return _FORMULA.match(text) is not None


def _json_text(value: object, indent: int | None = None) -> str:
    text = json.dumps(value, ensure_ascii=False, indent=indent)
    return _UNSEEN.sub(lambda m: f"\\u{ord(m[0]):04x}", text)


def to_json(table: Table) -> str:
    """An object with `columns`, `rows` as objects, and `truncated`."""
    whole = {"columns": table.columns, "rows": table.records, "truncated": table.truncated}
    return _json_text(whole).replace("\n", "") + "\n"


def to_ndjson(table: Table) -> str:
    """One object a line."""
    return "".join(_json_text(row) + "\n" for row in table.records)


def to_csv(table: Table, raw: bool = False) -> str:
    """Comma-separated, as RFC 4180 has it; `raw` leaves formulas as they are."""
    out = io.StringIO()
    writer = csv.writer(out)
    write = cell if raw else unformula
    writer.writerow(map(write, table.columns))
    writer.writerows([write(v) for v in row] for row in table.rows)
    return out.getvalue()


def _md_cell(value: Value) -> str:
    text = visible(cell(value))
    text = re.sub(r"([\\`*_{}\[\]<>|])", r"\\\1", text)
    return text.replace("\n", "<br>")


def to_md(table: Table) -> str:
    """A pipe table; nothing in a cell is markup."""
    lines = [table.columns, tuple("---" for _ in table.columns), *table.rows]
    cells = [[c if n == 1 else _md_cell(c) for c in line] for n, line in enumerate(lines)]
    return "".join(f"| {' | '.join(line)} |\n" for line in cells)


def to_text(table: Table, width: int | None = None) -> str:
    """Ruled columns as wide as the terminal; a block for each row where they would not fit."""
    width = width or max(shutil.get_terminal_size((120, 24)).columns, 40)
    longest = [
        max((len(cell(r[i])) for r in table.rows), default=0) for i in range(len(table.columns))
    ]
    wanted = sum(min(n, COMFORTABLE) for n in longest) + GAP * len(longest)
    return _blocks(table, width) if wanted > CROWDED * width else _ruled(table, width)


def _ruled(table: Table, width: int) -> str:
    from rich import box
    from rich.table import Table as RichTable
    from rich.text import Text

    ruled = RichTable(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False)
    numeric = [
        all(isinstance(r[i], int | float) for r in table.rows) for i in range(len(table.columns))
    ]
    some_text = not all(numeric)
    for name, number in zip(table.columns, numeric, strict=True):
        side: Literal["left", "right"] = "right" if number else "left"
        ruled.add_column(
            Text(visible(name)), justify=side, overflow="fold", no_wrap=number and some_text
        )
    for row in table.rows:
        ruled.add_row(*(Text(visible(cell(v))) for v in row))
    return _printed([ruled], width)


def _blocks(table: Table, width: int) -> str:
    """Each row as a block of lines, one for each column that says something."""
    from rich import box
    from rich.rule import Rule
    from rich.table import Table as RichTable
    from rich.text import Text

    shown: list[Any] = []
    for n, row in enumerate(table.rows, start=1):
        block = RichTable(box=box.SIMPLE, show_header=False, show_edge=False, pad_edge=False)
        for name, value in zip(table.columns, row, strict=True):
            if text := visible(cell(value)):
                block.add_row(Text(visible(name)), Text(text, overflow="fold"))
        shown += [Rule(str(n), align="left"), block]
    return _printed(shown, width)


def _printed(shown: list[Any], width: int) -> str:
    from rich.console import Console

    out = io.StringIO()
    console = Console(file=out, width=width, color_system=None)
    for part in shown:
        console.print(part)
    return "".join(line.rstrip() + "\n" for line in out.getvalue().splitlines())


FORMATS: Mapping[str, Callable[[Table], str]] = {
    "table": to_text,
    "json": to_json,
    "ndjson": to_ndjson,
    "csv": to_csv,
    "md": to_md,
}
"""How an answer can be written."""


def render(table: Table, form: str) -> str:
    """The table in one of `FORMATS`."""
    if form not in FORMATS:
        raise UsageError(f"no table format {form!r}; there is {', '.join(FORMATS)}")
    return FORMATS[form](table)
