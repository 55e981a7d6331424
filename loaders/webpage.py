"""Reader for HTML pages: their content in reading order, without menus, banners and footers."""

from dataclasses import dataclass, field

from graph.errors import LimitError
from loaders.document import Block, Document, Table
from loaders.flow import mended
from loaders.furniture import Furniture, said_by_a_page
from loaders.grid import Grid
from loaders.htmltree import HEADINGS, INLINE, Element, Opened, Page, Text
from loaders.markup import Line, typed
from loaders.source import Source, check_length

_DEEPEST = 9


@dataclass(slots=True)
class Place:
    """Where in its container the reader is: a heading, an item of a list, a table."""

    element: int = -1
    blocks: list[Block | Table] = field(default_factory=list)
    heading: int = 0
    heading_of: int = -1
    lists: list[str] = field(default_factory=list)
    items: list[str] = field(default_factory=list)
    counts: list[int] = field(default_factory=list)
    term: bool = False
    grid: Grid | None = None


class Writer:
    """Walks the events of a page and writes the blocks of its content."""

    def __init__(self, page: Page, furniture: Furniture) -> None:
        self.page, self.furniture = page, furniture
        self.places = [Place()]
        self.level = 0
        self._line, self._bold, self._plain = Line(), False, False
        self._tabs = {e.get("id"): i for i, e in page if e.get("role") == "tab" and e.get("id")}

    @property
    def at(self) -> Place:
        return self.places[-1]

    def write(self, index: int) -> None:
        """The content of one element."""
        root = self.page.elements[index]
        at = root.first
        while at <= root.last:
            event = self.page.events[at]
            if isinstance(event, Text):
                self._text(event)
            elif isinstance(event, Opened) and event.element in self.furniture:
                at = self.page.elements[event.element].last
                self._line.part()
            elif isinstance(event, Opened):
                self._open(event.element)
            else:
                self._close(event.element)
            at += 1
        self.flush()

    # ------------------------------------------------------------ text

    def _text(self, event: Text) -> None:
        source = self.page.source
        self._line.read(source, event.start, event.end, marks=False)
        if not source[event.start : event.end].isspace():
            bold = self.page.elements[event.element].bold
            self._bold |= bold
            self._plain |= not bold

    def flush(self) -> None:
        """Ends the block under way."""
        text = self._line.slice()
        bold = self._bold and not self._plain
        self._line, self._bold, self._plain = Line(), False, False
        if not text or said_by_a_page(text.text):
            return
        at = self.at
        marker = at.items[-1] if at.items else ""
        if at.items:
            at.items[-1] = ""
        depth = min(len(at.lists), _DEEPEST) if at.items else 0
        at.blocks.append(typed(text, depth, at.heading, bold or at.term, marker))

    # ------------------------------------------------------------ elements

    def _open(self, index: int) -> None:
        e = self.page.elements[index]
        if e.name in INLINE:
            return
        self.flush()
        at = self.at
        if (level := self._heading_level(e)) and not at.heading:
            at.heading, at.heading_of = level, index
        elif e.name in ("ul", "ol"):
            at.lists.append(e.name)
            at.counts.append(_number(e.get("start"), 1) - 1)
        elif e.name == "li":
            at.items.append(self._marker(e))
        elif e.name == "dt":
            at.term = True
        elif e.name == "table":
            self._open_table(index)
        elif at.grid and e.name == "tr":
            at.grid.row()
        elif at.grid and e.name in ("td", "th"):
            at.grid.cell(_number(e.get("colspan"), 1), _number(e.get("rowspan"), 1))
            self.places.append(Place(index))
        if e.get("role") == "tabpanel":
            self._tab_of(e)

    def _close(self, index: int) -> None:
        e = self.page.elements[index]
        if e.name in INLINE:
            return
        self.flush()
        at = self.at
        if index == at.heading_of:
            at.heading, at.heading_of = 0, -1
        elif e.name in ("ul", "ol") and at.lists:
            at.lists.pop()
            at.counts.pop()
        elif e.name == "li" and at.items:
            at.items.pop()
        elif e.name == "dt":
            at.term = False
        elif index == at.element:
            self.places.pop()
            if self.at.grid:
                self.at.grid.fill(at.blocks)
        elif e.name == "table" and at.grid:
            table, at.grid = at.grid.table(), None
            at.blocks += [table] if table else []

    def _heading_level(self, e: Element) -> int:
        """The level of a heading; what unfolds a part of the page is one below the last."""
        if e.name in HEADINGS:
            self.level = int(e.name[1])
            return self.level
        if e.get("role") == "heading":
            self.level = min(max(_number(e.get("aria-level"), 2), 1), 6)
            return self.level
        if e.name == "button" or (e.name == "summary" and not e.holds & HEADINGS):
            return min(self.level + 1, 6)
        return 0

    def _marker(self, e: Element) -> str:
        at = self.at
        if not at.lists or at.lists[-1] == "ul":
            return "\u2022"
        at.counts[-1] = _number(e.get("value"), at.counts[-1] + 1)
        return f"{at.counts[-1]}."

    def _tab_of(self, panel: Element) -> None:
        """The label of a tab is the heading of its panel."""
        tab = self._tabs.get(panel.get("aria-labelledby"))
        if tab is None:
            return
        label = self.page.elements[tab]
        for event in self.page.events[label.first : label.last]:
            if isinstance(event, Text):
                self._text(event)
        self.at.heading = min(self.level + 1, 6)
        self.flush()
        self.at.heading = 0

    # ------------------------------------------------------------ tables

    def _open_table(self, index: int) -> None:
        """A table inside a cell gives its blocks to the cell; one for layout is no table."""
        if len(self.places) == 1 and not self._for_layout(index):
            self.at.grid = Grid()

    def _for_layout(self, index: int) -> bool:
        """Whether a table only places things on the page."""
        e = self.page.elements[index]
        return (
            e.get("role") in ("presentation", "none")
            or bool(e.holds & {"h1", "nav", "main"})
            or e.cells < 2
            or e.inner_cells > e.cells
        )


def _number(text: str, default: int) -> int:
    text = text.strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else default


def read(source: Source) -> Document:
    """A page's headings, paragraphs, items and tables, each with its place in the file."""
    try:
        return _read(source)
    except LimitError as e:
        raise LimitError(f"{source.name}: {e}") from e


def _read(source: Source) -> Document:
    page = Page(source.text)
    check_length(source, page.elements[0].text)
    furniture = Furniture(page)
    writer = Writer(page, furniture)
    main = furniture.main
    title = next((i for i, e in page if e.name == "h1"), None)
    if title is not None and main and "h1" not in page.elements[main].holds:
        writer.write(title)
    writer.write(main)
    left_out = [f"{n} {kind}" for kind, n in sorted(furniture.left_out.items()) if kind != "code"]
    notes = ["read the main part of the page"] if main else []
    notes += [f"left out of the page: {', '.join(left_out)}"] if left_out else []
    blocks = mended(writer.places[0].blocks)
    return Document(source.name, source.sha256, source.text, blocks, (*source.notes, *notes))
