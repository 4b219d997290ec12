from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import IssueCase


@tagged("post_install", "-at_install")
class TestIssueFacts(IssueCase):
    """Answered, solved, satisfied and signed off are four facts."""

    def facts(self, issue):
        return (bool(issue.closed_on), issue.is_solved, issue.satisfaction, bool(issue.signed_off_on))

    def test_each_step_brings_one_fact(self):
        issue = self.issue("closed")
        self.assertEqual(self.facts(issue), (True, False, False, False))
        issue.with_user(self.manager).action_record_callback("no", "2", "Two lamps are still out.", ["unsolved"])
        self.assertEqual(self.facts(issue), (True, "no", "2", False))
        self.assertEqual(issue.state, "closed")

    def test_solved_on_the_spot_is_answered_and_nothing_more(self):
        issue = self.issue("new")
        issue.with_user(self.manager).action_solve_on_spot("The form is at window 3.")
        self.assertEqual(issue.state, "closed")
        self.assertEqual(issue.reply_public, "The form is at window 3.")
        self.assertEqual(self.facts(issue), (True, False, False, False))
        self.assertEqual({state for state, _due in self.clocks(issue).values()}, {"met"})

    def test_signing_off_needs_the_call_back(self):
        issue = self.issue("closed")
        self.attach(issue)
        with self.assertRaisesRegex(UserError, "has not been called back"):
            issue.with_user(self.centre).action_sign_off()
        issue.with_user(self.manager).action_record_callback("yes", 5)
        issue.with_user(self.centre).action_sign_off()
        self.assertEqual(self.facts(issue), (True, "yes", "5", True))
        self.assertEqual(issue.signed_off_by_id, self.centre)

    def test_who_handled_it_neither_calls_back_nor_signs_off(self):
        issue = self.issue("doing")
        issue.with_user(self.centre).action_reply("Mended.")
        issue.with_user(self.handler).action_close("solved", "Mended.")
        with self.assertRaisesRegex(UserError, "someone else calls the firm back"):
            issue.with_user(self.centre).action_record_callback("yes", "5")
        issue.with_user(self.manager).action_record_callback("yes", "5")
        with self.assertRaisesRegex(UserError, "someone else signs off"):
            issue.with_user(self.centre).action_sign_off()
        self.attach(issue)
        issue.with_user(self.second_centre).action_sign_off()
        self.assertEqual(issue.state, "signed_off")

    def test_closed_as_solved_does_not_stand_against_the_firm(self):
        issue = self.issue("closed")
        issue.with_user(self.manager).action_record_callback("no", "1", reasons=["unsolved"])
        with self.assertRaisesRegex(UserError, "reopen it"):
            issue.with_user(self.centre).action_sign_off()

    def test_a_firm_that_cannot_be_reached_has_no_level(self):
        issue = self.issue("closed").with_user(self.manager)
        with self.assertRaisesRegex(UserError, "level of satisfaction"):
            issue.action_record_callback("yes")
        issue.action_record_callback("unknown")
        self.assertFalse(issue.satisfaction)
        self.assertTrue(issue.callback_on)

    def test_nothing_is_said_with_blanks(self):
        for state, verb, arguments in (
            ("new", "action_reject", (" ", "settled")),
            ("doing", "action_reply", ("\n",)),
            ("replied", "action_close", ("solved", "")),
            ("doing", "action_longterm", (None, self.handler)),
            ("closed", "action_reopen", ("",)),
            ("new", "action_withdraw", ("",)),
            ("new", "action_solve_on_spot", ("",)),
        ):
            with self.subTest(verb=verb), self.assertRaises(UserError):
                getattr(self.issue(state).with_user(self.centre), verb)(*arguments)

    def test_closing_takes_a_kind_that_closes(self):
        issue = self.issue("replied").with_user(self.centre)
        for kind in ("withdrawn", "longterm", "", "anything"):
            with self.assertRaises(UserError):
                issue.action_close(kind, "Done.")

    def test_reopening_takes_the_verdicts_back_and_halves_the_limit(self):
        issue = self.issue("signed_off")
        with self.on("2026-09-07"):
            issue.with_user(self.manager).action_reopen("Two lamps are still out.")
        self.assertEqual((issue.state, issue.reopened_count), ("doing", 1))
        self.assertEqual(self.facts(issue), (False, False, False, False))
        self.assertEqual(self.lead(issue).state, "signed")
        self.assertEqual(issue.promised_workdays, 4)  # half of seven, rounded up
        self.assertEqual(self.clocks(issue)["issue_close"], ("running", "2026-09-11"))

    def test_internal_and_public_words_stay_apart(self):
        issue = self.issue("doing")
        self.lead(issue).with_user(self.handler).action_answer("The contractor forgot; we fine him.")
        self.assertEqual(issue.reply_internal, "The contractor forgot; we fine him.")
        self.assertFalse(issue.reply_public)
        issue.with_user(self.centre).action_reply("Mended on Friday.")
        self.assertEqual(issue.reply_public, "Mended on Friday.")
        self.assertEqual(issue.reply_internal, "The contractor forgot; we fine him.")
        self.assertEqual(self.lead(issue).answer, "The contractor forgot; we fine him.")
