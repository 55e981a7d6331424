"""The errors that crossplan raises on purpose.

CrossplanError            exit 1   something failed and is said in one sentence
├── UsageError            exit 2   an argument, a manifest or a query is wrong
│   └── QueryError        exit 2   a query has a syntax error or is not allowed
├── StoreError            exit 4   a store or server is locked or out of reach
├── LimitError            exit 5   a limit on time, rows, memory or size was hit
└── DamagedError          exit 6   the workspace is damaged

The command line prints the sentence and leaves with the code; anything else keeps
its traceback, because it is a bug.
"""


class CrossplanError(Exception):
    """Something failed and was said; the rest goes on."""

    exit_code = 1


class UsageError(CrossplanError):
    """An argument, a manifest or a query is wrong."""

    exit_code = 2


class QueryError(UsageError):
    """A query has a syntax error (line and column where known) or is not allowed."""


class StoreError(CrossplanError):
    """A store or server is locked, refuses or cannot be reached."""

    exit_code = 4


class LimitError(CrossplanError):
    """A limit on time, rows, memory or size was hit."""

    exit_code = 5


class DamagedError(CrossplanError):
    """The workspace is not what its manifest says."""

    exit_code = 6
