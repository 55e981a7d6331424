"""SmartArt diagrams of Word files."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.etree import _Element

A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
DGM = "{http://schemas.openxmlformats.org/drawingml/2006/diagram}"


def points(root: "_Element") -> Iterator[tuple[str, int]]:
    """The texts of a diagram, each with its depth: how far it is from the diagram itself."""
    said = {str(n.get("modelId")): " ".join(t.text or "" for t in n.iter(A + "t"))
            for n in root.iter(DGM + "pt")}  # fmt: skip
    above = {str(n.get("destId")): str(n.get("srcId")) for n in root.iter(DGM + "cxn")
             if n.get("type", "parOf") == "parOf"}  # fmt: skip
    for point, text in said.items():
        if text.strip():
            yield text, _steps(point, above)


def _steps(point: str, above: Mapping[str, str]) -> int:
    """How far a point of a diagram is from the diagram itself, at most nine."""
    steps = 0
    while point in above and steps < 9:
        point, steps = above[point], steps + 1
    return max(steps, 1)
