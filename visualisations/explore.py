"""Everything at once on WebGL, where a browser draws that smoothly; below it the map of topics."""

from importlib.resources import files

from visualisations import layout, overview, rings, theme
from visualisations.content import Content
from visualisations.page import Frame, cut
from visualisations.plans import Plans

MOST = 50_000
"""Statements on one page, the first of the plans in their order."""
LONGEST = 240
"""Characters of a statement that the page holds."""


def page(plans: Plans, frame: Frame, title: str) -> str:
    """One HTML file that holds every statement, for sigma.js to draw, and the map of topics."""
    shown = plans.content
    return overview.page(
        plans, frame, title, template="explore", libraries=[library()],
        everything=_everything(plans, frame, shown),
        notices=cut(min(MOST, len(shown.statements)), len(shown.statements)),
    )  # fmt: skip


def library() -> str:
    """sigma.js and graphology, as `sigma/build.sh` bundles them."""
    bundle = files(__package__).joinpath("sigma", "bundle.js")
    return bundle.read_text(encoding="utf-8").replace("\r\n", "\n")


def _everything(plans: Plans, frame: Frame, shown: Content) -> dict[str, object]:
    """Statements as place, type, plan, words and anchor; links as the numbers of both ends."""
    kept = shown.statements[:MOST]
    number = {s.key: n for n, s in enumerate(kept)}
    ends = [
        (k.source, k.target)
        for k in shown.links
        if k.basis != "derived" and k.source in number and k.target in number
    ]
    places = rings.discs(
        [layout.Item(s.key, s.plan, theme.LOOKS[s.type].column) for s in kept], ends
    )
    types = list(theme.LOOKS)
    return {
        "nodes": [
            (*places[s.key], types.index(s.type), s.plan,
             f"{s.number} {s.text}".strip()[:LONGEST], s.quotes[0].anchor if s.quotes else "")
            for s in kept
        ],
        "links": [(number[a], number[b]) for a, b in ends],
        "types": types, "plans": list(plans.names.values()),
        "sources": [frame.source(r.id) for r in plans.records],
    }  # fmt: skip
