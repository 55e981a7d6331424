"""Each partner of the plans as a body: whose it is, and under which key it is one with others."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from graph.compare.names import Lexicon, Name, area_of, one_off, parsed, unit
from graph.model import Council, Element, Partner, PlanGraph

Key = tuple[str, ...]

_LOWER = re.compile(r"(?<![\w./@-])[a-z]{3,}(?![\w/@-]|\.\w)")


@dataclass(frozen=True, slots=True)
class Body:
    """A partner with the plan that names it and the area of that plan's council, "" if unknown.

    `own` are the words of its name that are no words of the trade; `telling` says that these tell
    who it is wherever the name stands.
    """

    partner: Partner
    plan: str
    area: str
    name: Name
    own: frozenset[str]
    telling: bool

    @property
    def home(self) -> str:
        """The council's area, or the plan where that is unknown: inside it a name says more."""
        return self.area or f"{self.plan}/"

    @property
    def single(self) -> bool:
        """Whether it is a body at all: no post, which someone holds, and no kind of bodies."""
        other = self._post or self.name.many or not self.name.words
        return bool(self.partner.body) or not other

    @property
    def _post(self) -> bool:
        return self.partner.kind == "role" or self.name.post

    @property
    def role(self) -> str:
        """The name of a post that any council may have, without the area's, or ""."""
        words = [w for w in self.name.words if w not in self.area.split()]
        own = self._post and not self.partner.body and not self.name.many
        return " ".join(words) if own and len(words) > 1 else ""


def ordinary_words(graphs: Iterable[PlanGraph]) -> frozenset[str]:
    """The words that the statements of the plans write with a small letter."""
    found: set[str] = set()
    for graph in graphs:
        for element in graph.of_type(Element):
            found.update(_LOWER.findall(element.text))
    return frozenset(found)


def area(graph: PlanGraph) -> str:
    """The area of a plan's council, by the words of its name, or ""."""
    councils = [n.canonical for n in graph.of_type(Council)]
    return area_of(councils[0] if councils else graph.publication.council)


def bodies(graphs: Iterable[PlanGraph]) -> list[Body]:
    """The partners of these plans, in their order."""
    every = list(graphs)
    areas = {g.plan: area(g) for g in every}
    lexicon = Lexicon.of(ordinary_words(every), areas.values())
    found = []
    for graph in every:
        for partner in graph.of_type(Partner):
            name = parsed(partner.canonical)
            alone = lexicon.telling(name) and (name.school or one_off(name))
            telling = alone or (lexicon.placed(name) and not name.school)
            own = lexicon.own(name)
            found.append(Body(partner, graph.plan, areas[graph.plan], name, own, telling))
    return found


def keyed(every: Iterable[Body]) -> dict[Key, list[Body]]:
    """The bodies that are one by their names, by a key that says why; see `reason`.

    A name of schools in several councils' areas, or one that some of its spellings leave in doubt,
    counts inside one council only.
    """
    listed = list(every)
    areas: dict[str, set[str]] = defaultdict(set)
    doubtful = {b.name.key for b in listed if not b.telling}
    for b in listed:
        if b.name.school and b.area:
            areas[b.name.key].add(b.area)
    doubtful |= {key for key, where in areas.items() if len(where) > 1}
    found: dict[Key, list[Body]] = defaultdict(list)
    for b in listed:
        found[_key(b, b.name.key not in doubtful)].append(b)
    return found


def _key(b: Body, telling: bool) -> Key:
    if b.partner.body:
        return ("body", b.partner.body)
    if not b.single:
        return ("plan", b.plan, b.name.key)
    of = unit(b.name)
    if of and (where := of[0] or b.area):
        return ("unit", where, of[1])
    if telling:
        return ("name", b.name.key)
    return ("council", b.home, b.name.key) if b.own else ("plan", b.plan, b.name.key)


def reason(key: Key) -> str:
    """Why bodies with this key are one, in words."""
    match key:
        case ("body", _):
            return "it is one national body"
        case ("unit", where, what):
            return f"{where.title()} has one {what}"
        case ("name", _):
            return "hardly another body is called so"
        case ("council", _, _):
            return "plans of one council name it alike"
        case _:
            return "one plan names it"
