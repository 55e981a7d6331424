"""Plan graphs in the forms of other tools; the same graphs give the same bytes.

A module writes one form or a few of one kind; each form is one line of `FORMATS`.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, cast

from graph.errors import UsageError
from graph.exporting.content import Content

if TYPE_CHECKING:
    from graph.model import PlanGraph
    from graph.workspace import Workspace

Files = Mapping[str, bytes]
"""Path in a folder -> bytes."""


@dataclass(frozen=True, slots=True)
class Format:
    """A form: what a reader of the help is told, how its files end, and its writer by name."""

    told: str
    ending: str
    writer: str
    each: bool = False
    """Whether a file holds one plan only."""

    def write(self, content: Content) -> bytes:
        return cast(bytes, _function(self.writer)(content))


@dataclass(frozen=True, slots=True)
class Folder:
    """A form of several files, by their paths in a folder."""

    told: str
    writer: str

    def files(self, content: Content) -> Files:
        return cast(Files, _function(self.writer)(content))


def _function(name: str) -> Callable[[Content], object]:
    """A function by module and name, imported when used: the help needs no writer."""
    module, _, function = name.partition(".")
    return cast(
        "Callable[[Content], object]",
        getattr(import_module(f"graph.exporting.{module}"), function),
    )


FORMATS: Mapping[str, Format | Folder] = {
    "ttl": Format("Turtle", "ttl", "quads.turtle"),
    "trig": Format("TriG, with the named graphs", "trig", "quads.trig"),
    "nq": Format("N-Quads: a backup", "nq", "quads.nquads"),
    "jsonld": Format("JSON-LD", "jsonld", "jsonld.write"),
    "json": Format("node-link JSON", "json", "nodelink.write"),
    "graphml": Format("GraphML", "graphml", "graphml.write"),
    "gexf": Format("GEXF, for Gephi", "gexf", "gexf.write"),
    "csv": Format("a row a node", "csv", "rows.write"),
    "xlsx": Format(
        "Excel workbook: a sheet each for plans, actions and so on", "xlsx", "workbook.write"
    ),
    "stratml": Format(
        "StratML Part 2: a performance plan or report", "xml", "stratml.performance", True
    ),
    "stratml1": Format(
        "StratML Part 1: a strategic plan, ISO 17469-1", "stratml1.xml", "stratml.core", True
    ),
    "qb": Format("the targets with a value as an RDF Data Cube", "qb.ttl", "cube.write"),
    "dcat": Format("DCAT: the plans as a catalogue", "dcat.ttl", "catalogue.write"),
    "cypher": Format("a script for Neo4j", "cypher", "cypher.write"),
    "vault": Folder("a folder of linked notes, for Obsidian", "vault.files"),
}
"""Name -> form; a new one is one line."""


def by_ending(name: str) -> str | None:
    """The form that a file of this name has by its ending."""
    endings = {f.ending: form for form, f in FORMATS.items() if isinstance(f, Format)}
    fitting = [end for end in endings if name.endswith(f".{end}")]
    return endings[max(fitting, key=len)] if fitting else None


def in_folder(form: str, target: Path) -> bool:
    """Whether plans in this form go to `target` as files of a folder."""
    made = FORMATS[form]
    return isinstance(made, Folder) or (made.each and (target.is_dir() or not target.suffix))


def export(graphs: "Sequence[PlanGraph]", form: str, workspace: "Workspace | None" = None) -> bytes:
    """Plans as one file in a form of `FORMATS`; `workspace` is where they are from."""
    made, content = FORMATS[form], _content(graphs, workspace)
    if isinstance(made, Folder):
        raise UsageError(f"{form} is a folder of files: name one with --output")
    if made.each and len(graphs) > 1:
        raise UsageError(
            f"{form} holds one plan a file: name it with --plan, or a folder with --output"
        )
    return made.write(content)


def export_folder(
    graphs: "Sequence[PlanGraph]", form: str, workspace: "Workspace | None" = None
) -> Files:
    """Plans as the files of a folder: one for each of them where a file holds one plan."""
    made, content = FORMATS[form], _content(graphs, workspace)
    if isinstance(made, Folder):
        return made.files(content)
    return {
        f"{g.plan}.{made.ending}": made.write(replace(content, graphs=(g,))) for g in content.graphs
    }


def _content(graphs: "Sequence[PlanGraph]", workspace: "Workspace | None") -> Content:
    if not graphs:
        raise UsageError("there is nothing to export: the workspace has no plan")
    return Content(tuple(sorted(graphs, key=lambda g: g.plan)), workspace)
