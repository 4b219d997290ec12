from odoo import models
from odoo.exceptions import UserError, ValidationError

from ..core.parts import working_state
from ..core.states import CENTRE, SUPERVISOR, sign_off_gaps

# Kinds a department may close with; "longterm" and "withdrawn" have verbs of their own.
CLOSING_KINDS = ("solved", "partly", "explained", "unreachable", "escalated")


class ParkIssueVerbs(models.Model):
    """Every transition of an issue: check, change, record, tell the clocks."""

    _inherit = "park.issue"

    def action_submit(self):
        """Hand drafts to the service centre; each gets its number."""
        self._begin("submit")
        self._give_numbers()
        self._transition({"state": "new"}, "submit")

    def action_accept(self):
        """Accept new issues and start their clocks from the day of receipt."""
        self._begin("accept")
        for issues, today in self._per_zone():
            issues._transition({"state": "accepted", "accepted_on": today}, "accept")
        self._start_acceptance_clocks()

    def action_assign(self, department, helpers=None, workdays=None):
        """Give the issues to a lead department and its helpers.

        With ``workdays`` the department has that many working days from today; without, the limit set
        at acceptance stands.
        """
        self._begin("assign")
        self._assign(department, helpers, workdays, "assign")
        if workdays:
            self._restart_close_clock(workdays)

    def action_reassign(self, department, reason, helpers=None, workdays=None):
        """Move issues to another lead department (改派); the former one is released, helpers stay.

        The limit set before stands, unless ``workdays`` gives a new one from today.
        """
        reason = self._said(reason, self.env._("Say why it moves to another department."))
        self._begin("reassign")
        for issue in self.filtered(lambda issue: issue.lead_department_id == self._departments(department)):
            raise UserError(self.env._("%s is with this department already.", issue.display_name))
        self._assign(department, helpers, workdays, "reassign", {"reason": reason})
        if workdays:
            self._restart_close_clock(workdays)

    def action_sign(self):
        """Sign for the parts of the user's own departments."""
        waiting = self.assignment_ids.filtered(lambda part: part._is_mine() and part.state == "waiting")
        if not waiting:
            raise UserError(self.env._("Nothing here waits for the signature of your departments."))
        waiting.action_sign()

    def action_contact(self):
        """Record that the firm has been spoken to."""
        self._begin("contact")
        for issues, today in self._per_zone():
            issues._transition({"contacted_on": today}, "contact")
        self._meet_deadlines(["issue_first_contact"])

    def action_reply(self, text):
        """Reply to the firm. A lead department that has not answered yet answers with the same words."""
        text = self._said(text, self.env._("Write what the firm is told."))
        self._begin("reply")
        self._replied(text, "reply")
        self._lead_answers(text)

    def action_close(self, kind, result, clause=None, reference=None):
        """Close replied or long-term issues: the department says it is done, how, and what it cites."""
        result = self._said(result, self.env._("Write the result."))
        if kind not in CLOSING_KINDS:
            raise UserError(self.env._("Choose how the issue was closed."))
        self._begin("close")
        cited = {
            "closure_clause": (clause or "").strip() or False,
            "closure_reference": (reference or "").strip() or False,
        }
        self._unlocked().write(cited)
        self._check_said(kind)
        self._closed(kind, result, "close", cited)

    def action_sign_off(self):
        """Sign closed issues off; refused without result and call-back, and to who handled them."""
        self._begin("sign_off")
        for issue in self:
            if gaps := issue._sign_off_gaps():
                raise UserError(issue._say_gaps(gaps))
        for issues, today in self._per_zone():
            issues._transition(
                {"state": "signed_off", "signed_off_on": today, "signed_off_by_id": self.env.uid}, "sign_off"
            )

    def action_withdraw(self, reason):
        """Withdraw issues at the firm's wish; their clocks no longer count."""
        reason = self._said(reason, self.env._("Say why the firm withdraws."))
        self._begin("withdraw")
        for issues, today in self._per_zone():
            issues._transition(
                {
                    "state": "withdrawn",
                    "closure_kind": "withdrawn",
                    "closure_result": reason,
                    "closed_on": today,
                },
                "withdraw",
            )
        self._void_deadlines()
        self._end_parts()

    def action_reopen(self, comment):
        """Take issues up again with the limit of a second handling; the old verdicts stay in the audit."""
        comment = self._said(comment, self.env._("Say what the firm still misses."))
        self._begin("reopen")
        for issue in self:
            lead = issue._lead_part()
            issue._transition(
                {
                    "state": working_state(lead.state or None),
                    "reopened_count": issue.reopened_count + 1,
                    **dict.fromkeys(
                        (
                            "replied_on", "replied_by_id", "closure_kind", "closure_result", "closed_on",
                            "closed_by_id", "is_solved", "satisfaction", "callback_on", "callback_by_id",
                            "callback_comment", "callback_given_up_on", "closure_clause", "closure_reference",
                            "signed_off_on", "signed_off_by_id",
                        ),
                        False,
                    ),
                },
                "reopen",
                {"comment": comment},
            )  # fmt: skip
            answered = lead.filtered(lambda part: part.state == "answered")
            answered._transition({"state": "signed", "answered_at": False, "answered_by_id": False}, "reopen")
        self._start_redo_clock()
        self._restart_parts()
        self.filtered(lambda issue: issue.state == "accepted")._start_deadlines("issue_assign")

    def action_solve_on_spot(self, answer):
        """Answer and close issues at once; what the firm thinks of it stays open until the call-back."""
        self._solve_on_spot(answer)

    # -- what the verbs share

    def _said(self, text, instruction):
        """Return the text without surrounding blanks; an empty one is refused with the instruction."""
        text = (text or "").strip()
        if not text:
            raise UserError(instruction)
        return text

    def _handler_ids(self):
        """Return the ids of all users who signed for, answered or closed the issue."""
        self.ensure_one()
        parts = self.sudo().assignment_ids  # sudo: a helper's part counts even where the user cannot see it
        people = (
            parts.handler_id
            | parts.signed_by_id
            | parts.answered_by_id
            | self.replied_by_id
            | self.reply_proposed_by_id
            | self.closed_by_id
        )
        return set(people.ids)

    def _sign_off_gaps(self):
        """Return the keys of what still forbids signing one issue off; what asks for more extends it."""
        return sign_off_gaps(
            self.closure_kind, self.closure_result, self.callback_on, self.is_solved,
            self.env.uid, self._handler_ids(),
        )  # fmt: skip

    def _gap_sentences(self):
        """Return ``{key: words}`` of what may be missing."""
        _ = self.env._
        return {
            "closure_kind": _("it is not said how it was closed"),
            "result": _("the result is missing"),
            "callback": _("the firm has not been called back"),
            "contradiction": _("it is closed as solved, but the firm says it is not: reopen it"),
            "approver": _("you handled it, so someone else signs off"),
        }

    def _say_gaps(self, gaps):
        """Return one sentence for each thing that is still missing."""
        sentences = self._gap_sentences()
        return self.env._(
            "%(issue)s is not ready for this:\n%(gaps)s",
            issue=self.display_name,
            gaps="\n".join(f"– {sentences[gap]}" for gap in gaps),
        )

    def _approving_roles(self):
        """Return the roles whose word to the firm needs no approval."""
        return {CENTRE, SUPERVISOR}

    def _lead_answers(self, text):
        """Let a lead department that has not answered yet answer with the words to the firm."""
        self.assignment_ids.filtered(lambda a: a.role == "lead" and a.state == "signed")._answered(text)

    def _replied(self, text, action):
        for issues, today in self._per_zone():
            issues._transition(
                {
                    "state": "replied",
                    "reply_public": text,
                    "replied_on": today,
                    "replied_by_id": self.env.uid,
                    **dict.fromkeys(("reply_proposed", "reply_proposed_by_id", "reply_proposed_on"), False),
                },
                action,
            )
            issues.filtered(lambda issue: not issue.contacted_on)._unlocked().write({"contacted_on": today})
        self._meet_deadlines(["issue_assign", "issue_first_contact", "issue_reply"])

    def _closed(self, kind, result, action, detail=None):
        self._check_closing(kind)
        for issues, today in self._per_zone():
            issues._transition(
                {
                    "state": "closed",
                    "closure_kind": kind,
                    "closure_result": result,
                    "closed_on": today,
                    "closed_by_id": self.env.uid,
                },
                action,
                detail,
            )
        self._meet_deadlines()
        self._end_parts()

    def _departments(self, value):
        """Return departments from records or ids; only active ones of the issues' zone that the user sees."""
        departments = value if isinstance(value, models.BaseModel) else self.env["park.department"].browse(value or [])
        departments = self.env["park.department"].browse(departments.ids)
        departments.check_access("read")
        for department in departments:
            if department.company_id != self.company_id or not department.active:
                raise UserError(
                    self.env._("%s is not an active department of the issue's zone.", department.display_name)
                )
        return departments

    def _assign(self, department, helpers, workdays, action, detail=None):
        lead = self._departments(department)
        if len(lead) != 1:
            raise UserError(self.env._("Choose one lead department."))
        if workdays is not None and (not isinstance(workdays, int) or not 1 <= workdays <= 999):
            raise ValidationError(self.env._("A limit takes 1 to 999 working days."))
        helpers = self._departments(helpers) - lead
        for issues, today in self._per_zone():
            issues._transition(
                {
                    "state": "assigned",
                    "lead_department_id": lead.id,
                    "owner_id": False,
                    "assigned_on": today,
                },
                action,
                {"department": lead.id, "helpers": helpers.ids, "workdays": workdays, **(detail or {})},
            )
        self._place_parts(lead, helpers)
        self._meet_deadlines(["issue_assign"])
        self._sync_deadlines()
        self._dispatched()

    # -- dialogs

    def action_open_step(self):
        """Open the dialog that asks what the verb in the context, ``park_verb``, needs."""
        self.check_access("read")
        verb = self.env.context.get("park_verb")
        own = self.assignment_ids.filtered(lambda part: part._is_mine() and part.state == "signed")
        return self._step_dialog(verb, default_assignment_id=own[:1].id if verb == "answer" else False)

    def _step_dialog(self, verb, **context):
        labels = dict(self.env["park.issue.step"]._fields["verb"]._description_selection(self.env))
        if verb not in labels:
            raise UserError(self.env._("There is no dialog for this step."))
        return {
            "type": "ir.actions.act_window",
            "name": labels[verb],
            "res_model": "park.issue.step",
            "view_mode": "form",
            "views": [(False, "form")],
            "target": "new",
            "context": {
                "default_verb": verb,
                "default_issue_ids": self.ids,
                "dialog_size": "medium",
                **context,
            },
        }
