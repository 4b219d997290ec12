from odoo import api, fields, models
from odoo.fields import Domain

KINDS = [
    ("zone_bureau", "Zone bureau"),
    ("city_bureau", "City bureau"),
    ("utility", "Utility"),
    ("partner", "Partner body"),
]


class ParkDepartment(models.Model):
    """A body that answers issues for a zone; a bureau that serves two zones has a record in each."""

    _name = "park.department"
    _description = "Park Department"
    _inherit = ["park.guard.mixin"]
    _order = "sequence, name, id"
    _parent_store = True
    _check_company_auto = True
    _rec_names_search = ["name", "code"]

    name = fields.Char(required=True)
    code = fields.Char()
    company_id = fields.Many2one(
        "res.company", "Zone", required=True, index=True, default=lambda self: self.env.company
    )
    kind = fields.Selection(KINDS, required=True, default="zone_bureau")
    head_id = fields.Many2one("res.users", check_company=True)
    parent_id = fields.Many2one("park.department", "Part of", index=True, check_company=True, ondelete="restrict")
    parent_path = fields.Char(index=True)
    member_ids = fields.One2many("park.department.member", "department_id", "Members")
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    is_my_department = fields.Boolean(
        "My department", compute="_compute_is_my_department", search="_search_is_my_department"
    )

    _code_uniq = models.UniqueIndex(
        "(company_id, code) WHERE code IS NOT NULL", "This zone already has a department with this code."
    )

    @api.depends("member_ids.user_id", "member_ids.date_from", "member_ids.date_to")
    @api.depends_context("uid")
    def _compute_is_my_department(self):
        mine = set(self.env["park.department.member"]._current_departments(self.env.uid))
        for department in self:
            department.is_my_department = department._origin.id in mine

    @api.model
    def _search_is_my_department(self, operator, value):
        """Return the domain of departments the user belongs to today."""
        if operator != "in":
            return NotImplemented
        mine = Domain("member_ids", "any!", self.env["park.department.member"]._current_domain(self.env.uid))
        wanted = {bool(item) for item in value}
        return Domain.TRUE if wanted == {True, False} else mine if True in wanted else ~mine
