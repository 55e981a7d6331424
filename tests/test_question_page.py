"""The page of questions shows each with its parameters, its columns and both of its texts."""

from pathlib import Path

from graph.parameters import Parameter
from graph.questions import Question, questions

PAGE = Path(__file__).parent.parent / "docs" / "questions.md"
HEAD = """# Questions

`crossplan ask NAME` answers these; `--on ladybug` and `--on neo4j` run the Cypher text, which gives
the same rows as the SPARQL text. Each pair is two files in `graph/questions/`: another pair beside
them is another question.

A parameter with its value in brackets may be left out. What it takes:

| Kind | Value |
|---|---|
| plan | a plan's id, the start of it, or a part of its id or title |
| council | a council's name or a part of it |
| topic, indicator | an id or label or a part; a topic stands for all that is narrower too |
| population, phase | likewise, with all that is narrower |
| level | a class of statements such as priority or action |
| date | a day such as 2026-08-31 |
| words with slashes | one of them |
| text | any words |

Questions marked "stated" ask only what plans state themselves, the others also what rules and
comparisons derive from it.

`python -m pytest tests/test_question_page.py --update-golden` writes this page.
"""


def parameter(p: Parameter) -> str:
    call = f"{p.option} {p.value or p.kind.upper()}"
    return f"- `{call if p.required else f'[{call}]'}` ({p.kind}): {p.meaning}"


def body(text: str) -> str:
    """A file without the header that both languages share."""
    lines = text.splitlines()
    first = next(n for n, line in enumerate(lines) if not line.startswith(("# ", "// ")))
    return "\n".join(lines[first:])


def part(q: Question) -> str:
    columns = ", ".join(f"`{c}`" + " (list)" * (c in q.lists) for c in q.columns)
    needs = f" Needs {q.least} plans." if q.least > 1 else ""
    takes = "\n".join(map(parameter, q.parameters)) or "It takes no parameter."
    texts = [
        f"```{language}\n{body(text)}\n```"
        for language, text in sorted(q.text.items(), reverse=True)
    ]
    asked = "stated" if q.graph == "stated" else "stated and derived"
    return "\n\n".join([
        f"## {q.name}", f"{q.title} ({asked}).{needs}", takes, f"Columns: {columns}.",
        "<details><summary>SPARQL and Cypher</summary>", *texts, "</details>",
    ])  # fmt: skip


def test_the_page_shows_every_question(update_golden: bool) -> None:
    page = "\n\n".join([HEAD.rstrip(), *map(part, questions().values())]) + "\n"
    if update_golden:
        PAGE.write_text(page, encoding="utf-8")
    assert PAGE.read_text("utf-8") == page
