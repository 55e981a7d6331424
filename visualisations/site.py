"""A site: every page of a workspace, with an index and a search, as files that link."""

import shutil
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from tempfile import mkdtemp

from graph.errors import CrossplanError, UsageError
from graph.record import version
from visualisations import entries, network
from visualisations.coverage import topic_file
from visualisations.page import Frame
from visualisations.partners import body_file
from visualisations.plans import Plans
from visualisations.views import VIEWS, checked

MARK = ".crossplan-site"
"""The file by which a folder is known to be a site, which alone may be replaced."""


def write(
    plans: Plans, folder: Path, force: bool = False, day: str | None = None,
    say: Callable[[str], None] = lambda _: None,
) -> int:  # fmt: skip
    """Writes the site whole or not at all, and says how many pages it has."""
    frame = Frame(version(), plans.content.plans, checked(day), say=say)
    if not plans.records:
        raise UsageError(f"the workspace {plans.workspace.path} holds no plan; load one first")
    _refuse(folder, force)
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        beside = Path(mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    except OSError as problem:
        raise CrossplanError(f"cannot write {folder}: {problem.strerror}") from problem
    try:
        count = 0
        for name, html in pages(plans, frame):
            (beside / name).write_bytes(html.encode())
            count += 1
        (beside / MARK).write_bytes(b"crossplan made this folder and may replace it.\n")
        beside.chmod(0o755)
        _put(beside, folder)
    except OSError as problem:
        raise CrossplanError(f"cannot write {folder}: {problem.strerror}") from problem
    finally:
        shutil.rmtree(beside, ignore_errors=True)
    return count


def _refuse(folder: Path, force: bool) -> None:
    if not folder.exists() or (folder.is_dir() and not any(folder.iterdir())):
        return
    if not (folder / MARK).is_file():
        raise UsageError(f"{folder} holds something else; name a new or empty folder")
    if not force:
        raise UsageError(f"{folder} holds a site already; --force replaces it")


def _put(new: Path, folder: Path) -> None:
    """Puts a whole folder in the place of another."""
    old = new.with_name(f"{new.name}-old")
    if folder.exists():
        folder.replace(old)
    new.replace(folder)
    shutil.rmtree(old, ignore_errors=True)


def pages(plans: Plans, frame: Frame) -> Iterator[tuple[str, str]]:
    """Each file of the site with what is in it; the same plans give the same bytes."""
    _, found = makers(plans, frame)
    return ((file, make()) for file, make in found.items())


def makers(plans: Plans, frame: Frame) -> tuple[Frame, dict[str, Callable[[], str]]]:
    """The frame of all pages, and what makes each file.

    A menu that the frame has already follows the site's own.
    """
    known, names = entries.Known.of(plans), _views(plans)
    files = frozenset(_files(plans, known, names))
    frame = replace(frame, menu=(*_menu(names), *frame.menu), beside=files)

    def at(file: str) -> Frame:
        return replace(frame, here=file, say=lambda words: frame.say(f"{file}: {words}"))

    views = {f"{name}.html": VIEWS[name] for name in names}
    found: dict[str, Callable[[], str]] = {}
    found["index.html"] = partial(entries.index, plans, at("index.html"), known, views)
    found["search.html"] = partial(entries.search, plans, at("search.html"), known)
    for file, view in views.items():
        found[file] = partial(view.page, plans, at(file), view.title)
    for record in plans.records:
        one = plans.only([record])
        file = f"plan-{record.id}.html"
        found[file] = partial(entries.plan, plans, at(file), known, record)
        for view in (VIEWS["source"], VIEWS["flow"]):
            file = f"{view.title.lower()}-{record.id}.html"
            found[file] = partial(view.page, one, at(file), view.title)
        if (file := f"network-{record.id}.html") in files:
            found[file] = partial(_map, one, at(file), f"Map: {record.title}")
    for topic in known.topics:
        file = topic_file(topic.id)
        found[file] = partial(entries.topic, plans, at(file), known, topic)
    for body in known.bodies:
        file = body_file(body)
        found[file] = partial(entries.body, plans, at(file), body)
    return frame, found


def _map(plans: Plans, frame: Frame, title: str) -> str:
    return network.page(plans.content, frame, title)


def _views(plans: Plans) -> list[str]:
    """The views that these plans allow and fill; of many statements the overview, not the map."""
    count, many = len(plans.records), len(plans.content.statements) > network.MOST
    return [
        name for name, view in VIEWS.items()
        if view.least <= count and view.most == 0 and not view.wished
        and name != ("network" if many else "overview")
        and (not view.asks or plans.table(view.asks).rows)
    ]  # fmt: skip


def _menu(names: Iterable[str]) -> tuple[tuple[str, str], ...]:
    views = ((f"{name}.html", VIEWS[name].title) for name in names)
    return (("index.html", "Start"), ("search.html", "Search"), *views)


def _files(plans: Plans, known: entries.Known, names: Sequence[str]) -> Iterator[str]:
    """The names of all files, known before any is made so that each can link to the others."""
    yield from ("index.html", "search.html", *(f"{name}.html" for name in names))
    sizes = Counter(s.plan for s in plans.content.statements)
    for at, record in enumerate(plans.records):
        yield from (f"{kind}-{record.id}.html" for kind in ("plan", "source", "flow"))
        if "network" not in names and sizes[at] <= network.MOST:
            yield f"network-{record.id}.html"
    yield from (topic_file(t.id) for t in known.topics)
    yield from (body_file(b) for b in known.bodies)
