"""Extracts a plan of many pages of ruled tables: `python -m benchmarks.long_pdf 300`."""

import sys
import tempfile
from pathlib import Path

from loaders import extract

XS = (40, 80, 380, 500, 600, 800)
HEADER = ("No", "Actions", "Who", "When", "Milestones")
ROWS = 8


def page(number: int) -> bytes:
    """The content stream of a page: rules, a header row and rows with four lines in a cell."""
    height = 500 // ROWS
    edges = (555, *(530 - height * i for i in range(ROWS + 1)))
    out = [b"%d 30 m %d 555 l S" % (x, x) for x in XS]
    out += [b"%d %d m %d %d l S" % (XS[0], y, XS[-1], y) for y in edges]
    write(out, XS, 540, HEADER)
    for row in range(ROWS):
        top = 520 - height * row
        action = f"{(number * ROWS + row) % 99}.{row + 1}"
        write(out, XS, top, (action, "Visit every school that asks for it and agree with its head",
                             "Head of service", "By May 2027", "Visits made and"))  # fmt: skip
        for line in range(1, 4):
            write(out, XS[1:2], top - 11 * line, ("what the two will do in the year that follows",))
            write(out, XS[4:5], top - 11 * line, ("their findings written",))
    return b"\n".join(out)


def write(out: list[bytes], xs: tuple[int, ...], y: int, texts: tuple[str, ...]) -> None:
    for x, text in zip(xs, texts, strict=False):
        out.append(b"BT /F 9 Tf %d %d Td (%b) Tj ET" % (x + 4, y, text.encode()))


def pdf(pages: int) -> bytes:
    """A file of so many pages."""
    numbers = range(4, 4 + 2 * pages, 2)
    kids = b" ".join(b"%d 0 R" % n for n in numbers)
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Count %d/MediaBox[0 0 842 595]/Kids[%b]"
        b"/Resources<</Font<</F 3 0 R>>>>>>" % (pages, kids),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    for i, n in enumerate(numbers):
        content = page(i)
        objects.append(b"<</Type/Page/Parent 2 0 R/Contents %d 0 R>>" % (n + 1))
        objects.append(b"<</Length %d>>stream\n%b\nendstream" % (len(content), content))
    out = bytearray(b"%PDF-1.7\n")
    places = []
    for i, made in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%b\nendobj\n" % (i, made)
    at, size = len(out), len(objects) + 1
    out += b"xref\n0 %d\n0000000000 65535 f \n" % size
    out += b"".join(b"%010d 00000 n \n" % p for p in places)
    out += b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (size, at)
    return bytes(out)


def main() -> None:
    pages = int(sys.argv[1])
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "plan.pdf"
        path.write_bytes(pdf(pages))
        document, _ = extract(path)
    if max(b.page or 0 for b in document.leaves()) != pages:
        raise SystemExit("the last page was not read")


if __name__ == "__main__":
    main()
