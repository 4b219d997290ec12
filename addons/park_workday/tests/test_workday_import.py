from base64 import b64encode
from datetime import date

from odoo.exceptions import AccessError, UserError
from odoo.tests import TransactionCase, new_test_user, tagged

LIST = (
    "date,kind,name\n"
    + "".join(f"2027-02-{day:02},off,Spring Festival\n" for day in range(5, 12))
    + "".join(f"2027-{day},off,\n" for day in ("01-01", "04-05", "05-03", "06-09", "09-15", "10-01", "10-04", "10-05"))
    + "2027-01-10,work,\n"
)


@tagged("post_install", "-at_install")
class TestWorkdayImport(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.zone = cls.env["res.company"].create({"name": "Here"})
        cls.admin, cls.centre = (
            new_test_user(
                cls.env,
                f"import_{role}",
                groups=f"park_guard.group_park_{role}",
                company_id=cls.zone.id,
                company_ids=[(6, 0, cls.zone.ids)],
                lang="en_US",
            )
            for role in ("admin", "service_centre")
        )

    def batch(self, text=LIST, user=None, **vals):
        return (
            self.env["park.workday.import"]
            .with_user(user or self.admin)
            .create({"file": b64encode(text.encode()), "filename": "list.csv", **vals})
        )

    def national(self, year):
        return self.env["park.workday.year"].search([("year", "=", year), ("company_id", "=", False)])

    def test_preview_changes_nothing_and_putting_in_force_loads_the_year(self):
        batch = self.batch(source="Invented notice", published_on="2026-11-04")
        batch.action_preview()
        self.assertEqual((batch.state, batch.year, batch.workday_count), ("previewed", 2027, 249))
        self.assertFalse(batch.findings)
        self.assertFalse(self.national(2027))
        self.assertEqual(self.env["park.workday"].add_workdays(date(2026, 12, 31), 1), (date(2027, 1, 1), True))
        batch.action_apply()
        year_list = self.national(2027)
        self.assertRecordValues(
            year_list, [{"workday_count": 249, "source": "Invented notice", "published_on": date(2026, 11, 4)}]
        )
        self.assertEqual((len(year_list.day_ids), max(year_list.day_ids.mapped("ordinal"))), (365, 249))
        self.assertEqual(year_list.special_day_ids[:1].date, date(2027, 1, 1))
        self.assertEqual(self.env["park.workday"].add_workdays(date(2026, 12, 31), 1), (date(2027, 1, 4), False))
        entry = self.env["park.audit"].search([("action", "=", "workday.import")], limit=1)
        self.assertEqual((entry.user_id, entry.detail["file"]), (self.admin, "list.csv"))

    def test_a_later_notice_takes_the_place_of_a_list(self):
        first = self.batch()
        first.action_preview()
        first.action_apply()
        again = self.batch(LIST.replace("2027-10-05,off,\n", ""))
        again.action_preview()
        self.assertTrue(again.is_replacing)
        again.action_apply()
        self.assertEqual(self.national(2027).workday_count, 250)
        self.assertEqual(len(self.national(2027).day_ids), 365)

    def test_doubts_must_be_confirmed(self):
        batch = self.batch(LIST + "2027-03-01,work,\n")
        batch.action_preview()
        self.assertIn("2027-03-01", batch.findings)
        with self.assertRaisesRegex(UserError, "doubts"):
            batch.action_apply()
        batch.accept_warnings = True
        batch.action_apply()
        self.assertEqual(batch.state, "done")

    def test_what_cannot_be_a_list_is_refused_with_the_remedy(self):
        batch = self.batch("date,kind\n2027-01-01,perhaps\n", accept_warnings=True)
        batch.action_preview()
        self.assertIn("Rows that cannot be read: 2", batch.findings)
        with self.assertRaisesRegex(UserError, "cannot be read"):
            batch.action_apply()
        self.assertFalse(self.national(2027))

    def test_without_a_preview_nothing_is_put_in_force_and_a_new_file_asks_for_another(self):
        batch = self.batch(state="previewed")
        self.assertEqual(batch.state, "draft")
        with self.assertRaisesRegex(UserError, "preview"):
            batch.action_apply()
        batch.action_preview()
        batch.file = b64encode(b"date,kind\n")
        self.assertEqual(batch.state, "draft")

    def test_only_administrators_import(self):
        with self.assertRaises(AccessError):
            self.batch(user=self.centre)
        batch = self.batch()
        with self.assertRaises(AccessError):
            batch.with_user(self.centre).action_apply()

    def test_the_zone_of_guilin_takes_over_the_days_of_its_region(self):
        choice = self.env["park.workday.regional"].with_user(self.admin).with_company(self.zone)
        dialog = choice.create({"region": "guangxi", "year": "2026", "company_id": self.zone.id})
        self.assertTrue(dialog.is_unconfirmed)
        self.assertIn("2026-04-20", dialog.days_text)
        workday = self.env["park.workday"]
        self.assertTrue(workday.is_workday(date(2026, 4, 20), self.zone))
        action = dialog.action_add()
        year_list = self.env["park.workday.year"].browse(action["res_id"])
        self.assertEqual([str(day.date) for day in year_list.day_ids], ["2026-04-20", "2026-04-21"])
        self.assertIn("not confirmed", year_list.source)
        self.assertFalse(workday.is_workday(date(2026, 4, 20), self.zone))
        self.assertTrue(workday.is_workday(date(2026, 4, 20)))
        dialog.action_add()  # twice is once
        self.assertEqual(len(year_list.day_ids), 2)
        dialog.year = "2024"
        self.assertFalse(dialog.is_unconfirmed)

    def test_days_of_a_region_are_not_added_to_a_foreign_zone(self):
        other = self.env["res.company"].create({"name": "There"})
        with self.assertRaises(AccessError):
            self.env["park.workday.regional"].with_user(self.admin).create(
                {"region": "guangxi", "year": "2026", "company_id": other.id}
            )
