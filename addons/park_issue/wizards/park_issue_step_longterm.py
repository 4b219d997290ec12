from odoo import fields, models

LONG = [("review", "Monthly review"), ("elevate", "Elevate")]


class ParkIssueStepLongterm(models.TransientModel):
    """What the dialog asks about long-term work and elevation."""

    _inherit = "park.issue.step"

    verb = fields.Selection(selection_add=LONG, ondelete={key: "cascade" for key, _label in LONG})
    taskforce_lead_id = fields.Many2one("res.users", "Head of the task force")
    taskforce_member_ids = fields.Many2many("res.users", string="Task force")

    def _apply_longterm(self, issues):
        issues.action_longterm(self.text, self.taskforce_lead_id, self.taskforce_member_ids)
