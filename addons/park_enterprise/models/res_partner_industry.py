from odoo import api, fields, models


class ResPartnerIndustry(models.Model):
    _inherit = "res.partner.industry"
    _parent_store = True
    _rec_names_search = ["name", "code"]
    _order = "code, name, id"

    code = fields.Char(index=True, help="Section letter or division number of the classification.")
    edition = fields.Char(help="The edition of the classification, such as GB/T 4754-2017.")
    parent_id = fields.Many2one("res.partner.industry", "Part of", index=True, ondelete="restrict")
    parent_path = fields.Char(index=True)

    _code_uniq = models.UniqueIndex(
        "(edition, code) WHERE code IS NOT NULL", "This edition already has an industry with this code."
    )

    @api.depends("name", "code")
    def _compute_display_name(self):  # pylint: disable=missing-return
        """Show ``39 name`` for coded industries."""
        super()._compute_display_name()
        for industry in self.filtered("code"):
            industry.display_name = f"{industry.code} {industry.name}"
