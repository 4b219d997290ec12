from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import IssueCase


@tagged("post_install", "-at_install")
class TestIssueCallback(IssueCase):
    """Calls are kept one by one; three days in vain are enough; who is not content sends the issue back once."""

    def closed(self, kind="solved", **said):
        issue = self.issue("replied")
        issue.with_user(self.handler).action_close(kind, "Mended.", **said)
        return issue

    def test_the_issue_shows_the_latest_and_all_are_kept(self):
        issue = self.closed().with_user(self.manager)
        with self.on("2026-09-07"):
            issue.action_record_callback("no", "2", "Two are out.", ["unsolved", "slow"], "visit")
        with self.on("2026-09-08"):
            issue.action_record_callback("yes", "4", "Lit now.")
        self.assertEqual((issue.is_solved, issue.satisfaction, str(issue.callback_on)), ("yes", "4", "2026-09-08"))
        first = issue.callback_ids.sorted("id")[0]
        self.assertEqual((first.satisfaction, first.way, first.caller_id), ("2", "visit", self.manager))
        self.assertEqual(first.reason_ids.mapped("code"), ["unsolved", "slow"])

    def test_a_poor_grade_has_a_reason(self):
        with self.assertRaisesRegex(UserError, "why it is not content"):
            self.closed().with_user(self.manager).action_record_callback("no", "1")

    def test_calls_in_vain_on_three_days_give_the_call_back_up(self):
        issue = self.closed()
        self.attach(issue)
        caller = issue.with_user(self.manager)
        for day in ("2026-09-07", "2026-09-07", "2026-09-08"):
            with self.on(day):
                caller.action_record_attempt("no_answer")
        self.assertFalse(issue.callback_given_up_on)
        with self.assertRaisesRegex(UserError, "has not been called back"):
            issue.with_user(self.centre).action_sign_off()
        with self.on("2026-09-09"):
            caller.action_record_attempt("wrong_number")
        self.assertEqual(str(issue.callback_given_up_on), "2026-09-09")
        self.assertEqual(
            (issue.is_solved, issue.satisfaction, issue.callback_on), (False, False, False)
        )  # nobody said so
        issue.with_user(self.centre).action_sign_off()
        self.assertEqual(issue.state, "signed_off")

    def test_whoever_handled_it_has_tried_but_not_called_back(self):
        issue = self.closed()
        for day in ("2026-09-07", "2026-09-08", "2026-09-09"):
            with self.on(day):
                issue.with_user(self.handler).action_record_attempt("no_answer")
        self.assertFalse(issue.callback_given_up_on)
        self.assertEqual(issue.callback_ids.mapped("is_verdict"), [False] * 3)

    def test_the_second_handling_starts_from_what_the_firm_said(self):
        issue = self.closed()
        self.attach(issue)
        issue.with_user(self.manager).action_record_callback("yes", "2", "Took a month.", ["slow"])
        with self.assertRaisesRegex(UserError, "second time"):
            issue.with_user(self.centre).action_sign_off()
        call = issue.callback_ids
        with self.assertRaises(UserError):
            call.with_user(self.handler).action_redo()
        call.with_user(self.manager).action_redo()
        self.assertEqual((issue.state, issue.reopened_count, issue.satisfaction), ("doing", 1, False))
        self.assertTrue(call.is_redone)
        self.assertEqual(issue.callback_ids, call)  # kept, whatever follows
        issue.with_user(self.handler).action_reply("Sorry.")
        issue.with_user(self.handler).action_close("solved", "Mended again.")
        issue.with_user(self.manager).action_record_callback("yes", "2", "Still slow.", ["slow"])
        issue.with_user(self.centre).action_sign_off()  # sent back once, not for ever
        self.assertEqual(issue.state, "signed_off")

    def test_nobody_writes_a_call_by_hand(self):
        issue = self.closed()
        issue.with_user(self.manager).action_record_callback("yes", "5")
        for person in (self.manager, self.centre, self.handler):
            with self.assertRaises(AccessError):
                issue.callback_ids.with_user(person).write({"satisfaction": "1"})
            with self.assertRaises(AccessError):
                self.env["park.issue.callback"].with_user(person).create({"issue_id": issue.id})

    def test_what_closing_and_signing_off_ask_for_by_kind(self):
        for kind, said, gap in (
            ("explained", {}, "clause"),
            ("escalated", {}, "authority above"),
            ("unreachable", {}, "tried on enough days"),
        ):
            with self.subTest(kind=kind), self.assertRaisesRegex(UserError, gap):
                self.closed(kind, **said)
        issue = self.closed("explained", clause="Land Law, article 12")
        issue.with_user(self.manager).action_record_callback("no", "3")
        issue.with_user(self.centre).action_sign_off()
        self.assertEqual(issue.closure_clause, "Land Law, article 12")
        self.closed("escalated", reference="City 2026-118")

    def test_solved_needs_a_file_unless_the_zone_thinks_otherwise(self):
        issue = self.closed()
        issue.with_user(self.manager).action_record_callback("yes", "5")
        with self.assertRaisesRegex(UserError, "no file proves"):
            issue.with_user(self.centre).action_sign_off()
        self.env.ref("park_issue.closure_solved").needs_file = False
        issue.with_user(self.centre).action_sign_off()
        self.assertEqual(issue.state, "signed_off")

    def test_explained_on_the_spot_is_completed_before_it_is_signed_off(self):
        issue = self.issue("new")
        issue.with_user(self.centre)._solve_on_spot("The law does not allow it.", "explained")
        issue.with_user(self.manager).action_record_callback("no", "3")
        with self.assertRaisesRegex(UserError, "clause"):
            issue.with_user(self.second_centre).action_sign_off()
        issue.with_user(self.centre).action_evidence(clause="Land Law, article 12")
        issue.with_user(self.second_centre).action_sign_off()
        self.assertEqual(issue.state, "signed_off")

    def test_call_backs_of_before_become_records(self):
        issue = self.closed()
        issue._unlocked().write(
            {"is_solved": "yes", "satisfaction": "5", "callback_on": "2026-05-04", "callback_by_id": self.manager.id}
        )
        self.env["park.issue.callback"]._from_issues()
        self.env["park.issue.callback"]._from_issues()  # an update that is repeated
        call = issue.callback_ids
        self.assertEqual(
            (len(call), call.outcome, call.is_verdict, str(call.called_on)), (1, "reached", True, "2026-05-04")
        )
        self.assertEqual(issue._latest_callback()["satisfaction"], "5")
