from odoo import fields, models


class ParkFigureQuery(models.TransientModel):
    """Figures of issues can be told by what they are about, too."""

    _inherit = "park.figure.query"

    by = fields.Selection(selection_add=[("category", "Category")])

    def _place_models(self):
        return super()._place_models() | {"category": "park.issue.category"}
