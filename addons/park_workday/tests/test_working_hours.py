from datetime import date, datetime

from odoo.exceptions import AccessError, ValidationError
from odoo.service.model import get_public_method
from odoo.tests import TransactionCase, new_test_user, tagged


@tagged("post_install", "-at_install")
class TestWorkingHours(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.workday = cls.env["park.workday"]
        cls.guilin, cls.luoyang = cls.env["res.company"].create([{"name": "Guilin"}, {"name": "Luoyang"}])

    def test_moments_are_utc_and_hours_those_of_the_zone(self):
        start = datetime(2026, 9, 7, 8, 30)  # Monday 16:30 in China
        self.assertEqual(self.workday.add_working_hours(start, 4), (datetime(2026, 9, 8, 3, 30), False))
        self.guilin.write({"park_afternoon_from": 14.5})
        self.assertEqual(self.workday.add_working_hours(start, 4.5, self.guilin), (datetime(2026, 9, 8, 4), False))
        self.assertEqual(self.workday.add_working_hours(start, 4, self.luoyang)[0], datetime(2026, 9, 8, 3, 30))
        self.assertEqual(self.workday.working_hours_between(start, datetime(2026, 9, 8, 3, 30)), 4)

    def test_a_regional_holiday_is_not_worked(self):
        self.env["park.workday.year"].create(
            {"year": 2026, "company_id": self.guilin.id, "day_ids": [(0, 0, {"date": "2026-04-20"})]}
        )
        friday = datetime(2026, 4, 17, 9)  # 17:00
        self.assertEqual(self.workday.add_working_hours(friday, 2, self.guilin)[0], datetime(2026, 4, 21, 2))
        self.assertEqual(self.workday.add_working_hours(friday, 2)[0], datetime(2026, 4, 20, 2))

    def test_receipt_after_closing_or_on_a_day_off(self):
        cases = (
            (datetime(2026, 9, 30, 9), date(2026, 9, 30)),  # 17:00
            (datetime(2026, 9, 30, 9, 1), date(2026, 10, 8)),
            (datetime(2026, 10, 2, 2), date(2026, 10, 8)),
            (datetime(2026, 10, 8, 16, 30), date(2026, 10, 9)),  # half past midnight on the 9th
        )
        for moment, day in cases:
            with self.subTest(moment):
                self.assertEqual(self.workday.received_on(moment), day)
        self.guilin.park_receipt_closes = 24.0
        self.assertEqual(self.workday.received_on(datetime(2026, 9, 30, 15, 59), self.guilin), date(2026, 9, 30))

    def test_moments_of_a_day(self):
        day = date(2026, 9, 7)
        self.assertEqual(self.workday.opening_at(day), datetime(2026, 9, 7, 1))
        self.assertEqual(self.workday.last_receipt_at(day), datetime(2026, 9, 7, 9))
        self.assertEqual(self.workday.closing_at(day, self.guilin), datetime(2026, 9, 7, 10))

    def test_hours_that_do_not_follow_each_other_are_refused(self):
        for vals in (
            {"park_morning_from": 12.0},
            {"park_morning_to": 13.5},
            {"park_afternoon_to": 12.5},
            {"park_afternoon_to": 25.0},
            {"park_morning_from": -1.0},
            {"park_receipt_closes": 9.0},
        ):
            with self.subTest(**vals), self.assertRaisesRegex(ValidationError, "Guilin"), self.cr.savepoint():
                self.guilin.write(vals)
        self.guilin.write({"park_morning_to": 13.0})  # no lunch break

    def test_whoever_cannot_read_the_zone_counts_its_hours_all_the_same(self):
        handler = new_test_user(self.env, "hours_handler", groups="park_guard.group_park_handler")
        workday = self.workday.with_user(handler)
        self.assertEqual(workday.closing_at(date(2026, 9, 7), self.guilin.with_user(handler)).hour, 10)

    def test_verbs_are_closed_to_remote_callers(self):
        verbs = "add_working_hours working_hours_between received_on received_at last_receipt_at opening_at closing_at"
        for verb in (*verbs.split(), "local", "utc", "now"):
            with self.subTest(verb), self.assertRaises(AccessError):
                get_public_method(self.workday, verb)
