import json
from datetime import datetime, timedelta

from odoo.addons.base.models.ir_cron import CompletionStatus
from odoo.exceptions import AccessError
from odoo.tests import HttpCase, TransactionCase, freeze_time, new_test_user, tagged
from odoo.tools import mute_logger

NOON = datetime(2026, 9, 18, 4)  # 12:00 in China


class HeartbeatCase(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.admin = new_test_user(cls.env, "heartbeat_admin", "park_guard.group_park_admin", lang="en_US")
        cls.enterClassContext(
            mute_logger("odoo.addons.park_guard.models.park_alarm", "odoo.addons.base.models.ir_cron")
        )
        cls.cron = cls.env.ref("park_guard.cron_alarms")  # hourly
        cls.Heartbeat = cls.env["park.heartbeat"]
        cls.Heartbeat.search([]).unlink()
        with freeze_time(NOON):
            for cron in cls.park_jobs():
                cron.write({"nextcall": NOON, "active": True})
                cls.Heartbeat._beat(cron)

    @classmethod
    def park_jobs(cls):
        names = cls.env["ir.model.data"].search([("model", "=", "ir.cron"), ("module", "=like", "park\\_%")])
        return cls.env["ir.cron"].browse(names.mapped("res_id"))

    def found(self, moment):
        with freeze_time(moment):
            others = self.park_jobs() - self.cron
            for cron in others:
                self.Heartbeat._beat(cron)
            return [key for key in self.Heartbeat._watch() if key.startswith("park_guard.")]

    def todos(self):
        return self.env["mail.activity"].search([("user_id", "=", self.admin.id)])


@tagged("post_install", "-at_install")
class TestHeartbeat(HeartbeatCase):
    def test_a_job_that_comes_to_its_end_beats_and_one_that_breaks_does_not(self):
        beat = self.Heartbeat.search([("cron_id", "=", self.cron.id)])
        with freeze_time(NOON + timedelta(hours=1)), self.enter_registry_test_mode():
            self.cron.method_direct_trigger()
        self.env.invalidate_all()
        self.assertEqual(beat.beat_at, NOON + timedelta(hours=1))
        self.cron.code = "raise ValueError('broken')"
        with freeze_time(NOON + timedelta(hours=2)), self.enter_registry_test_mode():
            self.cron.method_direct_trigger()
        self.env.invalidate_all()
        self.assertEqual(beat.beat_at, NOON + timedelta(hours=1))

    def test_a_silent_job_is_an_alarm_and_one_to_do_until_it_runs_again(self):
        self.assertEqual(self.found(NOON + timedelta(minutes=120)), [])
        self.assertEqual(self.found(NOON + timedelta(minutes=121)), [])  # seen, not yet called
        self.assertEqual(self.found(NOON + timedelta(minutes=125)), ["park_guard.cron_alarms"])
        self.assertEqual(self.found(NOON + timedelta(minutes=126)), ["park_guard.cron_alarms"])
        self.assertEqual(self.todos().mapped("summary"), ["Does not run: park_guard.cron_alarms"])
        alarm = self.env["park.alarm"].search([("kind", "=", "job"), ("settled_at", "=", False)])
        self.assertEqual((alarm.key, alarm.times), ("park_guard.cron_alarms", 2))
        with freeze_time(NOON + timedelta(minutes=127)):
            self.Heartbeat._beat(self.cron)
        self.assertEqual(self.found(NOON + timedelta(minutes=128)), [])
        self.assertTrue(alarm.settled_at)
        self.assertEqual(len(self.todos()), 1)

    def test_a_server_that_was_off_over_night_calls_nobody_when_its_jobs_run_at_once(self):
        morning = NOON + timedelta(hours=20)
        self.assertEqual(self.found(morning), [])
        with freeze_time(morning + timedelta(minutes=1)):
            self.Heartbeat._beat(self.cron)
        self.assertEqual(self.found(morning + timedelta(minutes=5)), [])
        self.assertFalse(self.todos())

    def test_a_job_put_off_by_a_clock_that_jumped_runs_now(self):
        self.cron.nextcall = NOON + timedelta(days=1)
        self.found(NOON + timedelta(minutes=1))
        self.assertEqual(self.cron.nextcall, NOON + timedelta(minutes=1))
        entry = self.env["park.audit"].search([("action", "=", "job.bring_back")], limit=1, order="id desc")
        self.assertEqual(entry.detail, {"jobs": ["park_guard.cron_alarms"]})
        self.cron.nextcall = NOON + timedelta(minutes=90)
        self.found(NOON + timedelta(minutes=2))
        self.assertEqual(self.cron.nextcall, NOON + timedelta(minutes=90))

    def test_a_job_that_failures_switched_off_is_brought_back_and_told(self):
        job = {
            **self.cron.read(["active", "cron_name"])[0],
            "failure_count": 4,
            "first_failure_date": NOON - timedelta(days=8),
        }
        self.env.flush_all()
        self.env["ir.cron"]._update_failure_count(job, CompletionStatus.FAILED)
        self.env.invalidate_all()
        self.assertFalse(self.cron.active)
        self.assertEqual(self.found(NOON + timedelta(minutes=1)), ["park_guard.cron_alarms"])
        self.assertTrue(self.cron.active)
        self.assertEqual(len(self.todos()), 1)
        with freeze_time(NOON + timedelta(minutes=2)):
            self.Heartbeat._beat(self.cron)
        self.assertEqual(self.found(NOON + timedelta(minutes=3)), [])

    def test_a_job_that_a_person_switched_off_stays_off(self):
        self.cron.active = False
        self.assertEqual(self.found(NOON + timedelta(days=2)), [])
        self.assertEqual(self.found(NOON + timedelta(days=2, minutes=5)), [])
        self.assertFalse(self.cron.active)

    def test_only_administrators_and_auditors_see_the_jobs(self):
        self.assertTrue(self.Heartbeat.with_user(self.admin).search([]))
        staff = new_test_user(self.env, "heartbeat_staff", "park_guard.group_park_user")
        with self.assertRaises(AccessError):
            self.Heartbeat.with_user(staff).search([])


@tagged("post_install", "-at_install")
class TestHealth(HttpCase, HeartbeatCase):
    def ask(self, **headers):
        self.Heartbeat.search([("key", "=", "watch")]).unlink()
        answer = self.url_open("/park/health", headers=headers)
        return answer.status_code, json.loads(answer.text)

    def make_silent(self):
        """Let one job have been silent since long ago; the others have just come to their ends."""
        for cron in self.park_jobs() - self.cron:
            cron.nextcall = datetime.now()
            self.Heartbeat._beat(cron)
        self.Heartbeat.search([("cron_id", "=", self.cron.id)]).write(
            {"beat_at": "2026-01-01 00:00:00", "silent_since": "2026-01-01 02:00:00"}
        )
        self.cron.nextcall = datetime.now()

    def test_it_tells_the_world_yes_or_no_and_the_machine_what(self):
        self.make_silent()
        status, answer = self.ask()
        self.assertEqual((status, answer["status"]), (503, "failing"))
        self.assertIn("park_guard.cron_alarms", answer["found"])
        self.assertEqual(self.ask(**{"X-Forwarded-For": "203.0.113.9"}), (503, {"status": "failing"}))
        self.Heartbeat._beat(self.cron)
        self.assertEqual(self.ask(**{"X-Forwarded-For": "203.0.113.9"}), (200, {"status": "ok"}))

    def test_the_secret_opens_the_details(self):
        self.make_silent()
        self.env["ir.config_parameter"].set_param("park_guard.health_secret", "s3cret-enough")
        stranger = {"X-Forwarded-For": "203.0.113.9"}
        self.assertNotIn("found", self.ask(**stranger, **{"X-Park-Secret": "guess"})[1])
        self.assertIn("found", self.ask(**stranger, **{"X-Park-Secret": "s3cret-enough"})[1])
