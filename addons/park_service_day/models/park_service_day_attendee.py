from odoo import api, fields, models

KINDS = [
    ("leader", "Leader"),
    ("department", "Department"),
    ("firm", "Firm"),
]


class ParkServiceDayAttendee(models.Model):
    """A person at the table; leaders and guests need no log-in."""

    _name = "park.service.day.attendee"
    _description = "Attendee of a Service Day"
    _inherit = ["park.guard.mixin"]
    _order = "service_day_id, sequence, id"
    _check_company_auto = True

    service_day_id = fields.Many2one("park.service.day", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="service_day_id.company_id", store=True, precompute=True, index=True)
    sequence = fields.Integer(default=10)
    kind = fields.Selection(KINDS, required=True, default="leader")
    name = fields.Char(required=True, compute="_compute_name", store=True, readonly=False, precompute=True)
    title = fields.Char("Position")
    user_id = fields.Many2one("res.users", "Log-in")
    department_id = fields.Many2one("park.department", check_company=True)

    @api.depends("user_id")
    def _compute_name(self):
        for attendee in self:
            attendee.name = attendee.name or attendee.user_id.name
