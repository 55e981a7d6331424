"""A plan whose every word is an attack on the pages that show it."""

from graph.model import Action, Edge, Node, Partner, Plan, PlanGraph, Priority, Source, Span, Tag

HOSTILE = (
    "<img src=x onerror=\"window.__xss='img'\">",
    "</script><script>window.__xss='script'</script>",
    'see href="javascript:window.__xss=1" and <a href=x>',
    "javascript:window.__xss='url'",
    '"><svg onload="window.__xss=\'svg\'">',
    "'><style>*{display:none}</style>",
    "{{7*7}}{% raw %} ]]> <!-- --> &amp; &#x41;",
    "line\u2028separator\u2029paragraph",
    "\u202eright to left\u202c \u05e9\u05dc\u05d5\u05dd",
    "=cmd|' /C calc'!A0",
    "nul\x00 and vertical\x0btab",
    "word " * 2000,
    "W" * 10_000,
)


def hostile_plan(plan: str = "bad", storable: bool = False) -> tuple[PlanGraph, str]:
    """A plan whose every text field is an attack, one for each of the corpus.

    Its ids and codes are attacks too, unless it is to be put into a store, which takes none.
    """
    suffix = "" if storable else HOSTILE[0]
    text, nodes, edges = "", list[Node](), list[Edge]()

    def place(words: str) -> tuple[Span, ...]:
        nonlocal text
        start = len(text) + 2
        text += f"\n\n{words}"
        return (Span(start, start + len(words), words),)

    nodes.append(Plan(id=plan, title=HOSTILE[0], kind=HOSTILE[1], council=HOSTILE[2]))
    for n, words in enumerate(HOSTILE):
        ids = [f"{plan}/{kind}/{n}{suffix}" for kind in ("priority", "action", "partner")]
        spans = place(words)
        nodes += [
            Priority(id=ids[0], text=words, number=words[:60], spans=spans,
                     tags=(Tag("topic/attendance", spans[0]),)),
            Action(id=ids[1], text=words, when=(words,), anomalies=(words,), spans=spans),
            Partner(id=ids[2], name=words, canonical=words, spans=spans,
                    kind="organisation" if storable else words),
        ]  # fmt: skip
        edges += [
            Edge(source=ids[0], key="HAS_ACTION", target=ids[1], span=spans[0]),
            Edge(source=ids[1], key="LED_BY", target=ids[2]),
        ]
    return PlanGraph.of(plan, Source(f"{HOSTILE[0]}.txt", "0" * 64), nodes, edges), text
