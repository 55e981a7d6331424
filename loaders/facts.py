"""What a manifest says of a plan that its text does not."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Facts:
    """Curated facts; `id` names the plan, `gss` is the council's code in the ONS register."""

    id: str | None = None
    title: str | None = None
    council: str | None = None
    gss: str | None = None


NO_FACTS = Facts()
