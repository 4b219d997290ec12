from odoo import api, fields, models
from odoo.exceptions import AccessError

from ..models.res_company import HOURS


class ParkWorkdayHours(models.TransientModel):
    """The hours of a zone, changed by its administrator, who may not write zones otherwise."""

    _name = "park.workday.hours"
    _description = "Working Hours"
    _inherit = ["park.guard.mixin"]
    _rec_name = "company_id"

    company_id = fields.Many2one("res.company", "Zone", required=True, default=lambda self: self.env.company)
    park_morning_from = fields.Float("Work Begins", required=True)
    park_morning_to = fields.Float(
        "Lunch Begins", required=True, help="The same as its end where work goes on through lunch."
    )
    park_afternoon_from = fields.Float("Lunch Ends", required=True)
    park_afternoon_to = fields.Float("Work Ends", required=True)
    park_receipt_closes = fields.Float(
        "Receipts Until",
        required=True,
        help="What is received later counts as received on the next working day. "
        "24:00 where the hour of receipt does not matter.",
    )

    @api.model
    def default_get(self, fields_list):
        """Begin with the hours that hold now."""
        hours = self.env.company.sudo().read(HOURS)[0]  # sudo: hours are no secret, zones are read by few
        return super().default_get(fields_list) | {name: hours[name] for name in HOURS if name in fields_list}

    @api.onchange("company_id")
    def _onchange_company_id(self):
        zone_sudo = (self.company_id & self.env.companies).sudo()  # sudo: hours are no secret, zones are read by few
        for name in HOURS:
            self[name] = zone_sudo[name] if zone_sudo else self[name]

    def action_apply(self):
        """Write the hours of a zone the administrator works in; limits that run keep the moments they have."""
        self.ensure_one()
        self.check_access("write")
        allowed = self.env.su or self.env.user.has_group("park_guard.group_park_admin")
        if not allowed or self.company_id not in self.env.companies:
            raise AccessError(self.env._("Only an administrator of the zone changes its hours."))
        before = {name: self.company_id.sudo()[name] for name in HOURS}  # sudo: checked above
        after = {name: self[name] for name in HOURS}
        zone_sudo = self.company_id.sudo()  # sudo: checked above, and these fields alone
        zone_sudo.write(after)
        changes = {name: [before[name], after[name]] for name in HOURS if before[name] != after[name]}
        self._audit("hours.change", {"zone": zone_sudo.id, "changes": changes})
        return {"type": "ir.actions.act_window_close"}
