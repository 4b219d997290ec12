from odoo import api, fields, models
from odoo.exceptions import UserError


class ParkServiceDayFirm(models.Model):
    """A firm at the table of a service day: its turn, who speaks, what to know beforehand."""

    _name = "park.service.day.firm"
    _description = "Firm of a Service Day"
    _inherit = ["park.guard.mixin", "park.enterprise.scope.mixin"]
    _order = "service_day_id, sequence, id"
    _rec_name = "enterprise_id"
    _check_company_auto = True

    service_day_id = fields.Many2one("park.service.day", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="service_day_id.company_id", store=True, precompute=True, index=True)
    enterprise_id = fields.Many2one(required=True)
    sequence = fields.Integer(default=10)
    slot = fields.Float("Time", help="When it is the firm's turn.")
    representative = fields.Char(help="Who speaks for the firm.")
    briefing = fields.Text(help="What the table should know beforehand.")

    _firm_uniq = models.Constraint("UNIQUE(service_day_id, enterprise_id)", "The firm is on the list already.")

    def write(self, vals):
        moved = {"enterprise_id", "service_day_id"} & vals.keys()
        if moved:
            self._refuse_used()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_used(self):
        self._refuse_used()

    def _refuse_used(self):
        """Refuse to take a firm off the list once its problems have been captured there."""
        # sudo: whether there are any, to protect where they came from
        groups = (
            self.env["park.issue"]
            .sudo()
            ._read_group(
                [
                    ("origin_model", "=", "park.service.day"),
                    ("origin_id", "in", self.service_day_id.ids),
                    ("enterprise_id", "in", self.enterprise_id.ids),
                ],
                ["origin_id", "enterprise_id"],
            )
        )
        used = {(day_id, firm.id) for day_id, firm in groups}
        for firm in self:
            if (firm.service_day_id.id, firm.enterprise_id.id) in used:
                raise UserError(
                    self.env._(
                        "%s has issues from this day on record and stays on its list.", firm.enterprise_id.display_name
                    )
                )
