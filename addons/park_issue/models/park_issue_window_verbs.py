from odoo import api, models
from odoo.exceptions import UserError

from ..core.window import APPROVERS, LEADER, OUTCOMES, may_decide, proposal_gaps
from .park_issue import CENTRE, HANDLER, SUPERVISOR
from .res_company import WINDOW_SEQUENCE_CODE

AT_WORK = ("accepted", "assigned", "doing", "replied", "longterm")
# verb -> (states of the issue, roles); on restricted issues the supervising unit stands in for all but the leader
WINDOW_VERBS = {
    "report": (("new", *AT_WORK), {CENTRE}),
    "instruct": (("new", *AT_WORK), {LEADER, CENTRE}),
    "judge": (("new", *AT_WORK), {CENTRE, HANDLER}),
    "propose": (AT_WORK, {CENTRE, HANDLER}),
    "decide": (AT_WORK, {LEADER, CENTRE, SUPERVISOR}),
}


class ParkIssueWindowVerbs(models.Model):
    """What happens to a case of the window: recorded, reported to the leader, judged, its outcome settled."""

    _inherit = "park.issue.window"

    # -- at the counter

    @api.model
    def _record(self, vals):
        """Take a case at the window and return it: issue and case numbered, clocks started, the leader told.

        ``vals`` are fields of the case, with ``enterprise_id``, ``issue_category_id``, ``source``, ``leader_id``
        and ``refusal_id``. With an refusal the case is numbered and turned away, and the notice tells the
        right channel.
        """
        self.check_access("create")
        vals = dict(vals)
        issue = self._create_issue(vals)
        leader = self.env["res.users"].browse(vals.pop("leader_id", False) or [])
        refusal = self.env["park.issue.refusal"].browse(vals.get("refusal_id") or [])
        case = self._unlocked().create({**vals, **self._prepare_record_vals(issue, vals)}).with_env(self.env)
        issue.action_submit()
        case._audit("record")
        if refusal:
            issue.action_reject(self.env._("Not a matter for the window."), refusal)
            return case
        issue.action_accept()
        case._take_usual_outcome()
        if leader:
            case.action_report(leader)
        return case

    def _create_issue(self, vals):
        """Create the draft issue of a case, taking its own values out of ``vals``."""
        values = {
            "name": vals["item_name"],
            "detail": vals["obstacle"],
            "source": vals.pop("source", False) or "cannot_do_window",
            "category_id": vals.pop("issue_category_id", False),
            "enterprise_id": vals.pop("enterprise_id", False),
            "is_cannot_do": True,
        }
        if vals.get("applicant_kind") == "person":
            values["enterprise_id"] = False
        elif not values["enterprise_id"]:
            raise UserError(self.env._("Choose the firm, or say that a person reports for themselves."))
        return self.env["park.issue"]._unlocked().create(values).with_env(self.env)

    def _prepare_record_vals(self, issue, vals):
        today = issue._today(issue.company_id)
        [number] = issue.company_id._draw_issue_numbers(1, today, WINDOW_SEQUENCE_CODE)
        return {
            "issue_id": issue.id,
            "number": number,
            "recorded_by_id": self.env.uid,
            "recorded_at": self.env["park.workday"].now(),
            "judged_by_id": vals.get("category_id") and self.env.uid,
        }

    def _take_usual_outcome(self):
        """Take over the outcome that the reason usually has; those of policy are settled by a proposal."""
        for case in self.filtered("category_id"):
            if case.category_id.outcome != case.outcome:
                nothing = dict.fromkeys(
                    ("reason", "clause", "plain_words", "decision", "proposed_by_id", "proposed_on"), False
                )
                case._transition({**nothing, "outcome": case.category_id.outcome}, "judge")

    # -- verbs

    def _may(self, verb):
        """Return whether the verb is open to the user on the one case now."""
        states, roles = WINDOW_VERBS[verb]
        if self.issue_id.state not in states:
            return False
        if verb == "decide":
            return self.decision == "asked" and may_decide(
                self.outcome, self._roles(), self.env.uid, self.proposed_by_id.id
            )
        allowed = {SUPERVISOR} if self.is_restricted else roles
        return self.env.su or bool(allowed & self._roles())

    def _begin_window(self, verb):
        """Lock the case and its issue, then refuse unless ``verb`` is open to user and state."""
        self.ensure_one()
        self.check_access("read")
        self.issue_id.check_access("read")
        case_sudo = self.sudo()  # sudo: to lock; a leader decides without the right to write
        case_sudo.issue_id._lock()
        case_sudo._lock()
        self.issue_id._require_state(*WINDOW_VERBS[verb][0])
        if not self._may(verb):
            self.issue_id._refuse_role(self.issue_id)
        return case_sudo

    def action_report(self, leader):
        """Put the case before a leader of the zone, on the day it came in; the leader gets a to-do."""
        leader = self.env["res.users"].browse(getattr(leader, "id", leader))
        case_sudo = self._begin_window("report")
        leader_sudo = leader.sudo()  # sudo: roles and zones of a colleague
        if not leader_sudo.has_group("park_guard.group_park_leader") or self.company_id not in leader_sudo.company_ids:
            raise UserError(self.env._("Choose a leader of the zone."))
        today = self.issue_id._today(self.company_id)
        case_sudo._transition({"leader_id": leader.id, "reported_on": today, "reported_by_id": self.env.uid}, "report")
        self.issue_id._meet_deadlines(["window_leader"])
        self._remind(leader, self.env._("Instruction asked for: %s", self.number))

    def _remind(self, person, summary):
        """Give a person one to-do on the issue, due today."""
        issue_sudo = self.issue_id.sudo()  # sudo: a to-do for somebody else is part of the verb
        issue_sudo.activity_schedule(
            "mail.mail_activity_data_todo",
            date_deadline=issue_sudo._today(self.company_id),
            summary=summary,
            user_id=person.id,
        )

    def _settle_todos(self):
        """End the to-dos that the user has just answered."""
        mine_sudo = self.issue_id.sudo().activity_ids.filtered(lambda todo: todo.user_id == self.env.user)
        mine_sudo.action_done()  # sudo: one's own to-dos, on an issue that a leader may not write

    def action_judge(self, category):
        """Judge anew why it could not be done: the limit follows, where it has not run out or been changed."""
        case_sudo = self._begin_window("judge")
        category = self.env["park.issue.window.category"].browse(getattr(category, "id", category)).exists()
        if not category:
            raise UserError(self.env._("Choose why it could not be done."))
        case_sudo._transition({"category_id": category.id, "judged_by_id": self.env.uid}, "judge")
        self._take_usual_outcome()
        self.issue_id._rejudge_limit()

    def action_propose(self, outcome, reason="", clause="", plain_words=""):
        """Say what comes of the case; what policy rules out, or an exception from it, waits for a decision."""
        case_sudo = self._begin_window("propose")
        if outcome not in OUTCOMES:
            raise UserError(self.env._("Choose what comes of the case."))
        vals = {
            "outcome": outcome,
            "reason": (reason or "").strip() or False,
            "clause": (clause or "").strip() or False,
            "plain_words": (plain_words or "").strip() or False,
            "decision": "asked" if outcome in APPROVERS else False,
            "proposed_by_id": self.env.uid,
            "proposed_on": self.issue_id._today(self.company_id),
            "decided_by_id": False,
            "decided_on": False,
            "decision_note": False,
        }
        case_sudo._transition(vals, "propose")
        if gaps := proposal_gaps(self._case()):
            raise UserError(self._say_window_gaps(gaps))
        if LEADER in APPROVERS.get(outcome, ()) and self.leader_id:
            self._remind(self.leader_id, self.env._("To be decided: %s", self.number))

    def action_approve(self, note=""):
        """Approve what was proposed: the exception, or that policy does not allow it."""
        self._decide("approved", (note or "").strip())

    def action_refuse(self, note):
        """Refuse what was proposed, with a reason; the handler proposes anew."""
        self._decide("refused", self.issue_id._said(note, self.env._("Say why it is refused.")))

    def _decide(self, decision, note):
        case_sudo = self._begin_window("decide")
        today = self.issue_id._today(self.company_id)
        case_sudo._transition(
            {
                "decision": decision,
                "decided_by_id": self.env.uid,
                "decided_on": today,
                "decision_note": note or False,
            },
            decision,
        )
        self._settle_todos()

    def _say_window_gaps(self, gaps):
        """Return one sentence for each thing that the outcome still asks for."""
        _ = self.env._
        sentences = {
            "outcome": _("it is not said what came of it: no obstacle, a single case, a common one, or not allowed"),
            "reason": _("the special procedure, or the obstacle, is not written down"),
            "clause": _("the clause is not cited"),
            "plain_words": _("the explanation in plain words is missing"),
            "approval": _("the proposal is not approved yet"),
            "group": _("what hinders all alike joins a common cause first"),
            "measure": _("the common cause has no measure that is tracked"),
            "kind": _("what policy does not allow is closed as explained"),
        }
        return _(
            "%(case)s cannot go on like this:\n%(gaps)s",
            case=self.number,
            gaps="\n".join(f"– {sentences[gap]}" for gap in gaps),
        )

    def _refuse_closing(self, gaps):
        raise UserError(self._say_window_gaps(gaps))


class ParkIssueRejudge(models.Model):
    """The limit of a case that is judged anew."""

    _inherit = "park.issue"

    def _rejudge_limit(self):
        """Let the limit for closing count from receipt as the reason now says.

        It stays where it has run out, was extended or paused, or given at dispatch, and where the new one
        would lie in the past already.
        """
        for issue in self.filtered(lambda issue: issue.accepted_on and not issue.promised_workdays):
            clock_sudo = issue._deadlines_sudo(["issue_close"], ("running", "paused"))
            if not clock_sudo or clock_sudo.state == "paused" or clock_sudo.extension_count or clock_sudo.is_overdue:
                continue
            start = issue._first_day()
            [vals] = issue._prepare_deadline_vals("issue_close", start, None, None, None)
            if vals["due_on"] >= issue._today(issue.company_id):
                issue._void_deadlines(["issue_close"])
                issue._start_deadlines("issue_close", start=start)
