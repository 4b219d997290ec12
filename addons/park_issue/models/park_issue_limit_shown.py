from odoo import api, fields, models


class ParkIssueLimitShown(models.Model):
    """What is told wherever the limit for closing is shown: first and present day, extensions, net days."""

    _inherit = "park.issue"

    first_close_due_on = fields.Date(
        "First limit", compute="_compute_limit_facts", help="As it was set; extensions and pauses move the present one."
    )
    close_extensions = fields.Integer("Extensions", compute="_compute_limit_facts")
    close_net_days = fields.Integer(
        "Days used, pauses taken off", compute="_compute_limit_facts", help="In the unit of the limit for closing."
    )
    close_paused_days = fields.Integer("Days paused", compute="_compute_limit_facts")

    def _compute_limit_facts(self):
        """Read the last limit for closing of all records in one search."""
        last = self._origin._last_close_clocks()
        for issue in self:
            clock = last.get(issue._origin.id, self.env["park.deadline"])
            issue.first_close_due_on = clock.original_due_on
            issue.close_extensions = clock.extension_count
            issue.close_net_days = clock.net_days
            issue.close_paused_days = clock.paused_days

    @api.model
    def _ledger_derived(self):
        names = ("first_close_due_on", "close_extensions", "close_net_days", "close_paused_days")
        return super()._ledger_derived() | {
            name: (("id",), lambda rows, name=name: self.browse(row["id"] for row in rows).mapped(name))
            for name in names
        }

    def _last_close_clocks(self):
        """Return ``{issue id: clock}`` of the last limit for closing that counts."""
        # sudo: a limit shown with its issue needs no further right
        clocks_sudo = self.sudo()._deadlines_sudo(["issue_close"]).filtered(lambda clock: clock.state != "void")
        return {clock.res_id: clock for clock in clocks_sudo.sorted("id")}
