"""What the due day of an open clock becomes when the calendar changes.

A clock does not remember its pauses one by one. It does not need to: so many working days lay between
its start and its due day by the old calendar, and as many lie there by the new one.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from .counting import Counting


@dataclass(frozen=True)
class Clock:
    """What a recount reads of an open clock; clocks that are equal move alike."""

    zone_id: int
    unit: str
    amount: int
    paused_days: int
    is_extended: bool  # the due day was granted as a day
    started_on: date
    due_on: date
    yellow_on: date
    is_provisional: bool
    started_at: datetime | None
    due_at: datetime | None
    counts_first_day: bool = False
    rolls_forward: bool = True

    @property
    def counting(self) -> Counting:
        """Return how its days are counted."""
        return Counting(self.counts_first_day, self.rolls_forward)

    @property
    def counted_after(self) -> date:
        """Return the day after which its days count."""
        return self.counting.after(self.started_on)


def recounted(clock: Clock, old, new, hours: Callable) -> tuple[date, datetime | None, date, bool]:
    """Return due day, due moment, yellow day and whether provisional, by the ``new`` calendar.

    ``hours(clock)`` does so for a limit in working hours: ``(due day, moment, provisional)``. A day that
    was granted by an extension is a promise of its own: it stays, and only rolls forward when it becomes
    a day off. A limit in days that ends at an hour keeps its hour.

    >>> class Daily:  # every day is worked, or all but one
    ...     def __init__(self, off=0):
    ...         self.off = off
    ...     def add_workdays(self, start, n):
    ...         end = start.toordinal() + n
    ...         return date.fromordinal(end + (start.toordinal() < self.off <= end)), False
    ...     def workdays_between(self, start, end):
    ...         return (end - start).days
    >>> days = date(2026, 12, 30), date(2027, 1, 4), date(2027, 1, 3)  # start, due, yellow
    >>> clock = Clock(1, "workday", 5, 0, False, *days, True, None, None)
    >>> recounted(clock, Daily(), Daily(off=date(2027, 1, 1).toordinal()), None)
    (datetime.date(2027, 1, 5), None, datetime.date(2027, 1, 4), False)
    """
    first = clock.counted_after
    if clock.unit == "working_hour" and clock.due_at:
        due, due_at, provisional = hours(clock)
    else:
        due, provisional = _in_days(clock, old, new)
        due_at = clock.due_at and clock.due_at + (due - clock.due_on)
    used = old.workdays_between(first, clock.yellow_on)
    return due, due_at, min(new.add_workdays(first, used)[0], due), provisional


def _in_days(clock: Clock, old, new) -> tuple[date, bool]:
    if clock.is_extended:
        return clock.counting.add_days(clock.due_on, 0, new)
    if clock.unit == "calendar_day":
        return _in_calendar_days(clock, old, new)
    first = clock.counted_after
    return new.add_workdays(first, old.workdays_between(first, clock.due_on))


def _in_calendar_days(clock: Clock, old, new) -> tuple[date, bool]:
    """Count a limit in calendar days anew; one that was not counted like this only leaves a day off."""
    if _counted(clock, old)[0] == clock.due_on:
        return _counted(clock, new)
    return clock.counting.add_days(clock.due_on, 0, new)


def _counted(clock: Clock, calendar) -> tuple[date, bool]:
    due, provisional = clock.counting.add_days(clock.counted_after, clock.amount, calendar)
    if not clock.paused_days:
        return due, provisional
    return clock.counting.add_days(due, clock.paused_days, calendar)
