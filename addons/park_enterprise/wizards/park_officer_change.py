from odoo import Command, api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain


class ParkOfficerChange(models.TransientModel):
    """Firms of one person go to one or several others: as handovers to sign, or at once."""

    _name = "park.officer.change"
    _description = "Change of Officer"
    _inherit = ["park.guard.mixin"]

    giver_id = fields.Many2one("res.users", "Hands over", required=True)
    taker_ids = fields.Many2many("res.users", string="Takes over", required=True)
    enterprise_ids = fields.Many2many("res.partner", string="Enterprises", domain=[("is_park_enterprise", "=", True)])
    reason = fields.Char(required=True)
    first_day = fields.Date("From the day", required=True, default=lambda self: self.env["park.workday"].today())
    with_handover = fields.Boolean(
        "Signed by both", default=True, help="Prepare handover lists; else it changes at once."
    )
    load_text = fields.Text("Load", compute="_compute_load_text")

    @api.model
    def default_get(self, fields_list):
        """Take the firms chosen in the list, and who stands for them."""
        values = super().default_get(fields_list)
        if self.env.context.get("active_model") == "res.partner":
            firms = self.env["res.partner"].browse(self.env.context.get("active_ids", [])).exists()
            values["enterprise_ids"] = [Command.set(firms.ids)]
            if len(firms.officer_id) == 1:
                values["giver_id"] = firms.officer_id.id
        return values

    @api.depends("taker_ids")
    def _compute_load_text(self):
        """Say how many firms each taker serves today."""
        loads = self._loads()
        for change in self:
            change.load_text = "\n".join(
                self.env._("%(person)s: serves %(count)s enterprises", person=user.name, count=loads.get(user, 0))
                for user in change.taker_ids._origin
            )

    def _loads(self):
        """Return ``{user: firms served today}`` of the takers, in one statement."""
        officers = self.env["park.enterprise.officer"]
        domain = officers._current_domain() & Domain("user_id", "in", self.taker_ids._origin.ids)
        return dict(officers._read_group(domain, ["user_id"], ["enterprise_id:count_distinct"]))

    def action_apply(self):
        """Share the firms out, fewest served first, and prepare a handover for each taker or change at once."""
        self.ensure_one()
        self.env["park.enterprise.officer"].check_access("create")
        self.env["park.enterprise.officer"].check_access("write")
        shares = self._shares()
        if not self.with_handover:
            for taker, firms in shares.items():
                firms._park_change_officer(self.giver_id, taker, self.reason, self.first_day)
            return {"type": "ir.actions.act_window_close"}
        handovers = self.env["park.handover"].create(
            [
                {
                    "company_id": firms.company_id[:1].id,
                    "giver_id": self.giver_id.id,
                    "taker_id": taker.id,
                    "enterprise_ids": [Command.set(firms.ids)],
                    "first_day": self.first_day,
                    "reason": self.reason,
                }
                for taker, firms in shares.items()
            ]
        )
        handovers._freeze()
        action = self.env["ir.actions.act_window"]._for_xml_id("park_enterprise.park_handover_action")
        return {**action, "domain": [("id", "in", handovers.ids)], "context": {}}

    def _shares(self):
        """Return ``{taker: firms}``; who serves fewest gets the next firm."""
        firms = (self.enterprise_ids or self._all_firms()).sorted("name")
        firms.check_access("write")
        if not firms or not self.taker_ids:
            raise UserError(self.env._("Choose whose enterprises go to whom."))
        if self.giver_id in self.taker_ids:
            raise UserError(self.env._("Nobody hands over to himself."))
        if len(firms.company_id) > 1:
            raise UserError(self.env._("Hand over the enterprises of one zone at a time."))
        loads = dict.fromkeys(self.taker_ids, 0) | self._loads()
        shares = {}
        for firm in firms:
            taker = min(loads, key=lambda user: (loads[user], user.id))
            loads[taker] += 1
            shares[taker] = shares.get(taker, firms.browse()) | firm
        return shares

    def _all_firms(self):
        officers = self.env["park.enterprise.officer"]
        return officers.search(officers._current_domain(self.giver_id.id)).enterprise_id
