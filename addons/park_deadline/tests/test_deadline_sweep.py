from datetime import date

from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger
from psycopg2 import IntegrityError

from .common import DeadlineCase


@tagged("post_install", "-at_install")
@freeze_time("2026-09-24 02:00:00")
class TestDeadlineSweep(DeadlineCase):
    """The reply clocks ended on Tue 2026-09-22; the product's ladder: urged on the 23rd, supervised from the 28th."""

    def sweep(self):
        return self.env["park.deadline"]._sweep()

    def test_an_overdue_clock_is_chased_once(self):
        matter = self.started()
        self.assertEqual((self.sweep(), self.sweep()), (1, 0))
        clock = matter.deadline_ids
        self.assertEqual((clock.level, str(clock.last_chased_at)), (2, "2026-09-24 02:00:00"))
        self.assertRecordValues(
            self.events(matter),
            [{"level": 2, "user_id": self.owner.id, "channel": "activity", "state": "sent"}],
        )
        self.assertRecordValues(
            self.todos(matter),
            [
                {
                    "user_id": self.owner.id,
                    "summary": "Overdue since 2026-09-22: Matter 1",
                    "res_name": "Matter 1",
                    "date_deadline": date(2026, 9, 24),
                    "automated": True,
                    "activity_type_id": self.env.ref("park_deadline.mail_activity_type_overdue").id,
                }
            ],
        )
        self.assertEqual(matter.with_user(self.owner).sudo().activity_ids, self.todos(matter))
        self.assertIn("park.test.matter", [group.get("model") for group in self.todo_groups(self.owner)])

    def todo_groups(self, user):
        return self.env["res.users"].with_user(user).sudo()._get_activity_groups()

    def test_only_running_clocks_that_ran_out_are_chased(self):
        with freeze_time("2026-09-21 02:00:00"):
            paused = self.started()
            paused._pause_deadlines(reason="Hearing")
            extended = self.started()
            extended._extend_deadlines("issue_reply", date(2026, 9, 29), "Two bureaus")
            met, void = self.started(), self.started()
            met._meet_deadlines()
            void._void_deadlines()
            due_today = self.started(start=date(2026, 9, 21))  # Thu 2026-09-24
        self.assertEqual(due_today.due_on, date(2026, 9, 24))
        self.assertEqual(self.sweep(), 1)  # the one due today: a reminder
        self.assertFalse(self.events(paused + extended + met + void))
        self.assertEqual(self.events(due_today).mapped("level"), [1])

    def test_an_extension_after_the_chase_opens_a_new_round(self):
        matter = self.started()
        self.sweep()
        matter._extend_deadlines("issue_reply", date(2026, 9, 29), "Two bureaus")
        self.assertFalse(self.todos(matter))
        self.assertEqual(self.sweep(), 0)
        with freeze_time("2026-09-30 02:00:00"):
            self.assertEqual(self.sweep(), 1)
        self.assertEqual([(event.round, event.level) for event in self.events(matter)], [(1, 2), (0, 2)])
        self.assertEqual(self.todos(matter).summary, "Overdue since 2026-09-29: Matter 1")

    def test_the_end_of_the_clock_takes_the_to_do_back_and_keeps_the_log(self):
        matter = self.started()
        self.sweep()
        matter._meet_deadlines()
        self.assertFalse(self.todos(matter))
        self.assertEqual(len(self.events(matter)), 1)
        self.assertEqual(matter.deadline_ids.state, "missed")

    def test_without_an_owner_the_head_is_told_else_the_current_members(self):
        former = self.person("handler", self.zone, "deadline_former")
        self.join(self.department, former, date_to=date(2026, 6, 30))
        matter = self.started(owner_id=False)
        self.sweep()
        self.assertEqual(self.events(matter).user_id, self.handler)
        self.department.head_id = self.users["supervisor"]
        headed = self.started(owner_id=False)
        self.sweep()
        self.assertEqual(self.events(headed).user_id, self.users["supervisor"])

    def test_a_restricted_clock_is_told_to_supervisors_of_the_zone_alone(self):
        self.department.head_id = self.users["leader"]
        self.person("supervisor", self.other_zone, "deadline_supervisor_there")
        matter = self.started(is_restricted=True)
        self.sweep()
        self.assertEqual(self.events(matter).user_id, self.users["supervisor"])
        self.assertTrue(self.events(matter).is_restricted)
        matter.is_restricted = False
        matter._sync_deadlines()
        self.assertFalse(self.events(matter).is_restricted)
        second = self.person("supervisor", self.zone, "deadline_supervisor_two")
        owned = self.started(is_restricted=True, owner_id=second.id)
        self.sweep()
        self.assertEqual(self.events(owned).user_id, second)

    def test_somebody_who_left_is_not_told(self):
        matter = self.started()
        self.owner.active = False
        self.sweep()
        self.assertEqual(self.events(matter).user_id, self.handler)

    def test_a_clock_nobody_answers_for_is_logged_as_failed(self):
        matter = self.started(owner_id=False, department_id=False)
        self.assertEqual((self.sweep(), self.sweep()), (1, 0))
        self.assertRecordValues(
            self.events(matter),
            [{"channel": "none", "state": "failed", "user_id": False, "activity_id": False}],
        )

    def test_a_subject_without_to_dos_gets_one_that_stands_by_itself(self):
        matter = self.started()
        matter.deadline_ids.sudo().res_model = "res.currency"
        self.sweep()
        todo = self.events(matter).activity_id or self.env["park.deadline.event"].search([]).activity_id
        self.assertEqual((todo.res_model, todo.res_id, todo.user_id), (False, 0, self.owner))

    def test_each_person_is_told_in_their_language(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        self.owner.lang = "zh_CN"
        urging = self.env.ref("park_deadline.park_deadline_rung_standard_urging")
        urging.with_context(lang="zh_CN").note = "已逾期（办理时限 {due}）：{title}"
        matter = self.started()
        self.sweep()
        self.assertEqual(self.todos(matter).summary, "已逾期（办理时限 2026-09-22）：Matter 1")

    def test_a_percent_sign_or_a_brace_in_the_title_is_just_text(self):
        matter = self.started(name="100% {due} %s")
        self.sweep()
        self.assertEqual(self.todos(matter).summary, "Overdue since 2026-09-22: 100% {due} %s")

    def test_a_sweep_costs_the_same_for_one_and_for_fifty(self):
        counts = []
        self.started()
        self.sweep()
        for size in (1, 50):
            self.started(size)
            self.env.flush_all()
            self.env.ref("park_deadline.mail_activity_type_overdue")
            before = self.cr.sql_log_count
            self.assertEqual(self.sweep(), size)
            counts.append(self.cr.sql_log_count - before)
        self.assertEqual(counts[0], counts[1])

    def test_the_same_rung_cannot_be_logged_twice_for_a_person(self):
        matter = self.started()
        self.sweep()
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError), self.cr.savepoint():
            self.events(matter).copy()

    def test_the_job_runs_it(self):
        cron = self.env.ref("park_deadline.ir_cron_sweep")
        matter = self.started()
        self.assertEqual((cron.active, cron.interval_number, cron.interval_type), (True, 5, "minutes"))
        with self.enter_registry_test_mode():
            cron.method_direct_trigger()
        self.assertEqual(len(self.events(matter)), 1)
