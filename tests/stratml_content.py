"""Whether a document is StratML: by our summary of the schemas, and by the schemas themselves."""

import os
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from lxml import etree

SAID = tomllib.loads((Path(__file__).parent / "stratml" / "content.toml").read_text("utf-8"))
XSD = {"part1": "StrategicPlan.xsd", "part2": "PerformancePlanOrReport.xsd"}
_NCNAME = re.compile(r"[A-Za-z_][A-Za-z0-9._-]*")
_NUMBER = re.compile(r"-?\d+(\.\d+)?")
_DATE = re.compile(r"\d{4}-\d\d-\d\d")
_OFTEN = {"": "", "?": "?", "*": "*", "+": "+", "?2": "{0,2}"}


def faults(data: bytes) -> list[str]:
    """What is wrong with a document, none where it is valid."""
    root = etree.fromstring(data)
    part = next((p for p in XSD if SAID[p]["root"] == etree.QName(root).localname), "")
    if not part:
        return ["another root"]
    typed = [] if part == "part1" or "Type" in root.attrib else ["no type"]
    found = [*typed, *_namespace(root, SAID[part]["namespace"]), *_ids(root)]
    found += [f for node in root.iter() for f in _element(node, {**SAID["both"], **SAID[part]})]
    return found + published(root, part)


def published(root: Any, part: str) -> list[str]:
    """The faults that the published schema finds, if the variable STRATML_XSD names its folder."""
    if not (folder := os.environ.get("STRATML_XSD")):
        return []
    schema = etree.XMLSchema(etree.parse(Path(folder) / XSD[part]))
    schema.validate(root)
    return [str(e) for e in schema.error_log]


def _namespace(root: Any, space: str) -> Iterator[str]:
    yield from (f"namespace of {n.tag}" for n in root.iter() if etree.QName(n).namespace != space)


def _ids(root: Any) -> Iterator[str]:
    ids = [n.text for n in root.iter("{*}Identifier")]
    yield from (f"no name: {i}" for i in ids if not _NCNAME.fullmatch(i or ""))
    if len(set(ids)) < len(ids):
        yield "an identifier twice"


def _element(node: Any, content: dict[str, list[str]]) -> Iterator[str]:
    name = etree.QName(node).localname
    children = [etree.QName(c).localname for c in node]
    parts = [re.fullmatch(r"(\w+?)([?*+]2?)?", p) for p in content.get(name, [])]
    pattern = "".join(f"(?:{m[1]} ){_OFTEN[m[2] or '']}" for m in parts if m)
    if not re.fullmatch(pattern, "".join(f"{c} " for c in children)):
        yield f"{name} holds {children}"
    for key, value in node.attrib.items():
        if value not in SAID["values"].get(f"{name}/@{key}", []):
            yield f"{name}/@{key} is {value}"
    text = node.text or ""
    if name in SAID["values"] and text not in SAID["values"][name]:
        yield f"{name} is {text}"
    if name in ("StartDate", "EndDate") and not _DATE.fullmatch(text):
        yield f"{name} is {text}"
    if name == "NumberOfUnits" and not _NUMBER.fullmatch(text):
        yield f"{name} is {text}"
