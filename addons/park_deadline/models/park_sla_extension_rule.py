from odoo import api, fields, models

from ..core import ExtensionRule
from .park_sla_step import UNITS

APPROVERS = [
    ("service_centre", "Service centre"),
    ("department_head", "Head of the department"),
    ("supervisor", "Supervisor"),
    ("leader", "Leader"),
]


class ParkSlaExtensionRule(models.Model):
    """What the limits say about the first, second, … extension of a clock."""

    _name = "park.sla.extension.rule"
    _description = "Rule of Extension"
    _inherit = ["park.guard.mixin"]
    _order = "profile_id, ordinal, id"

    profile_id = fields.Many2one("park.sla.profile", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one("res.company", "Zone", related="profile_id.company_id", store=True, related_sudo=False)
    ordinal = fields.Integer("Which Extension", required=True, default=1, help="1: the first one of a clock.")
    amount = fields.Integer("At Most", help="Added to the due day that holds when it is asked for.")
    unit = fields.Selection([unit for unit in UNITS if unit[0] != "working_hour"], required=True, default="workday")
    is_open_ended = fields.Boolean("No Ceiling", help="The document writes down no longest extension.")
    notice_workdays = fields.Integer(
        "Filed before Expiry (working days)",
        default=1,
        help="1: at the latest on the working day before the due day. 0: on the due day still.",
    )
    approver = fields.Selection(APPROVERS, required=True, default="service_centre")
    note = fields.Char(translate=True, help="How the document says it, where the numbers alone do not.")

    _ordinal_uniq = models.Constraint(
        "UNIQUE (profile_id, ordinal)", "These limits speak of that extension already: change it there."
    )
    _ordinal_positive = models.Constraint("CHECK (ordinal > 0)", "The first extension is number 1.")
    _amount_known = models.Constraint(
        "CHECK (is_open_ended OR amount > 0)", "Say the longest extension, or that there is no ceiling."
    )
    _notice_range = models.Constraint("CHECK (notice_workdays >= 0)", "The notice cannot be negative.")

    def _as_core(self):
        """Return the rule for ``core``; None for no rule."""
        if not self:
            return None
        return ExtensionRule(None if self.is_open_ended else self.amount, self.unit, self.notice_workdays)

    @api.model_create_multi
    def create(self, vals_list):
        rules = super().create(vals_list)
        rules._audit("sla.create")
        return rules

    def write(self, vals):
        result = super().write(vals)
        self.check_access("write")  # as it is now: a rule cannot move to limits of others
        self._audit("sla.write", {"values": vals})
        return result

    @api.ondelete(at_uninstall=False)
    def _audit_unlink(self):
        self._audit("sla.unlink", {"ordinals": self.mapped("ordinal")})
