from odoo import fields, models


class ParkPersonSpecialty(models.Model):
    """A word for what an officer is good at; shared ones come with the addon, a zone adds its own."""

    _name = "park.person.specialty"
    _description = "Specialty"
    _inherit = ["park.guard.mixin"]
    _order = "sequence, name, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    company_id = fields.Many2one("res.company", "Zone", index=True, default=lambda self: self.env.company)

    _name_uniq = models.UniqueIndex("(name, company_id) NULLS NOT DISTINCT", "There is this specialty already.")
