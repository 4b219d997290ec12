from odoo import fields, models


class ParkArea(models.Model):
    """A part of a zone: an area, a sub-park, a street; areas nest."""

    _name = "park.area"
    _description = "Park Area"
    _inherit = ["park.guard.mixin"]
    _order = "sequence, code, id"
    _parent_store = True
    _check_company_auto = True
    _rec_names_search = ["name", "code"]

    name = fields.Char(required=True, translate=False)
    code = fields.Char()
    company_id = fields.Many2one(
        "res.company", "Zone", required=True, index=True, default=lambda self: self.env.company
    )
    parent_id = fields.Many2one("park.area", "Part of", index=True, check_company=True, ondelete="restrict")
    parent_path = fields.Char(index=True)
    child_ids = fields.One2many("park.area", "parent_id", "Parts")
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)

    _code_uniq = models.UniqueIndex(
        "(company_id, code) WHERE code IS NOT NULL", "This zone already has an area with this code."
    )
