"""How a document counts the days of a limit: whether the first one counts, and where a last day off leads."""

from dataclasses import dataclass
from datetime import date, timedelta

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Counting:
    """The two ways in which documents differ; by default as the Civil Code counts (articles 201-203).

    >>> Counting().after(date(2026, 9, 10)), Counting(counts_first_day=True).after(date(2026, 9, 10))
    (datetime.date(2026, 9, 10), datetime.date(2026, 9, 9))
    """

    counts_first_day: bool = False  # the day of the start is day one of the limit
    rolls_forward: bool = True  # a limit in calendar days that ends on a day off ends on the next working day

    def after(self, started_on: date) -> date:
        """Return the day after which the days of a limit count: the start, or the day before it."""
        return started_on - ONE_DAY if self.counts_first_day else started_on

    def add_days(self, start: date, n: int, calendar) -> tuple[date, bool]:
        """Return the end of ``n`` calendar days after ``start``, and whether it is provisional.

        Where a last day off stays, no list can move the answer: it is never provisional.

        >>> Counting(rolls_forward=False).add_days(date(2026, 9, 25), 1, calendar=None)  # a Saturday
        (datetime.date(2026, 9, 26), False)
        """
        if self.rolls_forward:
            return calendar.add_days(start, n)
        return start + n * ONE_DAY, False


CIVIL_CODE = Counting()
