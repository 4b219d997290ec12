from odoo import api, fields, models

from .res_lang import PARAMETER


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    park_week_from_monday = fields.Boolean(
        "Weeks begin on Monday",
        help="The week of Simplified Chinese begins on Monday in calendars and date pickers.",
    )

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
