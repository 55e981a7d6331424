"""Targets in the words of a measure: value, comparator, benchmark, direction and date."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache

import ontology
from loaders.interpret.dates import intervals, timing
from loaders.interpret.lexicon import NUMBER_WORDS, cue, cue_pattern
from loaders.interpret.segment import sentences
from loaders.slices import Slice

_WORDS = "|".join(list(NUMBER_WORDS)[1:])
_NUMBER = r"(?:\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?)"
_PERCENT = re.compile(rf"(?P<n>{_NUMBER})\s*(?:%|per\s?cent)")
_POINTS = re.compile(rf"(?P<n>{_NUMBER})\s+(?:percentage\s+)?points?\b", re.IGNORECASE)
_ALL = re.compile(
    r"(?:^|[;:]\s*)(?P<v>all|every|each|no|none of)\s+(?P<u>[a-z].*)", re.IGNORECASE | re.DOTALL
)
_VERB = re.compile(
    r"\s(?:is|are|has|have|will|can|to|with|judged|being|become|taking)\b", re.IGNORECASE
)
_ASSERTED = re.compile(
    r"(?:ensure(?:s|d)?\s+that\s+|^)all\s+(?:(?!\b(?:that|which|who|whose|to)\b).)+?"
    r"\s(?:is|are|have|has|will)\s",
    re.IGNORECASE,
)
_COUNTED = re.compile(
    r"\b(?:(?:a\s+)?minimum\s+of|at\s+least|at\s+minimum|up\s+to|further|additional)\s+"
    rf"(?P<v>{_NUMBER}|{_WORDS})\b",
    re.IGNORECASE,
)
_CHANGE = re.compile(
    rf"\bfrom\s+(?P<a>-?{_NUMBER}\s*(?:%|per\s?cent)?)(?:\s*\([^()]*\)|\s+in\s+\d{{4}})?"
    rf"(?:\s+[a-z]+){{0,3}}?\s+to\s+(?P<v>-?{_NUMBER}\s*(?P<p>%|per\s?cent)?)(?P<u>\s+[a-z]+)?"
)
_SINCE = re.compile(
    r"\b(?:than|since|compared\s+(?:to|with)|baseline\s+(?:of|in))\s+(?:in\s+|the\s+)?"
    r"(?:(?!by\s)[A-Za-z]+\s+){0,2}?(?:19|20)\d\d(?:/\d\d)?",
    re.IGNORECASE,
)
_BY_AMOUNT = re.compile(
    rf"\bby\s+(?P<v>{_NUMBER}\s*(?P<p>%|per\s?cent)?|half|a\s+third|a\s+quarter)(?![\d/])(?=[\s,.;]|$)"
)
_BOUND = re.compile(
    rf"\b(?:at\s+least|(?<!no\s)more\s+than|fewer\s+than|less\s+than|above|below|of|to)\s+(?P<v>-{_NUMBER}|\d+\.\d+)(?!\d*\s*%)"
)
_LIMIT = re.compile(
    r"\b(?:no(?:body|\s+one)?\s+(?:(?:\w+\s+){0,3}\w+s\s+)?(?:more|longer|fewer|later|less)\s+than"
    r"|at\s+most)\s+"
    rf"(?P<v>-?{_NUMBER}|{_WORDS})(?!\s*%)"
    r"(?P<t>\s+(?:school\s+|working\s+)?(?:day|week|month)s?\b)?",
    re.IGNORECASE,
)
_WITHIN = re.compile(
    rf"\b(?:under|within|less\s+than)\s+(?P<v>(?:{_NUMBER}|{_WORDS})\s+(?:school\s+|working\s+)?"
    r"(?:hour|day|week|month)s?)\b",
    re.IGNORECASE,
)
_OR_BEYOND = re.compile(
    rf"(?<![\d.,/-])(?P<v>{_NUMBER})\s+or\s+(?:fewer|more|less|below|above|lower|higher|better)\b"
)
_ZERO = re.compile(
    r"(?:^|\b(?:is|to|at|reach|reaches|remain|remains)\s+)(?P<v>zero)\b", re.IGNORECASE
)
_PLURAL = re.compile(
    rf"(?P<before>\S+\s+)?(?<!\w)(?P<v>(?i:{_WORDS})|{_NUMBER})\s+(?P<u>(?:[a-z-]+\s+){{0,2}}(?:[a-z-]+s|[a-z]*people|children|staff))\b"
)
_DEFINITE = ("the", "these", "those", "our", "both")


@dataclass(frozen=True, slots=True)
class Level:
    """What a measure is to reach, as far as its words say; see graph.model.Target."""

    value: str | None = None
    baseline: str | None = None
    amount: Decimal | None = None
    unit: str | None = None
    comparator: str | None = None
    benchmarks: tuple[str, ...] = ()
    direction: str | None = None
    due_by: date | None = None
    not_before: date | None = None

    @property
    def checkable(self) -> bool:
        """Whether it says more than a direction."""
        return bool(self.value or self.benchmarks or self.due_by)


@cache
def _benchmarks() -> Mapping[str, str]:
    return {
        label.casefold(): c.id.removeprefix("vocab/benchmark/")
        for c in ontology.concepts("vocab").values() if c.id.startswith("vocab/benchmark/")
        for label in c.labels
    }  # fmt: skip


def _benchmarks_in(text: str) -> list[str]:
    """The labels of benchmarks in a text, the longest first."""
    folded = text.casefold()
    found = [w for w in _benchmarks() if re.search(rf"(?<!\w){re.escape(w)}(?!\w)", folded)]
    return sorted(found, key=lambda w: (-len(w), w))


def direction(text: str) -> str | None:
    """Increase, decrease or maintain, by the first word that tells."""
    found = [(m.start(), name) for name in ("increase", "decrease", "maintain")
             if (m := cue_pattern(name).search(text))]  # fmt: skip
    return min(found)[1] if found else None


def _decimal(text: str) -> Decimal:
    return Decimal(text.replace(",", ""))


def _unit(after: str) -> str | None:
    m = _VERB.search(" " + after)
    words = (after[: m.start()] if m else after).strip(" .,;")
    return words[:80] or None


def _quantity(text: str) -> tuple[str, Decimal | None, str | None] | None:
    """The value as printed, the amount and unit where they have one reading."""
    if m := re.search(rf"\btop\s+{_NUMBER}\s*%", text, re.IGNORECASE):
        return m.group(), None, None
    if found := _changed(text):
        return found
    if m := cue_pattern("share").search(text):
        return m.group(), None, None
    if m := _POINTS.search(text):
        return m["n"], _decimal(m["n"]), "percentage points"
    if m := _PERCENT.search(text):
        return m.group(), _decimal(m["n"]), "percent"
    if m := _LIMIT.search(text):
        return m["v"] + (m["t"] or ""), None, None
    if m := _WITHIN.search(text) or _OR_BEYOND.search(text) or _ZERO.search(text):
        return m["v"], None, None
    if m := _COUNTED.search(text):
        return m["v"], None, _unit(text[m.end() :])
    if m := _ALL.search(text):
        whole = m["v"].lower() in ("all", "every", "each") and _ASSERTED.search(text)
        return (m["v"], Decimal(100), "percent") if whole else (m["v"], None, _unit(m["u"]))
    if (m := _ASSERTED.search(text)) and not _benchmarks_in(text):
        return "all", Decimal(100), "percent"
    return _count(text)


def _changed(text: str) -> tuple[str, Decimal | None, str | None] | None:
    """What a figure is to become, or by how much it is to change."""
    if m := _CHANGE.search(text):
        number = _decimal(re.match(rf"-?{_NUMBER}", m["v"]).group())  # type: ignore[union-attr]
        unit = "percent" if m["p"] else (m["u"] or "").strip() or None
        return m["v"].strip(), number if unit else None, unit
    m = _BY_AMOUNT.search(text)
    if m and not _POINTS.search(text) and not any(m.start("v") >= i.start for i in intervals(text)):
        return m["v"], None, None
    if m := _BOUND.search(text):
        return m["v"], None, None
    return None


def _count(text: str) -> tuple[str, Decimal | None, str | None] | None:
    taken = [(i.start, i.end) for i in intervals(text)]
    for m in _PLURAL.finditer(text):
        before = (m["before"] or "").strip().casefold()
        at = m.start("v")
        apart = text[:at].rstrip()[-1:] not in ("-", "/", "&", "(")
        inside = text[at - 1 : at] in ("-", "/", ".")
        timed = m["u"].split()[0].rstrip("s") in ("year", "month", "week", "day", "hour", "term")
        if before in cue("numbered") or before in _DEFINITE or inside or timed or not apart:
            continue
        if not any(a <= at < b for a, b in taken):
            return m["v"], None, m["u"]
    return None


def level(text: str, leading: str = "") -> Level:
    """The level that a measure's words set; `leading` are words of its sentence that were cut off.

    >>> level("All pupils are in school by July 2030").amount
    Decimal('100')
    """
    change = _CHANGE.search(text)
    when = timing(_SINCE.sub(" ", text[change.end("v") :] if change else text))
    if not (when.due_by or when.not_before) and leading:
        when = timing(leading)
    found = _benchmarks_in(text)
    names = tuple(sorted({_benchmarks()[w] for w in found}))
    grade = cue_pattern("grade").search(text)
    value, amount, unit = _quantity(text) or (None, None, None)
    return Level(
        value,
        baseline=change["a"].strip() if change else None,
        amount=amount,
        unit=unit,
        comparator=found[0] if found else grade.group() if grade else None,
        benchmarks=names,
        direction=direction(text),
        due_by=when.due_by,
        not_before=when.not_before,
    )


_CONTEXT = re.compile(
    r"(?:At|In|For)\s+(?P<label>(?:the\s+)?[A-Z0-9][\w&' -]{2,60}?),?\s+(?=we\s|our\s)"
)
_SUBJECT = re.compile(r"(?P<label>[A-Z][^.,;]{3,90}?)\s+(?:have|has|is|are|was|were)\s")
_AND = re.compile(
    r"\s+and\s+(?=(?:be|improve|raise|reduce|increase|achieve|close|narrow|ensure|reach)\s)"
)


@dataclass(frozen=True, slots=True)
class Commitment:
    """A commitment within a longer statement; `leading` are words before it that still hold."""

    text: Slice
    label: Slice | None
    leading: str


def _says_level(text: str) -> bool:
    return bool(_quantity(text) or _benchmarks_in(text))


def commitments(text: Slice) -> list[Commitment]:
    """The commitments in a measure that also tells where things stand.

    Of several sentences those count that commit; a sentence that sets two levels is two.
    """
    whole = sentences(text)
    committed = [s for s in whole if re.search(r"\bwill\b", s.text)]
    if not committed or (len(whole) == 1 and not _CONTEXT.match(text.text)):
        return [Commitment(text, None, "")]
    m = _CONTEXT.match(text.text) or _SUBJECT.match(text.text)
    label = text.cut(m.start("label"), m.end("label")) if m else None
    return [c for s in committed for c in _levels(s, label)]


def _levels(sentence: Slice, label: Slice | None) -> list[Commitment]:
    """A sentence that commits to two levels as two commitments."""
    if c := _CONTEXT.match(sentence.text):
        sentence = sentence.cut(c.end())
    text = sentence.text
    ands = [a for a in _AND.finditer(text)
            if _says_level(text[: a.start()]) and _says_level(text[a.end() :])]  # fmt: skip
    first, *rest = sentence.at(a.start() for a in ands)
    leading = first.text[: max(first.text.find(" we "), 0)]
    return [
        Commitment(first, label, ""),
        *(Commitment(r.cut(len(r.text) - len(r.text[4:].lstrip())), label, leading) for r in rest),
    ]


_SO_THAT = re.compile(r"\bso\s+(?:that\s+)?(?=\w)", re.IGNORECASE)
_PROVIDES = re.compile(
    rf"^(?P<verb>[A-Z][a-z]+)\s+(?:an?\s+(?:additional|extra)\s+)?(?P<n>{_NUMBER})\s+(?P<unit>(?:[a-z-]+\s+){{0,3}}[a-z]+)(?P<rest>.*)",
    re.DOTALL,
)
_MORE = re.compile(rf"\s+and\s+(?P<n>{_NUMBER})\s+(?P<rest>(?:at|in|for)\s+[a-z]+)")


def embedded(action: Slice) -> list[tuple[Slice, Level]]:
    """Measures inside an action: what it counts out, and "so that ..." with a level."""
    text = action.text
    m = _PROVIDES.match(text)
    if m and m["verb"].lower() in cue("provide"):
        end = re.search(r"\s(?:to|so|by|in order)\s|[.;]", text[m.start("rest") :])
        stop = m.start("rest") + end.start() if end else len(text)
        unit = _noun(m["unit"])
        out = [(m.start("n"), stop, m["n"])]
        if more := _MORE.search(text, m.end("n"), stop):
            out = [(m.start("n"), more.start(), m["n"]), (more.start("n"), stop, more["n"])]
        return [
            (action.cut(a, b), Level(n, amount=_decimal(n), unit=unit, direction="increase"))
            for a, b, n in out
        ]
    for so in _SO_THAT.finditer(text):
        clause = action.cut(so.end()).strip(".")
        found = level(clause.text)
        if found.benchmarks or (found.amount is not None and re.search(r"\d", clause.text)):
            return [(clause, found)]
    return []


def _noun(phrase: str) -> str:
    """The counted noun of "new places at primary": the last word before a preposition."""
    return re.split(r"\s(?:at|in|for|of)\b", " " + phrase)[0].split()[-1]
