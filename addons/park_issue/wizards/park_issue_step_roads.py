from odoo import api, fields, models

ROADS = [
    ("return", "Return to the dispatcher"),
    ("uphold", "Stays with the department"),
    ("release", "Release the department"),
    ("reassign", "Move to another department"),
    ("approve_reply", "Approve the reply"),
    ("refuse_reply", "Give the reply back"),
]


class ParkIssueStepRoads(models.TransientModel):
    """What the dialog asks on the side roads: grounds, rulings, another department."""

    _inherit = "park.issue.step"

    verb = fields.Selection(selection_add=ROADS, ondelete={key: "cascade" for key, _label in ROADS})
    refusal_id = fields.Many2one("park.issue.refusal", "Not accepted because")
    needs_channel = fields.Boolean(related="refusal_id.needs_channel", related_sudo=False)
    channel = fields.Text("Right channel", compute="_compute_channel", store=True, readonly=False, compute_sudo=False)
    ground = fields.Char("Legal ground", help="The list of powers, a notice, an article that says whose it is.")

    @api.depends("refusal_id")
    def _compute_channel(self):
        for step in self:
            step.channel = step.refusal_id.channel

    def _apply_reject(self, issues):
        issues.action_reject(self.text, self.refusal_id, self.channel)

    def _apply_return(self, _issues):
        self.assignment_id.action_return(self.text, self.ground)

    def _apply_uphold(self, _issues):
        self.assignment_id.action_uphold(self.text)

    def _apply_release(self, _issues):
        self.assignment_id.action_release(self.text)

    def _apply_reassign(self, issues):
        issues.action_reassign(self.department_id, self.text, self.helper_ids, self.workdays or None)
