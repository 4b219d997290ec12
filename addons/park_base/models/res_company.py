from odoo import api, models

ZONE_TZ = "Asia/Shanghai"  # the one legal time zone of mainland China


class ResCompany(models.Model):
    _inherit = "res.company"

    @api.model_create_multi
    def create(self, vals_list):
        """Give a new zone the time zone of mainland China unless it names another."""
        companies = super().create(vals_list)
        companies.partner_id.filtered(lambda partner: not partner.tz).tz = ZONE_TZ
        return companies
