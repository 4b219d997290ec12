"""Which firms should sit at the next table, in which order, and why."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

NO_TIER = "~"  # after every letter


@dataclass(frozen=True)
class Candidate:
    """What speaks for inviting a firm. ``last_on`` is its last service day; None: never at a table."""

    firm_id: int
    tier: str | None
    open_count: int
    overdue_count: int
    last_on: date | None = None


def ranked(candidates: Iterable[Candidate]) -> list[Candidate]:
    """Return the candidates, most urgent first: no weights, one question after the other.

    First who waits longest for an overdue answer (number of overdue issues), then the tier, then the open
    issues, then who has not sat at a table for longest.

    >>> a = Candidate(1, "a", open_count=1, overdue_count=0)
    >>> b = Candidate(2, "c", open_count=4, overdue_count=2)
    >>> c = Candidate(3, "a", open_count=1, overdue_count=0, last_on=date(2026, 9, 1))
    >>> d = Candidate(4, None, open_count=9, overdue_count=0)
    >>> [candidate.firm_id for candidate in ranked([d, c, b, a])]
    [2, 1, 3, 4]
    """
    return sorted(
        candidates,
        key=lambda firm: (
            -firm.overdue_count,
            firm.tier or NO_TIER,
            -firm.open_count,
            firm.last_on or date.min,
            firm.firm_id,
        ),
    )
