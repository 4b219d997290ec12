from odoo import api, fields, models
from odoo.fields import Domain


class ResUsers(models.Model):
    """Whose clocks one looks after today."""

    _inherit = "res.users"

    is_represented_by_me = fields.Boolean(
        "I Stand in", compute="_compute_is_represented_by_me", search="_search_is_represented_by_me"
    )

    # Rules ask for it with every reading of a screen; kept with the fields of the transaction, it is found once.
    park_stand_ins = fields.Json("Who Stands in", compute="_compute_park_stand_ins", groups=fields.NO_ACCESS)

    @api.depends_context("park_day")
    def _compute_park_stand_ins(self):
        """Keep who stands in for whom on the day of the context, as ``park.absence`` tells it."""
        day = fields.Date.to_date(self.env.context["park_day"])
        self.park_stand_ins = self.env["park.absence"]._find_stand_ins(day)

    @api.depends_context("uid")
    def _compute_is_represented_by_me(self):
        represented = set(self._represented_ids())
        for user in self:
            user.is_represented_by_me = user._origin.id in represented

    @api.model
    def _search_is_represented_by_me(self, operator, value):
        if operator != "in":
            return NotImplemented
        represented = Domain("id", "in", self._represented_ids())
        return Domain.OR(represented if item else ~represented for item in value)

    @api.model
    def _represented_ids(self):
        """Return the ids of the users for whom the current one stands in today, in any zone."""
        day = self.env["park.workday"].today()
        return [row[1] for row in self.env["park.absence"]._stand_ins(day) if row[3] == self.env.uid != row[1]]

    def write(self, vals):
        result = super().write(vals)
        if vals.keys() & {"active", "company_ids", "group_ids"}:  # whom a substitute reaches rests on them
            self._forget_stand_ins()
        return result

    @api.model
    def _forget_stand_ins(self):
        """Let who stands in be found anew: absences changed, or what a substitute's reach rests on."""
        self.invalidate_model(["park_stand_ins"], flush=False)


class ParkDepartmentMember(models.Model):
    """A substitute reaches what somebody of the same department answers for."""

    _inherit = "park.department.member"

    @api.model_create_multi
    def create(self, vals_list):
        members = super().create(vals_list)
        self.env["res.users"]._forget_stand_ins()
        return members

    def write(self, vals):
        result = super().write(vals)
        self.env["res.users"]._forget_stand_ins()
        return result

    def unlink(self):
        result = super().unlink()
        self.env["res.users"]._forget_stand_ins()
        return result
