"""The vocabulary as data: Turtle files are the source of truth, code only reads them."""

import hashlib
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType

BASE = "https://w3id.org/crossplan/"
NS = BASE + "ns#"
_SKOS = "http://www.w3.org/2004/02/skos/core#"
_RDF_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"


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


def names() -> tuple[str, ...]:
    """The names of the Turtle files, without the ending."""
    return tuple(sorted(p.name[:-4] for p in files(__name__).iterdir() if p.name.endswith(".ttl")))


def text(name: str) -> str:
    """A Turtle file's text."""
    return files(__name__).joinpath(f"{name}.ttl").read_text(encoding="utf-8")


@cache
def digest() -> str:
    """The SHA-256 of all Turtle files, which changes when the vocabulary does."""
    every = "".join(f"{name}\n{text(name)}\n" for name in names())
    return hashlib.sha256(every.encode()).hexdigest()


def _local(iri: str) -> str:
    return iri.removeprefix(BASE) if iri.startswith(BASE) else iri


@cache
def concepts(name: str) -> Mapping[str, Concept]:
    """The concepts of a Turtle file by id, in the order of their ids.

    >>> concepts("topics")["topic/young-carers"].broader
    ('topic/inclusion',)
    """
    import pyoxigraph as ox

    found: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for t in ox.parse(text(name), format=ox.RdfFormat.TURTLE):
        if isinstance(t.subject, ox.NamedNode) and not isinstance(t.object, ox.BlankNode):
            found[t.subject.value][t.predicate.value].append(t.object.value)
    out = {}
    for iri in sorted(found):
        facts = found[iri]
        if _SKOS + "Concept" not in facts[_RDF_TYPE] and NS + "Indicator" not in facts[_RDF_TYPE]:
            continue
        pref = facts.pop(_SKOS + "prefLabel", [_local(iri)])[0]
        alts = sorted(facts.pop(_SKOS + "altLabel", []))
        hidden = sorted(facts.pop(_SKOS + "hiddenLabel", []))
        negative = tuple(sorted(facts.pop(NS + "negativeLabel", [])))
        broader = tuple(sorted(_local(b) for b in facts.pop(_SKOS + "broader", [])))
        more = {p.split("#")[-1].split("/")[-1]: tuple(sorted(map(_local, v)))
                for p, v in facts.items()}  # fmt: skip
        out[_local(iri)] = Concept(
            _local(iri), pref, (pref, *alts, *hidden), negative, broader, MappingProxyType(more)
        )
    return MappingProxyType(out)
