"""Periods of figures: a whole year, a quarter or a month of it."""

from calendar import monthrange
from datetime import date

YEAR = "y"
QUARTERS = tuple(f"q{number}" for number in range(1, 5))
MONTHS = tuple(f"m{number:02d}" for number in range(1, 13))
BY_KIND = {"year": (YEAR,), "quarter": QUARTERS, "month": MONTHS}


def last_day(year: int, period: str) -> date:
    """Return the last day of a period.

    >>> last_day(2024, "m02"), last_day(2026, "q3"), last_day(2025, "y")
    (datetime.date(2024, 2, 29), datetime.date(2026, 9, 30), datetime.date(2025, 12, 31))
    """
    month = 12 if period == YEAR else int(period[1:]) * (3 if period[0] == "q" else 1)
    return date(year, month, monthrange(year, month)[1])
