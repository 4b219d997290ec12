from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import IssueCase


@tagged("post_install", "-at_install")
class TestIssueClocks(IssueCase):
    """Limits start at acceptance from the day of receipt, follow the verbs and freeze at closure."""

    def test_the_hour_of_receipt_decides_the_first_day(self):
        """Offices take until five; what comes later, or on a day off, came in on the next working day."""
        for moment, reply_due in (
            ("2026-09-22T01:00", "2026-09-28"),  # Tuesday nine in the morning: three working days, 25-27 off
            ("2026-09-22T08:59", "2026-09-28"),
            ("2026-09-22T09:01", "2026-09-29"),  # after five
            ("2026-09-24T15:30", "2026-10-08"),  # the evening before Mid-Autumn: Monday the 28th counts; 1-7 Oct off
            ("2026-09-19T02:00", "2026-09-23"),  # a Saturday; the Sunday after it is worked and counts
        ):
            with self.subTest(moment=moment), self.at(moment):
                issue = self.issue("accepted")
                self.assertEqual(self.clocks(issue)["issue_reply"], ("running", reply_due))

    def test_of_an_earlier_day_only_the_day_is_known(self):
        with self.at("2026-09-22T14:00"):
            issue = self.issue("accepted", received_on="2026-09-21")
        self.assertFalse(issue.received_at)
        self.assertEqual(self.clocks(issue)["issue_reply"], ("running", "2026-09-24"))

    def test_acceptance_starts_the_clocks_of_the_firm_from_receipt_and_the_dispatchers_from_now(self):
        with self.on("2026-09-08"):
            issue = self.issue("new", received_on="2026-09-07")  # a Monday
            self.assertFalse(issue.due_on)
            issue.with_user(self.centre).action_accept()
        self.assertEqual(
            self.clocks(issue),
            {
                "issue_assign": ("running", "2026-09-09"),
                "issue_first_contact": ("running", "2026-09-08"),
                "issue_reply": ("running", "2026-09-10"),
                "issue_close": ("running", "2026-09-16"),
            },
        )
        self.assertEqual(str(issue.due_on), "2026-09-08")

    def test_from_which_event_a_limit_counts_is_data_of_the_limits(self):
        step = self.env.ref("park_deadline.park_sla_step_standard_issue_close")  # seven working days
        for event, start, due in (
            ("receipt", "accepted", "2026-09-16"),
            ("acceptance", "accepted", "2026-09-17"),
            ("dispatch", "assigned", "2026-09-18"),
        ):
            with self.subTest(event):
                step.counts_from = event
                with self.on("2026-09-08"):
                    issue = self.issue("accepted", received_on="2026-09-07")  # a Monday
                self.assertEqual("issue_close" in self.clocks(issue), start == "accepted")
                with self.on("2026-09-09"):
                    self._walk_assigned(issue)
                self.assertEqual(self.clocks(issue)["issue_close"], ("running", due))

    def test_receipt_on_a_day_off_counts_as_the_next_working_day(self):
        with self.on("2026-09-14"):
            issue = self.issue("accepted", received_on="2026-09-12")  # Saturday: counts as Monday the 14th
        self.assertEqual(self.clocks(issue)["issue_first_contact"], ("running", "2026-09-15"))

    def test_a_worked_sunday_is_a_day_of_receipt(self):
        with self.on("2026-09-20"):
            issue = self.issue("accepted", received_on="2026-09-20")
        self.assertEqual(self.clocks(issue)["issue_first_contact"], ("running", "2026-09-21"))

    def test_each_verb_meets_its_clock(self):
        with self.on("2026-09-07"):
            issue = self.issue("accepted")
            issue.with_user(self.manager).action_contact()
            self.assertEqual(self.clocks(issue)["issue_first_contact"][0], "met")
            self._walk_assigned(issue)
            part = self.lead(issue)
            self.assertEqual(self.clocks(part), {"assignment_sign": ("running", "2026-09-07")})
            part.with_user(self.handler).action_sign()
            self.assertEqual(self.clocks(part)["assignment_sign"][0], "met")
            self._walk_replied(issue)
            self.assertEqual(self.clocks(issue)["issue_reply"][0], "met")
            self.assertEqual(self.clocks(issue)["issue_close"][0], "running")
        with self.on("2026-09-17"):
            self._walk_closed(issue)
        self.assertEqual(self.clocks(issue)["issue_close"], ("missed", "2026-09-16"))
        self.assertFalse(issue.due_on)

    def test_a_limit_given_at_the_table_replaces_the_standard_one(self):
        with self.on("2026-09-07"):
            issue = self.issue("accepted")
            issue.with_user(self.manager)._dispatch(self.roads, 5)
        self.assertEqual(self.clocks(issue)["issue_close"], ("running", "2026-09-14"))
        self.assertEqual((issue.state, issue.promised_workdays), ("assigned", 5))

    def test_the_lamp_is_computed_when_read(self):
        with self.on("2026-09-07"):
            issue = self.issue("accepted")
            issue.with_user(self.manager).action_contact()
            self.assertEqual(issue.lamp, "green")
        with self.on("2026-09-11"):
            issue.invalidate_recordset()
            self.assertEqual(issue.lamp, "red")
            self.assertIn(issue, self.env["park.issue"].search([("lamp", "=", "red")]))

    def test_nothing_runs_after_withdrawal_and_only_the_reply_after_longterm(self):
        issue = self.issue("assigned")
        part = self.lead(issue)
        issue.with_user(self.manager).action_withdraw("Solved itself.")
        self.assertEqual(
            {kind for kind, (state, _due) in self.clocks(issue).items() if state != "void"}, {"issue_assign"}
        )
        self.assertEqual(self.clocks(part)["assignment_sign"][0], "void")
        issue = self.issue("longterm")
        running = {kind for kind, (state, _due) in self.clocks(issue).items() if state == "running"}
        self.assertEqual(running, {"issue_first_contact", "issue_reply", "issue_review"})

    def test_closing_longterm_work_leaves_no_clock_behind(self):
        issue = self.issue("longterm")
        self.attach(issue)
        issue.with_user(self.centre).action_close("partly", "The cable lies; the lamps follow.")
        self.assertNotIn("running", {state for state, _due in self.clocks(issue).values()})

    def test_a_reply_comes_before_the_closure_and_stops_the_reminder(self):
        with self.assertRaises(UserError):
            self.issue("doing").with_user(self.handler).action_close("solved", "Mended.")

    def test_clocks_carry_what_their_rules_read(self):
        issue = self.issue("doing")
        clock = issue.deadline_ids[:1]
        self.assertEqual(clock.enterprise_id, self.mine)
        self.assertEqual(clock.department_id, self.roads)
        self.assertEqual(clock.owner_id, self.handler)
        self.assertIn(issue.number, clock.title)
