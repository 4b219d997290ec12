from odoo import api, fields, models
from odoo.fields import Domain

from .res_company import ZONE_TZ


class ResUsers(models.Model):
    _inherit = "res.users"

    park_department_member_ids = fields.One2many(
        "park.department.member", "user_id", "Department memberships", copy=False
    )
    park_department_ids = fields.Many2many(
        "park.department",
        string="Departments",
        compute="_compute_park_department_ids",
        search="_search_park_department_ids",
        help="The departments the person belongs to today.",
    )

    @property
    def SELF_READABLE_FIELDS(self):
        return [*super().SELF_READABLE_FIELDS, "park_department_ids"]

    @api.depends(
        "park_department_member_ids.department_id",
        "park_department_member_ids.date_from",
        "park_department_member_ids.date_to",
    )
    def _compute_park_department_ids(self):
        Member = self.env["park.department.member"]
        for user in self:
            user.park_department_ids = Member._current_departments(user._origin.id)

    @api.model
    def _search_park_department_ids(self, operator, value):
        """Return the users with a membership, today, in the departments looked for."""
        if operator not in ("in", "any", "any!"):
            return NotImplemented
        Member = self.env["park.department.member"]
        memberships = Member._current_domain() & Domain("department_id", operator, value)
        return Domain("park_department_member_ids", "any!", memberships)

    @api.model_create_multi
    def create(self, vals_list):
        """Let a person without a time zone live in that of the zone."""
        users = super().create(vals_list)
        for user in users:
            if not user.tz:
                user.tz = user.company_id.partner_id.tz or ZONE_TZ
        return users
