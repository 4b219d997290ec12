from contextlib import contextmanager

from odoo.exceptions import AccessError
from odoo.tests import TransactionCase, new_test_user, tagged
from odoo.tools import SQL, mute_logger
from psycopg2 import errors


@tagged("post_install", "-at_install")
class TestAuditSeal(TransactionCase):
    """Whoever gets past the application and the triggers is found out."""

    def setUp(self):
        super().setUp()
        self.seals = self.env["park.audit.seal"]
        self.seals._seal()
        for number in range(5):
            self.env["park.audit"]._log("sealed", detail={"number": number})
        self.seal = self.seals._seal()
        self.env["park.audit"]._log("after")
        self.seals._seal()

    @contextmanager
    def without_triggers(self):
        """Act as somebody who owns the database."""
        self.cr.execute("ALTER TABLE park_audit DISABLE TRIGGER USER")
        yield
        self.cr.execute("ALTER TABLE park_audit ENABLE ALWAYS TRIGGER park_audit_no_change")

    def entry(self, number):
        return self.env["park.audit"].search([("action", "=", "sealed")], order="id")[number].id

    def test_a_sound_audit_is_found_sound(self):
        self.assertEqual(self.seals._verify(), [])
        self.assertEqual(self.seal.entry_count, 5)
        self.assertFalse(self.seals._seal(), "nothing is sealed twice")

    def test_tampering_is_found(self):
        first, third = self.entry(0), self.entry(2)
        for statement, reason in (
            (SQL("UPDATE park_audit SET user_id = 1 + user_id %% 2 WHERE id = %s", third), "changed"),
            (SQL("UPDATE park_audit SET detail = '{}' WHERE id = %s", third), "changed"),
            (SQL("UPDATE park_audit SET at = at + interval '1 ms' WHERE id = %s", third), "changed"),
            (SQL("DELETE FROM park_audit WHERE id = %s", third), "removed"),
            (SQL("UPDATE park_audit SET id = -id WHERE id = %s", first), "removed"),
        ):
            with self.subTest(reason, statement=statement), self.without_triggers(), self.cr.savepoint() as savepoint:
                self.cr.execute(statement)
                findings = self.seals._verify()
                self.assertEqual([(f["seal"], f["reason"]) for f in findings], [(self.seal.id, reason)])
                savepoint.rollback()
        self.assertEqual(self.seals._verify(), [])

    def test_an_entry_slipped_in_is_found(self):
        third = self.entry(2)
        with self.without_triggers():
            self.cr.execute("UPDATE park_audit SET id = -id WHERE id = %s", [third])
            self.cr.execute("INSERT INTO park_audit (id, at, user_id, action) VALUES (%s, now(), 1, 'x')", [third])
        self.assertEqual(self.seals._verify()[0]["reason"], "changed")

    def test_a_finding_rings(self):
        third = self.entry(2)
        with self.without_triggers(), mute_logger("odoo.addons.park_guard.models.park_alarm"):
            self.cr.execute("UPDATE park_audit SET action = 'x' WHERE id = %s", [third])
            self.seals._cron_seal()
        alarm = self.env["park.alarm"].search([("kind", "=", "seal"), ("settled_at", "=", False)])
        self.assertEqual(alarm.detail["reason"], "changed")

    def test_seals_are_append_only_and_the_auditors(self):
        for statement in ("UPDATE park_audit_seal SET digest = 'x'", "DELETE FROM park_audit_seal"):
            with self.assertRaises(errors.InsufficientPrivilege), mute_logger("odoo.sql_db"), self.cr.savepoint():
                self.cr.execute(statement)
        auditor = new_test_user(self.env, "seal_auditor", "park_guard.group_park_auditor")
        self.assertTrue(self.seals.with_user(auditor).search([]))
        admin = new_test_user(self.env, "seal_admin", "park_guard.group_park_admin,base.group_system")
        with self.assertRaises(AccessError):
            self.seals.with_user(admin).search([])
