"""Finds the tags in HTML, or in text with tags, in time linear in its length."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

RAW = frozenset({"script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes"})
"""Elements whose content has no tags."""

_SHORT = re.compile(r"<(/?)([a-zA-Z][\w:-]*)[^<>]*>")
_LONG = re.compile(
    r"<(/?)([a-zA-Z][\w:-]*+)(?:[^<>=]++|=\s*+(?:\"[^\"]*\"|'[^']*')?+)*+>", re.DOTALL
)
_DECLARED = re.compile(r"<[!?/][^<>]*>")
_ATTRIBUTE = re.compile(
    r"([^\s=<>\"'/]+)(?:\s*+=\s*+(?:\"([^\"]*)\"|'([^']*)'|([^\s>]*)))?", re.DOTALL
)
_ALLOWED_FAULTS = 20


@dataclass(frozen=True, slots=True)
class Tag:
    """A tag from `start` to `end`; a comment, doctype or instruction has no name."""

    name: str
    start: int
    end: int
    closes: bool = False

    def attributes(self, source: str) -> Mapping[str, str]:
        """Names in lower case; the first of several of one name counts."""
        out: dict[str, str] = {}
        at = self.start + 1 + len(self.name)
        if self.end - at > 1:
            for m in _ATTRIBUTE.finditer(source, at, self.end - 1):
                out.setdefault(m[1].lower(), m[2] or m[3] or m[4] or "")
        return out

    def empty(self, source: str) -> bool:
        """Whether it closes itself, as in XHTML."""
        return source.startswith("/>", self.end - 2) and (
            self.end - self.start == len(self.name) + 3 or source[self.end - 3] in " \t\r\n\"'"
        )


class _Scanner:
    def __init__(self, source: str, end: int) -> None:
        self.source, self.end = source, end
        self.faults = 0
        self.unclosed: set[str] = set()

    def tag(self, at: int) -> Tag | None:
        """The tag that begins at a "<", if one does."""
        if self.source.startswith("<!--", at):
            return self._comment(at)
        m = None
        if self.faults < _ALLOWED_FAULTS:
            m = _LONG.match(self.source, at, self.end)
            self.faults += m is None and self.source[at + 1 : at + 2].isalpha()
        m = m or _SHORT.match(self.source, at, self.end)
        if m:
            return Tag(m[2].lower(), at, m.end(), bool(m[1]))
        m = _DECLARED.match(self.source, at, self.end)
        return Tag("", at, m.end()) if m else None

    def _comment(self, at: int) -> Tag | None:
        close = -1 if "--" in self.unclosed else self.source.find("-->", at + 2, self.end)
        if close < 0:
            self.unclosed.add("--")
            return None
        return Tag("", at, close + 3)

    def raw_end(self, tag: Tag) -> int:
        """Where the closing tag of a raw element begins; right after it if there is none."""
        if tag.name not in self.unclosed:
            m = _closing(tag.name).search(self.source, tag.end, self.end)
            if m:
                return m.start()
            self.unclosed.add(tag.name)
        return tag.end


_CLOSING = {name: re.compile(rf"</{name}(?=[\s/>])", re.IGNORECASE) for name in RAW}


def _closing(name: str) -> re.Pattern[str]:
    return _CLOSING[name]


def tags(source: str, start: int = 0, end: int | None = None) -> Iterator[Tag]:
    """The tags in order; what looks like a tag inside a script is none."""
    end = len(source) if end is None else end
    scanner = _Scanner(source, end)
    at = source.find("<", start, end)
    while at >= 0:
        tag = scanner.tag(at)
        after = at + 1
        if tag:
            yield tag
            raw = tag.name in RAW and not tag.closes and not tag.empty(source)
            after = scanner.raw_end(tag) if raw else tag.end
        at = source.find("<", after, end)
