"""XML as a tree, read so that no document can reach out, unfold or grow without bound."""

from typing import TYPE_CHECKING

from graph.errors import CrossplanError, LimitError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element

MAX_MARKS = 6_000_000


def tree(data: bytes, where: str, mend: str) -> "_Element":
    """The root of some XML, without comments; `where` names it, `mend` is how to mend what is bad.

    Raises CrossplanError for a DOCTYPE, which could declare entities.
    """
    from lxml import etree

    if data.count(b"<") + data.count(b"=") > MAX_MARKS:
        raise LimitError(
            f"{where} has more than {MAX_MARKS:,} elements and attributes; split the document"
        )
    if b"<!DOCTYPE" in data.replace(b"\0", b""):
        raise doctype(where)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True,
        remove_pis=True,
    )  # fmt: skip
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as e:
        told = " ".join(str(e.msg).split())
        raise CrossplanError(f"{where} is no valid XML ({told}); {mend}") from e
    if root.getroottree().docinfo.internalDTD is not None:
        raise doctype(where)
    return root


def doctype(where: str) -> CrossplanError:
    return CrossplanError(
        f"{where} has a DOCTYPE, which files of this kind never need; the file is refused unread"
    )


def local_name(node: "_Element") -> str:
    from lxml import etree

    return etree.QName(node).localname


def below(node: "_Element | None", *path: str) -> "Iterator[_Element]":
    """The elements at a path of local names, whatever their namespace."""
    if node is not None:
        yield from node.iterfind("/".join(f"{{*}}{name}" for name in path))


def first_of(node: "_Element | None", *path: str) -> "_Element | None":
    return next(below(node, *path), None)


def lines_of(node: "_Element | None", *path: str) -> list[str]:
    """The lines of an element's text that are not blank."""
    at = first_of(node, *path) if path else node
    whole = "".join(at.itertext()) if at is not None else ""  # type: ignore[arg-type]
    return [line for line in (" ".join(s.split()) for s in whole.split("\n")) if line]


def text_of(node: "_Element | None", *path: str) -> str:
    """An element's text on one line, "" where it is not there."""
    return " ".join(lines_of(node, *path))
