from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import EnterpriseCase


@tagged("post_install", "-at_install")
class TestPersonProfile(EnterpriseCase):
    """Who fits a firm: rank, specialties, industries, and how many firms the person serves already."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        industries = cls.env["res.partner.industry"]
        cls.section = industries.search([("code", "=", "C")])
        cls.division = industries.search([("code", "=", "39")])
        cls.profiles = cls.env["park.person.profile"].create(
            [
                {
                    "user_id": cls.manager.id,
                    "company_id": cls.zone.id,
                    "rank": "section_head",
                    "industry_ids": [(6, 0, cls.division.ids)],
                },
                {"user_id": cls.colleague.id, "company_id": cls.zone.id},
            ]
        )

    def test_the_load_counts_firms_served_today_in_one_statement(self):
        self.others._park_appoint(self.manager, "deputy", "2026-03-01").date_to = "2026-03-31"
        for day, loads in (("2026-03-31", [2, 0]), ("2026-04-01", [1, 0])):
            with self.subTest(day), self.on(day):
                self.env.invalidate_all()
                self.assertEqual(self.profiles.with_user(self.centre).mapped("enterprise_count"), loads)

    def test_departments_are_those_of_today(self):
        office = self.env["park.department"].create({"name": "Economy Office", "company_id": self.zone.id})
        self.env["park.department.member"].create(
            {"department_id": office.id, "user_id": self.manager.id, "date_from": "2026-01-01", "date_to": "2026-03-31"}
        )
        for day, names in (("2026-03-31", ["Economy Office", False]), ("2026-04-01", [False, False])):
            with self.subTest(day), self.on(day):
                self.env.invalidate_all()
                self.assertEqual(self.profiles.with_user(self.leader).mapped("department_text"), names)

    def test_a_section_finds_who_is_in_charge_of_one_of_its_divisions(self):
        profiles = self.env["park.person.profile"].with_user(self.leader)
        found = profiles.search([("industry_ids", "child_of", self.section.ids), ("company_id", "=", self.zone.id)])
        self.assertEqual(found, self.profiles[0])

    def test_nobody_keeps_the_own_profile_but_the_centre(self):
        with self.assertRaises(AccessError):
            self.profiles[0].with_user(self.manager).rank = "bureau_head"
        self.profiles[0].with_user(self.centre).rank = "section_deputy"
        self.assertEqual(self.profiles[0].rank, "section_deputy")

    def test_unknown_stays_unknown(self):
        self.assertFalse(self.profiles[1].rank)
