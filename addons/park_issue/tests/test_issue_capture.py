from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import IssueCase


@tagged("post_install", "-at_install")
class TestIssueCapture(IssueCase):
    """What a service day writes: many at once, once each, under the recorder's own rights."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.category_id = cls.env.ref("park_issue.category_roads").id

    def lines(self, count, first=0, **vals):
        return [
            {
                "name": f"Issue {at}",
                "enterprise_id": self.mine.id,
                "client_uuid": f"uuid-{at}",
                "category_id": self.category_id,
                **vals,
            }
            for at in range(first, first + count)
        ]

    def capture(self, lines, person=None):
        return self.env["park.issue"].with_user(person or self.manager)._capture(lines)

    def test_captured_issues_are_numbered_accepted_and_timed(self):
        with self.on("2026-09-07"):
            issues = self.capture(self.lines(3, origin_model="res.partner", origin_id=self.mine.id))
        self.assertEqual(set(issues.mapped("state")), {"accepted"})
        self.assertEqual(set(issues.mapped("source")), {"service_day"})
        self.assertEqual(issues.mapped("number"), ["SQ2026-00001", "SQ2026-00002", "SQ2026-00003"])
        self.assertEqual(issues.mapped("origin_id"), self.mine.ids * 3)
        self.assertEqual(self.clocks(issues[0])["issue_close"], ("running", "2026-09-16"))
        self.assertEqual(issues.mapped("name"), ["Issue 0", "Issue 1", "Issue 2"])

    def test_twice_is_once(self):
        first = self.capture(self.lines(3))
        again = self.capture(self.lines(4))
        self.assertEqual(again[:3], first)
        self.assertEqual(len(again), 4)
        twins = self.capture(self.lines(1, first=9) * 2)
        self.assertEqual(len(set(twins.ids)), 1)
        self.assertEqual(len(twins.ids), 2)

    def test_without_uuid_each_entry_is_an_issue(self):
        issues = self.capture(self.lines(2, client_uuid=False))
        self.assertEqual(len(set(issues.ids)), 2)

    def test_only_for_firms_the_recorder_serves(self):
        with self.assertRaises(AccessError):
            self.capture(self.lines(1, enterprise_id=self.others.id))
        with self.assertRaises(AccessError):
            self.capture(self.lines(1), person=self.handler)

    def test_one_text_for_all_or_one_for_each(self):
        issues = self.capture(self.lines(2)).with_user(self.manager)
        issues._solve_on_spot({issues[0].id: "Window 3.", issues[1].id: "Window 4."})
        self.assertEqual(issues.mapped("reply_public"), ["Window 3.", "Window 4."])
        self.assertEqual(set(issues.mapped("state")), {"closed"})
        more = self.capture(self.lines(2, first=5)).with_user(self.manager)
        more._solve_on_spot("The same for both.")
        self.assertEqual(more.mapped("closure_result"), ["The same for both."] * 2)
        with self.assertRaises(UserError):
            self.capture(self.lines(1, first=8)).with_user(self.manager)._solve_on_spot({})

    def test_what_the_table_decided_is_not_late_because_it_is_entered_late(self):
        origin = {"origin_model": "res.partner", "origin_id": self.mine.id, "received_on": "2026-09-07"}
        with self.on("2026-09-21"):
            solved, limited = self.capture(self.lines(2, **origin))
            solved._solve_on_spot("Window 3.")
            limited._dispatch(self.roads, 5)
        self.assertEqual(str(solved.closed_on), "2026-09-07")
        self.assertEqual({state for state, _due in self.clocks(solved).values()}, {"met"})
        self.assertEqual(str(limited.contacted_on), "2026-09-07")
        self.assertNotIn("issue_first_contact", self.clocks(limited))
        self.assertEqual(self.clocks(limited)["issue_close"], ("running", "2026-09-14"))
        self.assertNotIn("missed", limited.deadline_ids.mapped("state"))

    def test_a_limit_given_later_does_not_wash_an_overdue_one_clean(self):
        origin = {"origin_model": "res.partner", "origin_id": self.mine.id}
        with self.on("2026-09-07"):
            issue = self.capture(self.lines(1, **origin))
        with self.on("2026-09-21"):
            issue._dispatch(self.roads, 5)
        self.assertIn("missed", issue.deadline_ids.mapped("state"))
        self.assertEqual(self.clocks(issue)["issue_close"], ("running", "2026-09-29"))  # the 25th is off

    def test_dispatch_with_helpers(self):
        issues = self.capture(self.lines(2))
        issues._dispatch(self.roads, 5, self.power)
        self.assertEqual(set(issues.mapped("state")), {"assigned"})
        self.assertEqual(len(issues.assignment_ids), 4)
        self.assertEqual(issues.lead_department_id, self.roads)
        for workdays in (0, -1, 1000, "5"):
            with self.assertRaises(UserError):
                self.capture(self.lines(1, client_uuid=False))._dispatch(self.roads, workdays)

    def test_a_hundred_cost_hardly_more_statements_than_ten(self):
        self.capture(self.lines(1, first=500))  # caches and the number range of the year
        costs = []
        for count, first in ((10, 1000), (100, 2000)):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.capture(self.lines(count, first))
            self.env.flush_all()
            costs.append(self.env.cr.sql_log_count - before)
        # a cache that other tests emptied may be filled again; one statement an issue would be ninety more
        self.assertLessEqual(costs[1], costs[0] + 5, costs)

    def test_a_list_of_eighty_costs_no_more_statements_than_one_of_ten(self):
        self.capture(self.lines(80))
        plain = ("number", "name", "lamp", "received_on", "due_on", "days_left", "state")
        links = ("enterprise_id", "category_id", "lead_department_id")
        spec = {name: {} for name in plain}
        spec |= {name: {"fields": {"display_name": {}}} for name in links}
        issues = self.env["park.issue"].with_user(self.manager)
        issues.web_search_read([], spec, limit=1)
        costs = []
        for limit in (10, 80):
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.assertEqual(len(issues.web_search_read([], spec, limit=limit)["records"]), limit)
            costs.append(self.env.cr.sql_log_count - before)
        self.assertEqual(costs[0], costs[1], costs)
