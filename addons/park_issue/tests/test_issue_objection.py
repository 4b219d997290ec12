from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import IssueCase

WHY = ("Cables are not roads.", "List of powers, no. 12")


@tagged("post_install", "-at_install")
class TestIssueObjection(IssueCase):
    """A department returns its part once; the dispatcher moves it or rules; the firm's limit runs on."""

    def part(self, issue, department):
        return issue.assignment_ids.filtered(lambda part: part.department_id == department)

    def returned(self):
        with self.on("2026-09-07"):
            issue = self.issue("assigned")
            self.lead(issue).with_user(self.handler).action_return(*WHY)
        return issue

    def test_the_leads_return_puts_the_issue_back_to_the_dispatcher(self):
        issue = self.returned()
        part = self.part(issue, self.roads)
        self.assertEqual((issue.state, issue.lead_department_id.id, issue.owner_id.id), ("accepted", False, False))
        self.assertEqual((part.state, part.return_reason, part.return_ground), ("returned", *WHY))
        self.assertEqual(self.clocks(part)["assignment_sign"][0], "void")
        self.assertEqual(self.clocks(issue)["issue_assign"], ("running", "2026-09-08"))
        self.assertEqual(self.clocks(issue)["issue_close"], ("running", "2026-09-16"))  # the firm does not wait
        self.assertEqual(issue.with_user(self.handler).name, "Street lamps are out")  # until it is ruled

    def test_moved_elsewhere_the_former_department_no_longer_sees_it(self):
        issue = self.returned()
        with self.on("2026-09-08"):
            issue.with_user(self.centre).action_assign(self.power)
        self.assertEqual(self.part(issue, self.roads).mapped("state"), ["released"])
        self.assertEqual((issue.state, issue.lead_department_id), ("assigned", self.power))
        self.assertEqual(self.lead(issue).department_id, self.power)
        self.assertEqual(self.clocks(issue)["issue_assign"][0], "met")
        with self.assertRaises(AccessError):
            issue.with_user(self.handler).read(["name"])

    def test_a_ruling_that_it_stays_allows_no_second_return(self):
        issue = self.returned()
        part = self.part(issue, self.roads)
        with self.assertRaises(UserError):
            part.with_user(self.handler).action_uphold("We keep it after all.")
        with self.on("2026-09-08"):
            part.with_user(self.centre).action_uphold("The lamp stands on the road.")
            self.assertEqual((issue.state, issue.lead_department_id, part.state), ("assigned", self.roads, "waiting"))
            self.assertEqual(self.clocks(part)["assignment_sign"][0], "running")
            with self.assertRaisesRegex(UserError, "cannot be returned again"):
                part.with_user(self.handler).action_return(*WHY)
            part.with_user(self.handler).action_sign()
        self.assertEqual((issue.state, issue.owner_id), ("doing", self.handler))

    def test_given_to_the_same_department_again_it_stands(self):
        issue = self.returned()
        issue.with_user(self.centre).action_assign(self.roads)
        self.assertTrue(self.lead(issue).is_confirmed)
        self.assertEqual(issue.state, "assigned")

    def test_objections_have_a_last_day(self):
        with self.on("2026-09-07"):
            issue = self.issue("doing")
        part = self.lead(issue).with_user(self.handler)
        self.assertEqual(str(part.objection_until), "2026-09-08")
        with self.on("2026-09-09"), self.assertRaisesRegex(UserError, "could object until"):
            part.action_return(*WHY)
        with self.on("2026-09-08"):
            part.action_return(*WHY)
        self.assertEqual(issue.state, "accepted")

    def test_reason_and_ground_are_said(self):
        part = self.lead(self.issue("assigned")).with_user(self.handler)
        for words in ((" ", WHY[1]), (WHY[0], "")):
            with self.assertRaises(UserError):
                part.action_return(*words)

    def test_a_helper_answers_by_its_own_clock_and_leaves_the_overall_state_alone(self):
        with self.on("2026-09-07"):
            issue = self.issue("doing")
            helper = self.part(issue, self.power).with_user(self.centre)
            self.assertEqual(self.clocks(helper)["assignment_help"], ("running", "2026-09-10"))
            helper.action_return(*WHY)
            self.assertEqual((helper.state, issue.state), ("returned", "doing"))
            helper.action_uphold("The cable is yours.")
            helper.action_sign()
            self.assertEqual(issue.state, "doing")
        with self.on("2026-09-11"):
            helper.action_answer("The cable is sound.")
        self.assertEqual(self.clocks(helper)["assignment_help"][0], "missed")
        self.assertEqual((issue.state, issue.reply_internal), ("doing", False))

    def test_a_helper_that_is_not_needed_is_released_but_never_the_lead(self):
        issue = self.issue("doing")
        self.part(issue, self.power).with_user(self.centre).action_release("No cable is involved.")
        self.assertFalse(issue.help_department_ids)
        with self.assertRaisesRegex(UserError, "move it to another department"):
            self.lead(issue).with_user(self.centre).action_release("Not needed.")

    def test_moved_by_the_dispatcher_while_in_progress(self):
        with self.on("2026-09-07"):
            issue = self.issue("doing")
            issue.with_user(self.centre).action_reassign(self.power, "It is the cable.", workdays=3)
        self.assertEqual((issue.state, issue.lead_department_id, issue.owner_id.id), ("assigned", self.power, False))
        self.assertEqual(self.part(issue, self.roads).mapped("role"), ["former"])
        self.assertEqual(self.lead(issue).state, "waiting")
        self.assertEqual(self.clocks(issue)["issue_close"], ("running", "2026-09-10"))
        with self.assertRaisesRegex(UserError, "already"):
            issue.with_user(self.centre).action_reassign(self.power, "Again.")

    def test_clocks_of_parts_end_with_the_issue_and_run_again_with_it(self):
        with self.on("2026-09-07"):
            issue = self.issue("replied")
            helper = self.part(issue, self.power)
            issue.with_user(self.handler).action_close("solved", "Mended.")
            self.assertEqual({state for state, _due in self.clocks(helper).values()}, {"void"})
            issue.with_user(self.manager).action_reopen("Dark again.")
            self.assertEqual(self.clocks(helper)["assignment_help"], ("running", "2026-09-10"))
        with self.on("2026-09-11"):
            issue.with_user(self.handler).action_reply("Mended.")
            issue.with_user(self.handler).action_close("solved", "Mended.")
        self.assertEqual(self.clocks(helper)["assignment_help"][0], "missed")  # an end does not wash it clean

    def test_turned_away_with_the_channel_that_is_right(self):
        issue = self.issue("new").with_user(self.centre)
        with self.assertRaisesRegex(UserError, "Name the channel"):
            issue.action_reject("A quarrel about a contract.", "procedure")
        issue.action_reject("A quarrel about a contract.", "procedure", "The district court, window 2.")
        self.assertEqual((issue.state, issue.closure_kind), ("rejected", "rejected"))
        self.assertIn("window 2", issue.reply_public)
        self.assertEqual(issue.refusal_id.code, "procedure")
