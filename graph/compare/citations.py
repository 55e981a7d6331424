"""Which of the plans that are here a plan means by a title that it names."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from graph.compare.likeness import plain
from graph.compare.names import area_of
from graph.compare.pairs import YEARS, undated
from graph.corpus import Corpus
from graph.findings import Citation, Findings, finding_id, joined, link
from graph.model import CitedDocument, PlanGraph

METHOD = "citations"
VERSION = f"{METHOD}-1"


@dataclass(frozen=True, slots=True)
class _Title:
    """A plan by the words of its title, without years and the name of its council's area."""

    graph: PlanGraph
    area: str
    words: frozenset[str]


def find(corpus: Corpus) -> Findings:
    """The plans that others name: by their whole title, in a plan of the same council or with it.

    A title that several plans bear, as versions do, is told by its years; else it links to none.
    """
    titles: dict[frozenset[str], list[_Title]] = defaultdict(list)
    for graph in corpus.graphs:
        area = area_of(graph.council)
        title = _Title(graph, area, _words(graph.publication.title, area))
        titles[title.words].append(title)
    areas = {t.area for found in titles.values() for t in found}
    return joined(one for g in corpus.graphs for one in _cited(g, titles, areas))


def _cited(
    graph: PlanGraph, titles: dict[frozenset[str], list[_Title]], areas: set[str]
) -> Iterator[Findings]:
    own = area_of(graph.council)
    for cited in graph.of_type(CitedDocument):
        if cited.kind != "plan":
            continue
        said = set(plain(cited.canonical).split())
        of = next((a for a in sorted(areas) if a and {*a.split()} <= said), own)
        found = [
            t for t in titles.get(_words(cited.canonical, of), ())
            if t.graph is not graph and t.area == of and of and _same_years(cited, t.graph)
        ]  # fmt: skip
        if len(found) == 1:
            yield _citation(cited, found[0].graph)


def _citation(cited: CitedDocument, graph: PlanGraph) -> Findings:
    title = graph.publication.title
    made = Citation(
        id=finding_id("citation", cited.id, graph.plan), basis="derived", method=VERSION,
        evidence=(f"“{cited.canonical}” is the title of “{title}”, years and council aside",),
    )  # fmt: skip
    ends = {"CITED": cited.id, "CITED_PLAN": graph.plan}
    return Findings.of([made], (link(made, key, end, METHOD) for key, end in ends.items()))


def _words(name: str, area: str) -> frozenset[str]:
    words = plain(undated(name)).split()
    return frozenset(w.removesuffix("'s") for w in words) - {
        *area.split(),
        "the",
        "council",
        "city",
    }


def _same_years(cited: CitedDocument, graph: PlanGraph) -> bool:
    """Whether a name without years was printed, or the years are those of the plan."""
    about = graph.publication
    printed = YEARS.search(cited.canonical)
    theirs = YEARS.search(f"{about.title} {about.period_text or ''}")
    return not printed or not theirs or printed.group()[:4] == theirs.group()[:4]
