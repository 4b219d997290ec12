from odoo import api, models

from .park_deadline_mixin_lamp import READ_BY_LAMP, colour


class ParkDeadlineLedger(models.AbstractModel):
    """Lamps and days left of a whole list at once."""

    _name = "park.deadline.mixin"
    _inherit = ["park.deadline.mixin", "park.ledger.mixin"]

    @api.model
    def _ledger_derived(self):
        return {
            **super()._ledger_derived(),
            "lamp": (READ_BY_LAMP, self._ledger_lamps),
            "days_left": (("due_on", "company_id"), self._ledger_days_left),
        }

    @api.model
    def _ledger_lamps(self, rows):
        today, now = self._lamp_moment()
        return [colour(*(row[name] for name in READ_BY_LAMP), today, now) for row in rows]

    @api.model
    def _ledger_days_left(self, rows):
        """Return the working days left to each due day, False without one; counted once for each day."""
        workday, zones = self.env["park.workday"], self.env["res.company"]
        today, days = workday.today(), {}
        for row in rows:
            key = row["due_on"], row["company_id"]
            if row["due_on"] and key not in days:
                days[key] = workday.workdays_between(today, row["due_on"], zones.browse(row["company_id"]))
        return [days.get((row["due_on"], row["company_id"]), 0) for row in rows]
