from odoo import api, fields, models
from odoo.exceptions import UserError

from ..core import ran_out
from .park_deadline import OPEN


class ParkDeadlineSubject(models.AbstractModel):
    """What a subject offers: asking for its clocks, and a hook for what follows an extension."""

    _inherit = "park.deadline.mixin"

    may_ask_deadline = fields.Boolean(
        compute="_compute_may_ask_deadline", help="The user may ask for an extension or a pause of a limit that runs."
    )

    @api.depends("due_on")
    @api.depends_context("uid")
    def _compute_may_ask_deadline(self):
        """Judge the running clocks of all records that the user sees, as the list of them reads them anyway."""
        today, now = self._lamp_moment()
        # sudo: reading deadline_ids has asked the rules; fetching what is judged here need not ask them again
        self.deadline_ids.sudo().fetch(["state", "owner_id", "department_id", "is_restricted", "due_on", "due_at"])

        def is_askable(clock):
            return clock.state == "running" and clock.may_ask and not ran_out(clock.due_on, clock.due_at, today, now)

        for subject in self:
            subject.may_ask_deadline = any(map(is_askable, subject.deadline_ids))

    def action_ask_deadline(self):
        """Open the dialog that asks for an extension or a pause, as the context's ``park_verb`` says."""
        self.ensure_one()
        self.check_access("read")
        # sudo: a clock of a subject one reads may be chosen; asking itself checks the caller
        clocks = self._deadlines_sudo(None, OPEN).sudo(self.env.su)._filtered_access("read").filtered("may_ask")
        if not clocks:
            raise UserError(self.env._("Nothing runs here that you could ask for."))
        last = clocks.sorted("due_on")[-1:]
        return self.env["park.deadline.ask"]._open(
            self.env.context.get("park_verb", "extend"), last, choose_from=clocks
        )

    def _deadline_extended(self, extensions):
        """Follow granted extensions, for example by telling the firm; addons extend it."""
