"""Periods of figures, and which period each is compared with."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True)
class Period:
    """The days from ``first`` to ``last``, both included."""

    first: date
    last: date

    def __post_init__(self):
        """Refuse a period that ends before it begins."""
        if self.last < self.first:
            raise ValueError(f"the period ends on {self.last}, before it begins on {self.first}")

    @property
    def months(self) -> int:
        """Return how many whole calendar months this is, 0 when it is something else.

        >>> Period(date(2026, 1, 1), date(2026, 3, 31)).months, Period(date(2026, 1, 5), date(2026, 1, 11)).months
        (3, 0)
        """
        if self.first.day != 1 or (self.last + timedelta(days=1)).day != 1:
            return 0
        return (self.last.year - self.first.year) * 12 + self.last.month - self.first.month + 1

    def before(self) -> "Period":
        """Return the period just before: as many whole months, else as many days.

        >>> str(Period(date(2026, 3, 1), date(2026, 3, 31)).before().last)
        '2026-02-28'
        >>> str(Period(date(2026, 3, 9), date(2026, 3, 15)).before().first)  # a week
        '2026-03-02'
        """
        last = self.first - timedelta(days=1)
        if self.months:
            return Period(_months_back(self.first, self.months), last)
        return Period(last - (self.last - self.first), last)

    def year_before(self) -> "Period":
        """Return the same period of the year before; whole months stay whole, 29 February becomes the 28th.

        >>> str(Period(date(2029, 2, 1), date(2029, 2, 28)).year_before().last)
        '2028-02-29'
        """
        first, last = _months_back(self.first, 12), _months_back(self.last, 12)
        if self.months:
            last = last.replace(day=monthrange(last.year, last.month)[1])
        return Period(first, last)


def _months_back(day, months):
    """Return the day so many months earlier, or the last of that month where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
