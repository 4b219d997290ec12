"""Arithmetic of working hours: the spans of a working day laid over the calendar of working days.

Moments are naive local times of the zone; lengths are minutes. The minutes of a working day up to a
moment are a look-up in its spans, the days between are one look-up in the calendar: the cost does not
grow with the distance.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from .workday import WorkdayCalendar

HOUR = 60  # minutes
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class WorkingHours:
    """The hours of a working day, in minutes from midnight, and when the counter closes for receipts.

    >>> hours = WorkingHours(((540, 720), (780, 1080)), receipt_closes=1020)  # 9-12, 13-18; until 17
    >>> hours.minutes_per_day
    480
    """

    spans: tuple[tuple[int, int], ...]  # ((from, to), …): ascending, each begins where or after the last ended
    receipt_closes: int  # what arrives later counts as received on the next working day

    @property
    def minutes_per_day(self) -> int:
        """Return the length of a working day in minutes."""
        return sum(end - begin for begin, end in self.spans)

    def add(self, start: datetime, minutes: int, calendar: WorkdayCalendar) -> tuple[datetime, bool]:
        """Return the moment by which ``minutes`` of work have passed, and whether it is provisional.

        The earliest such moment: a limit that is used up at noon ends at noon, not after lunch. 0 is the
        start itself, so that adding composes. Provisional like days are: when a day that was counted, the
        first included, lies in a year whose list is not loaded. A negative length is refused.

        >>> plain = WorkdayCalendar(frozenset({2026}), frozenset(), frozenset())
        >>> hours = WorkingHours(((540, 720), (780, 1080)), receipt_closes=1020)
        >>> hours.add(datetime(2026, 9, 7, 16, 30), 240, plain)  # Monday; 1.5 h today, 2.5 h tomorrow
        (datetime.datetime(2026, 9, 8, 11, 30), False)
        >>> hours.add(datetime(2026, 9, 11, 17, 0), 60, plain)  # Friday: at its closing
        (datetime.datetime(2026, 9, 11, 18, 0), False)
        >>> hours.add(datetime(2026, 9, 12, 10, 0), 60, plain)  # Saturday: Monday, first hour
        (datetime.datetime(2026, 9, 14, 10, 0), False)
        """
        if minutes < 0:
            raise ValueError(f"working time is added forward, got {minutes} minutes")
        first = start.date()
        if not minutes:
            return start, first.year not in calendar.years
        worked = calendar.is_workday(first)
        days, rest = divmod((self._passed(start) if worked else 0) + minutes - 1, self.minutes_per_day)
        day, provisional = calendar.add_workdays(first, days + (not worked))
        return self._moment(day, rest + 1), provisional or first.year not in calendar.years

    def between(self, start: datetime, end: datetime, calendar: WorkdayCalendar) -> int:
        """Return the minutes worked after ``start`` up to ``end``; negative when ``end`` lies before.

        >>> plain = WorkdayCalendar(frozenset({2026}), frozenset(), frozenset())
        >>> hours = WorkingHours(((540, 720), (780, 1080)), receipt_closes=1020)
        >>> hours.between(datetime(2026, 9, 11, 16, 30), datetime(2026, 9, 14, 9, 30), plain)
        120
        """
        whole = calendar.workdays_between(start.date() - ONE_DAY, end.date() - ONE_DAY)
        return whole * self.minutes_per_day + self._worked(end, calendar) - self._worked(start, calendar)

    def received_on(self, moment: datetime, calendar: WorkdayCalendar) -> date:
        """Return the day that counts as receipt: the next working day after closing or on a day off.

        What arrives at the stroke of closing is still in time, and before opening it is too.

        >>> plain = WorkdayCalendar(frozenset({2026}), frozenset(), frozenset())
        >>> hours = WorkingHours(((540, 720), (780, 1080)), receipt_closes=1020)
        >>> hours.received_on(datetime(2026, 9, 11, 17, 0), plain)
        datetime.date(2026, 9, 11)
        >>> hours.received_on(datetime(2026, 9, 11, 17, 1), plain)  # Friday: Monday
        datetime.date(2026, 9, 14)
        """
        day = moment.date()
        if calendar.is_workday(day) and moment <= self.last_receipt(day):
            return day
        return calendar.add_workdays(day, 1)[0]

    def received_at(self, moment: datetime, calendar: WorkdayCalendar) -> datetime:
        """Return the moment from which hours count: itself, or the opening of the day of receipt.

        >>> plain = WorkdayCalendar(frozenset({2026}), frozenset(), frozenset())
        >>> hours = WorkingHours(((540, 720), (780, 1080)), receipt_closes=1020)
        >>> hours.received_at(datetime(2026, 9, 11, 17, 30), plain)  # Friday: Monday at nine
        datetime.datetime(2026, 9, 14, 9, 0)
        """
        return max(moment, self.opening(self.received_on(moment, calendar)))

    def last_receipt(self, day: date) -> datetime:
        """Return the last moment that counts as receipt on a day, as far as it is worked."""
        return self._at(day, self.receipt_closes)

    def opening(self, day: date) -> datetime:
        """Return when a working day begins."""
        return self._at(day, self.spans[0][0])

    def closing(self, day: date) -> datetime:
        """Return when a working day ends: the last moment of a limit that is due on it."""
        return self._at(day, self.spans[-1][1])

    def _worked(self, moment: datetime, calendar: WorkdayCalendar) -> int:
        return self._passed(moment) if calendar.is_workday(moment.date()) else 0

    def _passed(self, moment: datetime) -> int:
        """Return the minutes of its day that were worked up to a moment; one that has begun counts as passed.

        So a limit is never up before its time: what starts at 16:30:20 counts from 16:31.
        """
        minute = moment.hour * HOUR + moment.minute + bool(moment.second or moment.microsecond)
        return sum(max(min(minute, end) - begin, 0) for begin, end in self.spans)

    def _moment(self, day: date, minutes: int) -> datetime:
        """Return the earliest moment of a working day by which so many minutes, at least 1, are worked."""
        for begin, end in self.spans:
            if minutes <= end - begin:
                return self._at(day, begin + minutes)
            minutes -= end - begin
        raise OverflowError("a working day is not as long as that")

    def _at(self, day: date, minute: int) -> datetime:
        return datetime.combine(day, time.min) + timedelta(minutes=minute)
