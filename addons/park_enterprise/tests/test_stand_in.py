from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import EnterpriseCase

FIRST, LAST = "2026-03-02", "2026-03-06"


@tagged("post_install", "-at_install")
class TestStandIn(EnterpriseCase):
    """The account manager is away from Monday to Friday; a colleague of the same department stands in."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.office = cls.env["park.department"].create({"name": "Office", "company_id": cls.zone.id})
        cls.env["park.department.member"].create(
            [
                {"department_id": cls.office.id, "user_id": user.id, "date_from": "2020-01-01"}
                for user in (cls.manager, cls.colleague)
            ]
        )
        cls.quiet = cls.firms("Without Clock Ltd")
        cls.quiet._park_appoint(cls.manager, "officer", "2020-01-01")
        cls.clock(cls.mine)
        cls.clock(cls.others)  # the manager answers for it and does not serve the firm
        cls.mine.phone = "13812345678"

    @classmethod
    def clock(cls, firm, **vals):
        days = dict.fromkeys(("started_on", "due_on", "yellow_on", "original_due_on"), "2026-05-01")
        return cls.env["park.deadline"].create(
            {
                "res_model": "res.partner",
                "res_id": firm.id,
                "title": "Clock",
                "company_id": firm.company_id.id,
                "enterprise_id": firm.id,
                "owner_id": cls.manager.id,
                "kind": "renewal",
                "amount": 5,
                "unit": "workday",
                **days,
                **vals,
            }
        )

    def away(self, **vals):
        return self.env["park.absence"].create(
            {
                "user_id": self.manager.id,
                "substitute_id": self.colleague.id,
                "company_id": self.zone.id,
                "date_from": FIRST,
                "date_to": LAST,
                **vals,
            }
        )

    def reached(self, day, user=None):
        """Return the firms that count as the person's own on a day, as searched; the field must say the same."""
        self.env.invalidate_all()
        with self.on(day):
            all_firms = (self.mine | self.quiet | self.others).with_user(user or self.colleague)
            found = all_firms.search([("is_my_enterprise", "=", True), ("id", "in", all_firms.ids)])
            self.assertEqual(all_firms.filtered("is_my_enterprise"), found)
            return found

    def test_the_firms_behind_the_clocks_are_reached_on_these_days_alone(self):
        self.away()
        for day, firms in (
            ("2026-03-01", self.mine.browse()),
            (FIRST, self.mine),
            (LAST, self.mine),
            ("2026-03-07", self.mine.browse()),
        ):
            with self.subTest(day):
                self.assertEqual(self.reached(day), firms)

    def test_the_substitute_writes_and_telephones_then_and_not_after(self):
        self.away()
        firm = self.mine.with_user(self.colleague)
        with self.on(LAST):
            self.env.invalidate_all()
            firm.comment = "Called for the manager"
            self.assertEqual(firm.phone, "13812345678")
            self.assertIn(firm, firm.search([("phone", "=", "13812345678")]))
        with self.on("2026-03-07"):
            self.env.invalidate_all()
            self.assertNotEqual(firm.phone, "13812345678")
            self.assertFalse(firm.search([("phone", "=", "13812345678")]))
            with self.assertRaises(AccessError):
                firm.comment = "Too late"

    def test_a_clock_that_has_ended_leads_nowhere(self):
        self.away()
        self.env["park.deadline"].search([("res_id", "=", self.mine.id)])._unlocked().state = "met"
        self.assertFalse(self.reached(FIRST))

    def test_only_the_kinds_stood_in_for(self):
        self.clock(self.quiet, kind="other")
        self.away(kind="other")
        self.assertEqual(self.reached(FIRST), self.quiet)
        self.away()  # for all the rest
        self.assertEqual(self.reached(FIRST), self.mine | self.quiet)

    def test_a_restricted_clock_leads_nowhere(self):
        self.clock(self.quiet, is_restricted=True)
        self.away()
        self.assertNotIn(self.quiet, self.reached(FIRST))

    def test_nobody_else_reaches_them_and_the_absent_person_keeps_them(self):
        self.away()
        self.assertFalse(self.reached(FIRST, self.handler))
        self.assertEqual(self.reached(FIRST, self.manager), self.mine | self.quiet)
