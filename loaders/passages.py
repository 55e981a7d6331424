"""Joins the lines that a text was wrapped into, where a text is wrapped."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from loaders.lines import Line
from loaders.markdown import HEADING, is_rule
from loaders.markup import MARKER, all_bold

_WIDEST = 130
_STOPS = ".:;!?"
_COLUMNS = re.compile(r"\S {3,}\S")
_DEEP = 24
_NUMBERED = re.compile(r"(?:\d{1,2}(?:\.\d{1,2})*[.)]?|[A-Z]{1,3}\d{1,2}[.:)])\s+\S")


@dataclass(frozen=True, slots=True)
class Wrapping:
    """The columns in which the lines of a wrapped text end: most of them, and the furthest."""

    low: int
    high: int

    def full(self, line: Line, after: Line) -> bool:
        """Whether the first word of the line after had no room on this one."""
        word = len(after.text.split(maxsplit=1)[0])
        if line.right + 1 + word > self.high:
            return True
        ragged = self.high - self.low > 8
        return ragged and line.right >= self.low and line.text.rstrip()[-1] not in _STOPS


def _prose(line: Line) -> bool:
    return not (line.blank or line.level or "\t" in line.text.strip() or "|" in line.text
                or HEADING.match(line.text) or is_rule(line.text))  # fmt: skip


def _in_line(line: Line) -> bool:
    """Whether a line is one of text, not one of a table drawn with blanks."""
    m = MARKER.match(line.text, line.indent)
    return line.indent < _DEEP and not _COLUMNS.search(line.text, m.end() if m else 0)


def _begins(line: Line) -> bool:
    """Whether a line begins something: an item, a numbered line, emphasis."""
    text = line.text.strip()
    return bool(MARKER.match(text) or _NUMBERED.match(text)) or all_bold(text)


def _goes_on(line: Line, after: Line) -> bool:
    """Whether a line surely is the rest of a sentence."""
    text = after.text.strip()
    return (
        text[0].islower() and line.text.rstrip()[-1] not in _STOPS and not MARKER.match(text)
    )  # fmt: skip


def wrapping(found: Sequence[Line]) -> Wrapping | None:
    """How a text is wrapped, told from sentences that go on in the next line; None if it is not."""
    plain = [x for x in found if x.blank or _in_line(x)]
    pairs = [a for a, b in pairwise(plain)
             if _prose(a) and _prose(b) and a.right >= 30 and _goes_on(a, b)]  # fmt: skip
    prose = sorted(x.right for x in plain if _prose(x))
    ends = sorted(a.right for a in pairs)
    if len(ends) < 2 or len(ends) * 30 < len(prose):
        return None
    low, high = ends[len(ends) // 5], ends[-1 - len(ends) // 20]
    if high > _WIDEST or prose[-1 - len(prose) // 20] > high + 20:
        return None
    return Wrapping(low, high)


class Joiner:
    """Decides line by line whether it belongs to the passage under way."""

    def __init__(self, wrapped: Wrapping | None) -> None:
        self.wrapped = wrapped

    def __call__(self, first: Line, last: Line, after: Line) -> bool:
        """Whether a line goes on with the passage from `first` to `last`."""
        if not (_prose(last) and _prose(after)) or "<" in last.text or _begins(after):
            return False
        item = MARKER.match(first.text.lstrip())
        hang = first.indent + (len(item.group()) if item else 0)
        if self.wrapped is None:
            return bool(item) and after.indent == hang and _goes_on(last, after)
        if first is last and not item and all_bold(first.text.strip()):
            return False
        if first is not last:
            level = abs(after.indent - last.indent) <= 2
        elif item:
            level = after.indent > first.indent or after.indent == 0
        else:
            level = after.indent <= hang + 2 and hang - after.indent <= 8
        narrow = item is not None and item[2] is not None
        return level and self._joined(last, after, narrow)

    def _joined(self, last: Line, after: Line, narrow: bool) -> bool:
        """Whether two lines are one text; `narrow`: that of a lettered item may be in a column."""
        assert self.wrapped
        if _goes_on(last, after):
            return narrow or last.right * 2 >= self.wrapped.low
        return self.wrapped.full(last, after)
