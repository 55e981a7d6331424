"""IRIs of the ontology and of the data, and how Cypher's names follow from them."""

import re

XP = "https://w3id.org/crossplan/ns#"
BASE = "https://w3id.org/crossplan/"
ID = BASE + "id/"
GRAPH = BASE + "graph/"
TOPIC = BASE + "topic/"
VOCAB = BASE + "vocab/"

_SPECIAL = {"ABOUT": "topic"}


def property_of(key: str) -> str:
    """The local name of the ontology's property for a relationship type.

    >>> property_of("HAS_EXIT_STRATEGY"), property_of("ABOUT")
    ('hasExitStrategy', 'topic')
    """
    if key in _SPECIAL:
        return _SPECIAL[key]
    head, *rest = key.lower().split("_")
    return head + "".join(w.capitalize() for w in rest)


def relationship_of(name: str) -> str:
    """The relationship type for a local property name; the inverse of `property_of`."""
    special = {v: k for k, v in _SPECIAL.items()}
    return special.get(name) or re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).upper()
