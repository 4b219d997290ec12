"""Which jobs are silent, and which are put off too far: judged from outside, for a dead job says nothing."""

from dataclasses import dataclass
from datetime import datetime, timedelta

GRACE = timedelta(minutes=3)  # seen silent for so long before anybody is called


@dataclass(frozen=True)
class Job:
    """One scheduled job as the database knows it; moments in UTC."""

    key: str
    interval: timedelta
    is_active: bool
    is_failed: bool  # switched off by failures, not by a person
    next_at: datetime
    beat_at: datetime  # when it last came to its end, or was set up

    def is_put_off(self, now: datetime) -> bool:
        """Return whether the job waits longer than it ever should: a clock that jumped ahead leaves it so.

        >>> at = datetime(2026, 9, 18, 10)
        >>> job = Job("sweep", timedelta(minutes=5), True, False, at + timedelta(days=1), at)
        >>> job.is_put_off(at), job.is_put_off(at + timedelta(hours=23, minutes=55))
        (True, False)
        """
        return self.is_active and self.next_at > now + 2 * self.interval

    def is_silent(self, now: datetime) -> bool:
        """Return whether the job should have come to its end twice by now and has not.

        One that a person has switched off is not missed.

        >>> at = datetime(2026, 9, 18, 10)
        >>> job = Job("sweep", timedelta(minutes=5), True, False, at, at)
        >>> job.is_silent(at + timedelta(minutes=10)), job.is_silent(at + timedelta(minutes=11))
        (False, True)
        """
        return self.is_failed or (self.is_active and now - self.beat_at > 2 * self.interval)
