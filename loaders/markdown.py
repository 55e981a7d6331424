"""What Markdown puts between lines: front matter, comments, fences, underlines, quotes."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from loaders.lines import Line
from loaders.markup import MARKER

HEADING = re.compile(r"[ \t]*(#{1,6})[ \t]+(?=\S)")
_RULES = "|:+=_*- \t\u00a0"
_UNDERLINE = re.compile(r" {0,3}(={3,}|-{3,})\s*")
_FENCE = re.compile(r"\s*+(`{3,}+|~{3,}+)\s*+([\w-]*+)[^`]*")
_DEFINITION = re.compile(r" {0,3}\[(?!\^)[^\]]+\]:\s*\S+(?:\s+[\"'(].*[\"')])?\s*")
_NOTE = re.compile(r" {0,3}\[\^[\w-]{1,20}\]:\s*")
_QUOTE = re.compile(r" {0,3}(?:> ?)+")
_META = re.compile(r"(?:[A-Za-z][\w .-]*:(?:\s.*)?|\s+\S.*|- .*|#.*|\]|\[|\s*)")
_TITLE = re.compile(r"title:\s*(?=\S)", re.IGNORECASE)
_LONGEST_META = 200


def is_rule(text: str) -> bool:
    """Whether a line is drawn: a ruler, or the border or delimiter of a table."""
    return not text.strip(_RULES) and any(c in text for c in "-=_*")


def _front_matter(found: list[Line]) -> tuple[list[Line], list[Line]]:
    """The lines of metadata that open the text, and the rest."""
    if not found or found[0].text.strip() != "---":
        return [], found
    for i, line in enumerate(found[1:_LONGEST_META], 1):
        if line.text.strip() in ("---", "..."):
            named = any(":" in x.text for x in found[1:i])
            return (found[1:i], found[i + 1 :]) if named else ([], found)
        if not _META.fullmatch(line.text):
            break
    return [], found


def _title(meta: list[Line], rest: list[Line]) -> Iterator[Line]:
    """The title of the metadata, where no heading of the first level is in the text."""
    if any(m and len(m[1]) == 1 for m in (HEADING.match(x.text) for x in rest)):
        return
    for line in meta:
        if m := _TITLE.match(line.text):
            quoted = len(line.text.rstrip()) - m.end() > 1 and line.text[m.end()] in "\"'"
            start, end = (
                line.start + m.end() + quoted,
                line.start + len(line.text.rstrip()) - quoted,
            )
            yield replace(line, start=start, end=end, text=line.text[m.end() :].strip("\"' "),
                          level=1)  # fmt: skip
            return


def _without_comments(found: Iterable[Line], source: str) -> Iterator[Line]:
    """Comments over several lines go; those within a line go with its other tags."""
    hidden_to, unclosed = -1, False
    for line in found:
        start = min(max(line.start, hidden_to), line.end)
        if start > line.start:
            line = replace(line, start=start, text=source[start : line.end])
        opened = -1 if unclosed else line.text.rfind("<!--")
        if opened < 0 or "-->" in line.text[opened:]:
            yield line
            continue
        close = source.find("-->", line.end)
        unclosed = close < 0
        if unclosed:
            yield line
        else:
            hidden_to = close + 3
            yield replace(line, end=line.start + opened, text=line.text[:opened])


def _without_fences(found: Iterable[Line]) -> Iterator[Line]:
    """The lines of a block of code; those of a named language go, for it is not prose."""
    fence, drop = "", False
    for line in found:
        m = _FENCE.fullmatch(line.text)
        if fence:
            if m and m[1].startswith(fence) and not m[2]:
                fence, drop = "", False
            elif not drop:
                yield line
        elif m:
            fence, drop = m[1], m[2].lower() not in ("", "text", "markdown", "md", "txt")
        else:
            yield line


def _moved(line: Line, by: int) -> Line:
    return replace(line, start=line.start + by, text=line.text[by:])


def _plain(found: Iterable[Line]) -> Iterator[Line]:
    """Without marks of quotes and notes, and without the targets of links."""
    for line in found:
        if m := _QUOTE.match(line.text):
            line = _moved(line, m.end())
        if _DEFINITION.fullmatch(line.text):
            continue
        if m := _NOTE.match(line.text):
            line = _moved(line, m.end())
        yield line


def _can_be_underlined(line: Line) -> bool:
    text = line.text.strip()
    return (
        0 < len(text.split()) <= 15
        and text[-1] not in ".;,|"
        and "\t" not in text
        and not is_rule(text)
        and not HEADING.match(line.text)
        and not MARKER.match(text + " x")
        and "|" not in text
    )


def _underlined(found: Iterable[Line]) -> Iterator[Line]:
    """A line of "=" or "-" makes the one above it a heading."""
    before: Line | None = None
    above: Line | None = None
    for line in found:
        m = _UNDERLINE.fullmatch(line.text)
        if before and m and _can_be_underlined(before) and (above is None or above.blank):
            yield replace(before, level=1 if m[1][0] == "=" else 2)
            above, before = None, None
            continue
        if before:
            yield before
        above, before = before, line
    if before:
        yield before


def read_marks(found: list[Line], source: str) -> tuple[list[Line], list[str]]:
    """The lines of the text proper, and notes of what was left out."""
    meta, rest = _front_matter(found)
    notes = ["left out the metadata that opens the text"] if meta else []
    kept = list(_without_fences(_without_comments(rest, source)))
    kept = list(_underlined(_plain(kept)))
    return [*_title(meta, kept), *kept], notes
