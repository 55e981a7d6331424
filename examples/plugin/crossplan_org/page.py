"""A page: the actions that nobody leads, plan by plan."""

from html import escape

from visualisations.page import Frame
from visualisations.plans import Plans
from visualisations.views import View


def page(plans: Plans, frame: Frame, title: str) -> str:
    """One HTML file; words of plans are escaped."""
    items = "".join(
        f"<li>{escape(str(r['text']))} ({escape(str(plans.names[r['plan']]))})</li>"
        for r in plans.rows("unled")
    )
    head = f"<meta charset=utf-8><title>{escape(title)}</title>"
    return f"<!doctype html>{head}<ul>{items}</ul><p>Made by crossplan {escape(frame.version)}"


VIEW = View("Nobody leads", "Which actions does nobody lead?", page)
