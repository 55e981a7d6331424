"""Why two statements are put together: what both of them say, in the words of each."""

from collections.abc import Mapping

import ontology
from graph.compare.features import closure
from graph.compare.statement import CODES, Statement, stem
from graph.compare.weights import Weights

NEAR = 0.5
TELLING, TOGETHER = 0.6, 1.2
"""How telling a shared word is to be a reason by itself, and several to be one together."""


def shared(a: Statement, b: Statement, learned: Weights) -> dict[str, str]:
    """Each reason with what it rests on, the words of the first and of the second quoted."""
    found = {}
    if topic := _topic(a, b):
        found["same-topic"] = topic
    for kind in CODES:
        if both := a.codes[kind].keys() & b.codes[kind].keys():
            found[f"same-{kind}"] = "; ".join(
                _shown(_name("vocab", c), a.codes[kind][c], b.codes[kind][c]) for c in sorted(both)
            )
    if both := a.partners.keys() & b.partners.keys():
        found["same-partner"] = "; ".join(
            _shown(a.partners[p], a.partners[p], b.partners[p]) for p in sorted(both)
        )
    if not found and (words := _wording(a, b, learned)):
        found["same-wording"] = words
    return found


def _topic(a: Statement, b: Statement) -> str:
    """The topics that both have, or else the nearest that their topics come under."""
    of_a, of_b = _all(a), _all(b)
    exact = sorted(of_a.keys() & of_b.keys())
    if exact:
        return "; ".join(_shown(_name("topics", t), of_a[t], of_b[t]) for t in exact)
    above_a, above_b = _above(of_a), _above(of_b)
    near = sorted(above_a.keys() & above_b.keys())
    return "; ".join(_shown(_name("topics", t), above_a[t], above_b[t]) for t in near)


def _all(s: Statement) -> dict[str, str]:
    """Own topics with their words, and those of a heading above with the heading's words."""
    return {c: f"{w} (above it)" for c, w in s.inherited.items()} | dict(s.topics)


def _above(topics: Mapping[str, str]) -> dict[str, str]:
    """The topics themselves and those one step broader, with the words that showed them."""
    return {
        up: words
        for topic, words in topics.items()
        for up, strength in closure(topic).items()
        if strength >= NEAR
    }


def _wording(a: Statement, b: Statement, learned: Weights) -> str:
    common = {stem(w) for w in a.words} & {stem(w) for w in b.words}
    weight = {w: learned.word(stem(w)) for w in a.words if stem(w) in common}
    enough = max(weight.values(), default=0) >= TELLING or sum(weight.values()) >= TOGETHER
    return ", ".join(w for w, value in weight.items() if value) if enough else ""


def _name(file: str, concept: str) -> str:
    return ontology.concepts(file)[concept].label


def _shown(name: str, a: str, b: str) -> str:
    return f"{name} ({a!r})" if a == b else f"{name} ({a!r} / {b!r})"
