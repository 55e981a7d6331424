"""Values of cells as Excel shows them."""

import re
from datetime import date, datetime, time
from typing import Any

_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September",
           "October", "November", "December")  # fmt: skip


def shown(value: Any, form: str) -> str:
    """A value as text, in the number format of its cell.

    >>> shown(date(2026, 9, 30), "dd/mm/yyyy"), shown(date(2026, 9, 1), "mmm-yy")
    ('30 September 2026', 'September 2026')
    >>> shown(0.855, "0.0%"), shown(5000, "\u00a3#,##0"), shown(1.1, "General")
    ('85.5%', '\u00a35,000', '1.1')
    """
    if value is None:
        return ""
    if isinstance(value, datetime | date):
        return _date(value, form)
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, int | float):
        return _amount(value, form)
    return f"{value:%H:%M}" if isinstance(value, time) else str(value)


def _date(day: date, form: str) -> str:
    letters = set(re.sub(r'"[^"]*"|\[[^\]]*\]|\\.', "", form).casefold())
    month = f"{_MONTHS[day.month - 1]} {day.year}"
    if "d" in letters or not letters & {"m", "y"}:
        return f"{day.day} {month}"
    return month if "m" in letters else str(day.year)


def _amount(value: float, form: str) -> str:
    if value != value or value in (float("inf"), float("-inf")):
        return ""
    shape = form.split(";")[0]
    m = re.search(r"[0#?](?:\.([0#?]+))?", shape.replace(",", ""))
    places = len(m[1] or "") if m else None
    if "%" in shape:
        return f"{value * 100:.{places or 0}f}%"
    if places is None or shape.casefold() == "general" or not re.search(r"0", shape):
        return f"{value:.10g}"
    sign = next((s for s in "\u00a3\u20ac$" if s in shape), "")
    return f"{sign}{value:{',' if ',' in shape else ''}.{places}f}"
