"""How things look and what they are called: one look for canvas, legend, table and exports.

Each type has a colour *and* a shape of its own, so that no meaning hangs on colour alone. The
colours are those of Okabe and Ito that keep 3:1 against white and against the dark background.
"""

from collections.abc import Mapping
from dataclasses import dataclass

FAMILIES: Mapping[str, tuple[str, str]] = {
    "frame": ("#1b1f23", "#e8eaed"),
    "aim": ("#cc79a7", "#cc79a7"),
    "doing": ("#0072b2", "#3d9bd6"),
    "who": ("#d55e00", "#e8772e"),
    "known": ("#009e73", "#1fb58a"),
    "caution": ("#767676", "#9a9a9a"),
}
"""Family of types -> its colour on a light and on a dark background."""

BACKGROUND = ("#ffffff", "#15191d")

COLUMNS = (
    "Plan", "Theme", "Priority", "Objective, outcome", "Action", "Step", "Partner", "Measure",
    "Target",
)  # fmt: skip
"""The columns of the map from left to right."""


@dataclass(frozen=True, slots=True)
class Look:
    """`column` is a position in `COLUMNS`, `path` an SVG path in a box of 24 by 24."""

    label: str
    plural: str
    family: str
    column: int
    path: str


LOOKS: Mapping[str, Look] = {
    "Plan": Look("Plan", "Plans", "frame", 0, "M3 3h18v18H3z"),
    "ProgressReport": Look("Progress report", "Progress reports", "frame", 0,
                           "M4 2h11l5 5v15H4z"),
    "Council": Look("Council", "Councils", "frame", 0, "M12 2l10 8v12H2V10z"),
    "Vision": Look("Vision", "Visions", "aim", 0,
                   "M12 1l3.2 7.6 8.3.7-6.3 5.4 1.9 8.1L12 18.5l-7.1 4.3 1.9-8.1L.5 9.3l8.3-.7z"),
    "Mission": Look("Mission", "Missions", "aim", 0, "M4 2h17l-4 6 4 6H8v8H4z"),
    "Principle": Look("Principle", "Principles", "aim", 0,
                      "M9 3h6v6h6v6h-6v6H9v-6H3V9h6z"),
    "Theme": Look("Theme", "Themes", "aim", 1, "M7 3h10l5 9-5 9H7l-5-9z"),
    "Priority": Look("Priority", "Priorities", "aim", 2, "M12 1l11 11-11 11L1 12z"),
    "Objective": Look("Objective", "Objectives", "aim", 3,
                      "M3 2h18v9c0 6-5 9-9 11-4-2-9-5-9-11z"),
    "IntendedOutcome": Look("Intended outcome", "Intended outcomes", "aim", 3,
                            "M12 2l10 8-4 12H6L2 10z"),
    "ImpactStatement": Look("Impact", "Impacts", "known", 3,
                            "M12 1c5 7 8 9 8 13a8 8 0 0 1-16 0c0-4 3-6 8-13z"),
    "Action": Look("Action", "Actions", "doing", 4, "M4 2l18 10L4 22z"),
    "ReportedActivity": Look("Reported activity", "Reported activities", "doing", 4,
                             "M2 13l4-4 4 4L19 4l3 4-12 13z"),
    "Subaction": Look("Part of an action", "Parts of actions", "doing", 5,
                      "M4 2h8l8 10-8 10H4l8-10z"),
    "Milestone": Look("Milestone", "Milestones", "doing", 5, "M12 2l11 20H1z"),
    "Partner": Look("Partner", "Partners", "who", 6,
                    "M12 2a10 10 0 1 0 0 20a10 10 0 1 0 0-20z"),
    "Programme": Look("Programme", "Programmes", "who", 6, "M8 3h15l-7 18H1z"),
    "CitedDocument": Look("Document named", "Documents named", "who", 6, "M5 1h9l5 5v17H5z"),
    "Measure": Look("Measure", "Measures", "known", 7,
                    "M2 13h5.5v9H2zM9.2 8h5.5v14H9.2zM16.5 2H22v20h-5.5z"),
    "Risk": Look("Risk", "Risks", "caution", 7, "M1 2h22L12 22z"),
    "ExitStrategy": Look("Exit strategy", "Exit strategies", "caution", 7,
                         "M2 8h11V2l10 10-10 10v-6H2z"),
    "Target": Look("Target", "Targets", "known", 8,
                   "M12 1a11 11 0 1 0 0 22a11 11 0 1 0 0-22zM12 5a7 7 0 1 1 0 14a7 7 0 1 1 0-14z"
                   "M12 9a3 3 0 1 0 0 6a3 3 0 1 0 0-6z"),
}  # fmt: skip
"""Type of a node -> its look; paths are filled by the even-odd rule."""

RELATION_WORDS: Mapping[str, tuple[str, str]] = {
    "ABOUT": ("speaks of", "spoken of by"),
    "PLAN_OF": ("plan of", "has plan"),
    "IN_PLAN": ("in plan", "states"),
    "LINKED_PRIORITY": ("linked priority", "under theme"),
    "HAS_OBJECTIVE": ("has objective", "objective of"),
    "HAS_OUTCOME": ("has intended outcome", "intended outcome of"),
    "HAS_IMPACT": ("has impact", "impact of"),
    "HAS_ACTION": ("has action", "in support of"),
    "HAS_SUBACTION": ("consists of", "part of"),
    "HAS_MILESTONE": ("has milestone", "milestone of"),
    "HAS_EXIT_STRATEGY": ("has exit strategy", "exit strategy of"),
    "HAS_RISK": ("has risk", "risk to"),
    "MEASURED_BY": ("measured by", "measures"),
    "HAS_TARGET": ("has target", "target of"),
    "LED_BY": ("led by", "leads"),
    "WITH_PARTNER": ("with partner", "partner in"),
    "MENTIONS": ("mentions", "mentioned in"),
    "USES_PROGRAMME": ("uses programme", "programme used by"),
    "CITES": ("names", "named in"),
    "REPORTS_ON": ("reports on", "reported by"),
    "REFERS_TO": ("refers to", "referred to by"),
    "REPLACES": ("replaces", "replaced by"),
    "REPORTS_ON_PLAN": ("reports on", "reported on in"),
    "UNDER_PLAN": ("under the plan", "plan above"),
}
"""Relationship type -> how it reads from its source and from its target."""

RULE_WORDS: Mapping[str, str] = {
    "R1": "The plan names no themes: its priorities are grouped by what they are mostly about.",
    "R2": "An action under a theme also supports the priorities linked to that theme.",
    "R3": "The action names nobody: those named for its priority or theme stand in.",
    "R4": "The action has no measure of its own: the measures of its priority stand in.",
}
"""Derivation rule -> why it may be concluded, in a reader's words."""

FACT_WORDS: Mapping[str, str] = {
    "label": "Heading", "kind": "Kind", "council": "Council", "period_text": "Period as printed",
    "period_start": "Period from", "period_end": "Period to", "impact_kind": "Kind of impact",
    "status": "Status", "when": "When, as printed", "not_before": "Not before",
    "due_by": "Due by", "recurrence": "Recurs", "value": "Value as printed", "amount": "Amount",
    "unit": "Unit", "direction": "Direction", "comparator": "Compared with",
    "benchmarks": "Benchmark", "populations": "For whom", "phases": "Phase",
    "canonical": "Written out", "body": "National body", "document": "Known document",
    "gss": "GSS code",
}  # fmt: skip
"""Field of a node -> its name in the details; other fields have a place of their own."""
