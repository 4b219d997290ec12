from odoo import api, fields, models
from odoo.fields import Domain

from .park_sla_extension_rule import APPROVERS
from .park_sla_step import UNITS


class ParkDeadlineReason(models.Model):
    """Why a limit may be extended or paused; for a pause also how long at most, and who agrees."""

    _name = "park.deadline.reason"
    _description = "Reason for Extension or Pause"
    _inherit = ["park.guard.mixin"]
    _order = "usage, sequence, id"

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True, help="Short and stable; a zone's own reason replaces the shared one of its code.")
    usage = fields.Selection([("extension", "Extension"), ("pause", "Pause")], required=True, default="extension")
    company_id = fields.Many2one(
        "res.company", "Zone", index=True, ondelete="cascade", help="Empty: every zone may use it."
    )
    sequence = fields.Integer(default=10)
    ceiling = fields.Integer(
        "Pause at Most", help="In all for one clock: when it is used up, the clock runs on by itself."
    )
    unit = fields.Selection([unit for unit in UNITS if unit[0] != "working_hour"], required=True, default="workday")
    approver = fields.Selection(APPROVERS, "Agreed by", help="Empty: the pause begins without anybody's consent.")
    source = fields.Char(translate=True, help="Where ceiling and consent are written, in words.")
    active = fields.Boolean(default=True)

    _code_uniq = models.UniqueIndex(
        "(usage, code, COALESCE(company_id, 0))", "There is a reason with this code already."
    )
    _ceiling_known = models.Constraint(
        "CHECK (usage <> 'pause' OR ceiling > 0)", "A pause has a ceiling: no clock stands still for ever."
    )

    @api.model
    def _offered(self, usage, zone):
        """Return the reasons a zone may choose from: its own go before shared ones of the same code."""
        in_zone = Domain("company_id", "in", [zone.id, False])
        found = self.search(Domain("usage", "=", usage) & in_zone)
        own = {reason.code for reason in found if reason.company_id}
        return found.filtered(lambda reason: reason.company_id or reason.code not in own)

    @api.model_create_multi
    def create(self, vals_list):
        reasons = super().create(vals_list)
        reasons._audit("sla.create")
        return reasons

    def write(self, vals):
        result = super().write(vals)
        self.check_access("write")  # as it is now: a reason cannot be made everybody's
        self._audit("sla.write", {"values": vals})
        return result

    @api.ondelete(at_uninstall=False)
    def _audit_unlink(self):
        self._audit("sla.unlink", {"codes": self.mapped("code")})
