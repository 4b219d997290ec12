from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import TransactionCase, new_test_user, tagged


@tagged("post_install", "-at_install")
class TestWorkdayAccess(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.zone, cls.other = cls.env["res.company"].create([{"name": "Here"}, {"name": "There"}])
        cls.admin, cls.handler = (
            new_test_user(
                cls.env,
                f"workday_{role}",
                groups=f"park_guard.group_park_{role}",
                company_id=cls.zone.id,
                company_ids=[Command.set(cls.zone.ids)],
            )
            for role in ("admin", "handler")
        )
        cls.national = cls.env["park.workday.year"].search([("year", "=", 2026), ("company_id", "=", False)])
        cls.foreign = cls.env["park.workday.year"].create({"year": 2026, "company_id": cls.other.id})

    def own_list(self, user):
        return (
            self.env["park.workday.year"]
            .with_user(user)
            .create({"year": 2026, "company_id": self.zone.id, "source": "Notice of the region"})
        )

    def test_administrator_keeps_the_days_of_the_own_zone(self):
        year_list = self.own_list(self.admin)
        day = year_list.day_ids.create(
            {"year_id": year_list.id, "date": "2026-04-20", "kind": "holiday", "name": "Regional"}
        )
        day.kind = "workday"
        day.unlink()
        actions = self.env["park.audit"].search([("model", "=", "park.workday.day")]).mapped("action")
        self.assertEqual(actions[:3], ["workday.unlink", "workday.write", "workday.create"])

    def test_nobody_edits_the_national_list(self):
        national = self.national.with_user(self.admin)
        self.assertTrue(national.day_ids)
        for change in (
            lambda: national.write({"source": "me"}),
            national.unlink,
            lambda: national.day_ids[:1].write({"kind": "workday"}),
            lambda: national.create({"year": 2031}),
            lambda: self.own_list(self.admin).write({"company_id": False, "year": 2031}),
        ):
            with self.assertRaises(AccessError):
                change()

    def test_lists_of_other_zones_are_not_seen(self):
        foreign = self.foreign.with_user(self.admin)
        self.assertNotIn(foreign, foreign.search([]))
        with self.assertRaises(AccessError):
            foreign.read(["year"])

    def test_staff_read_and_do_not_write(self):
        self.assertEqual(self.national.with_user(self.handler).year, 2026)
        with self.assertRaises(AccessError):
            self.own_list(self.handler)
