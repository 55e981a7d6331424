"""What is exported, and how values look in formats that hold only text and numbers."""

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

    from graph.model import PlanGraph
    from graph.workspace import Workspace

_NOT_XML = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Content:
    """Plans in the order of their ids, and the workspace that they are from, if they are."""

    graphs: "Sequence[PlanGraph]"
    workspace: "Workspace | None" = None


def plain(value: Any) -> str | int | float | bool:
    """A value as formats without lists and objects hold it."""
    if isinstance(value, str | int | float | bool):
        return value
    if isinstance(value, list):
        return "; ".join(v["concept"] if isinstance(v, dict) else str(v) for v in value)
    return str(value)


def in_xml(text: str) -> str:
    """Text without the characters that XML has no place for, such as a form feed."""
    return _NOT_XML.sub("\ufffd", text)
