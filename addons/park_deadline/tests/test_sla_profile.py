from datetime import date

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import DeadlineCase


@tagged("post_install", "-at_install")
class TestSlaProfile(DeadlineCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.standard = cls.env.ref("park_deadline.park_sla_profile_standard")
        cls.admin = cls.users["admin"]

    def profile(self, zone, days, **vals):
        return self.env["park.sla.profile"].create(
            {
                "code": "own",
                "name": "Own",
                "company_id": zone.id,
                "is_default": True,
                "step_ids": [(0, 0, {"name": "Reply", "kind": "issue_reply", "amount": days})],
                **vals,
            }
        )

    def test_a_zone_without_its_own_uses_the_product_default(self):
        self.assertEqual(self.env["park.sla.profile"]._for(self.matters()), self.standard)

    def test_the_zone_s_own_profile_goes_first_and_only_there(self):
        own = self.profile(self.zone, 5)
        here, there = self.matters(), self.matters(company_id=self.other_zone.id, department_id=False)
        clocks = (here + there)._start_deadlines("issue_reply", start=date(2026, 3, 2))
        by_zone = {clock.company_id: (clock.profile_id, clock.amount) for clock in clocks}
        self.assertEqual(by_zone, {self.zone: (own, 5), self.other_zone: (self.standard, 3)})

    def test_the_profile_of_the_day_the_clock_starts_holds(self):
        old = self.profile(self.zone, 5, date_to=date(2026, 6, 30))
        new = self.profile(self.zone, 2, date_from=date(2026, 7, 1))
        matter = self.matters()
        for day, profile in ((date(2026, 6, 30), old), (date(2026, 7, 1), new)):
            clock = matter._start_deadlines("issue_reply", start=day)
            self.assertEqual(clock.profile_id, profile)
            matter._void_deadlines()

    def test_the_administrator_copies_the_default_to_the_zone_and_changes_it_there(self):
        action = self.standard.with_user(self.admin).with_company(self.zone).action_copy_to_zone()
        own = self.env["park.sla.profile"].with_user(self.admin).browse(action["res_id"])
        self.assertEqual((own.company_id, own.is_default), (self.zone, False))
        self.assertEqual(sorted(own.step_ids.mapped("kind")), sorted(self.standard.step_ids.mapped("kind")))
        own.step_ids.filtered(lambda step: step.kind == "issue_reply").amount = 2
        own.is_default = True
        clock = self.matters()._start_deadlines("issue_reply", start=date(2026, 3, 2))
        self.assertEqual((clock.amount, clock.profile_id), (2, own))

    def test_shared_limits_are_edited_by_nobody_and_own_ones_by_administrators(self):
        with self.assertRaises(AccessError):
            self.standard.with_user(self.admin).green_pct = 90
        with self.assertRaises(AccessError):
            self.standard.step_ids[:1].with_user(self.admin).amount = 99
        own = self.profile(self.zone, 5)
        with self.assertRaises(AccessError):
            own.with_user(self.users["supervisor"]).green_pct = 90
        own.with_user(self.admin).green_pct = 80
        self.assertEqual(own.green_pct, 80)

    def test_own_limits_cannot_be_turned_into_everybody_s(self):
        own = self.profile(self.zone, 5).with_user(self.admin)
        with self.assertRaises(AccessError):
            own.company_id = False
        own.step_ids.kind = "something_else"
        with self.assertRaises(AccessError):
            own.step_ids.profile_id = self.standard

    def test_changes_of_limits_are_audited(self):
        own = self.profile(self.zone, 5).with_user(self.admin)
        own.step_ids.amount = 4
        own.step_ids.unlink()
        entries = self.env["park.audit"].search([("model", "=", "park.sla.step")], limit=2)
        self.assertEqual(entries.mapped("action"), ["sla.unlink", "sla.write"])
        self.assertEqual(entries[1].detail["values"], {"amount": 4})
