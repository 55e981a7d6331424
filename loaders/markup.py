"""Inline and block mark-up of Markdown and HTML, read without losing any offset."""

import html
import re
from collections.abc import Iterator

from loaders.document import Block, Kind
from loaders.slices import Slice
from loaders.tags import Tag, tags

BULLET = (
    r"[\u2022\u00b7\u25aa\u25ab\u25a0\u25a1\u25cf\u25cb\u25e6\u2023\u2043\u2219\u27a2\u2794\u2713"
    r"\u2714\u25ba\u25b6\u2192\u2756\u27a4\uf0b7\uf0a7\uf0d8\uf0fc\u2013\u2014*+-]"
)
MARKER = re.compile(
    rf"(?:({BULLET}|o(?= [A-Z\d])|\u00d8(?=\s+[A-Z]))"
    r"|(\(?(?:\d{1,2}|[a-z]|[ivx]{1,4}(?: (?=\.)|))[.)]|\d{1,2}:(?=\s+[A-Z])))\s+(?=\S)"
)
"""A bullet or a number with a stop, bracket or colon that opens a list item."""

_HIDDEN = "\u00ad\u200b\u2060\ufeff"
_ENTITY = r"(?P<entity>&(?:\#\d{1,7}|\#[xX][0-9a-fA-F]{1,6}|[a-zA-Z]\w{0,40});)"
_OTHER = rf"|(?P<angle><)|(?P<drop>[{_HIDDEN}])|(?P<space>\s+)|(?P<char>.)"
_INLINE = re.compile(
    rf"""(?P<run>[^\s<&\[\]!\\*`_{_HIDDEN}]+)|{_ENTITY}
      |(?P<image>!\[[^\[\]]*\]\([^()\s]*\))
      |\[(?P<label>(?!\^)[^\[\]]*)\]
       (?:\([^()\s]*(?:\([^()\s]*\)[^()\s]*)?(?:[ ]"[^"\n]*")?\)|\[[^\[\]\n]*\])
      |(?P<footnote>\[\^[\w-]{{1,20}}\])
      |\\(?P<escaped>[!-/:-@\[-`{{-~])
      |(?P<mark>(?:\*{{1,3}}|(?<!\w)`{{1,2}})(?=\S)|(?<=\S)(?:\*{{1,3}}|`{{1,2}}(?!\w))|(?<!\w)_{{1,3}}(?=\S)|(?<=\S)_{{1,3}}(?!\w))
      {_OTHER}""",
    re.VERBOSE | re.DOTALL,
)
_PLAIN = re.compile(rf"(?P<run>[^\s<&{_HIDDEN}]+)|{_ENTITY}{_OTHER}", re.DOTALL)


class Line:
    """Clean text under way, each character with its place; white space is folded."""

    def __init__(self) -> None:
        self._chars: list[str] = []
        self._starts: list[int] = []
        self._ends: list[int] = []
        self._breaks: list[int] = []

    def put(self, text: str, start: int, end: int) -> None:
        """Text that was read from these source characters as a whole."""
        for c in text:
            if not c.isspace():
                self._add(c, start, end)
            elif self._chars and self._chars[-1] != " ":
                self._add(" ", start, end)

    def run(self, text: str, start: int) -> None:
        """Text without white space, a character of source for each of its own."""
        self._chars.extend(text)
        places = list(range(start, start + len(text) + 1))
        self._starts += places[:-1]
        self._ends += places[1:]

    def _add(self, c: str, start: int, end: int) -> None:
        self._chars.append(c)
        self._starts.append(start)
        self._ends.append(end)

    def part(self) -> None:
        """What follows stands elsewhere in the source."""
        if self._chars:
            self._breaks.append(len(self._chars))

    def read(self, source: str, start: int, end: int, marks: bool = True) -> None:
        """A stretch of source; `marks` says whether Markdown counts in it."""
        found = _by_start(source, start, end)
        pattern = _INLINE if marks else _PLAIN
        at = start
        while at < end and (m := pattern.match(source, at, end)):
            at = self._token(source, m, found)

    def _token(self, source: str, m: re.Match[str], found: dict[int, int]) -> int:
        kind = m.lastgroup
        if kind == "run" or kind == "char":
            self.run(m.group(), m.start())
        elif kind == "space":
            self.put(" ", m.start(), m.end())
        elif kind == "entity":
            self.put(html.unescape(m.group()), m.start(), m.end())
        elif kind == "escaped":
            self.put(m["escaped"], m.start(), m.end())
        elif kind == "label":
            self.read(source, m.start("label"), m.end("label"))
        elif kind == "angle":
            if m.start() in found:
                return found[m.start()]
            self.run("<", m.start())
        return m.end()

    def slice(self) -> Slice:
        text = "".join(self._chars)
        return Slice(text, tuple(self._starts), tuple(self._ends), tuple(self._breaks)).cut(0)


def _by_start(source: str, start: int, end: int) -> dict[int, int]:
    """Where each tag begins -> where what it hides ends: itself, and a script with its content."""
    if source.find("<", start, end) < 0:
        return {}
    out: dict[int, int] = {}
    script: Tag | None = None
    for tag in tags(source, start, end):
        out[tag.start] = tag.end
        if script and tag.closes and tag.name == script.name:
            out[script.start] = tag.start
        script = tag if tag.name in ("script", "style") and not tag.closes else None
    return out


def clean(source: str, start: int = 0, end: int | None = None, marks: bool = True) -> Slice:
    """The text of a stretch of marked-up source: tags, marks and doubled blanks gone.

    >>> clean("on 7<sup>th</sup> &amp; **12**  May").text
    'on 7th & 12 May'
    """
    line = Line()
    line.read(source, start, len(source) if end is None else end, marks)
    return line.slice()


_BLOCK_TAG = re.compile(
    r"<(?P<close>/)?(?P<name>p|ul|ol|li|br|div|h[1-6]|tr|td|th|table|tbody|thead)\b[^<>]*>"
    r"|(?P<bold></(?:b|strong)>\s*(?:<br\s*/?>\s*)*<(?:b|strong)>)"
    r"|(?P<gap>(?<=[\w.)])[ \u00a0]{2,}(?=[A-Z]))",
    re.IGNORECASE,
)
_BOLD = re.compile(
    r"<(b|strong)>.*?</\1>|(?<!\\)\*\*(?=\S).+?(?<=\S)\*\*|(?<!\w)__(?=\S).+?__(?!\w)",
    re.DOTALL | re.IGNORECASE,
)
_LONGEST_BOLD = 1_000


def all_bold(source: str) -> bool:
    """Whether all of a stretch of source is emphasised.

    >>> all_bold("**Aim 1** **(new)**"), all_bold("**Aim** and **means**")
    (True, False)
    """
    if len(source) > _LONGEST_BOLD:
        return False
    rest, count = _BOLD.subn("", source)
    return count > 0 and not re.search(r"\w", re.sub(r"<[^<>]*>", "", rest))


def typed(text: Slice, depth: int = 0, level: int = 0, bold: bool = False,
          marker: str = "", page: int | None = None) -> Block:  # fmt: skip
    """A heading where it has a level, an item where it has a depth or begins with a marker.

    Of a bullet and a number after it, which a converter may leave, the number counts.
    """
    if m := MARKER.match(text.text):
        number = MARKER.match(text.text, m.end()) if m[1] else None
        m = number if number and number[2] else m
        marker, text = (m[2] or m[1]).replace(" ", ""), text.cut(m.end())
        depth = depth or 1
    kind: Kind = "heading" if level else "item" if depth else "paragraph"
    return Block(kind, text, level or depth, marker, bold, page)


def block_at(source: str, start: int, end: int, depth: int = 0, level: int = 0) -> Iterator[Block]:
    """The block between two offsets, or nothing when no text is there."""
    if text := clean(source, start, end):
        yield typed(text, depth, level, all_bold(source[start:end].strip()))


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
            depth = max(depth + (-1 if close else 1), 0)
            in_item = close and depth > 0
        elif name == "li":
            in_item = not close
        elif name[0] == "h" and name[1:].isdigit():
            level = 0 if close else int(name[1:])
    out += block_at(source, at, end, depth if in_item else 0, level)
    return tuple(out)
