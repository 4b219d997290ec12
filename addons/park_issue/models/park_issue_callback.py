from odoo import api, fields, models

from ..core.callback import REACHED
from .park_issue import IS_SOLVED, SATISFACTION

WAYS = [("phone", "Phone"), ("visit", "Visit"), ("wecom", "WeCom"), ("message", "Text message")]
OUTCOMES = [
    (REACHED, "Reached"),
    ("no_answer", "No answer"),
    ("wrong_number", "Wrong number"),
    ("declined", "Did not want to talk"),
]


class ParkIssueCallbackReason(models.Model):
    """Why a firm is not content, as data."""

    _name = "park.issue.callback.reason"
    _description = "Reason for a Poor Grade"
    _inherit = ["park.guard.mixin"]
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True, copy=False)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)

    _code_uniq = models.Constraint("UNIQUE(code)", "Another reason has this code.")


class ParkIssueCallback(models.Model):
    """One attempt to speak to a firm about its issue (回访): kept as it was, written by verbs of the issue alone."""

    _name = "park.issue.callback"
    _description = "Call-back"
    _inherit = ["park.guard.mixin"]
    _order = "id desc"
    _rec_name = "issue_id"

    issue_id = fields.Many2one("park.issue", required=True, index=True, readonly=True, ondelete="cascade")
    company_id = fields.Many2one(related="issue_id.company_id", store=True, related_sudo=False, index=True)
    is_restricted = fields.Boolean(related="issue_id.is_restricted", store=True, related_sudo=False)
    called_at = fields.Datetime("Called at", required=True, readonly=True)
    called_on = fields.Date("Day", required=True, readonly=True, help="In the zone.")
    caller_id = fields.Many2one("res.users", "Called by", required=True, readonly=True, ondelete="restrict")
    way = fields.Selection(WAYS, "By", required=True, readonly=True, default="phone")
    outcome = fields.Selection(OUTCOMES, required=True, readonly=True)
    is_verdict = fields.Boolean(
        "Call-back",
        readonly=True,
        help="Made by somebody who did not handle the issue, after the reply. Else a contact.",
    )
    handling = fields.Integer(readonly=True, help="0: the first handling, 1: after the first reopening, …")
    is_solved = fields.Selection(IS_SOLVED, "Solved, says the firm", readonly=True)
    satisfaction = fields.Selection(SATISFACTION, readonly=True)
    reason_ids = fields.Many2many("park.issue.callback.reason", string="Why not content", readonly=True)
    comment = fields.Text("What the firm said", readonly=True)
    is_redone = fields.Boolean("Second handling started", readonly=True)

    def action_redo(self, comment=None):
        """Start the second handling (二次办理) of the issues from what their firms said."""
        self.check_access("read")
        for callback in self:
            words = comment or callback.comment or ", ".join(callback.reason_ids.mapped("name"))
            callback.issue_id.action_reopen(words)
        # sudo: call-backs are written by verbs alone; reopening has checked the caller
        self.sudo()._transition({"is_redone": True}, "redo")

    @api.model
    def _from_issues(self):
        """Make a record of each call-back that stands on an issue alone; an update may repeat it."""
        self.env.flush_all()
        self.env.cr.execute(
            """
            INSERT INTO park_issue_callback (issue_id, company_id, is_restricted, called_at, called_on, caller_id, way,
                   outcome, is_verdict, handling, is_solved, satisfaction, comment, create_uid, create_date)
            SELECT id, company_id, is_restricted, callback_on, callback_on, callback_by_id, 'phone', 'reached', TRUE,
                   COALESCE(reopened_count, 0), is_solved, satisfaction, callback_comment, callback_by_id, now()
              FROM park_issue issue
             WHERE callback_on IS NOT NULL AND callback_by_id IS NOT NULL
               AND NOT EXISTS (SELECT FROM park_issue_callback call WHERE call.issue_id = issue.id)
            """
        )
        self.env["park.issue"].invalidate_model(["callback_ids"])
