from odoo import api, fields, models

from .park_sla_step import COMPLEXITIES, NATURES


class ParkSlaChoice(models.Model):
    """Which subjects of a zone take their limits from which profile; the more specific choice wins.

    Addons whose subjects have further traits add a field for each and name it in ``_condition_names``.
    """

    _name = "park.sla.choice"
    _description = "Choice of Service Limits"
    _inherit = ["park.guard.mixin"]
    _order = "company_id, id"

    company_id = fields.Many2one(
        "res.company", "Zone", required=True, index=True, ondelete="cascade", default=lambda self: self.env.company
    )
    profile_id = fields.Many2one("park.sla.profile", "Limits", required=True, index=True, ondelete="cascade")
    complexity = fields.Selection(COMPLEXITIES, help="Empty: any.")
    nature = fields.Selection(NATURES, help="Empty: any.")
    active = fields.Boolean(default=True)

    @api.depends(lambda self: self._condition_names())
    @api.depends_context("lang")
    def _compute_display_name(self):
        """Say what is asked of a subject, as clocks and exports explain it."""
        for choice in self:
            parts = [
                f"{choice._fields[name]._description_string(self.env)}: {choice._shown(name)}"
                for name in self._condition_names()
                if choice[name]
            ]
            choice.display_name = self.env._(", ").join(parts) or self.env._("everything")

    def _shown(self, name):
        field = self._fields[name]
        return self[name].display_name if field.relational else dict(field._description_selection(self.env))[self[name]]

    @api.model
    def _condition_names(self):
        """Return the names of the fields that are conditions: keys of the subject's traits."""
        return ["nature", "complexity"]

    def _conditions(self):
        """Return ``{trait: value}`` of what the choice asks; relations as ids."""
        return {name: getattr(self[name], "id", self[name]) for name in self._condition_names() if self[name]}

    @api.model_create_multi
    def create(self, vals_list):
        choices = super().create(vals_list)
        choices._audit("sla.choose")
        return choices

    def write(self, vals):
        result = super().write(vals)
        self.check_access("write")  # as it is now: a choice cannot move to another zone
        self._audit("sla.choose", {"values": vals})
        return result

    @api.ondelete(at_uninstall=False)
    def _audit_unlink(self):
        self._audit("sla.unchoose", {"profiles": self.profile_id.ids})
