"""What other installed packages offer: readers, questions and views, by entry points.

[project.entry-points."crossplan.readers"]
".org" = "my_package:read"
"""

from collections.abc import Mapping
from functools import cache
from importlib.metadata import EntryPoint, entry_points
from typing import Any, Literal

from graph.errors import UsageError

Group = Literal["readers", "questions", "views"]


@cache
def offered(group: Group) -> Mapping[str, EntryPoint]:
    """The entry points of a group by name, of which none may be offered twice."""
    found: dict[str, EntryPoint] = {}
    for point in entry_points(group=f"crossplan.{group}"):
        other = found.setdefault(point.name, point)
        if other != point:
            raise UsageError(
                f"{point.value} and {other.value} both offer {point.name!r} to crossplan's {group};"
                " uninstall one"
            )
    return found


def loaded(point: EntryPoint) -> Any:
    """What an entry point names; raises UsageError where it cannot be imported."""
    try:
        return point.load()
    except (ImportError, AttributeError) as problem:
        package = point.dist.name if point.dist else point.value
        raise UsageError(f"the plug-in {package} does not work: {problem}") from problem
