"""When one may disturb people, and how long to wait before trying again."""

from datetime import datetime, timedelta

# minutes waited after the 1st, 2nd, … failed attempt; after one more it has failed for good (some three days on)
BACKOFF_MINUTES = (1, 5, 15, 60, 180, 360, 1440, 1440)


def may_disturb(moment: datetime, hour_from: float, hour_until: float, calendar) -> bool:
    """Return whether a local moment lies on a working day, from one hour up to another.

    >>> class Daily:
    ...     def is_workday(self, day):
    ...         return True
    >>> [may_disturb(datetime(2026, 9, 18, *at), 8, 20.5, Daily()) for at in ((7, 59), (8, 0), (20, 29), (20, 30))]
    [False, True, True, False]
    """
    hour = moment.hour + moment.minute / 60
    return calendar.is_workday(moment.date()) and hour_from <= hour < hour_until


def retry_after(attempts: int) -> timedelta | None:
    """Return how long to wait after ``attempts`` failures, or None when it is enough.

    >>> retry_after(1), retry_after(6), retry_after(9)
    (datetime.timedelta(seconds=60), datetime.timedelta(seconds=21600), None)
    """
    if attempts > len(BACKOFF_MINUTES):
        return None
    return timedelta(minutes=BACKOFF_MINUTES[attempts - 1])
