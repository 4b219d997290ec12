from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import DeadlineCase


@tagged("post_install", "-at_install")
class TestDeadlineAccess(DeadlineCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        nobody = {"department_id": False, "owner_id": False}
        matters = {
            "own": cls.matters(department_id=False),
            "department": cls.matters(owner_id=False),
            "zone": cls.matters(**nobody),
            "restricted": cls.matters(**nobody, is_restricted=True),
            "own_restricted": cls.matters(is_restricted=True),
            "foreign": cls.matters(**nobody, company_id=cls.other_zone.id),
        }
        cls.clocks = {label: matter._start_deadlines("issue_reply") for label, matter in matters.items()}
        cls.all_clocks = cls.env["park.deadline"].union(*cls.clocks.values())

    def seen(self, role):
        clocks = self.all_clocks.with_user(self.users[role])
        found = clocks.search([("id", "in", clocks.ids)])
        return {label for label, clock in self.clocks.items() if clock.id in found.ids}

    def test_who_sees_which_clock(self):
        zone = {"own", "department", "zone"}
        for role, expected in {
            "account_manager": {"own"},
            "handler": {"department"},
            "service_centre": zone,
            "supervisor": zone | {"restricted", "own_restricted"},
            "leader": zone,
            "auditor": zone,
            "admin": set(),
        }.items():
            with self.subTest(role):
                self.assertEqual(self.seen(role), expected)

    def test_nobody_writes_a_clock_or_its_log_by_hand(self):
        for role, user in self.users.items():
            clock = self.clocks["zone"].with_user(user)
            for model, change in (
                ("park.deadline", "write"),
                ("park.deadline", "create"),
                ("park.deadline", "unlink"),
                ("park.deadline.event", "write"),
                ("park.deadline.event", "create"),
                ("park.deadline.event", "unlink"),
            ):
                with self.subTest(role=role, model=model, change=change):
                    self.assertFalse(clock.env[model].has_access(change))

    def test_the_chase_log_is_read_by_those_told_and_by_the_zone(self):
        clock = self.clocks["own"]
        clock.started_on = clock.due_on = "2026-01-05"
        clock.yellow_on = "2026-01-05"
        clock._arm()
        self.env["park.deadline"]._sweep(clock.due_on.replace(day=6))
        log = self.env["park.deadline.event"].search([("deadline_id", "=", clock.id)])
        self.assertTrue(log)
        for role, sees in {
            "account_manager": True,
            "handler": False,
            "supervisor": True,
            "admin": False,
        }.items():
            with self.subTest(role):
                self.assertEqual(bool(log.with_user(self.users[role]).search([("id", "in", log.ids)])), sees)

    def test_opening_the_subject_needs_the_clock(self):
        clock = self.clocks["own"]
        action = clock.with_user(self.owner).action_open_subject()
        self.assertEqual((action["res_model"], action["res_id"]), ("park.test.matter", clock.res_id))
        with self.assertRaises(AccessError):
            clock.with_user(self.handler).action_open_subject()
