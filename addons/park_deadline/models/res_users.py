from odoo import api, fields, models
from odoo.fields import Domain


class ResUsers(models.Model):
    """Whose clocks one looks after today."""

    _inherit = "res.users"

    is_represented_by_me = fields.Boolean(
        "I Stand in", compute="_compute_is_represented_by_me", search="_search_is_represented_by_me"
    )

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
