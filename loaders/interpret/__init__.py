"""From a document to what it states: the one step that knows plans, and no file format."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

from graph.errors import CrossplanError
from graph.model import (
    Action,
    Council,
    Edge,
    Element,
    Plan,
    PlanGraph,
    Priority,
    ProgressReport,
    Source,
    Subaction,
    Theme,
    merge,
)  # fmt: skip
from loaders.declared import Declaration
from loaders.document import Block, Document, Table
from loaders.facts import NO_FACTS, Facts
from loaders.interpret.build import LIKELY, Builder, slug
from loaders.interpret.declared import declare
from loaders.interpret.documents import cite
from loaders.interpret.front import Front, front, kind_of, years
from loaders.interpret.glossary import glossary
from loaders.interpret.groups import acting, grouped, under_title
from loaders.interpret.header import Held
from loaders.interpret.inline import unfolded
from loaders.interpret.lexicon import Labelled, Role, cue, cue_pattern, roles
from loaders.interpret.mentions import mention
from loaders.interpret.outline import Outline
from loaders.interpret.partners import Directory
from loaders.interpret.place import Naming, label_of, names_document
from loaders.interpret.records import filed
from loaders.interpret.segment import Splitter, openers, proper_nouns
from loaders.interpret.series import Series, series
from loaders.interpret.tables import Tables
from loaders.interpret.titled import over_promises
from loaders.interpret.whole import joined
from loaders.slices import Slice


def splitter_for(document: Document) -> Splitter:
    """A splitter that knows the document's own names and the words that open its statements."""
    cells = [b.text.text for t in document.blocks if isinstance(t, Table)
             for row in t.rows for cell in row for b in cell.blocks]  # fmt: skip
    items = [b.text.text for b in document.leaves() if b.kind == "item"]
    opening = openers([*cells, *items])
    return Splitter(proper_nouns((b.text.text for b in document.leaves()), opening), opening)


def plan_id(document: Document, facts: Facts) -> str:
    """The readable id of a plan: from the manifest, else from the file's name."""
    stem = document.name.rsplit(".", 1)[0] or document.name
    return slug(facts.id or stem, 20)


@dataclass(frozen=True, slots=True)
class Reading:
    """What a document states, and the passages that were not understood."""

    graph: PlanGraph
    unread: tuple[Slice, ...]


def interpret(document: Document, facts: Facts = NO_FACTS) -> PlanGraph:
    """What the document states, and what the manifest adds to it as curated.

    Raises CrossplanError where nothing in it looks like a plan.
    """
    return reading(document, facts).graph


def reading(document: Document, facts: Facts = NO_FACTS) -> Reading:
    """As `interpret`, with what was not understood."""
    if document.declared:
        return _declared(document, document.declared, facts)
    about = front(document)
    splitter = splitter_for(document)
    text = " ".join(b.text.text for b in document.leaves())
    directory = Directory(glossary(document), about.council, splitter, text)
    source = Source(document.name, document.sha256)
    begins, _ = years(about.period)
    naming = naming_of(document)

    def read(found: Series, prose: bool = False) -> Tables:
        builder = Builder(plan_id(document, facts), source, document.text, directory)
        return _read(Outline(builder, naming, found, prose=prose), splitter, begins)

    found = series(joined(document.blocks))
    tables = read(found)
    plan = _has(tables, Element) or (about.title is not None and names_document(about.title.text))
    if not _has(tables, Priority) and (groups := grouped(found, plan)):
        tables = max(tables, read(groups), key=_size)
    if not (_has(tables, Priority) or _has(tables, Theme)) and (lists := unfolded(found)):
        tables = max(tables, read(lists), key=_size)
    if rows := filed(found):
        tables = max(read(rows), tables, key=_size)
    one = _count(tables, Priority) < 2 and not (_has(tables, Theme) or _names_priority(tables))
    if one and (titled := under_title(tables.o.learned, _has(tables, Element))):
        tables = max(read(titled), tables, key=_size)
    unread = {text.start for text in tables.o.unread}
    if _has(tables, Element) and (told := acting(tables.o.learned, unread)):
        tables = max(tables, read(told), key=_size)
    if not _has(tables, Action):
        titled = None if _has(tables, Priority) or not plan else over_promises(found)
        tables = max(tables, read(titled or found, prose=True), key=_size)
    outline = tables.o
    builder = outline.b
    outline.finish()
    _cross_references(builder)
    mention(builder)
    cite(builder, document.leaves(), facts.title or (about.title.text if about.title else ""))
    _publication(builder, outline, tables, about, document, facts)
    graph = builder.graph()
    if not any(isinstance(n, Element) for n in graph):
        raise CrossplanError(
            f"{document.name}: nothing that looks like a plan: no heading, table or label of a "
            "theme, priority, objective, action or measure was found"
        )
    return Reading(merge(graph, _curated(graph, facts)), tuple(outline.unread))


def _declared(document: Document, told: Declaration, facts: Facts) -> Reading:
    """What a file in a format for plans states: its classes are taken as they are."""
    council = told.council.text if told.council else None
    text = " ".join(b.text.text for b in document.leaves())
    directory = Directory(glossary(document), council, splitter_for(document), text)
    source = Source(document.name, document.sha256)
    builder = Builder(plan_id(document, facts), source, document.text, directory)
    declare(builder, told, facts.title)
    mention(builder)
    cite(builder, document.leaves(), told.title.text)
    named = replace(facts, gss=facts.gss or told.gss, council=facts.council or council)
    graph = builder.graph()
    return Reading(merge(graph, _curated(graph, named)), ())


def _count(tables: Tables, kind: type[Element]) -> int:
    return sum(isinstance(n, kind) for n in tables.b.nodes.values())


def _has(tables: Tables, kind: type[Element]) -> bool:
    return any(isinstance(n, kind) for n in tables.b.nodes.values())


def _names_priority(tables: Tables) -> bool:
    """Whether something names a priority as such, and not only what stands below it."""
    made = (n for n in tables.b.nodes.values() if isinstance(n, Priority))
    return any(n.confidence is not None and n.confidence >= LIKELY for n in made)


def _size(tables: Tables) -> int:
    return len(tables.b.nodes)


def _read(outline: Outline, splitter: Splitter, begins: date | None) -> Tables:
    """Every block stated in the outline's builder, in order; the reader of tables has it."""
    blocks = outline.learned.blocks
    outline.b.nodes[outline.b.plan] = Plan(id=outline.b.plan, title="", kind="strategy")
    tables = Tables(outline, splitter, Held(blocks), begins)
    for block, after in pairwise([*blocks, None]):
        outline.table_follows = isinstance(block, Block) and isinstance(after, Table)
        if isinstance(block, Table):
            tables.read(block)
        elif block:
            outline.block(block, after if isinstance(after, Block) else None)
    return tables


def _heads(found: Labelled) -> bool:
    role, part = found.role, "." in (found.number or "")
    return role.heads or (role.numbered_as == "priority" and not part)


def naming_of(document: Document) -> Naming:
    """How the document names its priorities and themes, by a look at all its lines."""
    found = [(b, f) for b in document.leaves() if (f := label_of(b))]
    headings = [f for b, f in found if (b.kind == "heading" or b.bold) and f.number and f.rest]
    return Naming(
        priorities=any(f.role.name in ("priority", "linked-priority") for _, f in found),
        numbered=sum(_heads(f) for f in headings) >= 2,
        nested=_nested([f.noun for _, f in found if f.number and f.role.makes == "Priority"]),
    )


def _nested(nouns: Sequence[str]) -> Mapping[str, Role]:
    """What two nouns of numbered priorities mean where one comes again and again below the other.

    Below another, what is wanted is an objective: "Priority 1", "Goal 1", "Goal 2", "Priority 2".
    Else the other is a theme.
    """
    outer, *rest = dict.fromkeys(nouns) or [""]
    if len(rest) != 1:
        return {}
    below = nouns.index(rest[0])
    if below > 1 and outer not in nouns[below:]:
        return {}
    wanted = cue("wanted")
    objective = rest[0] in wanted and outer not in wanted
    return {rest[0]: roles()["objective"]} if objective else {outer: roles()["theme"]}


_REFERENCE = re.compile(
    r"\s*(?:action\s+)?(\d{1,2}\.\d{1,2})(?:\s*(?:,|and|&)\s*(\d{1,2}\.\d{1,2}))*"
)


def _cross_references(builder: Builder) -> None:
    """Links from an action to those that its words name by number."""
    numbered = {n.number: n.id for n in builder.nodes.values()
                if isinstance(n, Action) and n.number}  # fmt: skip
    for node_id, slices in list(builder.slices.items()):
        if not isinstance(builder.nodes[node_id], Action | Subaction):
            continue
        source = (
            builder.parent[node_id] if isinstance(builder.nodes[node_id], Subaction) else node_id
        )
        for at, number in _references(slices):
            target = numbered.get(number)
            if target and target != source:
                builder.link(source, "REFERS_TO", target, at)


def _references(slices: Iterable[Slice]) -> Iterable[tuple[Slice, str]]:
    for text in slices:
        for refers in cue_pattern("refer").finditer(text.text):
            if m := _REFERENCE.match(text.text, refers.end()):
                for number in re.findall(r"\d+\.\d+", m.group()):
                    yield text.cut(refers.start(), m.end()), number


def _publication(builder: Builder, outline: Outline, tables: Tables, about: Front,
                 document: Document, facts: Facts) -> None:  # fmt: skip
    """The node of the document itself, now that its parts tell what it is."""
    title = about.title.text if about.title else None
    themes = any(isinstance(n, Theme) for n in builder.nodes.values())
    kind = kind_of(title, outline.s.reported, themes, tables.with_rows)
    period = outline.period or about.period
    start, end = years(period)
    at = [s for s in (about.title, about.council_at, period) if s]
    spans = sorted({span for s in at for span in s.spans(document.text)})
    made = ProgressReport if kind == "progress report" else Plan
    builder.nodes[builder.plan] = made(
        id=builder.plan, title=facts.title or title or _untitled(document.name), kind=kind,
        council=about.council, period_text=period.text if period else None,
        period_start=start, period_end=end, spans=tuple(spans),
    )  # fmt: skip


def _untitled(name: str) -> str:
    return name.rsplit(".", 1)[0].replace("-", " ").replace("_", " ").strip().capitalize()


def _curated(graph: PlanGraph, facts: Facts) -> PlanGraph:
    """What the manifest says and the text does not."""
    councils = [
        Council(id=f"council/{gss}", gss=gss, basis="curated",
                canonical=facts.council or graph.publication.council or gss)
        for gss in (facts.gss,) if gss
    ]  # fmt: skip
    others = {"REPLACES": facts.replaces, "REPORTS_ON_PLAN": facts.reports_on,
              "UNDER_PLAN": facts.parent}  # fmt: skip
    ends = [("PLAN_OF", c.id) for c in councils]
    ends += [(key, slug(named, 20)) for key, named in others.items() if named]
    edges = [Edge(source=graph.plan, key=k, target=t, basis="curated") for k, t in ends]
    if any(e.target == graph.plan for e in edges):
        raise CrossplanError(
            f"{graph.source.name}: the manifest sets the plan above or after itself"
        )
    return PlanGraph.of(graph.plan, graph.source, councils, edges)
