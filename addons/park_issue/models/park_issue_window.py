from odoo import api, fields, models
from odoo.addons.park_guard.models.masked_char import MaskedChar
from odoo.tools import SQL

from ..core.window import LEADER, OUTCOMES, Case, closing_gaps
from .park_issue import CENTRE, SUPERVISOR

APPLICANTS = [("firm", "Firm"), ("person", "Person")]
DECISIONS = [("asked", "To be decided"), ("approved", "Approved"), ("refused", "Refused")]


class ParkIssueWindow(models.Model):
    """What was reported at the window, beside its issue: who tried what where, why it failed, what came of it."""

    _name = "park.issue.window"
    _description = "Case of the Window"
    _inherit = ["park.guard.masked", "park.guard.mixin", "park.sheet.source"]
    _order = "recorded_at desc, id desc"
    _rec_name = "number"
    _check_company_auto = True
    _guard_protected = (
        "number", "issue_id", "recorded_by_id", "recorded_at", "category_id", "judged_by_id", "refusal_id",
        "leader_id", "reported_on", "reported_by_id", "outcome", "reason", "clause", "plain_words", "decision",
        "proposed_by_id", "proposed_on", "decided_by_id", "decided_on", "decision_note",
    )  # fmt: skip

    number = fields.Char(readonly=True, copy=False)
    issue_id = fields.Many2one("park.issue", required=True, readonly=True, ondelete="restrict", check_company=True)
    company_id = fields.Many2one(
        "res.company", "Zone", related="issue_id.company_id", store=True, related_sudo=False, index=True
    )
    is_restricted = fields.Boolean(related="issue_id.is_restricted", store=True, related_sudo=False)
    enterprise_id = fields.Many2one(related="issue_id.enterprise_id", store=True, related_sudo=False)
    lead_department_id = fields.Many2one(related="issue_id.lead_department_id", store=True, related_sudo=False)
    received_on = fields.Date(related="issue_id.received_on", store=True, related_sudo=False)
    state = fields.Selection(related="issue_id.state", store=True, related_sudo=False)
    lamp = fields.Selection(related="issue_id.lamp", related_sudo=False)
    close_due_on = fields.Date(related="issue_id.close_due_on", related_sudo=False)
    recorded_by_id = fields.Many2one("res.users", "Recorded by", readonly=True)
    recorded_at = fields.Datetime("Recorded at", readonly=True)

    applicant_kind = fields.Selection(APPLICANTS, "Who reports", required=True, default="firm")
    applicant = fields.Char("Name of the person", required=True)
    phone = MaskedChar("Telephone", park_purpose="tell the person who came to the window what became of it")
    item_name = fields.Char("What was to be done", required=True)
    item_code = fields.Char("Code of the item")
    first_applied_on = fields.Date("First applied on")
    attempt_count = fields.Integer("Times tried", help="Empty: not known.")
    desk_department_id = fields.Many2one("park.department", "Tried at", check_company=True)
    desk = fields.Char("Counter and clerk")
    obstacle = fields.Text("Why it could not be done", required=True)

    category_id = fields.Many2one("park.issue.window.category", "Judged as", readonly=True, ondelete="restrict")
    judged_by_id = fields.Many2one("res.users", "Judged by", readonly=True)
    refusal_id = fields.Many2one("park.issue.refusal", "Turned away", readonly=True, ondelete="restrict")

    leader_id = fields.Many2one("res.users", "Reported to", readonly=True)
    reported_on = fields.Date("Reported on", readonly=True)
    reported_by_id = fields.Many2one("res.users", "Reported by", readonly=True)

    outcome = fields.Selection(list(OUTCOMES.items()), readonly=True)
    reason = fields.Text("Procedure or obstacle", readonly=True)
    clause = fields.Char("Clause cited", readonly=True)
    plain_words = fields.Text("In plain words, for the applicant", readonly=True)
    decision = fields.Selection(DECISIONS, readonly=True)
    proposed_by_id = fields.Many2one("res.users", "Proposed by", readonly=True)
    proposed_on = fields.Date("Proposed on", readonly=True)
    decided_by_id = fields.Many2one("res.users", "Decided by", readonly=True)
    decided_on = fields.Date("Decided on", readonly=True)
    decision_note = fields.Text("Decision in words", readonly=True)
    lesson = fields.Text("What follows for similar matters")
    filing_no = fields.Char("Filing number")
    group_id = fields.Many2one(related="issue_id.group_id", related_sudo=False)
    may_group = fields.Boolean(related="issue_id.may_group", related_sudo=False)
    instruction_ids = fields.One2many(related="issue_id.instruction_ids", related_sudo=False)
    window_verbs = fields.Char(compute="_compute_window_verbs", help="What the user may do now, as |verb|verb|.")

    _issue_uniq = models.Constraint("UNIQUE(issue_id)", "The issue has a case of the window already.")
    _number_uniq = models.Constraint("UNIQUE(company_id, number)", "Another case of the zone has this number.")
    _attempts_positive = models.Constraint("CHECK (attempt_count >= 0)", "Nobody tries less than no time.")

    @api.depends("issue_id.lead_department_id", "issue_id.enterprise_id")
    @api.depends_context("uid")
    def _compute_park_is_masked(self):
        """Show the telephone to who has to call: the window, who serves the firm, and the departments at work."""
        user = self.env.user
        at_window = self.env.su or any(user.has_group(f"park_guard.group_park_{role}") for role in (CENTRE, SUPERVISOR))
        for case in self:
            issue_sudo = case.issue_id.sudo()  # sudo: who the case is given to decides what is shown
            issue = issue_sudo.with_env(self.env)
            at_work = user.has_group("park_guard.group_park_handler") and any(
                part.department_id.with_env(self.env).is_my_department for part in issue_sudo.assignment_ids
            )
            case.park_is_masked = not (at_window or at_work or issue.is_my_enterprise)

    @api.model
    def _park_shown_sql(self, alias, field):
        """Let the window find a case by telephone; nobody else learns it by asking."""
        user = self.env.user
        if any(user.has_group(f"park_guard.group_park_{role}") for role in (CENTRE, SUPERVISOR)):
            return None
        return SQL("FALSE")

    @api.depends("issue_id.state", "outcome", "decision", "leader_id")
    @api.depends_context("uid")
    def _compute_window_verbs(self):
        for case in self:
            verbs = [verb for verb in ("report", "instruct", "judge", "propose", "decide") if case._may(verb)]
            case.window_verbs = f"|{'|'.join(verbs)}|"

    def _roles(self):
        """Return the roles of the user that reach the one case, the leader's among them."""
        roles = set(self.issue_id._roles_here()[self.issue_id.id])
        if self.env.su or self.env.user.has_group("park_guard.group_park_leader"):
            roles.add(LEADER)
        return roles

    def _case(self):
        """Return what the rules read of the one case."""
        return Case(
            self.outcome or None,
            self.decision or None,
            self.reason or "",
            self.clause or "",
            self.plain_words or "",
            *self._common_cause(),
        )

    def _common_cause(self):
        """Return whether the case has joined a common cause, and whether a measure on it is tracked."""
        return False, False

    def _check_outcome(self, kind):
        for case in self:
            if gaps := closing_gaps(case._case(), kind):
                case._refuse_closing(gaps)

    def action_join(self):
        """Open the dialog that puts the issues of the cases into a common cause."""
        self.check_access("read")
        return self.issue_id.action_open_grouping()

    def _open_form(self):
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": self.id,
            "views": [(False, "form")],
        }
