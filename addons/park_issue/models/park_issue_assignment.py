from odoo import api, fields, models
from odoo.addons.park_deadline.models.park_deadline import LAMPS

from ..core.parts import PART_STATES, PART_VERBS
from ..core.states import CENTRE, HANDLER, SUPERVISOR, VERBS, roles_for


class ParkIssueAssignment(models.Model):
    """One department's part of an issue, with its own state and its own clocks."""

    _name = "park.issue.assignment"
    _description = "Issue Assignment"
    _inherit = ["park.guard.mixin", "park.deadline.mixin"]
    _order = "role desc, id"
    _rec_name = "department_id"
    _check_company_auto = True
    _guard_protected = (
        "issue_id", "department_id", "role", "state", "handler_id", "signed_at", "signed_by_id",
        "answered_at", "answered_by_id", "answer",
    )  # fmt: skip

    issue_id = fields.Many2one("park.issue", required=True, index=True, ondelete="cascade", check_company=True)
    company_id = fields.Many2one(
        "res.company", compute="_compute_from_issue", store=True, precompute=True, required=True, index=True
    )
    is_restricted = fields.Boolean(compute="_compute_from_issue", store=True, precompute=True)
    lamp = fields.Selection(LAMPS)  # named again, so that its labels are translated for this model
    department_id = fields.Many2one("park.department", required=True, check_company=True, ondelete="restrict")
    role = fields.Selection([("lead", "Lead"), ("help", "Help"), ("former", "Formerly")], required=True, default="help")
    state = fields.Selection(list(PART_STATES.items()), default="waiting", required=True, readonly=True)
    handler_id = fields.Many2one("res.users", readonly=True)
    signed_at = fields.Datetime("Signed for", readonly=True)
    signed_by_id = fields.Many2one("res.users", "Entered by", readonly=True)
    answered_at = fields.Datetime("Answered at", readonly=True)
    answered_by_id = fields.Many2one("res.users", readonly=True)
    answer = fields.Text(readonly=True)
    allowed_verbs = fields.Char(compute="_compute_allowed_verbs", help="What the user may do now, as |verb|verb|.")

    _department_uniq = models.Constraint("UNIQUE(issue_id, department_id)", "The department is on this issue already.")
    _lead_uniq = models.UniqueIndex("(issue_id) WHERE role = 'lead'", "An issue has one lead department.")
    _department_idx = models.Index("(department_id, state, issue_id)")

    @api.depends("issue_id.company_id", "issue_id.is_restricted")
    def _compute_from_issue(self):
        for assignment in self:
            assignment.company_id = assignment.issue_id.company_id
            assignment.is_restricted = assignment.issue_id.is_restricted

    @api.depends("state", "issue_id.state")
    @api.depends_context("uid")
    def _compute_allowed_verbs(self):
        for assignment in self:
            verbs = [verb for verb in PART_VERBS if assignment._is_open_to(verb) and assignment._user_may(verb)]
            assignment.allowed_verbs = f"|{'|'.join(verbs)}|"

    def _is_open_to(self, verb):
        """Return whether the states of the part and of its issue allow the verb."""
        return self.state in PART_VERBS[verb] and self.issue_id.state in VERBS[verb].from_states

    def _is_mine(self):
        return self.department_id.is_my_department

    @api.model
    def _user_acts(self):
        """Return whether the user has a role that takes steps on parts at all."""
        user = self.env.user
        return self.env.su or any(
            user.has_group(f"park_guard.group_park_{role}") for role in (CENTRE, HANDLER, SUPERVISOR)
        )

    def _user_may(self, verb):
        """Return whether the user acts for this department, or for the whole zone."""
        self.ensure_one()
        if self.env.su:
            return True
        roles = roles_for(verb, self.is_restricted)
        user = self.env.user
        return any(user.has_group(f"park_guard.group_park_{role}") for role in roles & {CENTRE, SUPERVISOR}) or (
            HANDLER in roles and user.has_group("park_guard.group_park_handler") and self.department_id.is_my_department
        )

    def _deadline_values(self):
        return {
            assignment.id: {
                "title": assignment.issue_id.display_name,
                "company_id": assignment.company_id.id,
                "enterprise_id": assignment.issue_id.enterprise_id.id,
                "department_id": not assignment.is_restricted and assignment.department_id.id,
                "owner_id": assignment.handler_id.id,
                "is_restricted": assignment.is_restricted,
            }
            for assignment in self
        }

    def _begin(self, verb):
        """Lock assignments and issues, then refuse the batch unless ``verb`` is open to user and state."""
        self.check_access("write")
        self.issue_id._lock()
        self._lock()
        self._require_state(*PART_VERBS[verb])
        self.issue_id._require_state(*VERBS[verb].from_states)
        for assignment in self:
            if not assignment._user_may(verb):
                self.issue_id._refuse_role(assignment.issue_id)

    def action_sign(self):
        """Sign for the assignments; the lead's signature puts the issue in progress."""
        self._begin("sign")
        for assignments, handler in self._by_handler():
            vals = {"state": "signed", "signed_at": fields.Datetime.now(), "signed_by_id": self.env.uid}
            if handler:
                vals["handler_id"] = handler.id
            assignments._transition(vals, "sign")
            led = assignments.filtered(lambda a: a.role == "lead").issue_id
            led._transition({"state": "doing", "owner_id": handler.id}, "sign")
        self._meet_deadlines(["assignment_sign"])
        self.issue_id._sync_deadlines()

    def _by_handler(self):
        """Yield assignments with the user as handler, or with nobody where the centre enters for others."""
        own = self.filtered("department_id.is_my_department")
        for assignments, handler in ((own, self.env.user), (self - own, self.env["res.users"])):
            if assignments:
                yield assignments, handler

    def action_answer(self, text):
        """Record what the departments answer; the lead's answer becomes the issue's internal answer."""
        text = self.env["park.issue"]._said(text, self.env._("Write the answer."))
        self._begin("answer")
        self._answered(text)
        self.filtered(lambda a: a.role == "lead").issue_id._transition({"reply_internal": text}, "answer")

    def _answered(self, text):
        self._transition(
            {
                "state": "answered",
                "answer": text,
                "answered_at": fields.Datetime.now(),
                "answered_by_id": self.env.uid,
            },
            "answer",
        )
        self._meet_deadlines(["assignment_help"])

    def action_open_step(self):
        """Open the dialog of the verb on the part that the context names, ``park_verb``; else of the answer."""
        self.ensure_one()
        self.check_access("read")
        return self.issue_id._step_dialog(self.env.context.get("park_verb", "answer"), default_assignment_id=self.id)
