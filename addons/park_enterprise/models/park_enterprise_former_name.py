from odoo import fields, models


class ParkEnterpriseFormerName(models.Model):
    """A name a firm carried until a day; kept by itself when the name of a firm changes."""

    _name = "park.enterprise.former.name"
    _description = "Former Name of an Enterprise"
    _inherit = ["park.guard.mixin", "park.enterprise.scope.mixin"]
    _order = "until desc nulls last, id desc"
    _check_company_auto = True

    enterprise_id = fields.Many2one(required=True, ondelete="cascade")
    company_id = fields.Many2one("res.company", "Zone", related="enterprise_id.company_id", store=True, index=True)
    name = fields.Char("Former name", required=True)
    until = fields.Date(help="The day the name was given up, as far as known.")
