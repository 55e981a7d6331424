"""Vocabulary of people's own beside that of education: Turtle files, checked before they count."""

import os
from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import chain
from pathlib import Path

import ontology
from graph.errors import UsageError
from graph.topics import key

_OPEN = ("topics", "vocab", "roles", "cues", "bodies", "documents")


def use(paths: Iterable[Path]) -> None:
    """Adds Turtle files to the vocabulary of this process and of those that it starts.

    To be called before anything is read or asked. Raises UsageError with one sentence on the first
    file that cannot be read, is no Turtle or contradicts the vocabulary.
    """
    files = list(dict.fromkeys(p.resolve() for p in paths))
    for file in files:
        _refuse_unreadable(file)
        if any(f.stem == file.stem for f in files if f != file) or file.stem in ontology.own():
            raise UsageError(f"{file}: another vocabulary is called {file.stem}; rename it")
    os.environ[ontology.VARIABLE] = os.pathsep.join(map(str, files))
    for cached in (ontology.added, ontology.concepts, ontology.digest):
        cached.cache_clear()
    try:
        if told := list(chain.from_iterable(map(_contradictions, files))):
            more = f"; and {len(told) - 1} more like it" if len(told) > 1 else ""
            raise UsageError(f"{told[0]}{more}")
    except UsageError:
        del os.environ[ontology.VARIABLE]
        raise


def _refuse_unreadable(file: Path) -> None:
    import pyoxigraph as ox

    if os.pathsep in str(file):
        raise UsageError(f"{file}: a vocabulary's path may not hold {os.pathsep!r}")
    try:
        count = sum(1 for _ in ox.parse(file.read_text("utf-8"), format=ox.RdfFormat.TURTLE))
    except OSError as problem:
        raise UsageError(f"cannot read the vocabulary {file}: {problem.strerror}") from problem
    except (SyntaxError, UnicodeDecodeError) as problem:
        raise UsageError(f"{file} is no Turtle: {problem}") from problem
    if not count:
        raise UsageError(f"{file}: the vocabulary is empty")


def _contradictions(file: Path) -> Iterator[str]:
    """What keeps a file from being part of the vocabulary, a sentence each."""
    lists = {name: ontology.concepts(name) for name in _OPEN}
    known = {c for concepts in lists.values() for c in concepts}
    schemes = sorted({ontology.scheme_of(c) for c in known})
    ours = ontology.ids(file.stem)
    if not ours:
        yield f"{file}: names no concept; each is a skos:Concept in one of {', '.join(schemes)}"
    for concept in ours:
        if concept not in known:
            yield f"{file}: {concept} is in none of the lists {', '.join(schemes)}"
    for concepts in lists.values():
        yield from (
            f"{file}: {told}" for told in _wrong(concepts, [c for c in ours if c in concepts])
        )


def _wrong(concepts: Mapping[str, ontology.Concept], ours: Collection[str]) -> Iterator[str]:
    """Broader concepts that are none, and labels that find the same words as another concept's."""
    for name in ours:
        for broader in concepts[name].broader:
            if broader not in concepts:
                yield f"{broader}, said to be broader than {name}, is no concept"
    bearers: dict[tuple[str, tuple[str, ...]], tuple[str, str]] = {}
    for name in sorted(concepts, key=ours.__contains__):
        for label in concepts[name].labels:
            same = ontology.scheme_of(name), key(label)
            other, theirs = bearers.setdefault(same, (name, label))
            if other != name and name in ours:
                yield (
                    f"{label!r} of {name} finds what {theirs!r} of {other} finds; leave it out,"
                    " or write it as there, if it is not the preferred label, to take it over"
                )
