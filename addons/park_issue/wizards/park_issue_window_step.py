from odoo import api, fields, models

from ..core.window import OUTCOMES

VERB_LABELS = [
    ("report", "Report to a leader"),
    ("instruct", "Instruction"),
    ("judge", "Judge the reason"),
    ("propose", "Outcome"),
    ("approve", "Approve"),
    ("refuse", "Refuse"),
]


class ParkIssueWindowStep(models.TransientModel):
    """The dialog that asks what a verb of the window needs, then calls it; it holds no rule of its own."""

    _name = "park.issue.window.step"
    _description = "Step of a Case of the Window"
    _inherit = ["park.guard.mixin"]

    verb = fields.Selection(VERB_LABELS, required=True)
    window_id = fields.Many2one("park.issue.window", required=True)
    company_id = fields.Many2one(related="window_id.company_id", related_sudo=False)
    leader_id = fields.Many2one("res.users", domain=lambda self: [("all_group_ids", "in", self._leader_group().ids)])
    leader_name = fields.Char("Leader without log-in")
    is_leader = fields.Boolean(compute="_compute_is_leader")
    text = fields.Text()
    due_on = fields.Date("To be done by")
    department_id = fields.Many2one("park.department", "Department in charge")
    category_id = fields.Many2one("park.issue.window.category", "Judged as")
    outcome = fields.Selection(list(OUTCOMES.items()))
    reason = fields.Text("Procedure or obstacle")
    clause = fields.Char("Clause cited")
    plain_words = fields.Text("In plain words, for the applicant")

    @api.model
    def _leader_group(self):
        return self.env.ref("park_guard.group_park_leader")

    @api.depends("verb")
    @api.depends_context("uid")
    def _compute_is_leader(self):
        self.is_leader = self.env.user.has_group("park_guard.group_park_leader")

    def action_apply(self):
        """Call the verb of the dialog on its case."""
        self.ensure_one()
        case = self.window_id.with_env(self.env)
        getattr(self, f"_apply_{self.verb}")(case)
        return {"type": "ir.actions.act_window_close"}

    def _apply_report(self, case):
        case.action_report(self.leader_id)

    def _apply_instruct(self, case):
        case.issue_id.action_instruct(self.text, self.due_on, self.department_id, self.leader_id, self.leader_name)

    def _apply_judge(self, case):
        case.action_judge(self.category_id)

    def _apply_propose(self, case):
        case.action_propose(self.outcome, self.reason, self.clause, self.plain_words)

    def _apply_approve(self, case):
        case.action_approve(self.text)

    def _apply_refuse(self, case):
        case.action_refuse(self.text)


class ParkIssueWindowDialogs(models.Model):
    """Opening the dialog."""

    _inherit = "park.issue.window"

    def action_open_step(self):
        """Open the dialog that asks what the verb in the context, ``park_verb``, needs."""
        self.ensure_one()
        self.check_access("read")
        verb = self.env.context.get("park_verb")
        labels = dict(self.env["park.issue.window.step"]._fields["verb"]._description_selection(self.env))
        return {
            "type": "ir.actions.act_window",
            "name": labels.get(verb, ""),
            "res_model": "park.issue.window.step",
            "view_mode": "form",
            "views": [(False, "form")],
            "target": "new",
            "context": {
                "default_verb": verb,
                "default_window_id": self.id,
                "default_outcome": self.outcome,
                "default_category_id": self.category_id.id,
                "default_reason": self.reason,
                "default_clause": self.clause,
                "default_plain_words": self.plain_words,
                "default_leader_id": self.leader_id.id,
                "default_department_id": self.desk_department_id.id,
                "dialog_size": "medium",
            },
        }

    def action_open_issue(self):
        """Open the issue of the case: dispatch, answers, outcome and clocks stand there."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "res_model": "park.issue",
            "res_id": self.issue_id.id,
            "views": [(False, "form")],
        }

    def action_next_applicant(self):
        """Open an empty form at the counter."""
        self.check_access("create")
        return self.env["ir.actions.act_window"]._for_xml_id("park_issue.park_issue_counter_action")
