"""What StratML calls things, for its writer and its reader.

StratML Part 1 is ISO 17469-1 (strategic plans), Part 2 adds performance plans and reports. Where
a class of ours has no element of its own, the identifier of the element that holds it names it:
`xp_Action_north-plan_action_2.1` is the Action `north-plan/action/2.1` in an Objective.
"""

import re
from collections.abc import Mapping

CORE = "urn:ISO:std:iso:17469:tech:xsd:stratml_core"
PERFORMANCE = "urn:ISO:std:iso:17469:tech:xsd:PerformancePlanOrReport"

OURS = "xp_"
"""What an identifier that crossplan wrote begins with."""

TYPES: Mapping[str, str] = {
    "strategy": "Strategic_Plan",
    "theme paper": "Strategic_Plan",
    "action plan": "Performance_Plan",
    "progress report": "Performance_Report",
}
"""Kind of a publication -> the type of its document in Part 2."""

STAKEHOLDERS: Mapping[str, str] = {
    "organisation": "Organization",
    "school": "Organization",
    "partnership": "Organization",
    "programme": "Organization",
    "group": "Generic_Group",
    "role": "Person",
}
"""Kind of a partner -> the type of a stakeholder."""

ROLES: Mapping[str, str] = {"LED_BY": "Lead", "WITH_PARTNER": "Partner"}
"""Relationship to a partner -> the name of a role."""

STAGES: Mapping[str, str] = {
    "Measure": "Outcome",
    "ImpactStatement": "Outcome",
    "Milestone": "Output",
    "ReportedActivity": "Output_Processing",
    "Subaction": "Input_Processing",
}
"""Class that is written as a performance indicator -> the stage of the value chain."""

GOALS = ("Theme", "Priority")
OBJECTIVES = ("Objective", "IntendedOutcome", "Action")
NOTED: Mapping[str, str] = {"Risk": "risk", "ExitStrategy": "exit strategy"}
"""Class that is written as a line of OtherInformation -> how the line begins."""

TIMING, HELD = "Timing", "Held"
"""Elements of no class: the dates of an action, and what hangs on a goal itself."""

NO_UNIT = "not stated"

_APART = re.compile(r"[^A-Za-z0-9._-]")


def identifier(kind: str, local: str) -> str:
    """The identifier of an element that holds something of a class.

    >>> identifier("Action", "north-plan/action/2.1")
    'xp_Action_north-plan_action_2.1'
    """
    return f"{OURS}{kind}_{_APART.sub('-', local.replace('/', '_'))}"


def kind_in(identifier: str) -> str:
    """The class that an identifier names, or "" where crossplan did not write it.

    >>> kind_in("xp_Action_north-plan_action_2.1"), kind_in("uuid-1")
    ('Action', '')
    """
    return identifier.split("_")[1] if identifier.startswith(OURS) else ""


def words(name: str) -> str:
    """How a field or a relationship type begins a line of OtherInformation.

    >>> words("impact_kind"), words("REFERS_TO")
    ('impact kind', 'refers to')
    """
    return name.lower().replace("_", " ")
