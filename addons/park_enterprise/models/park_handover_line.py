from odoo import fields, models


class ParkHandoverLine(models.Model):
    """One thing handed over, as it stood when the giver signed."""

    _name = "park.handover.line"
    _description = "Handed Over"
    _inherit = ["park.guard.mixin"]
    _order = "id"
    _rec_name = "title"

    handover_id = fields.Many2one("park.handover", required=True, index=True, ondelete="cascade", readonly=True)
    company_id = fields.Many2one("res.company", "Zone", related="handover_id.company_id", store=True, index=True)
    kind = fields.Char(required=True, readonly=True)
    label = fields.Char("Part", readonly=True)
    enterprise_name = fields.Char("Enterprise", readonly=True)
    title = fields.Char("What", readonly=True)
    detail = fields.Char(readonly=True)
    due_on = fields.Date("Due", readonly=True)
    # the ids of then, as text that opens nothing: the row is a paper
    res_model = fields.Char(readonly=True)
    res_id = fields.Integer(readonly=True)
