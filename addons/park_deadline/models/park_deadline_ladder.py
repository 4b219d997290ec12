from odoo import api, fields, models


class ParkDeadlineLadder(models.Model):
    """How clocks of a zone are chased: a dated list of rungs with the document it comes from."""

    _name = "park.deadline.ladder"
    _description = "Chasing Ladder"
    _inherit = ["park.guard.mixin"]
    _order = "company_id, code, date_from desc, id"
    _rec_names_search = ["name", "code"]

    code = fields.Char(required=True, help="Short and stable, for example park_ladder.")
    name = fields.Char(required=True, translate=True)
    company_id = fields.Many2one(
        "res.company", "Zone", index=True, ondelete="cascade", help="Empty: every zone may use it."
    )
    profile_id = fields.Many2one(
        "park.sla.profile",
        "Limits",
        ondelete="cascade",
        index="btree_not_null",
        help="Empty: clocks of any limits.",
    )
    kind = fields.Char("Kind Key", help="Key of the clocks it is for, for example issue_reply; empty: all kinds.")
    date_from = fields.Date("In Force From", help="For clocks started on this day or later; empty: all.")
    date_to = fields.Date("In Force Until", help="The last day; empty while it is in force.")
    document_no = fields.Char("Document Number")
    source = fields.Text(translate=True, help="Where these rungs are written, in words.")
    rung_ids = fields.One2many("park.deadline.rung", "ladder_id", "Rungs", copy=True)
    active = fields.Boolean(default=True)

    _code_uniq = models.UniqueIndex(
        "(code, COALESCE(company_id, 0), COALESCE(date_from, '-infinity'::date))",
        "There is a ladder of this code from the same day already.",
    )
    _dates_order = models.Constraint(
        "CHECK (date_to IS NULL OR date_from IS NULL OR date_to >= date_from)",
        "The last day lies before the first.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        ladders = super().create(vals_list)
        ladders._audit("ladder.create")
        ladders._rearm()
        return ladders

    def write(self, vals):
        zones = self.company_id
        shared = not all(ladder.company_id for ladder in self)
        result = super().write(vals)
        self.check_access("write")  # as it is now: a zone's ladder cannot be made everybody's
        self._audit("ladder.write", {"values": vals})
        self.env["park.deadline"]._arm_zones(None if shared else zones | self.company_id)
        return result

    @api.ondelete(at_uninstall=False)
    def _audit_unlink(self):
        self._audit("ladder.unlink", {"codes": self.mapped("code")})

    def unlink(self):
        """Let the open clocks of the ladder climb the one that then applies."""
        zones = None if not all(ladder.company_id for ladder in self) else self.company_id
        result = super().unlink()
        self.env["park.deadline"]._arm_zones(zones)
        return result

    def copy_data(self, default=None):
        """Give a copy that stays in its zone a code of its own."""
        vals_list = super().copy_data(default)
        for ladder, vals in zip(self, vals_list, strict=True):
            if "company_id" not in (default or {}):
                vals["code"] = f"{ladder.code}_copy"
        return vals_list

    def action_copy_to_zone(self):
        """Copy a shared ladder to the user's own zone, where it goes before the shared one."""
        self.ensure_one()
        self.check_access("read")
        own = self.copy({"company_id": self.env.company.id})
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": own.id,
            "views": [(False, "form")],
        }

    @api.model
    def _in_force(self, company_ids):
        """Return all ladders, of any date, that the zones may use."""
        return self.sudo().search([("company_id", "in", [*company_ids, False])])  # sudo: ladders are no secret

    def _pick(self, company_id, profile_id, kind, on):
        """Return the ladder of self for a clock that started on a day.

        The zone's own goes before a shared one, then one for the limits, then one for the kind, then
        the later in force.
        """
        fitting = self.filtered(
            lambda ladder: (
                ladder.company_id.id in (company_id, False)
                and ladder.profile_id.id in (profile_id, False)
                and ladder.kind in (kind, False)
                and (not ladder.date_from or ladder.date_from <= on)
                and (not ladder.date_to or ladder.date_to >= on)
            )
        )
        return fitting.sorted(
            lambda ladder: (
                bool(ladder.company_id),
                bool(ladder.profile_id),
                bool(ladder.kind),
                str(ladder.date_from or ""),
            ),
            reverse=True,
        )[:1]

    def _rearm(self):
        """Let the open clocks of the zones that may use the ladders climb anew from where they are."""
        shared = not all(ladder.company_id for ladder in self)
        self.env["park.deadline"]._arm_zones(None if shared else self.company_id)
