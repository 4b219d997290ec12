from odoo import api, fields, models
from odoo.fields import Domain

from ..core.size_class import SIZES, Limit

LIMITS = {"staff_count": "staff_count_min", "sales_wan": "sales_wan_min", "assets_wan": "assets_wan_min"}


class ParkSizeClassRule(models.Model):
    """The lower limits of one size class in one group of industries, as the statistical method has them."""

    _name = "park.size.class.rule"
    _description = "Limits of a Size Class"
    _inherit = ["park.guard.mixin"]
    _order = "sequence, id"

    name = fields.Char("Group of industries", required=True)
    industry_codes = fields.Char(required=True, help="Codes of GB/T 4754-2017 with all below them, by blanks.")
    size = fields.Selection([("large", "Large"), ("medium", "Medium"), ("small", "Small")], required=True)
    sequence = fields.Integer(default=10)
    staff_count_min = fields.Integer("Staff from", help="0: no limit.")
    sales_wan_min = fields.Float("Revenue from (CNY 10,000)", digits=(20, 4), help="0: no limit.")
    assets_wan_min = fields.Float("Assets from (CNY 10,000)", digits=(20, 4), help="0: no limit.")
    date_from = fields.Date("In force from", required=True)
    date_to = fields.Date("In force until", help="The last day; empty while it is in force.")
    source = fields.Char(required=True)

    _dates_in_order = models.Constraint(
        "CHECK (date_to IS NULL OR date_to >= date_from)", "The last day lies before the first."
    )
    _limits_sign = models.Constraint(
        "CHECK (staff_count_min >= 0 AND sales_wan_min >= 0 AND assets_wan_min >= 0)", "A limit is not negative."
    )

    @api.model
    def _limits_on(self, day):
        """Return ``{industry code: {size: [Limit]}}`` in force on a day, of groups that have every class."""
        rules = self.search(
            Domain("date_from", "<=", day) & (Domain("date_to", "=", False) | Domain("date_to", ">=", day))
        )
        found = {}
        for rule in rules:
            for code in rule.industry_codes.split():
                found.setdefault(code, {})[rule.size] = rule._limits()
        return {code: sizes for code, sizes in found.items() if sizes.keys() == set(SIZES)}

    def _limits(self):
        return [Limit(key, self[name]) for key, name in LIMITS.items() if self[name]]
