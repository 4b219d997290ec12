import time
from contextlib import contextmanager
from datetime import date
from unittest.mock import patch

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger

from .common import DeadlineCase
from .fake_smtp import fake_smtp, sleepy

QUIET = ("odoo.addons.park_deadline.models.park_deadline_message", "odoo.addons.base.models.ir_cron")


@tagged("post_install", "-at_install")
class TestChaseOutbox(DeadlineCase):
    """Clocks that ended on Wed 2026-09-30 are urged on Thu 2026-10-08, by mail in one digest a person."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.owner.email = "owner@example.com"
        cls.users["supervisor"].email = "supervisor@example.com"
        cls.smtp = cls.enterClassContext(fake_smtp())
        cls.env["ir.mail_server"].search([]).active = False
        cls.env["ir.mail_server"].create(
            {"name": "Fake", "smtp_host": "127.0.0.1", "smtp_port": cls.smtp.port, "smtp_encryption": "none"}
        )
        cls.env.company.email = cls.zone.email = "zone@example.com"
        mail_server = type(cls.env["ir.mail_server"])
        cls.enterClassContext(patch.object(mail_server, "_disable_send", classmethod(lambda cls: False)))

    def setUp(self):
        super().setUp()
        self.smtp.mails.clear()
        self.smtp.behaviour.clear()
        self.smtp.connections = 0

    def overdue(self, count=1, **vals):
        """Return matters that ended on Sep 30."""
        with freeze_time("2026-09-25 02:00:00"):
            return self.started(count, start=date(2026, 9, 25), **vals)

    @contextmanager
    def at(self, moment):
        with freeze_time(moment):
            yield

    def sweep(self, moment="2026-10-08 02:00:00"):
        with self.at(moment):
            return self.env["park.deadline"]._sweep()

    def send(self, moment="2026-10-08 02:00:00"):
        """Run the job as the scheduler would; return the mails that arrived in it."""
        before = len(self.smtp.mails)
        with self.at(moment), self.enter_registry_test_mode():
            answer = self.env.ref("park_deadline.ir_cron_send").method_direct_trigger()
        self.env.invalidate_all()
        self.assertIs(answer, True)
        return self.smtp.mails[before:]

    def digests(self, user=None):
        return self.env["park.deadline.message"].search([("user_id", "=", (user or self.owner).id)])

    def test_all_that_is_due_to_a_person_goes_in_one_digest(self):
        matters = self.overdue(40)
        self.sweep()
        self.assertEqual(set(self.events(matters).mapped("state")), {"queued"})
        [mail] = self.send()
        self.assertEqual((mail["To"], mail["From"]), ("owner@example.com", '"Here" <zone@example.com>'))
        text = mail.get_payload()[0].get_payload(decode=True).decode()
        self.assertTrue(all(matter.name in text for matter in matters))
        self.assertEqual(set(self.events(matters).mapped("state")), {"sent"})
        self.assertRecordValues(self.digests(), [{"state": "sent", "attempts": 1, "on": date(2026, 10, 8)}])
        self.assertEqual(self.send(), [])

    def test_nothing_goes_out_in_quiet_hours_or_on_days_off(self):
        self.overdue()
        self.sweep("2026-10-07 23:00:00")  # Thu 8th, 07:00 in China
        for moment in ("2026-10-07 23:59:00", "2026-10-08 12:00:00", "2026-10-11 02:00:00"):
            with self.subTest(moment):
                self.assertEqual(self.send(moment), [])
        self.assertEqual(len(self.send("2026-10-10 00:00:00")), 1)  # Sat 10th, 08:00: a worked Saturday

    def test_past_the_cap_chasers_wait_for_the_next_day_and_none_is_lost(self):
        self.zone.park_chase_cap = 2
        matters, arrived = self.env["park.test.matter"], []
        for hour in (1, 2, 3, 4):
            matters += self.overdue(name=f"Hour {hour}")
            self.sweep(f"2026-10-08 {hour:02d}:00:00")
            arrived.append(len(self.send(f"2026-10-08 {hour:02d}:30:00")))
        self.assertEqual(arrived, [1, 1, 0, 0])
        [mail] = self.send("2026-10-09 01:00:00")
        text = mail.get_payload()[0].get_payload(decode=True).decode()
        self.assertEqual([f"Hour {hour}" in text for hour in (1, 2, 3, 4)], [False, False, True, True])
        self.assertEqual(set(self.events(matters).mapped("state")), {"sent"})

    def test_what_is_done_before_the_digest_goes_is_not_chased(self):
        done, extended, still = self.overdue(), self.overdue(), self.overdue(name="Still open")
        self.sweep("2026-10-07 22:00:00")
        with self.at("2026-10-07 23:00:00"):
            done._meet_deadlines()
            extended._extend_deadlines("issue_reply", date(2026, 10, 20), "Two bureaus")
        [mail] = self.send()
        self.assertIn("Still open", mail.get_payload()[0].get_payload(decode=True).decode())
        states = [self.events(matter).state for matter in (done, extended, still)]
        self.assertEqual(states, ["withdrawn", "withdrawn", "sent"])

    def test_a_dead_mail_server_loses_nothing_and_is_asked_once_a_run(self):
        self.overdue()
        self.overdue(owner_id=self.users["supervisor"].id)
        self.sweep()
        self.smtp.behaviour["banner"] = "421 going down"
        self.assertEqual(self.send(), [])
        self.assertEqual(self.smtp.connections, 1)
        self.assertEqual(
            {digest.state for digest in self.digests() + self.digests(self.users["supervisor"])}, {"ready"}
        )
        self.smtp.behaviour.clear()
        self.assertEqual(len(self.send("2026-10-08 03:00:00")), 2)

    def test_a_mail_server_that_says_nothing_holds_nobody_longer_than_five_seconds(self):
        self.overdue()
        self.sweep()
        self.smtp.behaviour["banner"] = sleepy(9)
        clock = time.CLOCK_MONOTONIC
        started = time.clock_gettime(clock)
        self.assertEqual(self.send(), [])
        self.assertLess(time.clock_gettime(clock) - started, 8)
        self.assertIn("timed out", self.digests().reason)

    def test_it_is_tried_again_less_and_less_often_and_then_raised_to_the_supervisor(self):
        matter = self.overdue()
        self.sweep()
        self.smtp.behaviour["data"] = "451 greylisted"
        tries = []
        for minute in range(0, 11 * 60, 5):
            moment = f"2026-10-08 {1 + minute // 60:02d}:{minute % 60:02d}:00"
            before = self.digests().attempts
            self.send(moment)
            if self.digests().attempts > before:
                tries.append(minute)
        self.assertEqual(tries, [0, 5, 10, 25, 85, 265, 625])
        self.send("2026-10-09 11:30:00")
        self.assertEqual(self.digests().state, "ready")
        self.send("2026-10-10 11:45:00")
        self.assertRecordValues(self.digests(), [{"state": "failed", "attempts": 9, "reason": "451 greylisted"}])
        self.assertEqual(self.events(matter).state, "failed")
        raised = self.env["mail.activity"].search([("user_id", "=", self.users["supervisor"].id)])
        self.assertIn("1 chasers did not reach deadline_account_manager", raised.summary)
        self.assertIn("451 greylisted", raised.summary)
        self.smtp.behaviour.clear()
        with self.assertRaises(AccessError):
            self.digests().with_user(self.owner).action_send_again()
        with self.at("2026-10-12 03:00:00"):
            self.digests().with_user(self.users["admin"]).action_send_again()
        self.assertEqual(len(self.send("2026-10-12 03:00:00")), 1)
        self.assertEqual(self.events(matter).state, "sent")

    def test_a_wrong_address_is_not_tried_again_and_holds_up_nobody(self):
        self.overdue()
        self.overdue(owner_id=self.users["supervisor"].id)
        self.sweep()
        self.smtp.behaviour["rcpt"] = lambda line: "550 no such user" if "owner@" in line else "250 ok"
        self.assertEqual([mail["To"] for mail in self.send()], ["supervisor@example.com"])
        self.assertEqual((self.digests().state, self.digests().reason), ("failed", "550 no such user"))

    def test_one_that_breaks_is_put_aside_with_its_reason_and_the_others_go(self):
        people = [self.person("handler", self.zone, f"deadline_many_{n}") for n in range(12)]
        for number, user in enumerate(people):
            user.email = f"many{number}@example.com"
            self.overdue(owner_id=user.id)
        self.sweep()
        channel = type(self.env["park.chase.channel.mail"])
        genuine = channel._prepare_mail

        def broken(this, server, message):
            if message.user_id == people[5]:
                message.env.cr.execute("SELECT 1 / 0")  # spoils the transaction as well
            return genuine(this, server, message)

        with patch.object(channel, "_prepare_mail", broken), mute_logger("odoo.sql_db", *QUIET):
            self.assertEqual(len(self.send()), 11)
        aside = self.digests(people[5])
        self.assertEqual(aside.state, "quarantined")
        self.assertIn("DivisionByZero", aside.reason)
        self.assertTrue(self.env["mail.activity"].search([("user_id", "=", self.users["supervisor"].id)]))

    def test_who_cannot_be_told_keeps_nobody_else_from_being_told(self):
        self.overdue()
        self.sweep()
        spoilt = self.person("service_centre", self.zone, "deadline_spoilt")
        self.env.flush_all()
        self.env.cr.execute("UPDATE res_partner SET lang = 'xx_XX' WHERE id = %s", [spoilt.partner_id.id])
        self.env.invalidate_all()
        self.smtp.behaviour["rcpt"] = "550 no such user"
        with mute_logger(*QUIET):
            self.send()
        self.assertEqual(self.digests().state, "failed")
        todos = self.env["mail.activity"]
        self.assertTrue(todos.search([("user_id", "=", self.users["supervisor"].id)]))
        self.assertFalse(todos.search([("user_id", "=", spoilt.id)]))

    def test_accepted_but_never_heard_of_is_repeated_under_the_same_key(self):
        self.overdue()
        self.sweep()
        self.smtp.behaviour["data"] = lambda _mail: None  # accepts, then hangs up
        self.send()
        self.smtp.behaviour.clear()
        self.send("2026-10-08 03:00:00")
        first, second = self.smtp.mails
        self.assertEqual(first["X-Park-Key"], second["X-Park-Key"])
        self.assertEqual(first["Message-Id"], second["Message-Id"])
        self.assertEqual(self.digests().state, "sent")

    def test_somebody_without_an_address_has_the_to_do_alone(self):
        self.owner.email = False
        matter = self.overdue()
        self.sweep()
        self.assertRecordValues(self.events(matter), [{"channel": "activity", "state": "sent"}])

    def test_without_a_mail_server_nothing_waits_for_one(self):
        self.env["ir.mail_server"].search([]).active = False
        matter = self.overdue()
        self.sweep()
        self.assertRecordValues(self.events(matter), [{"channel": "activity", "state": "sent"}])

    def test_the_title_of_a_restricted_matter_stays_inside(self):
        self.overdue(is_restricted=True, name="Complaint about an inspection")
        self.sweep()
        [mail] = self.send()
        content = "".join(part.get_payload(decode=True).decode() for part in mail.get_payload())
        self.assertNotIn("Complaint", content)
        self.assertIn("restricted", content)

    def test_a_restart_finds_what_a_crash_left_in_the_middle(self):
        self.overdue()
        self.sweep()
        with self.at("2026-10-08 02:00:00"):
            Message = self.env["park.deadline.message"]
            Message._pack()
            self.assertEqual(Message._claim(self.zone.ids).state, "sending")  # and the process is gone
        self.assertEqual(len(self.send("2026-10-08 02:01:00")), 1)
        self.assertEqual((self.digests().state, self.digests().attempts), ("sent", 2))

    def test_an_outbox_that_stands_still_or_keeps_failing_shows_in_the_round(self):
        def problems(moment):
            with self.at(moment):
                now = fields.Datetime.now()
                return self.env["park.heartbeat"]._problems(now).get("park_deadline.outbox")

        self.overdue()
        self.sweep()
        with self.at("2026-10-08 02:00:00"):
            self.env["park.deadline.message"]._pack()
        self.assertFalse(problems("2026-10-08 02:09:00"))
        self.assertEqual(problems("2026-10-08 02:11:00"), {"waiting": 1, "failing": 0})
        self.assertFalse(problems("2026-10-08 13:00:00"))  # nobody is to be disturbed: it waits rightly
        self.smtp.behaviour["banner"] = "421 going down"
        for moment in ("2026-10-08 02:11:00", "2026-10-08 02:13:00", "2026-10-08 02:20:00"):
            self.send(moment)
        self.assertEqual(problems("2026-10-08 02:21:00"), {"waiting": 0, "failing": 1})

    def test_packing_costs_the_same_for_one_and_for_fifty(self):
        counts = []
        for size in (1, 50):
            people = [self.person("handler", self.zone, f"deadline_pack_{size}_{n}") for n in range(size)]
            for user in people:
                user.email = "many@example.com"
                self.overdue(owner_id=user.id)
            self.sweep()
            with self.at("2026-10-08 02:00:00"):
                self.env["park.deadline.message"]._open_zones()
                self.env.flush_all()
                before = self.cr.sql_log_count
                self.assertEqual(self.env["park.deadline.message"]._pack(), size)
                counts.append(self.cr.sql_log_count - before)
        self.assertEqual(counts[0], counts[1])
