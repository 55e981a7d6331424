"""Values that questions take: what people write, held against what the store and lists know."""

import difflib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import ontology
from graph.errors import UsageError
from graph.model import NODE_TYPES, Element
from graph.workspace import Workspace, pick

KINDS = (
    "text", "date", "plan", "council", "topics", "topic", "indicator", "population", "phase",
    "level",
)  # fmt: skip
CHOICE = r"\w[\w -]*\w(?:/\w[\w -]*\w)+"
"""A kind of its own: the words that may be given, between slashes."""

_SCHEMES = {
    "topic": ("topics", "topic/"),
    "indicator": ("vocab", "vocab/indicator/"),
    "population": ("vocab", "vocab/population/"),
    "phase": ("vocab", "vocab/phase/"),
}
_NEAR, _SHOWN = 3, 5


@dataclass(frozen=True, slots=True)
class Parameter:
    """A value that a question takes; `value` is its default, or an example if it is required."""

    name: str
    kind: str
    required: bool
    value: str
    meaning: str

    @property
    def option(self) -> str:
        """The option of the command line that gives it."""
        return "--" + self.name.replace("_", "-")


@dataclass(frozen=True, slots=True)
class Known:
    """The plans of a store, for values that name one: titles and councils by the plan's id."""

    where: str
    titles: Mapping[str, str]
    councils: Mapping[str, str]


def known(workspace: Workspace) -> Known:
    """What a workspace knows of its plans."""
    records = workspace.plans()
    councils = {r.id: r.council for r in records if r.council}
    return Known(str(workspace.path), {r.id: r.title for r in records}, councils)


def typed(parameter: Parameter, value: str, store: Known) -> str | date:
    """The value as queries take it; empty text stands for any.

    A plan becomes its id, a topic or indicator the last part of its IRI, a level a class in small
    letters. A council becomes its plans; topics, a population or a phase become themselves with all
    that is narrower: `|a|b|`.
    """
    if parameter.kind == "date":
        return _date(value)
    if not value or parameter.kind == "text":
        return value
    if parameter.kind not in _READ:
        return choose(parameter.name, value, dict.fromkeys(parameter.kind.split("/"), ()))
    return _READ[parameter.kind](value, store)


def several(ids: Sequence[str]) -> str:
    """Ids as one text, in which each stands between bars.

    >>> several(["ks1", "ks2"])
    '|ks1|ks2|'
    """
    return f"|{'|'.join(ids)}|"


def choose(what: str, name: str, labels: Mapping[str, Sequence[str]]) -> str:
    """The one thing that `name` means: its id or label, the start or a part of the first label."""
    wanted = name.casefold()
    folded = {i: [i.casefold(), *(x.casefold() for x in found)] for i, found in labels.items()}
    tests: tuple[Callable[[list[str]], bool], ...] = (
        lambda names: names[0] == wanted,
        lambda names: wanted in names,
        lambda names: any(n.startswith(wanted) for n in names[:2]),
        lambda names: any(wanted in n for n in names[:2]),
    )
    for test in tests:
        found = [i for i, names in folded.items() if test(names)]
        if len(found) == 1:
            return found[0]
        if found:
            more = ", …" if len(found) > _SHOWN else ""
            raise UsageError(
                f"{name!r} could be any of these {what}s: {', '.join(found[:_SHOWN])}{more}"
            )
    raise UsageError(f"no {what} {name!r}; there is {', '.join(_nearest(wanted, folded))}")


def _nearest(wanted: str, folded: Mapping[str, list[str]]) -> list[str]:
    of = {label: i for i, names in folded.items() for label in names}
    near = difflib.get_close_matches(wanted, of, n=2 * _NEAR)
    return list(dict.fromkeys(of[n] for n in near))[:_NEAR] or list(folded)[:_SHOWN]


def _date(value: str) -> date:
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise UsageError(f"{value!r} is not a date; write it as 2026-08-31") from None


def _plan(value: str, store: Known) -> str:
    return pick(store.titles, value, store.where)


def council_of(value: str, store: Known) -> str:
    """The whole name of the one council that a name or a part of it means."""
    names = sorted(set(store.councils.values()))
    if not names:
        raise UsageError(f"no plan in {store.where} says which council it is of; name a plan")
    return choose("council", value, dict.fromkeys(names, ()))


def _council(value: str, store: Known) -> str:
    council = council_of(value, store)
    return several(sorted(p for p, c in store.councils.items() if c == council))


def _concept(kind: str, value: str) -> str:
    source, start = _SCHEMES[kind]
    listed = {k: c for k, c in ontology.concepts(source).items() if k.startswith(start)}
    return choose(kind, value, {k.removeprefix(start): c.labels for k, c in listed.items()})


def _topic(value: str, _: Known) -> str:
    return _concept("topic", value)


def topics_of(value: str) -> list[str]:
    """The topic that a name or a part of it means, then all that are narrower, as ids."""
    first = _concept("topic", value)
    rest = _with_narrower("topic", first).strip("|").split("|")
    return [f"topic/{t}" for t in (first, *(t for t in rest if t != first))]


def _indicator(value: str, _: Known) -> str:
    return _concept("indicator", value)


def _with_narrower(kind: str, value: str) -> str:
    source, start = _SCHEMES[kind]
    found = {start + _concept(kind, value)}
    concepts = ontology.concepts(source)
    while more := {k for k, c in concepts.items() if found & set(c.broader)} - found:
        found |= more
    return several(sorted(k.removeprefix(start) for k in found))


def _topics(value: str, _: Known) -> str:
    return _with_narrower("topic", value)


def _population(value: str, _: Known) -> str:
    return _with_narrower("population", value)


def _phase(value: str, _: Known) -> str:
    return _with_narrower("phase", value)


def _level(value: str, _: Known) -> str:
    """A class of statements, or `statement` for whatever is below a priority."""
    levels = [n.lower() for n, kind in NODE_TYPES.items() if issubclass(kind, Element)]
    return choose("level", value, dict.fromkeys((*levels, "statement"), ()))


_READ: Mapping[str, Callable[[str, Known], str]] = {
    "plan": _plan,
    "council": _council,
    "topics": _topics,
    "topic": _topic,
    "indicator": _indicator,
    "population": _population,
    "phase": _phase,
    "level": _level,
}
