"""The pages of a site, each made when it is first asked for and anew when the workspace changes."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from threading import RLock

from graph.across import stamp
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
    """What pages are made from while the workspace is as its stamp says."""

    stamp: str
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

    def frame(self) -> Frame:
        """The frame that was last current, for what is said when the workspace cannot be read."""
        known = self._state
        return (
            known.frame
            if known
            else Frame(version(), (), menu=(("/", "Start"), *MENU), served=True)
        )

    def _read(self, now: str) -> State:
        plans = Plans.of(self.workspace)
        if not plans.records:
            return State(now, plans, Frame(version(), (), menu=MENU, served=True), {})
        frame = Frame(version(), plans.content.plans, menu=MENU, served=True)
        return State(now, plans, *site.makers(plans, frame))

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
