from odoo import api, fields, models
from odoo.exceptions import ValidationError

ROLES = [("handler", "Handler"), ("head", "Head")]


class ParkDepartmentMember(models.Model):
    """A person who works for a department from a day, and until one; a person may sit in several."""

    _name = "park.department.member"
    _description = "Park Department Member"
    _inherit = ["park.term.mixin", "park.guard.mixin"]
    _order = "date_from desc, id desc"
    _check_company_auto = True
    _rec_name = "user_id"

    department_id = fields.Many2one(
        "park.department", required=True, index=True, ondelete="cascade", check_company=True
    )
    company_id = fields.Many2one("res.company", "Zone", related="department_id.company_id", store=True)
    user_id = fields.Many2one("res.users", "Person", required=True, index=True, ondelete="restrict")
    role = fields.Selection(ROLES, required=True, default="handler")

    _one_open_membership = models.UniqueIndex(
        "(department_id, user_id) WHERE date_to IS NULL", "This person is already a member of the department."
    )

    @api.model
    def _current_departments(self, uid):
        """Return the ids of the departments a user belongs to today, in any zone."""
        members_sudo = self.sudo()  # sudo: one's own memberships, also those in zones not switched on
        return members_sudo.search_fetch(self._current_domain(uid), ["department_id"]).department_id.ids

    @api.constrains("user_id", "department_id")
    def _check_user_zone(self):
        """Refuse a person who has no access to the zone of the department."""
        self._check_person_zone(
            lambda member: self.env._(
                "%(person)s has no access to the zone of %(department)s. "
                "Add the zone to the person's allowed companies first.",
                person=member.user_id.name,
                department=member.department_id.name,
            )
        )

    @api.constrains("user_id", "department_id", "date_from", "date_to")
    def _check_overlap(self):
        """Refuse to be in a department twice at a time; on the day of a change of role both may stand."""
        if double_sudo := self._overlapping("department_id", "user_id", bounds="[)")[:1].sudo():  # sudo: names
            raise ValidationError(
                self.env._(
                    "%(person)s is in %(department)s on some of these days already: end that membership first.",
                    person=double_sudo.user_id.name,
                    department=double_sudo.department_id.name,
                )
            )

    @api.model_create_multi
    def create(self, vals_list):
        members = super().create(vals_list)
        members._audit("join")
        return members

    def write(self, vals):
        result = super().write(vals)
        self._audit("change", {name: str(value) for name, value in vals.items()})
        return result

    def unlink(self):
        self._audit("remove")
        return super().unlink()
