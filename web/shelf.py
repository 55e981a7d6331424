"""The pages of a site, each made when it is first asked for and anew when the workspace changes."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from threading import RLock

from graph.across import stamp
from graph.choices import Choice
from graph.deciding import chosen
from graph.record import version
from graph.workspace import Workspace
from visualisations import site
from visualisations.page import Frame
from visualisations.plans import Plans

MENU = (
    ("compare", "Compare"), ("upload", "Upload"), ("save", "Export"), ("sparql-console", "SPARQL"),
    ("cypher", "Cypher"),
)  # fmt: skip
"""What only a server can do, after the site's own pages."""
KEPT = 64 << 20
"""Bytes of pages that are remembered."""


@dataclass(slots=True)
class State:
    """What pages are made from while the workspace is as its stamp says.

    `decided` are people's decisions, which it follows.
    """

    stamp: str
    decided: frozenset[Choice]
    plans: Plans
    frame: Frame
    makers: Mapping[str, Callable[[], str]]
    made: dict[str, bytes] = field(default_factory=dict)


class Shelf:
    """One thread at a time makes a page; the others wait for it or take what is there."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self._lock = RLock()
        self._state: State | None = None

    def state(self) -> State:
        """What is current; of a workspace without plans there are no pages."""
        with self._lock:
            now = stamp(self.workspace)
            if self._state is None or self._state.stamp != now:
                self._state = self._read(now)
            return self._state

    def before(self) -> State:
        """What was current before the last decisions, to lay them over it.

        It is what is current if a decision was taken back or a plan changed.
        """
        known = self._state
        if (
            known
            and known.plans.records == tuple(self.workspace.plans())
            and known.decided <= set(chosen(self.workspace))
        ):
            return known
        return self.state()

    @property
    def frame(self) -> Frame:
        """The frame of pages that show no plan: it may be older than the workspace."""
        menu = (("index.html", "Start"), ("search.html", "Search"), *MENU)
        known = self._state
        return known.frame if known else Frame(version(), (), menu=menu, served=True)

    def _read(self, now: str) -> State:
        plans, decided = Plans.of(self.workspace), frozenset(chosen(self.workspace))
        sources = plans.content.plans if plans.records else ()
        frame = Frame(version(), sources, menu=MENU, served=True)
        made = site.makers(plans, frame) if plans.records else (frame, {})
        return State(now, decided, plans, *made)

    def page(self, file: str) -> bytes | None:
        """A page of the site, None where it has no such file."""
        with self._lock:
            state = self.state()
            if file not in state.made:
                if file not in state.makers:
                    return None
                state.made[file] = state.makers[file]().encode()
                while sum(map(len, state.made.values())) > KEPT and len(state.made) > 1:
                    state.made.pop(next(iter(state.made)))
            return state.made[file]
