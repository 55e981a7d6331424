"""Draws a document as a council's web page, with all that surrounds the content of one."""

from collections.abc import Iterable, Sequence
from html import escape
from itertools import groupby

from loaders.document import Block, Cell, Document, Table

ABOVE = """<!DOCTYPE html>
<html lang="en-GB"><head><meta charset="utf-8"><title>A page - Example Council</title>
<script>window.menu = "<p>Priority 9: not a priority</p>";</script>
<style>.priority > p { color: red }</style></head>
<body class="has-sidebar no-js"><a class="skip-link" href="#content">Skip to main content</a>
<div id="ccc" class="cookie-banner"><h2>Cookies on this site</h2>
<p>We will use cookies to improve this site.</p><button>Accept all cookies</button></div>
<header class="site-header"><a href="/"><img alt="Example Council" src="logo.svg"></a>
<form action="/search"><label for="q">Search</label><input id="q"><button>Search</button></form>
<nav aria-label="Main"><ul><li><a href="/bins">Bins</a></li><li><a href="/schools">Schools</a>
<ul><li><a href="/admissions">Admissions</a></li></ul></li></ul></nav></header>
<div class="breadcrumbs"><a href="/">Home</a> &gt; <a href="/schools">Schools</a></div>
"""
BELOW = """
<h2>Related links</h2><ul class="links"><li><a href="/a">Term dates</a></li>
<li><a href="/b">School meals</a></li><li><a href="/c">Priority 8: apply for a place</a></li></ul>
<form class="feedback"><p>Was this page useful?</p><button>Yes</button><button>No</button></form>
"""
END = """<aside class="sidebar"><h2>In this section</h2><ul><li><a href="/d">Our priorities</a></li>
<li><a href="/e">Our vision</a></li></ul></aside>
<footer><p>Example Council, Town Hall</p><ul><li><a href="/f">Contact us</a></li></ul></footer>
</body></html>
"""


def marked(block: Block) -> str:
    text = escape(block.text.text)
    return f"<strong>{text}</strong>" if block.bold else text


def alone(block: Block) -> str:
    text = f"{escape(block.marker)} {marked(block)}" if block.marker else marked(block)
    name = f"h{min(block.level, 6)}" if block.kind == "heading" else "p"
    return f"<{name}>{text}</{name}>\n"


def listed(items: Sequence[Block]) -> str:
    """Items of one depth and deeper as a list, numbered where the first of them is."""
    depth, first = items[0].level, items[0].marker.strip("().")
    numbered = first.isdigit()
    out: list[str] = []
    for below, run in groupby(items, lambda b: b.level > depth):
        if below:
            out[-1] = out[-1].removesuffix("</li>\n") + listed(list(run)) + "</li>\n"
        else:
            out += [_item(b, numbered) for b in run]
    return f"<ol>{''.join(out)}</ol>\n" if numbered else f"<ul>{''.join(out)}</ul>\n"


def _item(block: Block, numbered: bool) -> str:
    number = block.marker.strip("().")
    value = f' value="{number}"' if numbered and number.isdigit() else ""
    return f"<li{value}>{marked(block)}</li>\n"


def flow(blocks: Iterable[Block]) -> str:
    out = ""
    for kind, run in groupby(blocks, lambda b: b.kind):
        found = list(run)
        out += listed(found) if kind == "item" else "".join(map(alone, found))
    return out


def cell(found: Cell) -> str:
    """A cell; one paragraph needs no element of its own."""
    if len(found.blocks) == 1 and found.blocks[0].kind == "paragraph":
        return f"<td>{marked(found.blocks[0])}</td>"
    return f"<td>{flow(found.blocks)}</td>"


def table(found: Table) -> str:
    rows = ("".join(cell(c) for c in row) for row in found.rows)
    return "<table><tbody>" + "".join(f"<tr>{r}</tr>\n" for r in rows) + "</tbody></table>\n"


def content(document: Document) -> str:
    out = ""
    for is_table, run in groupby(document.blocks, lambda b: isinstance(b, Table)):
        if is_table:
            out += "".join(table(t) for t in run if isinstance(t, Table))
        else:
            out += flow(b for b in run if isinstance(b, Block))
    return out


def with_main(document: Document) -> str:
    """A page of this century: its content is in a main element."""
    return f'{ABOVE}<main id="content">{content(document)}{BELOW}</main>{END}'


def without_main(document: Document) -> str:
    """A page that says only in classes what its parts are, in a form around all of it."""
    body = f'<form id="aspnetForm"><div class="wrapper">{content(document)}{BELOW}</div></form>'
    return f"{ABOVE}{body}{END}".replace("<nav ", "<div class='nav' ").replace("</nav>", "</div>")


def careless(document: Document) -> str:
    """The same without the end tags that may be left out, with spans and comments in between."""
    page = with_main(document)
    for name in ("p", "li", "td", "tr", "tbody"):
        page = page.replace(f"</{name}>", "")
    return page.replace(" and ", "<!-- x --> <span>and</span>&nbsp;")
