from odoo.exceptions import AccessError
from odoo.tests import TransactionCase, new_test_user, tagged
from odoo.tools import mute_logger


@tagged("post_install", "-at_install")
class TestAlarm(TransactionCase):
    def setUp(self):
        super().setUp()
        self.enterContext(mute_logger("odoo.addons.park_guard.models.park_alarm"))
        self.admin = new_test_user(self.env, "alarm_admin", "park_guard.group_park_admin")
        self.auditor = new_test_user(self.env, "alarm_auditor", "park_guard.group_park_auditor")

    def test_one_alarm_for_one_thing_until_it_is_settled(self):
        alarms = self.env["park.alarm"]
        self.assertEqual([alarms._ring("file", "aa/1") for _ in range(3)], [True, False, False])
        alarm = alarms.search([("key", "=", "aa/1")])
        self.assertEqual(alarm.times, 3)
        alarm.with_user(self.admin).action_settle()
        self.assertEqual(alarm.settled_by_id, self.admin)
        self.assertTrue(alarms._ring("file", "aa/1"))
        self.assertEqual(alarms.search_count([("key", "=", "aa/1")]), 2)

    def test_administrators_and_auditors_are_told_once(self):
        self.env["park.alarm"]._ring("file", "aa/2")
        before = self.env["mail.message"].search([], limit=1, order="id desc").id
        with self.enter_registry_test_mode(), self.registry.cursor() as cr:  # a job commits as it goes
            alarms = self.env(cr=cr)["park.alarm"]
            alarms._cron_tell()
            alarms._cron_tell()
        told = self.env["mail.message"].search([("id", ">", before), ("subject", "ilike", "Alarm")])
        self.assertEqual(len(told), 1)
        self.assertIn("aa/2", told.body)
        self.assertLessEqual(self.admin.partner_id + self.auditor.partner_id, told.notified_partner_ids)

    def test_only_an_administrator_settles_and_nobody_edits(self):
        self.env["park.alarm"]._ring("file", "aa/3")
        alarm = self.env["park.alarm"].search([("key", "=", "aa/3")])
        with self.assertRaises(AccessError):
            alarm.with_user(self.auditor).action_settle()
        alarm.with_user(self.admin).write({"settled_at": "2020-01-01", "times": 0, "key": "other"})
        self.assertEqual((alarm.settled_at, alarm.times, alarm.key), (False, 1, "aa/3"))
