"""The table of bad uploads through every way in, and what people can do with files afterwards."""

import base64
import json
from email.message import EmailMessage

from odoo import http
from odoo.exceptions import AccessError
from odoo.tests import HttpCase, new_test_user, tagged
from odoo.tools import mute_logger

from . import upload_files as files

PASSWORD = "upload-Pass-2026"  # of the invented person


@tagged("post_install", "-at_install")
class TestUploads(HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        groups = "park_guard.group_park_user,base.group_partner_manager"
        cls.user = new_test_user(cls.env, "uploader", groups, password=PASSWORD)
        cls.other = new_test_user(cls.env, "onlooker", "park_guard.group_park_user", password=PASSWORD)
        cls.partner = cls.env["res.partner"].create({"name": "Contact"})

    def setUp(self):
        super().setUp()
        self.authenticate("uploader", PASSWORD)

    def attachments(self):
        domain = [("create_uid", "=", self.user.id), ("id", "!=", False)]
        return self.env["ir.attachment"].sudo().search(domain, order="id desc")

    # -- the ways in: each returns (what the client is told, whether the server failed)

    def rpc(self, model, method, *args, **kwargs):
        return self.url_open(
            f"/web/dataset/call_kw/{model}/{method}",
            json.dumps({"params": {"model": model, "method": method, "args": args, "kwargs": kwargs}}),
            headers={"Content-Type": "application/json"},
        )

    def by_rpc(self, name, data):
        vals = {"name": name, "datas": base64.b64encode(data).decode(), "mimetype": "image/png"}
        return self.rpc("ir.attachment", "create", [vals])

    def by_form(self, name, data):
        return self.url_open(
            "/web/binary/upload_attachment",
            {"model": "res.partner", "id": self.partner.id, "csrf_token": http.Request.csrf_token(self)},
            files={"ufile": (name, data)},
        )

    def by_chatter(self, name, data):
        return self.url_open(
            "/mail/attachment/upload",
            {
                "thread_id": self.partner.id,
                "thread_model": "res.partner",
                "is_pending": "true",
                "csrf_token": http.Request.csrf_token(self),
            },
            files={"ufile": (name, data)},
        )

    def test_bad_files_are_refused_on_every_way(self):
        for way in (self.by_rpc, self.by_form, self.by_chatter):
            for case, name, data, _reason in files.REFUSED:
                with self.subTest(way=way.__name__, case=case):
                    with mute_logger("odoo.http"):
                        answer = way(name, data)
                    self.assertEqual(answer.status_code, 200)
                    self.assertIn("error", answer.text)
                    self.assertNotIn("horrible", answer.text)
        self.assertFalse(self.attachments())

    def test_good_files_are_kept_under_clean_names_and_their_true_type(self):
        for way in (self.by_rpc, self.by_form, self.by_chatter):
            for case, name, data, kept in files.KEPT:
                if "\n" in name and way != self.by_rpc:
                    continue  # cannot be said in the head of a form part
                with self.subTest(way=way.__name__, case=case):
                    answer = way(name, data)
                    self.assertNotIn('"error":', answer.text)
                    attachment = self.attachments()[0]
                    self.assertTrue(attachment.name.endswith(kept[-8:]), attachment.name)
                    self.assertNotIn(attachment.mimetype, ("text/html", "image/svg+xml"))
                    self.assertNotIn(b"CNRY", attachment.raw)

    def test_a_mail_arrives_without_its_bad_files_and_says_so(self):
        mail = EmailMessage()
        mail["From"], mail["To"], mail["Subject"] = "liaison@example.com", "in@example.com", "Papers"
        mail["Message-Id"] = "<upload-test@example.com>"
        mail.set_content("See the papers.")
        mail.add_attachment(files.pdf(), "application", "pdf", filename="good.pdf")
        mail.add_attachment(files.EICAR, "text", "plain", filename="bad.txt")
        parsed = self.env["mail.thread"].message_parse(mail)
        self.assertEqual([attachment.fname for attachment in parsed["attachments"]], ["good.pdf"])
        self.assertIn("bad.txt", parsed["body"])
        self.assertIn("See the papers.", parsed["body"])

    def test_a_body_over_the_limit_is_refused_before_it_is_read(self):
        with mute_logger("odoo.http"):
            answer = self.url_open(
                "/web/binary/upload_attachment", files={"ufile": ("a.bin", bytes(60 * 1024 * 1024))}, timeout=60
            )
        self.assertEqual(answer.status_code, 413)

    def test_files_are_offered_for_saving_in_a_sandbox(self):
        for name, data in (("a.pdf", files.pdf()), ("a.png", files.picture("PNG")), ("a.txt", b"text")):
            self.by_form(name, data)
            attachment = self.attachments()[0]
            for url in (f"/web/content/{attachment.id}", f"/web/content/{attachment.id}?download=false"):
                with self.subTest(name=name, url=url):
                    headers = self.url_open(url).headers
                    self.assertTrue(headers["Content-Disposition"].startswith("attachment"))
                    self.assertEqual(headers["X-Content-Type-Options"], "nosniff")
                    self.assertIn("sandbox", headers["Content-Security-Policy"])

    def test_a_file_of_nothing_yet_is_its_senders_alone(self):
        self.by_chatter("a.pdf", files.pdf())
        attachment = self.attachments()[0]
        self.assertFalse(attachment.res_id)
        theirs = attachment.with_user(self.other)
        self.assertFalse(theirs.search([("id", "=", attachment.id)]))
        with self.assertRaises(AccessError):
            _raw = theirs.raw
        self.authenticate("onlooker", PASSWORD)
        for url in (f"/web/content/{attachment.id}", f"/web/image/{attachment.id}?download=1"):
            with mute_logger("odoo.http"):
                self.assertEqual(self.url_open(url).status_code, 404)

    def test_nobody_opens_a_file_to_the_world(self):
        Attachment = self.env["ir.attachment"].with_user(self.user)
        own = Attachment.create({"name": "a.txt", "raw": b"text"})
        for vals in ({"public": True}, {"access_token": "known-to-me"}):
            with self.subTest(vals):
                with self.assertRaises(AccessError):
                    own.write(vals)
                with self.assertRaises(AccessError):
                    Attachment.create({"name": "b.txt", "raw": b"text", **vals})
        with self.assertRaises(AccessError):
            own.with_user(self.other).generate_access_token()

    def test_a_file_is_not_moved_to_a_record_out_of_reach(self):
        own = self.env["ir.attachment"].with_user(self.other).create({"name": "a.txt", "raw": b"text"})
        with self.assertRaises(AccessError):
            own.write({"res_model": "res.partner", "res_id": self.partner.id})

    def test_the_content_of_a_file_does_not_tell_that_it_is_here(self):
        secret = self.env["ir.attachment"].create({"name": "s.txt", "raw": b"secret"})
        vals = {"name": "s.txt", "datas": base64.b64encode(b"secret").decode(), "mimetype": "text/plain"}
        Attachment = self.env["ir.attachment"].with_user(self.user)
        [mine] = Attachment.create_unique([vals])
        self.assertNotEqual(mine, secret.id)
        self.assertEqual(Attachment.create_unique([vals]), [mine])

    def test_a_new_name_keeps_the_extension_of_the_content(self):
        own = self.env["ir.attachment"].with_user(self.user).create({"name": "a.png", "raw": files.picture("PNG")})
        own.write({"name": "../run.html", "mimetype": "text/html"})
        self.assertEqual((own.name, own.mimetype), ("run.html.png", "image/png"))

    def test_new_content_is_judged_too(self):
        own = self.env["ir.attachment"].with_user(self.user).create({"name": "a.png", "raw": files.picture("PNG")})
        with self.assertRaisesRegex(Exception, "not accepted"):
            own.write({"raw": files.HTML})

    def test_with_a_scanner_set_up_nothing_passes_unseen(self):
        self.env["ir.config_parameter"].set_param("park_guard.clamd", "127.0.0.1:9")  # nobody answers there
        with self.assertRaisesRegex(Exception, "scanner"):
            self.env["ir.attachment"].with_user(self.user).create({"name": "a.txt", "raw": b"text"})
