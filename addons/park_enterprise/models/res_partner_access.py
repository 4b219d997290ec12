"""Who may write a firm. Core lets group rules on partners add up, so ours are global: they only take away."""

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Domain

from ..core import uscc
from .park_enterprise_scope import truth

ZONE_WRITERS = ("park_guard.group_park_service_centre", "park_guard.group_park_admin")
OWNER = "park_guard.group_park_account_manager"
ADMIN = "park_guard.group_park_admin"
FORM = "park_enterprise.park_enterprise_view_form"
FIRM = Domain("is_park_enterprise", "=", True)
CONTACT = ~FIRM & Domain("commercial_partner_id", "any!", FIRM)
MOVES = {"parent_id", "company_id", "is_park_enterprise"}


class ResPartner(models.Model):
    _inherit = "res.partner"

    is_my_enterprise = fields.Boolean(
        "My enterprise", compute="_compute_is_my_enterprise", search="_search_is_my_enterprise"
    )
    park_may_write = fields.Boolean(
        "May be changed by me", compute="_compute_park_may_write", search="_search_park_may_write"
    )
    park_may_create = fields.Boolean(
        "May be registered by me", compute="_compute_park_may_write", search="_search_park_may_create"
    )

    @api.depends("officer_ids.user_id", "officer_ids.date_from", "officer_ids.date_to")
    @api.depends_context("uid")
    def _compute_is_my_enterprise(self):
        mine = self.env["park.enterprise.officer"]._enterprises_of(self.env.uid, self.ids)
        for partner in self:
            partner.is_my_enterprise = partner._origin.id in mine

    @api.model
    def _search_is_my_enterprise(self, operator, value):
        return self.env["park.enterprise.officer"]._mine_domain("id", operator, value)

    @api.depends("is_park_enterprise", "commercial_partner_id", "officer_ids.user_id")
    @api.depends_context("uid")
    def _compute_park_may_write(self):
        partners_sudo = self.sudo()  # sudo: the answer is about the rights themselves
        writable = partners_sudo.filtered_domain(self._park_writable("write"))
        creatable = partners_sudo.filtered_domain(self._park_writable("create"))
        for partner in self:
            partner.park_may_write = partner.sudo() in writable
            partner.park_may_create = partner.sudo() in creatable

    @api.model
    def _search_park_may_write(self, operator, value):
        return truth(self._park_writable("write"), operator, value)

    @api.model
    def _search_park_may_create(self, operator, value):
        return truth(self._park_writable("create"), operator, value)

    @api.model
    def _park_writable(self, operation):
        """Return the domain of partners the user may write or create, as far as firms are concerned."""
        user = self.env.user
        zone = any(user.has_group(group) for group in ZONE_WRITERS)
        mine = Domain.TRUE if zone else self._search_is_my_enterprise("in", [True])
        firm = Domain.TRUE if operation == "create" and user.has_group(OWNER) else mine
        untouched = Domain(user.has_group("base.group_partner_manager"))
        contact = ~FIRM & Domain("commercial_partner_id", "any!", FIRM & mine)
        return (FIRM & firm) | contact | (~FIRM & ~CONTACT & untouched)

    @api.model
    def _park_owner(self):
        """Return the user when a firm registered now becomes the user's own."""
        user = self.env.user
        return user if not self.env.su and user.has_group(OWNER) else user.browse()

    @api.model
    def _park_is_firm(self, vals):
        return vals.get("is_park_enterprise", self.env.context.get("default_is_park_enterprise", False))

    def _park_prepare_vals(self, vals, creating=True):
        """Return ``vals`` with the code in its one spelling, and the zone set."""
        vals = dict(vals)
        if "uscc" in vals:
            vals["uscc"] = uscc.normalise(vals["uscc"]) or False
        if parent_id := vals.get("parent_id"):
            parent = self.browse(parent_id).commercial_partner_id
            if parent.is_park_enterprise and not vals.get("is_park_enterprise"):
                vals["company_id"] = parent.company_id.id
                if creating:  # a person at a firm, even where the screen is about firms
                    vals.update(is_park_enterprise=False, is_company=vals.get("is_company", False))
        if creating and self._park_is_firm(vals):
            vals.setdefault("company_id", self.env.company.id)
            vals.setdefault("is_company", True)
        return vals

    def _park_check_move(self, vals):
        """Refuse to move a firm to another zone, or in or out of the register, but for administrators."""
        if self.env.su or self.env.user.has_group(ADMIN):
            return
        leaves = "company_id" in vals and any(
            firm.company_id.id != vals["company_id"] for firm in self.filtered("is_park_enterprise")
        )
        crosses = "is_park_enterprise" in vals and any(
            partner.is_park_enterprise != bool(vals["is_park_enterprise"]) for partner in self
        )
        if leaves or crosses:
            raise AccessError(self.env._("Only an administrator moves enterprises between zones or registers."))

    def _park_stay_in_reach(self, vals):
        """Refuse to have written partners out of the own reach, under a firm of somebody else."""
        if not self.env.su and vals.keys() & MOVES:
            self.check_access("write")

    @api.model
    def _get_view(self, view_id=None, view_type="form", **options):
        """Let the form of a firm say what may be changed: rights differ from firm to firm."""
        arch, view = super()._get_view(view_id, view_type, **options)
        if view == self.env.ref(FORM, raise_if_not_found=False):
            for node in arch.xpath("//field[not(ancestor::field)]"):
                if self._fields[node.get("name")].readonly:
                    continue
                locked = "id and not park_may_write"
                given = node.get("readonly")
                node.set("readonly", f"({given}) or ({locked})" if given else locked)
        return arch, view
