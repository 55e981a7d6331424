"""The child process that reads documents: `python -m loaders.child`.

It gives up the network and the writing of files, bounds its memory, and answers each request, a
line of JSON on standard input, with a line of JSON: what was read, the error that says why not, or
the fault that broke the reading.
"""

import json
import os
import sys
import traceback
from dataclasses import astuple
from pathlib import Path
from typing import Any

from graph.errors import CrossplanError
from graph.property_graph import to_node_link
from graph.sandbox import bound_memory, bound_seconds, drop_network, write_nothing
from loaders import Account, Facts, account
from loaders.decisions.decision import Decision

HOME = Path(__file__).resolve().parent.parent


def packed(found: Account) -> dict[str, Any]:
    """An account as JSON knows it, without the blocks: they cost more to send than to read."""
    document = found.document
    return {
        "name": document.name, "sha256": document.sha256, "text": document.text,
        "notes": document.notes, "graph": to_node_link(found.graph, ""),
        "characters": found.coverage.characters,
        "unread": [astuple(p) for p in found.coverage.unread],
        "pages": found.coverage.pages, "decided": found.decided,
    }  # fmt: skip


def _fault(problem: Exception) -> str:
    """What broke, and the last place in our own code where it did."""
    steps = traceback.extract_tb(problem.__traceback__)
    ours = [s for s in steps if Path(s.filename).is_relative_to(HOME)]
    at = (ours or steps)[-1]
    return f"{type(problem).__name__} in {Path(at.filename).name}, line {at.lineno}"


def answer(request: dict[str, Any]) -> dict[str, Any]:
    """What became of one document."""
    decisions = [Decision(**d) for d in request["decisions"]]
    try:
        return packed(account(Path(request["path"]), Facts(**request["facts"]), decisions))
    except CrossplanError as problem:
        return {"error": type(problem).__name__, "told": str(problem)}
    except MemoryError:
        return {"limit": "memory"}
    except Exception as problem:  # noqa: BLE001
        return {"fault": _fault(problem)}


def main() -> None:
    import loaders.interpret  # noqa: F401

    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    drop_network()
    write_nothing()
    bound_memory(int(sys.argv[1]))
    for line in sys.stdin.buffer:
        request = json.loads(line)
        bound_seconds(request["seconds"])
        answers.write(json.dumps(answer(request)).encode() + b"\n")
        answers.flush()


if __name__ == "__main__":
    main()
