from odoo import api, fields, models
from odoo.exceptions import UserError

DECISIONS = [("ours", "Keep"), ("theirs", "Take over")]


class ParkEnterpriseDifference(models.Model):
    """Two values of one fact about a firm, side by side, and what a person decided, why and when."""

    _name = "park.enterprise.difference"
    _description = "Differing Value of an Enterprise"
    _inherit = ["park.guard.mixin"]
    _order = "decision desc, id"
    _check_company_auto = True
    _rec_name = "label"
    _guard_protected = (
        *("merge_id", "enterprise_id", "company_id", "field_name", "our_value", "their_value"),
        *("decided_uid", "decided_at"),
    )

    merge_id = fields.Many2one("park.enterprise.merge", index=True, ondelete="cascade", readonly=True)
    enterprise_id = fields.Many2one(
        "res.partner", required=True, index=True, ondelete="cascade", check_company=True, readonly=True
    )
    company_id = fields.Many2one("res.company", "Zone", related="enterprise_id.company_id", store=True, index=True)
    field_name = fields.Char(required=True, readonly=True)
    label = fields.Char("Fact", compute="_compute_label")
    our_value = fields.Text("As kept", readonly=True)
    their_value = fields.Text("As the other says", readonly=True)
    decision = fields.Selection(DECISIONS)
    reason = fields.Char()
    decided_uid = fields.Many2one("res.users", "Decided by", readonly=True)
    decided_at = fields.Datetime(readonly=True)

    @api.depends("field_name")
    @api.depends_context("lang")
    def _compute_label(self):
        labels = self.env["res.partner"].fields_get(self.mapped("field_name"), ["string"])
        for difference in self:
            difference.label = labels.get(difference.field_name, {}).get("string") or difference.field_name

    def write(self, vals):
        """Write; a decision carries who made it and when, and holds once it is carried out."""
        if not self._is_unlocked() and any(merge.state != "draft" for merge in self.merge_id):
            raise UserError(self.env._("This merge is done: undo it to decide otherwise."))
        result = super().write(vals)
        if "decision" in vals:
            self._unlocked().write({"decided_uid": self.env.uid, "decided_at": fields.Datetime.now()})
        return result
