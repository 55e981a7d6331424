"""Documents and queries that ask for too much: bounded, said, and the next one is answered."""

import zlib
from pathlib import Path

from tools import PLAN, load, put, refused

from graph.errors import CrossplanError
from loaders.box import Box, Limits

NEAR_MISSES = (
    "by ", "(", ")", "[", "](", "**", "_", "*_", "1.", "1.1.", "a-", "- ", "% ", "£", "& ", "&amp",
    "Sept ", "2016/", "31/12/", "from 2016 to ", "Q1 ", "A.B.", "and ", "the X and ", "| ", "|-",
    "\t", " \n", "\n\n", "# ", "> ", "`", "<", "<a ", "</", "<!--", "\\", "e.g. ", ", ", ": ",
    "Priority 1: ", "Lead: ", "increase from 1 to ", "Theme ", "X" * 50 + " ", "\u2022 ", "\f",
)  # fmt: skip
LENGTH = 5_000


def said(box: Box, path: Path) -> str:
    try:
        box.account(path)
    except CrossplanError as problem:
        return str(problem)
    return ""


def hostile_patterns(folder: Path) -> None:
    """What nearly fits a pattern, over and over, in every place of a plan: read or refused."""
    with Box(Limits(seconds=30)) as box:
        for n, piece in enumerate(NEAR_MISSES):
            much = (piece * LENGTH)[:LENGTH]
            for form in (f"{PLAN}\n{much}", PLAN.replace("school", much.replace("\n", " "))):
                path = put(folder, f"{n}.md", form)
                assert "was not read within" not in said(box, path), repr(piece)


def one_bad_file_among_many(folder: Path) -> None:
    """A limit that a file hits is said of it, with the exit code of limits, and others go on."""
    packed = zlib.compress(b"0 0 m 9 9 l S\n" * 1_000_000, 9)
    bomb = (
        b"%%PDF-1.7\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n2 0 obj\n<</Type/Pages/Kids"
        b"[3 0 R]/Count 100000>>\nendobj\n3 0 obj\n<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]"
        b"/Contents 4 0 R>>\nendobj\n4 0 obj\n<</Length %d/Filter/FlateDecode>>stream\n%b\n"
        b"endstream\nendobj\ntrailer\n<</Size 5/Root 1 0 R>>\nstartxref\n0\n%%%%EOF\n"
    ) % (len(packed), packed)
    done = load(folder / "ws", put(folder, "bomb.pdf", bomb), put(folder, "plan.txt"))
    assert [d.outcome for d in done.values()] == ["failed", "added"]
    assert refused(folder, folder / "bomb.pdf") == done["bomb.pdf"].reason
