"""Arithmetic of working days over an official list of holidays and worked weekends.

A day works when it is a weekday, unless the list says otherwise. The number of working days up to a
day (its rank) therefore is the number of weekdays up to it, which has a closed form, plus the
corrections of the list up to it, which are a prefix sum. Every verb is a look-up of ranks: the cost
is O(log n) and does not grow with the distance, however far the years reach.
"""

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from itertools import accumulate

SATURDAY = 5
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class WorkdayCalendar:
    """The loaded years with the days that differ from plain weekdays.

    >>> autumn = WorkdayCalendar(
    ...     years=frozenset({2026}),
    ...     days_off=frozenset(date(2026, 10, day) for day in range(1, 8)),
    ...     makeup_days=frozenset({date(2026, 9, 20), date(2026, 10, 10)}),
    ... )
    """

    years: frozenset[int]  # years whose official list is loaded
    days_off: frozenset[date]  # public holidays; a weekend inside a break may be named, or not
    makeup_days: frozenset[date]  # weekend days worked in exchange

    def is_workday(self, day: date) -> bool:
        """Return whether ``day`` is worked; past the loaded years plain weekdays are.

        >>> calendar = WorkdayCalendar(frozenset({2026}), frozenset(), frozenset({date(2026, 9, 20)}))
        >>> calendar.is_workday(date(2026, 9, 20)), calendar.is_workday(date(2026, 9, 19))
        (True, False)
        """
        return day in self.makeup_days or (day.weekday() < SATURDAY and day not in self.days_off)

    def add_workdays(self, start: date, n: int) -> tuple[date, bool]:
        """Return the ``n``-th working day after ``start`` and whether it is provisional.

        The start day is never counted. A negative ``n`` counts working days before the start; 0
        counts nothing and returns the start itself, working day or not, so that counting composes.
        The answer is provisional exactly when a counted day lies in a year whose list is not loaded.

        >>> calendar = WorkdayCalendar(frozenset({2026}), frozenset(), frozenset({date(2026, 9, 20)}))
        >>> calendar.add_workdays(date(2026, 9, 18), 5)  # Friday; Sunday the 20th is worked
        (datetime.date(2026, 9, 24), False)
        >>> calendar.add_workdays(date(2026, 9, 21), -1)
        (datetime.date(2026, 9, 20), False)
        >>> calendar.add_workdays(date(2026, 9, 19), 0)
        (datetime.date(2026, 9, 19), False)
        >>> calendar.add_workdays(date(2026, 12, 31), 1)  # 2027 is not published
        (datetime.date(2027, 1, 1), True)
        """
        if n > 0:
            end = self._nth(self._rank(start.toordinal()) + n)
            return end, self._is_provisional(start + ONE_DAY, end)
        if n < 0:
            end = self._nth(self._rank(start.toordinal() - 1) + n + 1)
            return end, self._is_provisional(end, start - ONE_DAY)
        return start, start.year not in self.years

    def workdays_between(self, start: date, end: date) -> int:
        """Return the working days after ``start`` up to and including ``end``; negative backwards.

        >>> calendar = WorkdayCalendar(frozenset(), frozenset(), frozenset())
        >>> calendar.workdays_between(date(2026, 9, 18), date(2026, 9, 21))
        1
        >>> calendar.workdays_between(date(2026, 9, 21), date(2026, 9, 18))
        -1
        """
        return self._rank(end.toordinal()) - self._rank(start.toordinal())

    def add_days(self, start: date, n: int) -> tuple[date, bool]:
        """Return the last day of ``n`` calendar days and whether it is provisional.

        The start day is not counted, and a last day that is not worked rolls forward to the next
        working day (Civil Code, articles 201-203), whatever the sign of ``n``. The days before the
        last one need no list: the answer is provisional when the last day, or one it rolls over,
        lies in a year whose list is not loaded.

        >>> calendar = WorkdayCalendar(frozenset({2026}), frozenset({date(2026, 10, 1)}), frozenset())
        >>> calendar.add_days(date(2026, 9, 21), 10)  # the 1st is a holiday: Friday the 2nd
        (datetime.date(2026, 10, 2), False)
        >>> calendar.add_days(date(2026, 9, 21), 9)
        (datetime.date(2026, 9, 30), False)
        """
        last = start + timedelta(days=n)
        end = self._nth(self._rank(last.toordinal() - 1) + 1)
        return end, self._is_provisional(last, end)

    @cached_property
    def _corrections(self) -> tuple[list[int], list[int]]:
        """Return the ordinals that differ from plain weekdays and the sums of +1 / -1 before each."""
        by_day = {day.toordinal(): -1 for day in self.days_off if day.weekday() < SATURDAY}
        by_day |= {day.toordinal(): 1 for day in self.makeup_days if day.weekday() >= SATURDAY}
        for day in self.makeup_days & self.days_off:  # a make-up day wins, as in is_workday
            if day.weekday() < SATURDAY:
                del by_day[day.toordinal()]
        ordinals = sorted(by_day)
        return ordinals, list(accumulate((by_day[ordinal] for ordinal in ordinals), initial=0))

    def _rank(self, ordinal: int) -> int:
        """Return how many working days there are from 0001-01-01 (a Monday) to ``ordinal``."""
        weeks, rest = divmod(ordinal, 7)
        ordinals, sums = self._corrections
        return weeks * 5 + min(rest, 5) + sums[bisect_right(ordinals, ordinal)]

    def _nth(self, rank: int) -> date:
        """Return the working day of that rank; refuse one outside the years 1-9999."""
        everything = range(1, date.max.toordinal() + 1)
        index = bisect_left(everything, rank, key=self._rank)
        if rank < 1 or index == len(everything):
            raise OverflowError(f"working day number {rank} is outside the calendar")
        return date.fromordinal(everything[index])

    def _is_provisional(self, first: date, last: date) -> bool:
        """Return whether a year between two days is without a list."""
        return any(year not in self.years for year in range(first.year, last.year + 1))
