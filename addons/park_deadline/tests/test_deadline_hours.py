from datetime import date, datetime

from odoo.exceptions import UserError
from odoo.tests import freeze_time, tagged

from .common import DeadlineCase

AT_HALF_PAST_FOUR = datetime(2026, 9, 21, 8, 30)  # Monday 16:30 in China
DUE = datetime(2026, 9, 22, 3, 30)  # Tuesday 11:30


@tagged("post_install", "-at_install")
@freeze_time("2026-09-21 08:30:00")
class TestDeadlineHours(DeadlineCase):
    """Four working hours received at half past four, 9-12 and 13-18 being worked, end at 11:30."""

    def signing(self, start=AT_HALF_PAST_FOUR, **vals):
        matter = self.matters(**vals)
        return matter, matter._start_deadlines("assignment_sign", start=start)

    def test_due_the_next_morning_at_the_right_hour(self):
        for start in (AT_HALF_PAST_FOUR, None):
            matter, clock = self.signing(start)
            self.assertEqual((clock.started_at, clock.due_at), (AT_HALF_PAST_FOUR, DUE))
            self.assertEqual((clock.started_on, clock.due_on), (date(2026, 9, 21), date(2026, 9, 22)))
            self.assertEqual((clock.original_due_on, clock.original_due_at), (date(2026, 9, 22), DUE))
            self.assertEqual((matter.due_on, clock.due_note), (date(2026, 9, 22), "by 11:30"))

    def test_received_after_closing_it_counts_from_the_next_opening(self):
        _matter, clock = self.signing(datetime(2026, 9, 21, 9, 1))
        self.assertEqual(clock.started_at, datetime(2026, 9, 22, 1))
        self.assertEqual(clock.due_at, datetime(2026, 9, 22, 6))  # three hours, lunch, and one

    def test_from_a_day_of_unknown_hour_it_is_never_due_too_early(self):
        _matter, clock = self.signing("received_on")  # Friday: from 17:00; the Sunday is worked
        self.assertEqual(clock.due_at, datetime(2026, 9, 20, 4))
        _matter, clock = self.signing(date(2026, 9, 26))  # a holiday: from Monday's opening
        self.assertEqual(clock.due_at, datetime(2026, 9, 28, 6))

    def test_limits_in_days_have_no_hour(self):
        matter = self.matters()
        clock = matter._start_deadlines("issue_reply", start=AT_HALF_PAST_FOUR)
        self.assertEqual((clock.started_at, clock.due_at, clock.due_note), (False, False, ""))

    def test_each_zone_works_its_own_hours(self):
        self.other_zone.write({"park_morning_from": 8.5, "park_afternoon_from": 14.5, "park_receipt_closes": 16.0})
        _matter, clock = self.signing(company_id=self.other_zone.id, department_id=False)
        self.assertEqual(clock.due_at, datetime(2026, 9, 22, 7))  # from 8:30; 3.5 hours, and half an hour from 14:30

    def test_overdue_from_its_moment_on_screen_and_in_every_search(self):
        matter, clock = self.signing()
        day = self.matters()
        day._start_deadlines("issue_reply", start=date(2026, 9, 18))  # due on the 22nd, all day
        both = matter + day
        for moment, lamp in (("2026-09-22 03:30:00", "yellow"), ("2026-09-22 03:30:01", "red")):
            with self.subTest(moment), freeze_time(moment):
                self.env.invalidate_all()
                late = lamp == "red"
                self.assertEqual((clock.lamp, clock.is_overdue, matter.lamp), (lamp, late, lamp))
                self.assertEqual(self.found("is_overdue", [True], both), clock.browse(clock.ids * late))
                self.assertEqual(
                    self.found("is_overdue", [False], both),
                    both.deadline_ids.browse(both.deadline_ids.ids if not late else day.deadline_ids.ids),
                )
                self.assertEqual(clock in self.found("lamp", ["red"], both), late)
                self.assertEqual(clock in self.found("lamp", ["yellow"], both), not late)
                self.assertEqual(matter in matter.search([("lamp", "=", "red")]), late)
                self.assertNotIn(day, day.search([("lamp", "=", "red")]))

    def found(self, field, values, matters):
        return self.env["park.deadline"].search([(field, "in", values), ("id", "in", matters.deadline_ids.ids)])

    def test_the_ladder_counts_from_the_day_of_its_moment(self):
        matter, clock = self.signing()
        with freeze_time("2026-09-22 01:00:00"):
            self.env["park.deadline"]._sweep()
            self.assertEqual((clock.level, self.todos(matter).summary[:6]), (1, "Due on"))
        with freeze_time("2026-09-22 04:00:00"):
            self.env["park.deadline"]._sweep()
            self.assertEqual((clock.is_overdue, clock.level), (True, 1))
        with freeze_time("2026-09-23 01:00:00"):
            self.env["park.deadline"]._sweep()
        self.assertEqual((clock.level, len(self.todos(matter))), (2, 1))

    def test_met_before_its_moment_and_missed_after_it(self):
        (early, met), (late, missed) = self.signing(), self.signing()
        with freeze_time("2026-09-22 03:29:00"):
            early._meet_deadlines()
        with freeze_time("2026-09-22 03:31:00"):
            late._meet_deadlines()
        self.assertEqual((met.state, missed.state), ("met", "missed"))

    def test_a_pause_gives_back_the_hours_that_were_left(self):
        matter, clock = self.signing()
        with freeze_time("2026-09-22 01:30:00"):  # 9:30: two hours are left
            matter._pause_deadlines(reason="Which bureau is asked")
        with freeze_time("2026-09-24 09:00:00"):  # 17:00 on the last day before three days off
            self.assertEqual(matter.lamp, "grey")
            matter._resume_deadlines()
        self.assertEqual((clock.due_at, clock.due_on), (datetime(2026, 9, 28, 2), date(2026, 9, 28)))
        self.assertEqual((clock.paused_days, clock.paused_at, clock.original_due_at), (2, False, DUE))

    def test_once_its_moment_has_passed_it_cannot_pause(self):
        matter, _clock = self.signing()
        with freeze_time("2026-09-22 04:00:00"), self.assertRaisesRegex(UserError, "extension"):
            matter._pause_deadlines(reason="Too late")

    def test_an_extension_runs_to_the_end_of_the_new_day(self):
        matter, clock = self.signing()
        matter._extend_deadlines("assignment_sign", date(2026, 9, 23), "Two bureaus must agree")
        self.assertEqual((clock.due_at, clock.original_due_at), (datetime(2026, 9, 23, 10), DUE))

    def test_the_same_limit_given_again_goes_on_and_another_replaces_it(self):
        matter, clock = self.signing()
        again = matter._start_deadlines("assignment_sign", start=AT_HALF_PAST_FOUR, amount=4, unit="working_hour")
        self.assertEqual(again, clock)
        other = matter._start_deadlines("assignment_sign", start=AT_HALF_PAST_FOUR, amount=5, unit="working_hour")
        self.assertEqual((clock.state, other.due_at), ("void", datetime(2026, 9, 22, 5, 30)))
