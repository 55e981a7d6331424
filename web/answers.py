"""What our own pages show, as HTML: each function takes what the reader asked for."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice

from graph.choices import Choice
from graph.deciding import chosen
from graph.errors import CrossplanError, UsageError
from graph.exporting import FORMATS, Format
from graph.query import Limits, cypher
from graph.runners import Runner
from graph.tables import Table, cell, visible
from graph.workspace import Workspace
from loaders.decisions.decision import STATEMENTS
from visualisations import overlaps, paper
from visualisations.content import Reader, content
from visualisations.page import Frame
from visualisations.plans import Plans
from visualisations.theme import LOOKS
from web.find import find, words_of
from web.render import render
from web.shelf import State
from web.uploads import Upload

PAGE = 50
"""Rows on a page of results."""
FILES = {name: form for name, form in FORMATS.items() if isinstance(form, Format)}
"""The forms that are one file."""
STATIC = {
    "yasgui.min.js": "text/javascript", "yasgui.min.css": "text/css", "start.js": "text/javascript",
}  # fmt: skip
"""Files of the SPARQL console and their types."""
GRIPS = "'sha256-zCK2EVMoPc04mRF/g5CotUvxbJPWS+8V0b+s9ptqQIk='"
"""The hash of the one style that YASGUI writes itself."""
TOLD = {
    "accept": "Accepted: this overlap is always found.",
    "reject": "Rejected: this overlap is found no more.", "undo": "Taken back.",
}  # fmt: skip
PAPERS = {"docx": "Word", "html": "Web page", "md": "Markdown"}
EXAMPLES = (
    """MATCH (a:Action)-[:LED_BY]->(p:Partner)
RETURN p.canonical AS lead, count(a) AS actions
ORDER BY actions DESC LIMIT 20""",
    """MATCH (t:Topic)<-[:ABOUT]-(e)
RETURN t.name AS topic, count(e) AS statements
ORDER BY statements DESC LIMIT 20""",
    """MATCH (a:Action) WHERE a.dueBy IS NOT NULL
RETURN a.text AS action, a.dueBy AS due
ORDER BY due LIMIT 20""",
)


def message(frame: Frame, title: str, words: str) -> str:
    """A page that says one sentence."""
    return render("message", frame, title, words=words)


def search(state: State, asked: Mapping[str, str]) -> str:
    """The statements that hold the words, with a link to each in its document."""
    plans = state.plans
    query, kind = asked.get("q", "")[:500], asked.get("kind", "")
    ids = [r.id for r in plans.records]
    at = ids.index(asked["plan"]) if asked.get("plan") in ids else None
    page = number(asked.get("page", "1"))
    statements = plans.content.statements if plans.records else ()
    hits = list(find(statements, words_of(query), at, kind)) if query.strip() else []
    first = (page - 1) * PAGE
    return render(
        "find", replace(state.frame, here="search.html"), "Search", query=query, kind=kind,
        chosen=asked.get("plan", ""), hits=hits[first : first + PAGE], total=len(hits), first=first,
        page=page, more=len(hits) > first + PAGE, plans=_named(plans), kinds=LOOKS,
        known=len(statements), ids=ids,
    )  # fmt: skip


def number(text: str) -> int:
    """A page's number, 1 where the text is none.

    >>> number("3"), number("-1"), number("x")
    (3, 1, 1)
    """
    return max(1, int(text)) if text.isascii() and text.isdigit() and len(text) < 7 else 1


def _named(plans: Plans) -> list[tuple[str, str]]:
    """Id and name of each plan."""
    return [(r.id, plans.names[r.id]) for r in plans.records]


def compare(state: State, asked: Mapping[str, str]) -> str:
    """The overlaps between the plans of two sides, each a plan or a council, to decide on."""
    plans, page = state.plans, number(asked.get("page", "1"))
    names, sides = zip(*(_side(plans, asked.get(k, "")) for k in ("first", "second")), strict=True)
    both = frozenset[str]().union(*sides)
    between = {(a, b) for one, other in (sides, sides[::-1]) for a in one for b in other}
    every = plans.rows("overlaps") if all(sides) else []
    rows = [row for row in every if (row["a_plan"], row["b_plan"]) in between]
    some = plans.only(r for r in plans.records if r.id in both)
    first = (page - 1) * overlaps.AT_ONCE
    taken = [c for c in chosen(plans.workspace) if c.kind == "overlap"]
    found = overlaps.pairs(some, rows) if rows else []
    pairs = [_turned(p, some, sides[0]) for p in _followed(found, taken)]
    frame = replace(state.frame, here="compare", plans=some.content.plans if both else ())
    return render(
        "compare", frame, "Compare", names=names,
        choices=_named(plans), councils=sorted({r.council for r in plans.records if r.council}),
        pairs=pairs[first : first + overlaps.AT_ONCE], total=len(pairs), first=first, page=page,
        more=len(pairs) > first + overlaps.AT_ONCE, taken=taken,
        short=plans.names, told=TOLD.get(asked.get("done", ""), ""),
    )  # fmt: skip


def _side(plans: Plans, name: str) -> tuple[str, frozenset[str]]:
    """A council with the ids of its plans, or the one plan that the name means."""
    if not name:
        return "", frozenset()
    if own := {r.id for r in plans.records if r.council == name}:
        return name, frozenset(own)
    plan = plans.workspace.resolve(name).id
    return plan, frozenset((plan,))


def _followed(pairs: Iterable[overlaps.Pair], taken: Iterable[Choice]) -> Iterator[overlaps.Pair]:
    """The pairs as people decided, also where the comparison does not follow the decision yet."""
    verdicts = {frozenset((c.first, c.second)): c.verdict for c in taken}
    for pair in pairs:
        verdict = verdicts.get(frozenset((pair.first.id, pair.second.id)))
        if verdict != "reject":
            yield replace(pair, status="accepted") if verdict else pair


def _turned(pair: overlaps.Pair, plans: Plans, left: frozenset[str]) -> overlaps.Pair:
    """The pair with the statement of the left side first."""
    if plans.records[pair.first.plan].id in left:
        return pair
    return replace(pair, first=pair.second, second=pair.first)


def save(workspace: Workspace, frame: Frame) -> str:
    """What can be taken home: the graph in each format, and a paper for a council."""
    assert {f".{ending}" for ending in PAPERS} == paper.WRITERS.keys()
    records = workspace.plans()
    return render(
        "save", replace(frame, here="save"), "Export", formats=FILES, papers=PAPERS,
        choices=[(r.id, r.title) for r in records],
        councils=sorted({r.council for r in records if r.council}),
    )  # fmt: skip


def upload(frame: Frame, kept: Sequence[Upload], problem: str = "") -> str:
    """Where a document is chosen, and those that were added before."""
    return render(
        "upload", replace(frame, here="upload"), "Upload a document", kept=kept, problem=problem
    )


def preview(frame: Frame, upload: Upload, asked: Mapping[str, str], problem: str = "") -> str:
    """What was read of a document, statement by statement, to accept, reject or correct."""
    account, graph = upload.account, upload.graph
    reading = account.coverage.reading
    shown = content([graph], {graph.plan: account.document.text}, {graph.plan: reading.pages})
    reader = Reader(account.document.text, reading.pages)
    queue = upload.queue
    rows = [dict(zip(queue.columns, row, strict=True)) for row in queue.rows]
    counts = Counter(str(row["type"]) for row in rows)
    kind, page = asked.get("kind", ""), number(asked.get("page", "1"))
    wanted = [row for row in rows if not kind or row["type"] == kind]
    first = (page - 1) * PAGE
    before = account.graph.by_id
    quotes = {
        str(row["id"]): reader.quote(before[row["id"]].spans[0])
        for row in wanted[first : first + PAGE]
        if before[row["id"]].spans
    }
    return render(
        "preview", replace(frame, here="upload", plans=shown.plans), shown.plans[0].name,
        upload=upload,
        source=shown.plans[0], coverage=account.coverage, rows=wanted[first : first + PAGE],
        counts=counts, quotes=quotes, kinds=sorted(STATEMENTS), kind=kind,
        total=len(wanted), first=first, page=page, more=len(wanted) > first + PAGE,
        notes=account.document.notes, decided=len(upload.decisions), problem=problem,
        all=len(rows),
    )  # fmt: skip


def cypher_console(
    workspace: Workspace, frame: Frame, runner: Runner, limits: Limits, query: str
) -> str:
    """The console for Cypher with the answer to a query, or why there is none."""
    table, problem = Table((), ()), ""
    if query.strip():
        try:
            table = cypher(workspace, query, limits=limits, runner=runner)
        except CrossplanError as said:
            problem = str(said)
    cells = [[visible(cell(v)) for v in row] for row in islice(table.rows, limits.rows)]
    return render(
        "cypher", replace(frame, here="cypher"), "Cypher console", query=query, table=table,
        cells=cells, problem=problem, examples=EXAMPLES,
    )  # fmt: skip


def known_form(form: str, known: Mapping[str, object]) -> str:
    """The format if it is one of those that are offered."""
    if form not in known:
        raise UsageError(f"no format {form!r}; there is {', '.join(known)}")
    return form


def sparql_console(frame: Frame) -> str:
    """The page of YASGUI, which asks this server's endpoint."""
    here = replace(frame, here="sparql-console")
    return render("yasgui", here, "SPARQL console", widen=_for_yasgui)


def _for_yasgui(policy: str) -> str:
    """The policy for a page with YASGUI: files of this server, its endpoint, and the style by which
    YASGUI's tables get their grips; no script or address of anybody else."""
    rules = dict(rule.split(" ", 1) for rule in policy.split("; "))
    rules["script-src"] += " 'self'"
    rules["style-src"] += f" 'self' {GRIPS}"
    rules |= {"connect-src": "'self'", "img-src": "data:"}
    return "; ".join(f"{name} {value}" for name, value in rules.items())
