"""Titles over lists as headings, for plans that name no priority as such."""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile

from loaders.document import Block
from loaders.interpret.lexicon import cue, cue_pattern, label_like, plain, role_named, roles
from loaders.interpret.looks import Line, is_item, lines_from
from loaders.interpret.place import BOLD_LEVEL, label_of, names_document
from loaders.interpret.prose import COMMENT, acts, commits
from loaders.interpret.series import Series
from loaders.slices import Slice

_LONGEST = 12
_SHORT = 6
_BEFORE_SENTENCE = re.compile(r"[^:.]{3,60}(?=:\s+[A-Z].*\.$)", re.DOTALL)
_BY = re.compile(r",?\s+by:$")
_DIVISION = re.compile(rf"(?:{'|'.join(sorted(cue('division')))})\s+\w+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Group:
    """A title, what stands beside it on its line, and the list below, `measured` by a heading."""

    title: Slice
    beside: Slice | None
    items: tuple[str, ...]
    measured: bool


def grouped(found: Series, plan: bool) -> Series | None:
    """The blocks with the titles of groups as headings, each with a list of its own below it.

    None where fewer than two lists have one, where titles recur, where most items are facts, and
    in what is no `plan` by anything else unless most items say what to do.
    """
    groups = dict(_groups(found.blocks))
    items = [text for g in groups.values() for text in g.items]
    names = {plain(g.title.text) for g in groups.values()}
    facts = sum(_tells_past(text, g.measured) for g in groups.values() for text in g.items)
    several = sum(len(g.items) > 1 for g in groups.values())
    acting = sum(map(commits, items))
    told = 2 * facts > len(items) or not (plan or 2 * acting > len(items))
    if several < 2 or len(names) < len(groups) or told:
        return None
    lines: list[Line] = []
    for i, block in enumerate(found.blocks):
        group = groups.get(i)
        if group and isinstance(block, Block):
            lines.append(replace(block, kind="heading", level=BOLD_LEVEL, text=group.title))
            lines += [replace(block, text=group.beside)] if group.beside else []
        else:
            lines.append(block)
    starts = frozenset(g.title.start for g in groups.values())
    return replace(found, blocks=lines, heads=found.heads | starts)


def acting(found: Series, unread: Collection[int]) -> Series | None:
    """The blocks with titles over lists of things to do that nothing else explained as labels.

    `unread` are the places of what was not understood; None where no such list is in it.
    """
    titles = {
        plain(block.text.text)
        for i, block in enumerate(found.blocks)
        if isinstance(block, Block) and block.kind != "item" and label_of(block) is None
        if not (COMMENT.match(block.text.text) or cue_pattern("ask").search(block.text.text))
        if _tells_acts([b for b in _list(found.blocks, i) if b.text.start in unread])
    }
    labels = dict.fromkeys(titles, roles()["action"])
    return replace(found, labels={**found.labels, **labels}) if titles else None


def _tells_acts(items: Sequence[Block]) -> bool:
    return len(items) > 2 and 3 * sum(acts(b.text.text) for b in items) >= 2 * len(items)


def under_title(found: Series, plan: bool) -> Series | None:
    """The blocks with a first line that says how things will be as a heading over all of them.

    A page about one priority of many opens so: "Young people are ready for work"; a marked heading
    over most of whose items say what to do may be no more than a name: "Learning and work". None
    where the first line is neither, and in what is no `plan` by anything else unless most items of
    lists say what to do.
    """
    if not found.blocks:
        return None
    first, *more = found.blocks
    items = [b.text.text for b in more if isinstance(b, Block) and b.kind == "item"]
    most_act = 2 * sum(map(commits, items)) > len(items)
    if not isinstance(first, Block) or first.kind == "item":
        return None
    named = most_act and first.kind == "heading" and _noun(first.text.text)
    if not (named or (_clause(first.text.text) and (plan or most_act))):
        return None
    title = replace(first, kind="heading", level=first.level or 1)
    starts = frozenset([first.text.start])
    return replace(found, blocks=[title, *more], heads=found.heads | starts)


def _clause(text: str) -> bool:
    """Whether a title is a clause of somebody's state: "Young people are ready for work"."""
    words = plain(text).split()
    short = 4 <= len(words) <= _LONGEST + _SHORT and text[-1] not in ".;:,?!" and ":" not in text
    finite = cue("finite") & set(words[1:-1])
    opens = text[0].isupper() and words[0] not in cue("aside")
    return bool(short and finite and opens) and not names_document(text)


def _noun(text: str) -> bool:
    """Whether a title is a short name, and not that of a document, a body or a part of a plan."""
    words = plain(text).split()
    body = any(plain(text).endswith(w) for w in (*cue("own-body"), *cue("body")))
    asks = words[0] in cue("aside") or role_named(text) is not None
    few = len(words) <= _SHORT and label_like(text) and not any(c.isdigit() for c in text)
    return few and not (body or asks or names_document(text))


def _tells_past(text: str, measured: bool) -> bool:
    """Whether an item says what has happened; as a measure, "Increased visits" does not."""
    found = cue_pattern("past").search(text)
    return found is not None and not (measured and found.start() == 0)


def _groups(lines: Sequence[Line]) -> Iterator[tuple[int, _Group]]:
    measured = acting = False
    numbered, nested = _number_lists(lines), _nested_lists(lines)
    for i, block in enumerate(lines):
        if not isinstance(block, Block):
            continue
        if block.kind == "item":
            below = _heads(block, numbered, nested) and not acting
            items = tuple(b.text.text for b in _below(lines, i)) if below else ()
            if items:
                yield i, _Group(block.text.strip("."), None, items, measured)
        elif found := label_of(block):
            measured, acting = (found.role.makes == m for m in ("Measure", "Action"))
        elif block.kind == "paragraph":
            title, beside = _title(block.text)
            items = tuple(b.text.text for b in _list(lines, i)) if title else ()
            if title and items:
                yield i, _Group(title, beside, items, measured)


def _title(text: Slice) -> tuple[Slice | None, Slice | None]:
    """The title that a line is, or that stands in it before a colon and a sentence."""
    if (m := _BY.search(text.text)) and acts(text.text):
        return text.cut(0, m.start()), None
    if m := _BEFORE_SENTENCE.match(text.text):
        title = text.cut(0, m.end())
        return (title if _names(title.text, _SHORT) else None), text.cut(m.end() + 1)
    title = text.strip(":." if len(text.text.split()) < _SHORT else ":")
    return (title if _names(title.text, _LONGEST) else None), None


def _names(text: str, longest: int) -> bool:
    names = label_like(text) and len(text.split()) <= longest
    aside = COMMENT.match(text) or _DIVISION.fullmatch(text) or names_document(text)
    return names and not aside


def _list(lines: Sequence[Line], i: int) -> Iterator[Block]:
    """The items below a title, beyond a paragraph that leads into them."""
    below = [b for b in lines[i + 1 : i + 2] if isinstance(b, Block) and b.kind == "paragraph"]
    leads = all(b.text.text[-1] in ":." and _title(b.text)[0] is None for b in below)
    after = takewhile(is_item, lines_from(lines, i + 1 + len(below)))
    yield from (b for b in after if isinstance(b, Block) and leads)


def _heads(item: Block, numbered: bool, nested: bool) -> bool:
    named = item.level == 1 and _names(item.text.text.strip(":."), _SHORT)
    return (item.numbered and numbered) or (nested and named)


def _below(lines: Sequence[Line], i: int) -> Iterator[Block]:
    """The items below an item: deeper ones, and those without a number below one that has one."""
    head = lines[i]
    assert isinstance(head, Block)
    for block in lines_from(lines, i + 1):
        if not isinstance(block, Block) or block.kind != "item":
            return
        if block.level <= head.level and (not head.numbered or block.code[:1].isalnum()):
            return
        yield block


def _number_lists(lines: Sequence[Line]) -> bool:
    """Whether most items with a number have such a list below them."""
    numbered = [i for i, b in enumerate(lines) if isinstance(b, Block) and b.numbered]
    over = sum(any(_below(lines, i)) for i in numbered)
    return 3 * over >= 2 * len(numbered) > 2


def _nested_lists(lines: Sequence[Line]) -> bool:
    """Whether most items without a number are names and have items below them."""
    items = [(i, b) for i, b in enumerate(lines) if isinstance(b, Block) and b.kind == "item"]
    first = [i for i, b in items if b.level == 1 and not b.numbered]
    over = sum(any(_below(lines, i)) for i in first)
    return 3 * over >= 2 * len(first) > 2
