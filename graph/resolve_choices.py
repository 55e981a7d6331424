"""Which statements and bodies of the plans people's choices are on."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property

from graph.choices import Choice
from graph.corpus import Choices, Pair, Same, pair
from graph.errors import UsageError
from graph.groups import Groups
from graph.model import Element, Partner, PlanGraph


def quoted(node: Element) -> str:
    """The words of the source that a statement was read from, on one line."""
    return " ".join(" ".join(s.quote for s in node.spans).split())


def named(name: str) -> str:
    """A name in the form under which it is looked up."""
    return " ".join(name.split()).casefold()


class Known:
    """The statements and bodies of some plans, to be found by what a person calls them."""

    def __init__(self, graphs: Iterable[PlanGraph]) -> None:
        self.graphs: Mapping[str, PlanGraph] = {g.plan: g for g in graphs}

    @cached_property
    def bodies(self) -> Mapping[str, frozenset[str]]:
        """The ids of the partners that are called so, by name and by id."""
        found: dict[str, set[str]] = defaultdict(set)
        for g in self.graphs.values():
            for p in g.of_type(Partner):
                for name in (named(p.name), named(p.canonical), p.id):
                    found[name].add(p.id)
        return {name: frozenset(ids) for name, ids in found.items()}

    def statement(self, told: str, name: str, words: str = "") -> Element:
        """The statement with this id if it has these words, else the one of its plan with them."""
        graph = self.graphs.get(name.split("/")[0])
        if graph is None:
            raise UsageError(f"{told} is on {name}, but no plan {name.split('/')[0]!r} is loaded"
                             f"{_near(name.split('/')[0], self.graphs)}")  # fmt: skip
        node = graph.by_id.get(name)
        if isinstance(node, Element) and words in ("", quoted(node)):
            return node
        same = [n for n in graph.of_type(Element) if words and quoted(n) == words]
        if len(same) == 1:
            return same[0]
        raise UsageError(f"{told} is on {name}, which is no statement of {graph.plan} as it is read"
                         f" now{_near(name, [n.id for n in graph.of_type(Element)])}")  # fmt: skip

    def partners(self, told: str, name: str) -> frozenset[str]:
        """The ids of the partners that a name means."""
        found = self.bodies.get(name) or self.bodies.get(named(name))
        if not found:
            every = [p for g in self.graphs.values() for p in g.of_type(Partner)]
            known = [name for p in every for name in (p.name, p.canonical)]
            raise UsageError(f"{told} is on {name!r}, which no plan names{_near(name, known)}")
        return found

    def ends(self, choice: Choice) -> Pair | frozenset[frozenset[str]]:
        """What a choice is on, whichever end is named first."""
        if choice.kind == "overlap":
            return self.overlap(choice)
        word = self.same(choice)
        return frozenset({word.first, word.second})

    def overlap(self, choice: Choice) -> Pair:
        """The ids of the two statements, of different plans, that a choice is on."""
        first = self.statement(choice.told, choice.first, choice.first_quote)
        second = self.statement(choice.told, choice.second, choice.second_quote)
        if first.id.split("/")[0] == second.id.split("/")[0]:
            raise UsageError(
                f"{choice.told} is on two statements of one plan; an overlap is of two"
            )
        return pair(first.id, second.id)

    def same(self, choice: Choice) -> Same:
        """The bodies that a choice is on."""
        ends = [self.partners(choice.told, name) for name in (choice.first, choice.second)]
        if len(ends[0] | ends[1]) == 1:
            raise UsageError(f"{choice.told} names one partner twice: {', '.join(ends[0])}")
        return Same(ends[0], ends[1], choice.verdict == "accept", choice.because)


def _near(name: str, known: Iterable[str]) -> str:
    from rapidfuzz import process

    near = process.extract(name, sorted(set(known)), limit=3, score_cutoff=50)
    return f"; the nearest is {', '.join(str(n) for n, _, _ in near)}" if near else ""


def resolved(choices: Sequence[Choice], graphs: Iterable[PlanGraph]) -> Choices:
    """The choices on these plans; a UsageError for what is not there or contradicts another."""
    if not choices:
        return Choices()
    known = Known(graphs)
    verdicts: dict[Pair, Choice] = {}
    for choice in (c for c in choices if c.kind == "overlap"):
        ends = known.overlap(choice)
        other = verdicts.setdefault(ends, choice)
        if other.verdict != choice.verdict:
            raise UsageError(_contradicts(choice, other, " and ".join(ends)))
    same = [(c, known.same(c)) for c in choices if c.kind == "same"]
    _refuse_contradiction(same)
    by_verdict = {
        verdict: {ends: c.because for ends, c in verdicts.items() if c.verdict == verdict}
        for verdict in ("accept", "reject")
    }
    return Choices(by_verdict["accept"], by_verdict["reject"], tuple(s for _, s in same))


def _contradicts(choice: Choice, other: Choice, ends: str) -> str:
    return f"{choice.told} contradicts {other.told} on {ends}; keep one of them"


def _refuse_contradiction(same: Sequence[tuple[Choice, Same]]) -> None:
    """Raises where bodies are to be apart that other choices, one after another, make one."""
    groups = Groups()
    for _, word in same:
        if word.accepted:
            groups.join(word.first | word.second)
    for choice, word in same:
        clash = None if word.accepted else _clash(groups, word.first, word.second)
        if clash:
            others = [c for c, w in same if w.accepted and groups.root(min(w.first)) == clash]
            raise UsageError(_contradicts(choice, others[0], f"{choice.first} and {choice.second}"))


def _clash(groups: Groups, first: Iterable[str], second: Iterable[str]) -> str | None:
    """The group in which one of the first is together with another of the second."""
    inside = [groups.members(ids) for ids in (first, second)]
    shared = sorted(inside[0].keys() & inside[1].keys())
    return next((r for r in shared if len({*inside[0][r], *inside[1][r]}) > 1), None)
