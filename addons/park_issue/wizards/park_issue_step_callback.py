from odoo import fields, models

from ..models.park_issue_callback import OUTCOMES, WAYS

CALLS = [("record_attempt", "Firm not reached"), ("evidence", "Clause or outside reference")]


class ParkIssueStepCallback(models.TransientModel):
    """What the dialog asks about calls, and what a closing cites."""

    _inherit = "park.issue.step"

    verb = fields.Selection(selection_add=CALLS, ondelete={key: "cascade" for key, _label in CALLS})
    way = fields.Selection(WAYS, "By", default="phone")
    outcome = fields.Selection([(key, label) for key, label in OUTCOMES if key != "reached"], default="no_answer")
    reason_ids = fields.Many2many("park.issue.callback.reason", string="Why not content")
    clause = fields.Char()
    reference = fields.Char("Outside reference")

    def _apply_close(self, issues):
        issues.action_close(self.closure_kind, self.text, self.clause, self.reference)

    def _apply_record_callback(self, issues):
        issues.action_record_callback(self.is_solved, self.satisfaction, self.text, self.reason_ids, self.way)

    def _apply_record_attempt(self, issues):
        issues.action_record_attempt(self.outcome, self.text, self.way)

    def _apply_evidence(self, issues):
        issues.action_evidence(self.clause, self.reference)
