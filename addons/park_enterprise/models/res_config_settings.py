from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    park_quiet_days_a = fields.Integer(related="company_id.park_quiet_days_a", readonly=False)
    park_quiet_days_b = fields.Integer(related="company_id.park_quiet_days_b", readonly=False)
    park_quiet_days_c = fields.Integer(related="company_id.park_quiet_days_c", readonly=False)
