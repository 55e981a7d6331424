"""Styles and numbering of a Word file: how a paragraph looks, what is printed before it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.etree import _Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
BODY_SIZE = 10.0
_OFF = ("0", "false", "off", "none")
_HEADING = re.compile(r"heading (\d)")
_LISTED = re.compile(r"list (?:bullet|number)\s*(\d)?")


def val(node: "_Element | None", path: str) -> str | None:
    """The value of a property below a node; "1" where it is named without a value."""
    found = node.find("/".join(W + step for step in path.split("/"))) if node is not None else None
    return None if found is None else str(found.get(W + "val", "1"))


def flag(node: "_Element | None", name: str) -> bool | None:
    """A property that is on or off, or None where it is not named."""
    value = val(node, name)
    return None if value is None else value not in _OFF


def number(value: str | None) -> int | None:
    """A whole number of at most six digits, or None for anything else."""
    return int(value) if value is not None and re.fullmatch(r"-?\d{1,6}", value) else None


@dataclass(frozen=True, slots=True)
class Look:
    """What a style or a run says of its characters; None where it says nothing."""

    bold: bool | None = None
    size: float | None = None
    hidden: bool | None = None

    def over(self, below: "Look") -> "Look":
        return Look(
            below.bold if self.bold is None else self.bold,
            below.size if self.size is None else self.size,
            below.hidden if self.hidden is None else self.hidden,
        )


def look(properties: "_Element | None") -> Look:
    size = number(val(properties, "sz"))
    return Look(
        flag(properties, "b"), size / 2 if size else None, flag(properties, "vanish")
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Style:
    """A style with all that it inherits; `level` is that of a heading, 0 where it is none."""

    id: str = ""
    name: str = ""
    look: Look = Look()
    level: int = 0
    num: int | None = None
    depth: int | None = None

    @property
    def contents(self) -> bool:
        """Whether it is for lines of a list of contents, figures or index terms."""
        return re.match(r"toc \d|table of figures|index \d", self.name) is not None

    @property
    def listed(self) -> int:
        """The depth that the name of a built-in list style tells, or 0."""
        m = _LISTED.match(self.name)
        return int(m[1] or 1) if m else 0


class Styles:
    """The styles part; an unknown style is the default one."""

    def __init__(self, root: "_Element | None") -> None:
        self._nodes: dict[str, _Element] = {}
        self._default = ""
        self._made: dict[str, Style] = {}
        self._base = Look(False, BODY_SIZE, False)
        if root is None:
            return
        self._base = look(root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr")).over(self._base)
        for node in root.iterfind(W + "style"):
            self._nodes[str(node.get(W + "styleId"))] = node
            if node.get(W + "type") == "paragraph" and node.get(W + "default") in ("1", "true"):
                self._default = str(node.get(W + "styleId"))

    def paragraph(self, name: str | None) -> Style:
        style = self.named(name or self._default)
        return Style(style.id, style.name, style.look.over(self._base), style.level, style.num,
                     style.depth)  # fmt: skip

    def named(self, name: str, seen: frozenset[str] = frozenset()) -> Style:
        """A style without the document's defaults, so that it can lie over another."""
        if name in self._made:
            return self._made[name]
        node = self._nodes.get(name)
        if node is None or name in seen:
            return Style()
        parent = val(node, "basedOn")
        below = self.named(parent, seen | {name}) if parent and len(seen) < 50 else Style()
        self._made[name] = self._read(name, node, below)
        return self._made[name]

    @staticmethod
    def _read(name: str, node: "_Element", below: Style) -> Style:
        title = (val(node, "name") or "").casefold()
        outline = number(val(node, "pPr/outlineLvl"))
        m = _HEADING.fullmatch(title)
        level = below.level if outline is None else (outline + 1) % 10
        level = int(m[1]) if m else 1 if title == "title" else level
        num, depth = number(val(node, "pPr/numPr/numId")), number(val(node, "pPr/numPr/ilvl"))
        return Style(
            name, title, look(node.find(W + "rPr")).over(below.look), level,
            below.num if num is None else num, below.depth if depth is None else depth,
        )  # fmt: skip


_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"),
          (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip
_WORDS = ("One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten", "Eleven",
          "Twelve")  # fmt: skip


def _roman(n: int) -> str:
    out = ""
    for value, sign in _ROMAN:
        out += sign * (n // value)
        n %= value
    return out


def numeral(n: int, form: str) -> str:
    """A number as Word prints it.

    >>> numeral(4, "lowerRoman"), numeral(28, "upperLetter"), numeral(7, "decimalZero")
    ('iv', 'BB', '07')
    """
    match form:
        case "lowerRoman" | "upperRoman" if 0 < n < 4000:
            return _roman(n) if form == "lowerRoman" else _roman(n).upper()
        case "lowerLetter" | "upperLetter" if 0 < n < 1000:
            letter = chr(ord("a") + (n - 1) % 26) * ((n - 1) // 26 + 1)
            return letter if form == "lowerLetter" else letter.upper()
        case "decimalZero":
            return f"{n:02}"
        case "cardinalText" | "ordinalText" if 0 < n <= len(_WORDS):
            return _WORDS[n - 1]
    return str(n)


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list: its first number, its form and the text with %1 to %9 in it."""

    start: int = 1
    form: str = "decimal"
    text: str = ""
    legal: bool = False
    restarts: bool = True
    style: str | None = None


def _level(node: "_Element") -> Level:
    start = number(val(node, "start"))
    text = node.find(W + "lvlText")
    return Level(
        1 if start is None else start, val(node, "numFmt") or "decimal",
        str(text.get(W + "val", "")) if text is not None else "",
        bool(flag(node, "isLgl")), val(node, "lvlRestart") != "0", val(node, "pStyle"),
    )  # fmt: skip


@dataclass
class _List:
    """A list of the numbering part, and how far it has been counted."""

    levels: dict[int, Level]
    counts: dict[int, int] = field(default_factory=dict)
    begun: set[tuple[int, int]] = field(default_factory=set)


def _at(node: "_Element", name: str) -> int:
    """A number in an attribute, -1 where there is none."""
    found = number(node.get(W + name))
    return -1 if found is None else found


def _levels(node: "_Element") -> dict[int, Level]:
    return {_at(n, "ilvl"): _level(n) for n in node.iterfind(W + "lvl")}


class Numbering:
    """The numbering part; `marker` counts, so it is asked once a paragraph, in order."""

    def __init__(self, root: "_Element | None", styles: Styles) -> None:
        self._root, self._styles = root, styles
        self._starts: dict[tuple[int, int], int] = {}

    @cached_property
    def _lists(self) -> Mapping[int, _List]:
        out: dict[int, _List] = {}
        for node in self._root.iterfind(W + "abstractNum") if self._root is not None else ():
            out[_at(node, "abstractNumId")] = _List(_levels(node))
        return out

    @cached_property
    def _nums(self) -> Mapping[int, _List]:
        out: dict[int, _List] = {}
        for node in self._root.iterfind(W + "num") if self._root is not None else ():
            num = _at(node, "numId")
            found = self._lists.get(number(val(node, "abstractNumId")) or 0)
            if found is None:
                continue
            for override in node.iterfind(W + "lvlOverride"):
                at = _at(override, "ilvl")
                start = number(val(override, "startOverride"))
                if start is not None:
                    self._starts[num, at] = start
                own = override.find(W + "lvl")
                if own is not None:
                    found = _List({**found.levels, at: _level(own)}, found.counts, found.begun)
            out[num] = found
        return self._linked(out)

    def _linked(self, nums: dict[int, _List]) -> dict[int, _List]:
        """Lists that only name a style take the levels of that style's list."""
        for node in self._root.iterfind(W + "abstractNum") if self._root is not None else ():
            link = val(node, "numStyleLink")
            target = nums.get(self._styles.named(link).num or 0) if link else None
            if target:
                self._lists[_at(node, "abstractNumId")].levels.update(target.levels)
        return nums

    def depth(self, num: int, style: Style) -> int:
        """The level of a list, from 0, that a style is tied to."""
        found = self._nums.get(num)
        tied = [i for i, x in found.levels.items() if x.style == style.id] if found else []
        return tied[0] if tied else style.depth or 0

    def marker(self, num: int, depth: int) -> str | None:
        """What Word prints before the next paragraph of a list; None where there is no list."""
        found = self._nums.get(num)
        if found is None or depth not in found.levels:
            return None
        level, counts = found.levels[depth], found.counts
        if (num, depth) in self._starts and (num, depth) not in found.begun:
            counts[depth] = self._starts[num, depth] - 1
        found.begun.add((num, depth))
        counts[depth] = counts.get(depth, level.start - 1) + 1
        for deeper in [i for i in counts if i > depth]:
            if deeper in found.levels and found.levels[deeper].restarts:
                del counts[deeper]
        if level.form == "bullet":
            return bullet(level.text)
        return self._printed(found, level)

    @staticmethod
    def _printed(found: _List, level: Level) -> str:
        def one(m: re.Match[str]) -> str:
            at = int(m[1]) - 1
            of = found.levels.get(at, Level())
            form = "decimal" if level.legal else of.form
            return "" if form == "none" else numeral(found.counts.setdefault(at, of.start), form)

        return re.sub(r"%([1-9])", one, level.text).strip() if level.form != "none" else ""


def bullet(text: str) -> str:
    """A bullet; the private signs of symbol fonts become the common round one."""
    text = text.strip()
    return "\u2022" if not text or "\ue000" <= text[0] <= "\uf8ff" else text[0]
