from odoo import api, fields, models

from ..models.park_issue import IS_SOLVED, SATISFACTION
from ..models.park_issue_verbs import CLOSING_KINDS

VERB_LABELS = [
    ("reject", "Reject"),
    ("assign", "Dispatch"),
    ("answer", "Answer"),
    ("reply", "Reply to the firm"),
    ("close", "Close"),
    ("record_callback", "Call-back"),
    ("longterm", "Long-term"),
    ("reopen", "Reopen"),
    ("withdraw", "Withdraw"),
    ("solve_on_spot", "Solve on the spot"),
]


class ParkIssueStep(models.TransientModel):
    """The dialog that asks what a verb needs, then calls it; it holds no rule of its own."""

    _name = "park.issue.step"
    _description = "Step of an Issue"
    _inherit = ["park.guard.mixin"]

    verb = fields.Selection(VERB_LABELS, required=True)
    issue_ids = fields.Many2many("park.issue", string="Issues", required=True)
    assignment_id = fields.Many2one("park.issue.assignment")
    company_id = fields.Many2one("res.company", compute="_compute_company_id")
    text = fields.Text(compute="_compute_text", compute_sudo=False, store=True, readonly=False)
    department_id = fields.Many2one("park.department", "Lead department")
    helper_ids = fields.Many2many("park.department", string="Helping departments")
    workdays = fields.Integer("Limit (working days)", help="Empty: the limit set at acceptance stands.")
    closure_kind = fields.Selection("_closing_kinds", "Closed as", default="solved")
    is_solved = fields.Selection(IS_SOLVED, "Solved, says the firm")
    satisfaction = fields.Selection(SATISFACTION)

    @api.model
    def _closing_kinds(self):
        labels = dict(self.env["park.issue"]._fields["closure_kind"]._description_selection(self.env))
        return [(kind, labels[kind]) for kind in CLOSING_KINDS]

    @api.depends("issue_ids")
    def _compute_company_id(self):
        for step in self:
            step.company_id = step.issue_ids.company_id[:1]

    @api.depends("verb", "issue_ids")
    def _compute_text(self):
        """Offer what has been written already: the internal answer to reply, the reply as result."""
        for step in self:
            issue = step.issue_ids if len(step.issue_ids) == 1 else self.env["park.issue"]
            step.text = {
                "reply": issue.reply_internal,
                "approve_reply": issue.reply_proposed,
                "close": issue.reply_public,
            }.get(step.verb)

    def action_apply(self):
        """Call the verb of the dialog on its issues."""
        self.ensure_one()
        issues = self.issue_ids.with_env(self.env)
        getattr(self, f"_apply_{self.verb}", self._apply_text)(issues)
        return {"type": "ir.actions.act_window_close"}

    def _apply_text(self, issues):
        getattr(issues, f"action_{self.verb}")(self.text)

    def _apply_answer(self, _issues):
        self.assignment_id.action_answer(self.text)

    def _apply_assign(self, issues):
        issues.action_assign(self.department_id, self.helper_ids, self.workdays or None)
