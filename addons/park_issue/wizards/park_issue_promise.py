from odoo import api, fields, models


class ParkIssuePromise(models.TransientModel):
    """The dialog that asks what a firm was promised in an answer; it holds no rule of its own."""

    _name = "park.issue.promise"
    _description = "Promise in an Answer"
    _inherit = ["park.guard.mixin"]

    issue_id = fields.Many2one("park.issue", required=True)
    company_id = fields.Many2one("res.company", compute="_compute_company_id")
    name = fields.Char("Promise", required=True, help="In the words the firm heard.")
    promised_for = fields.Date("Promised for", required=True)
    department_id = fields.Many2one(
        "park.department", compute="_compute_department_id", compute_sudo=False, store=True, readonly=False
    )
    owner_id = fields.Many2one("res.users", "Responsible", domain=[("share", "=", False)])

    @api.depends("issue_id")
    def _compute_company_id(self):
        for dialog in self:
            dialog.company_id = dialog.issue_id.company_id

    @api.depends("issue_id")
    def _compute_department_id(self):
        for dialog in self:
            dialog.department_id = dialog.issue_id.lead_department_id

    def action_apply(self):
        """Record the promise with its issue."""
        self.ensure_one()
        issue = self.issue_id.with_env(self.env)
        issue.action_promise(self.name, self.promised_for, self.owner_id.id, self.department_id.id)
        return {"type": "ir.actions.act_window_close"}
