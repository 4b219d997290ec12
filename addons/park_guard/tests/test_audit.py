from contextlib import contextmanager

from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger
from psycopg2 import errors

from .guard_models import GuardCase


@tagged("post_install", "-at_install")
class TestAudit(GuardCase):
    """Entries are added with every change, and by nobody changed or removed."""

    def entries(self, action):
        return self.env["park.audit"].search([("action", "=", action)], order="id")

    @contextmanager
    def assert_refused(self):
        with (
            self.assertRaises(errors.InsufficientPrivilege),
            mute_logger("odoo.sql_db"),
            self.cr.savepoint(),
        ):
            yield

    def test_entry_holds_who_what_and_zone(self):
        zone = self.env["res.company"].create({"name": "Zone Z"})
        self.case.company_id = zone
        # the acting person stands in the entry, elevated rights or not
        self.case.with_user(self.user).sudo()._audit("look", {"on": zone.create_date.date(), "x": zone})
        entry = self.entries("look")
        self.assertEqual((entry.user_id, entry.company_id), (self.user, zone))
        self.assertEqual((entry.model, entry.res_id), (self.case._name, self.case.id))
        self.assertEqual(entry.detail, {"on": zone.create_date.date().isoformat(), "x": zone.id})
        self.assertFalse(entry.ip)
        self.assertTrue(entry.at)

    def test_one_statement_records_any_number_of_records(self):
        cases = self.env[self.case._name].create([{"name": str(i)} for i in range(40)])
        cases.mapped("company_id")
        with self.assertQueryCount(1):
            cases._audit("bulk")
        self.assertEqual(self.entries("bulk").mapped("res_id"), cases.ids)

    def test_context_cannot_switch_it_off(self):
        switches = {"tracking_disable": True, "mail_notrack": True, "mail_create_nolog": True}
        self.case.with_user(self.user).with_context(**switches)._transition({"state": "done"}, "quiet")
        self.assertEqual(len(self.entries("quiet")), 1)

    def test_the_auditor_reads_changes_in_the_words_of_the_screen(self):
        self.case._transition({"state": "done", "number": "N2"}, "finish", {"reason": "Paid"})
        entry = self.entries("finish")
        self.assertEqual(entry.detail_text, "State: New → Done\nNumber: N1 → N2\nreason: Paid")
        self.assertEqual(entry.model_label, "Test Case")

    def test_long_text_is_cut(self):
        self.case._transition({"number": "9" * 1000}, "long")
        old, new = self.entries("long").detail["changes"]["number"]
        self.assertEqual((old, len(new)), ("N1", 201))

    def test_log_records_events_without_a_record(self):
        self.env["park.audit"].with_user(self.user)._log("export", "res.partner", detail={"rows": 3})
        entry = self.entries("export")
        self.assertEqual((entry.model, entry.res_id, entry.detail), ("res.partner", 0, {"rows": 3}))
        self.assertEqual(entry.company_id, self.user.company_id)

    def test_log_does_not_believe_a_forged_zone(self):
        foreign = self.env["res.company"].create({"name": "Foreign"})
        audit = self.env["park.audit"].with_user(self.user).with_context(allowed_company_ids=foreign.ids)
        audit.sudo()._log("forged")
        self.assertEqual(self.entries("forged").company_id, self.user.company_id)

    def test_the_database_refuses_to_change_or_remove_entries(self):
        self.case._audit("kept")
        entry = self.entries("kept")
        for statement in (
            "UPDATE park_audit SET action = 'forged'",
            "DELETE FROM park_audit",
            "TRUNCATE park_audit",
            "INSERT INTO park_audit (id, at, user_id, action) VALUES (%d, now(), 1, 'x')"
            " ON CONFLICT (id) DO UPDATE SET action = 'forged'" % entry.id,
        ):
            with self.subTest(statement), self.assert_refused():
                self.cr.execute(statement)
        for change in (lambda: entry.sudo().write({"action": "x"}), lambda: entry.sudo().unlink()):
            with self.assert_refused():
                change()
                self.env.flush_all()
        entry.invalidate_recordset()
        self.assertEqual(entry.action, "kept")

    def test_auditor_reads_own_zones_and_nobody_writes(self):
        foreign = self.env["res.company"].create({"name": "Foreign"})
        self.case._audit("mine")
        self.env["park.audit"]._log("foreign", company=foreign)
        auditor = new_test_user(self.env, "guard_auditor", groups="park_guard.group_park_auditor")
        audit = self.env["park.audit"].with_user(auditor)
        self.assertEqual(audit.search([("action", "in", ["mine", "foreign"])]).action, "mine")
        for operation in ("write", "create", "unlink"):
            self.assertFalse(audit.has_access(operation))
        admin = new_test_user(self.env, "guard_admin", groups="park_guard.group_park_admin,base.group_system")
        with self.assertRaises(AccessError):
            self.env["park.audit"].with_user(admin).search([])
