"""Whether an extension may be asked for, and until when (domain rule R04); days come from a calendar."""

from dataclasses import dataclass
from datetime import date

from .clock import due_on as end_of


@dataclass(frozen=True)
class ExtensionRule:
    """What the limits say about the n-th extension of a clock.

    ``amount`` in ``unit`` is the most it may add to the present due day, None where no ceiling is
    written; ``notice_workdays`` how many working days before the due day it is filed at the latest.
    """

    amount: int | None
    unit: str
    notice_workdays: int


def filed_until(due_on: date, rule: ExtensionRule, calendar) -> date:
    """Return the last day on which an extension may be asked for.

    With a notice of one working day, the working day before the due day: a request of a day off in
    between would reach its approver on the last day only.

    >>> class Daily:
    ...     def add_workdays(self, start, n):
    ...         return date.fromordinal(start.toordinal() + n), False
    >>> filed_until(date(2026, 9, 10), ExtensionRule(10, "workday", 1), Daily())
    datetime.date(2026, 9, 9)
    >>> filed_until(date(2026, 9, 10), ExtensionRule(10, "workday", 0), Daily())
    datetime.date(2026, 9, 10)
    """
    return calendar.add_workdays(due_on, -rule.notice_workdays)[0] if rule.notice_workdays else due_on


def longest(due_on: date, rule: ExtensionRule, calendar) -> date | None:
    """Return the latest new due day, or None where the limits write no ceiling."""
    return end_of(due_on, rule.amount, rule.unit, calendar)[0] if rule.amount else None


def gaps(due_on: date, new_due_on: date, rule: ExtensionRule | None, today: date, calendar) -> list[str]:
    """Return the keys of what forbids asking for ``new_due_on``; an empty list allows it.

    ``rule`` is None where the limits provide for no further extension.

    >>> class Daily:
    ...     def add_workdays(self, start, n):
    ...         return date.fromordinal(start.toordinal() + n), False
    ...     def is_workday(self, day):
    ...         return True
    >>> once = ExtensionRule(10, "workday", 1)
    >>> gaps(date(2026, 9, 10), date(2026, 9, 20), once, date(2026, 9, 9), Daily())
    []
    >>> gaps(date(2026, 9, 10), date(2026, 9, 21), once, date(2026, 9, 10), Daily())
    ['late', 'too_long']
    >>> gaps(date(2026, 9, 10), date(2026, 9, 20), None, date(2026, 9, 9), Daily())
    ['count']
    """
    if rule is None:
        return ["count"]
    found = []
    if today > filed_until(due_on, rule, calendar):
        found.append("late")
    if new_due_on <= due_on:
        found.append("not_later")
    elif (latest := longest(due_on, rule, calendar)) and new_due_on > latest:
        found.append("too_long")
    if not calendar.is_workday(new_due_on):
        found.append("day_off")
    return found
