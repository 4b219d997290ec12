from datetime import UTC
from zoneinfo import ZoneInfo

from odoo import api, fields, models, tools

from ..core import WorkdayCalendar

DEFAULT_TZ = "Asia/Shanghai"  # one legal time for the whole country


class ParkWorkday(models.AbstractModel):
    """The only place that adds days to a date for a promise.

    ``zone`` is a ``res.company`` record or None; None means the national list, never the user's own
    company. A zone's own days (regional holidays) override the national ones.
    """

    _name = "park.workday"
    _description = "Working Days"

    @api.model
    @api.private
    def add_workdays(self, start, n, zone=None):
        """Return ``(date, provisional)``: the n-th working day after (before) start; 0 is start."""
        return self._zone_calendar(zone).add_workdays(start, n)

    @api.model
    @api.private
    def workdays_between(self, start, end, zone=None):
        """Return the number of working days after ``start`` up to and including ``end``."""
        return self._zone_calendar(zone).workdays_between(start, end)

    @api.model
    @api.private
    def add_days(self, start, n, zone=None):
        """Return ``(date, provisional)``: n calendar days later, rolled forward to a working day."""
        return self._zone_calendar(zone).add_days(start, n)

    @api.model
    @api.private
    def is_workday(self, day, zone=None):
        """Return whether the day is worked in the zone."""
        return self._zone_calendar(zone).is_workday(day)

    @api.model
    @api.private
    def today(self, zone=None):
        """Return the date it is in the zone's own time zone, whoever asks from wherever."""
        return self.local_date(fields.Datetime.now(), zone)

    @api.model
    @api.private
    def local_date(self, moment, zone=None):
        """Return the date of a UTC moment in the zone's own time zone."""
        tz = ZoneInfo((zone and zone.sudo().partner_id.tz) or DEFAULT_TZ)  # sudo: only the time zone
        return moment.replace(tzinfo=UTC).astimezone(tz).date()

    @api.model
    def _zone_calendar(self, zone=None):
        """Return the calendar of the zone, for callers that count many dates in a row."""
        return self._calendar(zone.id if zone else None)

    @api.model
    @tools.ormcache("zone_id")
    def _calendar(self, zone_id):
        """Return the immutable calendar; the cache is cleared whenever a list changes."""
        days = self.env["park.workday.day"]._works_by_date(zone_id)  # {date: works}
        return WorkdayCalendar(
            years=self.env["park.workday.year"]._national_years(),
            days_off=frozenset(day for day, works in days.items() if not works),
            makeup_days=frozenset(day for day, works in days.items() if works),
        )
