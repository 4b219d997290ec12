from odoo import api, fields, models

UNITS = [
    ("workday", "Working days"),
    ("calendar_day", "Calendar days"),
    ("working_hour", "Working hours"),
]


class ParkSlaStep(models.Model):
    """One limit of a profile: how long a kind of clock runs."""

    _name = "park.sla.step"
    _description = "Service Limit"
    _inherit = ["park.guard.mixin"]
    _order = "profile_id, sequence, id"

    profile_id = fields.Many2one("park.sla.profile", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one("res.company", "Zone", related="profile_id.company_id", store=True, related_sudo=False)
    sequence = fields.Integer(default=10)
    name = fields.Char("What", required=True, translate=True)
    kind = fields.Char(required=True, help="Key of the clock, for example issue_reply.")
    amount = fields.Integer(required=True, default=1)
    unit = fields.Selection(UNITS, required=True, default="workday")

    _kind_uniq = models.Constraint(
        "UNIQUE (profile_id, kind)", "These limits have a step of that kind already: change it there."
    )
    _amount_positive = models.Constraint("CHECK (amount > 0)", "A limit takes at least one day or hour.")

    @api.model_create_multi
    def create(self, vals_list):
        steps = super().create(vals_list)
        steps._audit("sla.create")
        return steps

    def write(self, vals):
        result = super().write(vals)
        self.check_access("write")  # as it is now: a limit cannot move to limits of others
        self._audit("sla.write", {"values": vals})
        return result

    @api.ondelete(at_uninstall=False)
    def _audit_unlink(self):
        self._audit("sla.unlink", {"kinds": self.mapped("kind")})
