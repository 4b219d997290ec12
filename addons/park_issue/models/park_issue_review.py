from odoo import fields, models


class ParkIssueReview(models.Model):
    """One monthly review of long-term work: what the task force has done, kept as it was said."""

    _name = "park.issue.review"
    _description = "Review of Long-term Work"
    _inherit = ["park.guard.mixin"]
    _order = "id desc"
    _rec_name = "issue_id"

    issue_id = fields.Many2one("park.issue", required=True, index=True, readonly=True, ondelete="cascade")
    company_id = fields.Many2one(related="issue_id.company_id", store=True, related_sudo=False, index=True)
    is_restricted = fields.Boolean(related="issue_id.is_restricted", store=True, related_sudo=False)
    reviewed_on = fields.Date("Reviewed", required=True, readonly=True)
    reviewer_id = fields.Many2one("res.users", "Reviewed by", required=True, readonly=True, ondelete="restrict")
    note = fields.Text(required=True, readonly=True)
    due_on = fields.Date("Was due", readonly=True, help="The day by which this review was to be held.")
