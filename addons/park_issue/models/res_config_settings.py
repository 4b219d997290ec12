from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    park_window_leader_id = fields.Many2one(related="company_id.park_window_leader_id", readonly=False)
