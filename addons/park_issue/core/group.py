"""A common cause on its way to a rule that is changed: what can be done with it, by whom, and when.

Source: an obstacle that meets all alike (政策障碍共性) is not settled in one case; it becomes a measure
with an owner and a proposal to whoever makes the rule, and those who raised it hear what came of it.
"""

from dataclasses import dataclass

from .states import CENTRE, HANDLER, SUPERVISOR

STATES = {
    "grouped": "Being studied",
    "proposed": "Proposed",
    "submitted": "Submitted upwards",
    "adopted": "Adopted",
    "declined": "Not adopted",
}
OPEN = ("grouped", "proposed", "submitted")
ZONE_WIDE = frozenset({CENTRE, SUPERVISOR})
ALL = ZONE_WIDE | {HANDLER}  # a handler for the common causes of the own department


@dataclass(frozen=True)
class Step:
    """One thing that is done with a common cause; ``leads_to`` None: it only goes on record."""

    from_states: frozenset[str]
    leads_to: str | None
    roles: frozenset[str]


STEPS = {
    "plan": Step(frozenset(OPEN), None, ALL),
    "review": Step(frozenset(OPEN), None, ALL),
    "propose": Step(frozenset({"grouped", "declined"}), "proposed", ALL),
    "submit": Step(frozenset({"proposed"}), "submitted", ZONE_WIDE),
    "adopt": Step(frozenset({"proposed", "submitted"}), "adopted", ZONE_WIDE),
    "decline": Step(frozenset({"proposed", "submitted"}), "declined", ZONE_WIDE),
}


def allowed_steps(state: str, roles: frozenset[str] | set[str]) -> list[str]:
    """Return the steps open to these roles in a state, in table order.

    >>> allowed_steps("grouped", {"handler"})
    ['plan', 'review', 'propose']
    >>> allowed_steps("adopted", {"service_centre"})
    []
    """
    return [name for name, step in STEPS.items() if state in step.from_states and roles & step.roles]


def is_tracked(state: str, measure: str | None, department: int | None) -> bool:
    """Return whether something is being done about a common cause: a measure and who answers for it.

    >>> is_tracked("grouped", "One permit for shared halls", 4), is_tracked("adopted", None, None)
    (True, True)
    >>> is_tracked("grouped", "One permit for shared halls", None), is_tracked("declined", "Ask again", 4)
    (False, False)
    """
    return state == "adopted" or (state in OPEN and bool((measure or "").strip()) and bool(department))
