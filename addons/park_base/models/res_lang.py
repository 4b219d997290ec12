from odoo import api, models

MONDAY = "1"
CODE = "zh_CN"
PARAMETER = "park_base.week_from_monday"


class ResLang(models.Model):
    _inherit = "res.lang"

    @api.model
    def _park_week_from_monday(self):
        """Return whether Chinese weeks are to begin on Monday; on unless switched off."""
        return self.env["ir.config_parameter"].sudo().get_param(PARAMETER, "True") == "True"  # sudo: a switch

    @api.model
    def _park_apply_week_start(self):
        """Begin the week of Simplified Chinese on Monday where the setting says so."""
        if self._park_week_from_monday():
            lang = self.with_context(active_test=False).search([("code", "=", CODE)])
            lang.filtered(lambda lang: lang.week_start != MONDAY).week_start = MONDAY

    @api.model_create_multi
    def create(self, vals_list):
        langs = super().create(vals_list)
        if CODE in langs.mapped("code"):
            self._park_apply_week_start()
        return langs

    def write(self, vals):
        result = super().write(vals)
        if vals.get("active") and CODE in self.mapped("code"):
            self._park_apply_week_start()
        return result
