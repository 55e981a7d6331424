"""The vocabulary as data: Turtle files are the source of truth, code only reads them.

Files that the environment variable `CROSSPLAN_VOCABULARY` lists add to those beside this module:
concepts of fields other than education, and more labels of known concepts.
"""

import hashlib
import os
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from types import MappingProxyType

BASE = "https://w3id.org/crossplan/"
NS = BASE + "ns#"
VARIABLE = "CROSSPLAN_VOCABULARY"
_SKOS = "http://www.w3.org/2004/02/skos/core#"
_RDF_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
_LABELS = (_SKOS + "altLabel", _SKOS + "hiddenLabel")
_KINDS = {_SKOS + "Concept", NS + "Indicator"}


@dataclass(frozen=True, slots=True)
class Concept:
    """A SKOS concept: `id` is its IRI after `BASE`; `labels` are preferred, alternative, hidden.

    `negative` are phrases that contain a label and do not mean the concept; `more` holds every
    other property by its local name.
    """

    id: str
    label: str
    labels: tuple[str, ...]
    negative: tuple[str, ...]
    broader: tuple[str, ...]
    more: Mapping[str, tuple[str, ...]]


@cache
def own() -> tuple[str, ...]:
    """The names of the Turtle files beside this module, without the ending."""
    return tuple(sorted(p.name[:-4] for p in files(__name__).iterdir() if p.name.endswith(".ttl")))


@cache
def added() -> Mapping[str, Path]:
    """The Turtle files that are added, by name."""
    listed = os.environ.get(VARIABLE, "").split(os.pathsep)
    return MappingProxyType({p.stem: p for p in map(Path, filter(None, listed))})


def names() -> tuple[str, ...]:
    """The names of all Turtle files, without the ending."""
    return (*own(), *added())


def text(name: str) -> str:
    """A Turtle file's text."""
    file = added().get(name) or files(__name__).joinpath(f"{name}.ttl")
    return file.read_text(encoding="utf-8")


@cache
def digest() -> str:
    """The SHA-256 of all Turtle files, which changes when the vocabulary does."""
    every = "".join(f"{name}\n{text(name)}\n" for name in names())
    return hashlib.sha256(every.encode()).hexdigest()


def _local(iri: str) -> str:
    return iri.removeprefix(BASE) if iri.startswith(BASE) else iri


def scheme_of(concept: str) -> str:
    """What the id of a concept begins with: "topic" of "topic/sen"."""
    return concept.rpartition("/")[0]


@cache
def concepts(name: str) -> Mapping[str, Concept]:
    """The concepts of a Turtle file by id, in the order of their ids, with what was added to them.

    A label that an added file gives to a concept is taken from any other.

    >>> concepts("topics")["topic/young-carers"].broader
    ('topic/inclusion',)
    """
    if name in added():
        return {}
    found = _facts(name)
    schemes = {scheme_of(_local(iri)) for iri in found}
    for more in added():
        for iri, facts in _facts(more).items():
            if scheme_of(_local(iri)) in schemes:
                _take(facts, found)
                for prop, values in facts.items():
                    found[iri][prop] += values
    return MappingProxyType({_local(iri): _concept(iri, found[iri]) for iri in sorted(found)})


def ids(name: str) -> tuple[str, ...]:
    """The ids of the concepts that a Turtle file itself speaks of."""
    return tuple(map(_local, sorted(_facts(name))))


def _facts(name: str) -> dict[str, dict[str, list[str]]]:
    """IRI of a concept -> property -> values."""
    import pyoxigraph as ox

    found: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for t in ox.parse(text(name), format=ox.RdfFormat.TURTLE):
        if isinstance(t.subject, ox.NamedNode) and not isinstance(t.object, ox.BlankNode):
            found[t.subject.value][t.predicate.value].append(t.object.value)
    for iri in [i for i, facts in found.items() if not _KINDS & {*facts[_RDF_TYPE]}]:
        del found[iri]
    return found


def _take(facts: Mapping[str, list[str]], others: Mapping[str, dict[str, list[str]]]) -> None:
    """Takes the labels of a concept from all others."""
    labels = {v.casefold() for p in (*_LABELS, _SKOS + "prefLabel") for v in facts.get(p, ())}
    for other in others.values():
        for prop in _LABELS:
            if prop in other:
                other[prop] = [v for v in other[prop] if v.casefold() not in labels]


def _concept(iri: str, facts: dict[str, list[str]]) -> Concept:
    pref = facts.pop(_SKOS + "prefLabel", [_local(iri)])[0]
    alts = sorted(facts.pop(_SKOS + "altLabel", []))
    hidden = sorted(facts.pop(_SKOS + "hiddenLabel", []))
    negative = tuple(sorted(facts.pop(NS + "negativeLabel", [])))
    broader = tuple(sorted(_local(b) for b in facts.pop(_SKOS + "broader", [])))
    more = {p.split("#")[-1].split("/")[-1]: tuple(sorted(map(_local, v)))
            for p, v in facts.items()}  # fmt: skip
    return Concept(
        _local(iri), pref, (pref, *alts, *hidden), negative, broader, MappingProxyType(more)
    )
