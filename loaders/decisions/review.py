"""Statements by how sure their reading is, and the decisions that a person takes on them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields, replace
from pathlib import Path

from graph.errors import CrossplanError, UsageError
from graph.files import replace_file
from graph.model import Element, PlanGraph
from graph.tables import Table
from loaders.decisions.apply import apply
from loaders.decisions.corrections import quoted
from loaders.decisions.decision import CHANGES, Decision, Verdict, checked, nearest
from loaders.decisions.file import NAME, files_for, read_decisions, to_toml
from loaders.decisions.resolve import resolve

COLUMNS = ("id", "type", "confidence", "reason", "text", "decision")


def review(
    graph: PlanGraph, decisions: Iterable[Decision] = (), below: float | None = None
) -> Table:
    """The statements of a plan as it was read, a row each: the doubtful first, the decided last.

    With `below` only those that nobody decided on and whose confidence is less.
    """
    known = resolve(graph, decisions)
    verdicts = {f"{graph.plan}/{d.statement}": str(d.verdict) for d in known}
    after = apply(graph, known).by_id
    rows = []
    for node in sorted(graph.of_type(Element), key=lambda n: (n.spans[:1], n.id)):
        now = after.get(node.id)
        verdict = verdicts.get(node.id) or (None if now else "goes with what it hangs on")
        shown = now if isinstance(now, Element) else node
        sure = None if shown.confidence is None else float(shown.confidence)
        row = (node.id, type(shown).__name__, sure, shown.reason, shown.text, verdict)
        if node.basis != "derived" and (below is None or (not verdict and (sure or 0) < below)):
            rows.append(row)
    return Table(COLUMNS, tuple(sorted(rows, key=lambda r: (r[5] is not None, r[2] or 0))))


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """What a person asks for: statements to accept, reject, correct, or to decide on no longer."""

    accept: tuple[str, ...] = ()
    reject: tuple[str, ...] = ()
    undo: tuple[str, ...] = ()
    correct: str | None = None
    text: str | None = None
    type: str | None = None
    parent: str | None = None
    because: str | None = None

    def __bool__(self) -> bool:
        return any(getattr(self, f.name) for f in fields(self))

    def verdicts(self) -> list[tuple[Verdict, str]]:
        """Each verdict with the name of its statement; a UsageError if the wish is not whole."""
        asked = [name for name in CHANGES if getattr(self, name) is not None]
        if asked and not self.correct:
            raise UsageError(f"--{asked[0]} says what to correct; add --correct ID")
        found: list[tuple[Verdict, str]] = [("accept", name) for name in self.accept]
        found += [("reject", name) for name in self.reject]
        found += [("correct", self.correct)] if self.correct else []
        if self.because and not found:
            raise UsageError("--because gives a reason; add --accept, --reject or --correct ID")
        return found


def decide(
    graph: PlanGraph, document: Path, wishes: Wishes, manifest: Path | None = None,
    given: Path | None = None,
) -> list[str]:  # fmt: skip
    """Writes the decisions on a plan as it was read, and says what was done.

    They go to the file given, else beside the manifest, else beside the document; nothing is
    written unless all of them can be applied together.
    """
    file = given or (manifest or document).absolute().parent / NAME
    before = read_decisions(file) if file.is_file() else ()
    known, done = _undone(before, graph.plan, wishes.undo, file)
    taken = [_taken(graph, name, verdict, wishes) for verdict, name in wishes.verdicts()]
    if taken:
        known = _merged(resolve(graph, known), taken) + [d for d in known if d.plan != graph.plan]
        beside = [f for f in files_for(document, manifest, given) if f != file]
        others = [d for f in beside for d in read_decisions(f)]
        apply(graph, resolve(graph, [*known, *others]))
    try:
        replace_file(file, to_toml(known))
    except OSError as problem:
        raise CrossplanError(f"cannot write {file}: {problem.strerror}") from problem
    done += [f"{d.verdict}ed {graph.plan}/{d.statement}" for d in taken]
    return [*done, f"wrote {file}; loading {document.name} again applies it"]


def _undone(
    decisions: Sequence[Decision], plan: str, names: Iterable[str], file: Path
) -> tuple[list[Decision], list[str]]:
    left, done = list(decisions), []
    for name in names:
        ids = {f"{d.plan}/{d.statement}": d for d in left if d.plan == plan}
        found = _named(name, plan, ids)
        if len(found) != 1:
            near = nearest(name, {i: i for i in ids})
            hint = f"the nearest is {near}" if near else f"it has {len(ids)} on {plan}"
            raise UsageError(f"{file} has no one decision on {name!r}; {hint}")
        left.remove(ids[found[0]])
        done.append(f"took back the decision on {found[0]}")
    return left, done


def _named(name: str, plan: str, ids: Iterable[str]) -> list[str]:
    """The ids that a name means: exactly, below the plan's, or by their end."""
    known = list(ids)
    for same in (name, f"{plan}/{name}"):
        if same in known:
            return [same]
    return [i for i in known if name and i.endswith(f"/{name}")]


def _one(graph: PlanGraph, name: str, ids: Iterable[str]) -> str:
    known = list(ids)
    found = _named(name, graph.plan, known)
    if len(found) == 1:
        return found[0]
    if found:
        raise UsageError(f"{name!r} could be any of these: {', '.join(found[:5])}")
    near = nearest(name, {i: i for i in known})
    hint = f"the nearest is {near}" if near else "crossplan review lists them"
    raise UsageError(f"{graph.plan} has no statement {name!r}; {hint}")


def _taken(graph: PlanGraph, name: str, verdict: Verdict, wishes: Wishes) -> Decision:
    statements = [n.id for n in graph.of_type(Element)]
    node = graph.by_id[_one(graph, name, statements)]
    assert isinstance(node, Element)
    changes = {k: v for k in CHANGES if (v := getattr(wishes, k)) is not None}
    if "parent" in changes:
        changes["parent"] = _one(graph, changes["parent"], [graph.plan, *statements])
    made = Decision(
        plan=graph.plan, verdict=verdict, statement=_local(graph, node.id), quote=quoted(node),
        because=_line(wishes.because or ""), told=f"the decision on {node.id}",
        **{k: _local(graph, _line(v)) if k == "parent" else _line(v) for k, v in changes.items()
           if verdict == "correct"},
    )  # fmt: skip
    return checked(made)


def _local(graph: PlanGraph, name: str) -> str:
    return name.removeprefix(f"{graph.plan}/")


def _line(text: str) -> str:
    line = " ".join(text.split())
    if any("\ud800" <= c <= "\udfff" for c in line):
        raise UsageError(f"{line!r} is not text in UTF-8")
    return line


def _merged(known: Iterable[Decision], taken: Iterable[Decision]) -> list[Decision]:
    """New verdicts in the place of old ones; a correction keeps what an earlier one set."""
    by_id = {d.statement: d for d in known}
    for new in taken:
        old = by_id.get(new.statement)
        both = old is not None and old.verdict == new.verdict == "correct"
        merged = {**old.changes, **new.changes} if old and both else new.changes
        by_id[new.statement] = replace(new, **merged)  # type: ignore[arg-type]
    return list(by_id.values())
