"""JSON-LD in the terms of `ontology/context.jsonld`, which is part of the file."""

import json
from collections.abc import Mapping
from importlib.resources import files
from typing import Any

from graph.exporting.content import Content
from graph.exporting.quads import serialised
from graph.property_graph import dumps

_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
Object = dict[str, Any]


def context() -> Object:
    """The published context: terms and prefixes."""
    text = files("ontology").joinpath("context.jsonld").read_text(encoding="utf-8")
    found: Object = json.loads(text)["@context"]
    return found


def write(content: Content) -> bytes:
    """An object a named graph, in compact form, on lines that can be compared."""
    expanded = json.loads(serialised(content, "JSON_LD"))
    terms = _Terms(context())
    graphs = [
        {"id": terms.iri(g["@id"]), "@graph": [terms.node(n) for n in g["@graph"]]}
        for g in expanded
    ]
    return dumps({"@context": context(), "@graph": graphs}).encode()


class _Terms:
    """Compacts IRIs and values by a context."""

    def __init__(self, said: Mapping[str, Any]) -> None:
        plain = {k: v for k, v in said.items() if isinstance(v, str) and not v.startswith("@")}
        prefixes = {k: v for k, v in plain.items() if v.startswith("http")}
        self._prefixes = sorted(((v, k) for k, v in prefixes.items()), key=lambda p: -len(p[0]))
        self._names = {v: k for k, v in plain.items() if k not in prefixes}
        typed = {k: v for k, v in said.items() if isinstance(v, dict)}
        self._names |= {v["@id"]: k for k, v in typed.items()}
        self._types = {k: v["@type"] for k, v in typed.items()}

    def iri(self, iri: str) -> str:
        """An IRI by its prefix, if it has one."""
        found = next(((start, p) for start, p in self._prefixes if iri.startswith(start)), None)
        return f"{found[1]}:{iri.removeprefix(found[0])}" if found else iri

    def node(self, node: Object) -> Object:
        made: Object = {"id": self.iri(node["@id"])}
        for key, values in node.items():
            if key == _TYPE:
                made["type"] = _one([self.iri(v["@id"]) for v in values])
            elif key != "@id":
                name = self._names.get(short := self.iri(key), short)
                made[name] = _one([self._value(v, self._types.get(name)) for v in values])
        return made

    def _value(self, value: Object, expected: str | None) -> Any:
        """A value as its term expects it, else with its type."""
        if "@id" in value:
            iri = self.iri(value["@id"])
            return iri if expected == "@id" else {"id": iri}
        kind = self.iri(value["@type"]) if "@type" in value else None
        if kind == expected and "@language" not in value:
            return value["@value"]
        return {**value, "@type": kind} if kind else value


def _one(values: list[Any]) -> Any:
    return values[0] if len(values) == 1 else values
