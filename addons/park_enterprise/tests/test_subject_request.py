"""What a person asked about the own data: the copy is whole, the erasure leaves nothing, and the law comes first."""

from base64 import b64encode
from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import TransactionCase, new_test_user, tagged
from odoo.tools import SQL

NAME, PHONE, MAIL, LOGIN = "Qiao Subject", "13977001234", "qiao.subject@example.com", "qiao_subject_login"
PASSWORD = "Quite-Different-27"


@tagged("post_install", "-at_install")
class TestSubjectRequest(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(context={**cls.env.context, "no_reset_password": True})
        zone = cls.env.company
        cls.first, cls.second = (
            new_test_user(cls.env, f"subject_admin_{n}", "park_guard.group_park_admin", password=PASSWORD)
            for n in (1, 2)
        )
        firm = {"name": "Subject Works", "is_park_enterprise": True, "is_company": True, "company_id": zone.id}
        cls.firm = cls.env["res.partner"].create(firm)
        vals = {"name": NAME, "phone": PHONE, "email": MAIL, "parent_id": cls.firm.id, "company_id": zone.id}
        cls.person = cls.env["res.partner"].create(vals)
        cls.user = new_test_user(cls.env, LOGIN, "base.group_portal", partner_id=cls.person.id, name=NAME, email=MAIL)
        cls.firm.with_user(cls.user).sudo().message_post(body=f"Call {NAME} on {PHONE}", subtype_xmlid="mail.mt_note")
        cls.person.message_post(body="noted")
        cls.person.phone = "13977009999"
        cls.person.phone = PHONE
        vals = {"name": "card.txt", "raw": f"{NAME} {PHONE}".encode()}
        cls.card = cls.env["ir.attachment"].create(vals | {"res_model": "res.partner", "res_id": cls.person.id})
        cls.env["mail.mail"].create({"email_to": MAIL, "subject": "Hello", "recipient_ids": [(4, cls.person.id)]})
        file = b64encode("企业名称\n".encode())
        run = cls.env["park.enterprise.import"].create({"file": file, "filename": "x.csv", "company_id": zone.id})
        line = {"import_id": run.id, "company_id": zone.id, "enterprise_id": cls.firm.id}
        cls.line = (
            cls.env["park.enterprise.import.line"].sudo().create(line | {"cells": [NAME, PHONE, "Subject Works"]})
        )

    def ask(self, kind="erase", **vals):
        requests = self.env["park.subject.request"].with_user(self.first)
        return requests.create({"partner_id": self.person.id, "kind": kind, "reason": "by letter of 3 November"} | vals)

    def found(self, *words):
        """Return ``table.column`` of every place in the database where one of the words stands."""
        self.env.flush_all()
        columns = SQL(
            """SELECT c.table_name, c.column_name FROM information_schema.columns c
                 JOIN information_schema.tables t USING (table_schema, table_name)
                WHERE c.table_schema = 'public' AND t.table_type = 'BASE TABLE'
                  AND c.table_name <> 'bus_bus' -- on its way to browsers, gone after a day
                  AND c.data_type IN ('text', 'character varying', 'json', 'jsonb')"""
        )
        places = []
        for table, column in self.env.execute_query(columns):
            condition = SQL(" OR ").join(SQL("%s::text LIKE %s", SQL.identifier(column), f"%{word}%") for word in words)
            if self.env.execute_query(SQL("SELECT 1 FROM %s WHERE %s LIMIT 1", SQL.identifier(table), condition)):
                places.append(f"{table}.{column}")
        return places

    def test_after_an_erasure_nothing_of_the_person_stands_anywhere(self):
        self.assertIn("mail_message.body", self.found(NAME), "the search finds what is there")
        of_records = [("model", "!=", False), ("res_id", "!=", 0)]
        messages = self.env["mail.message"].search_count(of_records)
        request = self.ask()
        request.with_user(self.second).action_erase()
        self.assertEqual(self.found(NAME, PHONE, MAIL, LOGIN), [])
        self.assertFalse(self.card.exists())
        self.assertGreaterEqual(self.env["mail.message"].search_count(of_records), messages, "ledgers stay whole")
        self.assertEqual(self.person.name, request.partner_id.name)
        self.assertEqual(self.line.cells[2], "Subject Works", "of the row only what is the person's")
        self.assertFalse(self.user.active)
        self.assertEqual((request.state, request.decided_uid), ("done", self.second))
        entry = self.env["park.audit"].search([("action", "=", "subject.erase")])
        self.assertEqual(entry.detail["erased"]["res.partner"], 1)

    def test_nobody_erases_alone(self):
        request = self.ask()
        with self.assertRaises(AccessError):
            request.action_erase()
        auditor = new_test_user(self.env, "subject_auditor", "park_guard.group_park_auditor", password=PASSWORD)
        for verb in ("action_erase", "action_refuse"):
            with self.assertRaises(AccessError):
                getattr(request.with_user(auditor), verb)()
        request.with_user(self.second).write({"state": "done", "asked_uid": self.second.id})
        self.assertEqual((request.state, request.asked_uid), ("asked", self.first))

    def test_what_the_law_keeps_stays_until_its_day_and_the_reason_is_told(self):
        today = fields.Date.context_today(self.env.user)
        hold = self.ask("hold", hold_until=today + timedelta(days=30), reason="Cybersecurity Law, article 21")
        request = self.ask().with_user(self.second)
        self.assertIn("article 21", request.obstacles)
        with self.assertRaisesRegex(UserError, "article 21"):
            request.action_erase()
        self.assertEqual(self.person.name, NAME)
        hold.hold_until = today - timedelta(days=30)
        self.assertFalse(request._obstacles())
        hold.hold_until = False
        request.action_refuse()
        self.assertIn("article 21", request.answer)
        hold.action_lift()
        self.ask().with_user(self.second).action_erase()
        self.assertNotEqual(self.person.name, NAME)

    def test_whoever_works_here_stays(self):
        staff = new_test_user(self.env, "subject_staff", "park_guard.group_park_account_manager", password=PASSWORD)
        request = self.ask(partner_id=staff.partner_id.id).with_user(self.second)
        with self.assertRaises(UserError):
            request.action_erase()
        staff.active = False
        request.action_erase()
        self.assertEqual(self.found("subject_staff"), [])

    def test_firms_and_accounts_of_the_system_are_no_persons(self):
        for partner in (self.firm, self.env.company.partner_id, self.env.ref("base.partner_root")):
            with self.subTest(partner.name), self.assertRaises(UserError):
                self.ask(partner_id=partner.id)

    def test_the_copy_shows_what_is_kept_and_is_on_record(self):
        request = self.ask("copy")
        shown = {(row[2], row[3]) for row in request._sheets("subject")[0].rows}
        values = {value for _label, value in shown}
        self.assertLessEqual({NAME, PHONE, MAIL, LOGIN, "card.txt"}, values)
        self.assertEqual(request.state, "asked", "reading changes nothing")
        self.assertIn(f"/subject/{request.id}.xlsx", request.action_hand_out()["url"])
        self.assertEqual(request.state, "done")
        entries = self.env["park.audit"].search([("model", "=", "park.subject.request")])
        self.assertFalse([entry for entry in entries if PHONE in str(entry.detail) or NAME in str(entry.detail)])
        auditor = new_test_user(self.env, "subject_auditor", "park_guard.group_park_auditor", password=PASSWORD)
        with self.assertRaises(AccessError):
            request.with_user(auditor)._sheets("subject")

    def test_the_register_is_kept_and_what_was_decided_does_not_change(self):
        request = self.ask("copy")
        request.action_hand_out()
        with self.assertRaises(UserError):
            request.reason = "another"
        with self.assertRaises(UserError):
            request.sudo().unlink()
