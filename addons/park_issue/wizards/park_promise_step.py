from odoo import api, fields, models
from odoo.exceptions import UserError

VERB_LABELS = [
    ("keep", "Kept"),
    ("break", "Not kept"),
    ("release", "Release the Promise"),
    ("reopen", "Reopen"),
]


class ParkPromiseStep(models.TransientModel):
    """The dialog that asks what a verb of a promise needs, then calls it; it holds no rule of its own."""

    _name = "park.promise.step"
    _description = "Step of a Promise"
    _inherit = ["park.guard.mixin"]

    verb = fields.Selection(VERB_LABELS, required=True)
    promise_ids = fields.Many2many("park.promise", string="Promises")
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
        """Call the verb of the dialog on its promises."""
        self.ensure_one()
        promises = self.promise_ids.with_env(self.env)
        if self.verb == "keep":
            promises.action_keep(self.text, self.done_on)
        else:
            getattr(promises, f"action_{self.verb}")(self.text)
        return {"type": "ir.actions.act_window_close"}
