import base64
import hashlib
import hmac
import json
import logging
import time
from contextlib import contextmanager
from datetime import date
from unittest.mock import patch
from urllib.parse import parse_qs, urlsplit

from odoo.addons.park_guard.models import park_outbound
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger
from psycopg2 import IntegrityError

from .common import DeadlineCase
from .fake_hook import OK, dripping, fake_hook, hanging_up, slow, twice

KEY, SECRET = "9d3f-key-of-the-robot", "SEC-of-the-robot"
# each attempt after the wait before it, in the hours of messages: 1, 5, 15 minutes, 1, 3, 6, 24 and 24 hours
TRIES = ["08 02:01", "08 02:06", "08 02:21", "08 03:21", "08 06:21", "09 00:21", "10 00:21", "12 00:21"]


@tagged("post_install", "-at_install")
class TestChaseHook(DeadlineCase):
    """Clocks that ended on Wed 2026-09-30 are urged on Thu 2026-10-08, by robots and webhooks instead of mail."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.server = cls.enterClassContext(fake_hook())
        cls.env["ir.mail_server"].search([]).active = False
        cls.allow(cls.server.address.removeprefix("https://"))
        cls.enterClassContext(patch.object(park_outbound, "SECONDS", 1))

    def setUp(self):
        super().setUp()
        self.server.taken.clear()
        self.server.behaviour, self.server.asked = OK, 0

    @classmethod
    def allow(cls, hosts):
        cls.env["ir.config_parameter"].set_param(park_outbound.ALLOWED, hosts)

    def hook(self, channel="wecom", zone=None):
        """Return what an administrator sets up, with every rung that went by mail going there."""
        admin = self.users["admin"] if not zone else self.env.user
        hook = self.env["park.chase.hook"].with_user(admin).create(
            {
                "channel": channel,
                "company_id": (zone or self.zone).id,
                "new_address": f"{self.server.address}/robot/send?key={KEY}",
                "new_secret": SECRET,
            }
        )  # fmt: skip
        hook.is_on = True
        rungs = self.env["park.deadline.rung"].search([("channel", "!=", "none")])
        rungs.channel = channel
        return hook

    def overdue(self, **vals):
        with freeze_time("2026-09-25 02:00:00"):
            matters = self.started(start=date(2026, 9, 25), **vals)
        with freeze_time("2026-10-08 01:00:00"):
            self.env["park.deadline"]._sweep()
        return matters

    def send(self, moment="2026-10-08 02:00:00"):
        """Run the job as the scheduler would; return how many messages were taken in it."""
        before = len(self.server.taken)
        with freeze_time(moment), self.enter_registry_test_mode():
            self.assertIs(self.env.ref("park_deadline.ir_cron_send").method_direct_trigger(), True)
        self.env.invalidate_all()
        return len(self.server.taken) - before

    def digest(self, zone=None):
        return self.env["park.deadline.message"].search([("company_id", "=", (zone or self.zone).id)])

    def raised(self):
        kind = self.env.ref("park_deadline.mail_activity_type_undelivered")
        return self.env["mail.activity"].search([("activity_type_id", "=", kind.id)])

    @contextmanager
    def logged(self):
        """Yield what any log of the process says meanwhile, in detail."""
        lines, handler = [], logging.Handler()
        handler.emit = lambda record: lines.append(f"{record.getMessage()} {record.exc_info}")
        root = logging.getLogger()
        root.addHandler(handler)
        try:
            yield lines
        finally:
            root.removeHandler(handler)

    # -- what is sent

    def test_a_wecom_group_reads_who_is_needed_for_what_and_opens_it(self):
        self.hook()
        matter = self.overdue(name="Road *now* [x](https://evil.example) <@all>\n# big")
        self.assertEqual(self.send(), 1)
        [(path, _headers, values)] = self.server.taken
        self.assertEqual((path, values["msgtype"]), (f"/robot/send?key={KEY}", "markdown"))
        text = values["markdown"]["content"]
        self.assertIn("deadline＿account＿manager", text)
        self.assertIn(f"/odoo/{matter._name}/{matter.id})", text)
        self.assertIn("[Road ＊now＊ ［x］(https：//evil.example) ＜＠all＞ ＃ big](", text)
        self.assertEqual(self.events(matter).mapped("state"), ["sent"])
        self.assertEqual(self.events(matter).channel, "wecom")
        self.assertEqual(self.send("2026-10-08 03:00:00"), 0)

    def test_a_dingtalk_robot_is_signed_with_the_time_and_the_secret(self):
        self.hook("dingtalk")
        self.overdue()
        self.assertEqual(self.send(), 1)
        [(path, _headers, values)] = self.server.taken
        query = {name: value for name, [value] in parse_qs(urlsplit(path).query).items()}
        self.assertEqual(query["timestamp"], "1791424800000")
        digest = hmac.new(SECRET.encode(), f"1791424800000\n{SECRET}".encode(), hashlib.sha256).digest()
        self.assertEqual(query["sign"], base64.b64encode(digest).decode())
        self.assertIn("1 limits need you", values["markdown"]["title"])

    def test_a_webhook_is_signed_over_time_and_body_under_a_key_of_its_own(self):
        self.hook("webhook")
        self.overdue(name="Water")
        bodies = []
        self.server.behaviour = lambda conversation: bodies.append(conversation.body) or OK
        self.send()
        [(_path, headers, values)] = self.server.taken
        signed = headers["X-Park-Timestamp"].encode() + b"." + bodies[0]
        expected = hmac.new(SECRET.encode(), signed, hashlib.sha256).hexdigest()
        self.assertEqual(headers["X-Park-Signature"], f"sha256={expected}")
        self.assertEqual(headers["Idempotency-Key"], values["key"])
        self.assertEqual([item["title"] for item in values["items"]], ["Water"])

    def test_the_title_of_a_restricted_matter_stays_inside(self):
        self.hook("webhook")
        self.overdue(is_restricted=True, name="Complaint about an inspection")
        self.send()
        self.assertTrue(self.server.taken)
        self.assertNotIn("Complaint", json.dumps(self.server.taken))

    def test_a_long_digest_is_cut_to_what_the_robot_takes(self):
        self.hook()
        for number in range(60):
            self.overdue(name=f"企业反映的问题第{number}项，需要几个部门一起研究解决")
        self.send()
        [(_path, _headers, values)] = self.server.taken
        text = values["markdown"]["content"]
        self.assertLessEqual(len(text.encode()), 4096)
        self.assertTrue(text.endswith("/odoo/park-chase-log)"))

    # -- off, and whose

    def test_nothing_goes_anywhere_until_it_is_switched_on(self):
        hook = self.hook()
        hook.is_on = False
        matter = self.overdue()
        self.assertEqual(self.events(matter).channel, "activity")
        self.assertEqual((self.send(), self.server.asked), (0, 0))

    def test_one_zone_never_speaks_through_the_robot_of_another(self):
        self.hook(zone=self.other_zone)
        matter = self.overdue()
        self.assertEqual(self.events(matter).channel, "activity")

    def test_what_waits_when_it_is_switched_off_has_failed_and_is_raised(self):
        hook = self.hook()
        matter = self.overdue()
        hook.is_on = False
        self.send()
        self.assertEqual((self.digest().state, self.events(matter).state), ("failed", "failed"))
        self.assertTrue(self.raised())

    def test_it_is_not_switched_on_without_address_and_secret(self):
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError), self.env.cr.savepoint():
            self.env["park.chase.hook"].create({"channel": "webhook", "company_id": self.zone.id, "is_on": True})

    # -- secrets

    def test_address_and_secret_are_in_no_answer_no_export_no_audit_and_no_log(self):
        with self.logged() as lines:
            hook = self.hook("dingtalk")
            self.server.behaviour = (200, {}, {"errcode": 310000, "errmsg": f"bad token {KEY} {SECRET}"})
            self.overdue()
            self.send()
        admin = hook.with_user(self.users["admin"])
        names = [name for name in admin.fields_get() if admin._has_field_access(admin._fields[name], "read")]
        audit = self.env["park.audit"].search([("model", "=", hook._name)])
        seen = [
            lines,
            admin.read(names),
            admin.export_data([*names, "id"])["datas"],
            audit.mapped("detail"),
            self.digest().mapped("reason"),
            self.raised().mapped("summary"),
        ]
        self.assertEqual(self.digest().state, "failed")
        self.assertIn("310000", self.digest().reason)
        self.assertTrue(audit)
        for secret in (KEY, SECRET):
            self.assertNotIn(secret, repr(seen))
        for name in ("address", "secret"):
            with self.assertRaises(AccessError):
                admin.read([name])
            with self.assertRaises(AccessError):
                admin.search([(name, "like", "SEC")])
        self.assertEqual(admin.host, "localhost")

    def test_only_the_administrator_of_the_zone_sets_one_up(self):
        for role in ("supervisor", "service_centre", "auditor"):
            with self.subTest(role), self.assertRaises(AccessError):
                self.env["park.chase.hook"].with_user(self.users[role]).create({"channel": "wecom"})

    # -- where it may not go

    def test_addresses_that_are_not_called(self):
        for wrong in ("http://localhost/x", "file:///etc/passwd", "https://user:word@localhost/", "https://a b/"):
            with self.subTest(wrong), self.assertRaises(ValidationError):
                self.hook().new_address = wrong
            self.env["park.chase.hook"].search([]).unlink()

    def test_the_network_of_the_server_is_not_called_unless_allowed(self):
        self.allow("")
        hook = self.hook()
        self.overdue()
        self.send()
        self.assertEqual((self.server.asked, self.digest().state), (0, "failed"))
        self.assertIn("park_guard.outbound_private", self.digest().reason)
        with self.assertRaisesRegex(UserError, "network of this server"):
            hook.action_try()

    def test_a_redirect_is_not_followed(self):
        self.hook("webhook")
        self.server.behaviour = (302, {"Location": f"{self.server.address}/elsewhere"}, {})
        self.overdue()
        self.send()
        self.assertEqual((self.server.asked, self.digest().state), (1, "failed"))

    def test_the_administrator_tries_it(self):
        hook = self.hook("dingtalk")
        hook.action_try()
        self.assertEqual(len(self.server.taken), 1)
        self.server.behaviour = (200, {}, {"errcode": 310000, "errmsg": "sign not match"})
        with self.assertRaisesRegex(UserError, "310000"):
            hook.action_try()

    # -- a receiver that fails

    def test_every_failure_ends_sent_or_failed_for_good_and_nothing_is_there_twice(self):
        refused, later = "failed", "sent"
        cases = [
            ("404", (404, {}, {}), refused, refused),
            ("429", (429, {"Retry-After": "7200"}, {}), later, later),
            ("500", (500, {}, {}), later, later),
            ("a gateway lost the answer", (504, {}, {}), refused, later),
            ("an answer after the time-out", slow, refused, later),
            ("closes the connection", hanging_up, refused, later),
            ("answers twice", twice, later, later),
            ("too fast, in a 200", (200, {}, {"errcode": 45009, "errmsg": "freq"}), later, later),
            ("refused, in a 200", (200, {}, {"errcode": 93000, "errmsg": "bad"}), refused, later),
        ]
        hooks = {"wecom": self.hook("wecom"), "webhook": self.hook("webhook")}
        for number, (name, behaviour, robot, webhook) in enumerate(cases):
            for channel, expected in (("wecom", robot), ("webhook", webhook)):
                with self.subTest(name, channel=channel):
                    self.check_failure(hooks, channel, f"{channel}-{number}", behaviour, expected)

    def check_failure(self, hooks, channel, name, behaviour, expected):
        """Let the receiver fail once and be well again; look at what became of a chaser to a person of its own."""
        self.env["park.deadline.rung"].search([("channel", "!=", "none")]).channel = channel
        user = self.person("handler", self.zone, f"deadline_{name}")
        raised = len(self.raised())
        matter = self.overdue(owner_id=user.id, name=name)
        self.server.taken.clear()
        self.server.behaviour = behaviour
        self.send()
        self.server.behaviour = OK
        for moment in ("2026-10-08 02:20:00", "2026-10-08 05:00:00"):
            self.send(moment)
        events = self.events(matter).filtered(lambda event: event.channel == channel)
        self.assertEqual(set(events.mapped("state")), {expected})
        keys = [headers.get("Idempotency-Key") or json.dumps(values) for _path, headers, values in self.server.taken]
        self.assertLessEqual(len(set(keys)), 1)
        if channel == "wecom":
            self.assertLessEqual(len(keys), 1)  # there is no key it could be recognised by
        self.assertEqual(len(self.raised()) > raised, expected == "failed")

    def test_it_waits_as_long_as_it_is_asked_to(self):
        self.hook("webhook")
        self.overdue()
        self.server.behaviour = (429, {"Retry-After": "7200"}, {})
        self.send()
        self.server.behaviour = OK
        self.assertEqual([self.send(f"2026-10-08 0{hour}:59:00") for hour in (2, 3, 4)], [0, 0, 1])

    def test_one_that_is_down_for_good_is_given_up_and_raised_to_who_dispatches(self):
        self.hook("webhook")
        matter = self.overdue()
        self.server.behaviour = (503, {}, {})
        self.send()
        for moment in TRIES:
            self.send(f"2026-10-{moment}:00")
        self.assertEqual((self.digest().state, self.digest().attempts), ("failed", 9))
        self.assertEqual(self.events(matter).state, "failed")
        self.assertEqual(self.raised().user_id, self.users["supervisor"] + self.users["service_centre"])

    def test_one_that_is_down_is_asked_once_a_run_and_holds_up_no_other_zone(self):
        self.hook("webhook")
        self.hook("webhook", zone=self.other_zone)
        for number in range(3):
            self.overdue(owner_id=self.person("handler", self.zone, f"deadline_down_{number}").id)
        elsewhere = self.person("handler", self.other_zone, "deadline_elsewhere")
        self.overdue(owner_id=elsewhere.id, company_id=self.other_zone.id, department_id=False)
        mine = self.zone.name
        self.server.behaviour = lambda talk: (503, {}, {}) if json.loads(talk.body)["zone"] == mine else OK
        self.assertEqual((self.send(), self.server.asked), (1, 2))

    def test_after_a_crash_in_the_middle_a_robot_is_not_sent_it_again(self):
        for channel, state in (("wecom", "failed"), ("webhook", "sent")):
            with self.subTest(channel):
                self.hook(channel)
                user = self.person("handler", self.zone, f"deadline_crash_{channel}")
                self.overdue(owner_id=user.id)
                with freeze_time("2026-10-08 02:00:00"):
                    Message = self.env["park.deadline.message"]
                    Message._pack()
                    message = Message._claim(self.zone.ids)  # and the process is gone
                self.send("2026-10-08 02:01:00")
                self.assertEqual((message.state, message.is_repetition), (state, True))

    def test_nobody_waits_longer_than_five_seconds(self):
        self.hook("webhook")
        self.overdue()
        for behaviour in (slow, dripping):
            with self.subTest(behaviour.__name__), patch.object(park_outbound, "SECONDS", 2):
                self.server.behaviour = behaviour
                self.digest().write({"state": "ready", "next_try_at": "2026-10-08 01:00:00"})
                started = time.clock_gettime(time.CLOCK_MONOTONIC)
                self.send()
                self.assertLess(time.clock_gettime(time.CLOCK_MONOTONIC) - started, 4.5)
                self.assertEqual(self.digest().state, "ready")
