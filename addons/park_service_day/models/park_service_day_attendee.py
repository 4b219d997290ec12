from odoo import api, fields, models
from odoo.addons.park_guard.models.masked_char import MaskedChar
from odoo.tools import SQL

KINDS = [
    ("leader", "Leader"),
    ("department", "Department"),
    ("firm", "Firm"),
]


class ParkServiceDayAttendee(models.Model):
    """A person at the table; leaders and guests need no log-in.

    Telephone and number plate are for who prepares the day; everybody else sees them masked.
    """

    _name = "park.service.day.attendee"
    _description = "Attendee of a Service Day"
    _inherit = ["park.guard.mixin", "park.guard.masked"]
    _order = "service_day_id, sequence, id"
    _check_company_auto = True

    service_day_id = fields.Many2one("park.service.day", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="service_day_id.company_id", store=True, precompute=True, index=True)
    sequence = fields.Integer(default=10)
    kind = fields.Selection(KINDS, required=True, default="leader")
    name = fields.Char("Full name", required=True, compute="_compute_name", store=True, readonly=False, precompute=True)
    title = fields.Char("Position")
    user_id = fields.Many2one("res.users", "Log-in")
    department_id = fields.Many2one("park.department", check_company=True)
    enterprise_id = fields.Many2one(
        "res.partner", "Firm", check_company=True, domain=[("is_park_enterprise", "=", True)],
        context={"park_enterprise_search": True},
    )  # fmt: skip
    unit = fields.Char(compute="_compute_unit", help="As on the list of who takes part.")
    phone = MaskedChar(park_purpose="reach who takes part about the day")
    plate = MaskedChar("Number plate", park_purpose="let the car of who takes part in")
    is_absent = fields.Boolean("Excused", help="Named, and could not come: stands as excused in the minutes.")

    @api.depends("user_id")
    def _compute_name(self):
        for attendee in self:
            attendee.name = attendee.name or attendee.user_id.name

    @api.depends("department_id", "enterprise_id")
    def _compute_unit(self):
        for attendee in self:
            # sudo: the table sees the names of the firms on its list
            attendee.unit = attendee.department_id.name or attendee.sudo().enterprise_id.name or ""

    @api.depends("service_day_id.organiser_ids")
    @api.depends_context("uid")
    def _compute_park_is_masked(self):
        kept = self.service_day_id._origin._filtered_access("write")
        for attendee in self:
            attendee.park_is_masked = attendee.service_day_id._origin not in kept

    @api.model
    def _park_shown_sql(self, alias, field):
        """Show the rows of the days that the user keeps."""
        if self.env.user.has_group("park_guard.group_park_service_centre"):
            return None
        organisers = self.env["park.service.day"]._fields["organiser_ids"]
        return SQL(
            "EXISTS (SELECT FROM %(rel)s kept WHERE kept.%(day)s = %(alias)s AND kept.%(user)s = %(uid)s)",
            rel=SQL.identifier(organisers.relation),
            day=SQL.identifier(organisers.column1),
            alias=SQL.identifier(alias, "service_day_id"),
            user=SQL.identifier(organisers.column2),
            uid=self.env.uid,
        )
