"""The frame of every page: our own templates, one file, and a policy that no request may leave it.

Templates escape by default. Documents reach a page as escaped HTML or as JSON in a data block;
scripts and styles are ours or come from the installed pyvis, and the page's content security
policy allows these alone, by their hashes.
"""

from base64 import b64encode
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from visualisations.content import Source
from visualisations.theme import FAMILIES, LOOKS

if TYPE_CHECKING:
    from jinja2 import Environment


EARLY = 'document.documentElement.classList.add("js");'
"""Run before anything is laid out, so that what only scripts use is not laid out twice."""


@dataclass(frozen=True, slots=True)
class Frame:
    """What every page says of itself, and the files that stand beside it for it to link to.

    `day` is the day that the reader gave, never that of the build; `menu` holds file and label,
    `here` is the file of the page itself; `say` is told what a page leaves out. A `served` page has
    a server behind it, to which its forms may go.
    """

    version: str
    plans: tuple[Source, ...]
    day: str | None = None
    menu: tuple[tuple[str, str], ...] = ()
    beside: frozenset[str] = frozenset()
    here: str = ""
    say: Callable[[str], None] = lambda _: None
    served: bool = False

    def link(self, file: str, fragment: str = "") -> str:
        """The address of a page if it is there, else nothing."""
        return f"{file}{fragment}" if file in self.beside else ""

    def source(self, plan: str) -> str:
        """The address of a document's page by its plan's id if it is there, else nothing."""
        return self.link(f"source-{plan}.html")


def render(
    template: str,
    frame: Frame,
    title: str,
    parts: Sequence[str] = (),
    notices: Iterable[str] = (),
    **values: Any,
) -> str:
    """A page without a library: `NAME.html.j2` with the styles and scripts of that name.

    Those of `parts` come before them; `notices` say what is not on the page.
    """
    known = _shared().get_template(f"{template}.html.j2")
    return known.render(shell((*parts, template), frame, title, notices=notices) | values)


def shell(
    names: Sequence[str],
    frame: Frame,
    title: str,
    libraries: Sequence[str] = (),
    waits: bool = False,
    notices: Iterable[str] = (),
    more: str = "",
) -> dict[str, Any]:
    """What the base template needs: styles and scripts of these names follow those of all pages,
    and `more` style those.

    The page is ready when its scripts have run, or, if it waits, when they say so. Notices are said
    on the page and to whoever asked for it.
    """
    told = list(notices)
    for words in told:
        frame.say(words)
    code = [asset(f"{name}.js") for name in ("page", *names) if exists(f"{name}.js")]
    body = "\n".join(code + ["ready();"] * (not waits))
    run = [*libraries, f'"use strict";\n(() => {{\n{body}\n}})();']
    styles = (asset(f"{name}.css") for name in ("page", *names) if exists(f"{name}.css"))
    style = "\n" + _colours() + "".join(styles) + more
    return {
        "frame": frame, "title": title, "scripts": run, "style": style,
        "early": EARLY, "csp": policy([EARLY, *run], [style], frame.served), "notices": told,
    }  # fmt: skip


def cut(shown: int, there: int, which: str = "the first") -> list[str]:
    """What a page says of rows that it has no room for."""
    if there <= shown:
        return []
    return [f"This page shows {which} {shown:,} of {there:,} rows. Choose fewer plans with --plan."]


def exists(name: str) -> bool:
    """Whether this package has such a template, script or style."""
    return files(__package__).joinpath("templates", name).is_file()


def asset(name: str) -> str:
    """A script or style of this package, with the line ends that a browser hashes."""
    text = files(__package__).joinpath("templates", name).read_text(encoding="utf-8")
    return text.replace("\r\n", "\n")


@cache
def vis_network() -> str:
    """The drawing library out of the installed pyvis, without the address of its source map."""
    script = files("pyvis").joinpath("lib/vis-9.1.2/vis-network.min.js")
    text = script.read_text(encoding="utf-8").replace("\r\n", "\n").replace("\r", "\n")
    return text.split("\n//# sourceMappingURL=")[0] + "\n"


def policy(scripts: Sequence[str], styles: Sequence[str], forms: bool = False) -> str:
    """A content security policy under which these alone run and nothing is fetched.

    With `forms`, forms may go to where the page came from.
    """
    return "; ".join((
        "default-src 'none'",
        "script-src " + " ".join(map(_hash, scripts)),
        "style-src " + " ".join(map(_hash, styles)),
        "base-uri 'none'", "form-action " + ("'self'" if forms else "'none'"),
    ))  # fmt: skip


def _hash(text: str) -> str:
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"


def _colours() -> str:
    """The palette as custom properties, for light and for dark."""
    sides = [
        "".join(f"--{family}:{pair[side]};" for family, pair in FAMILIES.items()) for side in (0, 1)
    ]
    dark = "@media screen and (prefers-color-scheme:dark)"
    return f":root{{{sides[0]}}}\n{dark}{{:root{{{sides[1]}}}}}\n"


@cache
def _shared() -> "Environment":
    """One environment for all pages, which compiles each template once."""
    return environment()


def environment() -> "Environment":
    """Jinja on the templates of this package, escaping, strict, with stable JSON."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    env = Environment(
        loader=PackageLoader(__package__, "templates"), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    env.policies["json.dumps_kwargs"] = {"sort_keys": True, "separators": (",", ":")}
    env.globals["looks"] = LOOKS
    return env
