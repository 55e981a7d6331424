"""Bodies that may be one though nobody can tell from their names alone: for a person to decide."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from graph.compare.bodies import Body
from graph.compare.names import Words, listed

SO_COMMON = 12
"""A name of more bodies than this is no evidence for any two of them."""
LONG = 6
"""Letters of a word below which one more or less makes another word."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """Bodies that may be one, and why, in words."""

    bodies: tuple[Body, ...]
    why: str


Rule = Callable[[Sequence[Body]], Iterator[Candidate]]


def candidates(every: Iterable[Body]) -> Iterator[Candidate]:
    """What the rules propose of bodies that are not one yet, one body a group of them."""
    single = [b for b in every if b.single and not b.partner.body]
    for rule in (_same_name, _other_order, _one_letter, _within, _initials):
        yield from rule(single)


def _same_name(every: Sequence[Body]) -> Iterator[Candidate]:
    """Equal names of two councils, if they are more than words of the trade."""
    by_name: dict[str, list[Body]] = defaultdict(list)
    for b in every:
        if b.own:
            by_name[b.name.key].append(b)
    for found in by_name.values():
        if 1 < len(found) <= SO_COMMON:
            yield Candidate(tuple(found), "one name, which bodies of several places may bear")


def _other_order(every: Sequence[Body]) -> Iterator[Candidate]:
    by_words: dict[tuple[str, ...], dict[str, Body]] = defaultdict(dict)
    for b in every:
        if b.own:
            by_words[_scope(b), *sorted({*b.name.words} - listed("joint"))][b.name.key] = b
    for found in by_words.values():
        if len(found) > 1:
            yield Candidate(tuple(found.values()), "the same words in another order")


def _scope(b: Body) -> str:
    """Where a like name may mean the same body: anywhere if it tells, else at home."""
    return "" if b.telling and not b.name.school else b.home


def _one_letter(every: Sequence[Body]) -> Iterator[Candidate]:
    """Names that differ by a letter of one long word: found by what is left without the letter."""
    from rapidfuzz.distance import OSA

    left: dict[tuple[str, ...], dict[Words, Body]] = defaultdict(dict)
    for b in every:
        for n, word in enumerate(b.name.words):
            if word in b.own and len(word) >= LONG:
                before, after = b.name.words[:n], b.name.words[n + 1 :]
                for cut in {word, *(word[:i] + word[i + 1 :] for i in range(len(word)))}:
                    left[_scope(b), *before, cut, "", *after].setdefault(b.name.words, b)
    seen = set()
    for found in left.values():
        names = sorted(found)
        for first, second in pairwise(names):
            one = [(v, w) for v, w in zip(first, second, strict=True) if v != w]
            if (first, second) not in seen and len(one) == 1 and OSA.distance(*one[0]) == 1:
                seen.add((first, second))
                yield Candidate((found[first], found[second]),
                                f"{one[0][0]} and {one[0][1]} differ by a letter")  # fmt: skip


def _within(every: Sequence[Body]) -> Iterator[Candidate]:
    """A name that is another of its council but for its area's name or words often left out."""
    homes: dict[str, list[Body]] = defaultdict(list)
    for b in every:
        homes[b.home].append(b)
    for found in homes.values():
        holding: dict[str, list[Body]] = defaultdict(list)
        for b in found:
            for word in {*b.name.words}:
                holding[word].append(b)
        for b in found:
            rarest = min(b.name.words, key=lambda w: (len(holding[w]), w))
            for longer in holding[rarest] if len(holding[rarest]) <= SO_COMMON else ():
                more = {*longer.name.words} - {*b.name.words}
                if more and {*b.name.words} < {*longer.name.words} and _left_out(b, longer, more):
                    words = " ".join(w for w in longer.name.words if w in more)
                    yield Candidate((b, longer), f"the same but for {words}")


def _left_out(b: Body, longer: Body, more: set[str]) -> bool:
    place = more <= {*b.area.split()} or (more <= longer.own and not b.own)
    return (place and len(b.name.words) > 1) or (bool(b.own) and more <= listed("soft"))


def _initials(every: Sequence[Body]) -> Iterator[Candidate]:
    """An abbreviation and a name of the same council that has these initials."""
    full: dict[tuple[str, str], list[Body]] = defaultdict(list)
    for b in every:
        if len(b.name.words) > 2:
            full[b.home, "".join(w[0] for w in b.name.words)].append(b)
    for b in every:
        if len(b.name.words) == 1 and b.name.acronyms:
            for longer in full[b.home, b.name.key]:
                yield Candidate((b, longer), f"{b.name.key.upper()} are its initials")
