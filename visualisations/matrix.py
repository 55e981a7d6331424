"""What pages with a matrix share: a cell of plan and row opens the sentences behind it."""

from collections.abc import Iterable, Mapping

from visualisations.content import Quote
from visualisations.page import Frame
from visualisations.plans import Plans

WIDEST = 60
"""Plans side by side on one page."""


def too_wide(shown: int, there: int) -> list[str]:
    """What a page says of plans that it has no room for."""
    if there <= shown:
        return []
    return [f"This page shows {shown} of {there:,} plans. Choose others with --plan."]


Said = Mapping[str, object]


def sentence(
    plan: int, column: str, rows: Iterable[str], text: str, quote: Quote | None, number: str = ""
) -> Said:
    """A sentence of a plan that counts in these rows, as a statement of the kind `column`."""
    return {
        "plan": plan, "column": column, "of": sorted(rows), "number": number, "text": text,
        "place": quote.place if quote else "", "anchor": quote.anchor if quote else "",
    }  # fmt: skip


def data(
    plans: Plans, frame: Frame, kinds: Mapping[str, str], said: Iterable[Said]
) -> dict[str, object]:
    """What the page's script knows; `kinds` names the columns in the order they are shown in."""
    return {
        "said": list(said), "kinds": kinds, "plans": list(plans.names.values()),
        "ids": [r.id for r in plans.records],
        "sources": [frame.source(r.id) for r in plans.records],
    }  # fmt: skip
