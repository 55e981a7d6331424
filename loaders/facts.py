"""What a manifest says of a plan that its text does not."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Facts:
    """Curated facts; `id` names the plan, `gss` is the council's code in the ONS register.

    `replaces`, `reports_on` and `parent` are ids of other plans: the version before this one, the
    plan that this one reports on, and the one that stands above it.
    """

    id: str | None = None
    title: str | None = None
    council: str | None = None
    gss: str | None = None
    replaces: str | None = None
    reports_on: str | None = None
    parent: str | None = None


NO_FACTS = Facts()
