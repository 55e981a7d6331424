"""The elements of an HTML page as flat lists, however deep it nests and however broken it is."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from graph.errors import LimitError
from loaders.tags import Tag, tags

MAX_ELEMENTS = 200_000
INLINE = frozenset(
    [
        "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn",
        "em", "font", "i", "ins", "kbd", "label", "mark", "nobr", "q", "s", "samp", "small",
        "span", "strike", "strong", "sub", "sup", "time", "tt", "u", "var",
    ]
)  # fmt: skip
HEADINGS = frozenset(["h1", "h2", "h3", "h4", "h5", "h6"])
_VOID = frozenset(
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param",
     "source", "track", "wbr"]
)  # fmt: skip
_BLOCKS = HEADINGS | frozenset(
    ["address", "article", "aside", "blockquote", "center", "details", "dir", "div", "dl", "dd",
     "dt", "fieldset", "figure", "figcaption", "footer", "form", "header", "hr", "li", "main",
     "menu", "nav", "ol", "p", "pre", "section", "summary", "table", "ul"]
)  # fmt: skip
"""Elements that end a paragraph whose end tag was left out."""
_CELLS = ("td", "th", "caption")
_ROWS = ("tr", "tbody", "thead", "tfoot", "table")
_ABOVE: Mapping[str, tuple[str, ...]] = {
    "td": ("tr",), "th": ("tr",), "tr": ("tbody", "thead", "tfoot"),
    "tbody": (), "thead": (), "tfoot": (), "caption": (), "colgroup": (),
}  # fmt: skip
"""What of a table stays open where one of these begins; everything else in it is closed."""
_ENDS: Mapping[str, tuple[str, ...]] = {
    "li": ("li",), "dt": ("dt", "dd"), "dd": ("dt", "dd"),
    **dict.fromkeys(HEADINGS, tuple(sorted(HEADINGS))),
}  # fmt: skip
_HOLDS: Mapping[str, tuple[str, ...]] = {"li": ("ul", "ol", "menu"), "dt": ("dl",), "dd": ("dl",)}
_BOLD = re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)|font\s*:\s*bold", re.IGNORECASE)
_LIGHT = re.compile(r"font-weight\s*:\s*(?:normal|[1-4]00)", re.IGNORECASE)

_TELLING = frozenset([*HEADINGS, "main", "nav", "form", "table", "td", "button", "article", "p"])


@dataclass(slots=True)
class Element:
    """An element: its events run from `first` to `last`; counts are of all that it holds."""

    name: str
    attributes: Mapping[str, str]
    parent: int
    first: int
    last: int = -1
    bold: bool = False
    linked: bool = False
    text: int = 0
    link_text: int = 0
    links: int = 0
    inward: int = 0
    cells: int = 0
    inner_cells: int = 0
    holds: set[str] = field(default_factory=set)

    def get(self, name: str) -> str:
        return self.attributes.get(name, "")


@dataclass(frozen=True, slots=True)
class Opened:
    element: int


@dataclass(frozen=True, slots=True)
class Closed:
    element: int


@dataclass(frozen=True, slots=True)
class Text:
    """Characters of the source between two tags, under this element."""

    start: int
    end: int
    element: int


Event = Opened | Closed | Text


class Page:
    """The elements of a page in document order, and the events that their tags make.

    End tags that HTML lets an author leave out are supplied, those without a beginning ignored.
    Element 0 is the page itself.
    """

    def __init__(self, source: str) -> None:
        self.source = source
        self.elements: list[Element] = [Element("page", {}, -1, 0)]
        self.events: list[Event] = [Opened(0)]
        self._stack = [0]
        self._blocks = [0]
        self._open: defaultdict[str, list[int]] = defaultdict(list)
        at = 0
        for tag in tags(source):
            self._text(at, tag.start)
            self._tag(tag)
            at = tag.end
        self._text(at, len(source))
        self._pop(0)
        self._count()

    # ------------------------------------------------------------ reading

    def _text(self, start: int, end: int) -> None:
        if start < end:
            element = self._stack[-1]
            self.events.append(Text(start, end, element))
            long = len(self.source[start:end].strip())
            self.elements[element].text += long
            self.elements[element].link_text += long if self.elements[element].linked else 0

    def _tag(self, tag: Tag) -> None:
        if tag.closes:
            self._end(tag.name)
        elif tag.name and tag.name not in ("html", "body"):
            self._begin(tag)

    def _begin(self, tag: Tag) -> None:
        self._supply_ends(tag.name)
        if len(self.elements) >= MAX_ELEMENTS:
            raise LimitError(f"has more than {MAX_ELEMENTS:,} HTML elements; "
                             "save the part with the plan as a page of its own")  # fmt: skip
        attributes = tag.attributes(self.source)
        above = self.elements[self._stack[-1]]
        style = attributes.get("style", "")
        bold = tag.name in ("b", "strong") or bool(_BOLD.search(style))
        element = Element(tag.name, attributes, self._stack[-1], len(self.events))
        element.bold = bold or (above.bold and not _LIGHT.search(style))
        element.linked = above.linked or (tag.name == "a" and "href" in attributes)
        element.links = int(tag.name == "a" and "href" in attributes)
        element.inward = int(attributes.get("href", "").startswith("#"))
        self._push(element)
        if tag.name in _VOID or tag.empty(self.source):
            self._pop(len(self._stack) - 1)

    def _push(self, element: Element) -> None:
        at = len(self._stack)
        self.events.append(Opened(len(self.elements)))
        self._stack.append(len(self.elements))
        self._blocks.append(self._blocks[-1] if element.name in INLINE else at)
        self._open[element.name].append(at)
        self.elements.append(element)

    def _pop(self, keep: int) -> None:
        """Closes all but the first `keep` open elements."""
        while len(self._stack) > keep:
            index = self._stack.pop()
            self._blocks.pop()
            element = self.elements[index]
            if index:
                self._open[element.name].pop()
            element.last = len(self.events)
            self.events.append(Closed(index))

    def _last(self, *names: str) -> int:
        return max((self._open[n][-1] for n in names if self._open[n]), default=-1)

    def _supply_ends(self, name: str) -> None:
        table = self._last("table")
        if name in _ABOVE and table >= 0:
            self._pop(max(self._last(*_ABOVE[name]), table) + 1)
            return
        if name in _BLOCKS:
            paragraph = self._last("p")
            if paragraph >= 0 and paragraph == self._blocks[-1]:
                self._pop(paragraph)
        if name in _ENDS:
            open_one = self._last(*_ENDS[name])
            wall = max(self._last(*_HOLDS.get(name, ())), self._last(*_CELLS))
            adjacent = name not in HEADINGS or open_one == self._blocks[-1]
            if open_one > wall and adjacent:
                self._pop(open_one)

    def _end(self, name: str) -> None:
        if name in ("html", "body", ""):
            return
        at = self._last(name)
        if name in INLINE:
            wall = self._blocks[-1]
        else:
            wall = self._last("table") - 1 if name in (*_CELLS, *_ROWS) else self._last(*_CELLS)
        if at > max(wall, 0):
            self._pop(at)

    def _count(self) -> None:
        for element in reversed(self.elements[1:]):
            above = self.elements[element.parent]
            above.text += element.text
            above.link_text += element.link_text
            above.links += element.links
            above.inward += element.inward
            if element.name in _TELLING:
                element.holds.add(element.name)
            above.holds |= element.holds
            own = element.name in ("td", "th")
            if element.name == "table":
                above.inner_cells += element.cells + element.inner_cells
            else:
                above.cells += element.cells + own
                above.inner_cells += element.inner_cells

    def __iter__(self) -> Iterator[tuple[int, Element]]:
        return iter(enumerate(self.elements))
