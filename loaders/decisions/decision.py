"""One decision, and what it must be to make sense by itself."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal, get_args

from graph.errors import UsageError
from graph.model import NODE_TYPES, Element

Verdict = Literal["accept", "reject", "correct"]
VERDICTS: tuple[Verdict, ...] = get_args(Verdict)
STATEMENTS: Mapping[str, type[Element]] = {
    name: kind for name, kind in NODE_TYPES.items() if issubclass(kind, Element)
}
CHANGES = ("text", "type", "parent")


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """A person's verdict on one statement of a plan.

    `statement` is its id below the plan's, `quote` the words that it was read from: the words find
    it where the id does not. `text`, `type` and `parent` are what a correction sets; `because` is
    the person's reason, `told` where the decision stands.
    """

    plan: str
    verdict: Verdict
    statement: str = ""
    quote: str = ""
    text: str | None = None
    type: str | None = None
    parent: str | None = None
    because: str = ""
    told: str = field(default="decision", compare=False)

    @property
    def changes(self) -> dict[str, str]:
        """What a correction sets."""
        return {name: value for name in CHANGES if (value := getattr(self, name)) is not None}


def checked(decision: Decision) -> Decision:
    """The decision, if its verdict and what it sets go together; else a UsageError."""
    told, verdict = decision.told, decision.verdict
    if verdict not in VERDICTS:
        raise UsageError(_no(told, "verdict", verdict, VERDICTS))
    if verdict == "correct" and not decision.changes:
        raise UsageError(f"{told} corrects nothing; give it a text, a type or a parent")
    if verdict != "correct" and decision.changes:
        first, *_ = decision.changes
        raise UsageError(f"{told} is to {verdict} and sets a {first}; only a correction does that")
    if decision.type is not None and decision.type not in STATEMENTS:
        raise UsageError(_no(told, "type", decision.type, STATEMENTS))
    if decision.text is not None and len(decision.text) < 2:
        raise UsageError(f"{told} sets a text of less than two characters; reject it instead")
    if not (decision.statement or decision.quote):
        raise UsageError(
            f"{told} names no statement; add its id as statement or its words as quote"
        )
    return decision


def _no(told: str, what: str, name: str, known: Iterable[str]) -> str:
    near = nearest(name, {k: k for k in known})
    hint = f"did you mean {near!r}" if near else f"there is {', '.join(known)}"
    return f"{told} has the {what} {name!r}; {hint}"


def nearest(name: str, choices: Mapping[str, str]) -> str:
    """The key whose value is most like a name; empty if none is at all."""
    from rapidfuzz import process

    found = process.extractOne(name, choices, score_cutoff=40) if name else None
    return str(found[2]) if found else ""
