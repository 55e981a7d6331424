"""A vault of notes for Obsidian and other Markdown tools: a note a statement, partner and topic."""

import json
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import count

import ontology
from graph.exporting.content import Content, in_xml
from graph.exporting.outline import Outline, outline
from graph.model import Element, Node, Partner, PlanGraph, Target
from graph.property_graph import Row, node_row

_UNSAFE = re.compile(r"[^\w\s'()&,.-]|_")
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?", re.IGNORECASE)
_MARKUP = re.compile(r"([\\`*_{}\[\]<>#|!$%~^=&+])")
_LIST = re.compile(r"^(\s*)(-|\d+(?=[.)]))")
_LONGEST = 70
_BODY = ("text", "title", "canonical", "quote", "start", "end", "alsoAt", "tags", "topic")
"""Fields that stand in the body of a note; the others are its properties."""
_FOLDERS: Mapping[str, str] = {
    "Partner": "Partners", "Programme": "Programmes", "CitedDocument": "Documents",
    "Council": "Councils",
}  # fmt: skip
"""Class of what several plans may name -> the folder of its notes."""
_SAYS: Mapping[str, str] = {
    "LED_BY": "Led by", "WITH_PARTNER": "With", "MENTIONS": "Mentions", "CITES": "Cites",
    "USES_PROGRAMME": "Uses", "REFERS_TO": "Refers to", "REPORTS_ON": "Reports on",
    "LINKED_PRIORITY": "Linked priorities", "PLAN_OF": "Plan of",
}  # fmt: skip


def words(text: str) -> str:
    r"""Text that Markdown shows as it is, on one line.

    >>> words("[[x]] *y* <b>")
    '\\[\\[x\\]\\] \\*y\\* \\<b\\>'
    """
    line = " ".join(in_xml(text).split())
    return _LIST.sub(r"\1\\\2", _MARKUP.sub(r"\\\1", line))


def safe(text: str) -> str:
    """A name for a file that every system takes and no link mistakes.

    >>> safe("../../A: *plan*?"), safe("CON")
    ('A plan', 'CON note')
    """
    plain = " ".join(_UNSAFE.sub(" ", unicodedata.normalize("NFC", in_xml(text))).split())
    name = plain[:_LONGEST].strip(" .") or "note"
    return f"{name} note" if _RESERVED.fullmatch(name) else name


class _Names:
    """Paths of notes, none twice even where case does not count."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def path(self, folder: str, text: str) -> str:
        name = safe(text)
        tries = (f"{folder}/{name}" + (f" ({n})" if n > 1 else "") for n in count(1))
        path = next(p for p in tries if p.casefold() not in self._taken)
        self._taken.add(path.casefold())
        return path


def files(content: Content) -> Mapping[str, bytes]:
    """Every note by its path; bodies of one name in several plans are one note."""
    names, notes = _Names(), {}
    topics = {c.id: names.path("Topics", c.label) for c in ontology.concepts("topics").values()}
    shared: dict[str, str] = {}
    starts = []
    for graph in content.graphs:
        o = outline(graph)
        paths = _paths(graph, o, names, shared)
        starts.append(_link(paths[graph.plan], graph.publication.title))
        for node in (n for n in o.nodes.values() if n.id in paths):
            if _is_own(node, graph):
                notes[paths[node.id]] = _note(node, graph, o, paths, topics)
            else:
                notes.setdefault(paths[node.id], _body(node))
    notes |= {topics[t]: _topic(t, topics) for t in _used(content, topics)}
    notes["Start"] = f"# Plans\n\n{_listed('', starts)}\n"
    return {f"{path}.md": note.encode() for path, note in notes.items()}


def _is_own(node: Node, graph: PlanGraph) -> bool:
    """Whether a node is of one plan alone: a statement, a target or the plan itself."""
    return isinstance(node, Element | Target) or node.id == graph.plan


def _paths(graph: PlanGraph, o: Outline, names: _Names, shared: dict[str, str]) -> dict[str, str]:
    """The path of each node's note; `shared` has those that several plans may have."""
    paths = {}
    for node in o.nodes.values():
        kind, shown = type(node).__name__, _shown(node)
        if _is_own(node, graph):
            number = getattr(node, "number", None) or ""
            paths[node.id] = names.path(graph.plan, f"{kind} {number} {shown}")
        elif kind in _FOLDERS:
            key = f"{kind} {shown}".casefold()
            paths[node.id] = shared[key] = shared.get(key) or names.path(_FOLDERS[kind], shown)
    return paths


def _used(content: Content, topics: Mapping[str, str]) -> set[str]:
    """The topics that statements are about, and all that are broader."""
    tags = (t for g in content.graphs for n in g.nodes for t in getattr(n, "tags", ()))
    left = [t.concept for t in tags if t.concept in topics]
    used: set[str] = set()
    while left:
        if (topic := left.pop()) not in used:
            used.add(topic)
            left += ontology.concepts("topics")[topic].broader
    return used & set(topics)


def _shown(node: Node) -> str:
    for name in ("text", "title", "canonical"):
        if value := getattr(node, name, None):
            return str(value)
    return node.id


def _link(path: str, shown: str) -> str:
    return f"[[{path}|{words(shown[:_LONGEST])}]]"


def _properties(row: Row) -> str:
    """The fields as YAML that is JSON as well, so that no value can be taken for another."""
    kept = {k: v for k, v in row.items() if k not in _BODY}
    lines = (f"{k}: {json.dumps(v, ensure_ascii=True)}\n" for k, v in kept.items())
    return f"---\n{''.join(lines)}---\n"


def _note(
    node: Node, graph: PlanGraph, o: Outline, paths: Mapping[str, str], topics: Mapping[str, str]
) -> str:
    parts = [_properties(node_row(node) | {"plan": graph.plan}), f"# {words(_shown(node))}"]
    if node.spans:
        parts.append("\n".join(f"> {words(s.quote)}" for s in node.spans))
        parts.append(
            f"{words(graph.source.name)}, characters {node.spans[0].start} to {node.spans[0].end}"
        )
    if node.id != graph.plan:
        home = o.home.get(node.id, graph.plan)
        parts.append(f"Part of {_link(paths[home], _shown(o.nodes[home]))}")
    parts += _links(node, o, paths)
    tags = {t.concept for t in getattr(node, "tags", ()) if t.concept in topics}
    parts.append(_listed("About", (f"[[{topics[t]}]]" for t in sorted(tags))))
    return "\n\n".join(p for p in parts if p) + "\n"


def _links(node: Node, o: Outline, paths: Mapping[str, str]) -> Iterator[str]:
    """What hangs on a node, then what it is linked to, a list for each kind."""
    found: dict[str, list[Node]] = defaultdict(list)
    for below in o.below.get(node.id, ()):
        found[f"{type(below).__name__}s"].append(below)
    for e in o.edges:
        if e.source == node.id and e.target in paths and not o.nested(e):
            found[_SAYS.get(e.key, e.key)].append(o.nodes[e.target])
    for says, nodes in found.items():
        yield _listed(says, (_link(paths[n.id], _shown(n)) for n in nodes))


def _listed(says: str, links: Iterable[str]) -> str:
    rows = "\n".join(f"- {link}" for link in links)
    return f"## {says}\n\n{rows}" if says and rows else rows


def _body(node: Node) -> str:
    """The note of a partner, programme, council or document; what links to it shows there."""
    kept = {"type": type(node).__name__, "kind": getattr(node, "kind", None)}
    row = {k: v for k, v in kept.items() if v}
    printed = node.name if isinstance(node, Partner) and node.name != node.canonical else ""
    more = f"\nPrinted as {words(printed)}\n" if printed else ""
    return f"{_properties(row)}\n# {words(_shown(node))}\n{more}"


def _topic(concept: str, topics: Mapping[str, str]) -> str:
    said = ontology.concepts("topics")[concept]
    broader = _listed("Broader", (f"[[{topics[b]}]]" for b in said.broader if b in topics))
    properties = _properties({"type": "Topic", "id": said.id})
    return f"{properties}\n# {words(said.label)}\n\n{broader}".rstrip() + "\n"
