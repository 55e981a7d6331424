"""Org files: their headings and items are those of Markdown under other signs."""

import re
from dataclasses import replace
from pathlib import Path

from loaders import text
from loaders.document import Document
from loaders.source import open_text

_STARS = re.compile(r"^(\*+)(?= )", re.MULTILINE)


def read(path: Path) -> Document:
    """The document of an Org file."""
    source = open_text(path)
    return text.read(replace(source, text=_STARS.sub(lambda m: "#" * len(m[1]), source.text)))
