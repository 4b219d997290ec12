from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    park_chase_from = fields.Float(related="company_id.park_chase_from", readonly=False)
    park_chase_until = fields.Float(related="company_id.park_chase_until", readonly=False)
    park_chase_cap = fields.Integer(related="company_id.park_chase_cap", readonly=False)
