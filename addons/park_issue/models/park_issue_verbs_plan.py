from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from .park_issue_action import OPEN


class ParkIssuePlan(models.Model):
    """The plan of an issue: how much of it is done, and that it is not closed over open steps."""

    _inherit = "park.issue"

    action_ids = fields.One2many("park.issue.action", "issue_id", "Action plan", copy=False)
    action_count = fields.Integer("Steps", compute="_compute_action_progress")
    action_done_count = fields.Integer("Steps done", compute="_compute_action_progress")
    action_progress = fields.Integer(
        "Progress (%)", compute="_compute_action_progress", help="Steps done of those that were not dropped."
    )

    @api.depends("action_ids.state")
    def _compute_action_progress(self):
        """Count the steps of all issues in one statement; of a plan without steps nothing is told."""
        actions_sudo = self.env["park.issue.action"].sudo()  # sudo: how far the whole plan is, for readers of the issue
        rows = actions_sudo._read_group(
            Domain("issue_id", "in", self._origin.ids) & Domain("state", "!=", "dropped"),
            ["issue_id", "state"],
            ["__count"],
        )
        counts = {}
        for issue, state, count in rows:
            counts.setdefault(issue.id, {})[state] = count
        for issue in self:
            states = counts.get(issue._origin.id, {})
            issue.action_count = sum(states.values())
            issue.action_done_count = states.get("done", 0)
            issue.action_progress = 100 * issue.action_done_count // issue.action_count if issue.action_count else 0

    def _check_closing(self, kind):
        """Refuse to close issues while steps of their plans are open: done, or dropped with a reason."""
        result = super()._check_closing(kind)
        open_sudo = (
            self.env["park.issue.action"]
            .sudo()
            .search(  # sudo: a step the user cannot see still counts
                [("issue_id", "in", self.ids), ("state", "in", OPEN)], limit=1
            )
        )
        if open_sudo:
            raise UserError(
                self.env._(
                    "%(issue)s cannot be closed: step “%(step)s” of its plan is open. "
                    "Finish it, or have it dropped with a reason.",
                    issue=open_sudo.issue_id.display_name,
                    step=open_sudo.name,
                )
            )
        return result

    def action_withdraw(self, reason):
        """Withdraw issues; the open steps of their plans are dropped with the same reason."""
        result = super().action_withdraw(reason)
        actions_sudo = self.env["park.issue.action"].sudo()  # sudo: the verb has checked who withdraws
        actions_sudo.search([("issue_id", "in", self.ids), ("state", "in", OPEN)])._dropped(reason)
        return result
