from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..core.states import STATES, VERBS
from .common import ROLES, IssueCase


@tagged("post_install", "-at_install")
class TestIssueStates(IssueCase):
    """The server lets each role do what the table says in each state, and nothing else."""

    def verbs(self, issue):
        """Return ``{verb: call}`` with everything each verb needs."""
        return {
            "submit": issue.action_submit,
            "accept": issue.action_accept,
            "reject": lambda: issue.action_reject("Go to court.", "settled"),
            "assign": lambda: issue.action_assign(self.roads),
            "reassign": lambda: issue.action_reassign(self.power, "Cables are theirs."),
            "contact": issue.action_contact,
            "reply": lambda: issue.action_reply("Mended."),
            "close": lambda: issue.action_close("solved", "Mended."),
            "record_callback": lambda: issue.action_record_callback("yes", "4"),
            "record_attempt": lambda: issue.action_record_attempt("no_answer"),
            "evidence": lambda: issue.action_evidence("Land Law, article 12"),
            "approve_reply": lambda: issue.action_approve_reply("Mended."),
            "refuse_reply": lambda: issue.action_refuse_reply("Say when."),
            "sign_off": issue.action_sign_off,
            "longterm": lambda: issue.action_longterm("Needs a cable.", self.handler),
            "review": lambda: issue.action_review("The cable is ordered."),
            "elevate": lambda: issue.action_elevate("Two bureaus disagree."),
            "reopen": lambda: issue.action_reopen("Still dark."),
            "withdraw": lambda: issue.action_withdraw("No longer needed."),
            "solve_on_spot": lambda: issue.action_solve_on_spot("Mended."),
            "dispatch": lambda: issue._dispatch(self.roads, 5),
        }

    def test_every_verb_in_every_state_by_every_role(self):
        told = {name for name, verb in VERBS.items() if not verb.on_assignment}
        for state in STATES:
            issue = self.issue(state)
            if state == "longterm":
                self.attach(issue)
            if state == "closed":
                self.attach(issue)
                issue.with_user(self.manager).action_record_callback("yes", "5")
            if state == "doing":
                issue._unlocked().write({"reply_proposed": "Mended.", "reply_proposed_by_id": self.handler.id})
            for role in ROLES:
                for verb in told:
                    with self.subTest(state=state, role=role, verb=verb):
                        self.check(issue, state, role, verb)

    def check(self, issue, state, role, verb):
        person = self.people[role]
        visible = role in ("account_manager", "service_centre", "supervisor") or (
            role == "handler" and state not in ("draft", "new", "accepted", "rejected", "withdrawn")
        )
        expected = visible and state in VERBS[verb].from_states and role in VERBS[verb].roles
        expected = expected and not (role == "handler" and verb in ("record_callback", "sign_off"))
        with self.env.cr.savepoint() as savepoint:
            try:
                self.verbs(issue.with_user(person))[verb]()
                done = True
            except (AccessError, UserError):
                done = False
            self.assertEqual(done, expected)
            if done and VERBS[verb].leads_to:
                reached = "accepted" if verb == "reopen" and not issue.lead_department_id else VERBS[verb].leads_to
                self.assertEqual(issue.state, reached)
            savepoint.rollback()
        self.env.invalidate_all()

    def test_the_form_offers_what_the_server_allows(self):
        for state in STATES:
            issue = self.issue(state)
            for role in ("account_manager", "handler", "service_centre", "supervisor"):
                if role == "handler" and not issue.assignment_ids:
                    continue
                offered = issue.with_user(self.people[role]).allowed_verbs.strip("|").split("|")
                expected = [
                    name for name, verb in VERBS.items()
                    if not verb.on_assignment and state in verb.from_states and role in verb.roles
                ]  # fmt: skip
                self.assertEqual(offered, expected or [""], f"{state} {role}")

    def test_a_batch_is_refused_as_a_whole(self):
        issues = self.issue("new") + self.issue("accepted")
        with self.assertRaises(UserError):
            issues.with_user(self.centre).action_accept()
        self.assertEqual(issues.mapped("state"), ["new", "accepted"])

    def test_a_handler_of_a_helping_department_cannot_reply(self):
        issue = self.issue("new")
        issue.with_user(self.centre).action_accept()
        issue.with_user(self.centre).action_assign(self.power, self.roads)
        self.lead(issue).with_user(self.centre).action_sign()
        self.assertEqual(issue.with_user(self.handler).name, "Street lamps are out")
        with self.assertRaises(UserError):
            issue.with_user(self.handler).action_reply("Mended.")
        with self.assertRaises(AccessError):
            self.lead(issue).with_user(self.handler).action_answer("Mended.")

    def test_a_manager_who_is_also_a_handler_acts_as_each_only_within_its_reach(self):
        self.colleague.group_ids += self.env.ref("park_guard.group_park_handler")
        self.env["park.department.member"].create(
            {"department_id": self.roads.id, "user_id": self.colleague.id, "date_from": "2020-01-01"}
        )
        issue = self.issue("doing")
        with self.assertRaises(UserError):
            issue.with_user(self.colleague).action_withdraw("Not mine to withdraw.")
        issue.with_user(self.colleague).action_reply("But mine to answer.")

    def test_the_audit_keeps_old_and_new(self):
        issue = self.issue("new")
        issue.with_user(self.centre).action_accept()
        entry = self.env["park.audit"].search(
            [("model", "=", "park.issue"), ("res_id", "=", issue.id), ("action", "=", "accept")]
        )
        self.assertEqual(entry.detail["changes"]["state"], ["new", "accepted"])
        self.assertEqual(entry.user_id, self.centre)
