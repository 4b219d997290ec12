from contextlib import contextmanager
from datetime import UTC
from zoneinfo import ZoneInfo

from odoo import api, fields, models, tools

from ..core import WorkdayCalendar

CHANGING = "park_workday_changing"  # key of the cursor's cache while lists change
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
    def add_working_hours(self, start, hours, zone=None):
        """Return ``(moment, provisional)``: when so many hours of the zone's offices have passed.

        Moments are UTC. The start counts as it is: see ``received_at`` for what arrives after closing.
        """
        calendar, hours_of_day = self._zone_calendar(zone), self._zone_hours(zone)
        end, provisional = hours_of_day.add(self.local(start, zone), round(hours * 60), calendar)
        return self.utc(end, zone), provisional

    @api.model
    @api.private
    def working_hours_between(self, start, end, zone=None):
        """Return the hours worked between two UTC moments; negative when ``end`` lies before."""
        local = (self.local(moment, zone) for moment in (start, end))
        return self._zone_hours(zone).between(*local, self._zone_calendar(zone)) / 60

    @api.model
    @api.private
    def received_on(self, moment, zone=None):
        """Return the day that counts as receipt of what arrived at a UTC moment.

        After the zone's closing for receipts, or on a day off, it is the next working day.
        """
        return self._zone_hours(zone).received_on(self.local(moment, zone), self._zone_calendar(zone))

    @api.model
    @api.private
    def received_at(self, moment, zone=None):
        """Return the UTC moment from which hours count: itself, or the opening of the day of receipt."""
        start = self._zone_hours(zone).received_at(self.local(moment, zone), self._zone_calendar(zone))
        return self.utc(start, zone)

    @api.model
    @api.private
    def last_receipt_at(self, day, zone=None):
        """Return the last UTC moment that counts as receipt on a day: for what has a day and no hour."""
        return self.utc(self._zone_hours(zone).last_receipt(day), zone)

    @api.model
    @api.private
    def opening_at(self, day, zone=None):
        """Return the UTC moment at which the offices of the zone open on a working day."""
        return self.utc(self._zone_hours(zone).opening(day), zone)

    @api.model
    @api.private
    def closing_at(self, day, zone=None):
        """Return the UTC moment at which a working day of the zone ends."""
        return self.utc(self._zone_hours(zone).closing(day), zone)

    @api.model
    @api.private
    def today(self, zone=None):
        """Return the date it is in the zone's own time zone, whoever asks from wherever."""
        return self.local_date(self.now(), zone)

    @api.model
    @api.private
    def now(self):
        """Return the UTC moment it is: the one clock of everything with a limit."""
        return fields.Datetime.now()

    @api.model
    @api.private
    def local_date(self, moment, zone=None):
        """Return the date of a UTC moment in the zone's own time zone."""
        return self.local(moment, zone).date()

    @api.model
    @api.private
    def local(self, moment, zone=None):
        """Return the local time of a UTC moment in the zone, without its time zone."""
        return moment.replace(tzinfo=UTC).astimezone(self._zone_tz(zone)).replace(tzinfo=None)

    @api.model
    @api.private
    def utc(self, local, zone=None):
        """Return the UTC moment of a local time of the zone, as Odoo stores moments."""
        return local.replace(tzinfo=self._zone_tz(zone)).astimezone(UTC).replace(tzinfo=None)

    @api.model
    def _zone_tz(self, zone=None):
        """Return the time zone of the zone."""
        return ZoneInfo((zone and zone.sudo().partner_id.tz) or DEFAULT_TZ)  # sudo: only the time zone

    @api.model
    def _zone_hours(self, zone=None):
        """Return the hours of the zone's offices, for callers that count many moments in a row."""
        return (zone or self.env["res.company"]).sudo()._park_hours()  # sudo: office hours are no secret

    @api.model
    def _zone_calendar(self, zone=None):
        """Return the calendar of the zone, for callers that count many dates in a row."""
        return self._calendar(zone.id if zone else None)

    @api.model
    @tools.ormcache("zone_id", "without", "instead")
    def _calendar(self, zone_id, without=frozenset(), instead=()):
        """Return the immutable calendar; the cache is cleared whenever a list changes.

        ``without`` leaves out the national lists of these years; ``instead`` are ``(date, works)`` of one
        that is not loaded, in its year's place: so a list can be tried before it counts.
        """
        tried = {day.year for day, _works in instead}
        own = self.env["park.workday.day"]._works_by_date(zone_id, without=without | tried)
        days = {**dict(instead), **own}  # {date: works}; a zone's own days win
        return WorkdayCalendar(
            years=(self.env["park.workday.year"]._national_years() - without) | tried,
            days_off=frozenset(day for day, works in days.items() if not works),
            makeup_days=frozenset(day for day, works in days.items() if works),
        )

    @api.model
    def _calendars(self, **changes):
        """Return ``{zone id: calendar}`` of all zones, with changes as ``_calendar`` takes them."""
        zones = self.env["res.company"].sudo()._search([])  # sudo: a national list counts in every zone
        return {zone_id: self._calendar(zone_id, **changes) for zone_id in zones.get_result_ids()}

    @contextmanager
    def _changing(self):
        """Wrap a change of lists: when it is done, what rests on the calendars follows, once.

        Changes within changes (a list with its days) are told as one.
        """
        state = self.env.cr.cache
        if CHANGING in state:
            yield
            self.env.registry.clear_cache()
            return
        before = self._calendars()
        state[CHANGING] = True
        try:
            yield
        finally:
            state.pop(CHANGING, None)
        self.env.registry.clear_cache()
        self._calendars_changed(before)

    @api.model
    def _calendars_changed(self, before):
        """Extension point: the lists have changed; ``before`` is ``{zone id: calendar}`` as they were.

        Whatever keeps dates that were counted over the calendar recounts them here.
        """
