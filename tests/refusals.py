"""Reading a file that cannot be read: it is refused in one sentence that names it."""

from pathlib import Path

import pytest

from graph.errors import CrossplanError
from loaders import read


def said(path: Path) -> str:
    """The sentence with which a file is refused, without its path."""
    with pytest.raises(CrossplanError) as error:
        read(path)
    message = str(error.value)
    assert message.startswith(str(path))
    assert "\n" not in message
    return message.removeprefix(str(path))


def assert_read_or_refused(path: Path, data: bytes) -> None:
    """Holds that a file of these bytes is read, or refused in a sentence that names it."""
    path.write_bytes(data)
    told = path.name
    try:
        read(path)
    except CrossplanError as e:
        told = str(e)
    assert path.name in told
    assert "\n" not in told
