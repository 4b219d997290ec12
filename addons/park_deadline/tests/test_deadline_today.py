from datetime import date

from odoo.tests import freeze_time, tagged

from .common import DeadlineCase


@tagged("post_install", "-at_install")
class TestDeadlineToday(DeadlineCase):
    """Ten working days from Mon 2026-03-02 end on Mon 2026-03-16; seven of them are green."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.matter = cls.matters()
        cls.clock = cls.matter._start_deadlines("issue_close", start=date(2026, 3, 2), amount=10)

    def test_lamp_and_days_left_are_read_from_the_clock(self):
        for day, colour, days_left in (
            ("2026-03-02", "green", 10),
            ("2026-03-11", "green", 3),
            ("2026-03-12", "yellow", 2),
            ("2026-03-16", "yellow", 0),
            ("2026-03-17", "red", -1),
        ):
            with self.subTest(day), freeze_time(f"{day} 02:00:00"):
                self.env.invalidate_all()
                self.assertEqual((self.clock.lamp, self.matter.lamp), (colour, colour))
                self.assertEqual((self.clock.days_left, self.matter.days_left), (days_left, days_left))
                self.assertEqual(self.clock.is_overdue, colour == "red")

    def test_the_search_agrees_with_the_lamp(self):
        idle = self.matters()
        paused = self.matters()
        paused._start_deadlines("issue_close", start=date(2026, 3, 2), amount=10)
        with freeze_time("2026-03-03 02:00:00"):
            paused._pause_deadlines(reason="Hearing")
        both = self.matter + idle + paused
        for day in ("2026-03-11", "2026-03-12", "2026-03-16", "2026-03-17"):
            with self.subTest(day), freeze_time(f"{day} 02:00:00"):
                self.env.invalidate_all()
                for colour in ("green", "yellow", "red", "grey"):
                    for model, records in (("park.test.matter", both), ("park.deadline", both.deadline_ids)):
                        lit = records.filtered(lambda record, colour=colour: record.lamp == colour)
                        scope = [("id", "in", records.ids)]
                        found = self.env[model].search([*scope, ("lamp", "=", colour)])
                        self.assertEqual(found, lit)
                        others = self.env[model].search([*scope, ("lamp", "!=", colour)])
                        self.assertEqual(others, records - lit)
                overdue = self.env["park.deadline"].search([("is_overdue", "=", True)])
                self.assertEqual(self.clock in overdue, day == "2026-03-17")
                self.assertFalse(overdue & self.env["park.deadline"].search([("is_overdue", "=", False)]))

    @freeze_time("2026-03-17 02:00:00")
    def test_the_worst_clock_of_a_subject_shows(self):
        self.matter._start_deadlines("issue_reply")
        self.assertEqual(self.matter.lamp, "red")
        self.matter._meet_deadlines(["issue_close"])
        self.assertEqual(self.matter.lamp, "green")

    @freeze_time("2026-03-17 02:00:00")
    def test_lamps_of_a_list_cost_one_statement(self):
        many = self.matters(40)
        many._start_deadlines("issue_reply")
        self.env.flush_all()
        self.env.invalidate_all()
        many.mapped("company_id.partner_id.tz")
        with self.assertQueryCount(1):
            many.mapped("lamp")

    @freeze_time("2026-03-16 16:00:00")
    def test_the_day_changes_at_midnight_in_china_for_everybody(self):
        self.assertTrue(self.clock.with_context(tz="America/New_York").is_overdue)
