from odoo import api, fields, models

LEVELS = [("province", "Province"), ("city", "City"), ("county", "County or district")]


class ParkDivision(models.Model):
    """An administrative division, or a statistical functional area; their codes change, so they are dated."""

    _name = "park.division"
    _description = "Division"
    _inherit = ["park.guard.mixin"]
    _order = "code, date_from desc, id"
    _rec_names_search = ["name", "code"]
    _parent_store = True

    code = fields.Char(required=True, help="Six digits, GB/T 2260; functional areas have statistical codes.")
    name = fields.Char(required=True)
    level = fields.Selection(LEVELS, required=True)
    is_functional = fields.Boolean("Functional area", help="A statistical code (xx71-xx79), no division of GB/T 2260.")
    parent_id = fields.Many2one("park.division", "Part of", index=True, ondelete="restrict")
    parent_path = fields.Char(index=True)
    edition = fields.Char(required=True, help="The table it comes from, such as 2023.")
    date_from = fields.Date("In force from")
    date_to = fields.Date("In force until", help="The last day; empty while it is in force.")

    _code_uniq = models.UniqueIndex("(code) WHERE date_to IS NULL", "This code is in force already.")
    _dates_in_order = models.Constraint(
        "CHECK (date_to IS NULL OR date_from IS NULL OR date_to >= date_from)", "The last day lies before the first."
    )

    @api.depends("code", "name")
    def _compute_display_name(self):
        for division in self:
            division.display_name = f"{division.code} {division.name}"

    @api.model
    def _of_code(self, code):
        """Return the division in force that a region code, or a credit code, names; empty where unknown."""
        region = code[2:8] if len(code or "") == 18 else code or ""
        return self.search([("code", "=", region), ("date_to", "=", False)], limit=1)
