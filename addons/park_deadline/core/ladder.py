"""On which day which rung of a ladder is reached; days come from a calendar (see ``clock``)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from .clock import yellow_on

BEFORE_DUE = "before_due"  # so many working days before the due day
SHARE_USED = "share_used"  # the first day on which more than so many percent of the limit are used
AFTER_DUE = "after_due"  # so many working days after the due day
TRIGGERS = (BEFORE_DUE, SHARE_USED, AFTER_DUE)


@dataclass(frozen=True)
class Rung:
    """One level of a ladder: what reaches it and after how many days of grace it is acted on."""

    level: int
    trigger: str
    amount: int  # working days, or percent for SHARE_USED
    grace_days: int = 0  # working days; waited after a trigger past the due day

    @property
    def is_reminder(self) -> bool:
        """Return whether the rung comes before the limit has passed: pointless afterwards."""
        return self.trigger != AFTER_DUE

    def day(self, started_on: date, due_on: date, calendar) -> date:
        """Return the day the rung is reached, never before the clock started.

        >>> class Daily:  # every day is worked
        ...     def add_workdays(self, start, n):
        ...         return date.fromordinal(start.toordinal() + n), False
        ...     def workdays_between(self, start, end):
        ...         return (end - start).days
        >>> days = date(2026, 9, 1), date(2026, 9, 11), Daily()
        >>> Rung(1, SHARE_USED, 80).day(*days), Rung(1, BEFORE_DUE, 1).day(*days)
        (datetime.date(2026, 9, 10), datetime.date(2026, 9, 10))
        >>> Rung(2, AFTER_DUE, 1, grace_days=2).day(*days)
        datetime.date(2026, 9, 14)
        """
        if self.trigger == SHARE_USED:
            return yellow_on(started_on, due_on, self.amount, calendar)
        if self.trigger == BEFORE_DUE:
            return max(calendar.add_workdays(due_on, -self.amount)[0], started_on)
        if self.trigger == AFTER_DUE:
            return calendar.add_workdays(due_on, self.amount + self.grace_days)[0]
        raise ValueError(f"unknown trigger {self.trigger!r}")


def next_rung(
    rungs: Iterable[Rung], level: int, started_on: date, due_on: date, today: date, calendar
) -> tuple[Rung, date] | None:
    """Return the rung after ``level`` and its day, or None at the top of the ladder.

    A reminder is passed over once the limit has run out: what follows says more.

    >>> class Daily:
    ...     def add_workdays(self, start, n):
    ...         return date.fromordinal(start.toordinal() + n), False
    >>> ladder = [Rung(1, BEFORE_DUE, 1), Rung(2, AFTER_DUE, 1)]
    >>> clock = date(2026, 9, 1), date(2026, 9, 11)
    >>> next_rung(ladder, 0, *clock, date(2026, 9, 2), Daily())
    (Rung(level=1, trigger='before_due', amount=1, grace_days=0), datetime.date(2026, 9, 10))
    >>> next_rung(ladder, 0, *clock, date(2026, 9, 12), Daily())[0].level
    2
    >>> next_rung(ladder, 2, *clock, date(2026, 9, 12), Daily())
    """
    for rung in sorted(rungs, key=lambda rung: rung.level):
        if rung.level > level and not (rung.is_reminder and today > due_on):
            return rung, rung.day(started_on, due_on, calendar)
    return None
