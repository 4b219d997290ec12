from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    park_window_leader_id = fields.Many2one(related="company_id.park_window_leader_id", readonly=False)
    park_failed_calls = fields.Integer(related="company_id.park_failed_calls", readonly=False)
    park_reply_approval = fields.Boolean(related="company_id.park_reply_approval", readonly=False)
    park_letter_code = fields.Char(related="company_id.park_letter_code", readonly=False)
    park_order_code = fields.Char(related="company_id.park_order_code", readonly=False)
