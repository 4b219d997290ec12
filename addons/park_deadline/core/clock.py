"""When a clock ends, when it turns yellow, and what colour it shows; days come from a calendar.

``calendar`` is anything with the verbs of the working-day calendar: ``add_workdays(start, n)`` and
``add_days(start, n)`` return ``(date, provisional)``, ``workdays_between(start, end)`` a number.
Limits in working hours end at a moment, which the working hours of the zone give.
"""

from datetime import date, datetime

from .counting import CIVIL_CODE, Counting

DAY_UNITS = ("workday", "calendar_day")


def due_on(started_on: date, amount: int, unit: str, calendar, counting: Counting = CIVIL_CODE) -> tuple[date, bool]:
    """Return the last day of a limit in days and whether it is provisional; refuse a negative limit.

    As long as ``counting`` says nothing else, the start day is not counted, and a last day that is not
    worked rolls forward. A limit of none ends on its first day: the same day.

    >>> class Weekdays:  # plain weekdays are enough to show the units
    ...     def add_workdays(self, start, n):
    ...         return date.fromordinal(start.toordinal() + n + 2 * ((start.weekday() + n) // 5)), False
    ...     def add_days(self, start, n):
    ...         return date.fromordinal(start.toordinal() + n), False
    >>> due_on(date(2026, 9, 10), 3, "workday", Weekdays())  # from Thursday over a weekend
    (datetime.date(2026, 9, 15), False)
    >>> due_on(date(2026, 9, 7), 3, "calendar_day", Weekdays())
    (datetime.date(2026, 9, 10), False)
    >>> due_on(date(2026, 9, 7), 0, "workday", Weekdays())  # the same day
    (datetime.date(2026, 9, 7), False)
    """
    if unit not in DAY_UNITS:
        raise ValueError(f"unknown unit {unit!r}")
    if amount < 0:
        raise ValueError(f"a limit is not negative, got {amount} {unit}")
    if not amount:
        return calendar.add_days(started_on, 0)
    if unit == "calendar_day":
        return counting.add_days(counting.after(started_on), amount, calendar)
    return calendar.add_workdays(counting.after(started_on), amount)


def yellow_on(started_on: date, due_on: date, green_pct: int, calendar) -> date:
    """Return the first day on which more than ``green_pct`` of the limit is used; at last the due day.

    Measured in working days whatever the unit, so that weekends do not turn a lamp yellow.

    >>> class Daily:  # every day is worked
    ...     def add_workdays(self, start, n):
    ...         return date.fromordinal(start.toordinal() + n), False
    ...     def workdays_between(self, start, end):
    ...         return (end - start).days
    >>> yellow_on(date(2026, 9, 1), date(2026, 9, 11), 70, Daily())  # 7 of 10 days are still green
    datetime.date(2026, 9, 9)
    >>> yellow_on(date(2026, 9, 1), date(2026, 9, 2), 70, Daily())
    datetime.date(2026, 9, 2)
    """
    total = max(calendar.workdays_between(started_on, due_on), 0)
    return min(calendar.add_workdays(started_on, total * green_pct // 100 + 1)[0], due_on)


def resumed(
    due_on: date, paused_on: date, today: date, unit: str, calendar, counting: Counting = CIVIL_CODE
) -> tuple[date, bool, int]:
    """Return the due day moved by the pause, whether it is provisional, and the days paused.

    The days are counted in the unit of the clock: calendar days for calendar days, else working days.
    A pause that ends on the day it began, or before it, moves nothing.

    >>> class Daily:
    ...     def add_workdays(self, start, n):
    ...         return date.fromordinal(start.toordinal() + n), False
    ...     def workdays_between(self, start, end):
    ...         return (end - start).days
    >>> resumed(date(2026, 9, 10), date(2026, 9, 3), date(2026, 9, 5), "workday", Daily())
    (datetime.date(2026, 9, 12), False, 2)
    """
    if unit == "calendar_day":
        paused_days = max((today - paused_on).days, 0)
        return *counting.add_days(due_on, paused_days, calendar), paused_days
    paused_days = max(calendar.workdays_between(paused_on, today), 0)
    return *calendar.add_workdays(due_on, paused_days), paused_days


def ran_out(due_on: date, due_at: datetime | None, today: date, now: datetime) -> bool:
    """Return whether a limit has passed: its day, or its moment where it has one.

    >>> ran_out(date(2026, 9, 10), None, date(2026, 9, 10), datetime(2026, 9, 10, 15))
    False
    >>> ran_out(date(2026, 9, 10), datetime(2026, 9, 10, 3, 30), date(2026, 9, 10), datetime(2026, 9, 10, 4))
    True
    """
    return due_on < today or (due_on == today and bool(due_at) and due_at < now)


def lamp(state: str, is_late: bool, yellow_on: date, today: date) -> str:
    """Return the colour of one clock: grey unless it runs or has ended met (green) or missed (red).

    >>> lamp("running", False, date(2026, 9, 8), date(2026, 9, 8))
    'yellow'
    >>> lamp("paused", True, date(2026, 9, 8), date(2026, 9, 20))
    'grey'
    """
    if state == "running":
        return "red" if is_late else "yellow" if yellow_on <= today else "green"
    return {"met": "green", "missed": "red"}.get(state, "grey")
