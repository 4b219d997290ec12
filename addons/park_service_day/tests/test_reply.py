import re
from datetime import date, timedelta

from odoo.tests import HttpCase, tagged

from .common import ServiceDayCase


@tagged("post_install", "-at_install")
class TestReply(HttpCase, ServiceDayCase):
    """The invited reply by the link in their letter, without a log-in."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.manager.lang = "en_US"  # the page speaks the language of who wrote the invitation
        cls.plan = cls._as(cls.manager)["park.service.day"].create(
            {
                "date_on": cls.env["park.workday"].today(cls.zone) + timedelta(days=7),
                "firm_ids": [(0, 0, {"enterprise_id": cls.firms[0].id})],
            }
        )
        cls.plan.action_mark_sent()
        cls.invitation = cls.plan.invitation_ids
        cls.path = f"/park/service-day/reply/{cls.invitation.id}/{cls.invitation._reply_token()}"

    def send(self, path=None, **form):
        """Open the page, then send the form as a browser does."""
        page = self.url_open(path or self.path)
        token = re.search(r'name="csrf_token" value="([^"]+)"', page.text)
        return self.url_open(path or self.path, data={"csrf_token": token and token.group(1), **form})

    def test_who_comes_is_noted_once(self):
        answer = self.send(comes="yes", name_0="Li <b>Ming</b>", title_0="CEO", phone_0="13800001111", plate_0="桂C1")
        self.assertEqual(answer.status_code, 200)
        self.assertIn("Thank you", answer.text)
        person = self.invitation.attendee_ids
        self.assertEqual((person.name, person.phone, person.unit), ("Li <b>Ming</b>", "13800001111", "Alpha Works"))
        self.assertEqual((self.invitation.state, self.plan.reply_summary[:9]), ("accepted", "1 invited"))
        again = self.url_open(self.path)
        self.assertIn("noted already", again.text)
        self.assertNotIn("13800001111", again.text, "who holds the link sees no data of others")
        self.assertNotIn("csrf_token", again.text)

    def test_who_does_not_come_says_why(self):
        answer = self.send(comes="no")
        self.assertEqual((answer.status_code, self.invitation.state), (422, "sent"))
        self.send(comes="no", note="Stocktaking")
        self.assertEqual((self.invitation.state, self.invitation.note), ("declined", "Stocktaking"))

    def test_what_was_typed_stays_in_the_form_and_stays_text(self):
        answer = self.send(comes="yes", title_0='"><script>alert(1)</script>')
        self.assertEqual(answer.status_code, 422)
        self.assertIn("Write the name", answer.text)
        self.assertNotIn("<script>alert", answer.text)
        self.assertFalse(self.invitation.attendee_ids)

    def test_other_addresses_are_not_found(self):
        other = self.day
        other.action_invite()
        token = self.invitation._reply_token()
        for case, path in (
            ("wrong token", f"/park/service-day/reply/{self.invitation.id}/{'0' * len(token)}"),
            ("no token", f"/park/service-day/reply/{self.invitation.id}/x"),
            ("not ASCII", f"/park/service-day/reply/{self.invitation.id}/令牌"),
            ("token of another", f"/park/service-day/reply/{other.invitation_ids[:1].id}/{token}"),
            ("no such invitation", f"/park/service-day/reply/999999999/{token}"),
        ):
            with self.subTest(case):
                self.assertEqual(self.url_open(path).status_code, 404)

    def test_after_the_day_and_when_it_is_called_off_no_reply_is_taken(self):
        self.plan.sudo().date_on = date(2026, 1, 1)
        self.assertNotIn("<form", self.url_open(self.path).text)
        self.plan.sudo().date_on = self.env["park.workday"].today(self.zone) + timedelta(days=1)
        self.plan.action_cancel()
        self.assertNotIn("<form", self.url_open(self.path).text)

    def test_the_letter_carries_the_link(self):
        [letter] = self.invitation._documents("invitation")
        self.assertIn(self.path, letter.body[-1].text)

    def test_the_page_leaves_no_trace_elsewhere(self):
        headers = self.url_open(self.path).headers
        self.assertEqual((headers["Cache-Control"], headers["Referrer-Policy"]), ("no-store", "no-referrer"))
