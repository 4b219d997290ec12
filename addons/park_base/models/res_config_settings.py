from odoo import api, fields, models

from .res_lang import PARAMETER


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    park_week_from_monday = fields.Boolean(
        "Weeks begin on Monday",
        help="The week of Simplified Chinese begins on Monday in calendars and date pickers.",
    )

    # the zone's hours: res.company in park_workday explains and checks them
    park_morning_from = fields.Float(related="company_id.park_morning_from", readonly=False, related_sudo=False)
    park_morning_to = fields.Float(related="company_id.park_morning_to", readonly=False, related_sudo=False)
    park_afternoon_from = fields.Float(related="company_id.park_afternoon_from", readonly=False, related_sudo=False)
    park_afternoon_to = fields.Float(related="company_id.park_afternoon_to", readonly=False, related_sudo=False)
    park_receipt_closes = fields.Float(related="company_id.park_receipt_closes", readonly=False, related_sudo=False)

    @api.model
    def get_values(self):
        values = super().get_values()
        values["park_week_from_monday"] = self.env["res.lang"]._park_week_from_monday()
        return values

    def set_values(self):
        result = super().set_values()
        on = self.park_week_from_monday
        self.env["ir.config_parameter"].set_param(PARAMETER, str(bool(on)))
        self.env["res.lang"]._park_apply_week_start()
        return result
