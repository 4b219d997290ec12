from datetime import UTC
from zoneinfo import ZoneInfo

from odoo import fields, models

from ..core import may_disturb


class ResCompany(models.Model):
    """When a zone lets its people be chased from outside, and how often."""

    _inherit = "res.company"

    park_chase_from = fields.Float("Messages From", default=8.0, help="Hour of a working day, local time.")
    park_chase_until = fields.Float("Messages Until", default=20.0, help="Hour of a working day, local time.")
    park_chase_cap = fields.Integer(
        "Digests a Day", default=3, help="At most so many for each person; what is left goes with the next day's first."
    )

    _park_chase_hours = models.Constraint(
        "CHECK (park_chase_from >= 0 AND park_chase_until <= 24 AND park_chase_from < park_chase_until)",
        "The hours of messages lie between 0 and 24, and end after they begin.",
    )
    _park_chase_cap = models.Constraint("CHECK (park_chase_cap > 0)", "Allow at least one digest a day.")

    def _park_today(self):
        return self.env["park.workday"].today(self)

    def _park_may_disturb(self, at=None):
        """Return whether a UTC moment, or now, is an hour of a working day in which messages may go out."""
        self.ensure_one()
        zone = self.sudo()  # sudo: hours and time zone only
        tz = ZoneInfo(zone.partner_id.tz or "Asia/Shanghai")
        moment = (at or fields.Datetime.now()).replace(tzinfo=UTC).astimezone(tz).replace(tzinfo=None)
        calendar = self.env["park.workday"]._zone_calendar(self)
        return may_disturb(moment, zone.park_chase_from, zone.park_chase_until, calendar)
