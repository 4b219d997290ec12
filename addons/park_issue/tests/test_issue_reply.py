from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import IssueCase


@tagged("post_install", "-at_install")
class TestIssueReply(IssueCase):
    """Where the zone demands it, a department's word reaches the firm when the centre has approved it."""

    def proposed(self):
        self.zone.park_reply_approval = True
        issue = self.issue("doing")
        issue.with_user(self.handler).action_reply("The contractor is late.")
        return issue

    def test_a_departments_word_waits(self):
        issue = self.proposed()
        self.assertEqual(
            (issue.state, issue.reply_public, issue.reply_proposed), ("doing", False, "The contractor is late.")
        )
        self.assertEqual(self.clocks(issue)["issue_reply"][0], "running")  # the firm has heard nothing yet
        with self.assertRaises(UserError):
            issue.with_user(self.handler).action_approve_reply()

    def test_the_centre_approves_in_better_words(self):
        issue = self.proposed()
        issue.with_user(self.centre).action_approve_reply("The lamps are mended on Friday.")
        self.assertEqual((issue.state, issue.reply_public), ("replied", "The lamps are mended on Friday."))
        self.assertFalse(issue.reply_proposed)
        self.assertEqual(self.lead(issue).state, "answered")
        self.assertIn("Friday", issue.reply_public)

    def test_given_back_with_a_reason(self):
        issue = self.proposed()
        issue.with_user(self.centre).action_refuse_reply("Say when.")
        self.assertEqual((issue.state, issue.reply_proposed), ("doing", False))
        with self.assertRaisesRegex(UserError, "waits for approval"):
            issue.with_user(self.centre).action_approve_reply()

    def test_elsewhere_the_department_replies_itself(self):
        issue = self.issue("doing")
        issue.with_user(self.handler).action_reply("Mended.")
        self.assertEqual((issue.state, issue.reply_public), ("replied", "Mended."))

    def test_the_centres_own_word_needs_no_approval(self):
        self.zone.park_reply_approval = True
        issue = self.issue("doing")
        issue.with_user(self.centre).action_reply("Mended on Friday.")
        self.assertEqual(issue.state, "replied")
