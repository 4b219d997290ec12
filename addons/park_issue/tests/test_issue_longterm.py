from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged

from .common import IssueCase


@tagged("post_install", "-at_install")
class TestIssueLongterm(IssueCase):
    """Long-term work has a task force and a monthly review; what goes up has a clock until the level has spoken."""

    def longterm(self):
        with self.on("2026-09-07"):
            return self.issue("longterm")

    def test_a_task_force_and_a_review_in_place_of_the_limit(self):
        issue = self.longterm()
        self.assertEqual((issue.taskforce_lead_id, issue.owner_id), (self.handler, self.handler))
        clocks = self.clocks(issue)
        self.assertEqual(clocks["issue_close"][0], "void")
        self.assertEqual(clocks["issue_review"], ("running", "2026-10-08"))  # thirty days on is a holiday: the next day

    def test_each_review_is_kept_and_starts_the_next(self):
        issue = self.longterm()
        with self.on("2026-09-30"):
            issue.with_user(self.centre).action_review("The cable is ordered.")
        with self.on("2026-11-05"):
            issue.with_user(self.centre).action_review("It has come.")
        self.assertEqual(issue.review_ids.sorted("id").mapped("note"), ["The cable is ordered.", "It has come."])
        states = (
            issue.sudo().deadline_ids.filtered(lambda clock: clock.kind == "issue_review").sorted("id").mapped("state")
        )
        self.assertEqual(states, ["met", "missed", "running"])
        with self.assertRaises(UserError):
            issue.with_user(self.manager).action_review("Nothing new.")

    def test_it_ends_with_evidence(self):
        issue = self.longterm().with_user(self.centre)
        with self.assertRaisesRegex(UserError, "no file proves"):
            issue.action_close("solved", "The cable lies.")
        self.attach(issue)
        issue.action_close("solved", "The cable lies.")
        self.assertNotIn("running", {state for state, _due in self.clocks(issue).values()})

    def test_whoever_drove_it_does_not_sign_it_off(self):
        issue = self.issue("doing")
        issue.with_user(self.second_centre).action_longterm("Needs a cable.", self.centre, self.handler)
        self.attach(issue)
        issue.with_user(self.second_centre).action_close("solved", "The cable lies.")
        issue.with_user(self.manager).action_record_callback("yes", "5")
        with self.assertRaisesRegex(UserError, "someone else signs off"):
            issue.with_user(self.centre).action_sign_off()

    def test_no_task_force_without_a_head_of_the_zone(self):
        issue = self.issue("doing").with_user(self.centre)
        with self.assertRaisesRegex(UserError, "one head"):
            issue.action_longterm("Needs a cable.", None)
        stranger = self.person("iss_stranger", "handler", self.other_zone)
        with self.assertRaises(ValidationError):
            issue.action_longterm("Needs a cable.", stranger)

    def test_taken_up_again_the_reviews_end(self):
        issue = self.longterm()
        with self.on("2026-09-08"):
            issue.with_user(self.centre).action_reopen("It is shorter than thought.")
        clocks = self.clocks(issue)
        self.assertEqual(
            (issue.state, clocks["issue_review"][0], clocks["issue_close"][0]), ("doing", "void", "running")
        )

    def test_three_levels_each_with_a_clock_until_it_has_spoken(self):
        with self.on("2026-09-07"):
            issue = self.issue("doing")
            issue.with_user(self.supervisor).action_elevate("Two bureaus disagree.")
            self.assertEqual(issue.elevation, "1")
            self.assertEqual(self.clocks(issue)["issue_elevation"], ("running", "2026-09-10"))
            self.assertEqual(self.clocks(issue)["issue_close"], ("running", "2026-09-16"))  # the limit goes on
            issue.with_user(self.centre).action_elevate("The meeting found nothing.")
            issue.with_user(self.centre).action_instruct("Roads bureau leads.", leader_name="Deputy head Li")
        self.assertEqual((issue.elevation, issue.state), ("2", "doing"))
        self.assertEqual(self.clocks(issue)["issue_elevation"][0], "met")
        issue.with_user(self.centre).action_elevate("Still nothing.")
        with self.assertRaisesRegex(UserError, "head of the zone already"):
            issue.with_user(self.centre).action_elevate("Higher.")

    def test_what_comes_back_a_second_time_goes_up_by_itself(self):
        issue = self.issue("closed")
        issue.with_user(self.manager).action_reopen("Dark.")
        self.assertEqual(issue.elevation, "0")
        issue.with_user(self.handler).action_reply("Mended.")
        issue.with_user(self.manager).action_reopen("Dark again.")
        self.assertEqual(issue.elevation, "1")

    def test_first_and_present_limit_and_net_days_are_told_together(self):
        with self.on("2026-09-07"):
            issue = self.issue("doing")
        with self.on("2026-09-09"):
            issue._pause_deadlines(["issue_close"], "Papers are missing.")
        with self.on("2026-09-11"):
            issue._resume_deadlines(["issue_close"])
            issue.invalidate_recordset()
            told = (
                str(issue.first_close_due_on),
                str(issue.close_due_on),
                issue.close_net_days,
                issue.close_paused_days,
            )
        self.assertEqual(told, ("2026-09-16", "2026-09-18", 2, 2))
