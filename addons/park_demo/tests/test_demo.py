from odoo.tests import TransactionCase, tagged
from stdnum.cn import uscc

ROLES = {
    "manager": "account_manager",
    "handler": "handler",
    "centre": "service_centre",
    "supervisor": "supervisor",
    "leader": "leader",
    "parkadmin": "admin",
    "auditor": "auditor",
}


@tagged("post_install", "-at_install")
class TestDemo(TransactionCase):
    """The demo is what its people would have made, and can be told from a real zone at a glance."""

    def test_every_role_has_a_log_in(self):
        for login, role in ROLES.items():
            user = self.env.ref(f"park_demo.user_{login}")
            self.assertEqual(user.login, login)
            self.assertTrue(user.has_group(f"park_guard.group_park_{role}"), login)

    def test_every_name_and_code_is_recognisably_invented(self):
        firms = self.env["res.partner"].search([("is_park_enterprise", "=", True)])
        self.assertEqual(len(firms), 24)
        for firm in firms:
            self.assertIn("（演示）", firm.name)
            self.assertEqual(firm.uscc[2:8], "999999", "a division that does not exist")
            self.assertTrue(uscc.is_valid(firm.uscc))

    def test_the_service_day_is_held_and_some_of_its_limits_are_over(self):
        day = self.env["park.service.day"].search([])
        self.assertEqual((len(day), day.state), (1, "finished"))
        issues = self.env["park.issue"].search([("is_cannot_do", "=", False)])
        states = {
            state: len(issues.filtered(lambda issue, state=state: issue.state == state))
            for state in set(issues.mapped("state"))
        }
        self.assertEqual(states, {"closed": 4, "assigned": 4, "doing": 1, "longterm": 1})
        self.assertIn("red", issues.mapped("lamp"))

    def test_the_window_shows_each_outcome_one_that_waits_and_one_turned_away(self):
        cases = self.env["park.issue.window"].search([])
        found = sorted((case.outcome or "", case.state, case.decision or "") for case in cases)
        self.assertEqual(
            found,
            [
                ("", "rejected", ""),
                ("barrier", "accepted", ""),
                ("barrier", "replied", ""),
                ("bottleneck", "closed", "approved"),
                ("not_allowed", "replied", "asked"),
            ],
        )
        for case in cases:
            self.assertIn("（演示）", case.applicant)
            self.assertTrue(case.refusal_id or case.reported_on)

    def test_the_manager_sees_the_firms_served_and_the_handler_the_departments_issues(self):
        manager, handler = self.env.ref("park_demo.user_manager"), self.env.ref("park_demo.user_handler")
        served = self.env["res.partner"].with_user(manager).search([("is_my_enterprise", "=", True)])
        self.assertEqual(len(served), 12)
        issues = self.env["park.issue"].with_user(handler).search([])
        self.assertTrue(issues)
        self.assertTrue(all(issues.assignment_ids.department_id.mapped("is_my_department")))
