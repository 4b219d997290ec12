from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    park_import_turn = fields.Integer(
        "Imports of enterprises", readonly=True, copy=False, help="Raised by each; makes them take turns."
    )
