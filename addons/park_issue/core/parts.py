"""The parts that departments have in an issue, and the overall state that follows from them.

An issue has one lead (主办) and any number of helpers (协办). Each signs, answers and may object to its part on
its own; while the issue is worked on, its state is what the lead's part says and nobody writes it by hand.
"""

from dataclasses import dataclass
from datetime import date

PART_STATES = {
    "waiting": "To be signed for",
    "signed": "Signed",
    "answered": "Answered",
    "returned": "Returned",
    "released": "Moved elsewhere",
}
ACTIVE = frozenset({"waiting", "signed", "answered"})
# States of the issue that follow from its parts; all others are facts of the issue itself.
DERIVED = frozenset({"accepted", "assigned", "doing"})

# The states of a part in which a verb on it is possible; who may use it stands in ``states.VERBS``.
PART_VERBS = {
    "sign": frozenset({"waiting"}),
    "answer": frozenset({"signed"}),
    "return": frozenset({"waiting", "signed"}),
    "uphold": frozenset({"returned"}),
    "release": frozenset({"waiting", "signed", "returned"}),
}


def working_state(lead_state: str | None) -> str:
    """Return the state of an issue that is being worked on from the state of its lead's part, None without one.

    >>> working_state("waiting"), working_state("answered")
    ('assigned', 'doing')
    >>> working_state("returned"), working_state(None)  # the dispatcher's turn
    ('accepted', 'accepted')
    """
    if lead_state not in ACTIVE:
        return "accepted"
    return "assigned" if lead_state == "waiting" else "doing"


@dataclass(frozen=True)
class Objection:
    """What an objection of a department (职责异议) rests on: its last day, and whether the dispatcher has ruled."""

    until: date | None
    is_confirmed: bool

    def refused(self, today: date) -> str | None:
        """Return why it cannot be made today: ``confirmed``, ``late``, or None where it can.

        >>> Objection(date(2026, 9, 21), is_confirmed=False).refused(date(2026, 9, 21))
        >>> Objection(date(2026, 9, 21), is_confirmed=False).refused(date(2026, 9, 22))
        'late'
        >>> Objection(date(2026, 9, 21), is_confirmed=True).refused(date(2026, 9, 21))  # ruled: no second return
        'confirmed'
        >>> Objection(None, is_confirmed=False).refused(date(2026, 9, 21))  # no limit is known: none is held against it
        """
        if self.is_confirmed:
            return "confirmed"
        return "late" if self.until and today > self.until else None
