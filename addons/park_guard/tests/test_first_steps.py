"""Second factor and password first: through every way in, and by the rules of the settings."""

import base64
import time
import xmlrpc.client
from datetime import timedelta

from freezegun import freeze_time
from odoo import fields
from odoo.addons.auth_totp.models.totp import TIMESTEP, hotp
from odoo.exceptions import UserError
from odoo.http import Request, root
from odoo.tests import Form, HttpCase, TransactionCase, new_test_user, tagged
from odoo.tools import mute_logger

from ..models.res_users_password import CLASSES, DAYS, HISTORY

PASSWORD = "Login-Pass-2026"
REFUSED, LATER = 'role="alert"', '<a class="btn btn-link"'
OTHER = "Quite-Different-27"
QUIET = ("odoo.http", "odoo.addons.rpc.controllers.xmlrpc", "odoo.addons.auth_totp.models.res_users")
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


@tagged("post_install", "-at_install")
class TestSecondFactor(HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        groups = "park_guard.group_park_account_manager"
        cls.user = new_test_user(cls.env, "first_steps", groups, password=PASSWORD)
        cls.role = cls.env.ref(groups)
        expiry = fields.Datetime.now() + timedelta(days=1)
        # sudo: the key is what is under test
        cls.key = cls.env["res.users.apikeys"].with_user(cls.user).sudo()._generate("rpc", "steps", expiry)
        cls.env.flush_all()

    def log_in(self):
        self.authenticate("first_steps", PASSWORD)

    def call(self):
        body = {"jsonrpc": "2.0", "method": "call", "params": {"model": "res.partner", "method": "search_count"}}
        body["params"] |= {"args": [[]], "kwargs": {}}
        return self.url_open("/web/dataset/call_kw/res.partner/search_count", json=body).json()

    def by_key(self):
        headers = {"Authorization": f"Bearer {self.key}"}
        # no reading method: tests give those a cursor that cannot count what was refused
        body = {"ids": self.user.ids, "operation": "read"}
        return self.url_open("/json/2/res.users/has_access", json=body, headers=headers).status_code

    def by_xmlrpc(self, secret):
        database, uid = self.env.cr.dbname, self.user.id
        return self.xmlrpc_object.execute_kw(database, uid, secret, "res.partner", "search_count", [[]])

    def test_off_nothing_changes(self):
        self.log_in()
        self.assertIn("result", self.call())
        self.assertEqual(self.by_key(), 200)
        self.assertTrue(self.by_xmlrpc(PASSWORD))

    def test_required_leads_to_the_page_and_shuts_every_other_way(self):
        self.role.park_second_factor = "required"
        self.assertEqual(self.by_key(), 401)
        self.log_in()
        with mute_logger(*QUIET):
            self.assertEqual(self.call()["error"]["code"], 100, "the web client reloads")
            for path in ("/odoo", "/web", "/odoo/res.partner", "/web/webclient/load_menus"):
                answer = self.url_open(path, allow_redirects=False)
                self.assertIn("/park/second-factor", answer.headers.get("Location", ""), path)
            image = self.url_open(f"/web/image/res.partner/{self.user.partner_id.id}/name", allow_redirects=False)
            self.assertNotIn("first_steps", image.text, "public addresses show what anybody sees")
            for secret in (PASSWORD, self.key):
                with self.assertRaises(xmlrpc.client.Fault):
                    self.by_xmlrpc(secret)
        page = self.url_open("/park/second-factor")
        self.assertEqual(page.status_code, 200)
        self.assertIn("no-store", page.headers["Cache-Control"])
        self.assertNotIn(LATER, page.text)

    def test_another_role_is_left_alone(self):
        self.env.ref("park_guard.group_park_auditor").park_second_factor = "required"
        self.log_in()
        self.assertIn("result", self.call())

    def confirm(self, code, password=PASSWORD, **form):
        secret = base64.b32decode(root.session_store.get(self.session.sid)["park_totp_secret"])
        right = f"{hotp(secret, int(time.time() / TIMESTEP)):06}"
        form |= {"csrf_token": self.csrf(), "code": code or right, "password": password}
        return self.url_open("/park/second-factor", data=form, allow_redirects=False)

    def csrf(self):
        return Request.csrf_token(self)

    def test_the_page_switches_it_on_with_code_and_password_alone(self):
        self.role.park_second_factor = "required"
        self.log_in()
        self.url_open("/park/second-factor")
        with mute_logger(*QUIET):
            self.assertIn(REFUSED, self.confirm("000 000").text)
            self.assertIn(REFUSED, self.confirm("", password="guessed").text)
        self.assertFalse(self.user.totp_enabled)
        answer = self.confirm("", redirect="//evil.example/")
        self.assertEqual(answer.headers["Location"].removeprefix(self.base_url()), "/odoo")
        self.env.invalidate_all()
        self.assertTrue(self.user.totp_enabled)
        self.assertIn("result", self.call(), "this session goes on")
        self.assertEqual(self.by_key(), 200, "and keys work")
        self.assertTrue(self.env["park.audit"].search([("action", "=", "second_factor.on")]))

    def test_recommended_asks_once_at_log_in_and_lets_pass(self):
        self.role.park_second_factor = "recommended"
        self.authenticate(None, None)
        form = {"login": "first_steps", "password": PASSWORD, "csrf_token": self.csrf()}
        answer = self.url_open("/web/login", data=form, allow_redirects=False)
        self.assertIn("/park/second-factor?redirect=", answer.headers["Location"])
        self.assertIn(LATER, self.url_open("/park/second-factor").text)
        self.assertIn("result", self.call())

    def test_switching_it_off_is_recorded_and_leads_back_to_the_page(self):
        self.role.park_second_factor = "required"
        self.user.sudo().totp_secret = SECRET
        self.assertIsNone(self.user._park_next_step())
        self.user.write({"totp_secret": False})
        self.assertEqual(self.user._park_next_step(), "/park/second-factor")
        entry = self.env["park.audit"].search([("action", "=", "second_factor.off")])
        self.assertEqual(entry.res_id, self.user.id)

    def test_an_old_password_is_renewed_before_anything_else(self):
        self.env["ir.config_parameter"].set_param(DAYS, "90")
        self.user.park_password_at = fields.Datetime.now() - timedelta(days=91)
        self.log_in()
        with mute_logger(*QUIET):
            self.assertEqual(self.call()["error"]["code"], 100)
        self.assertIn("/park/password", self.url_open("/odoo", allow_redirects=False).headers["Location"])
        form = {"csrf_token": self.csrf(), "old": PASSWORD, "new": "Another-Pass-27", "again": "Another-Pass-28"}
        self.assertIn(REFUSED, self.url_open("/park/password", data=form).text)
        with mute_logger("odoo.addons.base.models.res_users"):
            wrong = self.url_open("/park/password", data=form | {"again": form["new"], "old": "guessed"})
        self.assertIn(REFUSED, wrong.text)
        answer = self.url_open("/park/password", data=form | {"again": form["new"]}, allow_redirects=False)
        self.assertEqual(answer.status_code, 303)
        self.assertIn("result", self.call(), "the session goes on")


@tagged("post_install", "-at_install")
class TestPasswordRules(TransactionCase):
    def setUp(self):
        super().setUp()
        self.parameters = self.env["ir.config_parameter"]
        self.user = new_test_user(self.env, "lina", "park_guard.group_park_user", password=PASSWORD)

    def test_what_is_too_plain_is_refused(self):
        self.parameters.set_param(CLASSES, "3")
        for password in ("onlysmallletters", "small1and2digits3", "Lina-2026-park"):
            with self.subTest(password), self.assertRaises(UserError):
                self.user.password = password
        self.user.password = "Mixed-2026-park"

    def test_the_last_ones_are_not_taken_again(self):
        self.parameters.set_param(HISTORY, "2")
        for number in range(3):
            self.user.password = f"Password-number-{number}"
        for number, is_free in ((2, False), (1, False), (0, True)):
            with self.subTest(number), self.env.cr.savepoint():
                if is_free:
                    self.user.password = f"Password-number-{number}"
                else:
                    with self.assertRaises(UserError):
                        self.user.password = f"Password-number-{number}"
        self.assertEqual(len(self.user.sudo().park_password_hashes), 2)

    def test_the_term_is_of_staff_and_of_known_age(self):
        self.parameters.set_param(DAYS, "90")
        portal = new_test_user(self.env, "portal_lina", "base.group_portal")
        with freeze_time(fields.Datetime.now() + timedelta(days=91)):
            self.assertTrue(self.user._park_is_password_expired())
            self.assertFalse(portal._park_is_password_expired())
            self.user.park_password_at = False
            self.assertFalse(self.user._park_is_password_expired(), "unknown is not old")


@tagged("post_install", "-at_install")
class TestLogInSettings(TransactionCase):
    def settings(self):
        return Form(self.env["res.config.settings"])

    def test_a_standard_fills_in_and_saving_applies_it_and_records_it_once(self):
        profile = self.env.ref("park_guard.security_profile_level_3")
        form = self.settings()
        form.park_profile_id = profile
        self.assertFalse(self.env.ref("base.group_user").park_second_factor, "nothing holds before it is saved")
        form.save().execute()
        staff = self.env.ref("base.group_user")
        self.assertEqual(staff.park_second_factor, "required")
        self.assertEqual((staff.lock_timeout_inactivity, staff.lock_timeout), (30, 720))
        self.assertEqual(self.env.ref("base.group_portal").lock_timeout, 1440)
        admin = new_test_user(self.env, "limits_admin", "park_guard.group_park_admin", password=OTHER)
        self.assertEqual(admin._get_lock_timeouts()["lock_timeout_inactivity"], [(900, False)], "the shorter one")
        self.assertEqual(self.parameters(), {"minlength": "12", "classes": "3", "days": "90", "history": "5"})
        self.settings().save().execute()
        entries = self.env["park.audit"].search([("action", "=", "config.log_in")])
        self.assertEqual(len(entries), 1, "saving without a change is no change")
        self.assertEqual(entries.detail["changes"]["park_admin_idle_minutes"], [0, 15])

    def parameters(self):
        get = self.env["ir.config_parameter"].get_param
        names = {"classes": CLASSES, "days": DAYS, "history": HISTORY, "minlength": "auth_password_policy.minlength"}
        return {name: get(key) for name, key in names.items()}

    def test_taking_it_back_switches_everything_off(self):
        form = self.settings()
        form.park_profile_id = self.env.ref("park_guard.security_profile_level_3")
        form.save().execute()
        form = self.settings()
        form.park_required_group_ids.clear()
        for who in ("staff", "admin", "portal"):
            setattr(form, f"park_{who}_idle_minutes", 0)
            setattr(form, f"park_{who}_session_hours", 0)
        form.save().execute()
        user = new_test_user(self.env, "limits_user", "park_guard.group_park_admin", password=OTHER)
        self.assertFalse(any(user._get_lock_timeouts().values()))
        self.assertFalse(user._park_lacks_second_factor("required"))
