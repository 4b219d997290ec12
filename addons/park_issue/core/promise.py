"""What becomes of a promise: kept on its day, kept late, broken, or released by somebody else.

Whoever promised cannot let himself off: a release has a reason and an approver. Late is told from kept by
the limit that stood on the day it was done, approved extensions included.
"""

from dataclasses import dataclass
from datetime import date

from .states import CENTRE, HANDLER, MANAGER, SUPERVISOR

STATES = {
    "open": "Open",
    "kept": "Kept",
    "late": "Kept late",
    "broken": "Not kept",
    "released": "Released",
}
ENDED = ("kept", "late", "broken", "released")
ALL = frozenset({MANAGER, HANDLER, CENTRE, SUPERVISOR})


@dataclass(frozen=True)
class Step:
    """What can be done with a promise: from which states, and by which roles."""

    from_states: frozenset[str]
    roles: frozenset[str]


STEPS = {
    "keep": Step(frozenset({"open"}), ALL),
    "break": Step(frozenset({"open"}), ALL),
    "release": Step(frozenset({"open"}), frozenset({CENTRE, SUPERVISOR})),
    "reopen": Step(frozenset({"kept", "late", "broken"}), frozenset({MANAGER, CENTRE, SUPERVISOR})),
}


def kept_as(done_on: date, due_on: date) -> str:
    """Return whether what was done on a day kept the promise or came late.

    >>> kept_as(date(2026, 9, 30), date(2026, 9, 30)), kept_as(date(2026, 10, 1), date(2026, 9, 30))
    ('kept', 'late')
    """
    return "late" if done_on > due_on else "kept"


def allowed_steps(state: str, roles: frozenset[str] | set[str]) -> list[str]:
    """Return the steps open to these roles in a state, in table order.

    >>> allowed_steps("open", {"handler"}), allowed_steps("released", {"service_centre"})
    (['keep', 'break'], [])
    """
    return [name for name, step in STEPS.items() if state in step.from_states and roles & step.roles]
