"""What a notebook shows: the graph of a plan as its map, in a frame of its own."""

from html import escape
from typing import Any

from graph.errors import UsageError
from graph.model import PlanGraph
from graph.record import version

HEIGHT = 640


def map_html(graph: PlanGraph) -> str:
    """The map in a frame that can run its own script and reach nothing else.

    A graph with nothing to draw is one sentence.
    """
    from visualisations.content import content
    from visualisations.network import page
    from visualisations.page import Frame

    shown = content([graph], {})
    title = graph.publication.title
    try:
        drawn = page(shown, Frame(version(), shown.plans), title)
    except UsageError as problem:
        return f"<p>{escape(title)}: {escape(str(problem))}</p>"
    return (
        f'<iframe title="{escape(title)}" srcdoc="{escape(drawn)}" width="100%" height="{HEIGHT}"'
        ' sandbox="allow-scripts allow-downloads" style="border:0"></iframe>'
    )


def register(shell: Any) -> None:
    """Teaches a running IPython to show graphs so; None, where none runs, is left alone."""
    if shell is not None:
        formatter = shell.display_formatter.formatters["text/html"]
        formatter.for_type(PlanGraph, map_html)
