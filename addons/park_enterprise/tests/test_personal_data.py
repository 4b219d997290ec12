"""Telephones and addresses of people at firms: masked on every channel, found by nobody who sees the mask."""

import json

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, new_test_user, tagged

from .common import EnterpriseCase

PHONE, EMAIL = "13800138000", "cnry-person@example.com"
CANARIES = (PHONE, EMAIL, "cnry-person", "13987654321")


@tagged("post_install", "-at_install")
class TestPersonalData(EnterpriseCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.person_at_firm = cls.env["res.partner"].create(
            {"name": "Ms Li", "parent_id": cls.mine.id, "phone": PHONE, "email": EMAIL}
        )
        cls.mine.write({"phone": "13987654321", "email": "cnry-person@example.net"})
        cls.outsiders = (cls.colleague, cls.handler, cls.leader, cls.supervisor, cls.centre, cls.admin)

    def seen(self, user, record=None):
        return (record or self.person_at_firm).with_user(user).with_company(self.zone)

    def test_who_serves_the_firm_sees_and_everybody_else_the_mask(self):
        self.assertEqual(self.seen(self.manager).phone, PHONE)
        self.assertEqual(self.seen(self.manager, self.mine).phone, "13987654321")
        for user in self.outsiders:
            with self.subTest(user.login):
                person = self.seen(user)
                self.assertEqual(person.phone, "138****8000")
                self.assertEqual(person.email, "c**********@example.com")
                self.assertEqual(self.seen(user, self.mine).phone, "139****4321")

    def test_others_than_people_at_firms_are_shown(self):
        supplier = self.env["res.partner"].create({"name": "Supplier", "phone": PHONE})
        self.assertEqual(self.seen(self.leader, supplier).phone, PHONE)

    def test_the_mask_ends_and_comes_back_with_the_service(self):
        with self.on("2019-12-31"):  # the manager serves from 2020 on
            self.env.invalidate_all()
            self.assertEqual(self.seen(self.manager).phone, "138****8000")
        self.env.invalidate_all()
        self.assertEqual(self.seen(self.manager).phone, PHONE)

    def channels(self, user):
        """Yield ``(channel, what it answers)`` of every way that records are read."""
        Partner = self.env["res.partner"].with_user(user).with_company(self.zone)
        domain = [("id", "in", (self.person_at_firm + self.mine).ids)]
        names = ["phone", "email", "email_normalized", "email_formatted", "display_name"]
        spec = {name: {} for name in names}
        people = self.seen(user, self.person_at_firm + self.mine)
        yield "read", people.read(names)
        yield "search_read", Partner.search_read(domain, names)
        yield "web_search_read", Partner.web_search_read(domain, spec)
        yield "nested", self.seen(user, self.mine).web_read({"child_ids": {"fields": spec}, **spec})
        yield "export", people.with_context(import_compat=False)._export_rows([[name] for name in names])
        yield "export nested", self.seen(user, self.mine)._export_rows([["child_ids", "phone"], ["child_ids", "email"]])
        yield "group", Partner.formatted_read_group(domain, ["phone"], ["email:array_agg", "__count"])
        yield "group by", Partner.formatted_read_group(domain, ["email"], ["phone:max"])
        yield "names", Partner.with_context(show_email=True, show_vat=True, show_address=True).name_search("Ms Li")
        yield "name", people.with_context(show_email=True, show_vat=True).read(["display_name"])
        yield "suggested", self.seen(user, self.mine)._message_get_suggested_recipients()
        yield "mention", Partner.get_mention_suggestions("Ms Li")
        yield "copy", self.seen(user).copy_data()
        if people.has_access("write"):
            yield "onchange", people[:1].onchange({"name": "Ms Lin"}, ["name"], spec)
            yield (
                "onchange firm",
                self.seen(user, self.mine).onchange(
                    {"name": "Mine"}, ["name"], {**spec, "child_ids": {"fields": spec}}
                ),
            )

    def test_no_channel_shows_it(self):
        for user in self.outsiders:
            for channel, answer in self.channels(user):
                with self.subTest(user=user.login, channel=channel):
                    text = json.dumps(answer, default=str)
                    for canary in CANARIES:
                        self.assertNotIn(canary, text)
            self.env.invalidate_all()

    def test_elevated_rights_in_between_do_not_open_the_cache(self):
        person = self.seen(self.leader)
        self.assertEqual(person.sudo().email_formatted, f'"Ms Li" <{EMAIL}>')
        self.assertEqual(person.sudo().phone, PHONE)
        self.assertNotIn("cnry-person", person.email_formatted)
        self.assertEqual(person.phone, "138****8000")

    def test_who_sees_the_mask_finds_and_sorts_nothing_by_it(self):
        Partner = self.env["res.partner"]
        firm_path = [("child_ids.phone", "=like", "138%")]
        for domain in (
            [("phone", "=", PHONE)],
            [("phone", "=like", "138%")],
            [("email", "ilike", "cnry")],
            [("email_normalized", "=", EMAIL)],
            ["!", ("phone", "not ilike", "138")],
            firm_path,
            ["!", ("child_ids", "not any", [("phone", "ilike", "138")])],
            [("user_ids.phone", "=like", "138%")],
        ):
            with self.subTest(domain):
                people = (self.person_at_firm + self.mine).ids
                found = Partner.with_user(self.leader).search([("id", "in", people), *domain])
                self.assertFalse(found)
        shown = Partner.with_user(self.manager).search([("phone", "=like", "138001%")])
        self.assertEqual(shown, self.person_at_firm)
        self.assertEqual(Partner.with_user(self.manager).search(firm_path), self.mine)
        self.assertFalse(Partner.with_user(self.leader).name_search("cnry-person"))

    def test_the_order_tells_nothing(self):
        others = self.env["res.partner"].create(
            [{"name": f"P{i}", "parent_id": self.others.id, "phone": phone} for i, phone in enumerate("927")]
        )
        by_phone, by_phone_desc = (
            self.env["res.partner"].with_user(self.leader).search([("id", "in", others.ids)], order=f"{order}, id")
            for order in ("phone", "phone desc")
        )
        self.assertEqual(by_phone, by_phone_desc)

    def test_a_mask_sent_back_overwrites_nothing(self):
        person = self.seen(self.centre)
        person.write({"phone": person.phone, "email": person.email, "function": "Director"})
        self.assertEqual((self.person_at_firm.phone, self.person_at_firm.email), (PHONE, EMAIL))
        self.seen(self.centre, self.mine).write(
            {"child_ids": [Command.update(person.id, {"phone": "138****8000", "name": "Ms Li Na"})]}
        )
        self.assertEqual((self.person_at_firm.phone, self.person_at_firm.name), (PHONE, "Ms Li Na"))
        person.phone = "13711112222"
        self.assertEqual(self.person_at_firm.phone, "13711112222")

    def test_a_copy_does_not_carry_masks(self):
        copy = self.seen(self.centre).copy()
        self.assertFalse(copy.sudo().phone)

    def test_a_reveal_has_a_reason_and_is_on_record(self):
        person = self.seen(self.centre)
        for reason in ("", " ", "x"):
            with self.assertRaises(UserError):
                person.park_reveal(reason)
        values = person.park_reveal("Call back about 13800138000")
        self.assertEqual((values["phone"], values["email"]), (PHONE, EMAIL))
        entry = self.env["park.audit"].search([("action", "=", "reveal")], limit=1)
        self.assertEqual((entry.user_id, entry.model, entry.res_id), (self.centre, "res.partner", person.id))
        self.assertEqual(entry.detail["reason"], "Call back about 138****8000")
        self.assertNotIn(PHONE, json.dumps(entry.detail))
        stranger = self.person("ent_far", "service_centre", self.other_zone)
        with self.assertRaises(AccessError):
            self.person_at_firm.with_user(stranger).park_reveal("curious about her")

    def test_users_of_a_firm_are_masked_like_its_people(self):
        user = new_test_user(
            self.env, "liaison", "base.group_portal", partner_id=self.person_at_firm.id, company_id=self.zone.id,
            company_ids=[(6, 0, self.zone.ids)], email=EMAIL,
        )  # fmt: skip
        seen = user.with_user(self.leader)
        self.assertNotIn("cnry-person", json.dumps(seen.read(["email", "phone"])))
        found = self.env["res.users"].with_user(self.leader).search([("email", "ilike", "cnry-person")])
        self.assertFalse(found)
        self.assertEqual(user.with_user(user).partner_id.phone, PHONE)


@tagged("post_install", "-at_install")
class TestPersonalDataOverHttp(HttpCase, EnterpriseCase):
    def test_the_wire_carries_the_mask(self):
        self.mine.write({"phone": PHONE, "email": EMAIL})
        self.leader.password = "Leader-Pass-2026"
        self.authenticate(self.leader.login, "Leader-Pass-2026")
        answer = self.url_open(
            "/web/dataset/call_kw/res.partner/web_search_read",
            json.dumps(
                {
                    "params": {
                        "model": "res.partner",
                        "method": "web_search_read",
                        "args": [[("id", "=", self.mine.id)], {"phone": {}, "email": {}}],
                        "kwargs": {},
                    }
                }
            ),
            headers={"Content-Type": "application/json"},
        )
        self.assertIn("138****8000", answer.text)
        for canary in CANARIES:
            self.assertNotIn(canary, answer.text)
