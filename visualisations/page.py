"""The frame of every page: our own templates, one file, and a policy that no request may leave it.

Templates escape by default. Documents reach a page as escaped HTML or as JSON in a data block;
scripts and styles are ours or come from the installed pyvis, and the page's content security
policy allows these alone, by their hashes.
"""

from base64 import b64encode
from collections.abc import Sequence
from functools import cache
from hashlib import sha256
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jinja2 import Environment


def asset(name: str) -> str:
    """A script or style of this package, with the line ends that a browser hashes."""
    return files(__package__).joinpath(name).read_text(encoding="utf-8").replace("\r\n", "\n")


@cache
def vis_network() -> str:
    """The drawing library out of the installed pyvis, without the address of its source map."""
    script = files("pyvis").joinpath("lib/vis-9.1.2/vis-network.min.js")
    text = script.read_text(encoding="utf-8").replace("\r\n", "\n").replace("\r", "\n")
    return text.split("\n//# sourceMappingURL=")[0] + "\n"


def policy(scripts: Sequence[str], styles: Sequence[str]) -> str:
    """A content security policy under which these alone run and nothing is fetched."""
    return "; ".join((
        "default-src 'none'",
        "script-src " + " ".join(map(_hash, scripts)),
        "style-src " + " ".join(map(_hash, styles)),
        "base-uri 'none'", "form-action 'none'",
    ))  # fmt: skip


def _hash(text: str) -> str:
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"


def environment() -> "Environment":
    """Jinja on the templates of this package, escaping, strict, with stable JSON."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    env = Environment(
        loader=PackageLoader(__package__, ""), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    env.policies["json.dumps_kwargs"] = {"sort_keys": True, "separators": (",", ":")}
    return env
