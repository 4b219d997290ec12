from odoo import api, fields, models
from odoo.exceptions import UserError

VERB_LABELS = [("done", "Done"), ("drop", "Drop")]


class ParkIssueActionStep(models.TransientModel):
    """The dialog that asks what a verb of a plan's step needs, then calls it; it holds no rule of its own."""

    _name = "park.issue.action.step"
    _description = "Verb of an Action Plan"
    _inherit = ["park.guard.mixin"]

    verb = fields.Selection(VERB_LABELS, required=True)
    action_ids = fields.Many2many("park.issue.action", string="Steps")
    text = fields.Text()
    done_on = fields.Date("Done on", default=lambda self: self.env["park.workday"].today())

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
        """Call the verb of the dialog on its steps."""
        self.ensure_one()
        actions = self.action_ids.with_env(self.env)
        if self.verb == "done":
            actions.action_done(self.text, self.done_on)
        else:
            actions.action_drop(self.text)
        return {"type": "ir.actions.act_window_close"}
