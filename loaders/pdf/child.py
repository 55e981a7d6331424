"""The child process that opens a PDF: `python -m loaders.pdf.child`.

It reads the file on standard input, gives up the network, bounds its memory and processor time,
and writes a JSON line with the number of pages, then one for each page. A fault is the last line.
"""

import json
import sys
from dataclasses import astuple
from typing import Any

from graph.sandbox import bound, drop_network
from loaders.pdf.page import Page, PageFault, Word, read_page
from loaders.pdf.rules import Rule

MEMORY = 400_000_000


def packed(page: Page) -> list[Any]:
    """A page as JSON knows it; a hundredth of a point is enough."""
    words = [
        [w.text, *(round(n, 2) for n in (w.x0, w.x1, w.base, w.size)), w.bold, w.upright]
        for w in page.words
    ]
    rules = [[round(n, 2) for n in astuple(r)] for r in page.rules]
    sizes = [page.number, page.width, page.height]
    return [*sizes, words, rules, page.pictures, page.slanted, page.marks]


def unpacked(line: bytes) -> Page:
    """The page in a line of the child."""
    number, width, height, words, rules, *counts = json.loads(line)
    return Page(
        number, width, height, tuple(Word(*w) for w in words), tuple(Rule(*r) for r in rules),
        *counts,
    )  # fmt: skip


def _put(value: object) -> None:
    sys.stdout.buffer.write(json.dumps(value).encode() + b"\n")
    sys.stdout.buffer.flush()


def _read(data: bytes, most: int) -> None:
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as e:
        locked = e.err_code == pypdfium2.raw.FPDF_ERR_PASSWORD
        return _put({"fault": "encrypted" if locked else "damaged"})
    _put({"pages": len(document)})
    for number in range(1, min(len(document), most) + 1):
        try:
            page = document[number - 1]
        except pypdfium2.PdfiumError:
            return _put({"fault": "damaged"})
        try:
            _put(packed(read_page(page, number)))
        except PageFault as e:
            return _put({"fault": str(e)})
        page.close()
    return None


def main() -> None:
    most, seconds = int(sys.argv[1]), float(sys.argv[2])
    data = sys.stdin.buffer.read()
    drop_network()
    bound(seconds, MEMORY)
    try:
        _read(data, most)
    except MemoryError:
        _put({"fault": "memory"})


if __name__ == "__main__":
    main()
