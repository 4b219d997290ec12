from odoo import api, fields, models
from odoo.exceptions import UserError

VERB_LABELS = [
    ("group", "Put into a Common Cause"),
    ("review", "Review"),
    ("propose", "Propose"),
    ("submit", "Submit upwards"),
    ("adopt", "Adopted"),
    ("decline", "Not adopted"),
]


class ParkIssueGroupStep(models.TransientModel):
    """The dialog that asks what a verb of a common cause needs, then calls it; it holds no rule of its own."""

    _name = "park.issue.group.step"
    _description = "Step of a Common Cause"
    _inherit = ["park.guard.mixin"]

    verb = fields.Selection(VERB_LABELS, required=True)
    issue_ids = fields.Many2many("park.issue", string="Issues")
    company_id = fields.Many2one("res.company", compute="_compute_company_id")
    group_id = fields.Many2one("park.issue.group", "Common cause")
    name = fields.Char("New common cause", help="In one sentence, without names of firms.")
    text = fields.Text()
    public_text = fields.Text("What the firms are told")

    @api.depends("issue_ids", "group_id")
    def _compute_company_id(self):
        for step in self:
            step.company_id = step.issue_ids.company_id[:1] or step.group_id.company_id

    @api.model
    def _open(self, verb, **context):
        """Return the action that opens the dialog of a verb."""
        labels = dict(self._fields["verb"]._description_selection(self.env))
        if verb not in labels:
            raise UserError(self.env._("There is no dialog for this step."))
        return {
            "type": "ir.actions.act_window",
            "name": labels[verb],
            "res_model": self._name,
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_verb": verb, "dialog_size": "medium", **context},
        }

    def action_apply(self):
        """Call the verb of the dialog."""
        self.ensure_one()
        group = self.group_id.with_env(self.env)
        getattr(self, f"_apply_{self.verb}", self._apply_text)(group)
        return {"type": "ir.actions.act_window_close"}

    def _apply_text(self, group):
        getattr(group, f"action_{self.verb}")(self.text)

    def _apply_adopt(self, group):
        group.action_adopt(self.text, self.public_text)

    def _apply_group(self, group):
        if not group and not (self.name or "").strip():
            raise UserError(self.env._("Choose a common cause, or name a new one."))
        issues = self.issue_ids.with_env(self.env)
        if not group:
            categories = issues.category_id
            group = group.create(
                {
                    "name": self.name.strip(),
                    "company_id": issues.company_id[:1].id,
                    "category_id": categories.id if len(categories) == 1 else False,
                }
            )
        issues.action_group(group, self.text)
