"""Pages of our own in the frame of the site's pages."""

from collections.abc import Callable
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from visualisations import page
from visualisations.page import Frame

if TYPE_CHECKING:
    from jinja2 import Environment


@cache
def _environment() -> "Environment":
    """Our templates, and behind them those of the site's pages."""
    from jinja2 import ChoiceLoader, PackageLoader

    env = page.environment()
    env.loader = ChoiceLoader([PackageLoader(__package__, "templates"), env.loader])  # type: ignore[list-item]
    return env


def render(
    template: str, frame: Frame, title: str, widen: Callable[[str], str] = str, **values: Any
) -> str:
    """A page from `NAME.html.j2` of this package; no script but that of all pages runs on it,
    unless its policy is widened."""
    style = files(__package__).joinpath("templates", "web.css").read_text(encoding="utf-8")
    known = _environment().get_template(f"{template}.html.j2")
    shell = page.shell((), frame, title, more=style)
    return known.render(shell | {"csp": widen(shell["csp"])} | values)
