from odoo import api, fields, models
from odoo.exceptions import UserError

LEVELS = [("none", "No risk seen"), ("low", "Low"), ("medium", "Medium"), ("high", "High")]
SIGNALS = [
    ("relocation", "Intends to move away"),
    ("cash", "Short of cash"),
    ("labour", "Labour dispute or unpaid wages"),
    ("energy", "Energy or supply"),
    ("orders", "Loss of orders"),
    ("stopped", "Production stopped"),
    ("safety", "Safety or environment"),
    ("other", "Other"),
]


class ParkRisk(models.Model):
    """A judgement of the risk of a firm with its reason; the latest holds, and none is ever changed."""

    _name = "park.risk"
    _description = "Risk of an Enterprise"
    _inherit = ["park.guard.mixin", "park.enterprise.scope.mixin"]
    _order = "judged_on desc, id desc"
    _check_company_auto = True
    _rec_name = "reason"
    _guard_protected = ("judged_by_id",)

    enterprise_id = fields.Many2one(required=True, ondelete="cascade")
    company_id = fields.Many2one("res.company", "Zone", related="enterprise_id.company_id", store=True, index=True)
    level = fields.Selection(LEVELS, required=True)
    signal = fields.Selection(SIGNALS, required=True)
    reason = fields.Char(required=True, help="What was seen or said; everybody who reads the firm reads it.")
    judged_on = fields.Date("Judged on", required=True, default=lambda self: self.env["park.workday"].today())
    judged_by_id = fields.Many2one("res.users", "Judged by", readonly=True, ondelete="restrict")

    _latest_idx = models.Index("(enterprise_id, judged_on DESC, id DESC)")

    @api.model_create_multi
    def create(self, vals_list):
        judged = [{**vals, "judged_by_id": self.env.uid} for vals in vals_list]
        return super(ParkRisk, self._unlocked()).create(judged).with_env(self.env)

    def write(self, vals):
        """Refuse: a judgement stays as it was given."""
        self.check_access("read")  # of hidden judgements not even this is said
        if vals:
            raise UserError(self.env._("A judgement stays as it was given. Add a new one instead."))
        return super().write(vals)
