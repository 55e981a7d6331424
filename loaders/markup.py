"""Inline and block mark-up of Markdown and HTML, read without losing any offset."""

import html
import re
from collections.abc import Iterator

from loaders.document import Block
from loaders.slices import Slice

BULLET = (
    r"[\u2022\u00b7\u25aa\u25a0\u25cf\u25cb\u25e6\u2023\u2043\u2219\uf0b7\uf0a7\u2013\u2014*+-]"
)
MARKER = re.compile(
    rf"(?:({BULLET}|o(?= [A-Z]))|(\(?(?:\d{{1,2}}|[a-z]|[ivx]{{1,4}})[.)]))\s+(?=\S)"
)
"""A bullet or a number with a stop or bracket that opens a list item."""

_INLINE = re.compile(
    r"""(?P<drop></?[a-zA-Z][^<>]*>|<!--.*?-->|[\u00ad\u200b\u200c\u200d\ufeff])
      |(?P<entity>&(?:\#\d+|\#[xX][0-9a-fA-F]+|[a-zA-Z]\w*);)
      |(?P<link>!?\[(?P<label>[^\[\]]*)\]\([^()\s]*\))
      |\\(?P<escaped>[\\`*_{}\[\]()\#+.!|-])
      |(?P<mark>(?:\*{1,3}|`{1,2})(?=\S)|(?<=\S)(?:\*{1,3}|`{1,2})|(?<!\w)_{1,3}(?=\S)|(?<=\S)_{1,3}(?!\w))
      |(?P<space>\s+)
      |(?P<char>.)""",
    re.VERBOSE | re.DOTALL,
)

_QUOTES = str.maketrans({"\u00a0": " "})


def clean(source: str, start: int = 0, end: int | None = None) -> Slice:
    """The text of a stretch of marked-up source: tags, marks and doubled blanks gone.

    >>> clean("on 7<sup>th</sup> &amp; **12**  May").text
    'on 7th & 12 May'
    """
    end = len(source) if end is None else end
    chars: list[str] = []
    starts: list[int] = []
    ends: list[int] = []

    def put(text: str, a: int, b: int) -> None:
        for c in text:
            if c.isspace() and (not chars or chars[-1] == " "):
                continue
            chars.append(" " if c.isspace() else c)
            starts.append(a)
            ends.append(b)

    for m in _INLINE.finditer(source, start, end):
        if m["char"] is not None:
            put(m["char"], m.start(), m.end())
        elif m["space"] is not None:
            put(" ", m.start(), m.end())
        elif m["entity"] is not None:
            put(html.unescape(m["entity"]).translate(_QUOTES), m.start(), m.end())
        elif m["escaped"] is not None:
            put(m["escaped"], m.start(), m.end())
        elif m["link"] is not None:
            for i, c in enumerate(m["label"], m.start("label")):
                put(c, i, i + 1)
    return Slice("".join(chars), tuple(starts), tuple(ends)).cut(0)


_BLOCK_TAG = re.compile(
    r"<(?P<close>/)?(?P<name>p|ul|ol|li|br|div|h[1-6]|tr|td|th|table|tbody|thead)\b[^<>]*>"
    r"|(?P<bold></(?:b|strong)>\s*(?:<br\s*/?>\s*)*<(?:b|strong)>)"
    r"|(?P<gap>(?<=[\w.)])[ \u00a0]{2,}(?=[A-Z]))",
    re.IGNORECASE,
)
_BOLD = re.compile(r"\s*(?:<(?:b|strong)>.*</(?:b|strong)>|\*\*.*\*\*|__.*__)\s*", re.DOTALL)


def block_at(source: str, start: int, end: int, depth: int = 0, level: int = 0) -> Iterator[Block]:
    """The block between two offsets, or nothing when no text is there."""
    text = clean(source, start, end)
    if not text:
        return
    marker = ""
    if m := MARKER.match(text.text):
        marker, text = m.group().strip(), text.cut(m.end())
        depth = depth or 1
    bold = bool(_BOLD.fullmatch(source[start:end].strip()))
    kind = "heading" if level else "item" if depth else "paragraph"
    yield Block(kind, text, level or depth, marker, bold)  # type: ignore[arg-type]


def fragment(source: str, start: int, end: int) -> tuple[Block, ...]:
    """The blocks of a stretch of HTML or of plain text, such as a table cell.

    Two blanks before a capital are a lost line break.
    """
    out: list[Block] = []
    depth, in_item, level, at = 0, False, 0, start
    for m in _BLOCK_TAG.finditer(source, start, end):
        if m["gap"] and (in_item or level or not source[m.end()].isupper()):
            continue
        out += block_at(source, at, m.start(), depth if in_item else 0, level)
        at = m.end()
        if m["bold"] or m["gap"]:
            continue
        name, close = m["name"].lower(), bool(m["close"])
        if name in ("ul", "ol"):
            depth += -1 if close else 1
            in_item = close and depth > 0
        elif name == "li":
            in_item = not close
        elif name[0] == "h" and name[1:].isdigit():
            level = 0 if close else int(name[1:])
    out += block_at(source, at, end, depth if in_item else 0, level)
    return tuple(out)
