"""Tells the content of a web page from what surrounds it: menus, banners, forms, related links."""

import re
from collections import Counter
from collections.abc import Iterator

from loaders.htmltree import HEADINGS, Closed, Element, Opened, Page, Text

_NEVER_TEXT = {
    **dict.fromkeys(("script", "style", "template", "noscript", "head", "title"), "code"),
    **dict.fromkeys(
        ("svg", "math", "canvas", "object", "iframe", "audio", "video", "map"), "media"
    ),
    **dict.fromkeys(("select", "datalist", "textarea", "option", "dialog", "legend"), "form"),
    **dict.fromkeys(("nav", "menu"), "menu"),
    "footer": "footer",
}
_ROLES = {
    "navigation": "menu", "menu": "menu", "menubar": "menu", "tablist": "menu",
    "banner": "header", "contentinfo": "footer", "search": "form", "dialog": "banner",
    "alertdialog": "banner", "complementary": "related links", "tooltip": "media",
}  # fmt: skip
_WORDS = {
    **dict.fromkeys(("cookie", "cookies", "consent", "gdpr", "ccc"), "cookie bar"),
    **dict.fromkeys(("menu", "nav", "navbar", "navigation", "breadcrumb", "breadcrumbs", "skip",
                     "skiplink", "pagination", "pager", "toc", "sitemap"), "menu"),
    **dict.fromkeys(("footer", "copyright"), "footer"),
    **dict.fromkeys(("masthead", "header", "topbar", "logo"), "header"),
    **dict.fromkeys(("search", "login", "signin", "newsletter", "subscribe", "feedback", "survey",
                     "comments"), "form"),
    **dict.fromkeys(("popup", "modal", "advert", "ads", "promo", "toast"), "banner"),
    **dict.fromkeys(("related", "sidebar", "share", "sharing", "social", "tags"), "related links"),
}  # fmt: skip
_OF_THE_PAGE = frozenset(["site", "page", "global", "main", "top", "council", "layout", "gov"])
_WRAPS = frozenset(["wrap", "wrapper", "container", "inner", "outer", "area", "region", "block"])
_UNSEEN = re.compile(r"visually-?hidden|\bsr-only|screen-?reader|\boff-?screen|element-invisible")
_NOT_A_NAME = frozenset(["has", "with", "no", "is", "not", "without", "under", "below", "after"])
_PART = frozenset(["div", "section", "aside", "header", "ul", "ol", "p", "form", "span", "table"])
_LOOKED_AT = 60
_MAIN_IDS = frozenset(["main", "main-content", "maincontent", "content-main", "main_content"])
_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
_SAID_BY = re.compile(
    r"(?:related|useful|quick|external) (?:links?|pages?|content|information|documents?|topics)"
    r"|(?:in|on) this (?:section|page)|(?:table of )?contents|page contents|see also|downloads?"
    r"|documents|share (?:this(?: page)?|on .{2,20})|more (?:in this section|information)|menu"
    r"|navigation|you (?:might|may) also (?:like|be interested in)|breadcrumbs?",
    re.IGNORECASE,
)
_SAID = re.compile(
    r"(?:(?:skip|go) to (?:the )?(?:main )?(?:content|navigation)|back to (?:the )?top|top of page"
    r"|print this page|share (?:this page|by)|powered by .{3,30}"
    r"|(?:accept|reject)(?: all| additional)? cookies"
    r"|you are here:?.{0,150}|(?:on|in) this page|read more|menu|close|search|advertisement"
    r"|you (?:might|may) also (?:like|be interested in):?|you are on page .{1,15}"
    r"|(?:access|download|read|view|see) (?:the|our) (?!.*\.$).{3,100}"
    r"\b(?:plan|strategy|report|policy|poster|document|pdf)\b(?:\s[&(\u2013-].{1,40})?"
    r"|.{0,80}\b(?:click|tap) here(?: to .{3,60}| for .{3,60})?"
    r"|(?:show|hide|open|close|expand|collapse)(?: all)?(?: sections?)?"
    r"|was this (?:page|information) (?:useful|helpful)\??"
    r"|(?:page )?last (?:updated|reviewed|modified):?.{0,40}"
    r"|opens? in (?:a )?new (?:window|tab)|\u00a9.{0,100}|copyright .{0,100})"
    r"[.!]?\s*[\u2191\u2193\u2192\u203a\u00bb>]*",
    re.IGNORECASE,
)


def said_by_a_page(text: str) -> bool:
    """Whether a line is what pages say of themselves, not what their authors wrote."""
    return len(text) < 160 and _SAID.fullmatch(text) is not None


def _named(name: str) -> str | None:
    """The kind of furniture that a class or id names, as "site-footer" does."""
    words = [w.casefold() for w in _WORD.findall(name)]
    while words and words[-1] in _WRAPS:
        words.pop()
    if not words or words[0] in _NOT_A_NAME or {"accordion", "tab", "tabs"} & set(words):
        return None
    kind = _WORDS.get(words[-1]) or _WORDS.get(words[0])
    part = kind in ("header", "footer") and len(words) > 1 and words[0] not in _OF_THE_PAGE
    return None if part else kind


class Furniture:
    """Which elements of a page are not its content; `left_out` counts them by kind."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.main = self._main()
        self.left_out: Counter[str] = Counter()
        self._controlled = {
            e.get(a) for _, e in page for a in ("aria-controls", "data-target", "data-bs-target")
            if e.get(a)
        } | {e.get("href")[1:] for _, e in page if e.get("href").startswith("#")}  # fmt: skip
        self._whole = page.elements[self.main].text

    def _main(self) -> int:
        """The element that holds the content: by its name or role, else the page."""
        page = self.page
        whole = page.elements[0].text
        named = [
            i for i, e in page
            if e.name == "main" or e.get("role") == "main"
            or (e.get("id").casefold() in _MAIN_IDS and e.name in ("div", "section", "article"))
        ]  # fmt: skip
        large = [i for i in named if page.elements[i].text * 5 >= whole]
        return max(large, key=lambda i: (page.elements[i].text, -i), default=0)

    def __contains__(self, index: int) -> bool:
        kind = self.kind(index)
        if kind and self.page.elements[index].text:
            self.left_out[kind] += 1
        return kind is not None

    def kind(self, index: int) -> str | None:
        """What kind of furniture an element is, if it is."""
        e = self.page.elements[index]
        if index == 0 or (e.name == "main" and not e.get("hidden")):
            return None
        if e.name in _NEVER_TEXT:
            return _NEVER_TEXT[e.name]
        if e.name == "button":
            return None if self.unfolds(e) or self._within_heading(e) else "form"
        if kind := _ROLES.get(e.get("role")):
            return kind
        if self._hidden(e):
            return "hidden"
        if e.name in HEADINGS:
            return "related links" if self._over_links(index) else None
        if self._large(e):
            return None
        return self._by_element(index, e) or self._by_name(e) or self._by_links(index, e)

    def _large(self, e: Element) -> bool:
        return "h1" in e.holds or "main" in e.holds or e.text * 2 > self._whole > 0

    def _by_element(self, index: int, e: Element) -> str | None:
        if e.name == "sup":
            return "note marks" if e.inward and e.text < 5 else None
        if e.name == "header":
            return None if index > self.main > 0 or self._within(e, "article") else "header"
        if e.name == "aside":
            return "related links" if e.link_text * 3 > e.text else None
        if e.name == "form":
            return "form" if not e.holds & {"td", "h2"} else None
        return None

    def _by_name(self, e: Element) -> str | None:
        """By a word of a class or id that names the whole of it, as "site-footer" does."""
        if e.name not in _PART or e.text * 4 > self._whole > 0:
            return None
        if _UNSEEN.search(e.get("class")):
            return "hidden"
        names = e.get("class") if e.name == "section" else f"{e.get('class')} {e.get('id')}"
        for name in names.split()[:20]:
            if (kind := _named(name)) and not (kind == "header" and e.holds & HEADINGS):
                return kind
        return None

    def _by_links(self, index: int, e: Element) -> str | None:
        """Lists of links into the page itself, under a heading for links, or beside the content."""
        if e.name not in ("ul", "ol", "div", "p", "section") or not e.links:
            return None
        if e.link_text * 10 < e.text * 8:
            return None
        if e.links >= 2 and e.inward * 10 >= e.links * 8:
            return "contents"
        if e.links >= 3 and _SAID_BY.fullmatch(self.heading_before(index)):
            return "related links"
        short = e.link_text < e.links * 40
        return "menu" if self.main == 0 and e.links >= 4 and short else None

    def heading_before(self, index: int) -> str:
        """The text of the heading right before an element, or nothing."""
        for event in self._before(self.page.elements[index].first):
            if isinstance(event, Closed) and self.page.elements[event.element].name in HEADINGS:
                return self.text(event.element)
            if isinstance(event, Text) and self.page.source[event.start : event.end].strip():
                break
        return ""

    def _before(self, first: int) -> Iterator[Opened | Closed | Text]:
        return (self.page.events[i] for i in range(first - 1, max(first - 12, 0), -1))

    def text(self, index: int) -> str:
        e = self.page.elements[index]
        inside = self.page.events[e.first : min(e.last, e.first + _LOOKED_AT)]
        parts = [self.page.source[v.start : v.end] for v in inside if isinstance(v, Text)]
        return " ".join(" ".join(parts).split())

    def _over_links(self, index: int) -> bool:
        """Whether a heading is one of links, and stands over nothing but furniture."""
        e = self.page.elements[index]
        if e.text > 60 or not _SAID_BY.fullmatch(self.text(index)):
            return False
        for event in self.page.events[e.last + 1 : e.last + 6]:
            if isinstance(event, Opened):
                below = self.page.elements[event.element]
                return below.name not in HEADINGS and self.kind(event.element) is not None
        return False

    # ------------------------------------------------------------ hidden and unfolding

    def unfolds(self, e: Element) -> bool:
        """Whether a button opens a part of the content below it."""
        tells = e.get("aria-expanded") or e.get("aria-controls") or e.get("data-target")
        return bool(tells or e.get("data-bs-target") or "accordion" in e.get("class"))

    def _within_heading(self, e: Element) -> bool:
        return self._within(e, *HEADINGS, "summary")

    def _within(self, e: Element, *names: str) -> bool:
        for _ in range(6):
            if e.parent < 0:
                return False
            e = self.page.elements[e.parent]
            if e.name in names:
                return True
        return False

    def _hidden(self, e: Element) -> bool:
        """Hidden for good: panels that something on the page unfolds are content."""
        style = e.get("style").replace(" ", "").casefold()
        hides = "hidden" in e.attributes or "display:none" in style or "visibility:hidden" in style
        if not hides and e.get("aria-hidden") != "true":
            return False
        unfolded = e.get("id") in self._controlled or e.get("role") in ("tabpanel", "region")
        return not unfolded and not re.search(r"accordion|panel|collaps|tab", e.get("class"))
