from odoo import models

from ..core import yellow_on


class ParkDeadlineGiven(models.AbstractModel):
    """A subject whose limit is a day that was said (a promise, a step of a plan), not a number of days.

    The heir names the kind of its clock and the field with the day; ``_start_given`` starts the clock. The
    day stays as it was said, worked or not; an extension moves the clock and leaves the field alone.
    """

    _name = "park.deadline.given.mixin"
    _description = "Subject With a Given Day"
    _inherit = ["park.deadline.mixin"]

    _given_kind = None
    _given_day = None

    def _start_given(self, start=None):
        """Start the clock of each record, from ``start`` or today; a day that has passed is overdue at once."""
        return self._start_deadlines(
            self._given_kind, start=start or self.env["park.workday"].today(), amount=1, unit="calendar_day"
        )

    def _prepare_deadline_vals(self, kind, start, amount, unit, profile):
        """Let the clock of the given kind end on the given day itself."""
        vals_list = super()._prepare_deadline_vals(kind, start, amount, unit, profile)
        if kind != self._given_kind:
            return vals_list
        for vals in vals_list:
            subject = self.browse(vals["res_id"])
            due = subject[self._given_day]
            started = min(vals["started_on"], due)
            calendar = self.env["park.workday"]._zone_calendar(subject._deadline_zone())
            green_pct = self.env["park.sla.profile"].sudo().browse(vals["profile_id"]).green_pct  # sudo: no secret
            vals.update(
                started_on=started,
                due_on=due,
                original_due_on=due,
                yellow_on=yellow_on(started, due, green_pct, calendar),
                amount=max((due - started).days, 1),
                is_provisional=False,
            )
        return vals_list

    def _last_days(self):
        """Return ``{id: due day}`` of the last clock of each record, extensions included, ended ones too."""
        # sudo: a limit shown with its subject needs no further right
        clocks_sudo = self.sudo()._deadlines_sudo([self._given_kind]).filtered(lambda clock: clock.state != "void")
        return {clock.res_id: clock.due_on for clock in clocks_sudo.sorted("id")}
