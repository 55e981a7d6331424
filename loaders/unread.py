"""What was not understood of a document, told by topic, so that a gap can be told from silence."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from decimal import Decimal

from graph.model import Edge, PlanGraph, Span, Unread
from graph.topics import topics
from loaders import Account
from loaders.coverage import UNREAD, Passage

_AROUND = 120
_FEW = 5
"""How many places of a topic's words are kept."""


def with_unread(account: Account) -> PlanGraph:
    """The document's graph with the share and the topics of what was not understood."""
    graph, found = account.graph, account.coverage
    share = Decimal(str(round(found.share(UNREAD), 4)))
    nodes = list(_unread(graph.plan, account.document.text, found.unread))
    links = [Edge(source=graph.plan, key="LEFT_UNREAD", target=n.id) for n in nodes]
    others = (n for n in graph.nodes if n.id != graph.plan)
    return PlanGraph.of(
        graph.plan, graph.source, [replace(graph.publication, unread=share), *others, *nodes],
        [*graph.edges, *links],
    )  # fmt: skip


def _unread(plan: str, text: str, passages: Iterable[Passage]) -> Iterator[Unread]:
    places: dict[str, list[Span]] = defaultdict(list)
    around: dict[str, str] = {}
    for passage in passages:
        for match in topics().find(text[passage.start : passage.end]):
            start, end = passage.start + match.start, passage.start + match.end
            places[match.concept].append(Span(start, end, text[start:end]))
            around.setdefault(match.concept, _sentence(text, passage, start, end))
    for concept, spans in places.items():
        topic = concept.removeprefix("topic/")
        yield Unread(
            id=f"{plan}/unread/{topic}", topic=topic, text=around[concept],
            spans=tuple(spans[:_FEW]),
        )  # fmt: skip


def _sentence(text: str, passage: Passage, start: int, end: int) -> str:
    """The words around a place in a passage, whole ones only, on one line."""
    left, right = max(passage.start, start - _AROUND), min(passage.end, end + _AROUND)
    before = text[left:start] if left == passage.start else text[left:start].partition(" ")[2]
    after = text[end:right] if right == passage.end else text[end:right].rpartition(" ")[0]
    return " ".join(f"{before}{text[start:end]}{after}".split())
