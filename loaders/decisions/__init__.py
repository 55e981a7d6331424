"""Decisions that people take on what was read: kept in a file, applied on every load."""

from loaders.decisions.apply import apply
from loaders.decisions.decision import Decision, checked
from loaders.decisions.file import decisions_for, files_for, read_decisions, to_toml
from loaders.decisions.resolve import resolve
from loaders.decisions.review import Wishes, decide, review

__all__ = [
    "Decision", "Wishes", "apply", "checked", "decide", "decisions_for", "files_for",
    "read_decisions", "resolve", "review", "to_toml",
]  # fmt: skip
