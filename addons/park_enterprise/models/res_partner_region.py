"""Where a firm is registered and a park lies: divisions of GB/T 2260, apart from statistical zone codes."""

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

DIVISION = "[('is_functional', '=', False), ('date_to', '=', False)]"
FUNCTIONAL = "[('is_functional', '=', True), ('date_to', '=', False)]"


class ResPartner(models.Model):
    _inherit = "res.partner"

    region_id = fields.Many2one(
        "park.division",
        "Registered in",
        compute="_compute_region_id",
        store=True,
        readonly=False,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        domain=DIVISION,
        groups="park_guard.group_park_user",
        help="The division whose authority registered the enterprise: digits 3 to 8 of its credit code.",
    )

    @api.depends("uscc", "uscc_check")
    def _compute_region_id(self):
        """Read the region from valid codes, in one search; what is known already or cannot be read stays."""
        coded = self.filtered(lambda firm: firm.uscc_check == "valid" and not firm.region_id)
        codes = {firm: firm.uscc[2:8] for firm in coded}
        known = self._park_regions(set(codes.values())) if codes else {}
        for firm in self:
            firm.region_id = known.get(codes.get(firm)) or firm.region_id

    @api.model
    def _park_regions(self, codes=None):
        """Return ``{code: id}`` of the divisions a firm can be registered in, all or those of some codes."""
        wanted = Domain("code", "in", list(codes)) if codes is not None else Domain.TRUE
        divisions_sudo = self.env["park.division"].sudo()  # sudo: the table of divisions is no secret
        divisions = divisions_sudo.search_fetch(
            wanted & Domain("is_functional", "=", False) & Domain("date_to", "=", False), ["code"]
        )
        return {division.code: division.id for division in divisions}

    @api.model
    def _park_fill_regions(self):
        """Fill the regions of firms whose divisions became known just now, in one statement."""
        self.env.flush_all()
        self.env.execute_query(
            SQL(
                """UPDATE res_partner firm SET region_id = division.id FROM park_division division
                    WHERE firm.is_park_enterprise AND firm.region_id IS NULL AND firm.uscc_check = 'valid'
                      AND division.code = substr(firm.uscc, 3, 6) AND division.date_to IS NULL
                      AND division.is_functional IS NOT TRUE RETURNING firm.id"""
            )
        )
        self.invalidate_model(["region_id"], flush=False)


class ParkArea(models.Model):
    _inherit = "park.area"

    region_id = fields.Many2one(
        "park.division", "Division", ondelete="restrict", domain=DIVISION, help="GB/T 2260: city, county or district."
    )
    zone_code_id = fields.Many2one(
        "park.division",
        "Statistical zone",
        ondelete="restrict",
        domain=FUNCTIONAL,
        help="The functional area of the statistical table (xx71-xx79); no division of GB/T 2260.",
    )
