from datetime import date

from odoo.exceptions import UserError
from odoo.tests import freeze_time, tagged

from .common import DeadlineCase


@tagged("post_install", "-at_install")
@freeze_time("2026-09-21 02:00:00")
class TestDeadlinePause(DeadlineCase):
    """A pause has a reason, a ceiling, and the consent that its reason asks for; it never lasts for ever."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.papers = cls.env.ref("park_deadline.park_deadline_reason_pause_papers")  # 10 working days, nobody agrees
        cls.statutory = cls.env.ref("park_deadline.park_deadline_reason_pause_statutory")  # 60, service centre
        cls.court = cls.env.ref("park_deadline.park_deadline_reason_pause_court")  # 180 calendar days, supervisor
        cls.centre = cls.users["service_centre"]

    def clock(self):
        return self.started(kind="issue_close").deadline_ids  # due on Tuesday 29 September

    def pause(self, clock, reason):
        return clock.with_user(self.handler)._ask_pause(reason, "The firm brings the map")

    def on(self, clock, day):
        clock.invalidate_recordset()
        clock.env["park.test.matter"].invalidate_model()
        return freeze_time(f"{day} 02:00:00")

    def test_a_reason_without_consent_begins_at_once(self):
        clock = self.clock()
        pause = self.pause(clock, self.papers)
        self.assertEqual((clock.state, clock.resumes_on), ("paused", date(2026, 10, 12)))  # Saturday 10 is worked
        self.assertEqual((pause.state, pause.paused_on, pause.ended_on), ("approved", date(2026, 9, 21), False))

    def test_a_reason_with_consent_leaves_the_clock_running_until_then(self):
        clock = self.clock()
        pause = self.pause(clock, self.statutory)
        self.assertEqual((clock.state, pause.state, pause.approver), ("running", "asked", "service_centre"))
        with self.assertRaises(UserError):
            pause.with_user(self.handler).action_approve()
        with self.on(clock, "2026-09-22"):
            pause.with_user(self.centre).action_approve()
        self.assertEqual((clock.state, clock.paused_on), ("paused", date(2026, 9, 22)))
        refused = self.pause(self.clock(), self.court)
        with self.assertRaises(UserError):
            refused.with_user(self.centre).action_refuse("No")
        refused.with_user(self.users["supervisor"]).action_refuse("No proceedings are known")
        self.assertEqual(refused.state, "refused")

    def test_at_the_ceiling_it_reads_as_running_with_no_job_run(self):
        clock = self.clock()
        matter = self.env[clock.res_model].browse(clock.res_id)
        self.pause(clock, self.papers)
        expected = [  # day, lamp, overdue; five working days were left
            ("2026-10-11", "grey", False),
            ("2026-10-12", "green", False),
            ("2026-10-14", "green", False),
            ("2026-10-15", "yellow", False),
            ("2026-10-19", "yellow", False),
            ("2026-10-20", "red", True),
        ]
        for day, lamp, overdue in expected:
            with self.subTest(day), self.on(clock, day):
                self.assertEqual(
                    (clock.state, clock.lamp, clock.is_overdue, matter.lamp), ("paused", lamp, overdue, lamp)
                )
                for model, record in ((clock, clock), (matter, matter)):
                    self.assertIn(record, model.search([("lamp", "=", lamp)]))
                    others = {"grey", "green", "yellow", "red"} - {lamp}
                    self.assertNotIn(record, model.search([("lamp", "in", list(others))]))
                self.assertEqual(clock in clock.search([("is_overdue", "=", True)]), overdue)

    def test_the_sweep_lets_it_run_on_as_of_its_ceiling_and_chases_it(self):
        clock = self.clock()
        pause = self.pause(clock, self.papers)
        with self.on(clock, "2026-10-26"):
            self.env["park.deadline"]._sweep()
            clock.invalidate_recordset()
            self.assertEqual((clock.state, clock.due_on, clock.paused_days), ("running", date(2026, 10, 19), 10))
            self.assertEqual((pause.ended_on, pause.days), (date(2026, 10, 12), 10))
            self.assertGreater(clock.level, 0)
            self.assertEqual(self.env["park.deadline"]._resume_expired(), 0)

    def test_a_verb_finds_it_running_even_before_the_sweep(self):
        clock = self.clock()
        matter = self.env[clock.res_model].browse(clock.res_id)
        self.pause(clock, self.papers)
        with self.on(clock, "2026-10-23"):
            matter._meet_deadlines()
        self.assertEqual((clock.state, clock.due_on, clock.paused_days), ("missed", date(2026, 10, 19), 10))

    def test_running_on_before_the_ceiling_and_what_is_left_of_it(self):
        clock = self.clock()
        self.pause(clock, self.papers)
        with self.on(clock, "2026-09-23"):
            clock.with_user(self.handler)._ask_resume()
            self.assertEqual((clock.state, clock.paused_days, clock.due_on), ("running", 2, date(2026, 10, 8)))
            self.pause(clock, self.papers)
            self.assertEqual(clock.resumes_on, date(2026, 10, 12))  # eight working days are left
        with self.on(clock, "2026-10-13"):
            self.env["park.deadline"]._resume_expired()
            clock.invalidate_recordset()
            self.assertEqual((clock.paused_days, sorted(clock.pause_ids.mapped("days"))), (10, [2, 8]))
            with self.assertRaisesRegex(UserError, "no more is possible"):
                self.pause(clock, self.papers)

    def test_a_ceiling_in_calendar_days_over_new_year(self):
        clock = self.matters()._start_deadlines("issue_close", start=date(2026, 12, 21))
        with self.on(clock, "2026-12-22"):
            pause = self.pause(clock, self.court)
            pause.with_user(self.users["supervisor"]).action_approve()
        self.assertEqual(clock.resumes_on, date(2027, 6, 21))  # 180 days: Sunday the 20th rolls forward

    def test_net_days_leave_the_pauses_out(self):
        clock = self.clock()  # started on Friday 18 September
        matter = self.env[clock.res_model].browse(clock.res_id)
        self.assertEqual(clock.net_days, 2)  # a worked Sunday and Monday
        self.pause(clock, self.papers)
        with self.on(clock, "2026-09-24"):
            self.assertEqual(clock.net_days, 2)
            clock.with_user(self.handler)._ask_resume()
        with self.on(clock, "2026-09-29"):
            self.assertEqual(clock.net_days, 4)
            matter._meet_deadlines()
        with self.on(clock, "2026-11-02"):
            self.assertEqual((clock.used_days, clock.net_days, clock.paused_days), (4, 4, 3))
        totals = self.env["park.deadline"]._read_group(
            [("id", "=", clock.id)], [], ["used_days:sum", "paused_days:sum"]
        )
        self.assertEqual(totals, [(4, 3)])

    def test_what_ends_while_paused_keeps_its_net_days(self):
        clock = self.clock()
        matter = self.env[clock.res_model].browse(clock.res_id)
        pause = self.pause(clock, self.papers)
        with self.on(clock, "2026-09-24"):
            matter._meet_deadlines()
        self.assertEqual((clock.state, clock.used_days, clock.paused_days), ("met", 2, 3))
        self.assertEqual((pause.ended_on, pause.days), (date(2026, 9, 24), 3))

    def test_an_extension_of_a_paused_clock_moves_its_ceiling_s_day_too(self):
        clock = self.clock()
        matter = self.env[clock.res_model].browse(clock.res_id)
        self.pause(clock, self.papers)
        before = clock.resumed_due_on
        matter._extend_deadlines("issue_close", date(2026, 10, 9), "Two bureaus")
        self.assertGreater(clock.resumed_due_on, before)

    def test_only_a_running_clock_pauses_and_only_once(self):
        clock = self.clock()
        self.pause(clock, self.statutory)
        with self.assertRaisesRegex(UserError, "already"):
            self.pause(clock, self.papers)
        late = self.clock()
        with self.on(late, "2026-10-08"), self.assertRaisesRegex(UserError, "does not run"):
            self.pause(late, self.papers)

    def test_every_reason_of_the_pick_list_has_a_ceiling(self):
        reasons = self.env["park.deadline.reason"].search([("usage", "=", "pause"), ("company_id", "=", False)])
        self.assertEqual(
            {reason.code: (reason.ceiling, reason.unit, reason.approver) for reason in reasons},
            {
                "papers": (10, "workday", False),
                "statutory": (60, "workday", "service_centre"),
                "publicity": (60, "workday", "service_centre"),
                "court": (180, "calendar_day", "supervisor"),
                "firm": (20, "workday", "service_centre"),
                "other": (10, "workday", "service_centre"),
            },
        )

    def test_a_zone_s_own_reason_replaces_the_shared_one_of_its_code(self):
        own = self.env["park.deadline.reason"].create(
            {"name": "Papers", "code": "papers", "usage": "pause", "ceiling": 5, "company_id": self.zone.id}
        )
        offered = own._offered("pause", self.zone)
        self.assertIn(own, offered)
        self.assertNotIn(self.papers, offered)
        self.assertIn(self.papers, own._offered("pause", self.other_zone))
