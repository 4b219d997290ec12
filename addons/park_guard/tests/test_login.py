"""Guessing passwords and keys: closed after five, everywhere, and nobody outside closes the staff out."""

import json
import re
import xmlrpc.client
from datetime import datetime, timedelta
from unittest.mock import patch

import psycopg2
from odoo import http
from odoo.exceptions import AccessDenied
from odoo.tests import HttpCase, TransactionCase, new_test_user, tagged
from odoo.tools import mute_logger
from psycopg2.pool import PoolError

PASSWORD = "Login-Pass-2026"
QUIET = ("odoo.addons.park_guard.models.park_login_attempt", "odoo.addons.park_guard.models.park_alarm")


@tagged("post_install", "-at_install")
class TestLoginAttempts(TransactionCase):
    def setUp(self):
        super().setUp()
        self.attempts = self.env["park.login.attempt"]
        self.enterContext(mute_logger(*QUIET))

    def tries(self, account, ip, times):
        """Return how many of so many failed attempts were let through."""
        key = self.attempts._account_key(account)
        return sum(self.attempts._count(key, ip, 5) for _time in range(times))

    def age(self, minutes):
        self.env.cr.execute(
            "UPDATE park_login_attempt SET tried_at = tried_at - make_interval(mins => %s),"
            " closed_until = closed_until - make_interval(mins => %s)",
            [minutes, minutes],
        )

    def test_closed_after_five_until_a_quarter_of_an_hour_is_over(self):
        self.assertEqual(self.tries("fang", "203.0.113.1", 200), 5)
        self.assertEqual(self.tries("lin", "203.0.113.1", 1), 1, "another account is open")
        self.assertEqual(self.tries("fang", "198.51.100.1", 1), 1, "so is the account from elsewhere")
        self.age(14)
        self.assertEqual(self.tries("fang", "203.0.113.1", 1), 0)
        self.age(2)
        self.assertEqual(self.tries("fang", "203.0.113.1", 200), 5)

    def test_an_outsider_with_many_addresses_is_slowed_and_the_owner_is_not(self):
        self.tries("fang", "203.0.113.9", 1)
        with patch.object(type(self.env.registry), "cursor", lambda *_args, **_kw: NoCommit(self.env.cr)):
            self.attempts._succeeded("fang", "203.0.113.9")
        let_through = sum(self.tries("fang", f"198.51.100.{i}", 4) for i in range(50))
        self.assertLess(let_through, 25, "200 guesses from 50 addresses")
        self.assertEqual(self.tries("fang", "203.0.113.9", 1), 1, "the own address stays open")
        self.assertTrue(self.env["park.alarm"].search([("kind", "=", "lockout")]))

    def test_one_address_with_all_accounts_is_slowed(self):
        self.assertLess(sum(self.tries(f"person{i}", "203.0.113.1", 1) for i in range(200)), 65)

    def test_a_name_is_one_account_however_it_is_written_and_none_is_kept(self):
        self.assertEqual(self.attempts._account_key(" Fang "), self.attempts._account_key("fang"))
        user = new_test_user(self.env, "fang", "base.group_user")
        self.assertEqual(self.attempts._account_key(user.id), self.attempts._account_key("fang"))
        self.tries("secret typed as a name", "203.0.113.1", 1)
        self.assertNotIn("secret", "".join(self.attempts.search([]).mapped("account")))


class NoCommit:
    """The cursor of the test in place of a new one."""

    def __init__(self, cr):
        self.cr = cr

    def __enter__(self):
        return self.cr

    def __exit__(self, *_error):
        self.cr.flush()


@tagged("post_install", "-at_install")
class TestLoginOverHttp(HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.user = new_test_user(cls.env, "guessed", "park_guard.group_park_user", password=PASSWORD)

    def setUp(self):
        super().setUp()
        self.enterContext(mute_logger("odoo.http", "odoo.addons.rpc.controllers.xmlrpc", *QUIET))

    def form(self, login, password):
        self.authenticate(None, None)
        data = {"login": login, "password": password, "csrf_token": http.Request.csrf_token(self)}
        page = self.url_open("/web/login", data).text
        alert = re.search(r'<p class="alert alert-danger" role="alert">(.*?)</p>', page, re.DOTALL)
        return alert and alert[1].strip()

    def test_the_form_closes_after_five_with_the_same_words_for_everybody(self):
        answers = []
        for login in ("guessed", "nobody-of-this-name"):
            with self.subTest(login):
                told = [self.form(login, "wrong") for _time in range(6)]
                self.assertEqual(len(set(told[:5])), 1)
                self.assertNotEqual(told[5], told[0])
                answers.append((told[0], told[5]))
        self.assertEqual(answers[0], answers[1], "both accounts, known or not, get the same words")
        self.assertEqual(self.form("guessed", PASSWORD), answers[0][1])

    def test_five_minus_one_failures_are_forgiven(self):
        for _round in range(3):
            for _time in range(4):
                self.form("guessed", "wrong")
            self.assertIsNone(self.form("guessed", PASSWORD))

    def test_log_ins_and_failures_are_on_record(self):
        self.form("guessed", "wrong")
        self.form("guessed", PASSWORD)
        entries = self.env["park.audit"].search([("model", "=", "res.users"), ("res_id", "=", self.user.id)])
        self.assertEqual(set(entries.mapped("action")), {"login", "login.failed"})
        self.assertTrue(all(entries.mapped("ip")))

    def key(self):
        expires = datetime.now() + timedelta(days=1)
        return self.env["res.users.apikeys"].with_user(self.user).sudo()._generate(None, "test", expires)

    def by_key(self, key):
        return self.url_open(
            "/json/2/res.users/has_access",  # no reading method: tests give those a cursor that cannot count
            json.dumps({"ids": self.user.ids, "operation": "read"}),
            headers={"Authorization": f"Bearer {key}", "Content-Type": "application/json"},
        )

    def test_wrong_keys_are_counted(self):
        key = self.key()
        self.assertEqual(self.by_key(key).status_code, 200)
        attempts = self.env["park.login.attempt"]
        for number in range(20):
            attempts._failed("keys", "127.0.0.1", 20)
            if number < 19:
                self.assertFalse(attempts._is_closed("keys", "127.0.0.1"))
        self.assertEqual(self.by_key(key).status_code, 401)

    def test_a_new_password_revokes_keys(self):
        key = self.key()
        self.assertEqual(self.by_key(key).status_code, 200)
        self.user.password = PASSWORD + "2"
        self.env.flush_all()
        self.assertEqual(self.by_key(key).status_code, 401)
        self.assertTrue(self.env["park.audit"].search([("action", "=", "keys.revoke")]))

    def test_malformed_input_shows_nothing_of_the_inside(self):
        key = self.key()
        for path, body in (
            ("res.users/read", {"ids": ["x"], "fields": ["name"]}),
            ("res.users/search_read", {"domain": [["name", "=", "\x00"]]}),
            ("res.users/search_read", {"domain": [], "limit": -1}),
            ("res.users/search_read", {"domain": [["create_date", ">", "0000-01-01"]]}),
            ("res.users/search_read", {"domain": [["name", "=", "\ud800"]]}),
            ("res.users/search_read", {"domain": 5}),
        ):
            with (
                self.subTest(path=path, body=body),
                mute_logger("odoo.sql_db", "odoo.addons.park_guard.models.quiet_answer"),
            ):
                answer = self.url_open(
                    f"/json/2/{path}", json.dumps(body),
                    headers={"Authorization": f"Bearer {key}", "Content-Type": "application/json"},
                )  # fmt: skip
                for inside in ("Traceback", "SELECT", "psycopg2", ".py"):
                    self.assertNotIn(inside, answer.text)

    def test_json_rpc_and_xml_rpc_show_no_trace_either(self):
        self.authenticate("guessed", PASSWORD)
        params = {"model": "res.users", "method": "search_read", "args": [5], "kwargs": {}}
        quiet = ("odoo.addons.park_guard.models.quiet_answer", "odoo.addons.park_guard.controllers.xmlrpc")
        with mute_logger(*quiet):
            answer = self.url_open(
                "/web/dataset/call_kw", json.dumps({"params": params}), headers={"Content-Type": "application/json"}
            )
            with self.assertRaises(xmlrpc.client.Fault) as fault:
                self.xmlrpc_object.execute_kw(
                    self.env.cr.dbname, self.user.id, PASSWORD, "res.users", "search_read", [5]
                )
        self.assertEqual(answer.json()["error"]["data"]["name"], "odoo.http.ServerError")
        self.assertIn("reference", str(fault.exception))
        for text in (answer.text, str(fault.exception)):
            self.assertNotIn("Traceback", text)

    def test_a_database_that_went_away_asks_for_another_try(self):
        """What a client may send again is told apart from what the server will never do."""
        self.authenticate("guessed", PASSWORD)
        params = {"model": "res.users", "method": "search_count", "args": [[]], "kwargs": {}}
        errors = {
            psycopg2.OperationalError("server closed the connection"): "park_guard.TryAgain",
            psycopg2.InterfaceError("connection already closed"): "park_guard.TryAgain",
            psycopg2.DatabaseError("error with status PGRES_TUPLES_OK"): "park_guard.TryAgain",
            PoolError("The Connection Pool Is Full"): "park_guard.TryAgain",
            psycopg2.ProgrammingError("no results to fetch"): "odoo.http.ServerError",
        }
        for error, name in errors.items():
            with (
                self.subTest(error=error),
                patch.object(type(self.user), "search_count", failing(error)),
                mute_logger("odoo.http", "odoo.addons.park_guard.models.quiet_answer"),
            ):
                answer = self.url_open(
                    "/web/dataset/call_kw", json.dumps({"params": params}), headers={"Content-Type": "application/json"}
                ).json()
                self.assertEqual(answer["error"]["data"]["name"], name)
                self.assertNotIn(str(error), json.dumps(answer))

    def test_a_refusal_keeps_its_words(self):
        self.authenticate("guessed", PASSWORD)
        params = {"model": "ir.config_parameter", "method": "search_read", "args": [[]], "kwargs": {}}
        answer = self.url_open(
            "/web/dataset/call_kw", json.dumps({"params": params}), headers={"Content-Type": "application/json"}
        ).json()
        self.assertEqual(answer["error"]["data"]["name"], "odoo.exceptions.AccessError")
        self.assertIn("ir.config_parameter", answer["error"]["data"]["message"])
        self.assertEqual(answer["error"]["data"]["debug"], "")

    def test_an_unknown_account_costs_the_same_work(self):
        users = self.env["res.users"]
        with (
            patch.object(type(users), "_crypt_context") as context,
            self.assertRaises(AccessDenied),
        ):
            users._login({"type": "password", "login": "nobody-here", "password": "x"}, {"interactive": True})
        context().dummy_verify.assert_called_once()


def failing(error):
    """Return a method that raises this."""

    def method(_records, *_args, **_kwargs):
        raise error

    return method
