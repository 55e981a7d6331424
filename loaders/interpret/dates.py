"""Dates as plans word them, read as intervals; the words themselves are kept by the caller."""

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from loaders.interpret.lexicon import NUMBER_WORDS

_MONTH_NAMES = "jan feb mar apr may jun jul aug sep oct nov dec"
MONTHS = {name: n for n, name in enumerate(_MONTH_NAMES.split(), start=1)}
_MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_YEAR = r"(?P<year>(?:19|20)\d\d)"
_DATE = re.compile(
    rf"""\b(?:(?P<iso>(?:19|20)\d\d-[01]\d-[0-3]\d)
      |(?P<dmy>[0-3]?\d[/.][01]?\d[/.](?:(?:19|20)?\d\d))
      |(?P<pair>(?:19|20)\d\d\s*[/\u2013-]\s*(?:(?:19|20)?\d\d))(?![\d-])(?:\s+(?:academic|school|financial)\s+year)?
      |(?P<short>\d{{3}}/\d\d)(?!\d)
      |(?P<quarter>q[1-4]|quarter\s+[1-4])(?:\s+of)?\s+(?P<qyear>(?:19|20)\d\d(?:\s*[/-]\s*\d\d(?:\d\d)?)?)
      |(?P<end>end\s+of\s+(?:the\s+)?(?:academic|school)\s+year\s+)(?P<endyear>(?:19|20)\d\d)
      |(?P<season>autumn|spring|summer|winter|easter|christmas)(?:\s+(?:half[\s-])?term)?(?:\s+\d\b)?,?\s+(?P<syear>(?:19|20)\d\d)(?P<spair>\s*[/\u2013-]\s*\d\d(?:\d\d)?(?![\d-]))?
      |(?:(?P<day>[0-3]?\d)(?:st|nd|rd|th)?\s+(?:of\s+)?)?{_MONTH}(?=\W|$)(?:\s+(?P<after>[0-3]?\d)(?:st|nd|rd|th)?(?=,?\s+(?:19|20)\d\d))?(?:,?\s+{_YEAR})?
      |(?P<alone>(?:19|20)\d\d))\b""",
    re.IGNORECASE | re.VERBOSE,
)
_SEASONS = {"autumn": (9, 12), "winter": (12, 12), "christmas": (12, 12), "spring": (1, 3),
            "easter": (3, 4), "summer": (4, 8)}  # fmt: skip
_QUARTERS = {1: (4, 6), 2: (7, 9), 3: (10, 12), 4: (1, 3)}

RECURRENCE = (
    ("half-termly", re.compile(r"\bhalf[\s-]?(?:term(?:ly)?)\b", re.IGNORECASE)),
    ("termly", re.compile(r"\b(?:termly|each term|every term)\b", re.IGNORECASE)),
    ("annual", re.compile(r"\b(?:annual(?:ly)?|yearly|each year|every year)\b", re.IGNORECASE)),
    ("ongoing", re.compile(r"\b(?:on[\s-]?going|continuous(?:ly)?)\b", re.IGNORECASE)),
    ("quarterly", re.compile(r"\b(?:quarterly|every quarter)\b", re.IGNORECASE)),
    ("monthly", re.compile(r"\bmonthly\b", re.IGNORECASE)),
    ("weekly", re.compile(r"\bweekly\b", re.IGNORECASE)),
)


@dataclass(frozen=True, slots=True)
class Timing:
    """What a phrase implies; `fault` tells how a date with a slip of the pen was read."""

    not_before: date | None = None
    due_by: date | None = None
    recurrence: str | None = None
    fault: str | None = None


@dataclass(frozen=True, slots=True)
class Interval:
    """First and last day of a date as named, and where it stands in the phrase."""

    first: date
    last: date
    start: int
    end: int
    fault: str | None = None


_RELATIVE = re.compile(
    rf"""\b(?:(?:over|in|during|within)\s+the\s+(?:next|first|coming)\s+
        (?:(?:\d+|{'|'.join(NUMBER_WORDS)})\s+)?(?:year|month|term|week)s?
      |within\s+(?:\d+|{'|'.join(NUMBER_WORDS)})\s+years?
      |by\s+the\s+end\s+of\s+(?:the|this|next)\s+(?:(?:academic|school|financial)\s+)?(?:year|term)
      |(?:by|before|in|from|during)\s+the\s+(?:autumn|spring|summer)\s+term(?!,?\s+\d)
      |(?:by|before|after|from)\s+(?:easter|christmas|half[\s-]term)(?!,?\s+\d)
      |(?:by|before|from|in|until)\s+(?:the\s+end\s+of\s+)?{_MONTH}(?!\w|,?\s+\d))\b""",
    re.IGNORECASE | re.VERBOSE,
)  # fmt: skip


def relative(phrase: str) -> Iterator[tuple[int, int]]:
    """Where a phrase sets a time that only its reader can date: "over the next two years"."""
    return (m.span() for m in _RELATIVE.finditer(phrase))


def _months(year: int, first: int, last: int) -> tuple[date, date]:
    return date(year, first, 1), date(year, last, monthrange(year, last)[1])


def _academic(year: int) -> tuple[date, date]:
    return date(year, 9, 1), date(year + 1, 8, 31)


def slipped_year(short: str) -> int | None:
    """The first year of "206/17", where a digit of the century fell out.

    >>> slipped_year("206/17")
    2016
    """
    head, tail = short.split("/")
    year = 2000 + int(tail) - 1
    whole = str(year)
    lost_one = {whole[:i] + whole[i + 1 :] for i in range(4)}
    return year if head in lost_one else None


def _pair(text: str) -> tuple[date, date] | None:
    first, last = re.findall(r"\d+", text)
    a, b = int(first), int(last) if len(last) == 4 else int(first[:2] + last)
    if "-" in text and len(last) == 2 and b <= a:
        return None
    if b == a + 1:
        return _academic(a)
    return (date(a, 1, 1), date(b, 12, 31)) if a < b < a + 40 else None


def _one(m: re.Match[str], year: int | None) -> tuple[date, date] | None:
    if m["iso"]:
        day = date.fromisoformat(m["iso"])
        return day, day
    if m["dmy"]:
        d, mo, y = (int(x) for x in re.split(r"[/.]", m["dmy"]))
        day = date(y + 2000 if y < 100 else y, mo, d)
        return day, day
    if m["pair"]:
        return _pair(m["pair"])
    if m["short"]:
        slipped = slipped_year(m["short"])
        return _academic(slipped) if slipped else None
    if m["quarter"]:
        first, last = _QUARTERS[int(m["quarter"][-1])]
        start = int(m["qyear"][:4])
        return _months(start + (first == 1 and len(m["qyear"]) > 4), first, last)
    if m["end"]:
        day = date(int(m["endyear"]), 8, 31)
        return day, day
    if m["season"]:
        first, last = _SEASONS[m["season"].lower()]
        return _months(int(m["syear"]) + (bool(m["spair"]) and first < 9), first, last)
    if m["month"]:
        if year is None:
            return None
        month = MONTHS[m["month"][:3].lower()]
        if number := m["day"] or m["after"]:
            day = date(year, month, int(number))
            return day, day
        return _months(year, month, month)
    return date(int(m["alone"]), 1, 1), date(int(m["alone"]), 12, 31)


def intervals(phrase: str) -> Iterator[Interval]:
    """Each date named in a phrase, in order; a month without a year takes the next one's."""
    found = list(_DATE.finditer(phrase))
    year: int | None = None
    years: list[int | None] = []
    for m in reversed(found):
        year = int(m["year"]) if m["year"] else year
        years.append(year)
    for m, y in zip(found, reversed(years), strict=True):
        try:
            span = _one(m, y)
        except ValueError:
            continue
        if span:
            fault = (
                f"{m['short']} read as {span[0].year}/{span[1].year % 100}" if m["short"] else None
            )
            yield Interval(*span, m.start(), m.end(), fault)


_FROM = re.compile(
    r"\b(?:from|starting|begins?|after|since|launch(?:es|ed)? in)\s*$", re.IGNORECASE
)
_BY = re.compile(
    r"\b(?:by|before|until|till|no later than|end of|due)(?:\s+(?:the\s+)?end\s+of)?"
    r"\s*(?:the\s+)?$",
    re.IGNORECASE,
)


def timing(phrase: str) -> Timing:
    """The interval that a phrase implies: "From Jan 2017" begins, "By Sept 2016" ends.

    >>> timing("May - Sept 2016").due_by
    datetime.date(2016, 9, 30)
    """
    recurrence = next((name for name, rx in RECURRENCE if rx.search(phrase)), None)
    dates = list(intervals(phrase))
    if not dates:
        return Timing(recurrence=recurrence)
    before = phrase[: dates[0].start]
    starts = None if _BY.search(before) else min(d.first for d in dates)
    ends: date | None = max(d.last for d in dates)
    if len(dates) == 1 and _FROM.search(before):
        ends = None
    fault = next((d.fault for d in dates if d.fault), None)
    return Timing(starts, ends, recurrence, fault)


def together(phrases: list[str]) -> Timing:
    """The interval of several phrases about one action.

    Two different ends belong to parts of the action that the phrases do not name: then no end
    is set, and likewise for starts.
    """
    parts = [timing(p) for p in phrases]
    starts = {t.not_before for t in parts if t.not_before}
    ends = {t.due_by for t in parts if t.due_by}
    return Timing(
        starts.pop() if len(starts) == 1 else None,
        ends.pop() if len(ends) == 1 else None,
        next((t.recurrence for t in parts if t.recurrence), None),
        next((t.fault for t in parts if t.fault), None),
    )
