"""Partners that are one body, of several plans or of one; and those that may be, for people to say.

A name joins partners of different plans only if it tells: it is that of a national body, holds that
of an area, or has a word that hardly another body has. A post is a council's own and a group is a
kind, so neither is ever one across plans. Work grows with the number of partners: names are looked
up by what they share, never each with each.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from graph.compare.bodies import Body, Key, bodies, keyed, reason
from graph.compare.names import parsed
from graph.compare.possible import Candidate, candidates
from graph.corpus import Choices, Corpus, Same
from graph.findings import Findings, Organisation, PossibleMatch, SharedRole, finding_id, link
from graph.groups import Groups

if TYPE_CHECKING:
    from graph.model import Edge, Node

METHOD = "partners"
VERSION = f"{METHOD}-3"


def find(corpus: Corpus) -> Findings:
    """The bodies that more than one partner is, and what may be one body."""
    every = bodies(corpus.graphs)
    one = _Resolved(every, corpus.choices)
    nodes: list[Node] = []
    edges: list[Edge] = []
    for body, partners in one.organisations():
        nodes.append(body)
        edges += [link(body, "NAMED_AS", p, METHOD) for p in partners]
    for match, partners in one.matches():
        nodes.append(match)
        edges += [link(match, "CANDIDATE", p, METHOD) for p in partners]
    for role, partners in _roles(every):
        nodes.append(role)
        edges += [link(role, "HELD_AS", p, METHOD) for p in partners]
    return Findings.of(nodes, edges)


def _roles(every: Sequence[Body]) -> Iterator[tuple[SharedRole, list[str]]]:
    """The posts of one name that several councils have, or several plans of none."""
    found: dict[str, list[Body]] = defaultdict(list)
    for b in every:
        if b.role:
            found[b.role].append(b)
    for key, held in sorted(found.items()):
        if len({b.home for b in held}) > 1:
            name = min((b.partner.canonical for b in held), key=lambda n: (len(n), n))
            yield SharedRole(
                id=finding_id("role", key), basis="derived", canonical=name, method=VERSION,
                evidence=("one name of a post, of which each council has its own",),
            ), [b.partner.id for b in held]  # fmt: skip


def resolved(corpus: Corpus) -> Mapping[str, str]:
    """Partner -> the id that stands for its body: its own where no other is the same."""
    one = _Resolved(bodies(corpus.graphs), corpus.choices)
    return {i: one.groups.root(i) for i in one.by_id}


class _Resolved:
    """Partners joined as people decided, and then by their names as far as that allows."""

    def __init__(self, every: Sequence[Body], choices: Choices) -> None:
        self.by_id = {b.partner.id: b for b in every}
        self.groups, self.words = Groups(), choices.same
        self.keys: dict[str, Key] = {}
        self._apart: dict[str, set[tuple[int, bool]]] = defaultdict(set)
        for n, word in enumerate(self.words):
            for side, ids in enumerate((word.first, word.second)):
                for i in () if word.accepted else ids:
                    self._apart[i].add((n, bool(side)))
        for word in self.words:
            if word.accepted:
                first, *others = sorted(word.first | word.second)
                for other in others:
                    self._join(first, other)
        for key, found in keyed(every).items():
            self.keys |= {b.partner.id: key for b in found}
            self._join_all([b.partner.id for b in found])

    def _join(self, first: str, second: str) -> bool:
        """Makes two one, unless a person said that any of theirs are apart."""
        ends = self.groups.root(first), self.groups.root(second)
        if ends[0] != ends[1]:
            tags = [self._apart.get(end, set()) for end in ends]
            if any((n, not side) in tags[1] for n, side in tags[0]):
                return False
            self.groups.join(ends)
            if tags[0] or tags[1]:
                self._apart[self.groups.root(first)] = tags[0] | tags[1]
        return True

    def _join_all(self, ids: Iterable[str]) -> None:
        parts: list[str] = []
        for i in sorted(ids):
            if not any(self._join(part, i) for part in parts):
                parts.append(i)

    def organisations(self) -> Iterator[tuple[Organisation, list[str]]]:
        """Each body that two partners or more are, with their ids."""
        for root, ids in self.groups.members(self.by_id).items():
            if len(ids) > 1:
                yield self._organisation(root, [self.by_id[i] for i in ids]), ids

    def _organisation(self, root: str, found: list[Body]) -> Organisation:
        name = _best(b.partner.canonical for b in found)
        said = [w for w in self.words if w.accepted and self.groups.root(min(w.first)) == root]
        keys = sorted({self.keys[b.partner.id] for b in found})
        why = [*map(_person, said), *(map(reason, keys) if not said or len(keys) == 1 else ())]
        school = any(b.name.school for b in found)
        return Organisation(
            id=finding_id("organisation", root), basis="curated" if said else "derived",
            canonical=name, kind="school" if school else _best(b.partner.kind for b in found),
            status="accepted" if said else "resolved", method=VERSION,
            evidence=tuple(sorted({*why, *(_written(b, name) for b in found)})),
        )  # fmt: skip

    def matches(self) -> Iterator[tuple[PossibleMatch, list[str]]]:
        """What may be one body and nobody decided on."""
        roots = {self.groups.root(i) for i in self.by_id}
        found: dict[tuple[str, ...], Candidate] = {}
        for candidate in candidates(self.by_id[i] for i in sorted(roots)):
            ids = tuple(sorted(b.partner.id for b in candidate.bodies))
            if self._open(ids):
                found.setdefault(ids, candidate)
        for ids, candidate in sorted(found.items(), key=lambda item: item[0]):
            names = sorted({f"\u201c{b.partner.name}\u201d" for b in candidate.bodies})
            evidence = (f"{' and '.join(names)}: {candidate.why}",)
            yield PossibleMatch(
                id=finding_id("match", *ids), basis="derived", status="proposed", method=VERSION,
                evidence=evidence,
            ), list(ids)  # fmt: skip

    def _open(self, ids: Sequence[str]) -> bool:
        tags = [self._apart.get(i, set()) for i in ids]
        return not any(
            (n, not side) in second
            for at, first in enumerate(tags) for second in tags[at + 1 :] for n, side in first
        )  # fmt: skip


def _best(values: Iterable[str]) -> str:
    """The most frequent, of several the longest."""
    counted = Counter(values)
    return min(counted, key=lambda v: (-counted[v], -len(v), v))


def _person(word: Same) -> str:
    return ": ".join(filter(None, ("a person decided that they are one", word.because)))


def _written(b: Body, name: str) -> str:
    """How a partner's printed name comes to be the body's name."""
    printed = b.partner.name
    told = parsed(printed).told
    if b.partner.body and printed != name:
        said = "a name of that body"
    elif printed == name:
        said = "the name itself"
    elif parsed(printed).words == parsed(name).words:
        said = "; ".join(told) or "the same words"
    elif parsed(printed).key == parsed(name).key:
        said = "the same letters, parted otherwise"
    elif b.partner.canonical == name:
        said = "written out so by its plan"
    else:
        said = "another name of it"
    return f"\u201c{printed}\u201d for \u201c{name}\u201d: {said}"
