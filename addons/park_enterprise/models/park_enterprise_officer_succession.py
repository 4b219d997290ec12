"""Who takes over from whom, and when the open work goes over: on the first day of the service, once."""

from odoo import api, fields, models
from odoo.fields import Domain


class ParkEnterpriseOfficer(models.Model):
    _inherit = "park.enterprise.officer"
    _guard_protected = ("predecessor_id", "work_taken_on")

    predecessor_id = fields.Many2one("res.users", "Takes over from", readonly=True, copy=False, ondelete="set null")
    work_taken_on = fields.Date("Work taken over on", readonly=True, copy=False)

    _waiting_idx = models.Index("(date_from) WHERE predecessor_id IS NOT NULL AND work_taken_on IS NULL")

    def _succession_vals(self, taker, first_day):
        """Return the values of the service that follows this one from ``first_day``.

        A service that is only planned is stepped over: the taker begins on its day, and gets the work of who
        serves until then.
        """
        planned = self._is_planned(first_day)
        return {
            "enterprise_id": self.enterprise_id.id,
            "role": self.role,
            "user_id": taker.id,
            "date_from": self.date_from if planned else first_day,
            "predecessor_id": ((planned and self.predecessor_id) or self.user_id).id,
        }

    def _give_way(self, first_day, reason):
        """End services the day before ``first_day``; those that would not have begun by then never do."""
        planned = self.filtered(lambda one: one._is_planned(first_day))
        (self - planned)._end_before(first_day, {"end_reason": reason})
        planned.unlink()

    def _is_planned(self, first_day):
        """Tell whether a service begins after today, and not before ``first_day``."""
        return self.date_from >= first_day and self.date_from > self.env["park.workday"].today()

    @api.model
    def _waiting_domain(self):
        """Return the domain of services that have begun, still hold, and have not taken the work over."""
        waiting = Domain("predecessor_id", "!=", False) & Domain("work_taken_on", "=", False)
        return waiting & self._current_domain()

    def _take_work(self):
        """Hand over the open work of the predecessors to those of self that have begun and not taken it yet."""
        due = self.filtered_domain(self._waiting_domain())
        for (giver, taker), services in due.grouped(lambda one: (one.predecessor_id, one.user_id)).items():
            services.enterprise_id._park_transfer_open_items(giver, taker)
        if due:
            due.work_taken_on = self.env["park.workday"].today()

    @api.model
    def _take_waiting_work(self):
        """Take over all that waits, in one transaction: a job that is stopped has done nothing and runs again."""
        services_sudo = self.sudo()  # sudo: the job of the day, decided when the change was planned
        services_sudo.search(self._waiting_domain()).try_lock_for_update()._take_work()
