import csv
from datetime import date, datetime
from pathlib import Path

from odoo.exceptions import AccessError, ValidationError
from odoo.service.model import get_public_method
from odoo.tests import TransactionCase, freeze_time, tagged

DATA = Path(__file__).parents[4] / "shared/data"


@tagged("post_install", "-at_install")
class TestWorkday(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.workday = cls.env["park.workday"]
        cls.guilin, cls.luoyang = cls.env["res.company"].create([{"name": "Guilin"}, {"name": "Luoyang"}])

    def zone_days(self, zone, year, **kinds):
        """Give a zone its own days: ``_04_20="holiday"``."""
        days = [
            {"date": f"{year}{key.replace('_', '-')}", "kind": kind, "name": "Zhuang Song Festival"}
            for key, kind in kinds.items()
        ]
        return self.env["park.workday.year"].create(
            {"year": year, "company_id": zone.id, "day_ids": [(0, 0, vals) for vals in days]}
        )

    def shared_rows(self, name):
        if not (DATA / name).exists():
            self.skipTest(f"{DATA / name} is not there")
        with (DATA / name).open(encoding="utf-8") as file:
            return list(csv.DictReader(file))

    def test_all_worked_examples(self):
        verbs = {
            "working_days": self.workday.add_workdays,
            "calendar_days_roll_forward": self.workday.add_days,
        }
        for row in self.shared_rows("workday_examples.csv"):
            with self.subTest(**row):
                start, expected = date.fromisoformat(row["start_date"]), date.fromisoformat(row["expected"])
                answer = verbs[row["kind"]](start, int(row["n_or_end"]))
                self.assertEqual(answer, (expected, False))

    def test_loaded_lists_agree_with_the_notices(self):
        wrong = [
            row["date"]
            for row in self.shared_rows("holidays_cn.csv")
            if self.workday.is_workday(date.fromisoformat(row["date"])) != (row["day_type"] == "work")
        ]
        self.assertEqual(wrong, [])

    def test_the_national_lists_are_whole(self):
        national = self.env["park.workday.year"].search([("company_id", "=", False)])
        self.assertLessEqual(set(range(2004, 2027)), set(national.mapped("year")))
        list_2026 = national.filtered(lambda year_list: year_list.year == 2026)
        self.assertEqual(len(list_2026.day_ids), 365)
        self.assertEqual(max(list_2026.day_ids.mapped("ordinal")), 248)
        self.assertEqual(list_2026.workday_count, 248)
        self.assertEqual(list_2026.published_on, date(2025, 11, 4))
        self.assertEqual(len(list_2026.special_day_ids.filtered(lambda day: day.kind == "makeup")), 6)

    def test_loading_again_adds_nothing(self):
        self.assertEqual(self.env["park.workday.year"]._load_library_years(), [])

    def test_a_year_without_a_list_is_counted_with_plain_weekdays_and_marked(self):
        self.assertEqual(self.workday.add_workdays(date(2026, 12, 31), 1), (date(2027, 1, 1), True))
        self.assertEqual(self.workday.add_days(date(2026, 12, 30), 10), (date(2027, 1, 11), True))
        self.assertEqual(self.workday.add_workdays(date(2026, 12, 24), 5), (date(2026, 12, 31), False))

    def test_a_regional_holiday_counts_in_its_zone_only(self):
        before = self.workday.add_workdays(date(2026, 4, 17), 2, self.guilin)
        self.zone_days(self.guilin, 2026, _04_20="holiday", _04_21="holiday")
        self.assertEqual(before, (date(2026, 4, 21), False))
        self.assertEqual(self.workday.add_workdays(date(2026, 4, 17), 2, self.guilin), (date(2026, 4, 23), False))
        self.assertEqual(self.workday.add_workdays(date(2026, 4, 17), 2, self.luoyang), (date(2026, 4, 21), False))
        self.assertEqual(self.workday.workdays_between(date(2026, 4, 17), date(2026, 4, 23), self.guilin), 2)
        self.assertFalse(self.workday.is_workday(date(2026, 4, 20), self.guilin))
        self.assertTrue(self.workday.is_workday(date(2026, 4, 20)))

    def test_a_zone_may_work_on_a_national_holiday(self):
        self.zone_days(self.guilin, 2026, _10_01="makeup", _10_02="workday", _10_10="weekend")
        self.assertTrue(self.workday.is_workday(date(2026, 10, 1), self.guilin))
        self.assertTrue(self.workday.is_workday(date(2026, 10, 2), self.guilin))
        self.assertFalse(self.workday.is_workday(date(2026, 10, 10), self.guilin))

    def test_changing_and_deleting_a_day_counts_at_once(self):
        day = self.zone_days(self.guilin, 2026, _04_20="holiday").day_ids
        self.assertFalse(self.workday.is_workday(date(2026, 4, 20), self.guilin))
        day.kind = "workday"
        self.assertTrue(self.workday.is_workday(date(2026, 4, 20), self.guilin))
        day.date = date(2026, 4, 22)
        day.kind = "holiday"
        self.assertFalse(self.workday.is_workday(date(2026, 4, 22), self.guilin))
        day.year_id.unlink()
        self.assertTrue(self.workday.is_workday(date(2026, 4, 22), self.guilin))

    def test_zone_days_do_not_make_an_unpublished_year_known(self):
        self.zone_days(self.guilin, 2027, _04_09="holiday")
        self.assertEqual(self.workday.add_workdays(date(2027, 4, 8), 1, self.guilin), (date(2027, 4, 12), True))

    def test_a_day_outside_the_year_of_its_list_is_refused(self):
        with self.assertRaisesRegex(ValidationError, "2026"):
            self.zone_days(self.guilin, 2026).day_ids.create(
                {"year_id": self.zone_days(self.luoyang, 2026).id, "date": "2027-01-01", "kind": "holiday"}
            )

    @freeze_time("2026-09-30 16:30:00")
    def test_today_is_that_of_the_zone_not_of_the_server_or_the_user(self):
        self.assertEqual(self.workday.with_context(tz="America/New_York").today(), date(2026, 10, 1))
        self.guilin.partner_id.tz = "Europe/Paris"
        self.assertEqual(self.workday.today(self.guilin), date(2026, 9, 30))
        self.assertEqual(self.workday.local_date(datetime(2026, 9, 30, 15, 59)), date(2026, 9, 30))

    def test_verbs_are_closed_to_remote_callers(self):
        for verb in ("add_workdays", "workdays_between", "add_days", "is_workday", "today", "local_date"):
            with self.subTest(verb), self.assertRaises(AccessError):
                get_public_method(self.workday, verb)

    def test_counting_costs_no_statement_once_the_calendar_is_known(self):
        self.workday.is_workday(date(2026, 1, 1), self.guilin)
        with self.assertQueryCount(0):
            for n in range(200):
                self.workday.add_workdays(date(2026, 1, 1), n, self.guilin)
