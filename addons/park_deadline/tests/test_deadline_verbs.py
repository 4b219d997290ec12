from datetime import date, datetime

from odoo.exceptions import UserError
from odoo.tests import freeze_time, tagged

from .common import DeadlineCase


@tagged("post_install", "-at_install")
@freeze_time("2026-09-21 02:00:00")
class TestDeadlineVerbs(DeadlineCase):
    def test_start_takes_limit_and_unit_from_the_profile_in_force(self):
        matter = self.matters()
        clock = matter._start_deadlines("issue_reply", start="received_on")
        self.assertRecordValues(
            clock,
            [
                {
                    "title": "Matter 1",
                    "company_id": self.zone.id,
                    "department_id": self.department.id,
                    "owner_id": self.owner.id,
                    "profile_id": self.env.ref("park_deadline.park_sla_profile_standard").id,
                    "step_id": self.env.ref("park_deadline.park_sla_step_standard_issue_reply").id,
                    "amount": 3,
                    "unit": "workday",
                    "started_on": date(2026, 9, 18),
                    "due_on": date(2026, 9, 22),  # Sunday the 20th is worked
                    "original_due_on": date(2026, 9, 22),
                    "is_provisional": False,
                    "state": "running",
                    "level": 0,
                }
            ],
        )
        self.assertEqual(matter.due_on, date(2026, 9, 22))
        self.assertEqual(matter.deadline_ids, clock)

    def test_every_kind_of_the_product_default(self):
        expected = {
            "assignment_sign": "2026-09-20",
            "issue_assign": "2026-09-20",
            "issue_first_contact": "2026-09-20",
            "issue_reply": "2026-09-22",
            "issue_close": "2026-09-29",
            "assignment_help": "2026-09-22",
            "assignment_objection": "2026-09-20",
            "issue_callback": "2026-09-22",
        }
        matter = self.matters()
        for kind, due in expected.items():
            with self.subTest(kind):
                self.assertEqual(str(matter._start_deadlines(kind, start="received_on").due_on), due)
        self.assertEqual(matter.due_on, date(2026, 9, 20))

    def test_start_today_in_the_zone_or_from_a_moment(self):
        early, late = self.matters(2)
        self.assertEqual(early._start_deadlines("issue_reply").started_on, date(2026, 9, 21))
        moment = datetime(2026, 9, 18, 17)  # already Saturday in China: received on the worked Sunday
        self.assertEqual(late._start_deadlines("issue_reply", start=moment).started_on, date(2026, 9, 20))

    def test_what_arrives_after_closing_counts_as_the_next_working_day(self):
        matters = self.matters(2)
        starts = (datetime(2026, 9, 21, 9), datetime(2026, 9, 21, 9, 0, 1))  # 17:00 and a second later
        clocks = [
            matter._start_deadlines("issue_reply", start=moment) for matter, moment in zip(matters, starts, strict=True)
        ]
        self.assertEqual([str(clock.due_on) for clock in clocks], ["2026-09-24", "2026-09-28"])

    def test_own_limit_of_so_many_working_days(self):
        clock = self.matters()._start_deadlines("issue_close", start=date(2026, 9, 30), amount=3)
        self.assertEqual((clock.amount, clock.unit, clock.due_on), (3, "workday", date(2026, 10, 10)))

    def test_own_limit_in_calendar_days_rolls_forward(self):
        clock = self.matters()._start_deadlines("issue_close", start=date(2026, 9, 21), amount=10, unit="calendar_day")
        self.assertEqual(clock.due_on, date(2026, 10, 8))

    def test_a_limit_that_nobody_has_written_down_is_refused(self):
        with self.assertRaisesRegex(UserError, "no_such_kind"):
            self.matters()._start_deadlines("no_such_kind")

    def test_a_limit_into_an_unpublished_year_is_provisional(self):
        clock = self.matters(complexity="major")._start_deadlines("issue_close", start=date(2026, 12, 1))
        self.assertTrue(clock.is_provisional)

    def test_starting_twice_is_starting_once(self):
        matter = self.started()
        clock = matter.deadline_ids
        self.assertEqual(matter._start_deadlines("issue_reply"), clock)
        self.assertEqual(matter._start_deadlines("issue_reply", start="received_on", amount=3), clock)
        self.assertEqual(len(matter.deadline_ids), 1)

    def test_another_limit_takes_the_place_of_the_running_one(self):
        matter = self.started(kind="issue_close")
        first = matter.deadline_ids
        second = matter._start_deadlines("issue_close", start=date(2026, 9, 21), amount=6)
        self.assertEqual((first.state, first.original_due_on), ("void", date(2026, 9, 29)))
        self.assertEqual((second.state, matter.due_on), ("running", date(2026, 9, 30)))

    def test_a_new_limit_does_not_wash_an_overdue_clock_clean(self):
        matter = self.started()
        first = matter.deadline_ids
        with freeze_time("2026-09-24 02:00:00"):
            matter._start_deadlines("issue_reply", amount=10)
        self.assertEqual(first.state, "missed")

    def test_pause_and_resume_give_back_the_working_days(self):
        matter = self.started()
        matter._pause_deadlines(["issue_reply"], reason="Expert review")
        self.assertEqual((matter.deadline_ids.state, matter.lamp), ("paused", "grey"))
        with freeze_time("2026-09-29 02:00:00"):  # Fri 25 to Sun 27 are off: 5 working days
            self.assertEqual((matter.lamp, matter.deadline_ids.is_overdue), ("grey", False))
            matter._resume_deadlines()
        clock = matter.deadline_ids
        self.assertEqual((clock.state, clock.paused_days), ("running", 5))
        self.assertEqual((clock.due_on, matter.due_on), (date(2026, 9, 30), date(2026, 9, 30)))
        self.assertEqual(clock.original_due_on, date(2026, 9, 22))

    def test_a_calendar_limit_gives_back_calendar_days(self):
        matter = self.matters()
        clock = matter._start_deadlines("issue_close", start=date(2026, 9, 18), amount=10, unit="calendar_day")
        matter._pause_deadlines(reason="Notice period")
        with freeze_time("2026-09-24 02:00:00"):
            matter._resume_deadlines()
        self.assertEqual((clock.paused_days, clock.due_on), (3, date(2026, 10, 8)))  # 28 Sep + 3 = 1 Oct

    def test_pause_asks_for_a_reason_and_for_a_clock_that_has_not_run_out(self):
        matter = self.started()
        with self.assertRaisesRegex(UserError, "why"):
            matter._pause_deadlines()
        with freeze_time("2026-09-23 02:00:00"), self.assertRaisesRegex(UserError, "extension"):
            matter._pause_deadlines(reason="Too late")

    def test_extend_moves_the_due_day_and_keeps_the_first_one(self):
        matter = self.started()
        clock = matter._extend_deadlines("issue_reply", date(2026, 9, 30), "Two bureaus must agree")
        self.assertEqual(
            (clock.due_on, clock.original_due_on, clock.extension_count, matter.due_on),
            (date(2026, 9, 30), date(2026, 9, 22), 1, date(2026, 9, 30)),
        )
        entry = self.env["park.audit"].search([("model", "=", matter._name)], limit=1)
        self.assertEqual((entry.action, entry.res_id), ("deadline.extend", matter.id))
        self.assertEqual(entry.detail["reason"], "Two bureaus must agree")

    def test_extend_refuses_earlier_days_no_reason_and_ended_clocks(self):
        matter = self.started()
        with self.assertRaisesRegex(UserError, "later"):
            matter._extend_deadlines("issue_reply", date(2026, 9, 22), "Same day")
        with self.assertRaisesRegex(UserError, "why"):
            matter._extend_deadlines("issue_reply", date(2026, 9, 30), "")
        matter._meet_deadlines()
        with self.assertRaisesRegex(UserError, "no open limit"):
            matter._extend_deadlines("issue_reply", date(2026, 9, 30), "Too late")

    def test_meet_compares_with_the_due_day_and_is_final(self):
        in_time, late = self.started(), self.started()
        in_time._meet_deadlines(["issue_reply"])
        with freeze_time("2026-09-23 02:00:00"):
            late._meet_deadlines("issue_reply")
            in_time._void_deadlines()
        self.assertEqual((in_time.deadline_ids.state, in_time.deadline_ids.met_on), ("met", date(2026, 9, 21)))
        self.assertEqual((late.deadline_ids.state, late.deadline_ids.met_on), ("missed", date(2026, 9, 23)))
        self.assertEqual((in_time.due_on, late.due_on, late.lamp), (False, False, "grey"))

    def test_meeting_late_in_the_evening_of_the_due_day_is_in_time(self):
        matter = self.started()
        with freeze_time("2026-09-22 15:59:00"):  # 23:59 in China
            matter._meet_deadlines()
        self.assertEqual(matter.deadline_ids.state, "met")

    def test_a_paused_clock_can_be_met(self):
        matter = self.started()
        matter._pause_deadlines(reason="Hearing")
        with freeze_time("2026-10-09 02:00:00"):  # the ceiling is ten working days, on 12 October
            matter._meet_deadlines()
        self.assertEqual(matter.deadline_ids.state, "met")

    def test_the_verbs_leave_other_kinds_alone(self):
        matter = self.started()
        matter._start_deadlines("issue_close", start="received_on")
        matter._meet_deadlines(["issue_reply"])
        states = {clock.kind: clock.state for clock in matter.deadline_ids}
        self.assertEqual(states, {"issue_reply": "met", "issue_close": "running"})
        self.assertEqual(matter.due_on, date(2026, 9, 29))

    def test_sync_copies_the_new_department_and_owner_onto_all_clocks(self):
        matter = self.started()
        matter._meet_deadlines()
        matter._start_deadlines("issue_close")
        matter.write({"department_id": False, "owner_id": self.users["leader"].id, "is_restricted": True})
        matter._sync_deadlines()
        self.assertRecordValues(
            matter.deadline_ids,
            [{"department_id": False, "owner_id": self.users["leader"].id, "is_restricted": True}] * 2,
        )

    def test_deleting_the_subject_takes_its_clocks(self):
        matter = self.started()
        clock = matter.deadline_ids
        matter.unlink()
        self.assertFalse(clock.exists())

    def test_callers_cannot_set_the_due_day_or_touch_the_clocks(self):
        matter = self.matters()
        plain = matter.with_user(self.users["handler"])
        self.assertEqual(
            plain._drop_protected({"due_on": "2030-01-01", "deadline_ids": [], "name": "x"}), {"name": "x"}
        )

    def test_verbs_cost_the_same_for_one_and_for_fifty(self):
        def story(matters):
            matters._start_deadlines("issue_reply", start="received_on")
            matters._pause_deadlines(reason="Review")
            matters._resume_deadlines()
            matters._extend_deadlines("issue_reply", date(2026, 9, 30), "Review")
            matters._sync_deadlines()
            matters._meet_deadlines()
            self.env.flush_all()

        story(self.matters())
        counts = []
        for size in (2, 50):
            matters = self.matters(size)
            self.env.flush_all()
            before = self.cr.sql_log_count
            story(matters)
            counts.append(self.cr.sql_log_count - before)
        self.assertEqual(counts[0], counts[1])
