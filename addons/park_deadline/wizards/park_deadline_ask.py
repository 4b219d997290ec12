from odoo import api, fields, models
from odoo.exceptions import UserError

from ..core import longest

VERBS = [
    ("extend", "Ask for an Extension"),
    ("pause", "Pause"),
    ("resume", "Run On"),
    ("approve", "Approve"),
    ("refuse", "Refuse"),
]


class ParkDeadlineAsk(models.TransientModel):
    """The dialog that asks what a verb about a clock needs, then calls it; it holds no rule of its own."""

    _name = "park.deadline.ask"
    _description = "Dialog about a Deadline"
    _inherit = ["park.guard.mixin"]

    verb = fields.Selection(VERBS, required=True)
    deadline_id = fields.Many2one("park.deadline", "Which Limit", required=True)
    deadline_ids = fields.Many2many("park.deadline", help="Those to choose from.")
    request = fields.Reference([("park.deadline.extension", "Extension"), ("park.deadline.pause", "Pause")])
    offered_ids = fields.Many2many("park.deadline.reason", compute="_compute_offered")
    reason_id = fields.Many2one("park.deadline.reason")
    text = fields.Text("In Words")
    due_now = fields.Date("Due Now", related="deadline_id.due_on", related_sudo=False)
    due_on = fields.Date("New Due Day", compute="_compute_due_on", store=True, readonly=False, compute_sudo=False)
    hint = fields.Char(compute="_compute_hint")

    @api.depends("verb", "deadline_id")
    def _compute_offered(self):
        for dialog in self:
            usage = "pause" if dialog.verb == "pause" else "extension"
            offered = self.env["park.deadline.reason"]._offered(usage, dialog.deadline_id.company_id)
            limits_sudo = dialog.deadline_id.sudo().profile_id  # sudo: limits are no secret
            dialog.offered_ids = offered.filtered(limits_sudo._allows) if usage == "pause" else offered

    @api.depends("deadline_id")
    def _compute_due_on(self):
        """Offer the latest day that the limits allow."""
        for dialog in self:
            dialog.due_on = dialog._latest() if dialog.verb == "extend" else False

    @api.depends("deadline_id", "verb", "reason_id")
    @api.depends_context("lang")
    def _compute_hint(self):
        """Say before it is asked what the limits allow and who decides."""
        for dialog in self:
            dialog.hint = dialog._hint()

    def _latest(self):
        rule = self.deadline_id and self.deadline_id._extension_rule()
        if not rule or rule.is_open_ended:
            return False
        calendar = self.env["park.workday"]._zone_calendar(self.deadline_id.company_id)
        return longest(self.deadline_id.due_on, rule._as_core(), calendar)

    def _hint(self):
        _ = self.env._
        labels = dict(self.env["park.sla.extension.rule"]._fields["approver"]._description_selection(self.env))
        if self.verb == "extend" and self.deadline_id:
            if not (rule := self.deadline_id._extension_rule()):
                return _("The limits of this clock provide for no further extension.")
            return _("Decided by: %(who)s. Latest day: %(day)s.", who=labels[rule.approver], day=self._latest() or "—")
        if self.verb == "pause" and (reason := self.reason_id):
            who = labels.get(reason.approver) or _("nobody, it begins at once")
            return _("Decided by: %(who)s. At most %(count)s days in all.", who=who, count=reason.ceiling)
        return False

    @api.model
    def _open(self, verb, deadline, request=False, choose_from=None):
        """Return the action that opens the dialog of a verb."""
        labels = dict(self._fields["verb"]._description_selection(self.env))
        if verb not in labels:
            raise UserError(self.env._("There is no dialog for this step."))
        return {
            "type": "ir.actions.act_window",
            "name": labels[verb],
            "res_model": self._name,
            "views": [(False, "form")],
            "target": "new",
            "context": {
                "default_verb": verb,
                "default_deadline_id": deadline.id,
                "default_deadline_ids": (choose_from or deadline).ids,
                "default_request": request,
                "dialog_size": "medium",
            },
        }

    def action_apply(self):
        """Call the verb of the dialog."""
        self.ensure_one()
        getattr(self, f"_apply_{self.verb}")(self.deadline_id.with_env(self.env))
        return {"type": "ir.actions.act_window_close"}

    def _apply_extend(self, deadline):
        deadline._ask_extension(self.due_on, self.reason_id, self.text)

    def _apply_pause(self, deadline):
        deadline._ask_pause(self.reason_id, self.text)

    def _apply_resume(self, deadline):
        deadline._ask_resume()

    def _apply_approve(self, _deadline):
        self.request.with_env(self.env).action_approve(self.text)

    def _apply_refuse(self, _deadline):
        self.request.with_env(self.env).action_refuse(self.text)
