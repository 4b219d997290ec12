from odoo import fields, models

KINDS = [("technology", "Technology"), ("growth", "Growth"), ("scale", "Above designated size"), ("other", "Other")]


class ParkQualificationType(models.Model):
    """A kind of recognition a firm can hold, with its validity; permits are another matter."""

    _name = "park.qualification.type"
    _description = "Kind of Qualification"
    _inherit = ["park.guard.mixin"]
    _order = "sequence, code, id"
    _rec_names_search = ["name", "code"]

    code = fields.Char(required=True, help="Short and stable: policies and filters name it, such as high_tech.")
    name = fields.Char(required=True, translate=True)
    short_name = fields.Char(translate=True, help="As it stands on badges.")
    company_id = fields.Many2one(
        "res.company", "Zone", index=True, ondelete="cascade", help="Empty: every zone may use it."
    )
    sequence = fields.Integer(default=10)
    kind = fields.Selection(KINDS, required=True, default="technology")
    validity_months = fields.Integer("Valid for (months)", help="0: it does not end by itself.")
    reserve_allowed = fields.Boolean("Reserve list", default=True, help="Firms may be listed as reserve and nurtured.")
    warn_first_days = fields.Integer("First warning (days)", default=90, help="Days before the last day.")
    warn_second_days = fields.Integer("Second warning (days)", default=60)
    warn_last_days = fields.Integer("Last warning (days)", default=30)
    source = fields.Text(help="The document that grants it or limits its validity.")
    source_url = fields.Char("Link to the source")
    active = fields.Boolean(default=True)

    _code_uniq = models.UniqueIndex(
        "(code, COALESCE(company_id, 0))", "There is a kind of qualification of this code already."
    )
    _validity_sign = models.Constraint("CHECK (validity_months >= 0)", "A validity is a number of months from 0.")
    _warnings_order = models.Constraint(
        "CHECK (warn_first_days >= warn_second_days AND warn_second_days >= warn_last_days AND warn_last_days >= 0)",
        "The warnings follow each other: the first has the most days.",
    )

    def write(self, vals):
        result = super().write(vals)
        self.check_access("write")  # as it is now: a zone's kind cannot be made everybody's
        return result
