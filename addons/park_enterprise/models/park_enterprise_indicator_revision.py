from odoo import fields, models

from .park_enterprise_indicator import SOURCES


class ParkEnterpriseIndicatorRevision(models.Model):
    """A value that a correction replaced; kept by the figure itself, never changed."""

    _name = "park.enterprise.indicator.revision"
    _description = "Earlier Value of a Figure"
    _inherit = ["park.guard.mixin"]
    _order = "id desc"

    indicator_id = fields.Many2one("park.enterprise.indicator", required=True, index=True, ondelete="cascade")
    enterprise_id = fields.Many2one("res.partner", related="indicator_id.enterprise_id", store=True, index=True)
    company_id = fields.Many2one("res.company", "Zone", related="indicator_id.company_id", store=True)
    sensitivity = fields.Selection(related="indicator_id.sensitivity", store=True)
    is_my_enterprise = fields.Boolean(related="indicator_id.is_my_enterprise", search="_search_is_my_enterprise")
    value = fields.Float(digits=(20, 4), readonly=True)
    source = fields.Selection(SOURCES, readonly=True)
    as_of = fields.Date("As of", readonly=True)
    is_estimate = fields.Boolean("Estimate", readonly=True)
    entered_by_id = fields.Many2one("res.users", "Entered by", readonly=True, ondelete="restrict")
    verified_by_id = fields.Many2one("res.users", "Verified by", readonly=True, ondelete="restrict")
    verified_on = fields.Date("Verified on", readonly=True)
    reason = fields.Char("Reason of the correction", readonly=True)
    replaced_by_id = fields.Many2one("res.users", "Corrected by", readonly=True, ondelete="restrict")

    def _search_is_my_enterprise(self, operator, value):
        return self.env["park.enterprise.officer"]._mine_domain("enterprise_id", operator, value)
