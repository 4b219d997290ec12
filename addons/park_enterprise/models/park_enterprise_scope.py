from odoo import api, fields, models
from odoo.fields import Domain


class ParkEnterpriseScope(models.AbstractModel):
    """What hangs on a firm; record rules say ``[('is_my_enterprise', '=', True)]``."""

    _name = "park.enterprise.scope.mixin"
    _description = "Belongs to an Enterprise"

    enterprise_id = fields.Many2one(
        "res.partner",
        index=True,
        check_company=True,
        ondelete="restrict",
        domain=[("is_park_enterprise", "=", True)],
        context={"park_enterprise_search": True},
    )
    is_my_enterprise = fields.Boolean(
        "My enterprise", compute="_compute_is_my_enterprise", search="_search_is_my_enterprise"
    )

    @api.depends(
        "enterprise_id.officer_ids.user_id",
        "enterprise_id.officer_ids.date_from",
        "enterprise_id.officer_ids.date_to",
    )
    @api.depends_context("uid")
    def _compute_is_my_enterprise(self):
        mine = self.env["park.enterprise.officer"]._enterprises_of(self.env.uid, self.sudo().enterprise_id.ids)
        for record in self:
            record.is_my_enterprise = record.sudo().enterprise_id.id in mine

    @api.model
    def _search_is_my_enterprise(self, operator, value):
        """Return what belongs to the firms the user serves today, in whatever role."""
        officers = self.env["park.enterprise.officer"]
        return officers._mine_domain("enterprise_id", operator, value)

    def write(self, vals):
        """Write; refuse to hand records to a firm where the user could not have written them."""
        result = super().write(vals)
        if "enterprise_id" in vals and not self.env.su:
            self.check_access("write")
        return result


def truth(domain, operator, value):
    """Return a boolean search for ``domain`` from the operator and value of a search method."""
    if operator != "in":
        return NotImplemented
    wanted = {bool(item) for item in value}
    return Domain.TRUE if len(wanted) == 2 else domain if True in wanted else ~domain
