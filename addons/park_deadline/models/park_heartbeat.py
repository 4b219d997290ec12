from datetime import timedelta

from odoo import api, models
from odoo.tools import SQL

LATE = timedelta(minutes=10)  # longer than the sender's interval
TRIES = 3  # a channel that failed so often for one digest is not just busy


class ParkHeartbeat(models.Model):
    """The outbox is looked at from outside too: chasers that wait for nobody are a silent failure."""

    _inherit = "park.heartbeat"

    @api.model
    def _problems(self, now):
        """Add the digests that should be gone by now, and those that keep failing."""
        zones = self.env["res.company"].sudo().search([("active", "=", True)])  # sudo: hours of all zones
        open_zones = zones.filtered(lambda zone: zone._park_may_disturb(now) and zone._park_may_disturb(now - 2 * LATE))
        [(waiting, failing)] = self.env.execute_query(
            SQL(
                """SELECT count(*) FILTER (WHERE next_try_at < %s), count(*) FILTER (WHERE attempts >= %s)
                     FROM park_deadline_message
                    WHERE state IN ('ready', 'sending') AND company_id = ANY(%s)""",
                now - LATE,
                TRIES,
                open_zones.ids,
            )
        )
        problems = super()._problems(now)
        if waiting or failing:
            problems["park_deadline.outbox"] = {"waiting": waiting, "failing": failing}
        return problems
